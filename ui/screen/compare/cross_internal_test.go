package compare

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
)

func TestARegionIsMarkedWithoutAMouse(t *testing.T) {
	d := open(t, newFake())
	d.s.Key(fyne.KeyY, 0)
	for _, k := range []struct {
		name fyne.KeyName
		m    fyne.KeyModifier
	}{{fyne.KeyRight, 0}, {fyne.KeySpace, 0}, {fyne.KeyRight, fyne.KeyModifierShift}, {fyne.KeySpace, 0}, {fyne.KeyDown, fyne.KeyModifierShift}, {fyne.KeySpace, 0}, {fyne.KeyReturn, 0}} {
		if !d.s.Key(k.name, k.m) {
			t.Errorf("%s means nothing while a polygon is drawn", k.name)
		}
	}
	d.settle()
	list := d.s.editor.Model.Annotations()
	if len(list) != 1 || list[0].A == nil || list[0].B == nil || list[0].A.Kind != casefile.Polygon || len(list[0].A.Points) != 3 {
		t.Fatalf("marked %+v", list)
	}
	if len(d.f.saved) != 1 {
		t.Errorf("kept %d versions of the marks", len(d.f.saved))
	}
	if !strings.Contains(d.s.status.pointed, "µm") {
		t.Errorf("under the cross is said %q", d.s.status.pointed)
	}
	for range 2 { // the cross, then the tool
		d.s.Key(fyne.KeyEscape, 0)
	}
	if d.s.viewer.Tool() != nil {
		t.Error("the tool is still in the hand")
	}
}
