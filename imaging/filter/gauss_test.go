package filter_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging/filter"
)

// TestGaussianAgainstItsDefinition smooths a single point; the result is the kernel.
func TestGaussianAgainstItsDefinition(t *testing.T) {
	for _, s := range []struct{ x, y float64 }{{0.3, 0.5}, {1.2, 2.4}, {2.5, 2.5}, {6.4, 7.6}, {12.7, 5}, {40, 80}} {
		w, h := 2*int(6*s.x)+9, 2*int(6*s.y)+9
		src := make([]float32, w*h)
		src[h/2*w+w/2] = 1
		got := filter.Gaussian(src, w, h, s.x, s.y)
		norm := func(s float64) float64 {
			n := 0.0
			for i := -1000; i <= 1000; i++ {
				n += math.Exp(-float64(i*i) / (2 * s * s))
			}
			return n
		}
		nx, ny := norm(s.x), norm(s.y)
		worst := 0.0
		for y := range h {
			for x := range w {
				u, v := float64(x-w/2)/s.x, float64(y-h/2)/s.y
				want := math.Exp(-(u*u+v*v)/2) / (nx * ny)
				worst = math.Max(worst, math.Abs(float64(got[y*w+x])-want)*nx*ny)
			}
		}
		// The package comment's promise: 5·10⁻⁴ of the peak along each axis, both together twice that at most.
		if worst > 1e-3 {
			t.Errorf("σ = %g, %g: off by %.1e of the peak", s.x, s.y, worst)
		}
	}
}

// TestSmallPictures: pictures shorter than the filter's memory.
func TestSmallPictures(t *testing.T) {
	for w := 1; w < 8; w++ {
		for h := 1; h < 8; h++ {
			src := make([]float32, w*h)
			for i := range src {
				src[i] = float32(i%3) + 1
			}
			got := filter.Gaussian(src, w, h, 3, 3)
			want := filter.Gaussian(pad(src, w, h, 40), w+80, h+80, 3, 3)
			for y := range h {
				for x := range w {
					g, k := got[y*w+x], want[(y+40)*(w+80)+x+40]
					if math.Abs(float64(g-k)) > 1e-5 {
						t.Fatalf("%d×%d at %d,%d: %g, %g within a larger picture", w, h, x, y, g, k)
					}
				}
			}
		}
	}
}

func pad(src []float32, w, h, by int) []float32 {
	out := make([]float32, (w+2*by)*(h+2*by))
	for y := range h {
		copy(out[(y+by)*(w+2*by)+by:], src[y*w:(y+1)*w])
	}
	return out
}

// random is a field of noise with a share of missing points.
func random(w, h int, d, missing float64, seed uint64) *filter.Field {
	rng := rand.New(rand.NewPCG(seed, 1))
	f := filter.NewField(w, h, d, d, 0, 0)
	for i := range f.Z {
		if z := float32(rng.NormFloat64()); rng.Float64() >= missing {
			f.Z[i], f.M[i] = z, 1
		}
	}
	return f
}

// TestMissingPointsHaveNoInfluence: a constant stays constant whatever is missing, and missing points stay missing.
func TestMissingPointsHaveNoInfluence(t *testing.T) {
	f := random(80, 60, 6.25, 0.6, 1)
	for i, m := range f.M {
		f.Z[i] = 3 * m
	}
	for name, g := range map[string]*filter.Field{"low": filter.LowPass(f, 250), "high": filter.HighPass(f, 250)} {
		want := map[string]float32{"low": 3, "high": 0}[name]
		for i, m := range f.M {
			if g.M[i] != m || math.Abs(float64(g.Z[i]-want*m)) > 1e-5 {
				t.Fatalf("%s-pass: point %d is %g (weight %g), want %g (%g)", name, i, g.Z[i], g.M[i], want*m, m)
			}
		}
	}
}

// TestBandPassPasses what it says: exp(-½) of a wave at the cut-off, nearly all well inside, nearly nothing well outside.
func TestBandPass(t *testing.T) {
	for _, test := range []struct{ wave, lo, hi float64 }{
		{100, 0.90, 1.0}, {16, 0.55, 0.66}, {500, 0.33, 0.46}, {3000, 0, 0.03}, {5, 0, 0.05},
	} {
		f := filter.NewField(3000, 5, 2, 2, 0, 0)
		for i := range f.Z {
			f.Z[i], f.M[i] = float32(math.Sin(2*math.Pi*2*float64(i%3000)/test.wave)), 1
		}
		g := filter.BandPass(f, 16, 500)
		most := 0.0
		for x := 1000; x < 2000; x++ {
			most = math.Max(most, math.Abs(float64(g.Z[2*3000+x])))
		}
		if most < test.lo || most > test.hi {
			t.Errorf("a wave of %g µm keeps %.3f, want %.2f to %.2f", test.wave, most, test.lo, test.hi)
		}
	}
}

// TestLocalContrast: steps P2–P4 leave weak and strong parts alike, and no value beyond the soft limit.
func TestLocalContrast(t *testing.T) {
	f := random(300, 300, 6.25, 0.1, 2)
	for i := range f.Z {
		if i%300 >= 150 {
			f.Z[i] *= 5
		}
	}
	g := filter.LocalContrast(f, filter.Contrast{HighPassUM: 250, LocalUM: 300, FloorSD: 0.3, LimitSD: 2})
	sd := func(x0, x1 int) float64 {
		_, _, sd := filter.Crop(g, x0, 20, x1, 280).Moments()
		return sd
	}
	if q := sd(180, 280) / sd(20, 120); q < 1 || q > 1.8 {
		t.Errorf("the rough part is %.2f times the smooth one after evening out, was 5", q)
	}
	flat := filter.NewField(50, 50, 6.25, 6.25, 0, 0)
	for i := range flat.M {
		flat.M[i] = 1
	}
	for _, z := range filter.LocalContrast(flat, filter.Contrast{HighPassUM: 250, LocalUM: 300, FloorSD: 0.3, LimitSD: 2}).Z {
		if z != 0 {
			t.Fatal("relief in a flat field")
		}
	}
}

func BenchmarkGaussian(b *testing.B) {
	f := random(545, 545, 6.25, 0.7, 3)
	for b.Loop() {
		filter.Gaussian(f.Z, f.W, f.H, 12.7, 12.7)
	}
}
