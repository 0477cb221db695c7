package render

import (
	"image/color"
	"math"
	"testing"
)

// toLab is the inverse of rgba, for measuring what a scale really shows after rounding to bytes.
func toLab(c color.RGBA) lab {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b := lin(c.R), lin(c.G), lin(c.B)
	f := func(t float64) float64 {
		if t > math.Pow(6.0/29, 3) {
			return math.Cbrt(t)
		}
		return t/(3*(6.0/29)*(6.0/29)) + 4.0/29
	}
	x := f((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := f(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := f((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return lab{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func apart(p, q lab) float64 {
	return math.Sqrt((p.l-q.l)*(p.l-q.l) + (p.a-q.a)*(p.a-q.a) + (p.b-q.b)*(p.b-q.b))
}

// Rounding to bytes moves a colour by up to about 0.7 in CIELAB; steps of 1/32 of a scale are 3 to 4 long.
func TestScalesArePerceptuallyUniform(t *testing.T) {
	for name, scale := range map[string]func(float64) color.RGBA{
		"height":           HeightColour,
		"difference above": DifferenceColour,
		"difference below": func(t float64) color.RGBA { return DifferenceColour(-t) },
	} {
		const n = 32
		least, most := math.Inf(1), 0.0
		for i := range n {
			d := apart(toLab(scale(float64(i)/n)), toLab(scale(float64(i+1)/n)))
			least, most = min(least, d), max(most, d)
		}
		if most-least > 1.5 {
			t.Errorf("%s: steps look between %.2f and %.2f large", name, least, most)
		}
	}
}

func TestHeightGetsLighterAllTheWay(t *testing.T) {
	last := -1.0
	for i := range 65 {
		l := toLab(HeightColour(float64(i) / 64)).l
		if l <= last {
			t.Fatalf("lightness falls at %d/64", i)
		}
		last = l
	}
}

func TestADifferenceOfEitherSignIsEquallyStrong(t *testing.T) {
	zero := toLab(DifferenceColour(0))
	for i := 1; i <= 16; i++ {
		x := float64(i) / 16
		p, n := apart(zero, toLab(DifferenceColour(x))), apart(zero, toLab(DifferenceColour(-x)))
		if math.Abs(p-n) > 0.12*max(p, n)+1 {
			t.Errorf("at ±%.2f: %.1f against %.1f", x, p, n)
		}
	}
	if DifferenceColour(7) != DifferenceColour(1) || DifferenceColour(-7) != DifferenceColour(-1) {
		t.Error("outside the scale the ends' colours must stay")
	}
}
