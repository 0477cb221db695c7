package ui_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// within calls found for every object of kind T on top of the window.
func within[T any](w interface{ Window() fyne.Window }, found func(T)) {
	for _, overlay := range w.Window().Canvas().Overlays().List() {
		walk(overlay, func(o fyne.CanvasObject) {
			if x, ok := o.(T); ok {
				found(x)
			}
		})
	}
}

func TestAnExhibitIsDescribedFieldByField(t *testing.T) {
	f := newFake()
	f.exhibits[0].Exhibit.Facts.Set("length", casefile.Value{State: casefile.Stated, Number: 19.1, Unit: "mm", AsSeen: "19,1"})
	w := open(t, f, uitheme.Light)
	key(t, w, fyne.KeyReturn)
	see(t, w, "19.1 mm")
	key(t, w, fyne.KeyE)
	filled := false
	within(w, func(e *fw.SelectEntry) {
		if e.Text == "19,1" {
			e.SetText("18 cm")
			filled = true
		}
	})
	if !filled {
		t.Fatal("the form does not show what is said already")
	}
	press(t, w, "Save")
	settle(t, w)
	see(t, w, "Length has a unit that is not known here: 18 cm")
	if len(f.said.reasons) != 0 {
		t.Fatal("a form that cannot be read was saved")
	}
	within(w, func(e *fw.SelectEntry) {
		if e.Text == "18 cm" {
			e.SetText("not determined")
		}
	})
	within(w, func(e *widget.Field) {
		if e.PlaceHolder == "why it is changed; the earlier version stays readable" {
			e.SetText("the mouth is crushed")
		}
	})
	press(t, w, "Save")
	settle(t, w)
	if got := f.exhibits[0].Exhibit.Value("length"); got.State != casefile.NotDetermined || len(f.said.reasons) != 1 || f.said.reasons[0] != "the mouth is crushed" {
		t.Errorf("kept %+v, for %q", got, f.said.reasons)
	}
	if f.exhibits[0].Exhibit.Class.BreechFace.Code != "parallel" || len(f.exhibits[0].Exhibit.Facts.Values) != 1 {
		t.Errorf("what was not touched changed: %+v", f.exhibits[0].Exhibit)
	}
}

func TestWhatCameFromAnotherExhibitStandsBelowIt(t *testing.T) {
	f := newFake()
	f.exhibits[0].Exhibit.ParentID = f.exhibits[2].Exhibit.ID
	w := open(t, f, uitheme.Dark)
	key(t, w, fyne.KeyReturn)
	see(t, w, "└ Q1")
}

func TestEveryVersionIsShownWithWhatItChanged(t *testing.T) {
	f := newFake()
	f.said.history = []casefile.HistoryEntry{{Version: 1, At: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Changes: []casefile.FieldChange{{Name: "Label", Now: "Q1"}}},
		{Version: 2, By: "R. Marsh", Reason: "read again", Changes: []casefile.FieldChange{{Name: "Serial numbers 1: As seen", Was: "A 1", Now: "A 7"}}}}
	w := open(t, f, uitheme.Light)
	key(t, w, fyne.KeyReturn)
	press(t, w, "History…")
	settle(t, w)
	see(t, w, "Version 2", "A 1 → A 7", "by whom is in the log")
	if len(f.said.shown) != 1 || f.said.shown[0] != f.exhibits[0].Exhibit.ID {
		t.Errorf("asked for %q", f.said.shown)
	}
}
