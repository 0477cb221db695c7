package viewer

import (
	"encoding/binary"
	"image"
	"math"
)

// The grey steps of the field around specimens and of the hatching where nothing was measured, as little-endian RGBA.
const (
	fieldPixel  = 0xff141210
	hatchDark   = 0xff2a2724
	hatchBright = 0xff4a4540
)

// fixedOne is 1 in the fixed-point numbers that the inner loops count in: 16 fractional bits, held in 64 so that no
// specimen is large enough to overflow.
const fixedOne = 1 << 16

// area is the part of the screen that a specimen is drawn on: columns x0 to x1, rows y0 to y1.
type area struct{ x0, y0, x1, y1 int }

// greyPixel holds the little-endian RGBA of every grey.
var greyPixel = func() (t [256]uint32) {
	for i := range t {
		g := uint32(i)
		t[i] = 0xff000000 | g<<16 | g<<8 | g
	}
	return t
}()

func hatch(x, y int) uint32 {
	if (x+y)&7 < 2 {
		return hatchBright
	}
	return hatchDark
}

// drawLayer samples l into the area of dst. mix below 256 blends it over what is there, in 256ths.
func drawLayer(dst *image.RGBA, a area, l *layer, v View, umPerPx float64, c Pixel, smooth bool, mix int) {
	u0, w0, dux, dwx, duy, dwy := l.steps(v, umPerPx, c)
	du, dw := int64(math.Round(dux*fixedOne)), int64(math.Round(dwx*fixedOne))
	for y := a.y0; y < a.y1; y++ {
		// The row starts exactly; only the steps along it are rounded, by less than a hundredth of a pixel over 1600.
		ru := u0 + duy*float64(y) + dux*float64(a.x0)
		rw := w0 + dwy*float64(y) + dwx*float64(a.x0)
		u, w := int64(math.Round(ru*fixedOne)), int64(math.Round(rw*fixedOne))
		n := a.x1 - a.x0
		from, to := inside(u, du, int64(l.w), n)
		f2, t2 := inside(w, dw, int64(l.h), n)
		from, to = max(from, f2), min(to, t2)
		if to < from {
			from, to = 0, 0
		}
		row := dst.Pix[dst.PixOffset(a.x0, y) : dst.PixOffset(a.x0, y)+4*n]
		if mix >= 256 {
			fill(row[:4*from], fieldPixel)
			fill(row[4*to:], fieldPixel)
		}
		s := span{row: row[4*from : 4*to], x: a.x0 + from, y: y, u: u + int64(from)*du, w: w + int64(from)*dw, du: du, dw: dw, mix: mix}
		switch {
		case l.grey != nil && smooth:
			l.greySmooth(s)
		case l.grey != nil:
			l.greyNearest(s)
		case smooth:
			l.rgbSmooth(s)
		default:
			l.rgbNearest(s)
		}
	}
}

// inside returns the pixels of a row of n whose coordinate, u at the first and du more at each next, lies on a layer of
// size pixels: within half a pixel of the first and the last one's centre.
func inside(u, du, size int64, n int) (from, to int) {
	lo, hi := int64(-fixedOne/2), size*fixedOne-fixedOne/2-1
	if du == 0 {
		if u < lo || u > hi {
			return 0, 0
		}
		return 0, n
	}
	if du < 0 { // mirror the axis: u descends from hi to lo
		u, du, lo, hi = -u, -du, -hi, -lo
	}
	first := ceilDiv(lo-u, du)
	last := floorDiv(hi-u, du)
	return int(min(max(first, 0), int64(n))), int(min(max(last+1, 0), int64(n)))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func ceilDiv(a, b int64) int64 { return -floorDiv(-a, b) }

func fill(row []byte, p uint32) {
	for i := 0; i+4 <= len(row); i += 4 {
		binary.LittleEndian.PutUint32(row[i:], p)
	}
}

// span is one row's stretch of pixels that lie on a layer.
type span struct {
	row          []byte
	x, y         int
	u, w, du, dw int64
	mix          int
}

func (s *span) put(i int, p uint32) {
	if s.mix < 256 {
		p = blend(binary.LittleEndian.Uint32(s.row[i:]), p, uint32(s.mix))
	}
	binary.LittleEndian.PutUint32(s.row[i:], p)
}

// blend lays p over q with m of 256 parts; two channels at a time.
func blend(q, p, m uint32) uint32 {
	even := ((q&0xff00ff)*(256-m) + (p&0xff00ff)*m) >> 8 & 0xff00ff
	odd := ((q>>8&0xff00ff)*(256-m) + (p>>8&0xff00ff)*m) & 0xff00ff00
	return even | odd
}

func (l *layer) greyNearest(s span) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	for i := 0; i < len(s.row); i += 4 {
		g := l.grey[int(w>>16)*l.w+int(u>>16)]
		p := greyPixel[g]
		if g == 0 {
			p = hatch(s.x+i/4, s.y)
		}
		s.put(i, p)
		u += s.du
		w += s.dw
	}
}

func (l *layer) greySmooth(s span) {
	u, w := s.u, s.w
	for i := 0; i < len(s.row); i += 4 {
		x, y := int(u>>16), int(w>>16)
		if x < 0 || y < 0 || x >= l.w-1 || y >= l.h-1 {
			s.put(i, l.greyAt(u, w, s.x+i/4, s.y))
		} else {
			o := y*l.w + x
			a, b := uint32(l.grey[o]), uint32(l.grey[o+1])
			c, d := uint32(l.grey[o+l.w]), uint32(l.grey[o+l.w+1])
			if a == 0 || b == 0 || c == 0 || d == 0 {
				s.put(i, l.greyAt(u, w, s.x+i/4, s.y))
			} else {
				fx, fy := uint32(u&0xffff)>>8, uint32(w&0xffff)>>8
				top, bottom := a*(256-fx)+b*fx, c*(256-fx)+d*fx
				s.put(i, greyPixel[(top*(256-fy)+bottom*fy+1<<15)>>16])
			}
		}
		u += s.du
		w += s.dw
	}
}

// greyAt is the nearest point's grey, for the rim of the layer and of gaps, where there is nothing to interpolate with.
func (l *layer) greyAt(u, w int64, x, y int) uint32 {
	g := l.grey[int((w+fixedOne/2)>>16)*l.w+int((u+fixedOne/2)>>16)]
	if g == 0 {
		return hatch(x, y)
	}
	return greyPixel[g]
}

func (l *layer) rgbNearest(s span) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	for i := 0; i < len(s.row); i += 4 {
		s.put(i, binary.LittleEndian.Uint32(l.rgb[4*(int(w>>16)*l.w+int(u>>16)):]))
		u += s.du
		w += s.dw
	}
}

func (l *layer) rgbSmooth(s span) {
	u, w := s.u, s.w
	for i := 0; i < len(s.row); i += 4 {
		x, y := int(u>>16), int(w>>16)
		if x < 0 || y < 0 || x >= l.w-1 || y >= l.h-1 {
			s.put(i, binary.LittleEndian.Uint32(l.rgb[4*(int((w+fixedOne/2)>>16)*l.w+int((u+fixedOne/2)>>16)):]))
		} else {
			o := 4 * (y*l.w + x)
			fx, fy := uint32(u&0xffff)>>8, uint32(w&0xffff)>>8
			top := blend(binary.LittleEndian.Uint32(l.rgb[o:]), binary.LittleEndian.Uint32(l.rgb[o+4:]), fx)
			o += 4 * l.w
			bottom := blend(binary.LittleEndian.Uint32(l.rgb[o:]), binary.LittleEndian.Uint32(l.rgb[o+4:]), fx)
			s.put(i, blend(top, bottom, fy))
		}
		u += s.du
		w += s.dw
	}
}
