package markup

import (
	"math"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// How a shape is sized by keys, in device pixels.
const (
	ellipsePx  = 40 // half the size of an ellipse to begin with
	leastAxis  = 3  // half the size of the smallest
	ellipseFor = 1.1
)

// byKeys is drawing without a mouse: the arrows move a cross, Enter or Space sets a point where it is.
type byKeys struct {
	point  viewer.KeyPoint
	drawn  bool    // what is drawn was begun by a key
	rx, ry float64 // of an ellipse: half its size on the screen
}

// KeyPoint implements viewer.Keyed.
func (t *Pen) KeyPoint() viewer.KeyPoint { return t.keys.point }

// draw handles the keys that draw and reports whether it was one.
func (t *Pen) draw(k fyne.KeyName, m fyne.KeyModifier) bool {
	if t.keys.drawn && t.points != nil && t.size(k, m) {
		return true
	}
	if t.keys.point.Arrow(t.p.Stage(), k, m, t.points != nil) {
		t.follow()
		return true
	}
	switch k {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
	default:
		return false
	}
	switch {
	case m != 0:
		return false
	case t.points != nil && !t.keys.drawn: // a polygon of the mouse
		return false
	case !t.keys.point.Shown:
		t.keys.point.Show(t.p.Stage())
	case t.points == nil:
		t.begin()
	case t.p.Kind == casefile.Polygon && (k == fyne.KeySpace || len(t.points) < 3):
		t.points = append(t.points, t.keys.point.At)
		t.draft()
	default:
		t.finish()
	}
	return true
}

// begin begins a shape where the cross is.
func (t *Pen) begin() {
	p := t.keys.point
	t.side, t.points, t.keys.drawn = p.Side, []imaging.Point{p.At}, true
	t.keys.rx, t.keys.ry = ellipsePx, ellipsePx
	t.follow()
	t.draft()
}

// follow carries what is drawn on to where the cross is now.
func (t *Pen) follow() {
	if t.points == nil || !t.keys.drawn {
		return
	}
	at := t.keys.point.At
	switch t.p.Kind {
	case casefile.Brush:
		if at == t.points[len(t.points)-1] {
			return
		}
		t.points = append(t.points, at)
	case casefile.Arrow:
		t.points = []imaging.Point{t.points[0], at}
	case casefile.Polygon:
		t.hover = &at
	case casefile.Ellipse:
		s := t.p.Stage()
		c := s.Screen(t.side, at)
		t.points = []imaging.Point{at, s.Specimen(t.side, viewer.Pixel{X: c.X + t.keys.rx, Y: c.Y}), s.Specimen(t.side, viewer.Pixel{X: c.X, Y: c.Y + t.keys.ry})}
	}
	t.draft()
}

// size handles the keys that size an ellipse: plus and minus all of it, Shift and an arrow its width or height by ten pixels.
func (t *Pen) size(k fyne.KeyName, m fyne.KeyModifier) bool {
	if t.p.Kind != casefile.Ellipse {
		return false
	}
	factor, wider, taller := 1.0, 0.0, 0.0
	shift := m == fyne.KeyModifierShift
	switch {
	case k == fyne.KeyPlus, k == fyne.KeyEqual:
		factor = ellipseFor
	case k == fyne.KeyMinus:
		factor = 1 / ellipseFor
	case shift && k == fyne.KeyRight:
		wider = bigNudgePx
	case shift && k == fyne.KeyLeft:
		wider = -bigNudgePx
	case shift && k == fyne.KeyUp:
		taller = bigNudgePx
	case shift && k == fyne.KeyDown:
		taller = -bigNudgePx
	default:
		return false
	}
	t.keys.rx = math.Max(t.keys.rx*factor+wider/2, leastAxis)
	t.keys.ry = math.Max(t.keys.ry*factor+taller/2, leastAxis)
	t.follow()
	return true
}

// takeBack takes the last point of what keys draw back, and reports whether there was one.
func (t *Pen) takeBack() bool {
	if t.points == nil {
		return false
	}
	if len(t.points) == 1 || t.p.Kind == casefile.Ellipse || t.p.Kind == casefile.Arrow {
		t.cancel()
		return true
	}
	t.points = t.points[:len(t.points)-1]
	if t.p.Kind == casefile.Brush { // the cross goes back with the stroke
		t.keys.point.At = t.points[len(t.points)-1]
	}
	t.draft()
	return true
}
