package register

import (
	"context"
	"math"

	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
)

// Search holds the parameters of S1.
type Search struct {
	StepDeg     float64 // rotation step over the full turn
	ShiftUM     float64 // shifts searched on either axis between the centres of two equally large measured parts
	ApartDeg    float64 // two places are the same below this turn: only neighbours on the grid of rotations …
	ApartUM     float64 // … and this shift. Wider, a chance maximum can hide the true place beside it
	Keep        int     // places kept
	MaxShiftUM  float64 // the most that ShiftUM grows to for scans of unequal extents
	MaxPointsPx int     // side of the largest transform, bounding time and memory
}

// Place is a pose about the centres of the measured parts: turned by Deg about A's centre, then moved by (DX, DY) µm away from B's.
type Place struct {
	Deg, DX, DY float64
	Z           float64
}

// shiftRange is ShiftUM, and as much more as the measured parts' unequal extents can displace their centres: the
// part that a cropped scan still shows may lie anywhere in the whole.
func (p Search) shiftRange(a, b *Turned) float64 {
	full := max(a.w, a.h, b.w, b.h)
	more := (full-min(a.w, a.h))/2 + (full-min(b.w, b.h))/2
	return math.Min(p.ShiftUM+more, math.Max(p.MaxShiftUM, p.ShiftUM))
}

// Length returns the side of the transforms by which Places correlates a with b. A scan keeps its spectra of one length at a time: whoever
// compares one scan with many does well to keep a Turned of it for each length.
func (p Search) Length(a, b *Turned) int {
	n, _ := p.lengths(a, b)
	return n
}

// lengths returns the side of the transforms and the shifts searched on either side, both in points.
func (p Search) lengths(a, b *Turned) (n, r int) {
	d := b.im.DX
	r = max(1, ceilInt(p.shiftRange(a, b)/d))
	// Shifts beyond n/2 would wrap round onto the wanted ones: n covers both half extents and the range.
	reach := ceilInt((max(a.w, a.h) + max(b.w, b.h)) / 2 / d)
	n = fft.Good(max(reach+r+2, 16))
	for n%2 != 0 || !fft.Fits(n) {
		n++
	}
	if n > p.MaxPointsPx {
		n = p.MaxPointsPx
	}
	return n, min(r, n/2-1)
}

// Places correlates a at every rotation with b and returns the best places, best first. It returns none when a scan has
// no relief. The only error is ctx's.
func (p Search) Places(ctx context.Context, a, b *Turned) ([]Place, error) {
	d := b.im.DX
	n, r := p.lengths(a, b)
	halfSteps := max(1, int(math.Floor(180/p.StepDeg+0.5)))
	fixed := b.stillSpectrum(n)
	turned := a.turnedSpectra(n, halfSteps)
	w, done := getWork(n)
	defer done()
	peaks := w.peaks[:0]
	for i, s := range turned {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		norm := s.sd * fixed.sd * float64(min(s.count, fixed.count)) * float64(n) * float64(n)
		if !(norm > 0) {
			continue
		}
		deg := 180 * float64(i) / float64(halfSteps)
		at0, at180 := w.correlate(s, fixed, r)
		peaks = localMaxima(peaks, at0, w.rows, r, d, deg, norm)
		peaks = localMaxima(peaks, at180, w.rows, r, d, deg+180, norm)
	}
	w.peaks = peaks
	return p.suppress(peaks), nil
}

// localMaxima appends the places that exceed their eight neighbours. rows is room for a row of numbers and one on either side.
func localMaxima(to []Place, c []float32, rows []int32, r int, d, deg, norm float64) []Place {
	n := 2*r + 1
	// The bits of positive numbers are in the order of the numbers, and those of negative ones below them: whole numbers
	// have a maximum without a branch.
	rows = rows[:n+2]
	for y := 0; y < n; y++ {
		row := c[y*n:][:n]
		above, below := c[max(y-1, 0)*n:][:n], c[min(y+1, n-1)*n:][:n]
		for x, v := range row {
			rows[x+1] = max(int32(math.Float32bits(v)), int32(math.Float32bits(above[x])), int32(math.Float32bits(below[x])))
		}
		rows[0], rows[n+1] = rows[1], rows[n]
		for x, v := range row {
			if k := int32(math.Float32bits(v)); k > 0 && k >= max(rows[x], rows[x+1], rows[x+2]) {
				to = append(to, Place{Deg: exact.WrapDeg(deg), DX: float64(x-r) * d, DY: float64(y-r) * d, Z: float64(v) / norm})
			}
		}
	}
	return to
}

// suppress keeps the best places that are apart from each other.
func (p Search) suppress(peaks []Place) []Place {
	var kept []Place
	for len(kept) < p.Keep {
		best := -1
		for i, q := range peaks {
			if q.Z > 0 && (best < 0 || q.Z > peaks[best].Z) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		k := peaks[best]
		kept = append(kept, k)
		for i, q := range peaks {
			dx, dy := q.DX-k.DX, q.DY-k.DY
			// The distance first: it is a tenth of the work and settles nearly all.
			if float64(dx*dx)+float64(dy*dy) < float64(p.ApartUM*p.ApartUM) && math.Abs(exact.WrapDeg(q.Deg-k.Deg)) < p.ApartDeg {
				peaks[i].Z = 0
			}
		}
	}
	return kept
}
