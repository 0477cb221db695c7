package exact_test

import (
	"math"
	"testing"

	"tracemark/imaging/internal/exact"
)

// The tolerance is 4 units of the last place of the result: 2 for this package, 2 for package math.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 4*0x1p-52*math.Max(math.Abs(want), 0x1p-40)
}

func TestAgainstPackageMath(t *testing.T) {
	for x := -30.0; x <= 30; x += 0.0137 {
		if got, want := exact.Exp(x), math.Exp(x); !near(got, want) {
			t.Errorf("Exp(%g) = %.17g, want %.17g", x, got, want)
		}
		// Tanh is a limiter here: absolute accuracy is what matters.
		if got, want := exact.Tanh(x/3), math.Tanh(x/3); math.Abs(got-want) > 2e-12 {
			t.Errorf("Tanh(%g) = %.17g, want %.17g", x/3, got, want)
		}
	}
	for d := -720.0; d <= 720; d += 0.317 {
		s, c := exact.SincosDeg(d)
		ws, wc := math.Sincos(d * math.Pi / 180)
		if math.Abs(s-ws) > 1e-14 || math.Abs(c-wc) > 1e-14 { // math's own argument is rounded at 720°·π/180
			t.Errorf("SincosDeg(%g) = %g, %g, want %g, %g", d, s, c, ws, wc)
		}
	}
}

func TestQuarterTurnsAreExact(t *testing.T) {
	for deg, want := range map[float64][2]float64{0: {0, 1}, 90: {1, 0}, 180: {0, -1}, -90: {-1, 0}, 270: {-1, 0}, 360: {0, 1}} {
		if s, c := exact.SincosDeg(deg); s != want[0] || c != want[1] {
			t.Errorf("SincosDeg(%g) = %g, %g, want %v", deg, s, c, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for in, want := range map[float64]float64{0: 0, 180: 180, -180: 180, 190: -170, -190: 170, 720: 0, 540: 180} {
		if got := exact.WrapDeg(in); got != want {
			t.Errorf("WrapDeg(%g) = %g, want %g", in, got, want)
		}
	}
}
