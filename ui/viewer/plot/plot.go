// Package plot draws the profile of two specimens along a line: heights in µm over the distance in µm, one curve for each,
// with their cross-correlation and what both have under the pointer.
//
// A surface's own zero is arbitrary, so each curve is drawn about its own mean. The values of a photograph are greys; they
// have a scale of their own, at the right. Where nothing was measured a curve has a gap. A is a whole blue line, B a dashed
// orange one, a pair that people with the common colour-vision deficiencies tell apart.
package plot

import (
	"bytes"
	"image"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/language"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
	"tracemark/ui/viewer/ink"
)

// Plot is the widget. Its methods belong to the user-interface goroutine.
type Plot struct {
	fw.BaseWidget
	// OnCursor is called when the pointer moves along the profile, with its distance from the start in µm; ok is false when
	// it leaves. May be nil.
	OnCursor func(um float64, ok bool)

	profile viewer.Profile
	curves  []curve
	cursor  float64 // index into the profile, NaN without a pointer
	raster  *canvas.Raster
	buffer  *image.RGBA
	face    *ink.Face
	facePx  float64
	text    []byte
}

// curve is one specimen's values about their mean.
type curve struct {
	name       string
	values     []float64
	mean       float64
	photograph bool
	pen        ink.Pen
}

// New returns an empty plot.
func New() *Plot {
	p := &Plot{cursor: math.NaN()}
	p.raster = canvas.NewRaster(p.draw)
	p.ExtendBaseWidget(p)
	return p
}

// SetProfile shows a profile; the zero Profile shows none.
func (p *Plot) SetProfile(profile viewer.Profile) {
	p.profile, p.curves = profile, nil
	for i, v := range [2][]float64{profile.A, profile.B} {
		if v == nil {
			continue
		}
		c := curve{name: "AB"[i : i+1], values: v, mean: mean(v), photograph: profile.Photograph[i], pen: ink.Pen{Colour: theme.Congruent, Width: 1.6}}
		if i == 1 {
			c.pen = ink.Pen{Colour: theme.Rejected, Width: 1.6, Dash: 7, Gap: 3}
		}
		p.curves = append(p.curves, c)
	}
	p.Refresh()
}

// mean returns the mean of the measured values, 0 where there are none.
func mean(v []float64) float64 {
	sum, n := 0.0, 0
	for _, x := range v {
		if x == x {
			sum += x
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// MinSize implements fyne.CanvasObject.
func (p *Plot) MinSize() fyne.Size { return fyne.NewSize(240, 110) }

// Refresh implements fyne.CanvasObject.
func (p *Plot) Refresh() { p.raster.Refresh() }

// CreateRenderer implements fyne.Widget.
func (p *Plot) CreateRenderer() fyne.WidgetRenderer { return fw.NewSimpleRenderer(p.raster) }

// MouseIn implements desktop.Hoverable.
func (p *Plot) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (p *Plot) MouseMoved(e *desktop.MouseEvent) {
	n := len(p.profile.UM)
	size := p.Size()
	if n < 2 || size.Width <= 0 {
		return
	}
	k := p.scale()
	box := p.box(int(size.Width*k), int(size.Height*k), float64(k))
	at := (float64(e.Position.X*k) - float64(box.Min.X)) / float64(max(box.Dx(), 1)) * float64(n-1)
	p.setCursor(min(max(math.Round(at), 0), float64(n-1)))
}

// MouseOut implements desktop.Hoverable.
func (p *Plot) MouseOut() { p.setCursor(math.NaN()) }

func (p *Plot) setCursor(at float64) {
	if at == p.cursor || at != at && p.cursor != p.cursor {
		return
	}
	p.cursor = at
	p.Refresh()
	if p.OnCursor == nil {
		return
	}
	if at == at {
		p.OnCursor(p.profile.UM[int(at)], true)
	} else {
		p.OnCursor(0, false)
	}
}

func (p *Plot) scale() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		return c.Scale()
	}
	return 1
}

// draw draws the plot at its size in device pixels, on a buffer that is used again.
func (p *Plot) draw(w, h int) image.Image {
	if p.buffer == nil || p.buffer.Rect.Dx() != w || p.buffer.Rect.Dy() != h {
		p.buffer = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	ink.Fill(p.buffer, p.buffer.Rect, theme.Field)
	k := float64(p.scale())
	if px := math.Round(0.85 * float64(fynetheme.TextSize()) * k); p.face == nil || p.facePx != px {
		face, err := ink.NewFace(fynetheme.DefaultTextFont().Content(), px)
		if err != nil {
			return p.buffer // cannot happen with the font that is part of the program
		}
		p.face, p.facePx = face, px
	}
	box := p.box(w, h, k)
	if len(p.curves) == 0 || len(p.profile.UM) < 2 || box.Dx() < 20 || box.Dy() < 20 {
		p.write(int(8*k), int(8*k), lang.L("Draw a line across the marks to see their profiles."), theme.FieldText, false)
		return p.buffer
	}
	p.drawDistance(box, k)
	for _, photograph := range [2]bool{false, true} {
		p.drawKind(box, k, photograph)
	}
	p.drawHead(box, k)
	p.drawCursor(box, k)
	return p.buffer
}

// box returns where the curves are drawn: room is left for the scales and for two lines of text.
func (p *Plot) box(w, h int, k float64) image.Rectangle {
	line := int(1.5 * 0.85 * float64(fynetheme.TextSize()) * k)
	side := int(58 * k)
	right := int(14 * k)
	for _, c := range p.curves {
		if c.photograph {
			right = int(44 * k)
		}
	}
	return image.Rect(side, line+int(6*k), max(w-right, side), max(h-line-int(4*k), line))
}

// write writes a text with its upper left corner, or its upper right one, at (x, y), and returns its width.
func (p *Plot) write(x, y int, text string, c colour, right bool) int {
	p.text = append(p.text[:0], text...)
	return p.flush(x, y, c, right)
}

// flush writes p.text.
func (p *Plot) flush(x, y int, c colour, right bool) int {
	if right {
		x -= p.face.Width(p.text)
	}
	return p.face.Text(p.buffer, x, y, p.text, c)
}

// number appends a value with decimals fit for a scale of that step.
func number(b []byte, v, step float64) []byte {
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	if v < -step/1e6 {
		b = append(b, "−"...)
	}
	from := len(b)
	b = strconv.AppendFloat(b, math.Abs(v), 'f', decimals, 64)
	if i := bytes.IndexByte(b[from:], '.'); i >= 0 && language.DecimalComma() {
		b[from+i] = ','
	}
	return b
}
