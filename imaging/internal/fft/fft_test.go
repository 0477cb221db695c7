package fft_test

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"testing"

	"tracemark/imaging/internal/fft"
	"tracemark/imaging/internal/kernel"
)

// TestAgainstTheDefinition compares with the sum that defines the transform, in double precision.
func TestAgainstTheDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 4, 5, 6, 8, 12, 15, 16, 20, 36, 60, 80, 96, 108, 125} {
		const b = 3
		re, im := make([]float32, n*b), make([]float32, n*b)
		for i := range re {
			re[i], im[i] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
		}
		want := make([]complex128, n*b)
		for k := 0; k < n; k++ {
			for j := 0; j < n; j++ {
				w := cmplx.Exp(complex(0, -2*math.Pi*float64(j*k%n)/float64(n)))
				for q := 0; q < b; q++ {
					want[k*b+q] += w * complex(float64(re[j*b+q]), float64(im[j*b+q]))
				}
			}
		}
		fft.New(n).Forward(re, im, make([]float32, n*b), make([]float32, n*b), b)
		for i := range want {
			got := complex(float64(re[i]), float64(im[i]))
			if cmplx.Abs(got-want[i]) > 2e-6*math.Sqrt(float64(n))*4 { // single precision, √n growth, a factor 4 in hand
				t.Fatalf("n=%d: element %d is %v, want %v", n, i, got, want[i])
			}
		}
	}
}

// TestPlainGo: the assembly gives the bits of the plain code for all radices, at widths that are multiples of eight, are none, and are less.
func TestPlainGo(t *testing.T) {
	if !kernel.Fast() {
		t.Skip("this processor or build has no assembly: there is nothing to hold against plain Go")
	}
	defer kernel.UsePlain(kernel.UsePlain(false))
	rng := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{2, 3, 4, 5, 8, 25, 27, 60, 90, 96, 100} {
		for _, b := range []int{1, 2, 7, 8, 9, 16, 21, 90} {
			p := fft.New(n)
			var re, im [2][]float32
			re[0], im[0] = make([]float32, n*b), make([]float32, n*b)
			for i := range re[0] {
				re[0][i], im[0][i] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
			}
			re[1], im[1] = slices.Clone(re[0]), slices.Clone(im[0])
			for k, plain := range []bool{false, true} {
				kernel.UsePlain(plain)
				p.Forward(re[k], im[k], make([]float32, n*b), make([]float32, n*b), b)
			}
			for i := range re[0] {
				if math.Float32bits(re[0][i]) != math.Float32bits(re[1][i]) || math.Float32bits(im[0][i]) != math.Float32bits(im[1][i]) {
					t.Fatalf("n=%d b=%d: element %d is %v%+vi, plain Go %v%+vi", n, b, i, re[0][i], im[0][i], re[1][i], im[1][i])
				}
			}
		}
	}
}

func TestInverseGivesTheDataBack(t *testing.T) {
	const n, b = 60, 7
	rng := rand.New(rand.NewPCG(3, 4))
	re, im := make([]float32, n*b), make([]float32, n*b)
	for i := range re {
		re[i], im[i] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
	}
	wr, wi := append([]float32(nil), re...), append([]float32(nil), im...)
	tr, ti := make([]float32, n*b), make([]float32, n*b)
	p := fft.New(n)
	p.Forward(re, im, tr, ti, b)
	p.Forward(im, re, ti, tr, b)
	for i := range re {
		if math.Abs(float64(re[i]/n-wr[i])) > 1e-5 || math.Abs(float64(im[i]/n-wi[i])) > 1e-5 {
			t.Fatalf("element %d came back as %g%+gi, want %g%+gi", i, re[i]/n, im[i]/n, wr[i], wi[i])
		}
	}
}

func TestGoodLengths(t *testing.T) {
	for in, want := range map[int]int{0: 1, 1: 1, 7: 8, 11: 12, 79: 80, 97: 100, 102: 108} {
		if got := fft.Good(in); got != want {
			t.Errorf("Good(%d) = %d, want %d", in, got, want)
		}
	}
}

func TestTranspose(t *testing.T) {
	const w, h = 37, 18
	src, dst := make([]float32, w*h), make([]float32, w*h)
	for i := range src {
		src[i] = float32(i)
	}
	fft.Transpose(dst, src, w, h)
	for y := 0; y < h; y++ {
		for x := 0; x < w; x++ {
			if dst[x*h+y] != src[y*w+x] {
				t.Fatalf("(%d,%d) is %g, want %g", x, y, dst[x*h+y], src[y*w+x])
			}
		}
	}
}

func Benchmark96(b *testing.B) {
	const n = 96
	re, im, tr, ti := make([]float32, n*n), make([]float32, n*n), make([]float32, n*n), make([]float32, n*n)
	re[5] = 1
	p := fft.New(n)
	for b.Loop() {
		p.Forward(re, im, tr, ti, n)
		p.Forward(im, re, ti, tr, n)
		for i := range re {
			re[i] /= n
			im[i] /= n
		}
	}
}
