package filter

import (
	"math"
	"math/bits"
	"sync"

	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
	kernels "tracemark/imaging/internal/kernel" // the name kernel is a Gaussian's here
)

// recursiveFromPx is the standard deviation, in pixels, from which the recursive filter replaces the sampled kernel.
// Below it the recursive one is less accurate and the kernel short.
const recursiveFromPx = 2.5

// kernelCut is where a sampled kernel ends, in standard deviations: the rest weighs 6·10⁻⁵.
const kernelCut = 4

// Gaussian returns src, w×h numbers, smoothed with standard deviations sx and sy in pixels; beyond the edges there are zeros.
func Gaussian(src []float32, w, h int, sx, sy float64) []float32 {
	dst := make([]float32, len(src))
	gaussian(dst, src, w, h, sx, sy)
	return dst
}

// gaussian is Gaussian into dst, whatever is in it.
func gaussian(dst, src []float32, w, h int, sx, sy float64) {
	rows := dst
	if sy < recursiveFromPx {
		lent := borrow(len(src)) // sampled columns cannot be filtered in place
		defer giveBack(lent)
		rows = *lent
	}
	if sx >= recursiveFromPx {
		newRecursive(sx).rows(rows, src, w, h)
	} else {
		sampledRows(rows, src, w, h, kernel(sx))
	}
	if sy >= recursiveFromPx {
		newRecursive(sy).columns(dst, w, h)
	} else {
		sampledColumns(dst, rows, w, h, kernel(sy))
	}
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
	line := make([]float32, w+2*r)
	for y := 0; y < h; y++ {
		copy(line[r:], src[y*w:(y+1)*w])
		kernels.Taps(dst[y*w:(y+1)*w], line, r, 1, k)
	}
}

func sampledColumns(dst, src []float32, w, h int, k []float64) {
	r := len(k) - 1
	if from, to := r, h-r; from < to { // what has all its neighbours is one stretch
		kernels.Taps(dst[from*w:to*w], src, from*w, w, k)
	}
	zero, sum := make([]float32, w), make([]float64, w)
	row := func(y int) []float32 {
		if y < 0 || y >= h {
			return zero
		}
		return src[y*w : (y+1)*w]
	}
	for y := 0; y < h; y++ {
		if y == r && y < h-r {
			y = h - r
			if y == h {
				break
			}
		}
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

// rowsAtOnce is how many rows are filtered together: they and what is remembered of them stay in the processor's nearer memory.
const rowsAtOnce = 32

// rows filters every row: as columns of a picture that is laid on its side.
func (r *recursive) rows(dst, src []float32, w, h int) {
	lent := borrow(rowsAtOnce * w)
	defer giveBack(lent)
	sums := make([]float64, rowsAtOnce*w)
	var past [9]kernels.Row
	for y := 0; y < h; y += rowsAtOnce {
		n := min(rowsAtOnce, h-y)
		side := (*lent)[:n*w]
		fft.Transpose(side, src[y*w:][:n*w], w, n)
		filterStrip(r, side, sums, n, n, w, 0, n, &past)
		fft.Transpose(dst[y*w:][:n*w], side, n, w)
	}
}

// scratch lends pictures that live for one pass only, in classes of sizes from one power of two to the next.
var scratch [64]sync.Pool

// borrow returns a picture of n points, whatever is in them.
func borrow(n int) *[]float32 {
	p, ok := scratch[bits.Len(uint(n))].Get().(*[]float32)
	if !ok || cap(*p) < n {
		p = new([]float32)
		*p = make([]float32, n)
	}
	*p = (*p)[:n]
	return p
}

// giveBack ends a loan.
func giveBack(p *[]float32) { scratch[bits.Len(uint(cap(*p)))].Put(p) }

// columns filters pic in place, a strip of columns after another: what is remembered of them stays in the processor's nearest memory.
func (r *recursive) columns(pic []float32, w, h int) {
	lent := borrow(kernels.Strip * h)
	defer giveBack(lent)
	var past [9]kernels.Row
	for from := 0; from < w; from += kernels.Strip {
		filterStrip(r, pic, *lent, w, kernels.Strip, h, from, min(kernels.Strip, w-from), &past)
	}
}

// filterStrip filters n columns of pic, which has w numbers to a row. sums keeps what the first pass finds, stride numbers to a row; past the latest
// four outputs, the latest four inputs and the one to come, as whole rows, so that the columns of a row are independent of one another.
func filterStrip[T float32 | float64](r *recursive, pic []float32, sums []T, w, stride, h, from, n int, past *[9]kernels.Row) {
	c := kernels.Recursion{r.n[0], r.n[1], r.n[2], r.n[3], r.d[0], r.d[1], r.d[2], r.d[3]}
	clear(past[:])
	y1, y2, y3, y4 := &past[0], &past[1], &past[2], &past[3]
	x0, x1, x2, x3, x4 := &past[4], &past[5], &past[6], &past[7], &past[8]
	for y := 0; y < h; y++ {
		kernels.Forth(pic[y*w+from:][:n], sums[y*stride:][:n], &c, x0, x1, x2, x3, y1, y2, y3, y4)
		y1, y2, y3, y4 = y4, y1, y2, y3
		x0, x1, x2, x3 = x3, x0, x1, x2
	}
	copy(c[:4], r.m[:])
	clear(past[:])
	for y := h - 1; y >= 0; y-- {
		kernels.Back(pic[y*w+from:][:n], sums[y*stride:][:n], &c, x0, x1, x2, x3, x4, y1, y2, y3, y4)
		y1, y2, y3, y4 = y4, y1, y2, y3
		x0, x1, x2, x3, x4 = x4, x0, x1, x2, x3
	}
}
