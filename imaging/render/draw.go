package render

import (
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// point is a position in a picture, in pixels from its upper left corner.
type point struct{ x, y float64 }

// polygon fills a shape in dst, smoothing its edges.
func polygon(dst *image.RGBA, pts []point, c color.Color) {
	b := around(pts).Intersect(dst.Bounds())
	if b.Empty() {
		return
	}
	r := vector.NewRasterizer(b.Dx(), b.Dy())
	for i, p := range pts {
		x, y := float32(p.x-float64(b.Min.X)), float32(p.y-float64(b.Min.Y))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(dst, b, image.NewUniform(c), image.Point{})
}

// around returns the pixels that a shape can touch.
func around(pts []point) image.Rectangle {
	x0, y0, x1, y1 := pts[0].x, pts[0].y, pts[0].x, pts[0].y
	for _, p := range pts {
		x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1))+1, int(math.Ceil(y1))+1)
}

// outline draws the edges of a quadrilateral, width pixels wide.
func outline(dst *image.RGBA, q [4]point, width float64, c color.Color) {
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		dx, dy := b.x-a.x, b.y-a.y
		n := math.Hypot(dx, dy)
		if n == 0 {
			continue
		}
		ux, uy := dx/n*width/2, dy/n*width/2
		polygon(dst, []point{
			{a.x - ux - uy, a.y - uy + ux}, {b.x + ux - uy, b.y + uy + ux},
			{b.x + ux + uy, b.y + uy - ux}, {a.x - ux + uy, a.y - uy - ux},
		}, c)
	}
}

// fonts are Go's own, part of golang.org/x/image under its BSD licence: Latin, Greek and Cyrillic.
var fonts = sync.OnceValue(func() (f struct{ regular, bold *opentype.Font }) {
	f.regular, _ = opentype.Parse(goregular.TTF)
	f.bold, _ = opentype.Parse(gobold.TTF)
	return f
})

// face returns a font of size pixels. Callers draw from one goroutine and drop it.
func face(size float64, bold bool) font.Face {
	f := fonts().regular
	if bold {
		f = fonts().bold
	}
	fc, err := opentype.NewFace(f, &opentype.FaceOptions{Size: max(6, size), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil // cannot happen with the embedded fonts
	}
	return fc
}

func textWidth(s string, size float64, bold bool) float64 {
	return float64(font.MeasureString(face(size, bold), s)) / 64
}

// text writes s with its base line at y, shrinking it to fit into wide pixels.
func (f *figure) text(s string, x, y int, size float64, bold bool, c color.Color, wide int) {
	size *= f.k
	if w := textWidth(s, size, bold); w > float64(wide) {
		size *= float64(wide) / w
	}
	d := font.Drawer{Dst: f.img, Src: image.NewUniform(c), Face: face(size, bold), Dot: fixed.P(x, y)}
	d.DrawString(s)
}

// text writes s centred on at, on a ground of its own so that it can be read on any relief.
func text(dst *image.RGBA, s string, at point, size float64, c, ground color.Color) {
	w := textWidth(s, size, true)
	hw, hh := w/2+size*0.2, size*0.55
	polygon(dst, []point{{at.x - hw, at.y - hh}, {at.x + hw, at.y - hh}, {at.x + hw, at.y + hh}, {at.x - hw, at.y + hh}}, ground)
	d := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: face(size, true)}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((at.x - w/2) * 64), Y: fixed.Int26_6((at.y + size*0.36) * 64)}
	d.DrawString(s)
}
