package pipeline

import (
	"context"
	"fmt"
	"math"
	"strings"

	"tracemark/imaging/filter"
)

// Param describes one parameter of a kind of step.
type Param struct {
	Name     string
	Title    string // what it is, and what moving it does
	Unit     string // empty for shares and counts
	Default  float64
	Min, Max float64
	Source   string // where the default comes from
}

// Kind describes one kind of step.
type Kind struct {
	Name   string
	Title  string
	Ways   []string // of doing it, the usual one first; empty when there is one only
	Source string
	Params []Param

	apply func(ctx context.Context, st *Stage, s Step) error
}

const (
	own   = "own choice"
	cmcr  = "cmcR 0.1.11 (Zemmels, VanderPlas, Hofmann)"
	tuned = "chosen on the Fadul set"
	pair  = "own choice, tried on one pair of raw scans"
)

// Kinds lists the kinds of steps in their usual order.
func Kinds() []Kind { return append([]Kind(nil), kinds...) }

func kindOf(name string) (Kind, bool) {
	for _, k := range kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

func names() string {
	var n []string
	for _, k := range kinds {
		n = append(n, k.Name)
	}
	return strings.Join(n, ", ")
}

var (
	face, out = filter.DefaultFace(), filter.DefaultOutliers()
	margin    = filter.DefaultMargin()
)

var kinds = []Kind{maskKind, outlierKind, marginKind, trimKind, levelKind, highPassKind, lowPassKind, floorKind, resampleKind, contrastKind}

var maskKind = Kind{
	Name: "mask", Title: "which region is the breech face", Ways: []string{"propose", "given", "all"}, Source: own,
	Params: []Param{
		{"band_um", "height band about the surface fitted to the face; wider lets flow-back and drag marks in", "µm", face.BandUM, 0.1, 1e4, "cmcR's RANSAC levelling"},
		{"grid_um", "grid on which edges are found", "µm", face.GridUM, 1, 500, own},
		{"smooth_um", "low-pass wavelength before an edge's slope is taken", "µm", face.SmoothUM, 1, 5000, own},
		{"slope", "slope at which the face ends; more lets the rounded rim in", "µm/µm", face.Slope, 0.001, 10, pair},
		{"seed_grid_um", "grid on which the face's form is sought", "µm", face.SeedGrid, 1, 500, own},
		{"seed_um", "low-pass wavelength before the seed's slopes are taken", "µm", face.SeedUM, 1, 5000, own},
		{"seed_slope", "steepest slope of the undisturbed part", "µm/µm", face.SeedSlope, 0.001, 10, pair},
		{"reach_um", "distance from the middle at which a region weighs less", "µm", face.ReachUM, 10, 1e5, own},
		{"widest_um", "a wider region is the case head", "µm", face.WidestUM, 10, 1e5, "large primers are 5.33 mm wide"},
		{"open_um", "links narrower than twice this are cut", "µm", face.OpenUM, 0, 1000, own},
		{"close_um", "gaps narrower than twice this are closed", "µm", face.CloseUM, 0, 1000, own},
		{"hole_um", "side of the holes that are filled", "µm", face.HoleUM, 0, 1e4, own},
		{"island", "share of the largest piece below which others are dropped", "", face.Island, 0, 1, own},
		{"form_um", "wavelengths beyond this are form", "µm", face.FormUM, 1, 1e5, cmcr},
		{"form", "form's share of the variance in a scan filtered already", "", face.Form, 0, 1, own},
		{"flat", "share within the band of one plane in a scan masked already", "", face.Flat, 0, 1, own},
	},
	apply: func(_ context.Context, st *Stage, s Step) error {
		v := s.Values
		if s.Way == "given" && (s.Mask.W != st.Field.W || s.Mask.H != st.Field.H) {
			return fmt.Errorf("a mask of %d×%d points for a surface of %d×%d", s.Mask.W, s.Mask.H, st.Field.W, st.Field.H)
		}
		p := filter.FaceParams{BandUM: v["band_um"], GridUM: v["grid_um"], SmoothUM: v["smooth_um"], Slope: v["slope"], SeedGrid: v["seed_grid_um"],
			SeedUM: v["seed_um"], SeedSlope: v["seed_slope"], ReachUM: v["reach_um"], WidestUM: v["widest_um"], OpenUM: v["open_um"], CloseUM: v["close_um"],
			HoleUM: v["hole_um"], Island: v["island"], FormUM: v["form_um"], Form: v["form"], Flat: v["flat"]}
		switch s.Way {
		case "given":
			st.Filtered = filter.IsFiltered(st.Field, p) // the scan, not what the mask has left of it
			st.region, st.Face = s.Mask.On, nil
			st.Field = masked(st.Field, st.region)
		case "all":
			st.region = make([]bool, len(st.Field.M))
			for i, m := range st.Field.M {
				st.region[i] = m != 0
			}
			st.Face, st.Filtered = nil, filter.IsFiltered(st.Field, p)
		default:
			f := filter.ProposeFace(st.Field, p)
			st.region, st.Face, st.Filtered = f.On, &f, f.Filtered
			if !f.Masked {
				st.Field = masked(st.Field, f.On)
			}
		}
		n := st.measured
		if st.Face == nil || !st.Face.Masked {
			n = st.Field.Count()
		}
		st.Note = fmt.Sprintf("%d of %d measured points (%.0f %%) are in the region", n, st.measured, 100*float64(n)/math.Max(1, float64(st.measured)))
		return nil
	},
}

// affordable says whether f can be brought to a spacing: a recipe comes from outside and may ask for more points than fit into memory.
func affordable(f *filter.Field, spacingUM float64) error {
	const most = 1 << 26 // points, 512 MB
	if n := float64(f.W) * f.DX / spacingUM * float64(f.H) * f.DY / spacingUM; n > most {
		return fmt.Errorf("a grid of %g µm would have %.0f million points; choose a wider one", spacingUM, n/1e6)
	}
	return nil
}

// masked returns f with the points of on only.
func masked(f *filter.Field, on []bool) *filter.Field {
	g := f.Clone()
	for i, in := range on {
		if !in {
			g.Z[i], g.M[i] = 0, 0
		}
	}
	return g
}

var outlierKind = Kind{
	Name: "outliers", Title: "points that are no part of the relief are left out",
	Params: []Param{
		{"band_um", "height band about the surface fitted to the face", "µm", out.BandUM, 0.1, 1e4, "cmcR's RANSAC levelling"},
		{"grid_um", "grid on which that surface is fitted", "µm", out.GridUM, 1, 500, own},
		{"spike_sd", "spikes, in an unfiltered scan: robust standard deviations from the neighbours' median", "standard deviations", out.SpikeSD, 1, 1e3, own},
		{"spike_um", "and distance from it", "µm", out.SpikeUM, 0, 1e4, own},
	},
	apply: func(_ context.Context, st *Stage, s Step) error {
		v := s.Values
		if err := affordable(st.Field, v["grid_um"]); err != nil {
			return err
		}
		g, dropped := filter.DropOutliers(st.Field, filter.OutlierParams{BandUM: v["band_um"], GridUM: v["grid_um"], SpikeSD: v["spike_sd"], SpikeUM: v["spike_um"]}, !st.Filtered)
		st.Field, st.Note = g, fmt.Sprintf("%d points left out", dropped)
		return nil
	},
}

var marginKind = Kind{
	Name: "margin", Title: "points of an unfiltered scan that are too steep or too near the edge to be compared are left out",
	Params: []Param{
		{"grid_um", "grid on which slopes are taken", "µm", margin.GridUM, 1, 500, own},
		{"smooth_um", "low-pass wavelength before slopes are taken", "µm", margin.SmoothUM, 1, 5000, own},
		{"slope", "steepest slope against the face's tilt", "µm/µm", margin.Slope, 0.001, 10, pair},
		{"edge_um", "taken off the region's edge", "µm", margin.EdgeUM, 0, 1000, own},
	},
	apply: func(_ context.Context, st *Stage, s Step) error {
		if st.Filtered {
			st.Note = "the scan was filtered before: there is no form to judge edges by, and no margin is taken"
			return nil
		}
		v := s.Values
		if err := affordable(st.Field, v["grid_um"]); err != nil {
			return err
		}
		before := st.Field.Count()
		st.Field = filter.Margin(st.Field, st.region, filter.MarginParams{GridUM: v["grid_um"], SmoothUM: v["smooth_um"], Slope: v["slope"], EdgeUM: v["edge_um"]})
		st.Note = fmt.Sprintf("%d points left out", before-st.Field.Count())
		return nil
	},
}

var trimKind = Kind{
	Name: "trim", Title: "the rectangle around the measured points is cut out where that saves work",
	Params: []Param{{"worth", "share of the points beyond which cutting is not worth it", "", 0.75, 0, 1, own}},
	apply: func(_ context.Context, st *Stage, s Step) error {
		f := st.Field
		x0, y0, x1, y1, ok := f.Bounds()
		if !ok || float64(x1-x0)*float64(y1-y0) > s.Values["worth"]*float64(f.W)*float64(f.H) {
			return nil
		}
		st.Field = filter.Crop(f, x0, y0, x1, y1)
		if st.region != nil {
			r := make([]bool, 0, (x1-x0)*(y1-y0))
			for y := y0; y < y1; y++ {
				r = append(r, st.region[y*f.W+x0:y*f.W+x1]...)
			}
			st.region = r
		}
		return nil
	},
}
