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

// Options say what a person knows of a file better than the file itself.
type Options struct {
	// Lateral is the unit of spacings and coordinates, Height that of heights. "" lets Decode find out: metres, as the
	// standard demands, unless that makes no sense.
	Lateral, Height Unit
}

// decideUnits finds out in which units the file was written, because some writers put µm where the standard demands
// metres, unless a person stated it. It fills the header's decisions and returns the sentences that explain them.
func (o Options) decideUnits(h *Header, r raster) (notes []string) {
	say := func(note string) {
		if note != "" {
			notes = append(notes, note)
		}
	}
	lateral, why, known := lateralUnit(r)
	h.HeightUnit = Metre
	if o.Lateral != "" {
		h.UnitsOverruled = o.Lateral != lateral
		why, lateral, known = stated("spacings", o.Lateral, lateral), o.Lateral, true
	} else {
		h.UnitsAssumed = why != ""
	}
	h.LateralUnit = lateral
	say(why)
	extent := max(float64(r.w)*r.dx, float64(r.h)*r.dy) * lateral.toMicrometres()
	relief := robustRange(r.z)
	if !known && o.Height == "" {
		return notes // there is nothing to measure the heights by
	}
	height, why := heightUnit(relief, extent)
	if o.Height != "" {
		h.UnitsOverruled = h.UnitsOverruled || o.Height != height
		why, height = stated("heights", o.Height, height), o.Height
	} else {
		h.UnitsAssumed = h.UnitsAssumed || why != ""
	}
	h.HeightUnit = height
	say(why)
	if relief*height.toMicrometres() > extent {
		say("The heights differ by more than the surface is wide; it may not be a measured surface.")
	}
	return notes
}

// stated is the sentence that records what a person said.
func stated(what string, said, looks Unit) string {
	if said == looks {
		return fmt.Sprintf("A person confirmed that the file's %s are in %s.", what, said)
	}
	return fmt.Sprintf("A person stated that the file's %s are in %s; they were read so, though they look like %s.", what, said, looks)
}

// lateralUnit is the unit that a spacing looks like, with a sentence where that is not plainly metres; known is false
// where no unit makes sense.
func lateralUnit(r raster) (u Unit, why string, known bool) {
	lo, hi := min(r.dx, r.dy), max(r.dx, r.dy)
	switch {
	case lo >= minMicrometreSpacing:
		return Micrometre, fmt.Sprintf("The file states a spacing of %s, which cannot be metres; it was read as %s µm.", span(r), span(r)), true
	case hi > maxMetreSpacing, lo < minMetreSpacing:
		return Metre, fmt.Sprintf("The file states a spacing of %s m, which is no microscope's; its unit is unknown and every length in µm may be wrong.", span(r)), false
	}
	return Metre, "", true
}

// heightUnit is the unit that heights look like on a surface of extent µm, with a sentence where that is not metres.
func heightUnit(relief, extent float64) (u Unit, why string) {
	if relief*Metre.toMicrometres() > maxAspect*extent {
		return Micrometre, fmt.Sprintf("The heights differ by %.4g, which cannot be metres on a surface of %.4g µm; they were read as µm.", relief, extent)
	}
	return Metre, ""
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

// ParseUnits reads units as they are stated on a command line and kept with a recording: "m", "um", or those of lateral lengths and heights with a
// comma between, "m,um"; "" leaves them to the file.
func ParseUnits(name string) (Options, error) {
	switch name {
	case "":
		return Options{}, nil
	case "m":
		return Options{Lateral: Metre, Height: Metre}, nil
	case "um":
		return Options{Lateral: Micrometre, Height: Micrometre}, nil
	case "m,um":
		return Options{Lateral: Metre, Height: Micrometre}, nil
	case "um,m":
		return Options{Lateral: Micrometre, Height: Metre}, nil
	}
	return Options{}, fmt.Errorf("there is no unit called %q", name)
}
