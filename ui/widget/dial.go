package widget

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

const dialStepDeg = 15

// Dial sets a direction by dragging or clicking round a circle, by wheel, or by the arrow keys when it has the focus.
// Degrees count from 12 o'clock, clockwise on the screen.
type Dial struct {
	fw.BaseWidget
	OnChanged func(deg float64)

	deg     float64
	focused bool
}

// NewDial returns a dial that shows deg.
func NewDial(deg float64, changed func(deg float64)) *Dial {
	d := &Dial{deg: wrap(deg), OnChanged: changed}
	d.ExtendBaseWidget(d)
	return d
}

// Degrees returns what the dial shows, 0 up to 360.
func (d *Dial) Degrees() float64 { return d.deg }

// SetDegrees turns the dial without a callback.
func (d *Dial) SetDegrees(deg float64) {
	d.deg = wrap(deg)
	d.Refresh()
}

func wrap(deg float64) float64 {
	deg = math.Mod(deg, 360)
	if deg < 0 {
		deg += 360
	}
	return deg
}

func (d *Dial) turn(deg float64) {
	d.SetDegrees(deg)
	if d.OnChanged != nil {
		d.OnChanged(d.deg)
	}
}

func (d *Dial) point(p fyne.Position) {
	s := d.Size()
	x, y := float64(p.X-s.Width/2), float64(p.Y-s.Height/2)
	if math.Hypot(x, y) < 3 { // too near the middle to mean a direction
		return
	}
	d.turn(math.Round(math.Atan2(x, -y) * 180 / math.Pi))
}

// MouseDown implements desktop.Mouseable.
func (d *Dial) MouseDown(e *desktop.MouseEvent) { d.point(e.Position) }

// MouseUp implements desktop.Mouseable.
func (d *Dial) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (d *Dial) Dragged(e *fyne.DragEvent) { d.point(e.Position) }

// DragEnd implements fyne.Draggable.
func (d *Dial) DragEnd() {}

// Scrolled implements fyne.Scrollable.
func (d *Dial) Scrolled(e *fyne.ScrollEvent) {
	if e.Scrolled.DY > 0 {
		d.turn(d.deg - dialStepDeg)
	} else if e.Scrolled.DY < 0 {
		d.turn(d.deg + dialStepDeg)
	}
}

// FocusGained implements fyne.Focusable.
func (d *Dial) FocusGained() { d.focused = true; d.Refresh() }

// FocusLost implements fyne.Focusable.
func (d *Dial) FocusLost() { d.focused = false; d.Refresh() }

// TypedRune implements fyne.Focusable.
func (d *Dial) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (d *Dial) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		d.turn(d.deg - dialStepDeg)
	case fyne.KeyRight, fyne.KeyUp:
		d.turn(d.deg + dialStepDeg)
	}
}

// CreateRenderer implements fyne.Widget.
func (d *Dial) CreateRenderer() fyne.WidgetRenderer {
	r := &dialRenderer{d: d, rim: canvas.NewCircle(color.Transparent), hand: canvas.NewLine(color.Transparent), lamp: canvas.NewCircle(color.Transparent)}
	r.rim.StrokeWidth, r.hand.StrokeWidth = 2, 1.5
	r.Refresh()
	return r
}

type dialRenderer struct {
	d    *Dial
	rim  *canvas.Circle
	hand *canvas.Line
	lamp *canvas.Circle
}

func (r *dialRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height)
	mid := fyne.NewPos(s.Width/2, s.Height/2)
	radius := side/2 - 8
	r.rim.Move(mid.SubtractXY(radius, radius))
	r.rim.Resize(fyne.NewSquareSize(2 * radius))
	sin, cos := math.Sincos(r.d.deg * math.Pi / 180)
	at := mid.AddXY(radius*float32(sin), -radius*float32(cos))
	r.lamp.Move(at.SubtractXY(6, 6))
	r.lamp.Resize(fyne.NewSquareSize(12))
	r.hand.Position1, r.hand.Position2 = at, mid
}

func (r *dialRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(76) }
func (r *dialRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.rim, r.hand, r.lamp}
}
func (r *dialRenderer) Destroy() {}

func (r *dialRenderer) Refresh() {
	r.rim.StrokeColor = uitheme.Current(theme.ColorNameInputBorder)
	if r.d.focused {
		r.rim.StrokeColor = uitheme.Current(theme.ColorNamePrimary)
	}
	r.hand.StrokeColor = uitheme.Current(uitheme.ColorNameMuted)
	r.lamp.FillColor = uitheme.Current(theme.ColorNameWarning)
	r.Layout(r.d.Size())
	canvas.Refresh(r.d)
}
