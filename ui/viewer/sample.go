package viewer

import (
	"encoding/binary"
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

func hatch(x, y int) uint32 {
	if (x+y)&7 < 2 {
		return hatchBright
	}
	return hatchDark
}

// path is where a grid lies under the screen: its coordinates at the pixel (0, 0) and their steps.
type path struct {
	grid                       *grid
	u0, w0, dux, dwx, duy, dwy float64
	du, dw                     int64
	nowhere                    bool // so far away that fixed point cannot count there
}

// farSteps is further from a grid's first point than any grid reaches.
const farSteps = 1 << 32

func newPath(g *grid, v View, umPerPx float64, c Pixel) path {
	p := path{grid: g}
	p.u0, p.w0, p.dux, p.dwx, p.duy, p.dwy = g.steps(v, umPerPx, c)
	for _, x := range [6]float64{p.u0, p.w0, p.dux, p.dwx, p.duy, p.dwy} {
		if !(math.Abs(x) < farSteps) {
			p.nowhere = true
			return p
		}
	}
	p.du, p.dw = int64(math.Round(p.dux*fixedOne)), int64(math.Round(p.dwx*fixedOne))
	return p
}

// span is a stretch of one row of pixels: their place on the screen and the grid's coordinates at the first.
type span struct {
	x, y, n      int
	u, w, du, dw int64
}

// span returns the pixels x0 to x1 of row y. A row starts exactly; only the steps along it are rounded, by less than a
// hundredth of a pixel over 1600.
func (p *path) span(x0, x1, y int) span {
	if p.nowhere {
		return span{x: x0, y: y, n: x1 - x0, u: -farSteps, w: -farSteps}
	}
	ru := p.u0 + p.duy*float64(y) + p.dux*float64(x0)
	rw := p.w0 + p.dwy*float64(y) + p.dwx*float64(x0)
	return span{x: x0, y: y, n: x1 - x0, u: int64(math.Round(ru * fixedOne)), w: int64(math.Round(rw * fixedOne)), du: p.du, dw: p.dw}
}

// cut returns the span's part from pixel i up to j.
func (s span) cut(i, j int) span {
	s.x += i
	s.n = j - i
	s.u += int64(i) * s.du
	s.w += int64(i) * s.dw
	return s
}

// on returns the pixels of the span that lie on the grid: within half a point of the first and the last one's centre.
func (s span) on(g *grid) (from, to int) {
	return both(s.n,
		s.u, s.du, -fixedOne/2, int64(g.w)*fixedOne-fixedOne/2-1,
		s.w, s.dw, -fixedOne/2, int64(g.h)*fixedOne-fixedOne/2-1)
}

// between returns the pixels of the span that have a point of the grid on all four sides.
func (s span) between(g *grid) (from, to int) {
	return both(s.n, s.u, s.du, 0, int64(g.w-1)*fixedOne-1, s.w, s.dw, 0, int64(g.h-1)*fixedOne-1)
}

func both(n int, u, du, ulo, uhi, w, dw, wlo, whi int64) (from, to int) {
	from, to = within(u, du, ulo, uhi, n)
	f, t := within(w, dw, wlo, whi, n)
	from, to = max(from, f), min(to, t)
	if to < from {
		return 0, 0
	}
	return from, to
}

// within returns the pixels of a row of n whose coordinate, u at the first and du more at each next, lies from lo to hi.
func within(u, du, lo, hi int64, n int) (from, to int) {
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

// blend lays p over q with m of 256 parts; two channels at a time.
func blend(q, p, m uint32) uint32 {
	even := ((q&0xff00ff)*(256-m) + (p&0xff00ff)*m) >> 8 & 0xff00ff
	odd := ((q>>8&0xff00ff)*(256-m) + (p>>8&0xff00ff)*m) & 0xff00ff00
	return even | odd
}

// blendRow lays p over q with m of 256 parts.
func blendRow(q, p []byte, m uint32) {
	p = p[:len(q)]
	for i := 0; i+4 <= len(q); i += 4 {
		binary.LittleEndian.PutUint32(q[i:], blend(binary.LittleEndian.Uint32(q[i:]), binary.LittleEndian.Uint32(p[i:]), m))
	}
}

// gap reports whether any of the four codes in v is 0, one that was not measured.
func gap(v uint64) bool {
	const low, high = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	return (v-low)&^v&high != 0
}

// nearest calls of the loops below sample the grid's nearest point, smooth ones interpolate between four. Points at gaps
// are the nearest's, so that a gap is never painted over.

func (s span) greyNearest(row []byte, g *grid, t *[1 << 16]uint8) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	code, stride := g.code, g.w
	for i := range s.n {
		o := 2 * (int(w>>16)*stride + int(u>>16))
		c := binary.LittleEndian.Uint16(code[o : o+2])
		p := 0xff000000 | uint32(t[c])*0x010101
		if c == 0 {
			p = hatch(s.x+i, s.y)
		}
		binary.LittleEndian.PutUint32(row[4*i:], p)
		u += s.du
		w += s.dw
	}
}

// spread puts the two bytes of a slope's code into the two halves of a word.
func spread(c uint64) uint64 { return c&0xff | c&0xff00<<24 }

func (s span) greySmooth(row []byte, g *grid, near *[1 << 16]uint8, t *[1 << 18]uint8) {
	u, w := s.u, s.w
	code, stride := g.code, g.w
	for i := range s.n {
		o := 2 * (int(w>>16)*stride + int(u>>16))
		top := uint64(binary.LittleEndian.Uint32(code[o : o+4]))
		bottom := uint64(binary.LittleEndian.Uint32(code[o+2*stride : o+2*stride+4]))
		if gap(top | bottom<<32) {
			s.cut(i, i+1).greyNearest(row[4*i:4*i+4], g, near)
			u += s.du
			w += s.dw
			continue
		}
		fx, fy := uint64(u)&0xffff>>8, uint64(w)&0xffff>>8
		a, b := spread(top&0xffff), spread(top>>16)
		c, d := spread(bottom&0xffff), spread(bottom>>16)
		a = a<<8 + (b-a)*fx
		c = c<<8 + (d-c)*fx
		v := a<<8 + (c-a)*fy + (1<<14 | 1<<46) // 16 fractional bits, rounded to half a code
		p := uint32(t[v>>47&0x1ff<<9|v>>15&0x1ff])
		binary.LittleEndian.PutUint32(row[4*i:], 0xff000000|p*0x010101)
		u += s.du
		w += s.dw
	}
}

func (s span) pixelNearest(row []byte, g *grid, t *[1 << 16]uint32) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	code, stride := g.code, g.w
	for i := range s.n {
		o := 2 * (int(w>>16)*stride + int(u>>16))
		c := binary.LittleEndian.Uint16(code[o : o+2])
		p := t[c]
		if c == 0 {
			p = hatch(s.x+i, s.y)
		}
		binary.LittleEndian.PutUint32(row[4*i:], p)
		u += s.du
		w += s.dw
	}
}

func (s span) pixelSmooth(row []byte, g *grid, t *[1 << 16]uint32) {
	u, w := s.u, s.w
	code, stride := g.code, g.w
	for i := range s.n {
		o := 2 * (int(w>>16)*stride + int(u>>16))
		top := uint64(binary.LittleEndian.Uint32(code[o : o+4]))
		bottom := uint64(binary.LittleEndian.Uint32(code[o+2*stride : o+2*stride+4]))
		if gap(top | bottom<<32) {
			s.cut(i, i+1).pixelNearest(row[4*i:4*i+4], g, t)
		} else {
			binary.LittleEndian.PutUint32(row[4*i:], t[uint16((mix4(top, bottom, u, w)+1<<15)>>16)])
		}
		u += s.du
		w += s.dw
	}
}

// mix4 interpolates between four codes, with 16 fractional bits.
func mix4(top, bottom uint64, u, w int64) uint64 {
	fx, fy := uint64(u)&0xffff>>8, uint64(w)&0xffff>>8
	a, c := top&0xffff, bottom&0xffff
	a = a<<8 + (top>>16-a)*fx
	c = c<<8 + (bottom>>16-c)*fx
	return a<<8 + (c-a)*fy
}

// codesNearest and codesSmooth give the codes themselves, times 256; 0 was not measured.
func (s span) codesNearest(out []uint32, g *grid) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	for i := range s.n {
		o := 2 * (int(w>>16)*g.w + int(u>>16))
		out[i] = uint32(binary.LittleEndian.Uint16(g.code[o:o+2])) << 8
		u += s.du
		w += s.dw
	}
}

func (s span) codesSmooth(out []uint32, g *grid) {
	u, w := s.u, s.w
	for i := range s.n {
		o := 2 * (int(w>>16)*g.w + int(u>>16))
		top := uint64(binary.LittleEndian.Uint32(g.code[o : o+4]))
		bottom := uint64(binary.LittleEndian.Uint32(g.code[o+2*g.w : o+2*g.w+4]))
		if gap(top | bottom<<32) {
			s.cut(i, i+1).codesNearest(out[i:i+1], g)
		} else {
			out[i] = uint32(mix4(top, bottom, u, w) >> 8)
		}
		u += s.du
		w += s.dw
	}
}

func (s span) rgbNearest(row []byte, g *grid) {
	u, w := s.u+fixedOne/2, s.w+fixedOne/2
	for i := range s.n {
		o := 4 * (int(w>>16)*g.w + int(u>>16))
		binary.LittleEndian.PutUint32(row[4*i:], binary.LittleEndian.Uint32(g.rgb[o:o+4]))
		u += s.du
		w += s.dw
	}
}

func (s span) rgbSmooth(row []byte, g *grid) {
	u, w := s.u, s.w
	for i := range s.n {
		o := 4 * (int(w>>16)*g.w + int(u>>16))
		fx, fy := uint32(u&0xffff)>>8, uint32(w&0xffff)>>8
		top := blend(binary.LittleEndian.Uint32(g.rgb[o:]), binary.LittleEndian.Uint32(g.rgb[o+4:]), fx)
		o += 4 * g.w
		bottom := blend(binary.LittleEndian.Uint32(g.rgb[o:]), binary.LittleEndian.Uint32(g.rgb[o+4:]), fx)
		binary.LittleEndian.PutUint32(row[4*i:], blend(top, bottom, fy))
		u += s.du
		w += s.dw
	}
}

// levels maps every channel of a row.
func levels(row []byte, t *[256]uint8) {
	for i := 0; i+4 <= len(row); i += 4 {
		row[i], row[i+1], row[i+2] = t[row[i]], t[row[i+1]], t[row[i+2]]
	}
}
