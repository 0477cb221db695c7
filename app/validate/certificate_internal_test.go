package validate

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/imaging/score"
)

func TestACertificateStatesTheRun(t *testing.T) {
	r := pairsOf([]bool{true, true, false, false, false, false}, []float64{20, 18, 1, 19, 0, 1}, []float64{0.6, 0.5, 0.1, 0.2, 0.1, 0.1})
	for i, v := range []float64{30, 27, 0, 1, 0, 2} {
		r.List[i].Published = v
	}
	km, knm := r.groups(func(p Pair) float64 { return p.Published })
	r.Published = &ScoreReport{Name: "cmcs", Figures: score.Compare(km, knm), Threshold: score.BestThreshold(km, knm)}
	r.addDisagreements()
	r.Scans, r.Pairs, r.Grouping, r.Synthetic = 4, Count{KM: 2, KNM: 4}, "pistol", true
	r.hashes = []file{{"truth.csv", strings.Repeat("ab", 32)}, {"a.x3p", strings.Repeat("cd", 32)}}
	r.Software, r.Params = []string{"Tracemark 9"}, []casefile.Param{{Name: "long wavelength", Value: "500", Unit: "µm", Source: "cmcR"}}
	r.Scores[0].Weight = &score.Evaluation{Cllr: math.NaN(), CllrMin: 0.1, Why: "Too few sources."}
	r.Scores[1].Weight = &score.Evaluation{Cllr: 0.25, CllrMin: 0.1, KM: []float64{5, 9}, KNM: []float64{0.1, 0.2, 0.3, 1.5}, MisleadingKNM: 1}
	in := Installation{ID: "c-1", Issued: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Agency: "Example Laboratory", Issuer: casefile.Person{Name: "Anna Beispiel", Role: "examiner"},
		Signer: report.Signer{Name: "Anna Beispiel (TEST)", Test: true}, Machine: []string{"A processor"}, Program: strings.Repeat("ef", 32), Collection: "pistols"}
	d, err := r.Certificate(in)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"c-1", "Tracemark 9", "A processor", in.Program, strings.Repeat("ab", 32), strings.Repeat("cd", 32), "published cmcs", "27 / 28.500 / 30",
		"0.250", "1 of 4 (at most 75 %)", "None for some scores. Too few sources.", "d – x", "count 19 +", "long wavelength", report.BannerSynthetic, report.BannerTest, "Anna Beispiel",
		"not error rates of casework"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the certificate does not say %q", want)
		}
	}
	if _, err := pdf.Render(t.Context(), d); err != nil {
		t.Error(err)
	}
}
