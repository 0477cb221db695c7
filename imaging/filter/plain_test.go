package filter_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging/filter"
	"tracemark/imaging/internal/kernel"
)

// TestPlainGo: every filter of a preparation gives the same bits in plain Go and in assembly, on fields of odd and even sizes with a quarter of
// the points missing, deep dents, and relief near nothing.
func TestPlainGo(t *testing.T) {
	if !kernel.Fast() {
		t.Skip("this processor or build has no assembly: there is nothing to hold against plain Go")
	}
	defer kernel.UsePlain(kernel.UsePlain(false))
	rng := rand.New(rand.NewPCG(7, 7))
	for _, size := range [][2]int{{1, 1}, {7, 5}, {31, 33}, {64, 40}, {131, 150}} {
		f := filter.NewField(size[0], size[1], 6.25, 6.25, 0, 0)
		for i := range f.Z {
			if rng.IntN(4) != 0 {
				f.Z[i], f.M[i] = float32(rng.NormFloat64()+float64(i%size[0])*0.1), 1
				if rng.IntN(50) == 0 {
					f.Z[i] *= 30
				}
			}
		}
		steps := map[string]func() *filter.Field{
			"level":      func() *filter.Field { return filter.Level(f) },
			"band-pass":  func() *filter.Field { return filter.BandPass(f, 16, 500) },
			"short pass": func() *filter.Field { return filter.LowPass(f, 60) },
			"contrast": func() *filter.Field {
				return filter.LocalContrast(f, filter.Contrast{HighPassUM: 250, LocalUM: 300, FloorSD: 0.3, LimitSD: 2})
			},
			"robust": func() *filter.Field {
				g, err := filter.Regression{WavelengthUM: 200, Rounds: 2}.LowPass(context.Background(), f)
				if err != nil {
					t.Fatal(err)
				}
				return g
			},
		}
		for name, step := range steps {
			kernel.UsePlain(false)
			got := step()
			kernel.UsePlain(true)
			want := step()
			for i := range want.Z {
				if math.Float32bits(got.Z[i]) != math.Float32bits(want.Z[i]) || got.M[i] != want.M[i] {
					t.Fatalf("%s of %d×%d: point %d is %v, plain Go %v", name, size[0], size[1], i, got.Z[i], want.Z[i])
				}
			}
		}
	}
}
