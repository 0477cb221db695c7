package score_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"tracemark/imaging/score"
)

var nan = math.NaN()

// same compares to the last bits of a hand-computed decimal; NaN equals NaN.
func same(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-12
}

// The wanted numbers are worked out by hand.
func TestCompareGivesTheFiguresOfSmallTables(t *testing.T) {
	for _, c := range []struct {
		name          string
		km, knm       []float64
		auc, ratio    float64
		separates     bool
		kmMean, kmVar float64
	}{
		// m = 11/5; ((4−2.2)² + (1−2.2)²) / (2 + 1) = 4.68/3
		{"separated", []float64{5, 3}, []float64{1, 0, 2}, 1, 1.56, true, 4, 2},
		// 1:1 is half, 1:2 lost, 3:1 and 3:2 won. m = 1.75; (.25² + .25²) / (2 + .5)
		{"overlapping with a tie", []float64{1, 3}, []float64{1, 2}, 2.5 / 4, 0.125 / 2.5, false, 2, 2},
		{"touching", []float64{2, 3}, []float64{1, 2}, 3.5 / 4, 0.5 / 1, false, 2.5, 0.5},
		{"reversed", []float64{0, 1}, []float64{5, 6}, 0, 12.5 / 1, false, 0.5, 0.5},
		{"all the same", []float64{4, 4}, []float64{4, 4}, 0.5, nan, false, 4, 0},
		{"no variance", []float64{4, 4}, []float64{1, 1}, 1, math.Inf(1), true, 4, 0},
		{"a missing score cannot be separated", []float64{5, nan, 3}, []float64{0, 1, 2}, 1, 1.56, false, 4, 2},
		{"one of each", []float64{2}, []float64{1}, 1, nan, true, 2, nan},
		{"no same-source pair", nil, []float64{1, 2}, nan, nan, false, nan, nan},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := score.Compare(c.km, c.knm)
			if !same(f.AUC, c.auc) || !same(f.VarianceRatio, c.ratio) || f.Separates != c.separates {
				t.Errorf("got AUC %g, ratio %g, separates %v; want %g, %g, %v", f.AUC, f.VarianceRatio, f.Separates, c.auc, c.ratio, c.separates)
			}
			if !same(f.KM.Mean, c.kmMean) || !same(f.KM.Variance, c.kmVar) {
				t.Errorf("got KM mean %g, variance %g; want %g, %g", f.KM.Mean, f.KM.Variance, c.kmMean, c.kmVar)
			}
			if _, err := json.Marshal(f); err != nil {
				t.Errorf("as JSON: %v", err)
			}
		})
	}
}

func TestSummariseCountsWhatIsMissing(t *testing.T) {
	s := score.Summarise([]float64{nan, 7, 2, nan})
	if s.N != 2 || s.Missing != 2 || s.Min != 2 || s.Max != 7 || s.Mean != 4.5 || s.Variance != 12.5 {
		t.Errorf("got %+v", s)
	}
}

func TestAUCAgreesWithCountingEveryPair(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		km, knm := make([]float64, 1+rnd.IntN(30)), make([]float64, 1+rnd.IntN(30))
		for i := range km {
			km[i] = float64(rnd.IntN(12) + 2)
		}
		for i := range knm {
			knm[i] = float64(rnd.IntN(12))
		}
		want := 0.0
		for _, a := range km {
			for _, b := range knm {
				switch {
				case a > b:
					want++
				case a == b:
					want += 0.5
				}
			}
		}
		want /= float64(len(km) * len(knm))
		if got := score.Compare(km, knm).AUC; got != want {
			t.Fatalf("got %g, want %g for %v and %v", got, want, km, knm)
		}
	}
}

func TestTheOrderOfPairsMovesNoDigit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	km, knm := make([]float64, 63), make([]float64, 717)
	for i := range km {
		km[i] = rnd.NormFloat64() + 3
	}
	for i := range knm {
		knm[i] = rnd.NormFloat64()
	}
	want := score.Compare(km, knm)
	for range 20 {
		rnd.Shuffle(len(km), func(i, j int) { km[i], km[j] = km[j], km[i] })
		rnd.Shuffle(len(knm), func(i, j int) { knm[i], knm[j] = knm[j], knm[i] })
		if got := score.Compare(km, knm); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

// The published counts of the National Institute of Standards and Technology on the 40 Fadul scans: 63 same-slide pairs
// with 18 to 32 congruent cells (mean 27.3), 717 others with 0 to 2 (mean 0.08), variance ratio 41.6.
func TestCompareGivesThePublishedFiguresOfTheFadulCounts(t *testing.T) {
	scans := os.Getenv("TRACEMARK_SCANS")
	if scans == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	f, err := os.Open(filepath.Join(scans, "fadul", "nist_cmc.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var km, knm []float64
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if row[2] == "yes" {
			km = append(km, v)
		} else {
			knm = append(knm, v)
		}
	}
	got := score.Compare(km, knm)
	if got.KM.N != 63 || got.KNM.N != 717 {
		t.Fatalf("got %d KM and %d KNM, want 63 and 717", got.KM.N, got.KNM.N)
	}
	if got.KM.Min != 18 || got.KM.Max != 32 || got.KNM.Min != 0 || got.KNM.Max != 2 {
		t.Errorf("got %+v", got)
	}
	// Tolerances: the published figures are rounded to the digit given.
	if math.Abs(got.KM.Mean-27.3) > 0.05 || math.Abs(got.KNM.Mean-0.08) > 0.005 || math.Abs(got.VarianceRatio-41.6) > 0.05 {
		t.Errorf("got KM mean %.3f, KNM mean %.4f, ratio %.3f; want 27.3, 0.08, 41.6", got.KM.Mean, got.KNM.Mean, got.VarianceRatio)
	}
	if got.AUC != 1 || !got.Separates {
		t.Errorf("got AUC %g, separates %v; want 1, true", got.AUC, got.Separates)
	}
}
