package validate_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/app/validate"
	"tracemark/imaging"
)

// fadul returns the folder of the 40 public breech-face scans.
func fadul(t *testing.T) string {
	t.Helper()
	scans := os.Getenv("TRACEMARK_SCANS")
	if scans == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	return filepath.Join(scans, "fadul")
}

// sample writes a truth with both test fires of n slides, chosen by seed.
func sample(t *testing.T, dir string, n int, seed uint64) string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "truth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	bySlide := map[string][]string{}
	var slides []string
	for _, row := range rows[1:] {
		if bySlide[row[1]] == nil {
			slides = append(slides, row[1])
		}
		bySlide[row[1]] = append(bySlide[row[1]], row[0])
	}
	slices.Sort(slides)
	rnd := rand.New(rand.NewPCG(seed, 0))
	table := "scan,slide\n"
	for _, i := range rnd.Perm(len(slides))[:n] {
		scans := bySlide[slides[i]]
		for _, k := range rnd.Perm(len(scans))[:2] {
			table += scans[k] + "," + slides[i] + "\n"
		}
	}
	path := filepath.Join(t.TempDir(), "sample.csv")
	if err := os.WriteFile(path, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheDefaultRuleSeparatesASampleOfRealScans(t *testing.T) {
	dir := fadul(t)
	r := run(t, validate.Options{Dir: dir, Truth: sample(t, dir, 4, 1), Methods: []string{imaging.MethodRegistered, imaging.MethodSurface}})
	if r.Pairs.KM != 4 || r.Pairs.KNM != 24 || r.Synthetic {
		t.Errorf("got %+v, synthetic %v", r.Pairs, r.Synthetic)
	}
	s, _ := r.Score(r.Default)
	if s.AUC != 1 || !s.Separates {
		t.Errorf("%s: %+v", r.Default, s)
	}
}

func TestThePublishedRulesRankASampleOfRealScans(t *testing.T) {
	dir := fadul(t)
	r := run(t, validate.Options{Dir: dir, Truth: sample(t, dir, 2, 2)})
	for _, name := range []string{imaging.ScoreOriginal, imaging.ScoreHigh, imaging.ScoreRegistered, imaging.ScoreRegisteredFraction, imaging.ScoreSurface} {
		s, ok := r.Score(name)
		if !ok || s.AUC != 1 {
			t.Errorf("%s: given %v, %+v", name, ok, s.Figures)
		}
	}
}

// All 780 pairs by every method beside the published counts: the claim that the product's default rule stands on.
func TestProveTheDefaultRuleSeparatesAllFadulPairs(t *testing.T) {
	if os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("TRACEMARK_PROVE is not set: this is one of the long proofs, run by make prove")
	}
	dir := fadul(t)
	r := run(t, validate.Options{Dir: dir, Truth: "truth.csv", Published: "nist_cmc.csv"})
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + text.String())
	if r.Pairs.KM != 63 || r.Pairs.KNM != 717 {
		t.Errorf("got %+v, want 63 and 717", r.Pairs)
	}
	s, _ := r.Score(r.Default)
	if s.AUC != 1 || !s.Separates {
		t.Errorf("%s: AUC %g, separates %v; want 1, true", r.Default, s.AUC, s.Separates)
	}
	// The published supplement's own figures, to the digits it gives.
	if p := r.Published; p == nil || p.KM.Min != 18 || p.KM.Max != 32 || p.KNM.Max != 2 || p.AUC != 1 {
		t.Errorf("published: %+v", r.Published)
	}
}
