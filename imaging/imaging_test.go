package imaging_test

import (
	"encoding/json"
	"math"
	"testing"

	"tracemark/imaging"
)

func TestPoseAndItsInverseReturnAPoint(t *testing.T) {
	pose := imaging.Pose{AngleDeg: 33, TX: 120.5, TY: -41}
	p := imaging.Point{X: 900, Y: 77}
	got := pose.Inverse().Apply(pose.Apply(p))
	if math.Hypot(got.X-p.X, got.Y-p.Y) > 1e-9 { // rounding of a few thousand µm
		t.Errorf("got %v, want %v", got, p)
	}
}

func TestPositiveAngleTurnsXTowardsY(t *testing.T) {
	got := imaging.Pose{AngleDeg: 90}.Apply(imaging.Point{X: 1})
	if math.Hypot(got.X, got.Y-1) > 1e-12 {
		t.Errorf("(1,0) turned by 90° is %v, want (0,1)", got)
	}
}

func TestShiftIsZeroWhenTheCentresCoincide(t *testing.T) {
	a, b := imaging.Point{X: 100, Y: 50}, imaging.Point{X: 80, Y: 90}
	turned := imaging.Pose{AngleDeg: 25}.Apply(a)
	dx, dy := imaging.Pose{AngleDeg: 25, TX: b.X - turned.X, TY: b.Y - turned.Y}.Shift(a, b)
	if math.Hypot(dx, dy) > 1e-9 {
		t.Errorf("shift is (%g, %g), want none", dx, dy)
	}
}

func TestUnknownNumbersSurviveJSON(t *testing.T) {
	want := imaging.Result{
		Method:  imaging.MethodSurface,
		Scores:  []imaging.Score{{Name: "x", Value: math.NaN()}, {Name: "y", Value: 3}},
		CellsAB: []imaging.Cell{{Row: 1, Correlation: math.NaN(), Overlap: 0.25, Reason: imaging.ReasonNoOverlap}},
	}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got imaging.Result
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(got.Score("x")) || got.Score("y") != 3 {
		t.Errorf("scores came back as %v", got.Scores)
	}
	c := got.CellsAB[0]
	if !math.IsNaN(c.Correlation) || c.Overlap != 0.25 || c.Reason != imaging.ReasonNoOverlap || c.Row != 1 {
		t.Errorf("cell came back as %+v", c)
	}
}

func TestAPhotoPoseAndItsDrawingAgree(t *testing.T) {
	q := imaging.PhotoPose{AngleDeg: 15, Magnify: 1.25, TX: 0.1, TY: -0.2}
	p := imaging.Point{X: 0.3, Y: 0.4} // of A, in its widths
	for _, widthA := range []float64{1, 3000} {
		widthB, pose := q.Drawn(widthA)
		on := q.Apply(p)
		got, want := pose.Apply(imaging.Point{X: p.X * widthA, Y: p.Y * widthA}), imaging.Point{X: on.X * widthB, Y: on.Y * widthB}
		if math.Hypot(got.X-want.X, got.Y-want.Y) > 1e-12*widthA {
			t.Errorf("drawn %g wide the point falls on %v, want %v", widthA, got, want)
		}
	}
}
