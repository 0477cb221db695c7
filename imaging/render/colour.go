package render

import (
	"image/color"
	"math"
)

// lab is a colour in CIELAB (CIE 15:2004, D65): L is lightness 0 to 100, a and b are the opponent colours. Equal distances
// look about equally different, so a straight line run through at an even pace is a perceptually uniform scale.
type lab struct{ l, a, b float64 }

// The scales' ends. All of them differ along blue and yellow or orange, which the common colour-vision deficiencies keep
// apart, and in lightness, which grey prints keep. The chromas are the largest for which the whole line lies in sRGB.
var (
	heightLow  = lab{18, 14, -42} // dark blue
	heightHigh = lab{92, -6, 64}  // pale yellow
	below      = lab{34, 8, -46}  // blue
	level      = lab{95, 0, 0}    // nearly white
	above      = lab{34, 34, 42}  // brown
)

// HeightColour returns the colour of a height, t being 0 for the lowest and 1 for the highest. The scale runs from dark
// blue through grey to pale yellow in equal steps of CIELAB; t outside 0 to 1 has the colour of that end.
func HeightColour(t float64) color.RGBA { return along(heightLow, heightHigh, min(max(t, 0), 1)) }

// DifferenceColour returns the colour of a signed difference, t being −1 to 1: blue below, nearly white at 0, brown above,
// in equal steps of CIELAB on either side. t outside has the colour of that end.
func DifferenceColour(t float64) color.RGBA {
	if t < 0 {
		return along(level, below, min(-t, 1))
	}
	return along(level, above, min(t, 1))
}

func along(p, q lab, t float64) color.RGBA {
	return lab{p.l + t*(q.l-p.l), p.a + t*(q.a-p.a), p.b + t*(q.b-p.b)}.rgba()
}

// rgba converts by way of XYZ (CIE 15:2004, 8.2.1.1) to sRGB (IEC 61966-2-1), clipped to what sRGB has.
func (c lab) rgba() color.RGBA {
	fy := (c.l + 16) / 116
	x, y, z := 0.95047*uncube(fy+c.a/500), uncube(fy), 1.08883*uncube(fy-c.b/200)
	return color.RGBA{
		R: companded(3.2404542*x - 1.5371385*y - 0.4985314*z),
		G: companded(-0.9692660*x + 1.8760108*y + 0.0415560*z),
		B: companded(0.0556434*x - 0.2040259*y + 1.0572252*z),
		A: 0xff,
	}
}

func uncube(f float64) float64 {
	if f > 6.0/29 {
		return f * f * f
	}
	return 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0/29)
}

func companded(v float64) uint8 {
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * min(max(v, 0), 1)))
}
