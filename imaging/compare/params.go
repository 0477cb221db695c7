package compare

import (
	"fmt"

	"tracemark/imaging/cmc"
	"tracemark/imaging/filter"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/register"
)

// Params is everything that can move a digit of a result. Default gives the values that were validated.
type Params struct {
	// Preprocessing.
	Mask        filter.FaceParams    // which region is the breech face
	Outliers    filter.OutlierParams // which of its points are no relief
	Margin      filter.MarginParams  // which are too steep or too near its edge to compare
	ShortUM     float64              // band-pass: shorter wavelengths are noise
	LongUM      float64              // band-pass: longer wavelengths are form
	SpacingUM   float64              // P1: common spacing
	Contrast    filter.Contrast      // P2 to P4
	MinPoints   int                  // fewest measured points, at twice the common spacing, that can be compared
	CellRows    int
	CellCols    int
	MaxMissing  float64 // share of a cell that may be missing
	FewestCells int     // a count on fewer comparable cells is noted

	Search     register.Search // S1
	Refine     Refine          // S2
	Registered cmc.Registered  // S3, S4
	Published  cmc.Exhaustive  // rules original and high

	// PlainHeights makes the published rules compare band-passed heights, as published, instead of the surfaces after P2–P4.
	PlainHeights bool
}

// Refine holds the steps of S2: the first grid's, halved down to the last's.
type Refine struct {
	StepDeg, StepUM float64 // first steps, at eight times the common spacing
	Keep            int     // places that go on from the coarsest spacing
	EndDeg, EndUM   float64 // last steps, at four times the common spacing
	PolishDeg       float64 // parabola's half width, at twice the common spacing
	PolishUM        float64
	NotableZ        float64 // z from which a turn beyond the published range is worth a note
}

// Default returns the parameters that results are validated with. doc.go says where each comes from.
func Default() Params {
	return Params{
		Mask:        filter.DefaultFace(),
		Outliers:    filter.DefaultOutliers(),
		Margin:      filter.DefaultMargin(),
		ShortUM:     16,
		LongUM:      500,
		SpacingUM:   6.25,
		Contrast:    filter.Contrast{HighPassUM: 250, LocalUM: 300, FloorSD: 0.3, LimitSD: 2},
		MinPoints:   400,
		CellRows:    8,
		CellCols:    8,
		MaxMissing:  0.85,
		FewestCells: 10,
		Search: register.Search{StepDeg: 3, ShiftUM: 500, ApartDeg: 4, ApartUM: 110, Keep: 10,
			MaxShiftUM: 2500, MaxPointsPx: 512},
		Refine: Refine{StepDeg: 1.5, StepUM: 25, Keep: 3, EndDeg: 0.3, EndUM: 5, PolishDeg: 0.3, PolishUM: 5, NotableZ: 0.25},
		Registered: cmc.Registered{SearchUM: 25, SearchDeg: []float64{-3, -1.5, 0, 1.5, 3}, MinOverlap: 0.5,
			MinR: 0.5, WithinUM: 40, WithinDeg: 6},
		Published: cmc.Exhaustive{FromDeg: -30, ToDeg: 30, StepDeg: 3, RegionSides: 3, MinR: 0.5,
			WithinUM: 125, WithinDeg: 6, HighTau: 1, HighSpanDeg: 6, MinOverlap: 0.25},
		PlainHeights: true,
	}
}

// Param is one parameter as a report states it.
type Param struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Unit   string `json:"unit,omitempty"`
	Source string `json:"source,omitempty"` // where the value comes from
}

// List returns the parameters in the order of the steps that use them.
func (p Params) List() []Param {
	num := func(v float64) string { return fmt.Sprintf("%g", v) }
	const (
		tuned = "chosen on the Fadul set"
		cmcr  = "cmcR 0.1.11 (Zemmels, VanderPlas, Hofmann)"
		song  = "Song et al. 2014"
		tong  = "Tong et al. 2015"
		own   = "own choice"
	)
	s, g, e := p.Search, p.Registered, p.Published
	var list []Param
	for _, l := range p.Recipe().List() {
		list = append(list, Param{"preparation, " + l.Step + ": " + l.Title, l.Value, l.Unit, l.Source})
	}
	return append(list, []Param{
		{"search: rotation step over 360°", num(s.StepDeg), "°", tuned},
		{"search: shift on either axis", num(s.ShiftUM), "µm", tuned},
		{"search: largest shift for partial marks", num(s.MaxShiftUM), "µm", own},
		{"search: places are one below, turn", num(s.ApartDeg), "°", "own choice: neighbours on the grid of rotations"},
		{"search: places are one below, shift", num(s.ApartUM), "µm", "own choice: neighbours on the grid of shifts"},
		{"search: places kept", fmt.Sprint(s.Keep), "", own},
		{"refine: places kept", fmt.Sprint(p.Refine.Keep), "", tuned},
		{"cells: rows × columns", fmt.Sprintf("%d × %d", p.CellRows, p.CellCols), "", cmcr},
		{"cells: most missing", num(p.MaxMissing), "share", cmcr},
		{"registered: search about the pose, shift", num(g.SearchUM), "µm", tuned},
		{"registered: search about the pose, rotations", fmt.Sprint(g.SearchDeg), "°", tuned},
		{"registered: least overlap of a cell", num(g.MinOverlap), "share", tuned},
		{"registered: least correlation", num(g.MinR), "", song},
		{"registered: distance from the agreeing cells", num(g.WithinUM), "µm", tuned},
		{"registered: rotation from the agreeing cells", num(g.WithinDeg), "°", song},
		{"original, high: rotations", fmt.Sprintf("%g … %g by %g", e.FromDeg, e.ToDeg, e.StepDeg), "°", cmcr},
		{"original, high: region searched", num(e.RegionSides), "cell sides", cmcr},
		{"original, high: least correlation", num(e.MinR), "", "Song et al. 2018, cmcR"},
		{"original, high: shift from the median", num(e.WithinUM), "µm", "20 pixels at 6.25 µm: " + song + ", cmcR"},
		{"original, high: rotation from the median", num(e.WithinDeg), "°", song},
		{"original, high: least overlap of a cell", num(e.MinOverlap), "share", own},
		{"original, high: surfaces compared", map[bool]string{true: "band-passed heights", false: "after local contrast"}[p.PlainHeights], "", "as published; chosen by the documented pair, see Default"},
		{"high: cells below the largest count", fmt.Sprint(e.HighTau), "cells", tong},
		{"high: widest span of rotations", num(e.HighSpanDeg), "°", tong},
	}...)
}

// Recipe returns the steps of preparation.
func (p Params) Recipe() pipeline.Recipe {
	r := pipeline.Default()
	set := func(step string, values map[string]float64) {
		for i := range r.Steps {
			if r.Steps[i].Name == step {
				for name, v := range values {
					r.Steps[i] = r.Steps[i].With(name, v)
				}
			}
		}
	}
	f, o, m, c := p.Mask, p.Outliers, p.Margin, p.Contrast
	set("mask", map[string]float64{"band_um": f.BandUM, "grid_um": f.GridUM, "smooth_um": f.SmoothUM, "slope": f.Slope, "seed_grid_um": f.SeedGrid,
		"seed_um": f.SeedUM, "seed_slope": f.SeedSlope, "reach_um": f.ReachUM, "widest_um": f.WidestUM, "open_um": f.OpenUM, "close_um": f.CloseUM,
		"hole_um": f.HoleUM, "island": f.Island, "form_um": f.FormUM, "form": f.Form, "flat": f.Flat})
	set("outliers", map[string]float64{"band_um": o.BandUM, "grid_um": o.GridUM, "spike_sd": o.SpikeSD, "spike_um": o.SpikeUM})
	set("margin", map[string]float64{"grid_um": m.GridUM, "smooth_um": m.SmoothUM, "slope": m.Slope, "edge_um": m.EdgeUM})
	set("high-pass", map[string]float64{"wavelength_um": p.LongUM})
	set("low-pass", map[string]float64{"wavelength_um": p.ShortUM})
	set("resample", map[string]float64{"spacing_um": p.SpacingUM})
	set("contrast", map[string]float64{"high_pass_um": c.HighPassUM, "local_um": c.LocalUM, "floor_sd": c.FloorSD, "limit_sd": c.LimitSD})
	return r
}
