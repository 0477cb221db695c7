// Package exact has the few functions of the real numbers that a comparison needs, computed the same way on every
// machine. Those of package math differ in the last bit between processors (some are written in assembly, some
// compilers fuse a product with a sum), and a score that a court relies on may not. Every product here is rounded
// on its own (an explicit float64 conversion forbids fusing), every sum has one order.
//
// Accuracy: within 2 units of the last place on the ranges that are used, checked against package math by the tests.
package exact

import "math"

const (
	ln2Hi = 6.93147180369123816490e-01 // the first 32 bits of ln 2: k·ln2Hi is exact for |k| < 2^20
	ln2Lo = 1.90821492927058770002e-10 // ln 2 − ln2Hi
)

// Exp returns e to the power x; 0 below -700 and the value at 700 above it.
func Exp(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x < -700:
		return 0
	case x > 700:
		x = 700
	}
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := x - float64(k*ln2Hi)
	r -= float64(k * ln2Lo)
	// |r| ≤ ln2/2: the Taylor series to the 13th power leaves less than 2^-55.
	s := 1.0
	for i := 13; i >= 1; i-- {
		s = 1 + float64(s*r)/float64(i)
	}
	return math.Ldexp(s, int(k))
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	if a < 0.05 { // 1 − t would cancel
		q := float64(a * a)
		return math.Copysign(a-float64(float64(a*q)*(1.0/3-float64(q*(2.0/15-float64(q*(17.0/315)))))), x)
	}
	t := Exp(-2 * a)
	return math.Copysign((1-t)/(1+t), x)
}

// SincosDeg returns the sine and cosine of an angle in degrees; multiples of 90° give exactly 0 and ±1.
func SincosDeg(deg float64) (sin, cos float64) {
	if math.IsNaN(deg) || math.IsInf(deg, 0) {
		return math.NaN(), math.NaN()
	}
	deg = math.Mod(deg, 360) // exact
	quarter := math.Floor(deg/90 + 0.5)
	x := float64((deg - float64(90*quarter)) * (math.Pi / 180)) // |x| ≤ π/4
	q := float64(x * x)
	// Taylor series; the first omitted terms are below 2^-57 at π/4.
	s, c := 1.0, 1.0
	for i := 17; i >= 3; i -= 2 {
		s = 1 - float64(s*q)/float64(i*(i-1))
	}
	s = float64(s * x)
	for i := 18; i >= 2; i -= 2 {
		c = 1 - float64(c*q)/float64(i*(i-1))
	}
	switch (int(quarter)%4 + 4) % 4 {
	case 1:
		return c, -s
	case 2:
		return -s, -c
	case 3:
		return -c, s
	}
	return s, c
}

// WrapDeg returns the angle in (-180, 180].
func WrapDeg(deg float64) float64 {
	if !(math.Abs(deg) < 360) { // what Mod would give back as it is
		deg = math.Mod(deg, 360)
	}
	if deg > 180 {
		deg -= 360
	} else if deg <= -180 {
		deg += 360
	}
	return deg
}
