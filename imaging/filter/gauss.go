package filter

import (
	"math"

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
	line := make([]float64, w+2*r)
	for y := 0; y < h; y++ {
		for x, v := range src[y*w : (y+1)*w] {
			line[r+x] = float64(v)
		}
		out := dst[y*w : (y+1)*w]
		for x := range out {
			c := r + x
			s := float64(k[0] * line[c])
			for i := 1; i <= r; i++ {
				s += float64(k[i] * (line[c-i] + line[c+i]))
			}
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

func (r *recursive) rows(dst, src []float32, w, h int) {
	n0, n1, n2, n3 := r.n[0], r.n[1], r.n[2], r.n[3]
	m1, m2, m3, m4 := r.m[0], r.m[1], r.m[2], r.m[3]
	d1, d2, d3, d4 := r.d[0], r.d[1], r.d[2], r.d[3]
	line := make([]float64, w)
	for y := 0; y < h; y++ {
		in, out := src[y*w:(y+1)*w], dst[y*w:(y+1)*w]
		var x1, x2, x3, x4, y1, y2, y3, y4 float64
		for i, v := range in {
			x0 := float64(v)
			// The sum of the latest output comes last: it is what the next step waits for.
			t := float64(n0*x0) + float64(n1*x1) + float64(n2*x2) + float64(n3*x3) - float64(d4*y4) - float64(d3*y3) - float64(d2*y2)
			t -= float64(d1 * y1)
			x3, x2, x1 = x2, x1, x0
			y4, y3, y2, y1 = y3, y2, y1, t
			line[i] = t
		}
		x1, x2, x3, y1, y2, y3, y4 = 0, 0, 0, 0, 0, 0, 0
		for i := w - 1; i >= 0; i-- {
			t := float64(m1*x1) + float64(m2*x2) + float64(m3*x3) + float64(m4*x4) - float64(d4*y4) - float64(d3*y3) - float64(d2*y2)
			t -= float64(d1 * y1)
			x4, x3, x2, x1 = x3, x2, x1, float64(in[i])
			y4, y3, y2, y1 = y3, y2, y1, t
			out[i] = float32(line[i] + t)
		}
	}
}

// columns filters pic in place, a whole row at a time so that memory is read in order.
func (r *recursive) columns(pic []float32, w, h int) {
	causal := make([]float32, len(pic))
	zero := make([]float32, w)
	var st [4][]float64
	for i := range st {
		st[i] = make([]float64, w)
	}
	row := func(y int) []float32 {
		if y < 0 || y >= h {
			return zero
		}
		return pic[y*w : (y+1)*w]
	}
	n0, n1, n2, n3 := r.n[0], r.n[1], r.n[2], r.n[3]
	d1, d2, d3, d4 := r.d[0], r.d[1], r.d[2], r.d[3]
	for y := 0; y < h; y++ {
		x0, x1, x2, x3 := row(y), row(y-1), row(y-2), row(y-3)
		y1, y2, y3, y4 := st[0][:w], st[1][:w], st[2][:w], st[3][:w]
		out := causal[y*w:][:w]
		for i := range out {
			t := float64(n0*float64(x0[i])) + float64(n1*float64(x1[i])) + float64(n2*float64(x2[i])) + float64(n3*float64(x3[i])) -
				float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
			y4[i] = t
			out[i] = float32(t)
		}
		st[0], st[1], st[2], st[3] = y4, y1, y2, y3
	}
	for i := range st {
		clear(st[i])
	}
	// The rows below are needed as they were, so their sums wait in a ring until no later row reads them.
	var wait [5][]float32
	for i := range wait {
		wait[i] = make([]float32, w)
	}
	m1, m2, m3, m4 := r.m[0], r.m[1], r.m[2], r.m[3]
	for y := h - 1; y >= -4; y-- {
		if old := y + 5; old < h {
			copy(pic[old*w:(old+1)*w], wait[old%5])
		}
		if y < 0 {
			continue
		}
		x1, x2, x3, x4 := row(y+1), row(y+2), row(y+3), row(y+4)
		y1, y2, y3, y4 := st[0][:w], st[1][:w], st[2][:w], st[3][:w]
		in, out := causal[y*w:][:w], wait[y%5][:w]
		for i := range out {
			t := float64(m1*float64(x1[i])) + float64(m2*float64(x2[i])) + float64(m3*float64(x3[i])) + float64(m4*float64(x4[i])) -
				float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
			y4[i] = t
			out[i] = float32(float64(in[i]) + t)
		}
		st[0], st[1], st[2], st[3] = y4, y1, y2, y3
	}
	for y := 0; y < min(1, h); y++ {
		copy(pic[y*w:(y+1)*w], wait[y%5])
	}
}
