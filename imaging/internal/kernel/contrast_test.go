package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// weights are 0 or 1, a third of them 0.
func weights(rng *rand.Rand, n int) []float32 {
	m := make([]float32, n)
	for i := range m {
		if rng.IntN(3) != 0 {
			m[i] = 1
		}
	}
	return m
}

// TestShareAndEvenBits: the assembly gives the bits of the plain code at any length, also where weights are missing or negative.
func TestShareAndEvenBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for n := range 70 {
		z, w, m := normals(rng, n), normals(rng, n), weights(rng, n)
		if n > 3 {
			w[rng.IntN(n)] = 0
		}
		got, want := append([]float32(nil), z...), append([]float32(nil), z...)
		Share(got, w, m)
		sharePlain(want, w, m)
		sameBits(t, "share", got, want)
		copy(got, z)
		copy(want, z)
		Even(got, w, m, 0.3)
		evenPlain(want, w, m, 0.3)
		sameBits(t, "even", got, want)
	}
}

// TestLimitIsATanh: what the assembly does of a row is limit·tanh(z/limit); that it has the very bits of the plain code, package filter
// tests.
func TestLimitIsATanh(t *testing.T) {
	if !Fast() {
		t.Skip("this processor or build has no assembly: package filter does it in plain Go")
	}
	var factor [14]float64
	f := 1.0
	for i := range factor {
		factor[i], f = 1/f, f*float64(i+1)
	}
	z := []float32{0, 1e-9, -0.01, 0.0499, 0.0501, -0.7, 3, -19.9, 20.1, 1000, -1e30, 2}
	got := append([]float32(nil), z...)
	if n := Limit(got, 1.5, &factor); n != len(z) {
		t.Fatalf("%d of %d numbers were done", n, len(z))
	}
	for i, v := range z {
		want := 1.5 * math.Tanh(float64(v)/1.5)
		if math.Abs(float64(got[i])-want) > 1e-7*math.Abs(want) {
			t.Errorf("%v became %v, want %v", v, got[i], want)
		}
	}
}

// TestPlaneSums: every sum is that of its definition over the points that count.
func TestPlaneSums(t *testing.T) {
	if !Fast() {
		t.Skip("this processor or build has no assembly: package filter does it in plain Go")
	}
	rng := rand.New(rand.NewPCG(6, 2))
	for range 200 {
		n := rng.IntN(50)
		z, m, xs := normals(rng, n), weights(rng, n), make([]float64, n)
		for i := range xs {
			xs[i] = rng.Float64() - 0.5
			z[i] *= m[i]
			if i > n/2 && rng.IntN(2) == 0 { // whole blocks without a point
				z[i], m[i] = 0, 0
			}
		}
		tilt := Tilt{Level: 0.1, Slope: 0.3, PY: -0.2, Y: 0.4, Limit: 1.2, Weigh: rng.IntN(2) == 0}
		var got, want PlaneSums
		done := Plane(&got, xs, z, m, &tilt)
		if done != n/4*4 {
			t.Fatalf("%d of %d points were done", done, n)
		}
		for i := range done {
			if m[i] == 0 {
				continue
			}
			h, w := float64(z[i]), 1.0
			if tilt.Weigh {
				u := (h - (tilt.Level + float64(tilt.Slope*xs[i]) + tilt.PY)) / tilt.Limit
				if math.Abs(u) >= 1 {
					continue
				}
				w = 1 - float64(u*u)
				w = float64(w * w)
			}
			p := [4]float64{1, xs[i], tilt.Y, h}
			for k, q := range p {
				want[k] += float64(w * q)
				want[4+k] += float64(float64(w*xs[i]) * q)
				want[8+k] += float64(float64(w*tilt.Y) * q)
			}
		}
		if got != want {
			t.Fatalf("%d points: %v, want %v", n, got, want)
		}
	}
}
