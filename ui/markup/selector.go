package markup

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// How near the pointer must be, and how far the arrow keys move, in device pixels.
const (
	grabPx     = 7
	nudgePx    = 1
	bigNudgePx = 10
)

// selector chooses, moves and reshapes annotations; it implements viewer.Tool. A click chooses; a drag moves the shapes of
// both sides together, with Shift only the one that is pressed on; a drag on a handle of the chosen shape reshapes it on
// both sides, with Shift on one. Delete removes, Escape lets go, comma and full stop choose the one before and after, the
// arrow keys move by 1 pixel, with Shift by 10.
type selector struct {
	e      *Editor
	held   string // id of what is dragged
	handle int    // point of the shape that is dragged, -1 for all of it
	from   viewer.Touch
	over   bool
}

// Press implements viewer.Tool.
func (t *selector) Press(at viewer.Touch) {
	t.held = ""
	if at.Button == desktop.MouseButtonSecondary {
		return
	}
	t.from = at
	if a, ok := t.e.Model.Selected(); ok {
		if i := handleAt(a, at); i >= 0 {
			t.held, t.handle = a.ID, i
			return
		}
	}
	id := t.e.Model.At(at.Side, at.At, grabPx*at.UMPerPx)
	t.e.Model.Select(id)
	t.held, t.handle = id, -1
}

// handleAt returns the point of an annotation's shape that is under the pointer, -1 where none is. A stroke has no handles:
// it has as many points as the hand made movements.
func handleAt(a casefile.Annotation, at viewer.Touch) int {
	s := shapeOn(a, at.Side)
	if s == nil || s.Kind == casefile.Brush {
		return -1
	}
	for i, p := range s.Points {
		if s.Kind == casefile.Ellipse && i == 0 { // the middle of an ellipse would reshape nothing
			continue
		}
		if math.Hypot(p.X-at.At.X, p.Y-at.At.Y) <= grabPx*at.UMPerPx {
			return i
		}
	}
	return -1
}

// Drag implements viewer.Tool.
func (t *selector) Drag(at viewer.Touch) {
	if a, ok := t.dragged(at); ok {
		t.e.setDraft(&a)
	}
}

// dragged returns what the annotation that is held has become with the pointer here.
func (t *selector) dragged(at viewer.Touch) (casefile.Annotation, bool) {
	a, ok := t.e.Model.Find(t.held)
	if !ok || at.Side != t.from.Side {
		return a, false
	}
	to := t.e.mapper()
	if at.Modifier&fyne.KeyModifierShift != 0 {
		to = nil
	}
	if t.handle < 0 {
		return moved(a, at.Side, sub(at.At, t.from.At), to), true
	}
	s := reshaped(*shapeOn(a, at.Side), t.handle, at.At)
	a = withShape(a, at.Side, s)
	if other := shapeOn(a, 1-at.Side); other != nil && to != nil {
		// Only the point that moved is mapped anew: a pair that was laid on each other by hand stays so elsewhere.
		a = withShape(a, 1-at.Side, reshaped(*other, t.handle, to(at.Side, s.Points[t.handle])))
	}
	return a, true
}

// reshaped returns a shape with one of its points elsewhere. Of an ellipse that turns and stretches one half axis; the other
// stays perpendicular to it and as long as it was.
func reshaped(s casefile.Shape, i int, p imaging.Point) casefile.Shape {
	s.Points = slices.Clone(s.Points)
	if s.Kind == casefile.Ellipse && i > 0 {
		c, o := s.Points[0], 3-i
		old, axis := sub(s.Points[o], s.Points[0]), sub(p, c)
		turned := imaging.Point{X: -axis.Y, Y: axis.X}
		if turned.X*old.X+turned.Y*old.Y < 0 {
			turned = imaging.Point{X: axis.Y, Y: -axis.X}
		}
		if n := math.Hypot(axis.X, axis.Y); n > 0 {
			k := math.Hypot(old.X, old.Y) / n
			s.Points[o] = imaging.Point{X: c.X + k*turned.X, Y: c.Y + k*turned.Y}
		}
	}
	s.Points[i] = p
	return s
}

// Release implements viewer.Tool.
func (t *selector) Release(at viewer.Touch) {
	a, ok := t.dragged(at)
	held := t.held
	t.held = ""
	t.e.setDraft(nil)
	if ok && pixels(at.Pixel, t.from.Pixel) >= 1 {
		t.e.Model.Edit(held, func(was *casefile.Annotation) { *was = a })
	}
}

// Hover implements viewer.Tool.
func (t *selector) Hover(at viewer.Touch) {
	t.over = t.e.Model.At(at.Side, at.At, grabPx*at.UMPerPx) != ""
	if a, ok := t.e.Model.Selected(); ok {
		t.over = t.over || handleAt(a, at) >= 0
	}
}

// Cursor implements viewer.Tool.
func (t *selector) Cursor() desktop.Cursor {
	if t.over {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Key implements viewer.Tool.
func (t *selector) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	switch k {
	case fyne.KeyComma:
		return t.next(-1)
	case fyne.KeyPeriod:
		return t.next(1)
	}
	a, ok := t.e.Model.Selected()
	if !ok {
		return false
	}
	step := float64(nudgePx)
	if m&fyne.KeyModifierShift != 0 {
		step = bigNudgePx
	}
	switch k {
	case fyne.KeyDelete, fyne.KeyBackspace:
		t.e.Model.Remove(a.ID)
	case fyne.KeyEscape:
		if t.held != "" {
			t.held = ""
			t.e.setDraft(nil)
			return true
		}
		t.e.Model.Select("")
	case fyne.KeyLeft:
		t.nudge(a, -step, 0)
	case fyne.KeyRight:
		t.nudge(a, step, 0)
	case fyne.KeyUp:
		t.nudge(a, 0, -step)
	case fyne.KeyDown:
		t.nudge(a, 0, step)
	default:
		return false
	}
	return true
}

// next chooses the annotation after the one that is chosen, or before it.
func (t *selector) next(by int) bool {
	list := t.e.Model.Annotations()
	if len(list) == 0 {
		return false
	}
	i := -1
	if a, ok := t.e.Model.Selected(); ok {
		i = t.e.Model.index(a.ID)
	} else if by < 0 {
		i = 0
	}
	t.e.Model.Select(list[(i+by+len(list))%len(list)].ID)
	return true
}

// nudge moves an annotation by pixels of the screen.
func (t *selector) nudge(a casefile.Annotation, dx, dy float64) {
	side := viewer.A
	if a.A == nil {
		side = viewer.B
	}
	s := t.e.p.Stage()
	c := s.Centre(side)
	d := sub(s.Specimen(side, viewer.Pixel{X: c.X + dx, Y: c.Y + dy}), s.Specimen(side, c))
	t.e.Model.Move(a.ID, side, d, t.e.mapper())
}
