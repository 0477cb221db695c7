package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// picture is w×h points, value and weight side by side, a third of them missing.
func picture(rng *rand.Rand, w, h int) []float32 {
	zm := make([]float32, 2*w*h)
	for i := 0; i < len(zm); i += 2 {
		if rng.IntN(3) != 0 {
			zm[i], zm[i+1] = float32(rng.NormFloat64()), 1
		}
	}
	return zm
}

// TestSampleBits: the assembly gives the bits of the plain code at any length and start.
func TestSampleBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	const w, h = 61, 57
	zm := picture(rng, w, h)
	for range 2000 {
		sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
		if rng.IntN(8) == 0 {
			sin, cos = 0, 1
		}
		l := Line{X: 28 + 2*rng.Float64(), Y: 28 + 2*rng.Float64(), UX: cos, UY: sin, Stride: 2 * w}
		n, from := rng.IntN(25), -rng.IntN(25)
		z, m, wz, wm := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
		l.Sample(z, m, zm, from)
		l.samplePlain(wz, wm, zm, from)
		for k := range z {
			if math.Float32bits(z[k]) != math.Float32bits(wz[k]) || m[k] != wm[k] {
				t.Fatalf("%+v from %d, number %d of %d: %v weight %v, plain %v weight %v", l, from, k, n, z[k], m[k], wz[k], wm[k])
			}
		}
	}
}

// TestSumsBits: the same for the sums, and both are right to what single precision allows.
func TestSumsBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 2))
	for range 300 {
		blocks, shift := 1+rng.IntN(70), rng.IntN(40)
		v, m := make([]float32, 2000), make([]float32, 2000)
		for i := range v {
			if rng.IntN(3) != 0 {
				v[i], m[i] = float32(rng.NormFloat64()), 1
			}
		}
		var a []float32
		var at []int32
		want := [6]float64{}
		for k := range blocks {
			z, w := make([]float32, 1+rng.IntN(8)), make([]float32, 8)
			at = append(at, int32(25*k))
			for i := range z {
				z[i], w[i] = float32(rng.NormFloat64()), float32(rng.IntN(2))
				if j := 25*k + shift + i; w[i]*m[j] != 0 {
					x, y := float64(z[i]), float64(v[j])
					for q, s := range []float64{1, x, y, x * x, y * y, x * y} {
						want[q] += s
					}
				}
			}
			a = Pack(a, z, w[:len(z)])
		}
		var got, plain Partial
		Sums(&got, a, at, v, m, shift)
		sumsPlain(&plain, a, at, v, m, shift)
		for i := range got {
			if math.Float32bits(got[i]) != math.Float32bits(plain[i]) {
				t.Fatalf("%d blocks, number %d: %v, plain %v", blocks, i, got[i], plain[i])
			}
		}
		for q := range want {
			if math.Abs(got.Total(q)-want[q]) > 1e-4 {
				t.Fatalf("quantity %d: %v, want %v", q, got.Total(q), want[q])
			}
		}
	}
}

func BenchmarkSums(b *testing.B) {
	a, at := make([]float32, 80*Block), make([]int32, 80)
	v := make([]float32, 1000)
	for i := range at {
		at[i] = int32(8 * i)
	}
	var p Partial
	for b.Loop() {
		Sums(&p, a, at, v, v, 5)
	}
}

func BenchmarkSample(b *testing.B) {
	l := Line{X: 5, Y: 5, UX: 0.8, UY: 0.6, Stride: 200}
	zm := picture(rand.New(rand.NewPCG(1, 1)), 100, 100)
	z, m := make([]float32, 80), make([]float32, 80)
	for b.Loop() {
		l.Sample(z, m, zm, 0)
	}
}
