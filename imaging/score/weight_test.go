package score_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tracemark/imaging/score"
)

// The wanted bounds are tabulated in textbooks (1 of 10: 0.25 to 44.5 %; 5 of 10: 18.7 to 81.3 %), or have a closed form.
func TestExactBoundsOfRates(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{1, 10, 0.0025286, 0.4450161}, {5, 10, 0.1870860, 0.8129140}, {0, 10, 0, 1 - math.Pow(0.025, 0.1)}, {10, 10, math.Pow(0.025, 0.1), 1}, {0, 0, 0, 1}} {
		if got := score.ClopperPearson(c.k, c.n); math.Abs(got.Low-c.low) > 1e-6 || math.Abs(got.High-c.high) > 1e-6 {
			t.Errorf("%d of %d: got %+v, want %g to %g", c.k, c.n, got, c.low, c.high)
		}
	}
	for _, c := range []struct {
		k, n int
		want float64
	}{{0, 7, 1 - math.Pow(0.05, 1./7)}, {0, 717, 0.0041694}, {7, 7, 1}, {3, 20, 0.3436638}} {
		if got := score.AtMost(c.k, c.n); math.Abs(got-c.want) > 5e-6 {
			t.Errorf("%d of %d is at most %g, want %g", c.k, c.n, got, c.want)
		}
	}
	if got := score.AtMost(0, 7); got < 0.34 || got > 0.35 {
		t.Errorf("0 of 7 is at most %.3f, want a third, not 0", got)
	}
}

// simulated is a set of n sources with three scans each: normal scores, same source by apart standard deviations higher, with a share
// of every score that the source gives to all its pairs.
func simulated(n int, apart float64, of uint64) score.ReferenceSet {
	rnd := rand.New(rand.NewPCG(of, 9))
	type pair struct {
		v float64
		s [2]int
	}
	var km, knm []pair
	own := make([]float64, n)
	for i := range own {
		own[i] = 0.3 * rnd.NormFloat64()
	}
	for i := range n {
		for range 3 {
			km = append(km, pair{apart + own[i] + rnd.NormFloat64(), [2]int{i, i}})
		}
		for j := range i {
			for range 9 {
				knm = append(knm, pair{own[i] + own[j] + rnd.NormFloat64(), [2]int{j, i}})
			}
		}
	}
	byValue := func(a, b pair) int {
		if a.v < b.v {
			return -1
		}
		return 1
	}
	slices.SortFunc(km, byValue)
	slices.SortFunc(knm, byValue)
	r := example()
	r.KM, r.KNM = nil, nil
	r.Domain = score.Domain{Mark: "breech-face", Instruments: []string{"NanoFocus usurf"}, SpacingMinUM: 6.25, SpacingMaxUM: 6.25,
		Makes: []string{"Ruger"}, Ammunition: []string{"Winchester"}}
	for _, p := range km {
		r.KM, r.KMSources = append(r.KM, p.v), append(r.KMSources, p.s[0])
	}
	for _, p := range knm {
		r.KNM, r.KNMSources = append(r.KNM, p.v), append(r.KNMSources, p.s)
	}
	return r
}

// inside is a subject of simulated's domain.
func inside() score.Subject {
	r := example()
	return score.Subject{Method: r.Method, Version: r.Version, ParamsDigest: r.ParamsDigest, Mark: "breech-face",
		Instruments: []string{"NanoFocus usurf", "nanofocus  uSurf"}, SpacingUM: []float64{6.25, 6.2500001}}
}

func weigh(t *testing.T, r score.ReferenceSet, s score.Subject, v float64) score.Weight {
	t.Helper()
	c, err := r.Calibrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.Weigh(s, v)
}

// For two normal distributions of one spread the likelihood ratio is known: exp(d·(x − d/2)), d standard deviations apart.
func TestWeightIsTheKnownLikelihoodRatio(t *testing.T) {
	const d = 2.0
	inTen := 0
	for run := range uint64(10) {
		c, err := simulated(20, d, run).Calibrate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []float64{0, 1, 2} {
			// The shared part widens both distributions to √(1 + 2·0.09), KM's to √(1 + 0.09): the truth moves by less than the tolerance.
			want := math.Exp(d * (x - d/2))
			w := c.Weigh(inside(), x)
			if len(w.Declined) > 0 {
				t.Fatalf("declined: %q", w.Declined)
			}
			if math.Abs(math.Log10(w.LR/want)) > 0.5 {
				t.Errorf("set %d, score %g: LR %.3g, truth %.3g", run, x, w.LR, want)
			}
			if !(w.Low <= w.LR && w.LR <= w.High) || w.Low < w.Least || w.High > w.Most {
				t.Errorf("set %d, score %g: %+v is not an interval within its bounds", run, x, w)
			}
			if x == 1 && w.Low <= want && want <= w.High {
				inTen++
			}
		}
	}
	if inTen < 8 { // fewer has a probability of 1 in 90 where 95 % hold
		t.Errorf("only %d of 10 intervals hold the truth", inTen)
	}
}

// A set whose kinds do not overlap claims no more than its size allows, and its interval reaches down to what Clopper and Pearson leave open.
func TestSeparatedSetStaysWithinItsResolution(t *testing.T) {
	r := simulated(10, 40, 1)
	res, why, err := r.Resolution(t.Context())
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	if res.Sources != 10 || res.KMSources != 10 || res.EffectiveKNM > float64(len(r.KNM)) || res.EffectiveKNM < 1 || res.EffectiveKM > 30 {
		t.Errorf("got %+v", res)
	}
	if res.EffectiveKNM > float64(len(r.KNM))/2 {
		t.Errorf("%g of %d pairs count although they share their sources' part", res.EffectiveKNM, len(r.KNM))
	}
	w := weigh(t, r, inside(), 40)
	if w.LR > float64(len(r.KNM)) || w.LR > w.Most || w.Most > res.EffectiveKNM || w.High > w.Most {
		t.Errorf("%+v goes beyond %g effective pairs", w, res.EffectiveKNM)
	}
	// exact upper bound of 0 of n at 97.5 %: the least the interval has to reach down to
	if open := 1 / (1 - math.Pow(0.025, 1/res.EffectiveKNM)); w.Low > 1.3*open {
		t.Errorf("the interval ends at %g, 0 of %g leaves open %g", w.Low, res.EffectiveKNM, open)
	}
	low := weigh(t, r, inside(), 0)
	if !(low.LR < 1) || low.LR < low.Least || low.Low < low.Least {
		t.Errorf("a non-match's score: %+v", low)
	}
}

func TestWeightIsDeclinedOutsideWhatTheSetKnows(t *testing.T) {
	r := simulated(10, 40, 1)
	with := func(change func(*score.Subject)) score.Subject { s := inside(); change(&s); return s }
	without := func(change func(*score.ReferenceSet)) score.ReferenceSet {
		r := simulated(10, 40, 1)
		change(&r)
		return r
	}
	for _, c := range []struct {
		name string
		set  score.ReferenceSet
		s    score.Subject
		v    float64
		want string
	}{
		{"version", r, with(func(s *score.Subject) { s.Version = "2" }), 40, "another version"},
		{"parameters", r, with(func(s *score.Subject) { s.ParamsDigest = "" }), 40, "other parameters"},
		{"mark", r, with(func(s *score.Subject) { s.Mark = "firing-pin" }), 40, "firing-pin"},
		{"mark not stated", r, with(func(s *score.Subject) { s.Mark = "" }), 40, "not stated"},
		{"instrument", r, with(func(s *score.Subject) { s.Instruments[1] = "Cadre TopMatch" }), 40, "Cadre TopMatch"},
		{"instrument not stated", r, with(func(s *score.Subject) { s.Instruments[0] = " " }), 40, "does not state the instrument"},
		{"spacing", r, with(func(s *score.Subject) { s.SpacingUM[0] = 3.125 }), 40, "3.125"},
		{"spacing not known", r, with(func(s *score.Subject) { s.SpacingUM[0] = math.NaN() }), 40, "not known"},
		{"make", r, with(func(s *score.Subject) { s.Makes = []string{"Hi-Point"} }), 40, "Hi-Point"},
		{"ammunition", r, with(func(s *score.Subject) { s.Ammunition = []string{"PMC"} }), 40, "PMC"},
		{"set without mark", without(func(r *score.ReferenceSet) { r.Domain.Mark = "" }), inside(), 40, "which mark"},
		{"set without instrument", without(func(r *score.ReferenceSet) { r.Domain.Instruments = nil }), inside(), 40, "instrument"},
		{"set without spacing", without(func(r *score.ReferenceSet) { r.Domain.SpacingMinUM, r.Domain.SpacingMaxUM = 0, 0 }), inside(), 40, "spacing"},
		{"set without make", without(func(r *score.ReferenceSet) { r.Domain.Makes = nil }), with(func(s *score.Subject) { s.Makes = []string{"Ruger"} }), 40, "does not state the make of its firearms"},
		{"neither states the make", without(func(r *score.ReferenceSet) { r.Domain.Makes = nil }), inside(), 40, "does not state the make of its firearms"},
		{"painted mask", r, with(func(s *score.Subject) { s.Painted = true }), 40, "mask that a person painted"},
		{"set of an earlier version", without(func(r *score.ReferenceSet) { r.KMSources, r.KNMSources = nil, nil }), inside(), 40, "measure it again"},
		{"few sources", simulated(4, 40, 1), inside(), 40, "4 sources"},
		{"above all", r, inside(), 90, "No pair of the set"},
		{"below all", r, inside(), -50, "No pair of the set"},
		{"between the kinds", r, inside(), 20, "one source"},
		{"no score", r, inside(), math.NaN(), "no such score"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := weigh(t, c.set, c.s, c.v)
			if len(w.Declined) == 0 || !strings.Contains(strings.Join(w.Declined, " "), c.want) {
				t.Errorf("got %+v, want declined for %q", w, c.want)
			}
			if !math.IsNaN(w.LR) || !math.IsNaN(w.Low) || !math.IsNaN(w.High) {
				t.Errorf("a number although declined: %+v", w)
			}
			if b, err := json.Marshal(w); err != nil || !bytes.Contains(b, []byte(`"lr":null`)) {
				t.Errorf("as JSON: %s, %v", b, err)
			}
		})
	}
	if w := weigh(t, r, with(func(s *score.Subject) { s.Instruments = []string{"NanoFocus µsurf", "nanofocus  \u03bcSurf"} }), 40); len(w.Declined) > 0 {
		t.Errorf("an instrument written with a micro sign: %q", w.Declined)
	}
	if w := weigh(t, r, with(func(s *score.Subject) { s.Makes = []string{"RUGER", ""} }), 40); len(w.Declined) > 0 {
		t.Errorf("declined inside its domain: %q", w.Declined)
	}
}

func TestMoreAlikeNeverSpeaksLessForOneSource(t *testing.T) {
	c, err := simulated(12, 1.5, 4).Calibrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last := 0.0
	for x := -1.5; x < 3; x += 0.05 {
		w := c.Weigh(inside(), x)
		if w.LR < last {
			t.Fatalf("at %g the LR falls from %g to %g", x, last, w.LR)
		}
		last = w.LR
	}
	r := simulated(12, -3, 4) // a score that is wrong the other way round
	if w := weigh(t, r, inside(), -1); w.LR != 1 {
		t.Errorf("a score that misleads has LR %g, want 1", w.LR)
	}
}

func TestEvaluationIsByCrossValidation(t *testing.T) {
	good, err := simulated(20, 3, 2).Evaluate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Two normals 3 standard deviations apart cost about 0.2: 0.20 by numerical integration of the definition.
	if good.Cllr < 0.12 || good.Cllr > 0.3 || good.CllrMin > good.Cllr || good.CllrMin < 0.08 {
		t.Errorf("got Cllr %.3f, min %.3f", good.Cllr, good.CllrMin)
	}
	if len(good.KM) != 60 || len(good.KNM) != 190*9 {
		t.Errorf("%d and %d likelihood ratios, want 60 and 1710", len(good.KM), len(good.KNM))
	}
	useless, err := simulated(20, 0, 3).Evaluate(t.Context())
	if err != nil || useless.Cllr < 0.98 || useless.Cllr > 1.1 {
		t.Errorf("a score that says nothing costs %.3f (%v), want 1", useless.Cllr, err)
	}
	old, err := example().Evaluate(t.Context())
	if err != nil || old.Why == "" || !math.IsNaN(old.Cllr) {
		t.Errorf("a set without sources: %+v, %v", old, err)
	}
	if _, err := json.Marshal(old); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := simulated(20, 3, 2).Evaluate(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Worked out by hand.
func TestCostOfLikelihoodRatios(t *testing.T) {
	if got := score.Cllr([]float64{1, 1}, []float64{1}); got != 1 {
		t.Errorf("likelihood ratios of 1 cost %g, want 1", got)
	}
	if got, want := score.Cllr([]float64{3}, []float64{1. / 3}), math.Log2(4./3); math.Abs(got-want) > 1e-12 {
		t.Errorf("got %g, want %g", got, want)
	}
	if got := score.CllrMin([]float64{3, 4}, []float64{1, 2}); got != 0 {
		t.Errorf("separated scores cost %g at least, want 0", got)
	}
	if got := score.CllrMin([]float64{1, 2}, []float64{3, 4}); got != 1 {
		t.Errorf("reversed scores cost %g at least, want 1: they can only be ignored", got)
	}
	// Blocks: {knm}, {km, knm}, {km}: the middle one has LR 1 and costs 1 bit for half of either kind.
	if got := score.CllrMin([]float64{2, 3}, []float64{1, 2}); math.Abs(got-0.5) > 1e-12 {
		t.Errorf("got %g, want 0.5", got)
	}
	if !math.IsNaN(score.Cllr(nil, []float64{1})) || !math.IsNaN(score.CllrMin([]float64{1}, nil)) {
		t.Error("a cost without one kind of pair")
	}
}

func TestTippettFallsFromOneToNothing(t *testing.T) {
	got := score.Tippett([]float64{1, 100})
	want := []score.Point{{0, 1}, {0, 0.5}, {2, 0.5}, {2, 0}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheSecondFormatKeepsDomainAndSources(t *testing.T) {
	want := simulated(5, 2, 1)
	var b bytes.Buffer
	if err := want.Encode(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), score.Format) {
		t.Error("not in the second format")
	}
	got, err := score.DecodeReferenceSet(&b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	for name, change := range map[string]func(*score.ReferenceSet){
		"sources of some pairs": func(r *score.ReferenceSet) { r.KMSources = r.KMSources[1:] },
		"negative source":       func(r *score.ReferenceSet) { r.KMSources[0] = -1 },
		"one source twice":      func(r *score.ReferenceSet) { r.KNMSources[0] = [2]int{1, 1} },
		"reversed spacing":      func(r *score.ReferenceSet) { r.Domain.SpacingMinUM = 9 },
		"empty make":            func(r *score.ReferenceSet) { r.Domain.Makes = []string{" "} },
	} {
		r := simulated(5, 2, 1)
		change(&r)
		if err := r.Validate(); !errors.Is(err, score.ErrReference) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	// The first format stays as it was, so that the digests that issued reports cite are found again.
	b.Reset()
	if err := example().Encode(&b); err != nil || !strings.Contains(b.String(), "tracemark-reference-set/1") || strings.Contains(b.String(), "domain") {
		t.Errorf("a set without domain: %v\n%s", err, b.String())
	}
}
