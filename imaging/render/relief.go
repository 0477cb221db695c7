package render

import (
	"image"
	"math"
	"runtime"
	"slices"
	"sync"

	"tracemark/imaging/surface"
)

// Colours of what was not measured, and the period of the hatching in pixels.
const (
	hatchPeriod = 8
	hatchWidth  = 2
)

var (
	hatchGround = [4]uint8{0xe6, 0xec, 0xf3, 0xff}
	hatchLine   = [4]uint8{0x9f, 0xb2, 0xc8, 0xff}
	hatchFaint  = [4]uint8{0x30, 0x36, 0x3c, 0x60} // over whatever lies below
)

// Relief draws s under the light l, with the contrast of AutoGain.
func Relief(s *surface.Surface, l Light) *image.RGBA { return ReliefGain(s, l, AutoGain(s, l)) }

// ReliefGain draws s under the light l with a fixed gain, so that several pictures can share one contrast.
func ReliefGain(s *surface.Surface, l Light, gain float64) *image.RGBA {
	w, h := s.Size()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	sh := newShader(s, l)
	mid, _ := sh.spread()
	eachBand(h, func(from, to int) {
		for y := from; y < to; y++ {
			sh.row(img.Pix[y*img.Stride:], y, mid, gain)
		}
	})
	return img
}

// AutoGain returns the gain that Relief uses for s under l. It is at least 1: contrast is never taken away.
func AutoGain(s *surface.Surface, l Light) float64 {
	sh := newShader(s, l)
	_, half := sh.spread()
	if !(half > 0) {
		return 1
	}
	return max(1, reach/half)
}

const (
	// reach is the brightness, of a full scale of 1, that the middle 60 % of points may lie from the middle grey. The
	// rest of the scale is for the steeper ones. It is the middle 60 % because on a whole primer a third of the points
	// lie on walls and rims, which must not decide the contrast of the marks.
	reach = 0.2
	tail  = 0.2 // share of points left out at either end
	// sampled is how many points are looked at for the contrast; more would not change a grey level.
	sampled = 40_000
)

// shader computes the brightness of single points.
type shader struct {
	w, h       int
	kx, ky     float64 // 1 / (2·spacing)
	lx, ly, lz float64
	light      Light
	z          []float64
}

func newShader(s *surface.Surface, l Light) shader {
	w, h := s.Size()
	dx, dy := s.Spacing()
	sh := shader{w: w, h: h, kx: 0.5 / dx, ky: 0.5 / dy, light: l, z: s.View()}
	sh.lx, sh.ly, sh.lz = l.vector()
	return sh
}

// at returns Lambert's cosine at column x, row y. The point itself must be measured.
func (s *shader) at(x, y int) float64 {
	i := y*s.w + x
	var gx, gy float64
	if x > 0 && x < s.w-1 {
		gx = (s.z[i+1] - s.z[i-1]) * s.kx
	} else {
		gx = math.NaN()
	}
	if gx != gx {
		gx = 2 * s.kx * oneSided(s.z, i, 1, x > 0, x < s.w-1)
	}
	if y > 0 && y < s.h-1 {
		gy = (s.z[i+s.w] - s.z[i-s.w]) * s.ky
	} else {
		gy = math.NaN()
	}
	if gy != gy {
		gy = 2 * s.ky * oneSided(s.z, i, s.w, y > 0, y < s.h-1)
	}
	return s.cosine(gx, gy)
}

// cosine is Light.Brightness with the light's direction at hand, and without its limit at 0: the grey scale has one.
func (s *shader) cosine(gx, gy float64) float64 {
	if s.light.Ring {
		return s.light.Brightness(gx, gy)
	}
	return (s.lz - gx*s.lx - gy*s.ly) / math.Sqrt(1+gx*gx+gy*gy)
}

// oneSided returns the height difference to the one measured neighbour, 0 where there is none.
func oneSided(z []float64, i, step int, before, after bool) float64 {
	if after {
		if d := z[i+step] - z[i]; d == d {
			return d
		}
	}
	if before {
		if d := z[i] - z[i-step]; d == d {
			return d
		}
	}
	return 0
}

// row fills one row of pixels. Points with four measured neighbours, nearly all, take the short way.
func (s *shader) row(pix []uint8, y int, mid, gain float64) {
	line := s.z[y*s.w : (y+1)*s.w]
	inner := y > 0 && y < s.h-1
	var above, below []float64
	if inner {
		above, below = s.z[(y-1)*s.w:y*s.w], s.z[(y+1)*s.w:(y+2)*s.w]
	}
	base := 255*(0.5-gain*mid) + 0.5
	scale := 255 * gain
	for x, z := range line {
		p := pix[4*x : 4*x+4 : 4*x+4]
		if z != z {
			hatch(p, x, y)
			continue
		}
		c := math.NaN()
		if inner && x > 0 && x < len(line)-1 && !s.light.Ring {
			gx, gy := (line[x+1]-line[x-1])*s.kx, (below[x]-above[x])*s.ky
			c = (s.lz - gx*s.lx - gy*s.ly) / math.Sqrt(1+gx*gx+gy*gy)
		}
		if c != c {
			c = s.at(x, y)
		}
		g := base + scale*c
		if g < 0 {
			g = 0
		} else if g > 255 {
			g = 255
		}
		v := uint8(g)
		p[0], p[1], p[2], p[3] = v, v, v, 255
	}
}

func hatch(p []uint8, x, y int) {
	if (x+y)%hatchPeriod < hatchWidth {
		copy(p, hatchLine[:])
	} else {
		copy(p, hatchGround[:])
	}
}

// spread returns the median brightness and half the span of the middle 60 %, from points spread evenly over the surface.
func (s *shader) spread() (mid, half float64) {
	step := max(1, int(math.Sqrt(float64(s.w)*float64(s.h)/sampled)))
	v := make([]float64, 0, sampled+1024)
	for y := step / 2; y < s.h; y += step {
		for x := step / 2; x < s.w; x += step {
			if z := s.z[y*s.w+x]; z == z {
				v = append(v, s.at(x, y))
			}
		}
	}
	if len(v) == 0 {
		return s.lz, 0
	}
	slices.Sort(v)
	n := len(v)
	out := int(tail * float64(n))
	return v[n/2], (v[n-1-out] - v[out]) / 2
}

// eachBand runs f on bands of rows, on as many processors as there are. Bands share nothing, so the result does not
// depend on their number.
func eachBand(h int, f func(from, to int)) {
	n := min(runtime.GOMAXPROCS(0), max(1, h/32))
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i*h/n, (i+1)*h/n) })
	}
	wg.Wait()
}
