package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/widget"
)

// withheldList is a list of candidates as it is handed out before a view is committed.
func withheldList() casefile.Correlation {
	c := correlation()
	c.Withheld, c.Hidden, c.Candidates = true, 6, c.Candidates[:3]
	for i := range c.Candidates {
		c.Candidates[i].Rank, c.Candidates[i].Scores, c.Candidates[i].Marks[0].Scores = 0, nil, nil
	}
	return c
}

func TestAWithheldListShowsNoRankAndCanBeRevealedExpressly(t *testing.T) {
	f := newFake()
	f.found[0] = withheldList()
	w := at(t, f, ui.Candidates)
	see(t, w, "the first 3, in no order", "figures after your view", "your own view of it", "0 of 3 committed", "6 more candidates are not listed before")
	for _, word := range []string{"Rank 0", "rank 0", "no score", "ranked by"} {
		if strings.Contains(shown(w), word) {
			t.Errorf("%q is shown:\n%s", word, shown(w))
		}
	}
	press(t, w, "Show everything now…")
	see(t, w, "logged with the time and your name", "the report will say that they had been visible")
	f.found[0] = correlation()
	press(t, w, "Show everything")
	settle(t, w)
	see(t, w, "Rank 1: K1-1")
	var revealed int
	for _, a := range f.acts {
		if a.Kind == casefile.ActRevealed && a.Subject == "r1" {
			revealed++
		}
	}
	if revealed != 1 {
		t.Errorf("%d reveals were noted: %+v", revealed, f.acts)
	}
}

func TestAViewIsCommittedBeforeTheConclusion(t *testing.T) {
	f := newFake()
	f.comparisons[0].Comparison.Withheld = true
	w := at(t, f, ui.Conclude)
	see(t, w, "Your own view of comparison 1", "Commit this view")
	key(t, w, fyne.KeyName("2"))
	key(t, w, fyne.KeyReturn)
	test.Type(w.Window().Canvas().Focused().(*widget.Field), "some ridges")
	press(t, w, "Commit this view")
	settle(t, w)
	if len(f.committed) != 1 || f.committed[0].Value != casefile.AFTE.Levels[1].ID || f.committed[0].Reason != "some ridges" || f.committed[0].Skipped {
		t.Fatalf("committed %+v", f.committed)
	}
	see(t, w, "Conclusion on comparison 1", "Record conclusion")
	if f.comparisons[0].Conclusion != nil {
		t.Error("committing a view concluded")
	}
}

func TestAViewIsSkippedForAReason(t *testing.T) {
	f := newFake()
	f.comparisons[0].Comparison.Withheld = true
	w := at(t, f, ui.Conclude)
	key(t, w, fyne.KeyReturn)
	test.Type(w.Window().Canvas().Focused().(*widget.Field), "training")
	press(t, w, "Show the figures without a view")
	settle(t, w)
	if len(f.committed) != 1 || !f.committed[0].Skipped || f.committed[0].Value != "" || f.committed[0].Scale != "" {
		t.Fatalf("committed %+v", f.committed)
	}
}
