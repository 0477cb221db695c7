package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func normals(rng *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	return v
}

func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: number %d of %d is %v, plain %v", what, i, len(want), got[i], want[i])
		}
	}
}

// TestCrossBits: the assembly gives the bits of the plain code at any length, with and without the opposite frequency.
func TestCrossBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for n := 1; n < 60; n++ {
		in := [4][]float32{}
		for i := range in {
			in[i] = normals(rng, n)
		}
		for _, mirror := range []bool{false, true} {
			var got, want [4][]float32
			for i := range got {
				if i < 2 || mirror {
					got[i], want[i] = make([]float32, n), make([]float32, n)
				}
			}
			Cross(got[0], got[1], got[2], got[3], in[0], in[1], in[2], in[3])
			crossPlain(want[0], want[1], want[2], want[3], in[0], in[1], in[2], in[3], 0, n)
			for i := range got {
				sameBits(t, "cross", got[i], want[i])
			}
		}
	}
}

// TestTransposeAnySize: every number of pictures of all sizes comes to its place, and nothing is written beyond the end.
func TestTransposeAnySize(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	if !Fast() {
		t.Skip("this processor or build has no assembly: package fft does it in plain Go")
	}
	for w := Lanes; w < 40; w++ {
		for h := Lanes; h < 40; h += 1 + rng.IntN(3) {
			src, dst := normals(rng, w*h), make([]float32, w*h+Lanes)
			if !Transpose(dst, src, w, h) {
				t.Fatalf("%d×%d was refused", w, h)
			}
			for i, v := range src {
				if got := dst[i%w*h+i/w]; got != v {
					t.Fatalf("%d×%d, column %d, row %d: %v, want %v", w, h, i%w, i/w, got, v)
				}
			}
			for _, v := range dst[w*h:] {
				if v != 0 {
					t.Fatalf("%d×%d: written beyond the end", w, h)
				}
			}
		}
	}
}
