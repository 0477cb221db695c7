package viewer

import (
	"encoding/binary"
	"image"
	"math"

	"tracemark/imaging"
)

// grid is a picture of a specimen that can be sampled: where its points lie in the specimen's frame, and for each of them
// 16 bits or a colour. What the 16 bits mean is said by who made the grid: a slope (see slopes) or a height. 0 is always a
// point that was not measured.
type grid struct {
	w, h   int
	ox, oy float64 // µm: the point in column 0, row 0
	dx, dy float64 // µm between points
	code   []byte  // little-endian, row by row
	rgb    []byte  // RGBA, opaque; nil where there are codes
}

func (g *grid) at(x, y int) uint16 { return binary.LittleEndian.Uint16(g.code[2*(y*g.w+x):]) }

func (g *grid) set(x, y int, c uint16) { binary.LittleEndian.PutUint16(g.code[2*(y*g.w+x):], c) }

// box returns the extent of the grid in the specimen's frame.
func (g *grid) box() Box {
	lo := imaging.Point{X: g.ox - g.dx/2, Y: g.oy - g.dy/2}
	return Box{Min: lo, Max: imaging.Point{X: lo.X + float64(g.w)*g.dx, Y: lo.Y + float64(g.h)*g.dy}}
}

// steps returns the grid's coordinates of the screen's pixel (0, 0) and how they change from one pixel to the next in x
// and in y. A pixel is seen at its centre, half a pixel from its corner.
func (g *grid) steps(v View, umPerPx float64, c Pixel) (u, w, dux, dwx, duy, dwy float64) {
	p := v.ToSpecimen(Pixel{X: 0.5, Y: 0.5}, umPerPx, c)
	u, w = (p.X-g.ox)/g.dx, (p.Y-g.oy)/g.dy
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	m := v.mirror()
	return u, w, m * k * umPerPx / g.dx, -s * umPerPx / g.dy, m * s * umPerPx / g.dx, k * umPerPx / g.dy
}

// halved returns an empty grid of half the resolution. Its points lie in the middle of four, the last column and row in
// the middle of those that are left.
func (g *grid) halved() *grid {
	return &grid{w: (g.w + 1) / 2, h: (g.h + 1) / 2, ox: g.ox + g.dx/2, oy: g.oy + g.dy/2, dx: 2 * g.dx, dy: 2 * g.dy}
}

// half returns the grid at half the resolution, every point the mean of the measured ones of four, taken by mean. It is
// measured where at least half of the four are, so that thin gaps close no further than the eye would close them at that
// distance.
func (g *grid) half(mean func(four []uint16) uint16) *grid {
	h := g.halved()
	h.code = make([]byte, 2*h.w*h.h)
	eachBand(h.h, func(from, to int) {
		four := make([]uint16, 0, 4)
		for y := from; y < to; y++ {
			for x := range h.w {
				four = four[:0]
				all := 0
				for j := 2 * y; j < min(2*y+2, g.h); j++ {
					for i := 2 * x; i < min(2*x+2, g.w); i++ {
						all++
						if c := g.at(i, j); c != 0 {
							four = append(four, c)
						}
					}
				}
				if 2*len(four) >= all && len(four) > 0 {
					h.set(x, y, mean(four))
				}
			}
		}
	})
	return h
}

// meanCode is the mean of codes that are proportional to what they stand for.
func meanCode(four []uint16) uint16 {
	sum := len(four) / 2
	for _, c := range four {
		sum += int(c)
	}
	return uint16(sum / len(four))
}

// colourGrid makes a grid of a photograph in colour.
func colourGrid(img *image.RGBA, dx, dy float64) *grid {
	b := img.Bounds()
	g := &grid{w: b.Dx(), h: b.Dy(), dx: dx, dy: dy, rgb: make([]byte, 4*b.Dx()*b.Dy())}
	for y := range g.h {
		o := img.PixOffset(b.Min.X, b.Min.Y+y)
		copy(g.rgb[4*y*g.w:4*(y+1)*g.w], img.Pix[o:o+4*g.w])
	}
	return g
}

// halfColour is half for colours, all of which are measured.
func (g *grid) halfColour() *grid {
	h := g.halved()
	h.rgb = make([]byte, 4*h.w*h.h)
	for y := range h.h {
		top, bottom := g.rgb[4*2*y*g.w:], g.rgb[4*min(2*y+1, g.h-1)*g.w:]
		for x := range h.w {
			left, right := 8*x, 4*min(2*x+1, g.w-1)
			for c := range 4 {
				sum := int(top[left+c]) + int(top[right+c]) + int(bottom[left+c]) + int(bottom[right+c])
				h.rgb[4*(y*h.w+x)+c] = uint8((sum + 2) / 4)
			}
		}
	}
	return h
}

// pyramid is a grid with its halvings, the finest first.
type pyramid []*grid

// leastSide ends a pyramid: smaller grids would only be used when the whole specimen is a few pixels wide.
const leastSide = 32

func newPyramid(g *grid, half func(*grid) *grid) pyramid {
	p := pyramid{g}
	for g.w >= 2*leastSide && g.h >= 2*leastSide {
		g = half(g)
		p = append(p, g)
	}
	return p
}

// at returns the grid to sample at a magnification: the coarsest that still has a point for every pixel of the screen, for
// a draft the one whose points lie nearest to the pixels, which is up to √2 coarser.
func (p pyramid) at(umPerPx float64, draft bool) *grid {
	most := umPerPx * 1.05
	if draft {
		most = umPerPx * math.Sqrt2
	}
	best := p[0]
	for _, g := range p[1:] {
		if max(g.dx, g.dy) <= most {
			best = g
		}
	}
	return best
}
