package widget

import (
	"image"
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/language"
	uitheme "tracemark/ui/theme"
)

// Series is one line of a plot. A point that is NaN is not known: the line has a gap there.
type Series struct {
	Name   string
	X, Y   []float64
	Colour color.NRGBA
	Dashed bool // tells the lines apart without colour
	Area   bool // the area under the line is filled, as of a density
}

// Marker is an upright line at a place of a plot, with a word.
type Marker struct {
	X      float64
	Name   string
	Colour color.NRGBA
}

// Plot draws lines over an axis and says where the pointer is. It shows everything that it is given.
type Plot struct {
	fw.BaseWidget
	// OnCursor is called with the place under the pointer on the x axis; ok is false when the pointer has left.
	OnCursor func(x float64, ok bool)

	series         []Series
	markers        []Marker
	xName, yName   string
	lo, hi         [2]float64 // of x and y
	cursor         float64    // NaN for none
	least          fyne.Size
	raster         *canvas.Raster
	xlo, xhi       *canvas.Text
	ylo, yhi, name *canvas.Text
	legend         []*canvas.Text
}

// NewPlot returns an empty plot of at least this size.
func NewPlot(least fyne.Size) *Plot {
	p := &Plot{least: least, cursor: math.NaN()}
	p.raster = canvas.NewRaster(p.draw)
	p.ExtendBaseWidget(p)
	return p
}

// Set shows other lines; xName and yName are the axes with their units.
func (p *Plot) Set(xName, yName string, series []Series, markers []Marker) {
	p.series, p.markers, p.xName, p.yName, p.cursor = series, markers, xName, yName, math.NaN()
	p.lo, p.hi = [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, s := range series {
		for i, y := range s.Y {
			if y == y && i < len(s.X) {
				p.lo[0], p.hi[0] = min(p.lo[0], s.X[i]), max(p.hi[0], s.X[i])
				p.lo[1], p.hi[1] = min(p.lo[1], y), max(p.hi[1], y)
			}
		}
	}
	for _, m := range markers {
		p.lo[0], p.hi[0] = min(p.lo[0], m.X), max(p.hi[0], m.X)
	}
	for i := range p.lo {
		if !(p.hi[i] > p.lo[i]) { // nothing, or all alike
			if math.IsInf(p.lo[i], 0) {
				p.lo[i], p.hi[i] = 0, 1
			} else {
				p.lo[i], p.hi[i] = p.lo[i]-0.5, p.hi[i]+0.5
			}
		}
	}
	p.Refresh()
}

// Empty reports whether there is nothing to draw.
func (p *Plot) Empty() bool { return len(p.series) == 0 }

// MouseIn implements desktop.Hoverable.
func (p *Plot) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (p *Plot) MouseMoved(e *desktop.MouseEvent) {
	w := p.Size().Width - plotLeft - plotRight
	if w <= 0 || p.Empty() {
		return
	}
	t := min(max(float64((e.Position.X-plotLeft)/w), 0), 1)
	p.cursor = p.lo[0] + t*(p.hi[0]-p.lo[0])
	p.raster.Refresh()
	if p.OnCursor != nil {
		p.OnCursor(p.cursor, true)
	}
}

// MouseOut implements desktop.Hoverable.
func (p *Plot) MouseOut() {
	p.cursor = math.NaN()
	p.raster.Refresh()
	if p.OnCursor != nil {
		p.OnCursor(p.cursor, false)
	}
}

// The room around the lines, in fyne units.
const plotLeft, plotRight, plotTop, plotBottom = 52, 10, 16, 18

// draw draws the frame and the lines in device pixels.
func (p *Plot) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	size := p.Size()
	if size.Width < 1 || size.Height < 1 {
		return img
	}
	k := float64(w) / float64(size.Width)
	pen := &plotPen{img: img, box: image.Rect(int(plotLeft*k), int(plotTop*k), w-int(plotRight*k), h-int(plotBottom*k)), lo: p.lo, hi: p.hi, k: k}
	if pen.box.Empty() {
		return img
	}
	pen.frame(nrgba(theme.ColorNameSeparator))
	for _, s := range p.series {
		if s.Area {
			pen.area(s)
		}
	}
	for _, s := range p.series {
		pen.line(s)
	}
	for _, m := range p.markers {
		pen.upright(m.X, m.Colour, 2)
	}
	if p.cursor == p.cursor {
		pen.upright(p.cursor, nrgba(theme.ColorNameForeground), 1)
	}
	return img
}

func nrgba(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(uitheme.Current(name)).(color.NRGBA)
}

// CreateRenderer implements fyne.Widget.
func (p *Plot) CreateRenderer() fyne.WidgetRenderer {
	small := func() *canvas.Text { return canvas.NewText("", color.Transparent) }
	p.xlo, p.xhi, p.ylo, p.yhi, p.name = small(), small(), small(), small(), small()
	r := &plotRenderer{p: p}
	r.Refresh()
	return r
}

type plotRenderer struct{ p *Plot }

func (r *plotRenderer) MinSize() fyne.Size { return r.p.least }
func (r *plotRenderer) Destroy()           {}

func (r *plotRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	all := []fyne.CanvasObject{p.raster, p.xlo, p.xhi, p.ylo, p.yhi, p.name}
	for _, t := range p.legend {
		all = append(all, t)
	}
	return all
}

func (r *plotRenderer) Layout(s fyne.Size) {
	p := r.p
	p.raster.Resize(s)
	put := func(t *canvas.Text, x, y float32) {
		t.Resize(t.MinSize())
		t.Move(fyne.NewPos(x, y))
	}
	put(p.xlo, plotLeft, s.Height-plotBottom+1)
	put(p.xhi, s.Width-plotRight-p.xhi.MinSize().Width, s.Height-plotBottom+1)
	put(p.yhi, plotLeft-4-p.yhi.MinSize().Width, plotTop-4)
	put(p.ylo, plotLeft-4-p.ylo.MinSize().Width, s.Height-plotBottom-p.ylo.MinSize().Height+4)
	put(p.name, 4, 0)
	x := s.Width - plotRight
	for i := len(p.legend) - 1; i >= 0; i-- {
		x -= p.legend[i].MinSize().Width
		put(p.legend[i], x, 0)
		x -= 12
	}
}

func (r *plotRenderer) Refresh() {
	p := r.p
	set := func(t *canvas.Text, s string, c color.Color) {
		t.Text, t.Color, t.TextSize = s, c, theme.CaptionTextSize()
		t.Refresh()
	}
	muted := uitheme.Current(uitheme.ColorNameMuted)
	if p.Empty() {
		for _, t := range []*canvas.Text{p.xlo, p.xhi, p.ylo, p.yhi, p.name} {
			set(t, "", muted)
		}
	} else {
		set(p.xlo, PlotNumber(p.lo[0]), muted)
		set(p.xhi, PlotNumber(p.hi[0])+" "+p.xName, muted)
		set(p.ylo, PlotNumber(p.lo[1]), muted)
		set(p.yhi, PlotNumber(p.hi[1]), muted)
		set(p.name, p.yName, muted)
	}
	p.legend = p.legend[:0]
	add := func(name string, c color.NRGBA) {
		t := canvas.NewText("", c)
		set(t, name, c)
		p.legend = append(p.legend, t)
	}
	for _, s := range p.series {
		sign := "━ "
		if s.Dashed {
			sign = "╍ "
		}
		add(sign+s.Name, s.Colour)
	}
	for _, m := range p.markers {
		add("┃ "+m.Name, m.Colour)
	}
	r.Layout(p.Size())
	p.raster.Refresh()
	canvas.Refresh(p)
}

// PlotNumber writes a number with three significant digits.
func PlotNumber(v float64) string {
	if math.Abs(v) < 1e-9 {
		return "0"
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
	return language.Number(strconv.FormatFloat(v, 'f', min(decimals, 4), 64))
}
