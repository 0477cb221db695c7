package report_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func TestTheReportSaysWhatHadBeenVisible(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*report.Facts)
		want   []string
		not    []string
	}{
		{"a view committed, another conclusion", func(*report.Facts) {},
			[]string{"withholds scores, cells and the order of candidates", "visible before: pose.", "Inconclusive (a)", "differs from the provisional view"}, nil},
		{"the same conclusion", func(f *report.Facts) { f.Examination.Commitment.Value = f.Conclusion.Value },
			[]string{"The conclusion is the provisional view."}, []string{"differs from the provisional"}},
		{"a view on another scale", func(f *report.Facts) {
			f.Examination.Scale, _ = casefile.ScaleCalled("simple-3")
			f.Examination.Commitment.Scale, f.Examination.Commitment.Value = "simple-3", "inconclusive"
		}, []string{"on the scale Identification, inconclusive, elimination, the conclusion on the scale AFTE"}, nil},
		{"everything seen on request", func(f *report.Facts) { f.Examination.Exposed = casefile.Exposures() },
			[]string{"asked for expressly", "visible before: rank, score, pose and cells."}, nil},
		{"nothing seen", func(f *report.Facts) { f.Examination.Exposed = nil }, []string{"visible before: nothing of rank, score, pose and cells."}, nil},
		{"skipped", func(f *report.Facts) {
			f.Examination.Commitment.Skipped, f.Examination.Commitment.Value, f.Examination.Commitment.Scale = true, "", ""
		}, []string{"shown without stating a view", "none stated", "Parallel marks agree; little detail"}, []string{"differs from the provisional"}},
		{"the setting off, a view all the same", func(f *report.Facts) { f.Examination.Commitment.Blind = false },
			[]string{"lists of candidates are ranked and figures are shown from the start. The examiner recorded a view all the same"}, []string{"withholds scores"}},
		{"the setting off, no view", func(f *report.Facts) {
			f.Examination.Commitment, f.Examination.Exposed = nil, casefile.Exposures()
		}, []string{"No view was recorded before the figures", "lists of candidates are ranked", "Visible before the conclusion"}, []string{"Provisional view"}},
		{"concluded by an earlier version", func(f *report.Facts) { f.Examination.Commitment, f.Examination.Exposed = nil, nil },
			[]string{"Nothing is on record of what had been visible"}, []string{"What can sway a view"}},
		{"annotations changed after the view", func(*report.Facts) {}, []string{"Version 3 of what was marked", "version 1 was the newest", "ellipse at 900, 1200", "three ridges"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := reporttest.Facts()
			c.change(&f)
			got := text(t, build(t, f))
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("the report does not say %q", w)
				}
			}
			for _, w := range c.not {
				if strings.Contains(got, w) {
					t.Errorf("the report says %q", w)
				}
			}
		})
	}
	t.Run("another person's view is refused", func(t *testing.T) {
		f := reporttest.Facts()
		f.Examination.Commitment.By = "somebody else"
		if _, err := report.Build(f); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("got %v", err)
		}
	})
}

func TestASnapshotsCaptionSaysHowItWasShown(t *testing.T) {
	side := casefile.SceneSide{Filtered: true, Colour: "relief", Azimuth: 315, Elevation: 40, Stretch: 1}
	flipped := side
	flipped.Flipped, flipped.Filtered, flipped.Stretch = true, false, 3
	n := casefile.Snapshot{Number: 2, Caption: "Ridges at four o'clock.", Scene: casefile.Scene{Mode: "split", Divider: "vertical", UMPerPx: 3.125, Sides: [2]casefile.SceneSide{side, side}, Overlays: []string{"annotations"}}}
	if got, want := report.SnapshotFigure(n, "Q1", "T1").Caption, "Snapshot 2 of Q1 and T1: Ridges at four o'clock. Shown as split; vertical divider; 3.125 µm per pixel; both: relief, levelled and filtered, light from 315°, 40° high; with annotations."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	n.Scene.Sides[1] = flipped
	got := report.SnapshotFigure(n, "Q1", "T1").Caption
	for _, w := range []string{"A: relief, levelled and filtered", "B: relief, levelled, not filtered", "MIRRORED", "heights exaggerated 3 times"} {
		if !strings.Contains(got, w) {
			t.Errorf("%q does not say %q", got, w)
		}
	}
}
