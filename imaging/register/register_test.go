package register

import (
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/internal/fft"
)

func noise(w, h int, missing float64, seed uint64) *Image {
	rng := rand.New(rand.NewPCG(seed, 1))
	f := filter.NewField(w, h, 50, 50, 100, -30)
	for i := range f.Z {
		if z := float32(rng.NormFloat64()); rng.Float64() >= missing {
			f.Z[i], f.M[i] = z, 1
		}
	}
	return NewImage(f)
}

// TestCorrelateAgainstTheSum compares the transform's way with the sum that defines it, at 0° and at 180°.
func TestCorrelateAgainstTheSum(t *testing.T) {
	const n, r = 48, 7
	a, b := NewTurned(noise(31, 29, 0.3, 1)), NewTurned(noise(33, 27, 0.4, 2))
	w, done := getWork(n)
	defer done()
	for i, s := range a.turnedSpectra(n, 4) {
		deg := float64(i) * 45
		at0, at180 := w.correlate(s, b.stillSpectrum(n), r)
		for half, got := range [][]float32{at0, at180} {
			pa, pb := make([]float32, n*n), make([]float32, n*n)
			sa, sb := &spectrum{n: n}, &spectrum{n: n}
			tmp := newWork(n)
			a.picture(tmp, pa, sa, deg+180*float64(half))
			b.picture(tmp, pb, sb, 0)
			for dy := -r; dy <= r; dy++ {
				for dx := -r; dx <= r; dx++ {
					want := 0.0
					for y := range n {
						for x := range n {
							want += float64(pa[y*n+x]) * float64(pb[(y+dy+n)%n*n+(x+dx+n)%n])
						}
					}
					g := float64(got[(dy+r)*(2*r+1)+dx+r]) / n / n
					// Sums of some 500 products of order 1 in single precision.
					if math.Abs(g-want) > 1e-3 {
						t.Fatalf("%g°, shift %d,%d: %g, want %g", deg+180*float64(half), dx, dy, g, want)
					}
				}
			}
		}
	}
}

// TestSpectraAreKept: spectra of the latest lengths are made once, whatever the order they are asked for in; older ones are dropped, and all on Forget.
func TestSpectraAreKept(t *testing.T) {
	a := NewTurned(noise(20, 20, 0.2, 1))
	first, still := a.turnedSpectra(48, 4), a.stillSpectrum(48)
	a.turnedSpectra(50, 4)
	a.stillSpectrum(50)
	if again := a.turnedSpectra(48, 4); &again[0] != &first[0] || a.stillSpectrum(48) != still {
		t.Error("spectra of a length asked for before were made again")
	}
	if other := a.turnedSpectra(48, 6); len(other) != 6 {
		t.Errorf("%d rotations instead of the 6 asked for", len(other))
	}
	for n := 54; len(a.turned) > 0 && &a.turned[0][0] == &first[0]; n += 6 {
		if n > 200 {
			t.Fatal("spectra of every length ever asked for are kept")
		}
		if fft.Fits(n) {
			a.turnedSpectra(n, 4)
		}
	}
	if len(a.turned) > lengthsKept {
		t.Errorf("spectra of %d lengths are kept", len(a.turned))
	}
	a.Forget()
	if len(a.turned) != 0 {
		t.Error("spectra are still there after Forget")
	}
}

func TestLineSamples(t *testing.T) {
	f := filter.NewField(4, 3, 10, 10, 0, 0)
	copy(f.Z, []float32{0, 1, 2, 3, 10, 11, 0, 13, 20, 21, 22, 23})
	for i := range f.M {
		f.M[i] = 1
	}
	f.M[6] = 0
	im := NewImage(f)
	for _, test := range []struct {
		x, y float64
		z, m float32
	}{
		{0, 0, 0, 1}, {1, 1, 11, 1}, {0.5, 0, 0.5, 1}, {0.5, 0.5, 5.5, 1}, {3, 2, 23, 1},
		{2, 1, 0, 0},             // missing
		{2, 0.25, 2, 1},          // three quarters of the weight is the point above
		{-0.4, 0, 0, 1},          // 60 % of the weight is measured
		{-0.6, 0, 0, 0},          // 40 %
		{-5, 0, 0, 0},            // outside
		{math.NaN(), 0, 0, 0},    // no place at all
		{math.Inf(1), 1e9, 0, 0}, // nor this
	} {
		z, m := make([]float32, 1), make([]float32, 1)
		im.Line(z, m, test.x, test.y, 1, 0)
		if math.Abs(float64(z[0]-test.z)) > 1e-5 || m[0] != test.m {
			t.Errorf("at %g, %g: %g (weight %g), want %g (%g)", test.x, test.y, z[0], m[0], test.z, test.m)
		}
	}
}

func TestPearson(t *testing.T) {
	for _, test := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1, 2, 3}, []float64{2, 4, 6}, 1},
		{[]float64{1, 2, 3}, []float64{3, 2, 1}, -1},
		{[]float64{1, 2, 3, 4}, []float64{1, 3, 2, 5}, 0.8315218406}, // by hand: 5.5/√(5·8.75)
		{[]float64{1, 1, 1}, []float64{1, 2, 3}, math.NaN()},
		{[]float64{1}, []float64{1}, math.NaN()},
		{nil, nil, math.NaN()},
	} {
		var sa, sb, saa, sbb, sab float64
		for i := range test.a {
			a, b := test.a[i], test.b[i]
			sa, sb, saa, sbb, sab = sa+a, sb+b, saa+a*a, sbb+b*b, sab+a*b
		}
		got := Pearson(float64(len(test.a)), sa, sb, saa, sbb, sab)
		if math.Abs(got-test.want) > 1e-9 || math.IsNaN(got) != math.IsNaN(test.want) {
			t.Errorf("%v with %v: %.10f, want %g", test.a, test.b, got, test.want)
		}
	}
}

func TestVertex(t *testing.T) {
	parabola := func(x float64) float64 { return 5 - (x-0.3)*(x-0.3) }
	if got := Vertex(parabola(-1), parabola(0), parabola(1)); math.Abs(got-0.3) > 1e-12 {
		t.Errorf("top at %g, want 0.3", got)
	}
	for _, test := range [][4]float64{{3, 1, 1, -1}, {1, 1, 3, 1}, {1, 1, 1, 0}} {
		if got := Vertex(test[0], test[1], test[2]); got != test[3] {
			t.Errorf("%v: %g, want %g", test[:3], got, test[3])
		}
	}
}

// TestPoseAndPlaceAgree: the pose moves points as At samples them.
func TestPoseAndPlaceAgree(t *testing.T) {
	ca, cb := imaging.Point{X: 100, Y: 900}, imaging.Point{X: -40, Y: 60}
	q := Place{Deg: 37, DX: 12, DY: -5}
	got := q.Pose(ca, cb).Apply(ca)
	if math.Hypot(got.X-(cb.X+12), got.Y-(cb.Y-5)) > 1e-9 {
		t.Errorf("the centre falls on %+v", got)
	}
}
