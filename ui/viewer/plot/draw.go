package plot

import (
	"image"
	"image/color"
	"math"

	"tracemark/ui/theme"
	"tracemark/ui/viewer/ink"
)

type colour = color.NRGBA

var (
	gridColour = colour{R: 0xff, G: 0xff, B: 0xff, A: 0x24}
	zeroColour = colour{R: 0xff, G: 0xff, B: 0xff, A: 0x60}
	mutedText  = colour{R: 0xb4, G: 0xbf, B: 0xc6, A: 0xff}
)

// step returns the least of 1, 2 and 5 times a power of ten that parts span into at most n.
func step(span float64, n int) float64 {
	least := span / float64(max(n, 1))
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, k := range []float64{1, 2, 5} {
		if k*power >= least*(1-1e-9) {
			return k * power
		}
	}
	return 10 * power
}

// finer returns the next smaller step.
func finer(st float64) float64 {
	if lead := st / math.Pow(10, math.Floor(math.Log10(st)+1e-9)); lead > 4 {
		return 0.4 * st // of 5, 2
	}
	return st / 2
}

// drawDistance draws the scale along the line.
func (p *Plot) drawDistance(box image.Rectangle, k float64) {
	length := p.profile.UM[len(p.profile.UM)-1]
	st := step(length, int(float64(box.Dx())/(70*k)))
	for i := 0; float64(i)*st <= length*(1+1e-9); i++ {
		x := float64(box.Min.X) + float64(i)*st/length*float64(box.Dx())
		ink.Pen{Colour: gridColour, Width: k}.Line(p.buffer, p.buffer.Rect, x, float64(box.Min.Y), x, float64(box.Max.Y))
		p.text = number(p.text[:0], float64(i)*st, st)
		if float64(i+1)*st > length {
			p.text = append(p.text, " µm"...)
		}
		half := p.face.Width(p.text) / 2
		at := min(max(int(x)-half, 0), p.buffer.Rect.Dx()-2*half-int(2*k))
		p.flush(at, box.Max.Y+int(3*k), mutedText, false)
	}
}

// reach returns how far the curves of a kind go from their means; 0 where there are none.
func (p *Plot) reach(photograph bool) float64 {
	most := 0.0
	for _, c := range p.curves {
		if c.photograph != photograph {
			continue
		}
		most = max(most, 1e-3)
		for _, v := range c.values {
			if v == v {
				most = max(most, math.Abs(v-c.mean))
			}
		}
	}
	return most * 1.05
}

// drawKind draws the curves in µm with their scale at the left, or those in greys with theirs at the right.
func (p *Plot) drawKind(box image.Rectangle, k float64, photograph bool) {
	reach := p.reach(photograph)
	if reach == 0 {
		return
	}
	middle := float64(box.Min.Y+box.Max.Y) / 2
	perPx := 2 * reach / float64(box.Dy())
	st := step(2*reach, int(float64(box.Dy())/(26*k)))
	for st > reach { // zero alone is no scale
		st = finer(st)
	}
	for i := -int(reach / st); float64(i)*st <= reach; i++ {
		y := middle - float64(i)*st/perPx
		pen := ink.Pen{Colour: gridColour, Width: k}
		if i == 0 {
			pen.Colour = zeroColour
		}
		p.text = number(p.text[:0], float64(i)*st, st)
		up := int(y) - p.face.Height()/2
		if photograph {
			p.flush(box.Max.X+int(6*k), up, mutedText, false)
			continue
		}
		pen.Line(p.buffer, p.buffer.Rect, float64(box.Min.X), y, float64(box.Max.X), y)
		p.text = append(p.text, " µm"...)
		p.flush(box.Min.X-int(6*k), up, mutedText, true)
	}
	for _, c := range p.curves {
		if c.photograph == photograph {
			p.drawCurve(box, k, &c, middle, perPx)
		}
	}
}

// drawCurve draws the line through the values, with gaps where there are none.
func (p *Plot) drawCurve(box image.Rectangle, k float64, c *curve, middle, perPx float64) {
	pen := c.pen
	pen.Width *= k
	pen.Dash, pen.Gap = 0, 0 // each stroke is too short for them: they are counted along the axis below
	n := len(c.values)
	x := func(i int) float64 { return float64(box.Min.X) + float64(i)/float64(n-1)*float64(box.Dx()) }
	y := func(i int) float64 { return middle - (c.values[i]-c.mean)/perPx }
	for i := 1; i < n; i++ {
		if c.values[i-1] != c.values[i-1] || c.values[i] != c.values[i] {
			continue
		}
		if c.pen.Dash > 0 && math.Mod(x(i), (c.pen.Dash+c.pen.Gap)*k) >= c.pen.Dash*k {
			continue
		}
		pen.Line(p.buffer, box, x(i-1), y(i-1), x(i), y(i))
	}
}

// drawHead writes which curve is which and how they correlate.
func (p *Plot) drawHead(box image.Rectangle, k float64) {
	x, y := box.Min.X, int(4*k)
	for _, c := range p.curves {
		pen := c.pen
		pen.Width, pen.Dash, pen.Gap = 2*k, c.pen.Dash*k, c.pen.Gap*k
		mid := float64(y) + float64(p.face.Height())/2
		pen.Line(p.buffer, p.buffer.Rect, float64(x), mid, float64(x)+24*k, mid)
		x += int(28 * k)
		x += p.write(x, y, c.name, c.pen.Colour, false) + int(14*k)
	}
	if r := p.profile.Correlation; r == r {
		p.text = append(p.text[:0], "r = "...)
		p.text = number(p.text, r, 0.01)
		p.text = append(p.text, "  ·  Δx = "...) // by how much B lies further along the line
		p.text = number(p.text, p.profile.LagUM, 0.1)
		p.text = append(p.text, " µm"...)
		p.flush(x, y, theme.FieldText, false)
	}
}

// drawCursor draws a line under the pointer, and what the curves have there.
func (p *Plot) drawCursor(box image.Rectangle, k float64) {
	if p.cursor != p.cursor || int(p.cursor) >= len(p.profile.UM) {
		return
	}
	i := int(p.cursor)
	x := float64(box.Min.X) + p.cursor/float64(len(p.profile.UM)-1)*float64(box.Dx())
	ink.Pen{Colour: theme.FieldText, Width: k}.Line(p.buffer, p.buffer.Rect, x, float64(box.Min.Y), x, float64(box.Max.Y))
	p.text = append(number(p.text[:0], p.profile.UM[i], 0.1), " µm"...)
	heights := [2]float64{math.NaN(), math.NaN()}
	for j, c := range p.curves {
		p.text = append(p.text, "    "...)
		p.text = append(append(p.text, c.name...), ' ')
		v := c.values[i] - c.mean
		switch {
		case v != v:
			p.text = append(p.text, "–"...)
		case c.photograph:
			p.text = number(p.text, c.values[i], 1)
		default:
			heights[j] = v
			p.text = append(number(p.text, v, 0.01), " µm"...)
		}
	}
	if d := heights[0] - heights[1]; d == d {
		p.text = append(p.text, "    A − B "...)
		p.text = append(number(p.text, d, 0.01), " µm"...)
	}
	p.flush(p.buffer.Rect.Dx()-int(8*k), int(4*k), theme.FieldText, true)
}
