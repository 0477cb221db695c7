package kernel

import "math"

// Share divides z by weight, where m is not 0 and weight positive; elsewhere z becomes 0. All have one length.
func Share(z, weight, m []float32) {
	weight, m = weight[:len(z)], m[:len(z)]
	n := share(z, weight, m)
	sharePlain(z[n:], weight[n:], m[n:])
}

func sharePlain(z, weight, m []float32) {
	weight, m = weight[:len(z)], m[:len(z)]
	for i, on := range m {
		if on == 0 || weight[i] <= 0 {
			z[i] = 0
			continue
		}
		z[i] /= weight[i]
	}
}

// Even divides z by the root of local, taken as 0 where it is negative, plus floor; where m is 0 z becomes 0. All have one length.
func Even(z, local, m []float32, floor float64) {
	local, m = local[:len(z)], m[:len(z)]
	n := even(z, local, m, floor)
	evenPlain(z[n:], local[n:], m[n:], floor)
}

func evenPlain(z, local, m []float32, floor float64) {
	local, m = local[:len(z)], m[:len(z)]
	for i, on := range m {
		if on == 0 {
			z[i] = 0
			continue
		}
		z[i] = float32(float64(z[i]) / math.Sqrt(math.Max(float64(local[i]), 0)+floor))
	}
}

// Limit makes limit·tanh(z/limit) of the first n numbers z, as package filter writes it in plain Go with the inverse factorials in factor, and
// returns n: 0 where there is no assembly for it.
func Limit(z []float32, limit float64, factor *[14]float64) (n int) {
	return softLimit(z, limit, factor)
}

// Tilt says how points of a row are weighed when a plane is fitted to them: by Tukey's biweight of their distance from the plane before,
// Level + Slope·x + PY, in units of Limit; all alike when Weigh is false. Y is the row's place.
type Tilt struct {
	Level, Slope, PY, Y, Limit float64
	Weigh                      bool
}

// PlaneSums are Σw·(1, x, y, z), Σwx·(1, x, y, z) and Σwy·(1, x, y, z).
type PlaneSums [12]float64

// Plane adds the first n points of a row to the sums, one after the other, as package filter does in plain Go, and returns n: 0 where there is no
// assembly for it. Points whose m is 0 do not count.
func Plane(sums *PlaneSums, x []float64, z, m []float32, t *Tilt) (n int) {
	return plane(sums, x, z[:len(x)], m[:len(x)], t)
}
