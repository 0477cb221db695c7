package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"tracemark/imaging/surface"
)

// Version is that of what the steps do: any change that can move a digit of a stage changes it.
const Version = "1"

// Step is one step of a recipe: a kind's name, which of its ways, and every parameter's value.
type Step struct {
	Name   string             `json:"step"`
	Way    string             `json:"way,omitempty"`
	Values map[string]float64 `json:"values,omitempty"`
	Mask   *Mask              `json:"mask,omitempty"` // of a mask that is given
}

// Recipe is a list of steps in the order in which they are done.
type Recipe struct {
	Version string `json:"version"`
	Steps   []Step `json:"steps"`
}

// New returns the step called name with its defaults; way may be empty for the first. A name or way that is none is an error.
func New(name, way string) (Step, error) {
	k, ok := kindOf(name)
	if !ok {
		return Step{}, fmt.Errorf("there is no step %q; there are %s", name, names())
	}
	if way == "" && len(k.Ways) > 0 {
		way = k.Ways[0]
	}
	s := Step{Name: name, Way: way, Values: map[string]float64{}}
	for _, p := range k.Params {
		s.Values[p.Name] = p.Default
	}
	if way != "given" {
		return s, s.check()
	}
	return s, nil
}

// With returns the step with one value changed.
func (s Step) With(name string, value float64) Step {
	v := make(map[string]float64, len(s.Values)+1)
	for k, old := range s.Values {
		v[k] = old
	}
	v[name] = value
	s.Values = v
	return s
}

// Given returns the step that takes m for the face.
func Given(m Mask) Step {
	s, _ := New("mask", "given") // the kind exists
	s.Mask = &m
	return s
}

// check says whether the step can be done: every parameter there, none unknown, all within their range.
func (s Step) check() error {
	k, ok := kindOf(s.Name)
	if !ok {
		return fmt.Errorf("there is no step %q; there are %s", s.Name, names())
	}
	if s.Way != "" || len(k.Ways) > 0 {
		if !slices.Contains(k.Ways, s.Way) {
			return fmt.Errorf("step %s has no way %q; it has %s", s.Name, s.Way, strings.Join(k.Ways, ", "))
		}
	}
	for _, p := range k.Params {
		v, ok := s.Values[p.Name]
		if !ok {
			return fmt.Errorf("step %s does not state %s", s.Name, p.Name)
		}
		if !(v >= p.Min && v <= p.Max) {
			return fmt.Errorf("step %s: %s is %g, must be from %g to %g", s.Name, p.Name, v, p.Min, p.Max)
		}
	}
	if len(s.Values) != len(k.Params) {
		return fmt.Errorf("step %s states %d parameters, it has %d", s.Name, len(s.Values), len(k.Params))
	}
	if (s.Way == "given") != (s.Mask != nil) {
		return fmt.Errorf("step %s: a mask belongs to the way \"given\", and to no other", s.Name)
	}
	return nil
}

// Parse reads a stored recipe and checks every step of it.
func Parse(b []byte) (Recipe, error) {
	var r Recipe
	if err := json.Unmarshal(b, &r); err != nil {
		return Recipe{}, fmt.Errorf("read recipe: %w", err)
	}
	if r.Version != Version {
		return Recipe{}, fmt.Errorf("read recipe: it is of version %q, this program does version %s: its digits would differ", r.Version, Version)
	}
	for i, s := range r.Steps {
		if err := s.check(); err != nil {
			return Recipe{}, fmt.Errorf("read recipe: step %d: %w", i+1, err)
		}
	}
	return r, nil
}

// Run does all steps on s and returns the last stage. watch, where not nil, sees every stage, the measured surface first.
func (r Recipe) Run(ctx context.Context, s *surface.Surface, watch func(*Stage) error) (*Stage, error) {
	st, err := Start(s)
	for i := 0; err == nil; i++ {
		if watch != nil {
			if err = watch(st); err != nil {
				break
			}
		}
		if i == len(r.Steps) {
			return st, nil
		}
		st, err = st.Apply(ctx, r.Steps[i])
	}
	return nil, err
}

// Stages does all steps on s and returns every stage, the measured surface first.
func (r Recipe) Stages(ctx context.Context, s *surface.Surface) ([]*Stage, error) {
	var all []*Stage
	_, err := r.Run(ctx, s, func(st *Stage) error {
		all = append(all, st)
		return nil
	})
	return all, err
}

// Line is one parameter as a report states it.
type Line struct {
	Step   string
	Name   string
	Title  string
	Value  string
	Unit   string
	Source string
}

// List returns every parameter of every step, in order.
func (r Recipe) List() []Line {
	var out []Line
	for _, s := range r.Steps {
		k, _ := kindOf(s.Name)
		if s.Way != "" {
			out = append(out, Line{Step: s.Name, Name: "way", Title: k.Title, Value: s.Way, Source: k.Source})
		}
		for _, p := range k.Params {
			source := p.Source
			if v := s.Values[p.Name]; v != p.Default && !(math.IsNaN(v) && math.IsNaN(p.Default)) {
				source = fmt.Sprintf("changed; usual %g: %s", p.Default, p.Source)
			}
			out = append(out, Line{Step: s.Name, Name: p.Name, Title: p.Title, Value: fmt.Sprintf("%g", s.Values[p.Name]), Unit: p.Unit, Source: source})
		}
	}
	return out
}

// Viewing returns the steps after which a face is looked at: masked, levelled, wavelengths of 16 to 500 µm, at its own spacing.
func Viewing() Recipe {
	return of("mask", "outliers", "margin", "trim", "level", "high-pass", "low-pass", "floor")
}

// Default returns the steps after which a face is compared.
func Default() Recipe {
	r := Viewing()
	r.Steps = append(r.Steps, of("resample", "contrast").Steps...)
	return r
}

func of(names ...string) Recipe {
	r := Recipe{Version: Version}
	for _, n := range names {
		s, _ := New(n, "") // a test makes them all
		r.Steps = append(r.Steps, s)
	}
	return r
}
