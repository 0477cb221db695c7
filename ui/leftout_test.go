package ui_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// searched is a list of candidates with what was left out of its search.
func searched() casefile.Correlation {
	c := correlation()
	c.Stages = []casefile.SearchStage{
		{Stage: casefile.StageClass, Mark: casefile.BreechFace, Recordings: 120, LeftOut: 1},
		{Stage: casefile.StageSurface, Mark: casefile.BreechFace, Version: "1", Recordings: 119, Passed: 1, LeftOut: 1},
		{Stage: casefile.StageCells, Mark: casefile.BreechFace, Version: "1", Recordings: 118},
	}
	c.LeftOut = []casefile.LeftOut{
		{Agency: "north", ExhibitID: "e-9", Label: "K9-1", Stage: casefile.StageClass, Reason: "Calibre differs: 9 mm Luger and .45 Auto."},
		{Agency: "north", ExhibitID: "e-8", Label: "K8-1", CaptureID: "c8", Mark: casefile.BreechFace, Stage: casefile.StageSurface, Place: 119, Of: 119, Reason: "Its surface is less like the questioned one than those of 118 others."},
		{Agency: "local", ExhibitID: "e-7", Label: "Q7", Reason: "Exhibit Q7 was imported in stated units."},
	}
	return c
}

func TestWhatWasLeftOutIsListedWithItsReasonAndCanBePutBack(t *testing.T) {
	f := newFake()
	f.found[0] = searched()
	var asked []casefile.CorrelateOptions
	f.onCorrelate = func(_ context.Context, o casefile.CorrelateOptions, _ casefile.Progress) (casefile.Correlation, error) {
		asked = append(asked, o)
		return f.found[0], nil
	}
	w := at(t, f, ui.Candidates)
	see(t, w, "118 exhibits searched", "3 left out", "What was searched: 3 left out")
	press(t, w, "What was searched: 3 left out")
	see(t, w, "K9-1", "Calibre differs: 9 mm Luger and .45 Auto.", "K8-1", "place 119 of 119", "Q7", "Could not be searched",
		"Whole surfaces, coarsely", "let through", "120")
	tap := func(text string, nth int) {
		t.Helper()
		walk(w.Window().Content(), func(o fyne.CanvasObject) {
			if c, ok := o.(*fw.Check); ok && c.Text == text {
				if nth == 0 && !c.Disabled() {
					c.SetChecked(!c.Checked)
				}
				nth--
			}
		})
		settle(t, w)
	}
	tap("Search this too", 1)
	see(t, w, "Put back: K8-1")
	w.Go(ui.Case) // what was put back is not lost by looking elsewhere
	settle(t, w)
	w.Go(ui.Candidates)
	settle(t, w)
	press(t, w, "What was searched: 3 left out")
	see(t, w, "Put back: K8-1")
	press(t, w, "Search again with 1 put back")
	if n := strings.Count(shown(w), "Search this too"); n != 2 {
		t.Errorf("%d are offered to be put back; the third could not be searched at all", n)
	}
	tap("All classes: also exhibits whose class characteristics disagree", 0)
	press(t, w, "Search again with 1 put back")
	tap("Everything: every recording by congruent cells, however long it takes", 0)
	press(t, w, "Search again with 1 put back")
	menu(t, w, "Find candidates for the exhibit")
	want := []casefile.CorrelateOptions{{Include: []string{"north/e-8"}}, {AllClasses: true, Include: []string{"north/e-8"}},
		{Everything: true, Include: []string{"north/e-8"}}, {Include: []string{"north/e-8"}}}
	if !reflect.DeepEqual(asked, want) {
		t.Errorf("the service was asked\n%+v, want\n%+v", asked, want)
	}
}

func TestWhatWasLeftOutIsNarrowedAndCounted(t *testing.T) {
	f := newFake()
	f.found[0] = searched()
	w := at(t, f, ui.Candidates)
	key(t, w, fyne.KeyW)
	see(t, w, "3 recordings or exhibits left out")
	for _, o := range focusables(w) {
		if e, ok := o.(*widget.Field); ok {
			e.SetText("calibre")
		}
	}
	settle(t, w)
	see(t, w, "1 of 3 left out: the filters hide the others", "K9-1")
	if strings.Contains(shown(w), "K8-1") {
		t.Error("the words do not narrow the list")
	}
	key(t, w, fyne.KeyEscape)
	see(t, w, "Rank 1: K1-1")
	if w.Route().Place != ui.Candidates {
		t.Errorf("Escape leaves for %+v", w.Route())
	}
}

func TestDisagreeingClassCharacteristicsComeBeforeTheScores(t *testing.T) {
	f := newFake()
	f.comparisons[0].A.Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
	f.comparisons[0].B.Exhibit.Class.Calibre = casefile.Calibres.Encode("45auto")
	w := open(t, f, uitheme.Light)
	w.Navigate(ui.Route{Place: ui.Compare, CasePath: casePath, Comparison: "k1"})
	settle(t, w)
	see(t, w, "Calibre differs: look at this first.")
}
