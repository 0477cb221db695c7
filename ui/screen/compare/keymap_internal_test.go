package compare

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"

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
