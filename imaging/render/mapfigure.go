package render

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"

	"tracemark/imaging"
)

// MapOptions say how a map is drawn.
type MapOptions struct {
	Title string  // above the map
	Unit  string  // of the values, after the numbers of the legend; "" for a plain number
	Limit float64 // the legend runs from −Limit to Limit; values beyond have the colour of the end
	// Colour returns the colour of a value, −1 for −Limit to 1 for Limit.
	Colour    func(t float64) color.RGBA
	Width     int  // of the figure in pixels; 800 where 0, at least 320
	Synthetic bool // puts a label across it
}

// MapFigure draws a signed quantity over a scan's area, one square for each point of the map, with a legend and a scale bar. What is not known
// is hatched.
func MapFigure(m imaging.Map, o MapOptions) *image.RGBA {
	if o.Width == 0 {
		o.Width = 800
	}
	o.Width = max(320, min(o.Width, 8000))
	// Fixed sizes are for half of a pair figure's width.
	f := &figure{o: FigureOptions{Width: o.Width, SyntheticLabel: "SYNTHETIC DATA"}, k: float64(o.Width) / 800}
	edge, top := f.px(margin), f.px(titleBand)
	pw := o.Width - 2*edge
	f.um = math.Max(float64(m.W)*m.SpacingX/float64(pw), 1e-9)
	ph := max(1, min(int(math.Ceil(float64(m.H)*m.SpacingY/f.um)), maxAspect*pw))
	r := image.Rect(edge, top, edge+pw, top+ph)
	f.panels[0] = r
	f.img = image.NewRGBA(image.Rect(0, 0, o.Width, r.Max.Y+f.px(2*captionBand)))
	draw.Draw(f.img, f.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	f.text(o.Title, r.Min.X, r.Min.Y-f.px(14), textSize, true, ink, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := int(float64(y-r.Min.Y) * f.um / m.SpacingY)
		for x := r.Min.X; x < r.Max.X; x++ {
			p := f.img.Pix[f.img.PixOffset(x, y):]
			if v, ok := m.At(int(float64(x-r.Min.X)*f.um/m.SpacingX), row); ok {
				c := o.Colour(math.Max(-1, math.Min(1, v/o.Limit)))
				p[0], p[1], p[2], p[3] = c.R, c.G, c.B, 0xff
			} else {
				hatch(p, x, y)
			}
		}
	}
	if o.Synthetic {
		f.label(r)
	}
	f.legend(o, r)
	return f.img
}

// legend draws the scale bar, and under it the colours with what they stand for.
func (f *figure) legend(o MapOptions, r image.Rectangle) {
	y := r.Max.Y + f.px(20)
	f.bar(r.Min.X, y, float64(r.Dx())/4)
	y += f.px(48)
	bar := image.Rect(r.Min.X, y, r.Max.X, y+f.px(18))
	for x := bar.Min.X; x < bar.Max.X; x++ {
		t := 2*float64(x-bar.Min.X)/float64(bar.Dx()-1) - 1
		draw.Draw(f.img, image.Rect(x, bar.Min.Y, x+1, bar.Max.Y), image.NewUniform(o.Colour(t)), image.Point{}, draw.Src)
	}
	for _, t := range []float64{-1, -0.5, 0, 0.5, 1} {
		s := strconv.FormatFloat(t*o.Limit, 'g', 3, 64)
		if t == 1 && o.Unit != "" {
			s += " " + o.Unit
		}
		w := textWidth(s, textSize*f.k, false)
		x := float64(bar.Min.X) + (t+1)/2*float64(bar.Dx())
		x = math.Max(float64(bar.Min.X), math.Min(x-w/2, float64(bar.Max.X)-w))
		f.text(s, int(x), bar.Max.Y+f.px(26), textSize, false, ink, bar.Dx())
	}
}
