package x3p

import (
	"fmt"
	"math"
	"slices"
)

// What spacings and heights can mean. Instruments for fired marks sample at 0.1 to 100 µm.
const (
	// minMicrometreSpacing and up, a spacing is taken as µm: 0.1 m between points of a microscope's scan is absurd,
	// 0.1 µm is not.
	minMicrometreSpacing = 0.1
	// maxMetreSpacing is the largest spacing that is believed in metres: 1 mm.
	maxMetreSpacing = 1e-3
	// minMetreSpacing is the smallest one: 1 nm, below the wavelength of any optical instrument.
	minMetreSpacing = 1e-9
	// maxAspect is how many times higher than wide a surface in metres may be. Marks are some µm high on some mm, so
	// heights in µm that are taken for metres miss it by more than a thousand times.
	maxAspect = 30
)

// decideUnits finds out in which units the file was written, because some writers put µm where the standard demands
// metres. It fills the header's decisions and returns the sentences that explain them.
func decideUnits(h *Header, r raster) []string {
	var notes []string
	h.LateralUnit, h.HeightUnit = Metre, Metre
	lo, hi := min(r.dx, r.dy), max(r.dx, r.dy)
	switch {
	case lo >= minMicrometreSpacing:
		h.LateralUnit, h.UnitsAssumed = Micrometre, true
		notes = append(notes, fmt.Sprintf("The file states a spacing of %s, which cannot be metres; it was read as %s µm.", span(r), span(r)))
	case hi > maxMetreSpacing, lo < minMetreSpacing:
		h.UnitsAssumed = true
		return append(notes, fmt.Sprintf("The file states a spacing of %s m, which is no microscope's; its unit is unknown and every length in µm may be wrong.", span(r)))
	}
	extent := max(float64(r.w)*r.dx, float64(r.h)*r.dy) * h.LateralUnit.toMicrometres()
	relief := robustRange(r.z)
	if relief*Metre.toMicrometres() > maxAspect*extent {
		h.HeightUnit, h.UnitsAssumed = Micrometre, true
		notes = append(notes, fmt.Sprintf("The heights differ by %.4g, which cannot be metres on a surface of %.4g µm; they were read as µm.", relief, extent))
	}
	if relief*h.HeightUnit.toMicrometres() > extent {
		notes = append(notes, "The heights differ by more than the surface is wide; it may not be a measured surface.")
	}
	return notes
}

func span(r raster) string {
	if r.dx == r.dy {
		return fmt.Sprintf("%.6g", r.dx)
	}
	return fmt.Sprintf("%.6g × %.6g", r.dx, r.dy)
}

// robustRange returns the distance between the 1st and 99th percentile of up to 50,000 heights, so that spikes do not
// decide the unit.
func robustRange(z []float64) float64 {
	step := max(1, len(z)/50_000)
	sample := make([]float64, 0, len(z)/step+1)
	for i := 0; i < len(z); i += step {
		if v := z[i]; !math.IsNaN(v) && !math.IsInf(v, 0) {
			sample = append(sample, v)
		}
	}
	if len(sample) == 0 {
		return 0
	}
	slices.Sort(sample)
	return sample[len(sample)-1-len(sample)/100] - sample[len(sample)/100]
}
