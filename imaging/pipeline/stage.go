package pipeline

import (
	"context"
	"fmt"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/surface"
)

// Stage is a surface after a step. It never changes.
type Stage struct {
	Step  Step          // that led here; empty for the measured surface
	Field *filter.Field // heights in µm (no unit after contrast): for reading only
	Note  string        // what the step did, as a sentence; may be empty

	Face     *filter.Face // what the mask step found; nil before it, and where the mask was given
	Filtered bool         // the measured scan had no form left: somebody filtered it before

	recipe   []Step
	w, h     int    // of the measured surface
	measured int    // points of it
	region   []bool // the face, by point of the field; nil before the mask step and after resampling
}

// Start returns the measured surface as the first stage. Its mean height is taken away, so that single precision keeps nanometres
// whatever the zero was.
func Start(s *surface.Surface) (*Stage, error) {
	if s == nil {
		return nil, fmt.Errorf("prepare: there is no surface")
	}
	f := filter.Centred(s)
	w, h := s.Size()
	return &Stage{Field: f, w: w, h: h, measured: s.Valid()}, nil
}

// Apply does one more step. The stage stays as it is. Errors are ctx's and those of a step that cannot be done.
func (st *Stage) Apply(ctx context.Context, s Step) (*Stage, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	next := *st
	next.Step, next.Note = s, ""
	next.recipe = append(append([]Step(nil), st.recipe...), s)
	k, _ := kindOf(s.Name)
	if err := k.apply(ctx, &next, s); err != nil {
		return nil, fmt.Errorf("step %s: %w", s.Name, err)
	}
	return &next, nil
}

// Recipe returns the steps that led here.
func (st *Stage) Recipe() Recipe {
	return Recipe{Version: Version, Steps: append([]Step(nil), st.recipe...)}
}

// Surface returns the stage as a surface of its own grid.
func (st *Stage) Surface() (*surface.Surface, error) { return st.Field.Surface() }

// Whole returns the stage as a surface of the measured one's size and frame, so that it lies over that one. Resampled stages have
// another grid: for them it is an error.
func (st *Stage) Whole() (*surface.Surface, error) {
	f := st.Field
	x0, y0 := int(math.Floor(f.X0/f.DX+0.5)), int(math.Floor(f.Y0/f.DY+0.5))
	if float64(x0)*f.DX != f.X0 || float64(y0)*f.DY != f.Y0 || x0+f.W > st.w || y0+f.H > st.h {
		return nil, fmt.Errorf("the stage after %s has another grid than the measured surface", st.Step.Name)
	}
	z := make([]float64, st.w*st.h)
	for i := range z {
		z[i] = math.NaN()
	}
	for y := range f.H {
		for x := range f.W {
			if i := y*f.W + x; f.M[i] != 0 {
				z[(y+y0)*st.w+x+x0] = float64(f.Z[i])
			}
		}
	}
	return surface.New(st.w, st.h, f.DX, f.DY, z)
}

// Region returns the mask of the face on this stage's grid, dropouts inside included; ok is false before the mask step and after resampling.
func (st *Stage) Region() (m Mask, ok bool) {
	if st.region == nil {
		return Mask{}, false
	}
	origin := "given"
	if st.Face != nil {
		origin = "proposed"
	}
	return Mask{Mask: imaging.Mask{W: st.Field.W, H: st.Field.H, On: append([]bool(nil), st.region...)}, Version: 1, Origin: origin}, true
}

// Points returns how many points the stage has and how many were measured. They are comparable before resampling only.
func (st *Stage) Points() (now, measured int) { return st.Field.Count(), st.measured }
