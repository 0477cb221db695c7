package kernel

import (
	"math/rand/v2"
	"testing"
)

// recursed filters a strip by both passes, row by row, and returns the last row and the sums.
func recursed[T float32 | float64](pic []float32, rows int, plain bool) (last []float32, sums []T) {
	n := len(pic) / rows
	c := Recursion{0.3, -0.1, 0.2, 0.05, -1.2, 0.7, -0.2, 0.03}
	sums = make([]T, n)
	var past [9]Row
	y := [4]*Row{&past[0], &past[1], &past[2], &past[3]}
	x := [5]*Row{&past[4], &past[5], &past[6], &past[7], &past[8]}
	for k := range rows {
		row := pic[k*n:][:n]
		if plain {
			forthPlain(row, sums, &c, x[0], x[1], x[2], x[3], y[0], y[1], y[2], y[3], 0)
		} else {
			Forth(row, sums, &c, x[0], x[1], x[2], x[3], y[0], y[1], y[2], y[3])
		}
		y = [4]*Row{y[3], y[0], y[1], y[2]}
		x[0], x[1], x[2], x[3] = x[3], x[0], x[1], x[2]
	}
	for k := range rows {
		last = pic[k*n:][:n]
		if plain {
			backPlain(last, sums, &c, x[0], x[1], x[2], x[3], x[4], y[0], y[1], y[2], y[3], 0)
		} else {
			Back(last, sums, &c, x[0], x[1], x[2], x[3], x[4], y[0], y[1], y[2], y[3])
		}
		y = [4]*Row{y[3], y[0], y[1], y[2]}
		x = [5]*Row{x[4], x[0], x[1], x[2], x[3]}
	}
	return last, sums
}

func testRecursion[T float32 | float64](t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for n := 1; n <= Strip; n++ {
		pic := normals(rng, 12*n)
		got, sums := recursed[T](append([]float32(nil), pic...), 12, false)
		want, wantSums := recursed[T](append([]float32(nil), pic...), 12, true)
		sameBits(t, "recursion", got, want)
		for i := range wantSums {
			if sums[i] != wantSums[i] {
				t.Fatalf("%d columns: sum %d is %v, plain %v", n, i, sums[i], wantSums[i])
			}
		}
	}
}

// TestRecursionBits: both passes of a recursive filter give the bits of the plain code at any width.
func TestRecursionBits(t *testing.T) {
	testRecursion[float32](t)
	testRecursion[float64](t)
}

// TestTapsBits: the same for convolution along rows and columns.
func TestTapsBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 2))
	for range 300 {
		k := make([]float64, 1+rng.IntN(9))
		for i := range k {
			k[i] = rng.Float64()
		}
		stride, n := 1+rng.IntN(30), 1+rng.IntN(40)
		r := (len(k) - 1) * stride
		in := normals(rng, n+2*r)
		got, want := make([]float32, n), make([]float32, n)
		Taps(got, in, r, stride, k)
		tapsPlain(want, in, r, stride, k)
		sameBits(t, "taps", got, want)
	}
}
