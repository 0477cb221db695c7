package report_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/imaging/score"
)

var update = flag.Bool("update", false, "write the golden files anew")

func build(t *testing.T, f report.Facts) report.Document {
	t.Helper()
	d, err := report.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func text(t *testing.T, d report.Document) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDocumentTree(t *testing.T) {
	bare := reporttest.Facts()
	bare.Agency, bare.Reference, bare.Domain, bare.Figures, bare.Software, bare.Examination = report.Agency{}, nil, nil, nil, nil, nil
	bare.Case.Offence, bare.Conclusion.Reason, bare.Signer, bare.Log = "", " \n", report.Signer{}, report.LogState{}
	bare.A.Event, bare.A.Exhibit.Class, bare.Comparison.Params, bare.Comparison.Software = nil, casefile.Class{}, nil, nil
	bare.A.Capture.Scale, bare.A.Capture.Instrument, bare.A.Capture.RecordedAt = casefile.Scale{}, casefile.Instrument{}, ""
	bare.A.Capture.Synthetic, bare.B.Capture.Synthetic = false, false
	for name, c := range map[string]struct {
		lang  string
		facts report.Facts
	}{"full": {"en", reporttest.Facts()}, "bare": {"en", bare}, "full-fr": {"fr", reporttest.Facts()}, "full-es": {"es", reporttest.Facts()}} {
		t.Run(name, func(t *testing.T) {
			style, err := report.LoadStyle(c.lang, report.TemplateComparison, nil)
			if err != nil {
				t.Fatal(err)
			}
			d, err := report.BuildWith(c.facts, style)
			if err != nil {
				t.Fatal(err)
			}
			got := text(t, d)
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the tree differs from %s; look at the difference, then run with -update if it is meant\n%s", path, got)
			}
		})
	}
}

func TestTheReportSaysWhatItMust(t *testing.T) {
	f := reporttest.Facts()
	got := text(t, build(t, f))
	for _, want := range []string{
		f.ReportID, f.A.Capture.SHA256, f.B.Capture.SHA256, f.A.Capture.ID, f.B.Capture.ID, "K-1", "Q-3", f.B.Capture.Warnings[0],
		"12.5 × 12.5 µm per point", "Calibrated", "cmc-1", "doi:10.6028/jres.119.018", "Best known non-match", "0 of 246 (at most 1.2 %)",
		"Likelihood ratio 61 (95 % interval 17 to 61), the limit of this set", "This is not the probability of either", "no likelihood ratio above 61 or below 1 in 14",
		"No likelihood ratio is given", "a scan of this pair 6.25 µm", "One set never speaks for another", "does not state its ammunition",
		"A score is a lead, not a conclusion", "40.0, -12.5 µm", // the shift that the facts were made with
		"10 little data, 19 low correlation", "Identification", "between four and eight", "Anna Beispiel, examiner", "pZ0m5bS2",
		"Only 39 of 49 cells could be compared.", "End of report " + f.ReportID, report.BannerSynthetic, report.BannerTest,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	f.Reference = nil
	if got := text(t, build(t, f)); !strings.Contains(got, "There is no reference set") || strings.Count(got, "no reference set") < 3 {
		t.Error("the report does not say that there is no reference set beside each score")
	}
}

func TestWhoSignsAndWhatWasCorrectedIsSaid(t *testing.T) {
	f := reporttest.Facts()
	if got := text(t, build(t, f)); strings.Contains(got, "Issued by") || strings.Contains(got, "Corrects conclusion") {
		t.Error("the examiner's own first conclusion is said to be another's or a correction")
	}
	f.Issuer = casefile.Person{ID: "p9", Name: "Bert Muster", Role: "head of section", Agency: "Example Forensic Laboratory"}
	f.Conclusion.Supersedes = "c-0"
	f.Corrected = &casefile.Conclusion{ID: "c-0", Value: "elimination", Created: f.Issued.Add(-time.Hour)}
	d := build(t, f)
	got := text(t, d)
	for _, want := range []string{"Issued by", "Bert Muster, head of section", "Corrects conclusion", "c-0", "Elimination, " + f.Corrected.Created.Format(report.TimeLayout)} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	var place *report.SignLine
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Sign != nil {
				place = b.Sign
			}
		}
	}
	if place == nil || place.Name != "Bert Muster" {
		t.Errorf("at the signature stands %+v", place)
	}
}

func TestBannersStandOnlyWhereTrue(t *testing.T) {
	f := reporttest.Facts()
	f.A.Capture.Synthetic, f.B.Capture.Synthetic, f.Signer.Test = false, false, false
	if d := build(t, f); len(d.Banners) != 0 {
		t.Errorf("got %q", d.Banners)
	}
	f.B.Capture.Synthetic = true
	if d := build(t, f); len(d.Banners) != 1 || d.Banners[0] != report.BannerSynthetic {
		t.Errorf("one side synthetic: got %q", d.Banners)
	}
}

func TestFactsThatDoNotBelongTogetherAreRefused(t *testing.T) {
	for name, change := range map[string]func(*report.Facts){
		"no report id":           func(f *report.Facts) { f.ReportID = "" },
		"no time of issue":       func(f *report.Facts) { f.Issued = time.Time{} },
		"sides exchanged":        func(f *report.Facts) { f.A, f.B = f.B, f.A },
		"another original":       func(f *report.Facts) { f.B.Capture.SHA256 = f.A.Capture.SHA256 },
		"another exhibit":        func(f *report.Facts) { f.A.Exhibit.ID = "e9" },
		"another comparison":     func(f *report.Facts) { f.Conclusion.ComparisonID = "x" },
		"another scale":          func(f *report.Facts) { f.Conclusion.Scale = "x" },
		"a conclusion not on it": func(f *report.Facts) { f.Conclusion.Value = "match" },
		"nothing corrected":      func(f *report.Facts) { f.Conclusion.Supersedes = "c-0" },
		"another corrected":      func(f *report.Facts) { f.Corrected = &casefile.Conclusion{ID: "c-9"} },
		"no results to report":   func(f *report.Facts) { f.Comparison.Results = nil },
	} {
		t.Run(name, func(t *testing.T) {
			f := reporttest.Facts()
			change(&f)
			_, err := report.Build(f)
			var e *casefile.Error
			if !errors.As(err, &e) || e.Code != casefile.Invalid {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestClassCharacteristicsThatDifferAreSaidBeforeAnyScore(t *testing.T) {
	f := reporttest.Facts()
	f.A.Exhibit.Class.FiringPin, f.B.Exhibit.Class.FiringPin = casefile.FiringPinShapes.Encode("elliptical"), casefile.FiringPinShapes.Encode("rectangular")
	got := text(t, build(t, f))
	at := strings.Index(got, "Firing pin differs: Elliptical and Rectangular.")
	if at < 0 || at > strings.Index(got, "Scores") {
		t.Errorf("the difference stands at %d, the scores at %d", at, strings.Index(got, "Scores"))
	}
	if strings.Contains(text(t, build(t, reporttest.Facts())), "Class characteristics differ") {
		t.Error("a difference where there is none")
	}
}

func TestRoughKeepsTwoDigits(t *testing.T) {
	for v, want := range map[float64]string{94: "94", 93.6: "94", 17.04: "17", 1.04: "1.0", 0.4169: "0.42", 1234: "1200", 100: "100", 99.7: "100", 9.97: "10", math.NaN(): "not known"} {
		if got := report.Rough(v); got != want && got != want+".0" {
			t.Errorf("%g: got %q, want %q", v, got, want)
		}
	}
}

func TestALikelihoodRatioForDifferentFirearmsIsSaidTheRightWayRound(t *testing.T) {
	s := report.Standing{KM: 30, KNM: 246, Weight: &score.Weight{LR: 1. / 14, Low: 1. / 14, High: 0.5, Most: 61, Least: 1. / 14, AtLimit: true}}
	if got := s.Headline(); got != "Likelihood ratio 1 in 14 (95 % interval 1 in 14 to 1 in 2.0), the limit of this set" {
		t.Errorf("got %q", got)
	}
	if got := strings.Join(s.Sentences(score.Domain{}), " "); !strings.Contains(got, "14 times more probable if the marks were made by different firearms than if they were made by one firearm") {
		t.Errorf("got %q", got)
	}
	s.Weight.LR, s.Weight.Low, s.Weight.High, s.Weight.AtLimit = 3, 0.5, 20, false
	if got := s.Headline(); got != "Likelihood ratio 3.0 (95 % interval 1 in 2.0 to 20)" {
		t.Errorf("got %q", got)
	}
}
