package compare

import (
	"math"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
)

// However large photographs without a scale are drawn, the same place of both is seen at the same place.
func TestPhotographsWithoutAScaleAreDrawnSoThatTheyLieOnEachOther(t *testing.T) {
	r := imaging.Result{PhotoPose: &imaging.PhotoPose{AngleDeg: 14.7, Magnify: 1.6, TX: 0.1, TY: -0.2}}
	p := imaging.Point{X: 0.3, Y: 0.4} // of A, in its widths
	want := r.PhotoPose.Apply(p)
	for name, scales := range map[string][2]casefile.Scale{"neither known": {}, "A's known": {{X: 2.5, Y: 2.5}, {}}, "B's known": {{}, {X: 4, Y: 4}}} {
		k := casefile.ComparisonItem{A: casefile.Side{Capture: casefile.Capture{Width: 2592, Scale: scales[0]}}, B: casefile.Side{Capture: casefile.Capture{Width: 3024, Scale: scales[1]}}}
		spacing, pose := placed(k, r)
		got := pose.Apply(imaging.Point{X: p.X * 2592 * spacing[0], Y: p.Y * 2592 * spacing[0]})
		if d := math.Hypot(got.X/spacing[1]-want.X*3024, got.Y/spacing[1]-want.Y*3024); d > 1e-6 {
			t.Errorf("%s: %g pixels off", name, d)
		}
		for i, s := range scales {
			if s.X > 0 && math.Abs(spacing[i]-s.X) > 1e-9 {
				t.Errorf("%s: a photograph of %g µm per pixel is drawn with %g", name, s.X, spacing[i])
			}
		}
	}
}
