package score

import (
	"encoding/json"
	"math"
	"slices"
)

// Summary describes one group of scores. Its numbers are NaN where the group is too small to have them.
type Summary struct {
	N        int // pairs that have the score
	Missing  int // pairs that have it not; they take no part in the other figures
	Min      float64
	Mean     float64
	Max      float64
	Variance float64 // sample variance, with N−1
}

// Summarise describes values. A NaN is a missing score.
func Summarise(values []float64) Summary {
	return summarise(known(values), len(values))
}

// summarise describes the sorted values of a group of total pairs.
func summarise(sorted []float64, total int) Summary {
	s := Summary{
		N: len(sorted), Missing: total - len(sorted),
		Min: math.NaN(), Mean: math.NaN(), Max: math.NaN(), Variance: math.NaN(),
	}
	if s.N == 0 {
		return s
	}
	s.Min, s.Max = sorted[0], sorted[s.N-1]
	s.Mean = sum(sorted) / float64(s.N)
	if s.N > 1 {
		squares := 0.0
		for _, v := range sorted {
			d := v - s.Mean
			squares += float64(d * d)
		}
		s.Variance = squares / float64(s.N-1)
	}
	return s
}

// Figures say how well a score tells the two groups apart.
type Figures struct {
	KM  Summary
	KNM Summary
	// AUC is the area under the ROC curve, 1 for a perfect score and ½ for a useless one; NaN when a group is empty.
	AUC float64
	// Separates says that one threshold divides the groups without an error: every pair has a score, and the lowest KM
	// is above the highest KNM.
	Separates bool
	// VarianceRatio is NaN when a group has fewer than two scores, +Inf when neither group varies but the means differ.
	VarianceRatio float64
}

// Compare describes the two groups. A NaN is a missing score.
func Compare(km, knm []float64) Figures {
	a, b := known(km), known(knm)
	f := Figures{KM: summarise(a, len(km)), KNM: summarise(b, len(knm))}
	f.AUC = auc(a, b)
	f.Separates = f.KM.Missing == 0 && f.KNM.Missing == 0 && f.KM.Min > f.KNM.Max
	m := (sum(a) + sum(b)) / float64(len(a)+len(b))
	between := math.Pow(f.KM.Mean-m, 2) + math.Pow(f.KNM.Mean-m, 2)
	f.VarianceRatio = between / (f.KM.Variance + f.KNM.Variance)
	return f
}

// auc counts, for sorted groups, the pairs of a KM and a KNM in which the KM is higher, a tie as half. Counted in
// halves it stays a whole number, so that a perfect score gives exactly 1.
func auc(km, knm []float64) float64 {
	if len(km) == 0 || len(knm) == 0 {
		return math.NaN()
	}
	var halves uint64
	below, upTo := 0, 0 // how many KNM are below v, and how many are below or equal
	for _, v := range km {
		for below < len(knm) && knm[below] < v {
			below++
		}
		for upTo < len(knm) && knm[upTo] <= v {
			upTo++
		}
		halves += uint64(below) + uint64(upTo)
	}
	return float64(halves) / float64(2*uint64(len(km))*uint64(len(knm)))
}

// known returns the values that are not NaN, sorted.
func known(values []float64) []float64 {
	sorted := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	slices.Sort(sorted)
	return sorted
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// MarshalJSON writes unknown numbers as null, which JSON has and NaN it has not.
func (s Summary) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		N        int      `json:"n"`
		Missing  int      `json:"missing,omitempty"`
		Min      *float64 `json:"min"`
		Mean     *float64 `json:"mean"`
		Max      *float64 `json:"max"`
		Variance *float64 `json:"variance"`
	}{s.N, s.Missing, finite(s.Min), finite(s.Mean), finite(s.Max), finite(s.Variance)})
}

// MarshalJSON writes unknown and infinite numbers as null.
func (f Figures) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		KM            Summary  `json:"km"`
		KNM           Summary  `json:"knm"`
		AUC           *float64 `json:"auc"`
		Separates     bool     `json:"separates"`
		VarianceRatio *float64 `json:"variance_ratio"`
	}{f.KM, f.KNM, finite(f.AUC), f.Separates, finite(f.VarianceRatio)})
}

func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
