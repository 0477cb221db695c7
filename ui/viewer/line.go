package viewer

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer/ink"
)

var lineColour = color.NRGBA{R: 0xcc, G: 0x79, B: 0xa7, A: 0xff} // reddish purple of Okabe and Ito

// lineSide is the specimen that a line is measured on.
func (s *scene) lineSide() Side {
	if s.specimens[A] == nil {
		return B
	}
	return A
}

// measure returns the line's length in µm.
func (s *scene) measure(side Side) float64 {
	l := s.line[side]
	return math.Hypot(l.To.X-l.From.X, l.To.Y-l.From.Y)
}

// direction returns the line's direction on the screen.
func (s *scene) direction(side Side) float64 {
	p, q := s.stage.Screen(side, s.line[side].From), s.stage.Screen(side, s.line[side].To)
	return math.Atan2(q.Y-p.Y, q.X-p.X) * 180 / math.Pi
}

// drawProfileLine draws the line on each specimen, in that one's frame, with its length and direction at its end.
func (e *easel) drawProfileLine() {
	s := e.scene
	k := s.pxPerDIP
	pen := ink.Pen{Colour: lineColour, Width: 2 * k, Rim: color.NRGBA{A: 0xc0}}
	said := false
	for side := A; side <= B; side++ {
		if !s.seen(side) {
			continue
		}
		clip := s.stage.Clip(side)
		p, q := s.stage.Screen(side, s.line[side].From), s.stage.Screen(side, s.line[side].To)
		pen.Line(e.dst, clip, p.X, p.Y, q.X, q.Y)
		pen.Circle(e.dst, clip, p.X, p.Y, 5*k)
		pen.Circle(e.dst, clip, q.X, q.Y, 3*k)
		if !said && s.specimens[side].scaleKnown {
			e.text = append(s.words.three(e.text[:0], s.measure(side)), " µm   /   "...)
			e.text = s.words.degrees(e.text, s.direction(side))
			y := max(p.Y, q.Y) + 10*k
			e.tag(e.dst.Rect, int(min(p.X, q.X)), int(y), false)
			said = true
		}
	}
}

// lineTool draws the profile line. The screen's line is laid on both specimens, so on aligned ones it crosses the same marks.
type lineTool struct {
	v        *Viewer
	from, to Pixel
	moving   bool

	point KeyPoint
	begun bool // by a key: the pointer is the line's end
	start imaging.Point
}

// LineTool returns the tool that draws the profile line, which also measures: press and drag, or take hold of an end. With
// Shift its direction is a multiple of 15°; Delete removes the line. By keys the arrows move a cross and Enter or Space sets one end
// after the other.
func (v *Viewer) LineTool() Tool { return &lineTool{v: v} }

// takeWidth is how near to an end, in units, the pointer takes hold of it.
const takeWidth = 10

// Press implements Tool.
func (t *lineTool) Press(at Touch) {
	if at.Button != desktop.MouseButtonPrimary {
		return
	}
	t.point.Shown, t.begun = false, false
	t.from, t.to, t.moving = at.Pixel, at.Pixel, true
	if t.v.line == nil {
		return
	}
	near := takeWidth * float64(t.v.scale())
	ends := [2]Pixel{t.v.stage.Screen(at.Side, t.v.line[at.Side].From), t.v.stage.Screen(at.Side, t.v.line[at.Side].To)}
	for i, q := range ends {
		if math.Hypot(q.X-at.Pixel.X, q.Y-at.Pixel.Y) <= near {
			t.from = ends[1-i]
		}
	}
}

// Drag implements Tool.
func (t *lineTool) Drag(at Touch) {
	if !t.moving {
		return
	}
	t.to = at.Pixel
	if at.Modifier&fyne.KeyModifierShift != 0 {
		t.to = snapped(t.from, t.to)
	}
	t.lay(at.Side)
}

// lay lays the line on both specimens as it lies on one.
func (t *lineTool) lay(on Side) {
	st := t.v.stage
	var l [2]casefile.SceneLine
	for side := A; side <= B; side++ {
		l[side] = casefile.SceneLine{From: st.through(on, side, t.from), To: st.through(on, side, t.to)}
	}
	t.v.line = &l
	t.v.moved()
	if t.v.OnLine != nil {
		t.v.OnLine()
	}
}

// through returns the point of one specimen that lies where another's is seen at q; in SideBySide each has its own half.
func (s Stage) through(from, to Side, q Pixel) imaging.Point {
	f, t := s.Centre(from), s.Centre(to)
	return s.Specimen(to, Pixel{X: q.X - f.X + t.X, Y: q.Y - f.Y + t.Y})
}

// snapped returns q turned about p to a multiple of 15°.
func snapped(p, q Pixel) Pixel {
	const step = math.Pi / 12
	d := math.Hypot(q.X-p.X, q.Y-p.Y)
	s, c := math.Sincos(math.Round(math.Atan2(q.Y-p.Y, q.X-p.X)/step) * step)
	return Pixel{X: p.X + d*c, Y: p.Y + d*s}
}

// Release implements Tool.
func (t *lineTool) Release(Touch) { t.moving = false }

// Hover implements Tool.
func (t *lineTool) Hover(Touch) {}

// KeyPoint implements Keyed.
func (t *lineTool) KeyPoint() KeyPoint { return t.point }

// Key implements Tool.
func (t *lineTool) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if t.point.Arrow(t.v.stage, k, m, t.begun) {
		if t.begun {
			t.stretch()
		}
		return true
	}
	switch k {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		t.end()
	case fyne.KeyDelete, fyne.KeyBackspace:
		t.begun = false
		t.v.SetLine(nil)
	case fyne.KeyEscape:
		switch {
		case t.begun:
			t.begun = false
			t.v.SetLine(nil)
		case t.point.Shown:
			t.point.Shown = false
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// end sets an end of the line where the pointer is; before there is a pointer it appears.
func (t *lineTool) end() {
	switch {
	case !t.point.Shown:
		t.point.Show(t.v.stage)
	case t.begun:
		t.begun = false
	default:
		t.begun, t.start = true, t.point.At
	}
}

// stretch lays the line from where it was begun to the pointer; the specimens may have been moved meanwhile.
func (t *lineTool) stretch() {
	st := t.v.stage
	t.from, t.to = st.Screen(t.point.Side, t.start), st.Screen(t.point.Side, t.point.At)
	t.lay(t.point.Side)
}

// Cursor implements Tool.
func (t *lineTool) Cursor() desktop.Cursor { return desktop.CrosshairCursor }
