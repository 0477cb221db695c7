package viewer

import (
	"image"
	"math"

	"tracemark/imaging"
)

// layer is a picture of a specimen that can be sampled: where its pixels lie in the specimen's frame, and either one
// grey byte per pixel, 0 being a point that was not measured, or colour. A quarter of the bytes of RGBA makes sampling a
// relief twice as fast, since it is bound by memory.
type layer struct {
	w, h   int
	ox, oy float64 // µm: the centre of pixel (0, 0)
	dx, dy float64 // µm between pixels
	grey   []uint8
	rgb    []uint8 // RGBA, opaque
}

// leastGrey is the darkest grey of a measured point, 0 being taken.
const leastGrey = 1

// colourLayer makes a layer of a photograph.
func colourLayer(img *image.RGBA, dx, dy float64) *layer {
	b := img.Bounds()
	l := &layer{w: b.Dx(), h: b.Dy(), dx: dx, dy: dy, rgb: make([]uint8, 4*b.Dx()*b.Dy())}
	for y := range l.h {
		o := img.PixOffset(b.Min.X, b.Min.Y+y)
		copy(l.rgb[4*y*l.w:4*(y+1)*l.w], img.Pix[o:o+4*l.w])
	}
	return l
}

// half returns the layer at half the resolution, every pixel the mean of the measured ones of four. It is measured where
// at least two of the four are, so that thin gaps close no further than the eye would close them at that distance.
func (l *layer) half() *layer {
	h := &layer{w: l.w / 2, h: l.h / 2, ox: l.ox + l.dx/2, oy: l.oy + l.dy/2, dx: 2 * l.dx, dy: 2 * l.dy}
	if l.grey != nil {
		h.grey = make([]uint8, h.w*h.h)
		for y := range h.h {
			top, bottom := l.grey[2*y*l.w:], l.grey[(2*y+1)*l.w:]
			for x := range h.w {
				sum, n := 0, 0
				for _, v := range [4]uint8{top[2*x], top[2*x+1], bottom[2*x], bottom[2*x+1]} {
					if v != 0 {
						sum += int(v)
						n++
					}
				}
				if n >= 2 {
					h.grey[y*h.w+x] = uint8((sum + n/2) / n)
				}
			}
		}
		return h
	}
	h.rgb = make([]uint8, 4*h.w*h.h)
	for y := range h.h {
		top, bottom := l.rgb[4*2*y*l.w:], l.rgb[4*(2*y+1)*l.w:]
		for x := range h.w {
			for c := range 4 {
				i := 8*x + c
				h.rgb[4*(y*h.w+x)+c] = uint8((int(top[i]) + int(top[i+4]) + int(bottom[i]) + int(bottom[i+4]) + 2) / 4)
			}
		}
	}
	return h
}

// pyramid is a layer with its halvings, the finest first.
type pyramid []*layer

// leastSide ends a pyramid: smaller layers would only be used when the whole specimen is a few pixels wide.
const leastSide = 32

func newPyramid(l *layer) pyramid {
	p := pyramid{l}
	for l.w >= 2*leastSide && l.h >= 2*leastSide {
		l = l.half()
		p = append(p, l)
	}
	return p
}

// at returns the layer to sample at a magnification: the coarsest that still has a pixel for every pixel of the screen.
func (p pyramid) at(umPerPx float64) *layer {
	best := p[0]
	for _, l := range p[1:] {
		if max(l.dx, l.dy) <= umPerPx*1.05 {
			best = l
		}
	}
	return best
}

// box returns the extent of the layer in the specimen's frame.
func (l *layer) box() Box {
	lo := imaging.Point{X: l.ox - l.dx/2, Y: l.oy - l.dy/2}
	return Box{Min: lo, Max: imaging.Point{X: lo.X + float64(l.w)*l.dx, Y: lo.Y + float64(l.h)*l.dy}}
}

// steps returns the layer's coordinates of the screen's pixel (0, 0) and how they change from one pixel to the next in x
// and in y.
func (l *layer) steps(v View, umPerPx float64, c Pixel) (u, w, dux, dwx, duy, dwy float64) {
	p := v.ToSpecimen(Pixel{X: 0.5, Y: 0.5}, umPerPx, c)
	u, w = (p.X-l.ox)/l.dx, (p.Y-l.oy)/l.dy
	s, k := math.Sincos(v.AngleDeg * math.Pi / 180)
	return u, w, k * umPerPx / l.dx, -s * umPerPx / l.dy, s * umPerPx / l.dx, k * umPerPx / l.dy
}
