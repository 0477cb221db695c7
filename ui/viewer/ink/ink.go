// Package ink draws lines and text on pictures: what the comparison microscope and its plots lay over them.
//
// Lengths and places are device pixels from the picture's upper left corner, the centre of the first pixel being at
// (0.5, 0.5). Everything is smoothed, stays inside the clip it is given, and makes nothing on the heap once a Face has
// seen its letters: it is called for every frame. Colours are not premultiplied.
package ink

import (
	"image"
	"image/color"
	"math"
)

// Dot lays c over a pixel with a cover of 0 to 1.
func Dot(dst *image.RGBA, x, y int, c color.NRGBA, cover float64) {
	o := dst.PixOffset(x, y)
	p := dst.Pix[o : o+4 : o+4]
	k := uint32(cover*float64(c.A)*257 + 0.5) // of 65535
	if k >= 65535 {
		p[0], p[1], p[2], p[3] = c.R, c.G, c.B, 0xff
		return
	}
	p[0] = mix(p[0], c.R, k)
	p[1] = mix(p[1], c.G, k)
	p[2] = mix(p[2], c.B, k)
	p[3] = 0xff
}

func mix(q, p uint8, k uint32) uint8 {
	return uint8((uint32(q)*(65535-k) + uint32(p)*k + 32767) / 65535)
}

// Fill lays c over a rectangle.
func Fill(dst *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(dst.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			Dot(dst, x, y, c, 1)
		}
	}
}

// Pen is how a line is drawn. Dash and Gap in pixels; no Dash is a whole line.
type Pen struct {
	Colour    color.NRGBA
	Width     float64
	Dash, Gap float64
	// Rim, where it is not transparent, is a pixel of another colour on either side: a line then shows on any picture.
	Rim color.NRGBA
}

// Line draws from (x0, y0) to (x1, y1) within clip.
func (p Pen) Line(dst *image.RGBA, clip image.Rectangle, x0, y0, x1, y1 float64) {
	if p.Rim.A > 0 {
		rim := Pen{Colour: p.Rim, Width: p.Width + 2, Dash: p.Dash, Gap: p.Gap}
		rim.line(dst, clip, x0, y0, x1, y1)
	}
	p.line(dst, clip, x0, y0, x1, y1)
}

func (p Pen) line(dst *image.RGBA, clip image.Rectangle, x0, y0, x1, y1 float64) {
	clip = clip.Intersect(dst.Rect)
	dx, dy := x1-x0, y1-y0
	length := math.Hypot(dx, dy)
	if length == 0 || clip.Empty() || !finite(x0, y0, x1, y1) {
		return
	}
	steep := math.Abs(dy) > math.Abs(dx)
	lo, hi, side0, side1 := float64(clip.Min.X), float64(clip.Max.X), float64(clip.Min.Y), float64(clip.Max.Y)
	if steep {
		x0, y0, x1, y1, dx, dy = y0, x0, y1, x1, dy, dx
		lo, hi, side0, side1 = side0, side1, lo, hi
	}
	stretch := length / math.Abs(dx) // of a step along the longer axis along the line
	half := p.Width / 2 * stretch    // of the line, measured across that axis
	from, to := math.Min(x0, x1), math.Max(x0, x1)
	first, last := int(math.Max(math.Floor(from), lo)), int(math.Min(math.Ceil(to), hi))
	for i := first; i < last; i++ {
		ends := math.Min(float64(i+1), to) - math.Max(float64(i), from) // cover along the axis
		if ends <= 0 {
			continue
		}
		at := min(max(float64(i)+0.5, from), to)
		if p.Dash > 0 && math.Mod(math.Abs(at-x0)*stretch, p.Dash+p.Gap) >= p.Dash {
			continue
		}
		mid := y0 + dy/dx*(at-x0)
		for j := int(math.Max(math.Floor(mid-half), side0)); j < int(math.Min(math.Ceil(mid+half), side1)); j++ {
			cover := math.Min(float64(j+1), mid+half) - math.Max(float64(j), mid-half)
			if cover <= 0 {
				continue
			}
			x, y := i, j
			if steep {
				x, y = j, i
			}
			Dot(dst, x, y, p.Colour, cover*ends)
		}
	}
}

func finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.Abs(x) > 1e7 {
			return false
		}
	}
	return true
}

// Circle draws a circle about (x, y), filled where the radius is less than the pen's width.
func (p Pen) Circle(dst *image.RGBA, clip image.Rectangle, x, y, radius float64) {
	if p.Rim.A > 0 {
		Pen{Colour: p.Rim, Width: p.Width + 2}.Circle(dst, clip, x, y, radius)
	}
	clip = clip.Intersect(dst.Rect)
	out := radius + p.Width/2 + 1
	if !finite(x, y, radius) {
		return
	}
	r := image.Rect(int(math.Floor(x-out)), int(math.Floor(y-out)), int(math.Ceil(x+out)), int(math.Ceil(y+out))).Intersect(clip)
	for j := r.Min.Y; j < r.Max.Y; j++ {
		for i := r.Min.X; i < r.Max.X; i++ {
			d := math.Abs(math.Hypot(float64(i)+0.5-x, float64(j)+0.5-y) - radius)
			if cover := min(p.Width/2+0.5-d, 1); cover > 0 {
				Dot(dst, i, j, p.Colour, cover)
			}
		}
	}
}
