package score

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// The choices of the weight of evidence. Moving one moves every likelihood ratio: ModelVersion then changes.
const (
	ModelVersion = "1"
	// Replicates is how many times the sources are drawn anew for an interval. 1000 leave the ends uncertain by some
	// tenth of the interval's width on a logarithmic scale.
	Replicates = 1000
	// MinSources is the fewest sources with same-source pairs that an interval is drawn from: below five, drawing them
	// anew gives a handful of different sets only.
	MinSources = 5
	// maxFolds bounds the work of Evaluate.
	maxFolds = 20
	seed     = 0x7261636b // any fixed number: same set, same digits
)

// Model says in a sentence how a likelihood ratio and its interval are made.
const Model = "Logistic calibration of the score, both kinds of pair counting alike, with the weight of one unseen pair of either kind added where the set has none; " +
	"95 % interval from 1000 draws of the sources (not of the pairs, which share them) and of the unseen share; neither goes beyond what the set's effective number of pairs allows"

// Weight is what a reference set says of one score: how many times more probable such a score is for marks of one
// source than of two, among pairs like the set's.
type Weight struct {
	LR, Low, High float64 // NaN when Declined is not empty
	// Most and Least are the largest and the smallest likelihood ratio that a set of this size supports.
	Most, Least float64
	AtLimit     bool // LR stands at Most or Least: the score says that much or more
	// Declined says, in sentences, why there is no number.
	Declined []string
}

// MarshalJSON writes unknown numbers as null.
func (w Weight) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		LR       *float64 `json:"lr"`
		Low      *float64 `json:"low"`
		High     *float64 `json:"high"`
		Most     *float64 `json:"most"`
		Least    *float64 `json:"least"`
		AtLimit  bool     `json:"at_limit,omitempty"`
		Declined []string `json:"declined,omitempty"`
	}{finite(w.LR), finite(w.Low), finite(w.High), finite(w.Most), finite(w.Least), w.AtLimit, w.Declined})
}

// Resolution is how much a set can say: pairs of one set share sources and scans, and count for less than their number.
type Resolution struct {
	Sources      int     `json:"sources"`
	KMSources    int     `json:"km_sources"`    // sources with same-source pairs
	EffectiveKM  float64 `json:"effective_km"`  // number of independent pairs that would vary as little
	EffectiveKNM float64 `json:"effective_knm"` // the same for different-source pairs
}

// Calibration is what turns scores into weights: made once for a set, asked many times. It is safe for concurrent use.
type Calibration struct {
	Resolution
	set        ReferenceSet
	why        string // why there are no weights
	line       line
	replicates []line
}

// Calibrate prepares a set for Weigh. The error is ctx's.
func (r ReferenceSet) Calibrate(ctx context.Context) (*Calibration, error) {
	c := &Calibration{set: r}
	var err error
	if c.Resolution, c.why, err = r.Resolution(ctx); err != nil || c.why != "" {
		return c, err
	}
	km, knm := group(r.KM), group(r.KNM)
	c.line = fit(km.sample(nil), knm.sample(nil), clampShare(1/(c.EffectiveKM+1)), clampShare(1/(c.EffectiveKNM+1)), line{})
	err = r.draw(ctx, func(w1, w0 []float64, rnd *rand.Rand) {
		// The unseen share's distribution when none was seen, Beta(1, n): its quantiles are Clopper and Pearson's bounds.
		u1 := -math.Expm1(math.Log1p(-rnd.Float64()) / c.EffectiveKM)
		u0 := -math.Expm1(math.Log1p(-rnd.Float64()) / c.EffectiveKNM)
		c.replicates = append(c.replicates, fit(km.sample(w1), knm.sample(w0), clampShare(u1), clampShare(u0), c.line))
	})
	return c, err
}

// Weigh returns the weight of value for the subject. It declines where the set was measured on something else, where it has
// no pair with such a score, and where it is too small.
func (c *Calibration) Weigh(s Subject, value float64) Weight {
	w := Weight{LR: math.NaN(), Low: math.NaN(), High: math.NaN(), Most: math.NaN(), Least: math.NaN(), Declined: c.set.Outside(s)}
	if why := c.set.outOfRange(value); why != "" {
		w.Declined = append(w.Declined, why)
	}
	if c.why != "" {
		w.Declined = append(w.Declined, c.why)
		return w
	}
	w.Most, w.Least = c.most(), c.least()
	if len(w.Declined) > 0 {
		return w
	}
	all := make([]float64, len(c.replicates))
	for i, l := range c.replicates {
		all[i] = c.lr(l.logLR(value))
	}
	slices.Sort(all)
	out := int((1 - Level) / 2 * float64(len(all))) // left out on either side
	w.LR = c.lr(c.line.logLR(value))
	w.Low, w.High = math.Min(all[out], w.LR), math.Max(all[len(all)-1-out], w.LR)
	w.AtLimit = w.LR >= w.Most || w.LR <= w.Least
	return w
}

// outOfRange says why no pair of the set compares with value.
func (r ReferenceSet) outOfRange(value float64) string {
	if math.IsNaN(value) {
		return "The pair has no such score."
	}
	in := func(v []float64) bool { return len(v) > 0 && v[0] <= value && value <= v[len(v)-1] }
	if in(r.KM) || in(r.KNM) {
		return ""
	}
	low, high := math.Min(r.KM[0], r.KNM[0]), math.Max(r.KM[len(r.KM)-1], r.KNM[len(r.KNM)-1])
	if value < low || value > high {
		return fmt.Sprintf("No pair of the set scores as this one: they reach from %.4g to %.4g.", low, high)
	}
	return fmt.Sprintf("No pair of the set scores as this one: different sources reach %.4g at most, one source %.4g at least.", r.KNM[len(r.KNM)-1], r.KM[0])
}

func (r Resolution) most() float64  { return math.Max(1, math.Floor(r.EffectiveKNM)) }
func (r Resolution) least() float64 { return 1 / math.Max(1, math.Floor(r.EffectiveKM)) }

// lr keeps a likelihood ratio within what the set's size allows.
func (r Resolution) lr(logLR float64) float64 {
	return math.Min(math.Max(math.Exp(logLR), r.least()), r.most())
}

// Resolution says how much the set can say; ok is false, with the reason, when it can say nothing.
func (r ReferenceSet) Resolution(ctx context.Context) (res Resolution, why string, err error) {
	n := r.sources()
	res.Sources = n
	has := make([]bool, n)
	for _, s := range r.KMSources {
		has[s] = true
	}
	for _, h := range has {
		if h {
			res.KMSources++
		}
	}
	switch {
	case len(r.KMSources) == 0:
		return res, "The set does not say which of its pairs share a source, as sets made by earlier versions do not: measure it again.", nil
	case res.KMSources < MinSources:
		return res, fmt.Sprintf("The set has pairs of one source from %d sources only; fewer than %d say too little.", res.KMSources, MinSources), nil
	}
	var m1, m0 []float64
	err = r.draw(ctx, func(w1, w0 []float64, _ *rand.Rand) {
		m1, m0 = append(m1, weightedMean(r.KM, w1)), append(m0, weightedMean(r.KNM, w0))
	})
	if err != nil {
		return res, "", err
	}
	if len(m1) < Replicates/2 {
		return res, "The set's pairs of one source come from too few of its sources.", nil
	}
	res.EffectiveKM, res.EffectiveKNM = effective(r.KM, m1, res.KMSources), effective(r.KNM, m0, n)
	return res, "", nil
}

// effective is the number of independent values whose mean would vary as the means of the drawn sets do (Korn and Graubard,
// Survey Methodology 24, 1998): never more than there are, and the number of sources where nothing varies.
func effective(values, means []float64, sources int) float64 {
	s, m := summarise(values, len(values)), Summarise(means)
	if !(s.Variance > 0) || !(m.Variance > 0) {
		return float64(min(sources, len(values)))
	}
	return math.Min(float64(len(values)), s.Variance/m.Variance)
}

// clampShare keeps a share off 0 and 1, where the line would be infinitely steep.
func clampShare(u float64) float64 { return math.Min(math.Max(u, 1e-9), 0.5) }

// draw calls use with the set's pairs weighted as if its sources had been drawn with replacement: a source drawn twice counts
// its same-source pairs twice, and its pairs with a source drawn three times six times. Draws without a pair of either kind are
// left out.
func (r ReferenceSet) draw(ctx context.Context, use func(km, knm []float64, rnd *rand.Rand)) error {
	rnd := rand.New(rand.NewPCG(seed, 1))
	n := r.sources()
	times := make([]float64, n)
	km, knm := make([]float64, len(r.KM)), make([]float64, len(r.KNM))
	for range Replicates {
		if err := ctx.Err(); err != nil {
			return err
		}
		clear(times)
		for range n {
			times[rnd.IntN(n)]++
		}
		same, different := 0.0, 0.0
		for i, s := range r.KMSources {
			km[i] = times[s]
			same += km[i]
		}
		for i, s := range r.KNMSources {
			knm[i] = times[s[0]] * times[s[1]]
			different += knm[i]
		}
		if same > 0 && different > 0 {
			use(km, knm, rnd)
		}
	}
	return nil
}

// sources returns the number of sources that pairs name.
func (r ReferenceSet) sources() int {
	n := 0
	for _, s := range r.KMSources {
		n = max(n, s+1)
	}
	for _, s := range r.KNMSources {
		n = max(n, s[0]+1, s[1]+1)
	}
	return n
}
