package compare

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/palette"
	"tracemark/ui/viewer"
)

// The field has keys of its own, which one recording alone is looked at with. Where the microscope has a command for the same key, both
// must do the same: nobody learns two sets of keys.
func TestAKeyOfTheFieldMeansTheSameAtTheMicroscope(t *testing.T) {
	d := open(t, newFake())
	v := d.s.Viewer()
	d.s.setFiltered(false) // read now, so that R changes nothing but what is shown
	d.s.setFiltered(true)
	d.settle()
	v.Rotate(viewer.A, 3) // so that A and F have something to do
	d.s.viewer.SetSplit(0.3)
	d.settle()
	kept := v.Scene()
	compared := 0
	for _, c := range d.s.Commands() {
		for _, k := range c.Keys {
			if k.Combined() || c.Run == nil || !c.Possible() {
				continue
			}
			v.SetScene(kept)
			d.s.pick(nil)
			if !v.Key(k.Name, k.Modifier) {
				continue // the screen's alone
			}
			compared++
			alone, tool := v.Scene(), v.Tool() != nil
			v.SetTool(nil)
			v.SetScene(kept)
			d.settle()
			c.Run()
			if got := v.Scene(); !reflect.DeepEqual(got, alone) || (v.Tool() != nil) != tool {
				t.Errorf("%s (%s): at the microscope\n%+v\nalone\n%+v", c.ID, palette.Key.String(k), got, alone)
			}
			d.settle()
		}
	}
	if compared < 25 {
		t.Errorf("only %d keys are common to both", compared)
	}
	v.SetTool(nil)
	for k := fyne.KeyName("A"); k <= "Z"; k = fyne.KeyName(rune(k[0] + 1)) {
		v.SetScene(kept)
		if !v.Key(k, 0) {
			continue
		}
		found := false
		for _, c := range d.s.Commands() {
			found = found || c.Pressed(k, 0)
		}
		if !found {
			t.Errorf("the field's key %s has no command at the microscope, so that no sheet lists it", k)
		}
	}
}

// What is typed past a field must not write to the case.
func TestASentenceTypedPastItsFieldRecordsNothing(t *testing.T) {
	d := open(t, newFake())
	for _, k := range []fyne.KeyName{"N", "O", fyne.KeySpace, "S", "T", "R", "I", "A", "T", "I", "O", "N", "S", "Z"} {
		d.s.Key(k, 0)
	}
	d.settle()
	if d.s.pair.id != "k1" || len(d.f.snapshots) != 0 || len(d.f.saved) != 0 || len(d.opened) != 0 {
		t.Errorf("it shows %s, %d snapshots, %d versions of marks", d.s.pair.id, len(d.f.snapshots), len(d.f.saved))
	}
	sees(t, d.s.status.object, "nothing was done")
	time.Sleep(2 * palette.Pause)
	d.key(fyne.KeyS)
	if len(d.f.snapshots) != 1 {
		t.Error("S alone keeps no snapshot")
	}
}

func TestAComparisonMadeByAKeyIsSaidAndNoted(t *testing.T) {
	d := open(t, newFake())
	d.now = day.Add(-time.Hour) // so that the next pair's comparison is newer than the key
	d.key(fyne.KeyN)
	sees(t, d.s.status.object, "K2 was opened: comparison 2 was made for it and is kept in the case.")
	if n := len(d.f.acts); n == 0 || d.f.acts[n-1].Subject != "k2" || d.f.acts[n-1].Detail == "" {
		t.Errorf("noted %+v", d.f.acts)
	}
}

func TestDeleteTakesTheLineAwayWhenItsToolIsPutDown(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300)) // is chosen
	d.s.viewer.SetLine(&[2]casefile.SceneLine{})
	d.key(fyne.KeyDelete)
	if len(d.s.editor.Model.Annotations()) != 0 || d.s.viewer.Line() == nil {
		t.Error("with a mark chosen Delete is for the mark")
	}
	d.key(fyne.KeyDelete)
	if d.s.viewer.Line() != nil {
		t.Error("the line is still there")
	}
}

// People call things by other names than the screen does.
func TestThePaletteKnowsOtherWords(t *testing.T) {
	d := open(t, newFake())
	for _, l := range []struct {
		tag   language.Tag
		words map[string]string
	}{
		{language.English, map[string]string{"robustness": "robustness", "threshold": "robustness", "heat map": "heat", "screenshot": "snapshot", "measure": "profile", "superimpose": "mode.3", "CMC": "cells",
			"hairline": "mode.1", "raw": "raw", "zoom in": "larger", "ring": "preset.2", "raking": "preset.3", "flip": "mode.5", "lock": "link", "register": "align", "circle": "ellipse", "delete": "remove"}},
		{language.French, map[string]string{"robustesse": "robustness", "capture": "snapshot", "mesurer": "profile", "transparence": "mode.3", "éclairage": "light.next", "recaler": "align", "brut": "raw"}},
		{language.Spanish, map[string]string{"robustez": "robustness", "captura": "snapshot", "medir": "profile", "transparencia": "mode.3", "iluminación": "preset.2", "registrar": "align", "crudo": "raw"}},
	} {
		if err := language.Use(l.tag); err != nil {
			t.Fatal(err)
		}
		groups := []palette.Group{{Commands: d.s.Commands()}}
		for typed, id := range l.words {
			hits := palette.Search(groups, typed, nil)
			if len(hits) > 5 {
				hits = hits[:5]
			}
			found := []string{}
			for _, h := range hits {
				found = append(found, h.Command.ID)
			}
			if !slices.Contains(found, "compare."+id) {
				t.Errorf("in %s %q finds %v, want %s among the first", l.tag, typed, found, id)
			}
		}
	}
	if err := language.Use(language.English); err != nil {
		t.Fatal(err)
	}
}
