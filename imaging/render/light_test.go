package render_test

import (
	"math"
	"testing"

	"tracemark/imaging/render"
)

func TestARingIsTheMeanOfLightsFromAllRound(t *testing.T) {
	for _, elevation := range []float64{5, 15, 45, 80, 90} {
		for _, g := range [][2]float64{{0, 0}, {0.03, -0.02}, {0.5, 0.1}, {-3, 2}} {
			const lamps = 3600
			want := 0.0
			for i := range lamps {
				l := render.Light{AzimuthDeg: float64(i) * 360 / lamps, ElevationDeg: elevation}
				want += l.Brightness(g[0], g[1]) / lamps
			}
			got := render.Light{AzimuthDeg: 77, ElevationDeg: elevation, Ring: true}.Brightness(g[0], g[1])
			// 3600 lamps stand in for infinitely many: where some are hidden the sum ends half a lamp off.
			if math.Abs(got-want) > 1e-5 {
				t.Errorf("at %g° on slope %v: ring gives %.6f, the lamps %.6f", elevation, g, got, want)
			}
		}
	}
}

func TestALightIsBrightestOnTheSlopeThatFacesIt(t *testing.T) {
	right := render.Light{AzimuthDeg: 90, ElevationDeg: 45}
	// A surface that falls to the right by 45° faces a light from the right at 45°.
	if got := right.Brightness(-1, 0); math.Abs(got-1) > 1e-12 {
		t.Errorf("facing the light: %g, want 1", got)
	}
	if got := right.Brightness(2, 0); got != 0 {
		t.Errorf("turned away from the light: %g, want 0", got)
	}
	top := render.Light{AzimuthDeg: 0, ElevationDeg: 45}
	if top.Brightness(0, 0.2) <= top.Brightness(0, -0.2) {
		t.Error("under a light from above the slope that rises downwards must be the brighter")
	}
}
