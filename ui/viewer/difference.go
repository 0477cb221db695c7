package viewer

import (
	"encoding/binary"
	"image/color"
	"math"
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/render"
)

// CanSubtract reports whether A − B can be seen: of two topographies their heights in µm, of two photographs their greys.
// A height less a grey means nothing.
func CanSubtract(a, b *Specimen) bool {
	return a != nil && b != nil && (a.photo == nil) == (b.photo == nil)
}

// difference draws A − B.
type difference struct {
	paints *[2]paint
	topo   bool
	// The colour's place is codeA·ka − codeB·kb + at, in 32 fractional bits.
	ka, kb, at int64
	colour     [heightColours]uint32
	made       bool
	rangeUM    float64 // the colours' ends
	offset     float64 // µm: median of A − B over where both are; the zero of the scale
	scratch    [offsetSide * offsetSide]float64
}

// offsetSide squared is how many places the zero of the scale is taken from.
const offsetSide = 48

// prepare readies the difference; the paints of both sides have been made, as they would be seen alone.
func (d *difference) prepare(s *scene, paints *[2]paint) {
	d.paints = paints
	a, b := s.specimens[A], s.specimens[B]
	d.topo = a != nil && b != nil && a.photo == nil && b.photo == nil
	if !d.topo {
		return
	}
	if !d.made {
		d.made = true
		for i := range d.colour {
			d.colour[i] = packed(render.DifferenceColour(2*float64(i)/(heightColours-1) - 1))
		}
	}
	ha, hb := a.version(s.looks[A].Filtered).heights(), b.version(s.looks[B].Filtered).heights()
	for i, h := range []*heights{ha, hb} {
		g := h.levels.at(s.stage.UMPerPx, s.draft)
		paints[i].path = newPath(g, s.stage.Views[i], s.stage.UMPerPx, s.stage.Centre(Side(i)))
	}
	d.rangeUM = niceRange(max(ha.spread, hb.spread) / 2)
	d.offset = d.zero(s, a, ha, hb)
	perUM := (heightColours - 1) / (2 * d.rangeUM) // colours to a µm
	const one = 1 << 32
	d.ka = int64(ha.step * perUM / 256 * one)
	d.kb = int64(hb.step * perUM / 256 * one)
	d.at = int64(((ha.um(0)-hb.um(0)-d.offset)*perUM + (heightColours-1)/2.0 + 0.5) * one)
}

// The scale of a difference ends at half of the heights' own spread, rounded up: where marks agree their difference is a
// fraction of their relief, and what differs by more is the scale's end whatever it is.

// niceRange returns the least of 1, 2 and 5 times a power of ten that reaches as far as spread: a scale that stays put
// while the specimens move.
func niceRange(spread float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(spread)))
	for _, k := range []float64{1, 2, 5} {
		if k*power >= spread*0.999 {
			return k * power
		}
	}
	return 10 * power
}

// zero returns the median of A − B as they lie: a surface's own zero is arbitrary. It is taken over a grid of places on A,
// wherever the screen is, so that the colours do not change while both are moved together.
func (d *difference) zero(s *scene, a *Specimen, ha, hb *heights) float64 {
	st := &s.stage
	ga, gb := ha.levels.at(st.UMPerPx, s.draft), hb.levels.at(st.UMPerPx, s.draft)
	v := d.scratch[:0]
	box := a.extent(s.looks[A].Filtered)
	size := imaging.Point{X: box.Max.X - box.Min.X, Y: box.Max.Y - box.Min.Y}
	for j := range offsetSide {
		for i := range offsetSide {
			p := imaging.Point{
				X: box.Min.X + size.X*(float64(i)+0.5)/offsetSide,
				Y: box.Min.Y + size.Y*(float64(j)+0.5)/offsetSide,
			}
			za, okA := ga.code1(p)
			zb, okB := gb.code1(st.Specimen(B, st.Screen(A, p)))
			if okA && okB {
				v = append(v, ha.um(za)-hb.um(zb))
			}
		}
	}
	if len(v) == 0 {
		return ha.median - hb.median
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// code1 returns the code nearest to a point.
func (g *grid) code1(p imaging.Point) (code float64, ok bool) {
	x, y := int(math.Floor((p.X-g.ox)/g.dx+0.5)), int(math.Floor((p.Y-g.oy)/g.dy+0.5))
	if x < 0 || y < 0 || x >= g.w || y >= g.h {
		return 0, false
	}
	c := g.at(x, y)
	return float64(c), c != 0
}

// row draws A − B where both are, the hatching where one was not measured, and the field elsewhere.
func (d *difference) row(b *band, pix []byte, y int, draft bool) {
	if !d.topo {
		d.greyRow(b, pix, y, draft)
		return
	}
	n := len(pix) / 4
	ca, cb := b.codes[A][:n], b.codes[B][:n]
	f1, t1 := d.paints[A].codes(ca, 0, y, draft)
	f2, t2 := d.paints[B].codes(cb, 0, y, draft)
	from, to := max(f1, f2), min(t1, t2)
	if to < from {
		from, to = 0, 0
	}
	fill(pix[:4*from], fieldPixel)
	fill(pix[4*to:], fieldPixel)
	for x := from; x < to; x++ {
		va, vb := ca[x], cb[x]
		p := uint32(0)
		if va == 0 || vb == 0 {
			p = hatch(x, y)
		} else {
			i := (int64(va)*d.ka - int64(vb)*d.kb + d.at) >> 32
			p = d.colour[min(max(i, 0), heightColours-1)]
		}
		binary.LittleEndian.PutUint32(pix[4*x:], p)
	}
}

// greyRow draws the difference of two photographs: middle grey where they are equal.
func (d *difference) greyRow(b *band, pix []byte, y int, draft bool) {
	f1, t1 := d.paints[A].row(pix, 0, y, draft)
	f2, t2 := d.paints[B].row(b.row[:len(pix)], 0, y, draft)
	from, to := max(f1, f2), min(t1, t2)
	if to < from {
		from, to = 0, 0
	}
	fill(pix[:4*from], fieldPixel)
	fill(pix[4*to:], fieldPixel)
	for i := 4 * from; i < 4*to; i += 4 {
		g := uint32(128+(luma(pix[i:])-luma(b.row[i:]))/2) & 0xff
		binary.LittleEndian.PutUint32(pix[i:], 0xff000000|g*0x010101)
	}
}

// luma is the brightness of a pixel (ITU-R BT.601).
func luma(p []byte) int { return (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2]) + 500) / 1000 }

// packed is a colour as little-endian RGBA.
func packed(c color.RGBA) uint32 {
	return uint32(c.A)<<24 | uint32(c.B)<<16 | uint32(c.G)<<8 | uint32(c.R)
}
