package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	wheelUnit   = 25.0 // fyne's scroll distance of one click
	wheelFactor = 1.18
	wheelDeg    = 1.0
	// clickWidth is how far, in units, the pointer may stray between press and release and still have clicked.
	clickWidth = 3
)

// gesture is a movement of the mouse with a button held.
type gesture struct {
	kind     gestureKind
	side     Side
	start    Pixel
	last     Pixel
	strayed  bool
	button   desktop.MouseButton
	modifier fyne.KeyModifier
}

type gestureKind int

const (
	idle gestureKind = iota
	panning
	turning
	splitting
	working // the tool has the pointer
)

func (v *Viewer) pixel(p fyne.Position) Pixel {
	k := float64(v.scale())
	return Pixel{X: float64(p.X) * k, Y: float64(p.Y) * k}
}

// MouseDown implements desktop.Mouseable.
func (v *Viewer) MouseDown(e *desktop.MouseEvent) {
	q := v.pixel(e.Position)
	side := v.stage.Under(q)
	g := gesture{kind: panning, side: side, start: q, last: q, button: e.Button, modifier: e.Modifier}
	moving := e.Button == desktop.MouseButtonTertiary || e.Modifier&fyne.KeyModifierControl != 0
	switch {
	case e.Button == desktop.MouseButtonPrimary && v.grabs(q):
		g.kind = splitting
	case v.tool != nil && !moving:
		g.kind = working
	case v.tool == nil && (e.Button == desktop.MouseButtonSecondary || e.Modifier&fyne.KeyModifierShift != 0):
		g.kind = turning
	}
	v.gesture, v.active = g, side
	if g.kind == working {
		v.tool.Press(v.touch(side, q, e.Button, e.Modifier))
	}
}

// MouseUp implements desktop.Mouseable.
func (v *Viewer) MouseUp(*desktop.MouseEvent) { v.release() }

// DragEnd implements fyne.Draggable.
func (v *Viewer) DragEnd() { v.release() }

// release ends a gesture. Fyne tells of the end of a drag by MouseUp, DragEnd or both.
func (v *Viewer) release() {
	g := v.gesture
	v.gesture = gesture{}
	switch {
	case g.kind == working && v.tool != nil:
		v.tool.Release(v.touch(g.side, g.last, g.button, g.modifier))
	case g.kind == panning && !g.strayed && g.button == desktop.MouseButtonPrimary:
		v.click(g.side, g.start)
	}
}

// click chooses the cell that was clicked, or none.
func (v *Viewer) click(side Side, q Pixel) {
	i := v.cellAt(side, q)
	switch {
	case i >= 0:
		v.chosen = v.specimens[side].Outlines[i].Number
	case v.chosen != 0:
		v.chosen = 0
	default:
		return
	}
	v.settled()
	if v.OnCell != nil {
		v.OnCell(side, i)
	}
}

// Dragged implements fyne.Draggable.
func (v *Viewer) Dragged(e *fyne.DragEvent) { v.follow(e.Position) }

// MouseIn implements desktop.Hoverable.
func (v *Viewer) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseOut implements desktop.Hoverable.
func (v *Viewer) MouseOut() { v.overLine = false }

// MouseMoved implements desktop.Hoverable. Dragging with the secondary button arrives here and not in Dragged.
func (v *Viewer) MouseMoved(e *desktop.MouseEvent) {
	if v.gesture.kind != idle {
		if e.Button&desktop.MouseButtonSecondary != 0 {
			v.follow(e.Position)
		}
		return
	}
	q := v.pixel(e.Position)
	v.overLine = v.grabs(q)
	if v.tool != nil && !v.overLine {
		v.tool.Hover(v.touch(v.stage.Under(q), q, 0, e.Modifier))
	}
}

// Cursor implements desktop.Cursorable.
func (v *Viewer) Cursor() desktop.Cursor {
	switch {
	case (v.overLine || v.gesture.kind == splitting) && v.stage.Horizontal:
		return desktop.VResizeCursor
	case v.overLine || v.gesture.kind == splitting:
		return desktop.HResizeCursor
	case v.tool != nil:
		return v.tool.Cursor()
	}
	return desktop.CrosshairCursor
}

// follow carries the gesture on to where the mouse is now.
func (v *Viewer) follow(p fyne.Position) {
	q, g := v.pixel(p), v.gesture
	if math.Hypot(q.X-g.start.X, q.Y-g.start.Y) > clickWidth*float64(v.scale()) {
		v.gesture.strayed = true
	}
	switch g.kind {
	case working:
		v.gesture.last = q
		if v.tool != nil {
			v.tool.Drag(v.touch(g.side, q, g.button, g.modifier))
		}
		return
	case panning:
		v.stage = v.stage.Pan(g.side, q.X-g.last.X, q.Y-g.last.Y)
	case turning:
		c := v.stage.Centre(g.side)
		turn := math.Atan2(q.Y-c.Y, q.X-c.X) - math.Atan2(g.last.Y-c.Y, g.last.X-c.X)
		v.stage = v.stage.Rotate(g.side, wrapDeg(turn*180/math.Pi), c)
	case splitting:
		v.stage.SplitAt = v.splitAt(q)
	default:
		return
	}
	v.gesture.last = q
	v.moved()
}

// Scrolled implements fyne.Scrollable: the wheel magnifies about the cursor, with Shift it turns.
func (v *Viewer) Scrolled(e *fyne.ScrollEvent) {
	v.scroll(e, modifiers())
}

func (v *Viewer) scroll(e *fyne.ScrollEvent, m fyne.KeyModifier) {
	q := v.pixel(e.Position)
	clicks := float64(e.Scrolled.DX+e.Scrolled.DY) / wheelUnit // with Shift some systems scroll sideways
	v.active = v.stage.Under(q)
	if m&fyne.KeyModifierShift != 0 {
		v.stage = v.stage.Rotate(v.active, wheelDeg*clicks, q)
	} else {
		v.stage = v.stage.Zoom(math.Pow(wheelFactor, clicks), q)
	}
	v.moved()
}

func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
