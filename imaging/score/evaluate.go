package score

import (
	"context"
	"encoding/json"
	"math"
	"slices"
)

// Evaluation says how well a set's likelihood ratios hold on its own pairs, each pair's made without the pairs of its
// sources.
type Evaluation struct {
	Resolution
	Cllr    float64 // of those likelihood ratios; NaN where there are none
	CllrMin float64 // of the scores, as well as their order allows
	// KM and KNM are the likelihood ratios, ascending.
	KM, KNM []float64
	// MisleadingKM are the same-source pairs with a likelihood ratio below 1, MisleadingKNM the different-source pairs with
	// one above 1.
	MisleadingKM, MisleadingKNM int
	Why                         string // why there are no likelihood ratios, a sentence
}

// MarshalJSON leaves the likelihood ratios of single pairs away and writes unknown numbers as null.
func (e Evaluation) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Resolution
		Cllr          *float64 `json:"cllr"`
		CllrMin       *float64 `json:"cllr_min"`
		MisleadingKM  int      `json:"misleading_km"`
		MisleadingKNM int      `json:"misleading_knm"`
		Why           string   `json:"why,omitempty"`
	}{e.Resolution, finite(e.Cllr), finite(e.CllrMin), e.MisleadingKM, e.MisleadingKNM, e.Why})
}

// Evaluate cross-validates the set by source. The error is ctx's.
func (r ReferenceSet) Evaluate(ctx context.Context) (Evaluation, error) {
	e := Evaluation{Cllr: math.NaN(), CllrMin: CllrMin(r.KM, r.KNM)}
	var err error
	if e.Resolution, e.Why, err = r.Resolution(ctx); err != nil || e.Why != "" {
		return e, err
	}
	folds := min(e.Sources, maxFolds)
	for i := range folds {
		for j := i; j < folds; j++ {
			if err := ctx.Err(); err != nil {
				return e, err
			}
			if !r.fold(folds, i, j, &e) {
				e.Why = "Without the pairs of some sources the set is too small to calibrate by."
				e.KM, e.KNM = nil, nil
				return e, nil
			}
		}
	}
	slices.Sort(e.KM)
	slices.Sort(e.KNM)
	e.Cllr = Cllr(e.KM, e.KNM)
	for _, v := range e.KM {
		if v < 1 {
			e.MisleadingKM++
		}
	}
	for _, v := range e.KNM {
		if v > 1 {
			e.MisleadingKNM++
		}
	}
	return e, nil
}

// fold adds the likelihood ratios of the pairs whose sources lie in folds i and j, calibrated on those with sources in neither.
func (r ReferenceSet) fold(folds, i, j int, e *Evaluation) bool {
	away := func(s int) bool { return s%folds != i && s%folds != j }
	var km, knm []float64
	var askKM, askKNM []float64
	for k, s := range r.KMSources {
		switch {
		case away(s):
			km = append(km, r.KM[k])
		case i == j:
			askKM = append(askKM, r.KM[k])
		}
	}
	for k, s := range r.KNMSources {
		a, b := s[0]%folds, s[1]%folds
		switch {
		case away(s[0]) && away(s[1]):
			knm = append(knm, r.KNM[k])
		case min(a, b) == i && max(a, b) == j:
			askKNM = append(askKNM, r.KNM[k])
		}
	}
	if len(askKM)+len(askKNM) == 0 {
		return true
	}
	if len(km) == 0 || len(knm) == 0 {
		return false
	}
	part := e.Resolution
	part.EffectiveKM *= float64(len(km)) / float64(len(r.KM))
	part.EffectiveKNM *= float64(len(knm)) / float64(len(r.KNM))
	l := fit(group(km).sample(nil), group(knm).sample(nil), clampShare(1/(part.EffectiveKM+1)), clampShare(1/(part.EffectiveKNM+1)), line{})
	for _, v := range askKM {
		e.KM = append(e.KM, part.lr(l.logLR(v)))
	}
	for _, v := range askKNM {
		e.KNM = append(e.KNM, part.lr(l.logLR(v)))
	}
	return true
}

// Point is a point of a Tippett plot: the share of pairs whose likelihood ratio is at least 10^Log10LR.
type Point struct{ Log10LR, Share float64 }

// Tippett returns the steps of a Tippett plot for ascending likelihood ratios, from the left.
func Tippett(lr []float64) []Point {
	var points []Point
	n := float64(len(lr))
	for i, v := range lr {
		x := math.Log10(v)
		points = append(points, Point{x, float64(len(lr)-i) / n}, Point{x, float64(len(lr)-i-1) / n})
	}
	return points
}
