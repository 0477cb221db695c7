package viewer

import (
	"image"
	"math"

	"tracemark/imaging"
	"tracemark/ui/theme"
	"tracemark/ui/viewer/ink"
)

// Outline is a cell drawn on a specimen, turned by AngleDeg in the specimen's frame.
type Outline struct {
	Centre       imaging.Point
	SideX, SideY float64 // µm
	AngleDeg     float64
	Congruent    bool
	Reason       imaging.Reason // why it is not
	// Number ties a cell to where it fell on the other specimen: both outlines have it. 0 is tied to none.
	Number int
	// Quiet outlines are drawn only while their number is chosen: where a rejected cell fell would clutter the picture.
	Quiet bool
	// Text is shown beside the cell while it is chosen, such as its correlation and the reason in words.
	Text string
}

// cellInset keeps the outlines of neighbouring cells apart.
const cellInset = 0.95

// corners returns the outline's corners in the specimen's frame, clockwise from the upper left.
func (o *Outline) corners() (c [4]imaging.Point) {
	pose := imaging.Pose{AngleDeg: o.AngleDeg, TX: o.Centre.X, TY: o.Centre.Y}
	for i, k := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		c[i] = pose.Apply(imaging.Point{X: k[0] * o.SideX / 2 * cellInset, Y: k[1] * o.SideY / 2 * cellInset})
	}
	return c
}

// holds reports whether a point of the specimen lies in the cell.
func (o *Outline) holds(p imaging.Point) bool {
	q := imaging.Pose{AngleDeg: o.AngleDeg, TX: o.Centre.X, TY: o.Centre.Y}.Inverse().Apply(p)
	return math.Abs(q.X) <= o.SideX/2 && math.Abs(q.Y) <= o.SideY/2
}

// drawn reports whether the scene shows the outline.
func (s *scene) drawn(o *Outline) bool {
	switch {
	case s.chosen != 0 && o.Number == s.chosen:
		return true
	case o.Quiet:
		return false
	case o.Congruent:
		return s.outlines
	}
	return s.rejected
}

// drawCells draws the cells: congruent ones blue with a whole line, others orange and dashed with a sign of the reason, the
// chosen one and its partner thick.
func (e *easel) drawCells() {
	s := e.scene
	for side := A; side <= B; side++ {
		if !s.seen(side) {
			continue
		}
		outlines := s.specimens[side].Outlines
		for i := range outlines {
			if o := &outlines[i]; s.drawn(o) && (s.chosen == 0 || o.Number != s.chosen) {
				e.drawCell(side, o, false)
			}
		}
		for i := range outlines { // on top of its neighbours
			if o := &outlines[i]; s.chosen != 0 && o.Number == s.chosen {
				e.drawCell(side, o, true)
			}
		}
	}
}

func (e *easel) drawCell(side Side, o *Outline, chosen bool) {
	st := &e.scene.stage
	k := e.scene.pxPerDIP
	pen := ink.Pen{Colour: theme.Rejected, Width: 1.6 * k, Dash: 6 * k, Gap: 4 * k}
	if o.Congruent {
		pen = ink.Pen{Colour: theme.Congruent, Width: 1.6 * k}
	}
	if chosen {
		pen.Width, pen.Rim = 3*k, theme.Field
	}
	clip := st.Clip(side)
	var at [4]Pixel
	for i, p := range o.corners() {
		at[i] = st.Screen(side, p)
	}
	for i := range at {
		q := at[(i+1)%4]
		pen.Line(e.dst, clip, at[i].X, at[i].Y, q.X, q.Y)
	}
	if !o.Congruent {
		e.drawReason(clip, st.Screen(side, o.Centre), o.Reason, min(7*k, o.SideX/st.UMPerPx/4))
	}
	if chosen && o.Text != "" {
		e.text = append(e.text[:0], o.Text...)
		below := max(at[0].Y, at[1].Y, at[2].Y, at[3].Y) + 4*k
		left := min(at[0].X, at[1].X, at[2].X, at[3].X)
		e.tag(clip, int(left), int(below), false)
	}
}

// drawReason draws why a cell was rejected: a cross for a low correlation, an arrow for a shift away from the others, an arc
// for a rotation, a ring for too little to compare, a wave of two strokes where no rotation was common.
func (e *easel) drawReason(clip image.Rectangle, c Pixel, r imaging.Reason, size float64) {
	pen := ink.Pen{Colour: theme.Rejected, Width: 1.6 * e.scene.pxPerDIP}
	line := func(x0, y0, x1, y1 float64) {
		pen.Line(e.dst, clip, c.X+x0*size, c.Y+y0*size, c.X+x1*size, c.Y+y1*size)
	}
	switch r {
	case imaging.ReasonCorrelation:
		line(-1, -1, 1, 1)
		line(-1, 1, 1, -1)
	case imaging.ReasonShift:
		line(-1, 0, 1, 0)
		line(1, 0, 0.3, -0.6)
		line(1, 0, 0.3, 0.6)
	case imaging.ReasonRotation:
		for i := range 9 {
			a, b := float64(i)*math.Pi/6, float64(i+1)*math.Pi/6
			line(math.Cos(a), math.Sin(a), math.Cos(b), math.Sin(b))
		}
		line(0, -1, 0.6, -1.4)
		line(0, -1, 0.6, -0.5)
	case imaging.ReasonLittleData, imaging.ReasonNoOverlap:
		pen.Circle(e.dst, clip, c.X, c.Y, size)
	case imaging.ReasonNoConsensus:
		line(-1, 0.4, -0.2, -0.4)
		line(0.2, 0.4, 1, -0.4)
	}
}

// cellAt returns the index of the outline that is seen at a pixel, the chosen one first, -1 where there is none.
func (v *Viewer) cellAt(side Side, q Pixel) int {
	sp := v.specimens[side]
	if sp == nil || !v.outlines && !v.rejected {
		return -1
	}
	s := v.scene(false)
	p := v.stage.Specimen(side, q)
	found := -1
	for i := range sp.Outlines {
		if o := &sp.Outlines[i]; s.drawn(o) && o.holds(p) && (found < 0 || o.Number == v.chosen) {
			found = i
		}
	}
	return found
}
