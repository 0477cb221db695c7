// Package fft computes discrete Fourier transforms of many columns at once, in single precision.
//
// The data are n vectors of b numbers each, vector after vector, real and imaginary parts in separate slices; the
// transform runs over the n vectors, for each of the b positions. That is the transform of a picture along y; for the
// one along x the picture is transposed. The inner loops run over neighbouring numbers with one twiddle factor, which
// is what makes plain Go fast here.
//
// Method: Stockham's self-sorting algorithm with radices 4, 2, 3 and 5 (C. Van Loan, Computational Frameworks for the
// Fast Fourier Transform, SIAM 1992, §1.7). Every product is rounded on its own, so the digits are the same on
// every processor.
package fft

import (
	"fmt"

	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/kernel"
)

// Plan holds the twiddle factors for one length. It is read-only once made and may be shared.
type Plan struct {
	n     int
	steps []step
}

type step struct {
	radix  int
	n      int       // length that this step splits
	wr, wi []float32 // (radix-1) factors for each p < n/radix
}

// Fits reports whether n has no prime factor beyond 5.
func Fits(n int) bool {
	for _, p := range []int{2, 3, 5} {
		for n > 1 && n%p == 0 {
			n /= p
		}
	}
	return n == 1
}

// Good returns the smallest length ≥ n that has a plan.
func Good(n int) int {
	if n < 1 {
		n = 1
	}
	for !Fits(n) {
		n++
	}
	return n
}

// New makes a plan for n vectors; n must have no prime factor beyond 5.
func New(n int) *Plan {
	if n < 1 || !Fits(n) {
		panic(fmt.Sprintf("fft: no plan for length %d", n)) // a broken invariant: callers use Good
	}
	p := &Plan{n: n}
	for rest := n; rest > 1; {
		radix := 5
		for _, r := range []int{4, 2, 3} {
			if rest%r == 0 {
				radix = r
				break
			}
		}
		s := step{radix: radix, n: rest}
		for i := 0; i < rest/radix; i++ {
			for k := 1; k < radix; k++ {
				sin, cos := exact.SincosDeg(-360 * float64(i*k) / float64(rest))
				s.wr = append(s.wr, float32(cos))
				s.wi = append(s.wi, float32(sin))
			}
		}
		p.steps = append(p.steps, s)
		rest /= radix
	}
	return p
}

// Len returns the length of the transform.
func (p *Plan) Len() int { return p.n }

// Forward transforms n vectors of b numbers in place; tmp slices of the same size are overwritten. The transform is
// not scaled. The inverse, unscaled, is Forward with re and im exchanged (and tr and ti).
func (p *Plan) Forward(re, im, tr, ti []float32, b int) {
	size := p.n * b
	xr, xi, yr, yi := re[:size], im[:size], tr[:size], ti[:size]
	s := b
	for i := range p.steps {
		st := &p.steps[i]
		switch st.radix {
		case 2:
			st.two(xr, xi, yr, yi, s)
		case 3:
			st.three(xr, xi, yr, yi, s)
		case 4:
			st.four(xr, xi, yr, yi, s)
		default:
			st.five(xr, xi, yr, yi, s)
		}
		xr, xi, yr, yi = yr, yi, xr, xi
		s *= st.radix
	}
	if len(p.steps)%2 == 1 {
		copy(re[:size], tr[:size])
		copy(im[:size], ti[:size])
	}
}

// Transpose writes the w×h picture src (w columns) to dst with h columns.
func Transpose(dst, src []float32, w, h int) {
	if kernel.Transpose(dst, src, w, h) {
		return
	}
	const tile = 16 // keeps both sides in the first-level cache
	for y0 := 0; y0 < h; y0 += tile {
		y1 := min(y0+tile, h)
		for x0 := 0; x0 < w; x0 += tile {
			x1 := min(x0+tile, w)
			for y := y0; y < y1; y++ {
				for x := x0; x < x1; x++ {
					dst[x*h+y] = src[y*w+x]
				}
			}
		}
	}
}
