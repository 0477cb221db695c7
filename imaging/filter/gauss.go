package filter

import (
	"math"
	"sync"

	"tracemark/imaging/internal/exact"
)

// recursiveFromPx is the standard deviation, in pixels, from which the recursive filter replaces the sampled kernel.
// Below it the recursive one is less accurate and the kernel short.
const recursiveFromPx = 2.5

// kernelCut is where a sampled kernel ends, in standard deviations: the rest weighs 6·10⁻⁵.
const kernelCut = 4

// Gaussian returns src, w×h numbers, smoothed with standard deviations sx and sy in pixels; beyond the edges there are zeros.
func Gaussian(src []float32, w, h int, sx, sy float64) []float32 {
	dst := make([]float32, len(src))
	if sx >= recursiveFromPx {
		newRecursive(sx).rows(dst, src, w, h)
	} else {
		sampledRows(dst, src, w, h, kernel(sx))
	}
	if sy >= recursiveFromPx {
		newRecursive(sy).columns(dst, w, h)
	} else {
		dst = sampledColumns(dst, w, h, kernel(sy))
	}
	return dst
}

// kernel returns the sampled Gaussian from its centre outwards, summing to 1 over both sides.
func kernel(s float64) []float64 {
	if !(s > 0) {
		return []float64{1}
	}
	k := make([]float64, int(math.Ceil(kernelCut*s))+1)
	sum := 0.0
	for i := range k {
		q := float64(i) / s
		k[i] = exact.Exp(-0.5 * float64(q*q))
		sum += k[i]
		if i > 0 {
			sum += k[i]
		}
	}
	for i := range k {
		k[i] /= sum
	}
	return k
}

func sampledRows(dst, src []float32, w, h int, k []float64) {
	r := len(k) - 1
	line, sum := make([]float64, w+2*r), make([]float64, w)
	for y := 0; y < h; y++ {
		for x, v := range src[y*w : (y+1)*w] {
			line[r+x] = float64(v)
		}
		for x, v := range line[r : r+w] {
			sum[x] = float64(k[0] * v)
		}
		for i := 1; i <= r; i++ {
			before, after, c := line[r-i:][:w], line[r+i:][:w], k[i]
			for x := range sum {
				sum[x] += float64(c * (before[x] + after[x]))
			}
		}
		out := dst[y*w : (y+1)*w]
		for x, s := range sum {
			out[x] = float32(s)
		}
	}
}

func sampledColumns(src []float32, w, h int, k []float64) []float32 {
	dst := make([]float32, len(src))
	zero, sum := make([]float32, w), make([]float64, w)
	row := func(y int) []float32 {
		if y < 0 || y >= h {
			return zero
		}
		return src[y*w : (y+1)*w]
	}
	for y := 0; y < h; y++ {
		for x, v := range row(y) {
			sum[x] = float64(k[0] * float64(v))
		}
		for i := 1; i < len(k); i++ {
			a, b, c := row(y-i), row(y+i), k[i]
			for x := range sum {
				sum[x] += float64(c * (float64(a[x]) + float64(b[x])))
			}
		}
		out := dst[y*w : (y+1)*w]
		for x, s := range sum {
			out[x] = float32(s)
		}
	}
	return dst
}

// recursive is Deriche's fourth-order Gaussian: a causal pass and one from the other end, added.
type recursive struct {
	n [4]float64 // causal numerator, lags 0..3
	m [4]float64 // anticausal numerator, lags 1..4
	d [4]float64 // denominator, lags 1..4
}

// newRecursive sums four decaying exponentials, two pairs of conjugates, into one filter. The constants are those of
// Deriche's report as refined by P. Getreuer, A Survey of Gaussian Convolution Algorithms, IPOL 3 (2013), §5 (10.5201/ipol.2013.87).
func newRecursive(s float64) *recursive {
	alpha := [4]complex128{0.84 + 1.8675i, 0.84 - 1.8675i, -0.34015 - 0.1299i, -0.34015 + 0.1299i}
	lambda := [4]complex128{1.783 + 0.6318i, 1.783 - 0.6318i, 1.723 + 1.997i, 1.723 - 1.997i}
	var pole [4]complex128
	for k, l := range lambda {
		e := exact.Exp(-real(l) / s)
		sin, cos := exact.SincosDeg(imag(l) / s * (180 / math.Pi))
		pole[k] = complex(float64(e*cos), -float64(e*sin))
	}
	num, den := [5]complex128{}, [5]complex128{1}
	for k := range pole {
		for i := 4; i > 0; i-- {
			den[i] -= mul(pole[k], den[i-1])
		}
		part := [5]complex128{alpha[k]}
		for j := range pole {
			if j != k {
				for i := 4; i > 0; i-- {
					part[i] -= mul(pole[j], part[i-1])
				}
			}
		}
		for i := range num {
			num[i] += part[i]
		}
	}
	r := &recursive{}
	for i := 0; i < 4; i++ {
		r.n[i], r.d[i] = real(num[i]), real(den[i+1])
	}
	for i := 1; i <= 4; i++ {
		r.m[i-1] = -float64(r.n[0] * r.d[i-1])
		if i < 4 {
			r.m[i-1] += r.n[i]
		}
	}
	sn, sm, sd := 0.0, 0.0, 1.0
	for i := 0; i < 4; i++ {
		sn, sm, sd = sn+r.n[i], sm+r.m[i], sd+r.d[i]
	}
	gain := (sn + sm) / sd
	for i := 0; i < 4; i++ {
		r.n[i] /= gain
		r.m[i] /= gain
	}
	return r
}

// mul is a complex product of which every part is rounded: the compiler's own may be fused.
func mul(a, b complex128) complex128 {
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// rows filters every row. Two go side by side, each with its own sums in their order: a row alone would wait at every step for the one before.
func (r *recursive) rows(dst, src []float32, w, h int) {
	line := [2][]float64{make([]float64, w), make([]float64, w)}
	for y := 0; y < h; y += 2 {
		z := min(y+1, h-1) // the last row of an odd number goes with itself
		r.twoRows(dst[y*w:][:w], dst[z*w:][:w], src[y*w:][:w], src[z*w:][:w], line)
	}
}

func (r *recursive) twoRows(outA, outB, inA, inB []float32, line [2][]float64) {
	n0, n1, n2, n3 := r.n[0], r.n[1], r.n[2], r.n[3]
	m1, m2, m3, m4 := r.m[0], r.m[1], r.m[2], r.m[3]
	d1, d2, d3, d4 := r.d[0], r.d[1], r.d[2], r.d[3]
	w := len(inA)
	inB, outA, outB = inB[:w], outA[:w], outB[:w]
	lineA, lineB := line[0][:w], line[1][:w]
	var a1, a2, a3, u1, u2, u3, u4 float64
	var b1, b2, b3, v1, v2, v3, v4 float64
	for i, in := range inA {
		a0, b0 := float64(in), float64(inB[i])
		// The sum of the latest output comes last: it is what the next step waits for.
		s := float64(n0*a0) + float64(n1*a1) + float64(n2*a2) + float64(n3*a3) - float64(d4*u4) - float64(d3*u3) - float64(d2*u2)
		t := float64(n0*b0) + float64(n1*b1) + float64(n2*b2) + float64(n3*b3) - float64(d4*v4) - float64(d3*v3) - float64(d2*v2)
		s -= float64(d1 * u1)
		t -= float64(d1 * v1)
		a3, a2, a1 = a2, a1, a0
		b3, b2, b1 = b2, b1, b0
		u4, u3, u2, u1 = u3, u2, u1, s
		v4, v3, v2, v1 = v3, v2, v1, t
		lineA[i], lineB[i] = s, t
	}
	a1, a2, a3, u1, u2, u3, u4 = 0, 0, 0, 0, 0, 0, 0
	b1, b2, b3, v1, v2, v3, v4 = 0, 0, 0, 0, 0, 0, 0
	var a4, b4 float64
	for i := w - 1; i >= 0; i-- {
		s := float64(m1*a1) + float64(m2*a2) + float64(m3*a3) + float64(m4*a4) - float64(d4*u4) - float64(d3*u3) - float64(d2*u2)
		t := float64(m1*b1) + float64(m2*b2) + float64(m3*b3) + float64(m4*b4) - float64(d4*v4) - float64(d3*v3) - float64(d2*v2)
		s -= float64(d1 * u1)
		t -= float64(d1 * v1)
		a4, a3, a2, a1 = a3, a2, a1, float64(inA[i])
		b4, b3, b2, b1 = b3, b2, b1, float64(inB[i])
		u4, u3, u2, u1 = u3, u2, u1, s
		v4, v3, v2, v1 = v3, v2, v1, t
		outA[i], outB[i] = float32(lineA[i]+s), float32(lineB[i]+t)
	}
}

// scratch lends pictures that live for one pass only.
var scratch sync.Pool

// borrow returns a picture of at least n points, whatever is in them.
func borrow(n int) *[]float32 {
	if p, ok := scratch.Get().(*[]float32); ok && cap(*p) >= n {
		return p
	}
	p := make([]float32, n)
	return &p
}

// strip is how many columns are filtered together: what is remembered of them stays in the processor's nearest memory.
const strip = 128

// columns filters pic in place, a strip of columns after another.
func (r *recursive) columns(pic []float32, w, h int) {
	lent := borrow(strip * h)
	defer scratch.Put(lent)
	var past [9][strip]float64
	for from := 0; from < w; from += strip {
		r.strip(pic, (*lent)[:strip*h], w, h, from, min(strip, w-from), &past)
	}
}

// strip filters n columns. past holds the latest four outputs, the latest four inputs and the one to come, as whole rows, so that the columns of a row are
// independent of one another; causal keeps the sums of the first pass.
func (r *recursive) strip(pic, causal []float32, w, h, from, n int, past *[9][strip]float64) {
	clear(past[:])
	y1, y2, y3, y4 := past[0][:n], past[1][:n], past[2][:n], past[3][:n]
	x0, x1, x2, x3, x4 := past[4][:n], past[5][:n], past[6][:n], past[7][:n], past[8][:n]
	n0, n1, n2, n3 := r.n[0], r.n[1], r.n[2], r.n[3]
	d1, d2, d3, d4 := r.d[0], r.d[1], r.d[2], r.d[3]
	for y := 0; y < h; y++ {
		in, out := pic[y*w+from:][:len(x0)], causal[y*strip:][:len(x0)]
		x1, x2, x3 = x1[:len(x0)], x2[:len(x0)], x3[:len(x0)]
		y1, y2, y3, y4 = y1[:len(x0)], y2[:len(x0)], y3[:len(x0)], y4[:len(x0)]
		for i := range x0 {
			v := float64(in[i])
			x0[i] = v
			t := float64(n0*v) + float64(n1*x1[i]) + float64(n2*x2[i]) + float64(n3*x3[i]) -
				float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
			y4[i] = t
			out[i] = float32(t)
		}
		y1, y2, y3, y4 = y4, y1, y2, y3
		x0, x1, x2, x3 = x3, x0, x1, x2
	}
	clear(past[:])
	m1, m2, m3, m4 := r.m[0], r.m[1], r.m[2], r.m[3]
	for y := h - 1; y >= 0; y-- {
		in, out := causal[y*strip:][:len(x0)], pic[y*w+from:][:len(x0)]
		x1, x2, x3, x4 = x1[:len(x0)], x2[:len(x0)], x3[:len(x0)], x4[:len(x0)]
		y1, y2, y3, y4 = y1[:len(x0)], y2[:len(x0)], y3[:len(x0)], y4[:len(x0)]
		for i := range x0 {
			t := float64(m1*x1[i]) + float64(m2*x2[i]) + float64(m3*x3[i]) + float64(m4*x4[i]) -
				float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
			y4[i] = t
			x0[i] = float64(out[i]) // as it was: rows above need it
			out[i] = float32(float64(in[i]) + t)
		}
		y1, y2, y3, y4 = y4, y1, y2, y3
		x0, x1, x2, x3, x4 = x4, x0, x1, x2, x3
	}
}
