package render

import "math"

// Light is where the virtual light shines from.
type Light struct {
	// AzimuthDeg is the side of the picture that the light comes from, as on a clock: 0 from the top (12 o'clock), 90
	// from the right (3 o'clock), 180 from the bottom, 270 from the left. A ring has none.
	AzimuthDeg float64
	// ElevationDeg is how high the light stands above the surface: 0 grazes it, 90 shines straight down.
	ElevationDeg float64
	// Ring is true for a ring light: the mean of lights from all azimuths at that elevation.
	Ring bool
}

// DefaultLight shines from the upper left at half height. People take light from above for granted: from below, the
// same picture shows grooves as ridges.
var DefaultLight = Light{AzimuthDeg: 315, ElevationDeg: 45}

// The lights that examiners know from their microscopes: NIST images cartridge cases under a ring and under a light from
// 3 o'clock (Tong, Song and Chu 2014). Raking is at 15°, where the slopes of fired marks, a few hundredths, throw no
// shadows yet.
var (
	RingLight    = Light{ElevationDeg: 45, Ring: true}
	RakingRight  = Light{AzimuthDeg: 90, ElevationDeg: 15}
	RakingTop    = Light{AzimuthDeg: 0, ElevationDeg: 15}
	RakingLeft   = Light{AzimuthDeg: 270, ElevationDeg: 15}
	RakingBottom = Light{AzimuthDeg: 180, ElevationDeg: 15}
)

// vector returns the direction to the light: x right, y down, z towards the viewer.
func (l Light) vector() (x, y, z float64) {
	sa, ca := math.Sincos(l.AzimuthDeg * math.Pi / 180)
	se, ce := math.Sincos(l.ElevationDeg * math.Pi / 180)
	return ce * sa, -ce * ca, se
}

// Brightness returns what a matt surface that rises by gx µm per µm to the right and gy downwards reflects of the light,
// 0 to 1 (Lambert 1760). What faces away from the light gets none of it.
func (l Light) Brightness(gx, gy float64) float64 {
	n := 1 / math.Sqrt(1+gx*gx+gy*gy)
	x, y, z := l.vector()
	if !l.Ring {
		return max(0, (z-gx*x-gy*y)*n)
	}
	// The mean over all azimuths φ of max(0, z − g·c·cos φ), with g the slope and c the light's distance from the zenith.
	slope := math.Hypot(gx, gy) * math.Cos(l.ElevationDeg*math.Pi/180)
	if slope <= z {
		return z * n // no lamp of the ring is hidden: their cosines cancel
	}
	hidden := math.Acos(z / slope) // half the arc of lamps that the slope hides
	return ((math.Pi-hidden)*z + slope*math.Sin(hidden)) / math.Pi * n
}
