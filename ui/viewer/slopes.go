package viewer

import (
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"sync"

	"tracemark/imaging/surface"
)

// A point of a relief is kept as its slope, not as its brightness: 8 bits along x, 8 along y. A light then is a table from
// 16 bits to a grey, so that moving it, turning a specimen under it or exaggerating heights renders nothing anew. Heights
// themselves would need their neighbours for each pixel of each frame.
//
// The 8 bits follow an inverse hyperbolic sine, fine about the median slope and coarse on walls. Slopes count in σ, the
// robust standard deviation of the surface's own: one step is σ/58 at the median, which is less than a grey level, and
// slopes beyond 20 σ, black or white under any light long before, have the last code.
const (
	reachSigma = 20.0    // of the last code
	kneeSigma  = 0.5     // where the scale turns from even to logarithmic
	fineSteps  = 1 << 14 // linear steps between the median and the last code, for averaging
	flatCode   = 128     // the median slope
)

// codeReach is the argument of the hyperbolic sine at the last code.
var codeReach = math.Asinh(reachSigma / kneeSigma)

// codeSigma returns what a code, which may lie between two, stands for in σ from the median.
func codeSigma(code float64) float64 {
	return kneeSigma * math.Sinh((code-flatCode)/127*codeReach)
}

// fineOf is the linear step of each code, codeOf the code of each linear step.
var fineOf, codeOf = func() (fine [256]int32, code [2*fineSteps + 1]uint8) {
	for c := range fine {
		fine[c] = int32(math.Round(codeSigma(float64(c)) / reachSigma * fineSteps))
	}
	for i := range code {
		sigma := float64(i-fineSteps) / fineSteps * reachSigma
		code[i] = uint8(math.Round(flatCode + 127*math.Asinh(sigma/kneeSigma)/codeReach))
	}
	return fine, code
}()

// slopeSamples is how many slopes of a surface stand for all of them when the contrast is chosen.
const slopeSamples = 1024

// slopes is a surface's gradient in µm per µm as a pyramid of codes, x in the low byte, y in the high one.
type slopes struct {
	midX, midY float64 // median
	sigma      float64
	samples    [][2]float64 // gradients of points spread evenly over the surface
	levels     pyramid
}

func newSlopes(s *surface.Surface) *slopes {
	w, h := s.Size()
	dx, dy := s.Spacing()
	f := field{z: s.View(), w: w, h: h, kx: 0.5 / dx, ky: 0.5 / dy}
	out := &slopes{samples: f.sample()}
	out.measure()
	g := &grid{w: w, h: h, dx: dx, dy: dy, code: make([]byte, 2*w*h)}
	k := fineSteps / (reachSigma * out.sigma)
	eachBand(h, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range w {
				i := y*w + x
				if z := f.z[i]; z != z {
					continue
				}
				gx, gy := f.at(x, y)
				c := uint16(codeOf[fine((gx-out.midX)*k)]) | uint16(codeOf[fine((gy-out.midY)*k)])<<8
				binary.LittleEndian.PutUint16(g.code[2*i:], c)
			}
		}
	})
	out.levels = newPyramid(g, func(g *grid) *grid { return g.half(meanSlope) })
	return out
}

// fine returns the index of a linear step in codeOf.
func fine(v float64) int {
	return int(math.Round(min(max(v, -fineSteps), fineSteps))) + fineSteps
}

// meanSlope is the mean of slopes by what their codes stand for: the slope of the mean surface.
func meanSlope(four []uint16) uint16 {
	var x, y int32
	for _, c := range four {
		x += fineOf[c&0xff]
		y += fineOf[c>>8]
	}
	n := int32(len(four))
	return uint16(codeOf[nearest(x, n)+fineSteps]) | uint16(codeOf[nearest(y, n)+fineSteps])<<8
}

func nearest(sum, n int32) int32 {
	if sum < 0 {
		return -((-sum + n/2) / n)
	}
	return (sum + n/2) / n
}

// measure finds the median and the spread of the slopes from their sample.
func (s *slopes) measure() {
	spread := func(axis int) (mid, sigma float64) {
		v := make([]float64, 0, len(s.samples))
		for _, g := range s.samples {
			v = append(v, g[axis])
		}
		if len(v) == 0 {
			return 0, 0
		}
		slices.Sort(v)
		mid = v[len(v)/2]
		mean := 0.0
		for i := range v {
			v[i] = math.Abs(v[i] - mid)
			mean += v[i] / float64(len(v))
		}
		slices.Sort(v)
		// The median deviation of a normal distribution is σ/1.4826. More than half of a made surface may be flat: then
		// the mean deviation, less robust, keeps the scale from collapsing.
		return mid, max(1.4826*v[len(v)/2], 0.2*mean)
	}
	var sx, sy float64
	s.midX, sx = spread(0)
	s.midY, sy = spread(1)
	s.sigma = max(math.Hypot(sx, sy)/math.Sqrt2, leastSigma)
}

// leastSigma keeps the scale of a flat surface from being 0: 1 nm per mm is less than any instrument measures.
const leastSigma = 1e-6

// field computes gradients of a height map: central differences, one-sided at the rim and at gaps, 0 where a point has
// no measured neighbour along an axis.
type field struct {
	z      []float64
	w, h   int
	kx, ky float64 // 1 ÷ twice the spacing
}

func (f *field) at(x, y int) (gx, gy float64) {
	i := y*f.w + x
	return f.slope(i, 1, x > 0, x < f.w-1) * f.kx, f.slope(i, f.w, y > 0, y < f.h-1) * f.ky
}

// slope returns the height difference over two steps.
func (f *field) slope(i, step int, before, after bool) float64 {
	if before && after {
		if d := f.z[i+step] - f.z[i-step]; d == d {
			return d
		}
	}
	if after {
		if d := f.z[i+step] - f.z[i]; d == d {
			return 2 * d
		}
	}
	if before {
		if d := f.z[i] - f.z[i-step]; d == d {
			return 2 * d
		}
	}
	return 0
}

// sample returns the gradients of some slopeSamples measured points, spread evenly.
func (f *field) sample() [][2]float64 {
	step := max(1, int(math.Sqrt(float64(f.w)*float64(f.h)/(4*slopeSamples))))
	var all [][2]float64
	for y := step / 2; y < f.h; y += step {
		for x := step / 2; x < f.w; x += step {
			if z := f.z[y*f.w+x]; z == z {
				gx, gy := f.at(x, y)
				all = append(all, [2]float64{gx, gy})
			}
		}
	}
	if len(all) <= slopeSamples {
		return all
	}
	out := make([][2]float64, slopeSamples)
	for i := range out {
		out[i] = all[i*len(all)/slopeSamples]
	}
	return out
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
