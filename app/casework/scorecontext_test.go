package casework_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/score"
)

// referenceFor writes a reference set for the default score of a comparison: known matches from 20 up, known non-matches below 5.
func referenceFor(t *testing.T, k casefile.Comparison, version string) string {
	t.Helper()
	r, ok := k.Result(imaging.MethodRegistered)
	if !ok {
		t.Fatal("the comparison has no registered cells")
	}
	if version == "" {
		version = r.Version
	}
	set := score.ReferenceSet{Name: "Six pistols", Date: "2026-01-02", Method: r.Method, Version: version, Score: k.Default,
		ParamsDigest: analysis.ParamsDigest(k.Params), DataDigest: strings.Repeat("ab", 32), Synthetic: true}
	for i := range 40 {
		set.KNM = append(set.KNM, float64(i)/8)
	}
	for i := range 21 {
		set.KM = append(set.KM, 20+float64(i))
	}
	file := filepath.Join(t.TempDir(), "ref.json")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := set.Encode(f); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatStandsBesideAScore(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	context := func() casefile.ScoreContext {
		t.Helper()
		c, err := x.ScoreContext(ctx, x.path, k.ID)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := context(); !c.Withheld || c.HasValue || c.Score != "" {
		t.Errorf("before the view: %+v", c)
	}
	x.commit(k, false)
	item, err := x.Comparison(ctx, x.path, k.ID)
	if err != nil {
		t.Fatal(err)
	}
	k = item.Comparison
	if c := context(); c.Withheld || !c.HasValue || c.Value != k.Score(k.Default) || !strings.Contains(c.Missing, "No reference set") {
		t.Errorf("without a reference set: %+v", c)
	}
	x.Use(func(s *casework.Settings) { s.ReferenceSet = referenceFor(t, k, "") })
	c := context()
	if c.Missing != "" || c.KM != 21 || c.KNM != 40 || c.BestKNM != 39.0/8 || c.LowestKM != 20 || !strings.Contains(c.ReferenceSet, "SYNTHETIC DATA") {
		t.Errorf("with a reference set: %+v", c)
	}
	if len(c.KMQuantiles) != 21 || c.KMQuantiles[0] != 20 || c.KMQuantiles[20] != 40 || !slices.IsSorted(c.KNMQuantiles) || c.KNMQuantiles[20] != c.BestKNM {
		t.Errorf("quantiles %v and %v", c.KMQuantiles, c.KNMQuantiles)
	}
	// The set states no domain, so it speaks for nobody: the reason stands where the number would.
	if c.HasLR || c.Headline != "No likelihood ratio is given" || len(c.Sentences) < 2 {
		t.Errorf("a likelihood ratio was given: %+v", c)
	}
	x.Use(func(s *casework.Settings) { s.ReferenceSet = referenceFor(t, k, "0") })
	if c := context(); !c.HasValue || !strings.Contains(c.Missing, "another version") && !strings.Contains(c.Missing, "other parameters") || c.KM != 0 {
		t.Errorf("with a set of another version: %+v", c)
	}
	x.Use(func(s *casework.Settings) { s.ReferenceSet = filepath.Join(t.TempDir(), "none.json") })
	if c := context(); !c.HasValue || !strings.Contains(c.Missing, "cannot be read") {
		t.Errorf("with a set that is not there: %+v", c)
	}
}

func TestASetSaysNothingOfAPairUnderAPaintedMask(t *testing.T) {
	x := newExamined(t, func(s *casework.Settings) { s.CommitFirst = false })
	k := x.compare("T1")
	item, err := x.Comparison(t.Context(), x.path, k.ID)
	if err != nil {
		t.Fatal(err)
	}
	file := referenceFor(t, item.Comparison, "")
	for origin, want := range map[casefile.MaskOrigin]bool{"": false, casefile.MaskProposed: false, casefile.MaskPainted: true, casefile.MaskFromFile: true} {
		var masks [2]*casefile.MaskItem
		if origin != "" {
			masks[1] = &casefile.MaskItem{Mask: casefile.Mask{Origin: origin}}
		}
		r, err := casework.Place(t.Context(), file, item.Comparison, item.A.Capture, item.B.Capture, masks)
		if err != nil || len(r.Standings) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		if got := strings.Contains(strings.Join(r.Standings[0].Weight.Declined, " "), "mask that a person painted"); got != want {
			t.Errorf("mask %q: %q", origin, r.Standings[0].Weight.Declined)
		}
	}
}
