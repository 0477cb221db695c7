package score

import (
	"encoding/json"
	"math"
	"slices"
)

// Threshold divides the scores of a set: at or above it a pair is taken for one of one source. It is measured on the set
// and describes it; it is no rule for casework.
type Threshold struct {
	Value        float64 // NaN where a kind of pair is missing
	KMBelow, KM  int     // same-source pairs on the wrong side, of so many
	KNMAtOrAbove int     // different-source pairs on the wrong side
	KNM          int     // of so many
}

// Says reports whether a score is at or above the threshold; known is false for a missing score or threshold.
func (t Threshold) Says(v float64) (same, known bool) {
	return v >= t.Value, !math.IsNaN(v) && !math.IsNaN(t.Value)
}

// MarshalJSON adds the exact one-sided bounds of the error rates.
func (t Threshold) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Value        *float64 `json:"threshold"`
		KMBelow      int      `json:"km_below"`
		KM           int      `json:"km"`
		KMAtMost     float64  `json:"km_below_at_most"`
		KNMAtOrAbove int      `json:"knm_at_or_above"`
		KNM          int      `json:"knm"`
		KNMAtMost    float64  `json:"knm_at_or_above_at_most"`
	}{finite(t.Value), t.KMBelow, t.KM, AtMost(t.KMBelow, t.KM), t.KNMAtOrAbove, t.KNM, AtMost(t.KNMAtOrAbove, t.KNM)})
}

// BestThreshold returns the threshold with the smallest sum of both error rates, half way between neighbouring scores. Of
// several it takes the one with the widest gap about it, then the highest. A NaN is a missing score and takes no part.
func BestThreshold(km, knm []float64) Threshold {
	a, b := known(km), known(knm)
	best := Threshold{Value: math.NaN(), KM: len(a), KNM: len(b)}
	if len(a) == 0 || len(b) == 0 {
		return best
	}
	all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
	cost, gap := math.Inf(1), 0.0
	below, under := 0, 0 // KM and KNM below the candidate
	for i, v := range all {
		for below < len(a) && a[below] < v {
			below++
		}
		for under < len(b) && b[under] < v {
			under++
		}
		at, width := v, 0.0
		if i > 0 {
			at, width = all[i-1]+(v-all[i-1])/2, v-all[i-1]
		}
		c := float64(below)/float64(len(a)) + float64(len(b)-under)/float64(len(b))
		if c < cost || c == cost && width >= gap {
			cost, gap = c, width
			best.Value, best.KMBelow, best.KNMAtOrAbove = at, below, len(b)-under
		}
	}
	return best
}
