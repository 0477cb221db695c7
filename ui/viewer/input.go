package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What one key press or one click of the wheel does.
const (
	wheelUnit   = 25.0 // fyne's scroll distance of one click
	wheelFactor = 1.18
	keyFactor   = 1.25
	turnDeg     = 1.0
	fineTurnDeg = 0.1
	panStep     = 24 // fyne units
	finePanStep = 2
	grabWidth   = 7 // fyne units to either side of the split line
)

// gesture is a movement of the mouse with a button held.
type gesture struct {
	kind gestureKind
	side Side
	last Pixel
	// What the tool is told of, where it has the pointer.
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

// onLine reports whether a position is near enough to the split line to take hold of it.
func (v *Viewer) onLine(p fyne.Position) bool {
	return v.stage.Mode == Split && v.stage.Absent == [2]bool{} && math.Abs(float64(p.X)-float64(v.stage.SplitX())/float64(v.scale())) <= grabWidth
}

// MouseDown implements desktop.Mouseable.
func (v *Viewer) MouseDown(e *desktop.MouseEvent) {
	q := v.pixel(e.Position)
	g := gesture{kind: panning, side: v.stage.Under(q), last: q, button: e.Button, modifier: e.Modifier}
	switch {
	case v.tool != nil && e.Button != desktop.MouseButtonTertiary && e.Modifier&fyne.KeyModifierControl == 0:
		g.kind = working
		v.gesture, v.active = g, g.side
		v.tool.Press(v.touch(g.side, q, e.Button, e.Modifier))
		return
	case e.Button == desktop.MouseButtonSecondary, e.Modifier&fyne.KeyModifierShift != 0:
		g.kind = turning
	case v.onLine(e.Position):
		g.kind = splitting
	}
	v.gesture, v.active = g, g.side
}

// MouseUp implements desktop.Mouseable.
func (v *Viewer) MouseUp(e *desktop.MouseEvent) { v.release() }

// release ends a gesture. Fyne tells of the end of a drag by MouseUp, DragEnd or both.
func (v *Viewer) release() {
	g := v.gesture
	v.gesture = gesture{}
	if g.kind == working && v.tool != nil {
		v.tool.Release(v.touch(g.side, g.last, g.button, g.modifier))
	}
}

// Dragged implements fyne.Draggable.
func (v *Viewer) Dragged(e *fyne.DragEvent) { v.follow(e.Position) }

// DragEnd implements fyne.Draggable.
func (v *Viewer) DragEnd() { v.release() }

// MouseIn implements desktop.Hoverable.
func (v *Viewer) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseOut implements desktop.Hoverable.
func (v *Viewer) MouseOut() { v.overLine = false }

// MouseMoved implements desktop.Hoverable. Dragging with the secondary button arrives here and not in Dragged.
func (v *Viewer) MouseMoved(e *desktop.MouseEvent) {
	if v.gesture.kind != idle && e.Button&desktop.MouseButtonSecondary != 0 {
		v.follow(e.Position)
		return
	}
	v.overLine = v.tool == nil && v.onLine(e.Position)
	if v.tool != nil && v.gesture.kind == idle {
		q := v.pixel(e.Position)
		v.tool.Hover(v.touch(v.stage.Under(q), q, 0, e.Modifier))
	}
}

// Cursor implements desktop.Cursorable.
func (v *Viewer) Cursor() desktop.Cursor {
	if v.overLine || v.gesture.kind == splitting {
		return desktop.HResizeCursor
	}
	if v.tool != nil {
		return v.tool.Cursor()
	}
	return desktop.CrosshairCursor
}

// follow carries the gesture on to where the mouse is now.
func (v *Viewer) follow(p fyne.Position) {
	q, g := v.pixel(p), v.gesture
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
		v.stage.SplitAt = min(max(q.X/float64(v.stage.W), 0), 1)
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
		v.stage = v.stage.Rotate(v.active, turnDeg*clicks, q)
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

// Key handles a key and reports whether it meant something here, so that a screen can hand over keys that were typed
// while nothing had the focus.
func (v *Viewer) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if v.tool != nil && v.tool.Key(k, m) {
		return true
	}
	turn, step := turnDeg, panStep*float64(v.scale())
	if m&fyne.KeyModifierShift != 0 {
		turn, step = fineTurnDeg, finePanStep*float64(v.scale())
	}
	switch k {
	case fyne.KeyLeftBracket:
		v.stage = v.stage.Rotate(v.active, -turn, v.stage.Centre(v.active))
	case fyne.KeyRightBracket:
		v.stage = v.stage.Rotate(v.active, turn, v.stage.Centre(v.active))
	case fyne.KeyLeft:
		v.stage = v.stage.Pan(v.active, -step, 0)
	case fyne.KeyRight:
		v.stage = v.stage.Pan(v.active, step, 0)
	case fyne.KeyUp:
		v.stage = v.stage.Pan(v.active, 0, -step)
	case fyne.KeyDown:
		v.stage = v.stage.Pan(v.active, 0, step)
	case fyne.KeyPlus, fyne.KeyEqual:
		v.stage = v.stage.Zoom(keyFactor, v.middle())
	case fyne.KeyMinus:
		v.stage = v.stage.Zoom(1/keyFactor, v.middle())
	case fyne.KeyHome:
		v.stage.SplitAt = 0
	case fyne.KeyEnd:
		v.stage.SplitAt = 1
	case fyne.KeyM:
		v.stage.SplitAt = 0.5
	default:
		return v.command(k)
	}
	v.moved()
	return true
}

// command handles the keys that do one thing at once.
func (v *Viewer) command(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyA:
		v.Align()
	case fyne.KeyF:
		v.Fit()
	case fyne.Key1:
		v.OneToOne()
	case fyne.KeyX:
		v.Swap()
	case fyne.KeyL:
		v.SetLinked(!v.stage.Linked)
	case fyne.KeyC:
		v.SetOutlines(!v.outlines)
	case fyne.KeyV:
		v.SetMode((v.stage.Mode + 1) % 3)
	default:
		return false
	}
	return true
}
