package viewer

import (
	"image"
	"math"

	"tracemark/imaging"
)

// Pixel is a position on the screen in device pixels.
type Pixel struct{ X, Y float64 }

// View is how one specimen lies on the screen: Centre is the point of the specimen that is shown at the field's centre,
// AngleDeg how far the specimen is turned, clockwise. The magnification is common to both specimens and not part of it.
type View struct {
	Centre   imaging.Point
	AngleDeg float64
}

// ToScreen returns where the specimen's point p is seen, umPerPx being the magnification and c the field's centre.
func (v View) ToScreen(p imaging.Point, umPerPx float64, c Pixel) Pixel {
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	x, y := (p.X-v.Centre.X)/umPerPx, (p.Y-v.Centre.Y)/umPerPx
	return Pixel{X: c.X + k*x - s*y, Y: c.Y + s*x + k*y}
}

// ToSpecimen returns the specimen's point that is seen at q.
func (v View) ToSpecimen(q Pixel, umPerPx float64, c Pixel) imaging.Point {
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	x, y := q.X-c.X, q.Y-c.Y
	return imaging.Point{X: v.Centre.X + (k*x+s*y)*umPerPx, Y: v.Centre.Y + (-s*x+k*y)*umPerPx}
}

// hold returns the view moved so that the specimen's point p is seen at q.
func (v View) hold(p imaging.Point, q Pixel, umPerPx float64, c Pixel) View {
	at := v.ToSpecimen(q, umPerPx, c)
	v.Centre.X += p.X - at.X
	v.Centre.Y += p.Y - at.Y
	return v
}

// Side names a specimen, not a place on the screen: A stays A when the sides are swapped.
type Side int

// The specimens, and both together.
const (
	A Side = iota
	B
	Both
)

// Mode is how the two specimens share the field.
type Mode int

// The modes. In Split and Overlay both specimens use the whole field and share its centre; in SideBySide each has a half.
const (
	Split Mode = iota
	SideBySide
	Overlay
)

// Limits of the magnification in µm of specimen per device pixel, and of the share of the wheel.
const (
	minUMPerPx = 0.05
	maxUMPerPx = 200
)

// Stage is everything about where the specimens lie: pure values, no drawing.
type Stage struct {
	W, H    int // the field in device pixels
	Views   [2]View
	UMPerPx float64
	Linked  bool    // movements go to both specimens
	Swapped bool    // B is seen on the left
	Mode    Mode    //
	SplitAt float64 // place of the split line as a share of the width, 0 to 1
	Absent  [2]bool // no such specimen: the other has the whole field
}

// Clip returns the part of the field in which a specimen is seen; it is empty where the specimen is not.
func (s Stage) Clip(side Side) image.Rectangle {
	whole := image.Rect(0, 0, s.W, s.H)
	switch {
	case s.Absent[side]:
		return image.Rectangle{}
	case s.Mode == Overlay || s.Absent[1-side]:
		return whole
	case side == s.Left():
		whole.Max.X = s.SplitX()
	default:
		whole.Min.X = s.SplitX()
	}
	return whole
}

// Left returns the specimen that is on the left.
func (s Stage) Left() Side {
	if s.Swapped {
		return B
	}
	return A
}

// Centre returns the middle of the field that a specimen uses.
func (s Stage) Centre(side Side) Pixel {
	c := Pixel{X: float64(s.W) / 2, Y: float64(s.H) / 2}
	if s.Mode == SideBySide && !s.Absent[1-side] {
		if side == s.Left() {
			c.X = float64(s.W) / 4
		} else {
			c.X = float64(s.W) * 3 / 4
		}
	}
	return c
}

// SplitX returns the column that parts the specimens on the screen.
func (s Stage) SplitX() int {
	if s.Absent != [2]bool{} { // parked where the absent one would be
		if s.Absent[s.Left()] {
			return 0
		}
		return s.W
	}
	if s.Mode == SideBySide {
		return s.W / 2
	}
	return int(math.Round(s.SplitAt * float64(s.W)))
}

// Under returns the specimen that is seen at q; in Overlay that is the one below, which does not move when unlinked.
func (s Stage) Under(q Pixel) Side {
	left := s.Left()
	if s.Absent != [2]bool{} {
		if s.Absent[A] {
			return B
		}
		return A
	}
	if s.Mode == Overlay {
		return 1 - left
	}
	if q.X < float64(s.SplitX()) {
		return left
	}
	return 1 - left
}

// Screen returns where a point of a specimen is seen.
func (s Stage) Screen(side Side, p imaging.Point) Pixel {
	return s.Views[side].ToScreen(p, s.UMPerPx, s.Centre(side))
}

// Specimen returns the point of a specimen that is seen at q.
func (s Stage) Specimen(side Side, q Pixel) imaging.Point {
	return s.Views[side].ToSpecimen(q, s.UMPerPx, s.Centre(side))
}

// affected returns the specimens that a movement of side moves.
func (s Stage) affected(side Side) []Side {
	if s.Linked || side == Both {
		return []Side{A, B}
	}
	return []Side{side}
}

// anchor returns the place that corresponds to q in the field of side: q itself but in SideBySide, where a movement about
// a place in one half happens about the same place of the other.
func (s Stage) anchor(side Side, q Pixel) Pixel {
	if s.Mode != SideBySide {
		return q
	}
	from := s.Centre(s.Under(q))
	to := s.Centre(side)
	return Pixel{X: q.X - from.X + to.X, Y: q.Y}
}

// Pan moves by device pixels.
func (s Stage) Pan(side Side, dx, dy float64) Stage {
	for _, i := range s.affected(side) {
		c := s.Centre(i)
		s.Views[i].Centre = s.Views[i].ToSpecimen(Pixel{X: c.X - dx, Y: c.Y - dy}, s.UMPerPx, c)
	}
	return s
}

// Rotate turns clockwise about what is seen at q.
func (s Stage) Rotate(side Side, deg float64, q Pixel) Stage {
	for _, i := range s.affected(side) {
		c, at := s.Centre(i), s.anchor(i, q)
		p := s.Views[i].ToSpecimen(at, s.UMPerPx, c)
		s.Views[i].AngleDeg = wrapDeg(s.Views[i].AngleDeg + deg)
		s.Views[i] = s.Views[i].hold(p, at, s.UMPerPx, c)
	}
	return s
}

// Zoom magnifies both specimens by factor; what is seen at q stays there. Both always have the same magnification.
func (s Stage) Zoom(factor float64, q Pixel) Stage {
	to := min(max(s.UMPerPx/factor, minUMPerPx), maxUMPerPx)
	for i := range s.Views {
		c, at := s.Centre(Side(i)), s.anchor(Side(i), q)
		p := s.Views[i].ToSpecimen(at, s.UMPerPx, c)
		s.Views[i] = s.Views[i].hold(p, at, to, c)
	}
	s.UMPerPx = to
	return s
}

// Align lays B under A by the pose that lays A on B: what pose maps a point of A to is seen where that point is seen.
func (s Stage) Align(pose imaging.Pose) Stage {
	s.Views[B].AngleDeg = wrapDeg(s.Views[A].AngleDeg - pose.AngleDeg)
	s.Views[B].Centre = pose.Apply(s.Views[A].Centre)
	return s
}

// Box is the extent of a specimen in its own frame.
type Box struct{ Min, Max imaging.Point }

// Middle returns the centre of the box.
func (b Box) Middle() imaging.Point {
	return imaging.Point{X: (b.Min.X + b.Max.X) / 2, Y: (b.Min.Y + b.Max.Y) / 2}
}

// fitMargin is the share of the field that Fit uses.
const fitMargin = 0.94

// Fit shows both specimens whole. With a pose they are laid on each other by it, A upright, and what both cover together
// is centred; without one each is centred and upright.
func (s Stage) Fit(boxes [2]Box, pose *imaging.Pose) Stage {
	s.Views[A] = View{Centre: boxes[A].Middle()}
	s.Views[B] = View{Centre: boxes[B].Middle()}
	if pose != nil {
		both := boxes[A]
		for _, p := range boxes[B].corners() {
			q := pose.Inverse().Apply(p)
			both.Min = imaging.Point{X: min(both.Min.X, q.X), Y: min(both.Min.Y, q.Y)}
			both.Max = imaging.Point{X: max(both.Max.X, q.X), Y: max(both.Max.Y, q.Y)}
		}
		s.Views[A].Centre = both.Middle()
		s = s.Align(*pose)
	}
	w, h := float64(s.W), float64(s.H)
	if s.Mode == SideBySide && s.Absent == [2]bool{} {
		w /= 2
	}
	need := minUMPerPx
	for i, b := range boxes {
		for _, p := range b.corners() {
			q := s.Views[i].ToScreen(p, 1, Pixel{})
			need = max(need, 2*math.Abs(q.X)/(w*fitMargin), 2*math.Abs(q.Y)/(h*fitMargin))
		}
	}
	s.UMPerPx = min(need, maxUMPerPx)
	return s
}

func (b Box) corners() [4]imaging.Point {
	return [4]imaging.Point{b.Min, {X: b.Max.X, Y: b.Min.Y}, b.Max, {X: b.Min.X, Y: b.Max.Y}}
}

// wrapDeg brings an angle into (−180, 180].
func wrapDeg(deg float64) float64 {
	deg = math.Mod(deg, 360)
	switch {
	case deg > 180:
		return deg - 360
	case deg <= -180:
		return deg + 360
	}
	return deg
}

// ScaleBar returns a length of 1, 2 or 5 times a power of ten µm that is at most maxPx wide, and its width in pixels.
func ScaleBar(umPerPx, maxPx float64) (um, px float64) {
	most := umPerPx * maxPx
	power := math.Pow(10, math.Floor(math.Log10(most)))
	um = power
	for _, k := range []float64{2, 5} {
		if k*power <= most {
			um = k * power
		}
	}
	return um, um / umPerPx
}
