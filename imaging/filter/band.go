package filter

import (
	"math"

	kernels "tracemark/imaging/internal/kernel"
)

// SigmaUM returns the standard deviation, in µm, of the Gaussian of a wavelength in µm.
func SigmaUM(wavelengthUM float64) float64 { return wavelengthUM / (2 * math.Pi) }

// smoother smooths numbers on a field's grid with one Gaussian, normalised by the measured points.
type smoother struct {
	f      *Field
	sx, sy float64
	weight *[]float32 // blur(m), lent until release
}

func newSmoother(f *Field, wavelengthUM float64) *smoother {
	s := SigmaUM(wavelengthUM)
	return newWeighedSmoother(f, f.M, s)
}

// newWeighedSmoother has the standard deviation s in µm and other weights than the measured points.
func newWeighedSmoother(f *Field, weight []float32, s float64) *smoother {
	sm := &smoother{f: f, sx: s / f.DX, sy: s / f.DY, weight: borrow(len(weight))}
	gaussian(*sm.weight, weight, f.W, f.H, sm.sx, sm.sy)
	return sm
}

func (s *smoother) release() { giveBack(s.weight) }

// of returns blur(v·m)/blur(m) where measured, 0 elsewhere; v must be 0 where nothing was measured.
func (s *smoother) of(v []float32) []float32 {
	out := make([]float32, len(v))
	s.into(out, v)
	return out
}

// into writes to out what of returns.
func (s *smoother) into(out, v []float32) {
	gaussian(out, v, s.f.W, s.f.H, s.sx, s.sy)
	kernels.Share(out, *s.weight, s.f.M)
}

// LowPass returns f smoothed by the Gaussian of a wavelength.
func LowPass(f *Field, wavelengthUM float64) *Field {
	g := *f
	sm := newSmoother(f, wavelengthUM)
	defer sm.release()
	g.Z = sm.of(f.Z)
	return &g
}

// HighPass returns f without its low-pass.
func HighPass(f *Field, wavelengthUM float64) *Field {
	g := *f
	sm := newSmoother(f, wavelengthUM)
	defer sm.release()
	g.Z = sm.of(f.Z)
	for i := range g.Z {
		g.Z[i] = f.Z[i] - g.Z[i]
	}
	return &g
}

// BandPass returns the wavelengths of f between shortUM and longUM: the high-pass first, then the low-pass.
func BandPass(f *Field, shortUM, longUM float64) *Field { return LowPass(HighPass(f, longUM), shortUM) }

// Contrast holds the parameters of LocalContrast, steps P2 to P4.
type Contrast struct {
	HighPassUM float64 // P2: wavelength of the high-pass
	LocalUM    float64 // P3: wavelength of the Gaussian over which the local RMS is taken
	FloorSD    float64 // P3: share of the whole surface's standard deviation added to the local one
	LimitSD    float64 // P4: soft limit c·tanh(v/c), in standard deviations
}

// MinReliefUM is the standard deviation below which heights are rounding and no relief: 0.1 nm, less than any instrument resolves.
const MinReliefUM = 1e-4

// LocalContrast evens f out: a high-pass, division by the local RMS and a soft limit on what still stands out. Its result
// has no unit. A field without relief comes back all zero.
func LocalContrast(f *Field, c Contrast) *Field {
	g := HighPass(f, c.HighPassUM)
	_, _, sd := g.Moments()
	if !(sd > MinReliefUM) {
		clear(g.Z)
		return g
	}
	squares, means := borrow(len(g.Z)), borrow(len(g.Z))
	defer giveBack(squares)
	defer giveBack(means)
	for i, v := range g.Z {
		(*squares)[i] = float32(v * v)
	}
	sm := newSmoother(f, c.LocalUM)
	defer sm.release()
	sm.into(*means, *squares)
	fl := float64(c.FloorSD * sd)
	floor := float64(fl * fl)
	// A recursive Gaussian may dip below zero by its error where all around is flat.
	kernels.Even(g.Z, *means, g.M, floor)
	g.subtractMean()
	_, _, sd = g.Moments()
	limit := float64(c.LimitSD * sd)
	if !(limit > 0) {
		clear(g.Z)
		return g
	}
	for i := kernels.Limit(g.Z, limit, &factor); i < len(g.Z); i++ {
		if g.M[i] != 0 {
			g.Z[i] = float32(float64(limit * tanh(float64(g.Z[i])/limit)))
		}
	}
	g.subtractMean()
	return g
}
