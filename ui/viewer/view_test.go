package viewer_test

import (
	"math"
	"testing"

	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// near allows for rounding in float64 only: coordinates are below 1e4, so 1e-6 px is some 1e6 units of the last place.
const near = 1e-6

func stage(mode viewer.Mode) viewer.Stage {
	return viewer.Stage{
		W: 1601, H: 900, UMPerPx: 3.7, Linked: true, Mode: mode, SplitAt: 0.4,
		Views: [2]viewer.View{
			{Centre: imaging.Point{X: 1700, Y: 1650}, AngleDeg: 17},
			{Centre: imaging.Point{X: 1400, Y: 1900}, AngleDeg: -101.5},
		},
	}
}

func same(t *testing.T, what string, got, want viewer.Pixel) {
	t.Helper()
	if math.Hypot(got.X-want.X, got.Y-want.Y) > near {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

var modes = map[string]viewer.Mode{"split": viewer.Split, "side by side": viewer.SideBySide, "overlay": viewer.Overlay}

func TestAPositiveAngleTurnsClockwiseOnTheScreen(t *testing.T) {
	s := viewer.Stage{W: 200, H: 200, UMPerPx: 1, Views: [2]viewer.View{{AngleDeg: 90}, {}}}
	// A point to the right of the centre of the specimen is seen below it after a quarter turn clockwise.
	same(t, "quarter turn", s.Screen(viewer.A, imaging.Point{X: 50}), viewer.Pixel{X: 100, Y: 150})
}

func TestScreenAndSpecimenAreInverse(t *testing.T) {
	for name, m := range modes {
		t.Run(name, func(t *testing.T) {
			s := stage(m)
			for _, side := range []viewer.Side{viewer.A, viewer.B} {
				q := viewer.Pixel{X: 321, Y: 77}
				same(t, "there and back", s.Screen(side, s.Specimen(side, q)), q)
			}
		})
	}
}

func TestZoomKeepsWhatIsUnderTheCursor(t *testing.T) {
	for name, m := range modes {
		t.Run(name, func(t *testing.T) {
			s := stage(m)
			q := viewer.Pixel{X: 123, Y: 456}
			p := s.Specimen(s.Under(q), q)
			z := s.Zoom(1.7, q)
			same(t, "under the cursor", z.Screen(s.Under(q), p), q)
			if got, want := z.UMPerPx, 3.7/1.7; math.Abs(got-want) > 1e-12 {
				t.Errorf("magnification %g, want %g", got, want)
			}
			back := z.Zoom(1/1.7, q)
			same(t, "centre after zooming back", viewer.Pixel(back.Views[viewer.B].Centre), viewer.Pixel(s.Views[viewer.B].Centre))
		})
	}
}

func TestZoomStopsAtItsLimits(t *testing.T) {
	s := stage(viewer.Split)
	if got := s.Zoom(1e9, viewer.Pixel{}).UMPerPx; got != 0.05 {
		t.Errorf("got %g µm/px, want the limit 0.05", got)
	}
}

func TestRotateKeepsWhatIsUnderTheCursor(t *testing.T) {
	for name, m := range modes {
		t.Run(name, func(t *testing.T) {
			s := stage(m)
			q := viewer.Pixel{X: 300, Y: 500}
			p := s.Specimen(s.Under(q), q)
			r := s.Rotate(s.Under(q), 33.3, q)
			same(t, "under the cursor", r.Screen(s.Under(q), p), q)
			if got, want := r.Views[viewer.A].AngleDeg, 50.3; math.Abs(got-want) > 1e-9 {
				t.Errorf("A is turned by %g, want %g", got, want)
			}
		})
	}
}

func TestPanMovesByScreenPixels(t *testing.T) {
	s := stage(viewer.Split)
	p := imaging.Point{X: 1000, Y: 1000}
	for _, side := range []viewer.Side{viewer.A, viewer.B} {
		was := s.Screen(side, p)
		same(t, "panned", s.Pan(viewer.A, 31, -12).Screen(side, p), viewer.Pixel{X: was.X + 31, Y: was.Y - 12})
	}
}

func TestUnlinkedOneSpecimenMoves(t *testing.T) {
	s := stage(viewer.Split)
	s.Linked = false
	moved := s.Pan(viewer.B, 10, 10).Rotate(viewer.B, 5, viewer.Pixel{X: 1200, Y: 300})
	if moved.Views[viewer.A] != s.Views[viewer.A] {
		t.Error("A moved with B although they are not linked")
	}
	if moved.Views[viewer.B] == s.Views[viewer.B] {
		t.Error("B did not move")
	}
}

func TestAlignLaysACellOnItsPartner(t *testing.T) {
	poses := map[string]imaging.Pose{
		"identity":        {},
		"shift":           {TX: 120, TY: -75},
		"turn":            {AngleDeg: -24, TX: 55, TY: 410},
		"upside down":     {AngleDeg: 179.5, TX: 3300, TY: 3400},
		"negative centre": {AngleDeg: 90, TX: -4000, TY: 12},
	}
	cell := imaging.Cell{Centre: imaging.Point{X: 812.5, Y: 1337.5}}
	for name, pose := range poses {
		t.Run(name, func(t *testing.T) {
			cell.Partner = pose.Apply(cell.Centre)
			for _, m := range []viewer.Mode{viewer.Split, viewer.Overlay} {
				s := stage(m).Align(pose)
				same(t, "partner", s.Screen(viewer.B, cell.Partner), s.Screen(viewer.A, cell.Centre))
				// What is aligned stays so however both are moved together.
				s = s.Pan(viewer.A, 50, 9).Rotate(viewer.B, -71, viewer.Pixel{X: 10, Y: 700}).Zoom(2.2, viewer.Pixel{X: 900, Y: 3})
				same(t, "partner after moving both", s.Screen(viewer.B, cell.Partner), s.Screen(viewer.A, cell.Centre))
			}
		})
	}
}

func TestFitShowsEveryCorner(t *testing.T) {
	boxes := [2]viewer.Box{{Max: imaging.Point{X: 3500, Y: 3300}}, {Max: imaging.Point{X: 2000, Y: 5000}}}
	for name, m := range modes {
		t.Run(name, func(t *testing.T) {
			s := stage(m).Fit(boxes, &imaging.Pose{AngleDeg: 30, TX: 100, TY: 900})
			lo, hi := 0.0, float64(s.W)
			for i, b := range boxes {
				if m == viewer.SideBySide {
					lo, hi = float64(i)*float64(s.W)/2, float64(i+1)*float64(s.W)/2
				}
				for _, p := range []imaging.Point{b.Min, b.Max, {X: b.Min.X, Y: b.Max.Y}, {X: b.Max.X, Y: b.Min.Y}} {
					q := s.Screen(viewer.Side(i), p)
					if q.X < lo || q.X > hi || q.Y < 0 || q.Y > float64(s.H) {
						t.Errorf("corner %v of specimen %d is seen at %v, outside its field", p, i, q)
					}
				}
			}
		})
	}
}

func TestUnder(t *testing.T) {
	s := stage(viewer.Split) // the line is at 640
	for _, c := range []struct {
		x       float64
		swapped bool
		want    viewer.Side
	}{{10, false, viewer.A}, {1000, false, viewer.B}, {10, true, viewer.B}, {1000, true, viewer.A}} {
		s.Swapped = c.swapped
		if got := s.Under(viewer.Pixel{X: c.x}); got != c.want {
			t.Errorf("at %g, swapped %v: got %d, want %d", c.x, c.swapped, got, c.want)
		}
	}
}

func TestScaleBarIsARoundLengthThatFits(t *testing.T) {
	for _, c := range []struct{ umPerPx, maxPx, um float64 }{{1, 220, 200}, {3.7, 200, 500}, {0.05, 100, 5}, {12.5, 160, 2000}} {
		um, px := viewer.ScaleBar(c.umPerPx, c.maxPx)
		if um != c.um || math.Abs(px*c.umPerPx-um) > 1e-9 {
			t.Errorf("at %g µm/px: %g µm in %g px, want %g µm", c.umPerPx, um, px, c.um)
		}
	}
}
