package compare

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// Going to another page and back is no reason to set everything up again.
func TestAPairIsShownAgainAsItWasLeft(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.s.editor.Model.Add(triangle(900))
	d.settle()
	d.key(fyne.Key2)
	d.key(fyne.KeyRightBracket)
	d.key(fyne.KeyL)
	d.key(fyne.KeyUp)
	d.key(fyne.KeyPlus)
	d.key(fyne.KeyG)
	d.key(fyne.KeyR)
	d.key(fyne.KeyC)
	d.key(fyne.KeyX)
	d.s.setHeat(2)
	d.s.viewer.SetLine(&[2]casefile.SceneLine{{To: imaging.Point{X: 800, Y: 300}}, {To: imaging.Point{X: 800, Y: 300}}})
	d.s.ShowPage(pageDecide)
	d.s.decide.level.SetSelected("Inconclusive (b)")
	d.s.decide.reason.SetText("begun and not")
	d.s.pickPen(casefile.Polygon)
	d.s.editor.Likeness = casefile.Dissimilar
	d.settle()
	before, marks, saved := d.s.viewer.Scene(), len(d.s.editor.Model.Annotations()), len(d.f.saved)
	d.show("k1")
	if got := d.s.viewer.Scene(); !reflect.DeepEqual(got, before) {
		t.Errorf("shown again as\n%+v, left as\n%+v", got, before)
	}
	if d.s.toolAt != 3 || d.s.viewer.Tool() == nil || d.s.editor.Likeness != casefile.Dissimilar {
		t.Errorf("the tool is %d, likeness %q", d.s.toolAt, d.s.editor.Likeness)
	}
	if d.s.figures.heat.Selected() != 2 {
		t.Error("the map is not shown")
	}
	if got := d.s.decide.stated(); got.value != "inconclusive-b" || got.reason != "begun and not" {
		t.Errorf("the view that was begun is %+v", got)
	}
	if len(d.f.saved) != saved || marks != 2 {
		t.Error("coming back kept another version of the same marks")
	}
	d.s.pick(nil)
	d.s.Undo()
	d.settle()
	if n := len(d.s.editor.Model.Annotations()); n != 1 {
		t.Errorf("one step was taken back after coming back: %d marks, want 1", n)
	}
}

func TestAnotherPairBeginsAtItsPoseUnderTheSameLight(t *testing.T) {
	d := open(t, newFake())
	d.s.viewer.Rotate(viewer.A, 30)
	d.key(fyne.KeyG)
	d.key(fyne.Key3)
	d.key(fyne.KeyF9)
	light := d.s.viewer.Light()
	d.show("k2")
	if !near(d.s.viewer.Stage().Pose(), pose) || d.s.viewer.Stage().Views[viewer.A].AngleDeg != 0 {
		t.Errorf("it lies as %+v", d.s.viewer.Stage())
	}
	if d.s.viewer.Light() != light || d.s.viewer.Stage().Mode != viewer.Overlay || d.s.panel.Visible() {
		t.Errorf("light %+v, mode %d, panel %v", d.s.viewer.Light(), d.s.viewer.Stage().Mode, d.s.panel.Visible())
	}
	d.show("k1")
	if got := d.s.viewer.Stage().Views[viewer.A].AngleDeg; got != 0 {
		t.Errorf("after another pair A is turned by %g", got)
	}
}
