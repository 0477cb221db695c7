package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/viewer"
)

func microscope(w *ui.Window) (found *viewer.Viewer) {
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if v, ok := o.(*viewer.Viewer); ok {
			found = v
		}
	})
	return found
}

func TestOneRecordingIsSeenAlone(t *testing.T) {
	f := newFake()
	w := at(t, f, ui.Case)
	key(t, w, fyne.KeyV)
	v := microscope(w)
	if v == nil || v.Specimen(viewer.A) == nil || v.Specimen(viewer.B) != nil {
		t.Fatalf("V shows %v:\n%s", v, shown(w))
	}
	if !v.Specimen(viewer.A).HasBoth() {
		t.Error("the recording is not seen both as recorded and filtered")
	}
	see(t, w, "Q1-breech-face.x3p", "6.25 µm/px")
	key(t, w, fyne.KeyR)
	if v.Look(viewer.A).Filtered {
		t.Error("R does not show it as recorded")
	}
	key(t, w, fyne.KeyEscape)
	if microscope(w) != nil || w.Route().Place != ui.Case {
		t.Errorf("Escape leaves the microscope on the screen, or the case: %+v", w.Route())
	}
	see(t, w, "K1-2", "Captures")
}

func TestAnUnknownScaleIsNotOverlooked(t *testing.T) {
	f := newFake()
	photo := &f.exhibits[0].Captures[0]
	photo.Kind, photo.Scale, photo.FileName = casefile.Photograph, casefile.Scale{}, "Q1.png"
	w := at(t, f, ui.Case)
	see(t, w, "scale unknown: no lengths")
	key(t, w, fyne.KeyV)
	all := strings.Join(strings.Fields(shown(w)), " ")
	for _, want := range []string{"The scale of this recording is not known", "no photographs here"} { // the fake has none: the sentence stands where the picture would
		if !strings.Contains(all, want) {
			t.Errorf("%q is not on the screen: %s", want, all)
		}
	}
}
