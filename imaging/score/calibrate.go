package score

import "math"

// sample is the scores of one kind of pair with what each counts for.
type sample struct {
	values, weights []float64
	total           float64 // of the weights
}

// grouped are ascending scores in groups of neighbours, by which a line is fitted in a time that does not grow with the set.
type grouped struct {
	of    []int // group of each score
	means []float64
}

// maxGroups bounds the groups. 500 keep a score within a five-hundredth of the set's order; equal scores stay together, so
// that counts and fractions are not rounded at all.
const maxGroups = 500

func group(sorted []float64) grouped {
	g := grouped{of: make([]int, len(sorted))}
	least := len(sorted) / maxGroups
	var sizes []float64
	for i, v := range sorted {
		n := len(sizes)
		if n == 0 || v != sorted[i-1] && sizes[n-1] > float64(least) {
			sizes, g.means = append(sizes, 0), append(g.means, 0)
			n++
		}
		g.of[i] = n - 1
		sizes[n-1]++
		g.means[n-1] += v
	}
	for i := range g.means {
		g.means[i] /= sizes[i]
	}
	return g
}

// sample weights the groups by the scores' weights, by 1 each where there are none.
func (g grouped) sample(weights []float64) sample {
	s := sample{values: g.means, weights: make([]float64, len(g.means))}
	for i, k := range g.of {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		s.weights[k] += w
		s.total += w
	}
	return s
}

func weightedMean(values, weights []float64) float64 {
	sum, total := 0.0, 0.0
	for i, v := range values {
		sum += float64(weights[i] * v)
		total += weights[i]
	}
	return sum / total
}

// line is log LR = a + b·score, natural logarithm.
type line struct{ a, b float64 }

func (l line) logLR(v float64) float64 { return l.a + float64(l.b*v) }

// fit finds the line of logistic calibration (Brümmer and du Preez 2006, doi:10.1016/j.csl.2005.08.001; Morrison 2013,
// doi:10.1080/00450618.2012.733025): the maximum of ½·Σ P_KM·ln σ + ½·Σ P_KNM·ln(1−σ), both kinds of pair counting alike.
//
// Of what would be seen of each kind in a larger set, the share unseenKM (unseenKNM) is taken to lie where the set has the
// other kind only. Without it a set whose kinds do not overlap would claim infinite certainty; this is the regularisation of
// Morrison and Poh 2018 (doi:10.1016/j.scijus.2017.12.005) with the weight that the set's size gives.
//
// A slope below 0 is not accepted: a higher score never speaks less for one source; the line is then LR = 1.
func fit(km, knm sample, unseenKM, unseenKNM float64, start line) line {
	mean, scale := spread(km, knm)
	// In standardised scores both coefficients are of the order of 1.
	a, b := start.a+float64(start.b*mean), start.b*scale
	loss := func(a, b float64) (f, ga, gb, haa, hab, hbb float64) {
		side := func(s sample, pKM, pKNM float64) {
			for i, v := range s.values {
				w := s.weights[i] / s.total
				if w == 0 {
					continue
				}
				x := (v - mean) / scale
				t := a + float64(b*x)
				p := 1 / (1 + math.Exp(-t))
				f += w * (float64(pKM*softplus(-t)) + float64(pKNM*softplus(t)))
				g := w * (float64((pKM+pKNM)*p) - pKM)
				h := w * float64((pKM+pKNM)*p) * (1 - p)
				ga += g
				gb += float64(g * x)
				haa += h
				hab += float64(h * x)
				hbb += float64(h*x) * x
			}
		}
		side(km, 1-unseenKM, unseenKNM)
		side(knm, unseenKM, 1-unseenKNM)
		return
	}
	f, ga, gb, haa, hab, hbb := loss(a, b)
	for range 60 { // Newton with halving; quadratic, so that some six steps are enough
		const ridge = 1e-12 // a set of one single score has no slope
		det := float64((haa+ridge)*(hbb+ridge)) - float64(hab*hab)
		da, db := (float64((hbb+ridge)*ga)-float64(hab*gb))/det, (float64((haa+ridge)*gb)-float64(hab*ga))/det
		step := 1.0
		for {
			na, nb := a-float64(step*da), b-float64(step*db)
			nf, nga, ngb, nhaa, nhab, nhbb := loss(na, nb)
			if nf <= f || step < 1e-6 {
				a, b, f, ga, gb, haa, hab, hbb = na, nb, nf, nga, ngb, nhaa, nhab, nhbb
				break
			}
			step /= 2
		}
		if math.Abs(step*da)+math.Abs(step*db) < 1e-9 {
			break
		}
	}
	if !(b > 0) {
		return line{}
	}
	return line{a - float64(b/scale*mean), b / scale}
}

// spread returns the middle and half the distance of the kinds' means, or of the scores where the means agree.
func spread(km, knm sample) (mean, scale float64) {
	m1, m0 := km.mean(), knm.mean()
	mean, scale = (m1+m0)/2, math.Abs(m1-m0)/2
	if scale > 0 {
		return mean, scale
	}
	for _, s := range []sample{km, knm} {
		for _, v := range s.values {
			scale = math.Max(scale, math.Abs(v-mean))
		}
	}
	if scale == 0 {
		scale = 1
	}
	return mean, scale
}

func (s sample) mean() float64 { return weightedMean(s.values, s.weights) }

// softplus is ln(1 + e^t) without overflow.
func softplus(t float64) float64 {
	return math.Max(t, 0) + math.Log1p(math.Exp(-math.Abs(t)))
}
