package viewer

import (
	"math"

	"tracemark/imaging/render"
)

// Colour is how a topography's points get their colour.
type Colour int

// The colours: grey under the virtual light, or by height.
const (
	Relief Colour = iota
	Height
)

// Look is how a specimen is shown.
type Look struct {
	Light    render.Light // on the screen: it stays where it is when the specimen turns
	Colour   Colour
	Filtered bool // the filtered surface, where the specimen has both
	// Stretch exaggerates the heights of a relief; 1 does not. The picture says so where it does.
	Stretch float64
	// Black and White are the levels of a photograph that become black and white, 0 to 1; Gamma brightens its middle greys
	// above 1 and darkens them below. 0, 1 and 1 leave it as it is.
	Black, White, Gamma float64
}

// DefaultLook is how a specimen is first shown.
var DefaultLook = Look{Light: render.DefaultLight, Filtered: true, Stretch: 1, White: 1, Gamma: 1}

// Limits of a look. A light at less than 5° would leave most facets of a mark in shadow, one from straight above shows nothing but
// how steep they are; the stretch ends where the relief
// is black and white only.
const (
	leastElevationDeg = 5
	mostElevationDeg  = 85
	mostStretch       = 20
	leastStretch      = 1
	mostGamma         = 5
	leastGamma        = 0.2
	leastLevels       = 0.02 // between black and white
)

// sane returns the look with everything brought into its limits.
func (l Look) sane() Look {
	l.Light.AzimuthDeg = math.Mod(math.Mod(l.Light.AzimuthDeg, 360)+360, 360)
	if l.Light.AzimuthDeg != l.Light.AzimuthDeg {
		l.Light.AzimuthDeg = 0
	}
	l.Light.ElevationDeg = limited(l.Light.ElevationDeg, leastElevationDeg, leastElevationDeg, mostElevationDeg)
	if l.Colour != Height {
		l.Colour = Relief
	}
	l.Stretch = limited(l.Stretch, 1, leastStretch, mostStretch)
	l.Gamma = limited(l.Gamma, 1, leastGamma, mostGamma)
	l.White = limited(l.White, 1, leastLevels, 1)
	l.Black = limited(l.Black, 0, 0, l.White-leastLevels)
	return l
}

// limited returns v within limits, or what stands for an unset value.
func limited(v, unset, least, most float64) float64 {
	if v == 0 || v != v {
		v = unset
	}
	return min(max(v, least), most)
}

// plainLevels reports whether a photograph is shown as it is.
func (l Look) plainLevels() bool { return l.Black == 0 && l.White == 1 && l.Gamma == 1 }

// level applies black, white and gamma to a grey of 0 to 1.
func (l Look) level(v float64) float64 {
	v = min(max((v-l.Black)/(l.White-l.Black), 0), 1)
	if l.Gamma != 1 {
		v = math.Pow(v, 1/l.Gamma)
	}
	return v
}
