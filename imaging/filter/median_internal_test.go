package filter

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMedianOf: the middle is the one that sorting finds, whatever the order and however many are alike.
func TestMedianOf(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		for _, kinds := range []int{1, 2, 10, 1 << 30} {
			v := make([]float64, n)
			for i := range v {
				v[i] = float64(rng.IntN(kinds))
			}
			if n%3 == 0 {
				slices.Sort(v)
			}
			sorted := slices.Sorted(slices.Values(v))
			want := 0.0
			if n > 0 {
				want = sorted[n/2]
			}
			if got := medianOf(v); got != want {
				t.Fatalf("%d numbers of %d kinds: %g, want %g", n, kinds, got, want)
			}
		}
	}
}
