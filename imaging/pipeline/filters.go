package pipeline

import (
	"context"

	"tracemark/imaging/filter"
)

var levelKind = Kind{
	Name: "level", Title: "form is taken away", Ways: []string{"plane", "ransac", "second order"},
	Source: "plane: least squares with Tukey's biweight (Holland and Welsch 1977); second order: within as many standard deviations; RANSAC as in " + cmcr,
	Params: []Param{{"inlier_um", "RANSAC only: distance from the plane up to which points belong to it", "µm", 1, 1e-3, 1e4, cmcr}},
	apply: func(_ context.Context, st *Stage, s Step) error {
		switch s.Way {
		case "ransac":
			st.Field = filter.LevelRANSAC(st.Field, s.Values["inlier_um"])
		case "second order":
			st.Field = filter.LevelSecondOrder(st.Field)
		default:
			st.Field = filter.Level(st.Field)
		}
		return nil
	},
}

// Ways of stating a cut-off.
const (
	cutCMCR = "cmcR" // passes exp(-1/2) = 61 %
	cutISO  = "ISO"  // passes 50 %
)

func gaussianParams(wave float64, title string) []Param {
	return []Param{
		{"wavelength_um", title, "µm", wave, 0.1, 1e5, cmcr},
		{"order", "of the regression: 0 is a normalised convolution, 2 follows slopes and curvature to the edges (slow)", "", 0, 0, 2, "ISO 16610-61"},
		{"robust_rounds", "rounds of reweighting by Tukey's biweight, after which deep marks no longer pull; 0 is the linear filter", "", 0, 0, 10, "ISO 16610-71"},
	}
}

func regression(s Step) filter.Regression {
	return filter.Regression{WavelengthUM: s.Values["wavelength_um"], Order: int(s.Values["order"]), Rounds: int(s.Values["robust_rounds"]), Half: s.Way == cutISO}
}

var highPassKind = Kind{
	Name: "high-pass", Title: "longer wavelengths are taken away", Ways: []string{cutCMCR, cutISO}, Source: cmcr,
	Params: gaussianParams(500, "longer wavelengths are form"),
	apply: func(ctx context.Context, st *Stage, s Step) error {
		g, err := regression(s).HighPass(ctx, st.Field)
		st.Field = g
		return err
	},
}

var lowPassKind = Kind{
	Name: "low-pass", Title: "shorter wavelengths are taken away", Ways: []string{cutCMCR, cutISO}, Source: cmcr,
	Params: gaussianParams(16, "shorter wavelengths are noise"),
	apply: func(ctx context.Context, st *Stage, s Step) error {
		g, err := regression(s).LowPass(ctx, st.Field)
		st.Field = g
		return err
	},
}

var floorKind = Kind{
	Name: "floor", Title: "a surface without relief is flat: rounding must not be taken for a mark",
	Params: []Param{{"sd_um", "standard deviation up to which there is none", "µm", filter.MinReliefUM, 0, 1, "less than any instrument resolves"}},
	apply: func(_ context.Context, st *Stage, s Step) error {
		if _, _, sd := st.Field.Moments(); !(sd > s.Values["sd_um"]) {
			g := st.Field.Clone()
			clear(g.Z)
			st.Field, st.Note = g, "there is no relief"
		}
		return nil
	},
}

var resampleKind = Kind{
	Name: "resample", Title: "brought to a common spacing and cut to what is measured",
	Params: []Param{{"spacing_um", "common spacing", "µm", 6.25, 0.1, 1000, cmcr}},
	apply: func(_ context.Context, st *Stage, s Step) error {
		if err := affordable(st.Field, s.Values["spacing_um"]); err != nil {
			return err
		}
		f := filter.Resample(st.Field, s.Values["spacing_um"])
		if x0, y0, x1, y1, ok := f.Bounds(); ok {
			f = filter.Crop(f, x0, y0, x1, y1)
		}
		st.Field, st.region = f, nil
		return nil
	},
}

var contrastKind = Kind{
	Name: "contrast", Title: "local contrast is evened out",
	Params: []Param{
		{"high_pass_um", "wavelength of the high-pass", "µm", 250, 1, 1e5, tuned},
		{"local_um", "wavelength over which the local RMS is taken", "µm", 300, 1, 1e5, tuned},
		{"floor_sd", "share of the whole surface's standard deviation added to the local one", "standard deviations", 0.3, 0, 100, tuned},
		{"limit_sd", "soft limit on what still stands out", "standard deviations", 2, 0.01, 100, tuned},
	},
	apply: func(_ context.Context, st *Stage, s Step) error {
		v := s.Values
		st.Field = filter.LocalContrast(st.Field, filter.Contrast{HighPassUM: v["high_pass_um"], LocalUM: v["local_um"], FloorSD: v["floor_sd"], LimitSD: v["limit_sd"]})
		return nil
	},
}
