package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

// Panel is a coloured surface under its content. It follows the theme.
type Panel struct {
	fw.BaseWidget
	Colour  fyne.ThemeColorName
	Border  bool
	Content fyne.CanvasObject
	radius  float32
}

// NewPanel returns a panel in a colour of the theme, without a border.
func NewPanel(colour fyne.ThemeColorName, content fyne.CanvasObject) *Panel {
	p := &Panel{Colour: colour, Content: content}
	p.ExtendBaseWidget(p)
	return p
}

// NewCard returns a panel with rounded corners, a fine border and room around its content.
func NewCard(content fyne.CanvasObject) *Panel {
	p := &Panel{Colour: uitheme.ColorNameCard, Border: true, Content: Inset(content, 7, 5), radius: 6}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{p: p, bg: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type panelRenderer struct {
	p  *Panel
	bg *canvas.Rectangle
}

func (r *panelRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	r.p.Content.Resize(s)
}

func (r *panelRenderer) MinSize() fyne.Size           { return r.p.Content.MinSize() }
func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bg, r.p.Content} }
func (r *panelRenderer) Destroy()                     {}

func (r *panelRenderer) Refresh() {
	r.bg.FillColor = uitheme.Current(r.p.Colour)
	r.bg.CornerRadius = r.p.radius
	if r.p.Border {
		r.bg.StrokeColor, r.bg.StrokeWidth = uitheme.Current(theme.ColorNameSeparator), 1
	}
	r.bg.Refresh()
	r.p.Content.Refresh()
}

// Inset puts fixed room around an object.
func Inset(o fyne.CanvasObject, horizontal, vertical float32) *fyne.Container {
	return container.New(inset{horizontal, vertical}, o)
}

type inset struct{ h, v float32 }

func (i inset) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(i.h, i.v))
		o.Resize(fyne.NewSize(s.Width-2*i.h, s.Height-2*i.v))
	}
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m.Add(fyne.NewSize(2*i.h, 2*i.v))
}

// growth is the share of larger text that fixed widths take part in: a panel whose text is twice as large gets 1.35 times
// the width, so that its lines break more often but a small screen still holds what is beside it.
const growth = 0.35

// Fixed gives an object at least the size w×h. Where h is 0 the width is that of a column of text, and grows with it.
func Fixed(o fyne.CanvasObject, w, h float32) *fyne.Container {
	return container.New(least{fyne.NewSize(w, h)}, o)
}

type least struct{ size fyne.Size }

func (l least) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(s)
	}
}

func (l least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := l.size
	if m.Height == 0 {
		m.Width *= 1 + (uitheme.Scale()-1)*growth
	}
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m
}
