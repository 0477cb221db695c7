package markup

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// How a hand draws, in device pixels and time.
const (
	brushStepPx   = 1.5 // a stroke gets no points nearer to each other than this
	leastDragPx   = 4   // a smaller ellipse or arrow was a slip of the hand
	closePx       = 8   // a click this near to the first corner closes a polygon
	doubleClickPx = 5
	doubleClick   = 400 * time.Millisecond
)

// PenParams are what a pen needs. Stage and Done are required.
type PenParams struct {
	Kind casefile.ShapeKind
	// Stage returns where the specimens lie at the moment.
	Stage func() viewer.Stage
	// WidthUM returns the width of a brush, which needs it.
	WidthUM func() float64
	// Resize is told to make a brush wider (+1) or narrower (-1) by its keys; may be nil.
	Resize func(direction int)
	// Draft is told what the shape looks like while it is drawn, and nil when it is finished or given up; may be nil.
	Draft func(side viewer.Side, s *casefile.Shape)
	// Done is given every finished shape.
	Done func(side viewer.Side, s casefile.Shape)
	// Now is the clock that tells a double click; time.Now where it is nil.
	Now func() time.Time
}

// Pen draws one shape after another; it implements viewer.Tool. A brush, an ellipse and an arrow are dragged; of a polygon
// each click is a corner, and a double click, Return or a click on the first corner closes it. Escape gives a shape up,
// Backspace takes the last corner of a polygon back. An ellipse fills the rectangle that was dragged, upright on the screen;
// with Shift it is a circle.
//
// Without a mouse the arrows move a cross by a pixel, with Shift by ten. Space or Enter begins a shape there: Space adds a corner to a
// polygon and Enter closes it; of an arrow and a stroke the cross is the end, and either key ends them. An ellipse is about the cross: plus
// and minus size it, Shift and an arrow its width or height, and either key ends it.
type Pen struct {
	p       PenParams
	side    viewer.Side
	points  []imaging.Point // of what is drawn, nil while nothing is
	from    viewer.Touch    // where it began
	hover   *imaging.Point  // of a polygon: where the next corner would be
	clicked time.Time       // the last corner of a polygon
	at      viewer.Pixel    // of that click
	keys    byKeys
}

// NewPen returns a pen.
func NewPen(p PenParams) *Pen {
	if p.Now == nil {
		p.Now = time.Now
	}
	return &Pen{p: p}
}

// Cursor implements viewer.Tool.
func (t *Pen) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// Press implements viewer.Tool.
func (t *Pen) Press(at viewer.Touch) {
	if at.Button == desktop.MouseButtonSecondary {
		return
	}
	if t.keys.drawn { // the mouse takes over
		t.Cancel()
	}
	t.keys.point.Shown = false
	if t.p.Kind == casefile.Polygon {
		t.corner(at)
		return
	}
	t.side, t.from, t.points = at.Side, at, []imaging.Point{at.At}
	t.draft()
}

// corner adds a corner to the polygon, or closes it.
func (t *Pen) corner(at viewer.Touch) {
	now := t.p.Now()
	if len(t.points) > 0 {
		if at.Side != t.side { // a polygon lies on one specimen
			return
		}
		if now.Sub(t.clicked) <= doubleClick && pixels(at.Pixel, t.at) <= doubleClickPx {
			t.finish()
			return
		}
		first := t.p.Stage().Screen(t.side, t.points[0])
		if len(t.points) >= 3 && pixels(at.Pixel, first) <= closePx {
			t.finish()
			return
		}
	}
	t.side, t.clicked, t.at, t.hover = at.Side, now, at.Pixel, nil
	t.points = append(t.points, at.At)
	t.draft()
}

func pixels(a, b viewer.Pixel) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// Drag implements viewer.Tool.
func (t *Pen) Drag(at viewer.Touch) {
	if t.points == nil || at.Side != t.side || t.keys.drawn {
		return
	}
	switch t.p.Kind {
	case casefile.Brush:
		last := t.points[len(t.points)-1]
		if math.Hypot(at.At.X-last.X, at.At.Y-last.Y) < brushStepPx*at.UMPerPx {
			return
		}
		t.points = append(t.points, at.At)
	case casefile.Arrow:
		t.points = []imaging.Point{t.from.At, at.At}
	case casefile.Ellipse:
		t.points = t.ellipse(at)
	case casefile.Polygon:
		t.hover = &at.At
	}
	t.draft()
}

// ellipse returns the ellipse in the rectangle between where the drag began and at, upright on the screen.
func (t *Pen) ellipse(at viewer.Touch) []imaging.Point {
	a, b := t.from.Pixel, at.Pixel
	w, h := b.X-a.X, b.Y-a.Y
	if at.Modifier&fyne.KeyModifierShift != 0 {
		side := max(math.Abs(w), math.Abs(h))
		w, h = math.Copysign(side, w), math.Copysign(side, h)
	}
	s := t.p.Stage()
	c := viewer.Pixel{X: a.X + w/2, Y: a.Y + h/2}
	return []imaging.Point{s.Specimen(t.side, c),
		s.Specimen(t.side, viewer.Pixel{X: c.X + math.Abs(w)/2, Y: c.Y}), s.Specimen(t.side, viewer.Pixel{X: c.X, Y: c.Y + math.Abs(h)/2})}
}

// Release implements viewer.Tool.
func (t *Pen) Release(at viewer.Touch) {
	if t.points == nil || t.p.Kind == casefile.Polygon || t.keys.drawn {
		return
	}
	t.Drag(at)
	if t.p.Kind != casefile.Brush && pixels(at.Pixel, t.from.Pixel) < leastDragPx {
		t.cancel()
		return
	}
	t.finish()
}

// Hover implements viewer.Tool.
func (t *Pen) Hover(at viewer.Touch) {
	if t.p.Kind == casefile.Polygon && t.points != nil && at.Side == t.side && !t.keys.drawn {
		t.hover = &at.At
		t.draft()
	}
}

// Key implements viewer.Tool.
func (t *Pen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if t.p.Kind == casefile.Brush && t.p.Resize != nil {
		switch k {
		case fyne.KeyComma:
			t.p.Resize(-1)
			return true
		case fyne.KeyPeriod:
			t.p.Resize(1)
			return true
		}
	}
	if t.draw(k, m) {
		return true
	}
	if t.points == nil {
		if k == fyne.KeyEscape && t.keys.point.Shown {
			t.keys.point.Shown = false
			return true
		}
		return false
	}
	if t.keys.drawn && (k == fyne.KeyBackspace || k == fyne.KeyDelete) {
		return t.takeBack()
	}
	switch k {
	case fyne.KeyEscape:
		t.cancel()
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.p.Kind == casefile.Polygon {
			t.finish()
		}
	case fyne.KeyBackspace, fyne.KeyDelete:
		if t.p.Kind == casefile.Polygon {
			t.points = t.points[:len(t.points)-1]
			if len(t.points) == 0 {
				t.cancel()
				return true
			}
			t.draft()
		}
	default:
		return false
	}
	return true
}

// Busy reports whether a shape is being drawn.
func (t *Pen) Busy() bool { return t.points != nil }

// Cancel gives up what is being drawn, as Escape does: for when the tool is put away.
func (t *Pen) Cancel() {
	if t.points != nil {
		t.cancel()
	}
}

func (t *Pen) cancel() {
	t.points, t.hover, t.keys.drawn = nil, nil, false
	if t.p.Draft != nil {
		t.p.Draft(t.side, nil)
	}
}

// finish hands the shape over; of a polygon with too few corners nothing is kept.
func (t *Pen) finish() {
	s := t.shape(nil)
	t.cancel()
	if Valid(s) {
		t.p.Done(t.side, s)
	}
}

func (t *Pen) draft() {
	if t.p.Draft == nil {
		return
	}
	s := t.shape(t.hover)
	t.p.Draft(t.side, &s)
}

// shape returns what is drawn so far, with the corner that would follow.
func (t *Pen) shape(next *imaging.Point) casefile.Shape {
	s := casefile.Shape{Kind: t.p.Kind, Points: append([]imaging.Point(nil), t.points...)}
	if next != nil {
		s.Points = append(s.Points, *next)
	}
	if t.p.Kind == casefile.Brush && t.p.WidthUM != nil {
		s.WidthUM = t.p.WidthUM()
	}
	return s
}
