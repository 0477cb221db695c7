package synth

import (
	"math"
	"testing"
)

func TestFieldsHaveUnitVariance(t *testing.T) {
	f := newField(42, 30, 20, 50)
	var sum, sq float64
	const n = 400
	for i := range n * n {
		z := f.at(float64(i%n)*7.3, float64(i/n)*7.3)
		sum += z
		sq += z * z
	}
	mean := sum / (n * n)
	if v := sq/(n*n) - mean*mean; math.Abs(mean) > 0.05 || math.Abs(v-1) > 0.05 { // 8000 lattice points: ±2 % by chance
		t.Errorf("mean %.3f, variance %.3f", mean, v)
	}
}

func TestFieldsAreSmooth(t *testing.T) {
	f := newField(42, 30, 20, 50)
	for i := range 20_000 {
		u := float64(i) * 0.037
		// The quintic rises by at most 1.875 per lattice step of 20 µm, between values 2·2.22 apart.
		if d := math.Abs(f.at(u+0.01, 3) - f.at(u, 3)); d > 0.01*4.44*1.875*(1/20.0+1/50.0) {
			t.Fatalf("jump of %g at %g", d, u)
		}
	}
}
