package compare

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/viewer"
)

// pointer lies over the field, takes nothing but the pointer's movements, and hands them on: presses, drags and the wheel go to the
// field below. It is how the strip knows what is under the pointer.
type pointer struct {
	fw.BaseWidget
	s *Screen
}

func newPointer(s *Screen) *pointer {
	p := &pointer{s: s}
	p.ExtendBaseWidget(p)
	return p
}

// Cursor implements desktop.Cursorable.
func (p *pointer) Cursor() desktop.Cursor { return p.s.viewer.Cursor() }

// MouseIn implements desktop.Hoverable.
func (p *pointer) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (p *pointer) MouseMoved(e *desktop.MouseEvent) {
	p.s.viewer.MouseMoved(e)
	k := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		k = c.Scale()
	}
	// With a button held the specimens move too: what is under the pointer is then said with the picture that shows it.
	p.s.status.point(viewer.Pixel{X: float64(e.Position.X * k), Y: float64(e.Position.Y * k)}, e.Button == 0)
}

// MouseOut implements desktop.Hoverable.
func (p *pointer) MouseOut() {
	p.s.viewer.MouseOut()
	p.s.status.leave()
}

// CreateRenderer implements fyne.Widget.
func (p *pointer) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
