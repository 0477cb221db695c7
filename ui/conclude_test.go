package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui"
	"tracemark/ui/widget"
)

// placed is what stands beside a score that a reference set speaks of.
func placed() casefile.ScoreContext {
	c := casefile.ScoreContext{ComparisonID: "k1", Score: imaging.ScoreRegistered, Value: 31, HasValue: true, ReferenceSet: "Pistols of one make", Source: "40 scans",
		KM: 63, KNM: 717, BestKNM: 4.5, LowestKM: 18, HasLR: true, LR: 260, Low: 90, High: 717, AtLimit: true,
		Headline: "Likelihood ratio 260", Sentences: []string{"The findings are 260 times more probable if one firearm made both marks."}}
	for i := range 21 {
		c.KMQuantiles, c.KNMQuantiles = append(c.KMQuantiles, 18+float64(i)), append(c.KNMQuantiles, float64(i)/4)
	}
	c.Domain = &casefile.ScoreDomain{Mark: casefile.BreechFace, Instruments: []string{"NanoFocus µsurf"}, Spacing: "6.25 µm", Makes: []string{"Ruger"}}
	return c
}

func TestWhatStandsBesideAConclusion(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fake)
		want   []string
		absent []string
	}{
		{"a set that speaks", func(f *fake) { k := placed(); f.context = &k },
			[]string{"Best known non-match", "0 of 717", "Likelihood ratio 260", "What the known pairs are", "NanoFocus", "limit of what so many known pairs"}, nil},
		{"a set that declines", func(f *fake) {
			k := placed()
			k.HasLR, k.Headline, k.Sentences = false, "No likelihood ratio is given", []string{"The set is of another instrument."}
			f.context = &k
		}, []string{"No likelihood ratio is given", "The set is of another instrument."}, []string{"Likelihood ratio 260"}},
		{"no set", func(*fake) {}, []string{"No reference set is installed.", "A score is a lead. It does not decide."}, []string{"Best known non-match"}},
		{"a view still to commit", func(f *fake) {
			f.comparisons[0].Comparison.Withheld = true
			f.context = &casefile.ScoreContext{ComparisonID: "k1", Withheld: true}
		}, []string{"Commit this view", "Not committed yet.", "Shown once you have committed your own view."}, []string{"Best known", "It does not decide"}},
		{"a view that differs", func(f *fake) {
			f.committed = []casefile.Commitment{{ComparisonID: "k1", Scale: casefile.AFTE.ID, Value: "inconclusive-b", Reason: "few ridges", Blind: true,
				Exposed: []casefile.Exposure{casefile.ExposedPose}}}
			f.comparisons[0].Conclusion = &casefile.Conclusion{Scale: casefile.AFTE.ID, Value: "identification", Reason: "after the figures"}
		}, []string{"Inconclusive (b)", "few ridges", "The conclusion is another: Identification.", "Had been visible before: the computed position."}, nil},
		{"classes that disagree", func(f *fake) {
			f.comparisons[0].A.Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
			f.comparisons[0].B.Exhibit.Class.Calibre = casefile.Calibres.Encode("45auto")
		}, []string{"Calibre differs: look at this first.", "≠ "}, nil},
		{"a signed report", func(f *fake) {
			f.comparisons[0].Conclusion = &casefile.Conclusion{Scale: casefile.AFTE.ID, Value: "identification", Reason: "all agrees"}
			f.comparisons[0].Report = &casefile.IssuedReport{ID: "TM-1", Signer: "R. Marsh"}
		}, []string{"it can no longer be changed here", "all agrees", "Reports…"}, []string{"Record conclusion", "Commit this view"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake()
			c.change(f)
			w := at(t, f, ui.Conclude)
			all := strings.Join(strings.Fields(shown(w)), " ") // text wraps
			for _, s := range c.want {
				if !strings.Contains(all, s) {
					t.Errorf("%q is not on the screen: %s", s, all)
				}
			}
			for _, s := range c.absent {
				if strings.Contains(all, s) {
					t.Errorf("%q is on the screen: %s", s, all)
				}
			}
		})
	}
}

func TestARefusalIsSaidWhereThePersonIs(t *testing.T) {
	f := newFake()
	f.onConclude = func(string, string) error {
		return &casefile.Error{Code: casefile.Refused, What: "The case is closed", Do: "Open it again first"}
	}
	w := at(t, f, ui.Conclude)
	see(t, w, "Choose a conclusion and write your reasons.")
	key(t, w, fyne.KeyDown)
	key(t, w, fyne.KeyDown)
	see(t, w, "Write your reasons: no conclusion is recorded without.")
	key(t, w, fyne.KeyReturn)
	test.Type(w.Window().Canvas().Focused().(*widget.Field), "some ridges")
	press(t, w, "Record conclusion")
	said := "The case is closed: open it again first."
	if n := strings.Count(strings.Join(strings.Fields(shown(w)), " "), said); n != 2 { // the notice over the window, and beside the button
		t.Errorf("%q stands %d times on the screen:\n%s", said, n, shown(w))
	}
	var level string
	f.onConclude = func(l, _ string) error { level = l; return nil }
	press(t, w, "Record conclusion")
	if level != casefile.AFTE.Levels[1].ID {
		t.Errorf("down twice chose %q", level)
	}
	see(t, w, "This is what is recorded.")
}

func TestSnapshotsAreChosenForTheReport(t *testing.T) {
	f := newFake()
	f.comparisons[0].Conclusion = &casefile.Conclusion{Scale: casefile.AFTE.ID, Value: "identification", Reason: "all agrees"}
	f.snapshots = []casefile.Snapshot{{ID: "n1", Number: 1, Caption: "The ring at four o'clock", Created: day}}
	w := at(t, f, ui.Conclude)
	see(t, w, "Snapshot 1", "The ring at four o'clock")
	tick := func(text string) {
		t.Helper()
		done := false
		find := func(o fyne.CanvasObject) {
			if c, ok := o.(*fw.Check); ok && c.Text == text && !done {
				c.SetChecked(!c.Checked)
				done = true
			}
		}
		walk(w.Window().Content(), find)
		for _, o := range w.Window().Canvas().Overlays().List() {
			walk(o, find)
		}
		if !done {
			t.Fatalf("nothing to tick says %q", text)
		}
		settle(t, w)
	}
	tick("In the report")
	if !f.snapshots[0].InReport || f.snapshots[0].Caption != "The ring at four o'clock" {
		t.Errorf("the snapshot is %+v", f.snapshots[0])
	}
}
