package viewer

import (
	"math"
	"testing"

	"tracemark/imaging"
)

// What the picture says B is turned by is clockwise, as the angles beside it: an angle that went up by 0.1° is +0.1° from the alignment.
func TestTheTurnFromTheAlignmentHasTheSignOfTheAngles(t *testing.T) {
	pose := imaging.Pose{TX: 30, TY: -20, AngleDeg: 10.2}
	for _, flipped := range []bool{false, true} {
		s := &scene{stage: Stage{W: 400, H: 300, UMPerPx: 5}, pose: &pose}
		s.stage.Views[A].Flipped, s.stage.Views[B].Flipped = flipped, flipped
		s.stage = s.stage.Align(pose)
		if um, deg := s.away(); um > 1e-9 || math.Abs(deg) > 1e-9 {
			t.Errorf("flipped %t: aligned and %g µm, %g° away", flipped, um, deg)
		}
		s.stage = s.stage.Rotate(B, 0.1, s.stage.Centre(B))
		if _, deg := s.away(); math.Abs(deg-0.1) > 1e-9 {
			t.Errorf("flipped %t: B turned clockwise by 0.1° is said to be %g° away", flipped, deg)
		}
	}
}
