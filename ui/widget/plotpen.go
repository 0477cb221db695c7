package widget

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// plotPen draws a plot's lines into a picture.
type plotPen struct {
	img    *image.RGBA
	box    image.Rectangle
	lo, hi [2]float64
	k      float64 // device pixels of a unit
}

// at returns the pixel of a place.
func (p *plotPen) at(x, y float64) (px, py float64) {
	px = float64(p.box.Min.X) + (x-p.lo[0])/(p.hi[0]-p.lo[0])*float64(p.box.Dx()-1)
	py = float64(p.box.Max.Y-1) - (y-p.lo[1])/(p.hi[1]-p.lo[1])*float64(p.box.Dy()-1)
	return px, py
}

func (p *plotPen) fill(r image.Rectangle, c color.NRGBA) {
	draw.Draw(p.img, r.Intersect(p.img.Rect), image.NewUniform(c), image.Point{}, draw.Over)
}

func (p *plotPen) frame(c color.NRGBA) {
	b, w := p.box, max(1, int(p.k))
	p.fill(image.Rect(b.Min.X, b.Max.Y, b.Max.X, b.Max.Y+w), c)
	p.fill(image.Rect(b.Min.X-w, b.Min.Y, b.Min.X, b.Max.Y+w), c)
	if p.lo[1] < 0 && p.hi[1] > 0 {
		_, y := p.at(p.lo[0], 0)
		p.fill(image.Rect(b.Min.X, int(y), b.Max.X, int(y)+w), c)
	}
}

func (p *plotPen) upright(x float64, c color.NRGBA, width int) {
	px, _ := p.at(x, p.lo[1])
	w := max(1, int(float64(width)*p.k))
	p.fill(image.Rect(int(px)-w/2, p.box.Min.Y, int(px)-w/2+w, p.box.Max.Y), c)
}

// areaAlpha is how dense the area under a line is.
const areaAlpha = 0x50

func (p *plotPen) area(s Series) {
	c := s.Colour
	c.A = areaAlpha
	_, zero := p.at(0, max(p.lo[1], 0))
	p.steps(s, func(x, y float64, _ float64) {
		p.fill(image.Rect(int(x), int(min(y, zero)), int(x)+1, int(max(y, zero))), c)
	}, true)
}

// dash is the length of a dash and of the gap after it, in units.
const dash = 5

func (p *plotPen) line(s Series) {
	w := max(1, int(math.Round(1.4*p.k)))
	p.steps(s, func(x, y, along float64) {
		if s.Dashed && int(along/(dash*p.k))%2 == 1 {
			return
		}
		p.fill(image.Rect(int(x), int(y), int(x)+w, int(y)+w), s.Colour)
	}, false)
}

// steps walks along a series pixel by pixel; columns says that one step for each column is enough.
func (p *plotPen) steps(s Series, at func(x, y, along float64), columns bool) {
	along := 0.0
	for i := 1; i < len(s.Y) && i < len(s.X); i++ {
		x0, y0 := p.at(s.X[i-1], s.Y[i-1])
		x1, y1 := p.at(s.X[i], s.Y[i])
		if math.IsNaN(y0) || math.IsNaN(y1) {
			continue
		}
		n := math.Abs(math.Floor(x1) - math.Floor(x0))
		if !columns {
			n = max(n, math.Abs(y1-y0), 1)
		}
		for j := 0.0; j < n; j++ {
			t := j / n
			at(x0+t*(x1-x0), y0+t*(y1-y0), along+t*math.Hypot(x1-x0, y1-y0))
		}
		along += math.Hypot(x1-x0, y1-y0)
	}
}
