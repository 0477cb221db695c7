package exhibit

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
)

// headSide is the side of the drawn case head.
const headSide = 220

// headstampView draws a case head with the elements of its headstamp where they stand, upright like on a clock. A tap adds an
// element at the hour tapped.
type headstampView struct {
	fw.BaseWidget
	elements []casefile.HeadstampElement
	add      func(clock int)
}

func newHeadstampView(elements []casefile.HeadstampElement, add func(clock int)) *headstampView {
	v := &headstampView{elements: elements, add: add}
	v.ExtendBaseWidget(v)
	return v
}

// Tapped implements fyne.Tappable.
func (v *headstampView) Tapped(e *fyne.PointEvent) {
	size := v.Size()
	dx, dy := float64(e.Position.X-size.Width/2), float64(e.Position.Y-size.Height/2)
	if math.Hypot(dx, dy) < headSide/8 {
		return // the primer
	}
	v.add(hourAt(dx, dy))
}

// hourAt is the hour of a clock in the direction of (dx, dy), y pointing down.
func hourAt(dx, dy float64) int {
	hour := int(math.Round(math.Atan2(dx, -dy) * 6 / math.Pi))
	return (hour+11)%12 + 1
}

// MinSize implements fyne.CanvasObject.
func (v *headstampView) MinSize() fyne.Size { return fyne.NewSize(headSide, headSide) }

// CreateRenderer implements fyne.Widget.
func (v *headstampView) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{v: v}
	r.Refresh()
	return r
}

type headRenderer struct {
	v       *headstampView
	objects []fyne.CanvasObject
}

// Layout implements fyne.WidgetRenderer.
func (r *headRenderer) Layout(size fyne.Size) {
	middle := fyne.NewPos(size.Width/2, size.Height/2)
	side := min(size.Width, size.Height)
	round := func(o fyne.CanvasObject, share float32) {
		o.Resize(fyne.NewSize(side*share, side*share))
		o.Move(middle.SubtractXY(side*share/2, side*share/2))
	}
	round(r.objects[0], 1)
	round(r.objects[1], 0.34)
	loose := 0
	for i, e := range r.v.elements {
		o := r.objects[2+i]
		least := o.MinSize()
		at := middle
		if e.Clock > 0 {
			angle := e.Clock * math.Pi / 6
			at = at.AddXY(side*0.34*float32(math.Sin(angle)), -side*0.34*float32(math.Cos(angle)))
		} else { // one below the other in the middle
			at = at.AddXY(0, float32(loose)*least.Height)
			loose++
		}
		o.Resize(least)
		o.Move(at.SubtractXY(least.Width/2, least.Height/2))
	}
}

// MinSize implements fyne.WidgetRenderer.
func (r *headRenderer) MinSize() fyne.Size { return r.v.MinSize() }

// Refresh implements fyne.WidgetRenderer.
func (r *headRenderer) Refresh() {
	line := theme.Color(theme.ColorNameForeground)
	circle := func() *canvas.Circle {
		c := canvas.NewCircle(color.Transparent)
		c.StrokeColor, c.StrokeWidth = line, 1.5
		return c
	}
	r.objects = []fyne.CanvasObject{circle(), circle()}
	for _, e := range r.v.elements {
		text := e.Text
		if e.Symbol {
			text = "[" + text + "]"
		}
		t := canvas.NewText(shorter(text), line)
		t.TextSize = theme.TextSize()
		r.objects = append(r.objects, t)
	}
	r.Layout(r.v.Size())
}

// shorter cuts a text that would reach over the rim.
func shorter(s string) string {
	const longest = 10
	if r := []rune(s); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return s
}

// Objects implements fyne.WidgetRenderer.
func (r *headRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy implements fyne.WidgetRenderer.
func (r *headRenderer) Destroy() {}
