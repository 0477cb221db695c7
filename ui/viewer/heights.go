package viewer

import (
	"encoding/binary"
	"math"
	"slices"

	"tracemark/imaging/surface"
)

// heights is a surface's heights as a pyramid of 16-bit codes: code c stands for low + (c−1)·step µm.
type heights struct {
	low, step float64 // µm
	median    float64 // µm
	spread    float64 // µm: the further of the 5 % and the 95 % quantile from the median
	levels    pyramid
}

const (
	// outerShare is the share of points at either end that the colour scale leaves to its ends' colours. On real breech
	// faces a few hundredths lie on the rims of the mask, several times as far out as the marks.
	outerShare = 0.05
	// clampSpreads limits the codes' range to this many spreads from the median: a single spike of an optical
	// instrument, mm high, would else take the resolution from all other points. Heights beyond have the last code.
	clampSpreads = 16
	// heightSamples is how many points the quantiles are taken from; more would not move them by a step of colour.
	heightSamples = 40_000
)

func newHeights(s *surface.Surface) *heights {
	w, h := s.Size()
	dx, dy := s.Spacing()
	z := s.View()
	out := &heights{}
	lowest, highest := out.measure(z)
	out.low = max(lowest, out.median-clampSpreads*out.spread)
	top := min(highest, out.median+clampSpreads*out.spread)
	out.step = max((top-out.low)/(math.MaxUint16-1), 1e-9)
	g := &grid{w: w, h: h, dx: dx, dy: dy, code: make([]byte, 2*w*h)}
	eachBand(h, func(from, to int) {
		for i := from * w; i < to*w; i++ {
			if v := z[i]; v == v {
				binary.LittleEndian.PutUint16(g.code[2*i:], out.code(v))
			}
		}
	})
	out.levels = newPyramid(g, func(g *grid) *grid { return g.half(meanCode) })
	return out
}

func (h *heights) code(um float64) uint16 {
	return uint16(1 + math.Round(min(max((um-h.low)/h.step, 0), math.MaxUint16-1)))
}

func (h *heights) um(code float64) float64 { return h.low + (code-1)*h.step }

// measure finds the median and the quantiles, and returns the range of the measured heights.
func (h *heights) measure(z []float64) (lowest, highest float64) {
	lowest, highest = math.Inf(1), math.Inf(-1)
	for _, v := range z {
		if v == v {
			lowest, highest = min(lowest, v), max(highest, v)
		}
	}
	// An odd step does not fall into step with the rows of most scans, whose width is even.
	step := max(1, len(z)/heightSamples) | 1
	v := everyMeasured(z, step)
	if len(v) == 0 {
		v = everyMeasured(z, 1) // so few that the sample missed them all
	}
	if len(v) == 0 {
		return 0, 0
	}
	slices.Sort(v)
	out := int(outerShare * float64(len(v)))
	h.median = v[len(v)/2]
	h.spread = max(h.median-v[out], v[len(v)-1-out]-h.median, 1e-6)
	return lowest, highest
}

// everyMeasured returns the measured ones of every step-th height.
func everyMeasured(z []float64, step int) []float64 {
	v := make([]float64, 0, len(z)/step+1)
	for i := step / 2; i < len(z); i += step {
		if z[i] == z[i] {
			v = append(v, z[i])
		}
	}
	return v
}
