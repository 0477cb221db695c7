package explain

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
)

// Grid is the thresholds to try.
type Grid struct {
	MinR, WithinUM, WithinDeg []float64
}

// DefaultGrid returns thresholds about the method's own. Correlations reach over those of the published rules (0.25 to 0.6),
// distances from a pixel and a half of the cells' spacing to the end of the cells' search.
func DefaultGrid() Grid {
	return Grid{MinR: []float64{0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7}, WithinUM: []float64{20, 30, 40, 50, 70}, WithinDeg: []float64{1.5, 3, 6}}
}

// OwnRule returns the method's own numbers.
func OwnRule() imaging.Rule {
	p := compare.Default().Registered
	return imaging.Rule{MinR: p.MinR, WithinUM: p.WithinUM, WithinDeg: p.WithinDeg}
}

// Thresholds counts the cells of a result of the method "registered" under every combination of the grid, the correlation
// running slowest. Nothing where the result has no pose or is another method's.
func Thresholds(r imaging.Result, g Grid) []imaging.RuleCount {
	if r.Method != imaging.MethodRegistered || r.Pose == nil {
		return nil
	}
	ab, ba := placed(r.CellsAB, *r.Pose), placed(r.CellsBA, r.Pose.Inverse())
	comparable := imaging.Comparable(r.CellsAB) + imaging.Comparable(r.CellsBA)
	own := OwnRule()
	var out []imaging.RuleCount
	for _, minR := range g.MinR {
		for _, um := range g.WithinUM {
			for _, deg := range g.WithinDeg {
				c := imaging.RuleCount{Rule: imaging.Rule{MinR: minR, WithinUM: um, WithinDeg: deg}}
				c.AB, c.BA = congruent(c.Rule, ab), congruent(c.Rule, ba)
				c.Count, c.Own = float64(c.AB+c.BA)/2, c.Rule == own
				if comparable > 0 {
					c.Fraction = float64(c.AB+c.BA) / float64(comparable)
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// place is where a comparable cell falls, away from where the pose puts it, along the cell's own axes as it lies there.
type place struct{ r, dx, dy, deg float64 }

func placed(cells []imaging.Cell, pose imaging.Pose) []place {
	var out []place
	for _, c := range cells {
		if !c.Comparable {
			continue
		}
		at := pose.Apply(c.Centre)
		x, y := c.Partner.X-at.X, c.Partner.Y-at.Y
		sin, cos := exact.SincosDeg(c.AngleDeg)
		out = append(out, place{c.Correlation, float64(cos*x) + float64(sin*y), float64(cos*y) - float64(sin*x), exact.WrapDeg(c.AngleDeg - pose.AngleDeg)})
	}
	return out
}

// congruent counts by the rule of package cmc, S4: cells that correlate and lie near the medians of the largest set that does so
// with one of its cells.
func congruent(q imaging.Rule, all []place) int {
	var good []place
	for _, p := range all {
		if p.r >= q.MinR {
			good = append(good, p)
		}
	}
	var best []place
	for _, c := range good {
		if set := near(q, good, c.dx, c.dy, c.deg); len(set) > len(best) {
			best = set
		}
	}
	return len(near(q, good, median(best, func(p place) float64 { return p.dx }), median(best, func(p place) float64 { return p.dy }),
		median(best, func(p place) float64 { return p.deg })))
}

// slack keeps what a stored place lost by rounding from deciding.
const slack = 1e-9

func near(q imaging.Rule, all []place, dx, dy, deg float64) []place {
	var out []place
	for _, p := range all {
		if math.Hypot(p.dx-dx, p.dy-dy) <= q.WithinUM+slack && math.Abs(p.deg-deg) <= q.WithinDeg+slack {
			out = append(out, p)
		}
	}
	return out
}

func median(set []place, of func(place) float64) float64 {
	if len(set) == 0 {
		return math.NaN()
	}
	v := make([]float64, len(set))
	for i, p := range set {
		v[i] = of(p)
	}
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// Setting is the method's parameters with one of them changed.
type Setting struct {
	Name   string
	Params compare.Params
}

// Settings lists what Filters tries: the validated parameters first, then one changed at a time to values that other authors
// use or that the ablations of the method covered.
func Settings() []Setting {
	list := []Setting{{"as validated", compare.Default()}}
	for _, c := range []struct {
		name   string
		values []float64
		unit   string
		of     func(*compare.Params) *float64
	}{
		{"band-pass, short wavelength", []float64{8, 25, 40}, "µm", func(p *compare.Params) *float64 { return &p.ShortUM }},
		{"band-pass, long wavelength", []float64{250, 400, 800}, "µm", func(p *compare.Params) *float64 { return &p.LongUM }},
		{"contrast: high-pass wavelength", []float64{150, 350}, "µm", func(p *compare.Params) *float64 { return &p.Contrast.HighPassUM }},
		{"contrast: local RMS wavelength", []float64{200, 450}, "µm", func(p *compare.Params) *float64 { return &p.Contrast.LocalUM }},
		{"contrast: soft limit", []float64{1.5, 3}, "standard deviations", func(p *compare.Params) *float64 { return &p.Contrast.LimitSD }},
	} {
		for _, v := range c.values {
			p := compare.Default()
			*c.of(&p) = v
			list = append(list, Setting{fmt.Sprintf("%s %g %s", c.name, v, c.unit), p})
		}
	}
	return list
}

// Filters compares a and b, surfaces as they were measured, with every setting. tell, which may be nil, is told how far it is.
// When ctx ends it stops within one step and returns what it has with ctx's error. A setting under which a scan cannot be compared
// says so itself.
func Filters(ctx context.Context, a, b *surface.Surface, settings []Setting, tell func(done, total int64, label string)) ([]imaging.FilterOutcome, error) {
	return FiltersMasked(ctx, [2]*surface.Surface{a, b}, [2]*pipeline.Mask{}, settings, tell)
}

// FiltersMasked is Filters under the masks that the pair was compared under; nil stands for the automatic one.
func FiltersMasked(ctx context.Context, pair [2]*surface.Surface, masks [2]*pipeline.Mask, settings []Setting, tell func(done, total int64, label string)) ([]imaging.FilterOutcome, error) {
	if tell == nil {
		tell = func(int64, int64, string) {}
	}
	var out []imaging.FilterOutcome
	for i, s := range settings {
		tell(int64(i), int64(len(settings)), s.Name)
		o := imaging.FilterOutcome{Setting: s.Name, Count: math.NaN(), Fraction: math.NaN(), Surface: math.NaN()}
		err := compute(ctx, &o, pair, masks, s.Params)
		var little *compare.TooLittleError
		switch {
		case errors.As(err, &little):
			o.Problem = little.Why
		case err != nil:
			return out, err
		}
		out = append(out, o)
	}
	tell(int64(len(settings)), int64(len(settings)), "")
	return out, nil
}

func compute(ctx context.Context, o *imaging.FilterOutcome, pair [2]*surface.Surface, masks [2]*pipeline.Mask, p compare.Params) error {
	var scans [2]*compare.Scan
	for i := range scans {
		var err error
		if masks[i] == nil {
			scans[i], err = compare.Prepare(ctx, pair[i], p)
		} else {
			scans[i], err = compare.PrepareMasked(ctx, pair[i], *masks[i], p)
		}
		if err != nil {
			return err
		}
	}
	results, err := compare.Pair(ctx, scans[0], scans[1], imaging.MethodRegistered, imaging.MethodSurface)
	if err != nil {
		return err
	}
	o.Count, o.Fraction = results[0].Score(imaging.ScoreRegistered), results[0].Score(imaging.ScoreRegisteredFraction)
	o.Surface = results[1].Score(imaging.ScoreSurface)
	return nil
}
