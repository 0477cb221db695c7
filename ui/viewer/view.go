package viewer

import (
	"image"
	"math"

	"tracemark/imaging"
)

// Pixel is a position on the screen in device pixels.
type Pixel struct{ X, Y float64 }

// View is how one specimen lies on the screen: Centre is the point of the specimen that is shown at the field's centre,
// AngleDeg how far the specimen is turned, clockwise. A flipped one is mirrored about its own y axis before it is turned.
// The magnification is common to both specimens and not part of it.
type View struct {
	Centre   imaging.Point
	AngleDeg float64
	Flipped  bool
}

// mirror is what x is multiplied by.
func (v View) mirror() float64 {
	if v.Flipped {
		return -1
	}
	return 1
}

// ToScreen returns where the specimen's point p is seen, umPerPx being the magnification and c the field's centre.
func (v View) ToScreen(p imaging.Point, umPerPx float64, c Pixel) Pixel {
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	x, y := v.mirror()*(p.X-v.Centre.X)/umPerPx, (p.Y-v.Centre.Y)/umPerPx
	return Pixel{X: c.X + k*x - s*y, Y: c.Y + s*x + k*y}
}

// ToSpecimen returns the specimen's point that is seen at q.
func (v View) ToSpecimen(q Pixel, umPerPx float64, c Pixel) imaging.Point {
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	x, y := q.X-c.X, q.Y-c.Y
	return imaging.Point{X: v.Centre.X + v.mirror()*(k*x+s*y)*umPerPx, Y: v.Centre.Y + (-s*x+k*y)*umPerPx}
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

// The modes. In SideBySide each specimen has a half of the field to itself; in all others both use the whole field and
// share its centre, so that what is aligned lies at the same place: Split shows one on either side of the split line,
// Overlay the upper one through the lower, Difference the heights of A less those of B, Blink one after the other.
const (
	Split Mode = iota
	SideBySide
	Overlay
	Difference
	Blink
)

// Limits of the magnification in µm of specimen per device pixel, and of the share of the wheel.
const (
	minUMPerPx = 0.05
	maxUMPerPx = 200
)

// Stage is everything about where the specimens lie: pure values, no drawing.
type Stage struct {
	W, H       int // the field in device pixels
	Views      [2]View
	UMPerPx    float64
	Linked     bool // movements go to both specimens
	Swapped    bool // B is seen first: on the left, on top, or through A
	Mode       Mode
	Horizontal bool    // the split line lies; one specimen is above, the other below
	SplitAt    float64 // place of the split line as a share of the field's width or height, 0 to 1
	Shown      Side    // the one that Blink shows at the moment
	Absent     [2]bool // no such specimen: the other has the whole field
}

// alone reports whether there is only one specimen, or none.
func (s Stage) alone() bool { return s.Absent[A] || s.Absent[B] }

// parted reports whether the field is shared out between the specimens.
func (s Stage) parted() bool { return !s.alone() && (s.Mode == Split || s.Mode == SideBySide) }

// First returns the specimen on the left or on top.
func (s Stage) First() Side {
	if s.Swapped {
		return B
	}
	return A
}

// Clip returns the part of the field in which a specimen is seen; it is empty where the specimen is not.
func (s Stage) Clip(side Side) image.Rectangle {
	whole := image.Rect(0, 0, s.W, s.H)
	switch {
	case s.Absent[side], s.Mode == Blink && !s.alone() && side != s.Shown:
		return image.Rectangle{}
	case !s.parted():
		return whole
	}
	at := s.Split()
	switch {
	case s.Horizontal && side == s.First():
		whole.Max.Y = at
	case s.Horizontal:
		whole.Min.Y = at
	case side == s.First():
		whole.Max.X = at
	default:
		whole.Min.X = at
	}
	return whole
}

// Centre returns the middle of the field that a specimen uses.
func (s Stage) Centre(side Side) Pixel {
	c := Pixel{X: float64(s.W) / 2, Y: float64(s.H) / 2}
	if s.Mode != SideBySide || s.alone() {
		return c
	}
	share := 0.25
	if side != s.First() {
		share = 0.75
	}
	if s.Horizontal {
		c.Y = float64(s.H) * share
	} else {
		c.X = float64(s.W) * share
	}
	return c
}

// length returns the field's extent across the split line.
func (s Stage) length() int {
	if s.Horizontal {
		return s.H
	}
	return s.W
}

// Split returns the column that parts the specimens on the screen, or the row where the split line lies.
func (s Stage) Split() int {
	if s.Mode == SideBySide {
		return s.length() / 2
	}
	return int(math.Round(s.SplitAt * float64(s.length())))
}

// Under returns the specimen that is seen at q. In Overlay and Difference that is the second one: it lies over the first,
// which does not move when unlinked.
func (s Stage) Under(q Pixel) Side {
	first := s.First()
	switch {
	case s.Absent[A]:
		return B
	case s.Absent[B]:
		return A
	case s.Mode == Blink:
		return s.Shown
	case !s.parted():
		return 1 - first
	}
	at := q.X
	if s.Horizontal {
		at = q.Y
	}
	if at < float64(s.Split()) {
		return first
	}
	return 1 - first
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
	if s.Mode != SideBySide || s.alone() {
		return q
	}
	from := s.Centre(s.Under(q))
	to := s.Centre(side)
	return Pixel{X: q.X - from.X + to.X, Y: q.Y - from.Y + to.Y}
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

// Align lays B under A by the pose that lays A on B: what pose maps a point of A to is seen where that point is seen. It
// is for specimens that are both flipped or both not: no turn lays a mirrored one on another.
func (s Stage) Align(pose imaging.Pose) Stage {
	s.Views[B].AngleDeg = wrapDeg(s.Views[A].AngleDeg - s.Views[A].mirror()*pose.AngleDeg)
	s.Views[B].Centre = pose.Apply(s.Views[A].Centre)
	return s
}

// Pose returns the pose by which A lies on B as they are seen; it is that of Align after Align. It means nothing while
// one of them is flipped and the other is not.
func (s Stage) Pose() imaging.Pose {
	m := s.Views[A].mirror()
	p := imaging.Pose{AngleDeg: wrapDeg(m * (s.Views[A].AngleDeg - s.Views[B].AngleDeg))}
	q := p.Apply(s.Views[A].Centre)
	p.TX, p.TY = s.Views[B].Centre.X-q.X, s.Views[B].Centre.Y-q.Y
	return p
}

// Flip mirrors a specimen about the upright line through the middle of the field it uses. What was in the middle stays
// there, the angle on the screen turns about.
func (s Stage) Flip(side Side) Stage {
	s.Views[side].Flipped = !s.Views[side].Flipped
	s.Views[side].AngleDeg = wrapDeg(-s.Views[side].AngleDeg)
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
	for i := range s.Views {
		s.Views[i] = View{Centre: boxes[i].Middle(), Flipped: s.Views[i].Flipped}
	}
	if pose != nil && s.Views[A].Flipped == s.Views[B].Flipped {
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
	if s.Mode == SideBySide && !s.alone() {
		if s.Horizontal {
			h /= 2
		} else {
			w /= 2
		}
	}
	need := minUMPerPx
	for i, b := range boxes {
		if s.Absent[i] {
			continue
		}
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
