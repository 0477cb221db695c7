package score

import (
	"math"
	"slices"
)

// Cllr is the cost of likelihood ratios that are known to belong to same-source and different-source pairs: 0 for perfect
// ones, 1 for those that say nothing, more for those that mislead (Brümmer and du Preez 2006,
// doi:10.1016/j.csl.2005.08.001). NaN when a kind is missing.
func Cllr(km, knm []float64) float64 {
	if len(km) == 0 || len(knm) == 0 {
		return math.NaN()
	}
	a, b := 0.0, 0.0
	for _, v := range km {
		a += math.Log2(1 + 1/v)
	}
	for _, v := range knm {
		b += math.Log2(1 + v)
	}
	return (a/float64(len(km)) + b/float64(len(knm))) / 2
}

// CllrMin is what Cllr would be if the scores were turned into likelihood ratios as well as their order allows, with the
// truth known: by pooling adjacent violators (Zadrozny and Elkan 2002, doi:10.1145/775047.775151). It measures how well
// the scores tell the kinds apart, whatever they are calibrated by.
func CllrMin(km, knm []float64) float64 {
	if len(km) == 0 || len(knm) == 0 {
		return math.NaN()
	}
	cost := 0.0
	n1, n0 := float64(len(km)), float64(len(knm))
	for _, b := range pool(km, knm) {
		lr := (b.km / n1) / (b.knm / n0)
		if b.km > 0 {
			cost += b.km / n1 * math.Log2(1+1/lr)
		}
		if b.knm > 0 {
			cost += b.knm / n0 * math.Log2(1+lr)
		}
	}
	return cost / 2
}

// block is a run of neighbouring scores with how many pairs of either kind it holds.
type block struct{ km, knm float64 }

// pool makes blocks in which the share of KM rises from one to the next.
func pool(km, knm []float64) []block {
	a, b := slices.Sorted(slices.Values(km)), slices.Sorted(slices.Values(knm))
	var out []block
	for len(a)+len(b) > 0 {
		v := math.Inf(1)
		if len(a) > 0 {
			v = a[0]
		}
		if len(b) > 0 {
			v = math.Min(v, b[0])
		}
		next := block{}
		for ; len(a) > 0 && a[0] == v; a = a[1:] {
			next.km++
		}
		for ; len(b) > 0 && b[0] == v; b = b[1:] {
			next.knm++
		}
		for len(out) > 0 {
			last := out[len(out)-1]
			if last.km*(next.km+next.knm) < next.km*(last.km+last.knm) {
				break
			}
			next = block{last.km + next.km, last.knm + next.knm}
			out = out[:len(out)-1]
		}
		out = append(out, next)
	}
	return out
}
