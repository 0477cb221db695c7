package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/widget"
)

func TestTheAgencyChoosesHowPairsAreLookedAt(t *testing.T) {
	f := newFake()
	f.profile.CommitFirst, f.profile.FirstCandidates, f.profile.Scale = true, 10, casefile.AFTE.ID
	w := at(t, f, ui.Settings)
	see(t, w, "Commit, then reveal", "Inconclusive (b)")
	find := func(visit func(fyne.CanvasObject)) { t.Helper(); walk(w.Window().Content(), visit); settle(t, w) }
	find(func(o fyne.CanvasObject) {
		if s, ok := o.(*fw.Select); ok && s.Selected == casefile.AFTE.Name {
			s.SetSelectedIndex(3)
		}
	})
	find(func(o fyne.CanvasObject) {
		if e, ok := o.(*fw.Entry); ok && e.Text == "10" {
			e.SetText("25")
		}
	})
	see(t, w, "Moderately strong support for the first")
	pressOnly(t, w, "Save")
	want := f.profile
	if want.Scale != "lr-verbal" || want.FirstCandidates != 25 || !want.CommitFirst || want.Agency != "Central Laboratory" {
		t.Fatalf("kept %+v", want)
	}
	see(t, w, "Saved.")
	find(func(o fyne.CanvasObject) {
		if c, ok := o.(*fw.Check); ok && c.Text == "Commit, then reveal" {
			c.SetChecked(false)
		}
	})
	see(t, w, "ranked. Reports say that")
	pressOnly(t, w, "Save")
	if f.profile.CommitFirst {
		t.Error("commit, then reveal was not switched off")
	}
}

// pressOnly taps the button with this text of which only one can be pressed.
func pressOnly(t *testing.T, w *ui.Window, text string) {
	t.Helper()
	var found []*widget.Button
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Text == text && !b.Disabled() {
			found = append(found, b)
		}
	})
	if len(found) != 1 {
		t.Fatalf("%d buttons %q can be pressed", len(found), text)
	}
	found[0].Tapped(&fyne.PointEvent{})
	settle(t, w)
}
