package viewer

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"tracemark/imaging"
	"tracemark/ui/viewer/ink"
)

// KeyPoint is a pointer that the arrow keys move, for a Tool that is worked without a mouse. It stays at its point of the
// specimen when that is moved or magnified, and within the part of the field where the specimen is seen. The zero value is
// put away.
type KeyPoint struct {
	Shown bool
	Side  Side
	At    imaging.Point // in the specimen's frame
}

// Arrow moves the pointer by a pixel of the screen, with Shift by ten, and reports whether the key was an arrow. One that was
// put away first appears in the middle of what is seen of the first specimen. held keeps it on its specimen; otherwise it
// goes over the split line to the other.
func (p *KeyPoint) Arrow(s Stage, k fyne.KeyName, m fyne.KeyModifier, held bool) bool {
	dx, dy, ok := arrow(k)
	if !ok || m&^fyne.KeyModifierShift != 0 {
		return false
	}
	if !p.Shown {
		p.Show(s)
		return true
	}
	if m&fyne.KeyModifierShift != 0 {
		dx, dy = dx*shiftFactor, dy*shiftFactor
	}
	q := s.Screen(p.Side, p.At)
	q = Pixel{X: q.X + dx, Y: q.Y + dy}
	if !held && q.X >= 0 && q.Y >= 0 && q.X < float64(s.W) && q.Y < float64(s.H) {
		p.Side = s.Under(q)
	}
	p.put(s, q)
	return true
}

// arrow returns the direction of an arrow key on the screen.
func arrow(k fyne.KeyName) (dx, dy float64, ok bool) {
	switch k {
	case fyne.KeyLeft:
		return -nudgePx, 0, true
	case fyne.KeyRight:
		return nudgePx, 0, true
	case fyne.KeyUp:
		return 0, -nudgePx, true
	case fyne.KeyDown:
		return 0, nudgePx, true
	}
	return 0, 0, false
}

// Show puts the pointer in the middle of what is seen of the first specimen.
func (p *KeyPoint) Show(s Stage) {
	p.Shown, p.Side = true, s.Under(Pixel{X: float64(s.W) / 2, Y: float64(s.H) / 2})
	for _, side := range [2]Side{s.First(), 1 - s.First()} {
		if s.parted() && !s.Clip(side).Empty() {
			p.Side = side
			break
		}
	}
	c := s.Clip(p.Side)
	p.put(s, Pixel{X: float64(c.Min.X+c.Max.X) / 2, Y: float64(c.Min.Y+c.Max.Y) / 2})
}

// put sets the pointer on a pixel, or on the nearest one where its specimen is seen.
func (p *KeyPoint) put(s Stage, q Pixel) {
	c := s.Clip(p.Side)
	q.X = min(max(q.X, float64(c.Min.X)), math.Max(float64(c.Min.X), float64(c.Max.X-1)))
	q.Y = min(max(q.Y, float64(c.Min.Y)), math.Max(float64(c.Min.Y), float64(c.Max.Y-1)))
	p.At = s.Specimen(p.Side, q)
}

// Touch describes the pointer as the viewer describes a mouse's.
func (p *KeyPoint) Touch(s Stage) Touch {
	return Touch{Side: p.Side, At: p.At, Pixel: s.Screen(p.Side, p.At), UMPerPx: s.UMPerPx}
}

// Keyed is a Tool with a pointer of its own, which the viewer draws as a cross.
type Keyed interface {
	Tool
	KeyPoint() KeyPoint
}

// ToolKey offers a key to the tool and reports whether it meant something to it.
func (v *Viewer) ToolKey(k fyne.KeyName, m fyne.KeyModifier) bool {
	if v.tool == nil || !v.tool.Key(k, m) {
		return false
	}
	v.settled()
	return true
}

// keyPoint returns the pointer that the tool's keys move.
func (v *Viewer) keyPoint() KeyPoint {
	if t, ok := v.tool.(Keyed); ok {
		return t.KeyPoint()
	}
	return KeyPoint{}
}

// The cross of the pointer, in units: its arms leave its middle free, so that what is pointed at is seen.
const (
	crossFrom = 4
	crossTo   = 15
)

// drawKeyPoint draws the pointer that keys move.
func (e *easel) drawKeyPoint() {
	s := e.scene
	clip := s.stage.Clip(s.pointer.Side)
	q, k := s.stage.Screen(s.pointer.Side, s.pointer.At), s.pxPerDIP
	pen := ink.Pen{Colour: color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}, Width: 1.5 * k, Rim: color.NRGBA{A: 0xe0}}
	for _, d := range [4]Pixel{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}} {
		pen.Line(e.dst, clip, q.X+d.X*crossFrom*k, q.Y+d.Y*crossFrom*k, q.X+d.X*crossTo*k, q.Y+d.Y*crossTo*k)
	}
}
