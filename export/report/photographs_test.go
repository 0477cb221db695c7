package report_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/imaging"
)

// ofTopographies are words that only a report about topographies may use.
var ofTopographies = []string{"congruent", "Best known non-match", "Likelihood ratio", "no reference set", "whole surfaces", "registered_fraction"}

func TestAReportOnPhotographsStatesNoScore(t *testing.T) {
	for name, c := range map[string]struct {
		facts report.Facts
		wants []string
	}{
		"registered":     {reporttest.Photographs(true), []string{"14.74°", "1.0200 of the width of B", "0.1100, -0.1070 of the width of B", "8.3", "no length can be given"}},
		"not registered": {reporttest.Photographs(false), []string{"No trustworthy registration", "aligned by eye", "0.4"}},
	} {
		got := text(t, build(t, c.facts))
		for _, want := range append(c.wants, "No validated score exists for photographs", "photographs", "Registration of two photographs, for viewing", "not comparable with scores of topographies", "no method of this program is validated for photographs") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the report does not say %q", name, want)
			}
		}
		for _, word := range ofTopographies {
			if strings.Contains(got, word) {
				t.Errorf("%s: the report says %q", name, word)
			}
		}
	}
}

func TestAReportOnATopographyBesideAPhotographSaysThatNothingWasComputed(t *testing.T) {
	f := reporttest.Photographs(false)
	f.A.Capture.Kind = casefile.Topography
	f.Comparison.Results, f.Comparison.Params = nil, nil
	got := text(t, build(t, f))
	for _, want := range []string{"No method compares the two", "nothing was computed", "No validated score exists"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, not := range append(ofTopographies, "Parameters of the method", "Results (") {
		if strings.Contains(got, not) {
			t.Errorf("the report says %q", not)
		}
	}
}

func TestScoresOfTopographiesAreNotReportedOfPhotographs(t *testing.T) {
	for name, change := range map[string]func(*report.Facts){
		"a score that decides": func(f *report.Facts) { f.Comparison.Default = imaging.ScoreRegistered },
		"another method's result": func(f *report.Facts) {
			f.Comparison.Results = append(f.Comparison.Results, imaging.Result{Method: imaging.MethodSurface, Version: "3"})
		},
		"no result": func(f *report.Facts) { f.Comparison.Results = nil },
	} {
		f := reporttest.Photographs(true)
		change(&f)
		if _, err := report.Build(f); err == nil {
			t.Errorf("photographs with %s are reported", name)
		}
	}
}

func TestTheCountIsShownUnderOtherThresholds(t *testing.T) {
	f := reporttest.Facts()
	got := text(t, build(t, f))
	for _, want := range []string{"is 15.5 at the method's own thresholds (*): correlation at least 0.5, within 40 µm and 6°", "15.5 *", "Over all 12 combinations", "lies between 7.5 and 19.5",
		"within 20 µm", "band-pass, long wavelength 250 µm", "the scan is smaller than the wavelength", "no confidence interval"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	f.Explanation.Filters = nil
	if got := text(t, build(t, f)); strings.Contains(got, "prepared anew") || !strings.Contains(got, "Over all 12 combinations") {
		t.Error("without filters the report has a table of them, or none of the thresholds")
	}
	f.Explanation = nil
	if got := text(t, build(t, f)); strings.Contains(got, "How far the count depends") {
		t.Error("a report without explanation explains")
	}
}
