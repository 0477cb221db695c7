package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
)

func TestClassCharacteristicsAreDescribedInADialog(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Light)
	key(t, w, fyne.KeyReturn)
	was := f.exhibits[0].Exhibit.Class
	menu(t, w, "Describe class characteristics…")
	var entries []*fw.SelectEntry
	for _, overlay := range w.Window().Canvas().Overlays().List() {
		walk(overlay, func(o fyne.CanvasObject) {
			if e, ok := o.(*fw.SelectEntry); ok {
				entries = append(entries, e)
			}
		})
	}
	if len(entries) != len(casefile.ClassFields()) {
		t.Fatalf("the dialog has %d fields, want one for each characteristic", len(entries))
	}
	entries[0].SetText(".45 Auto")
	entries[2].SetText("not determined")
	press(t, w, "Save")
	settle(t, w)
	now := f.exhibits[0].Exhibit.Class
	if now.Calibre.Code != "45auto" || now.FiringPin.State != casefile.NotDetermined {
		t.Errorf("calibre %+v and firing pin %+v were kept", now.Calibre, now.FiringPin)
	}
	if now.BreechFace != was.BreechFace || now.EjectorClock != was.EjectorClock {
		t.Errorf("fields that were not touched changed: %+v", now)
	}
	see(t, w, ".45 Auto", "not determined")
}
