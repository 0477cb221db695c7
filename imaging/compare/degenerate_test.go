package compare_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/surface"
)

func containsAll(s string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}

func surfaceOf(t *testing.T, w, h int, d float64, z func(x, y int) float64) *surface.Surface {
	t.Helper()
	v := make([]float64, w*h)
	for y := range h {
		for x := range w {
			v[y*w+x] = z(x, y)
		}
	}
	s, err := surface.New(w, h, d, d, v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNothingToCompare: a scan that cannot be compared is refused in a sentence, or compared with a score of 0 and a note.
func TestNothingToCompare(t *testing.T) {
	nan := math.NaN()
	good := prepare(t, plain().measure(t, newMark(1)))
	for _, test := range []struct {
		name string
		s    *surface.Surface
		want string // part of the error; "" when it is accepted
	}{
		{"no scan", nil, "fewer than 3"},
		{"one point", surfaceOf(t, 1, 1, 6.25, func(x, y int) float64 { return 1 }), "fewer than 3"},
		{"nothing measured", surfaceOf(t, 50, 50, 6.25, func(x, y int) float64 { return nan }), "fewer than 3"},
		{"three points", surfaceOf(t, 300, 300, 6.25, func(x, y int) float64 {
			if y == 150 && x%100 == 50 {
				return 0
			}
			return nan
		}), "no smooth region"},
		{"20 × 20 points", surfaceOf(t, 20, 20, 6.25, func(x, y int) float64 { return float64(x * y % 3) }), "too little"},
		{"a line", surfaceOf(t, 3000, 1, 6.25, func(x, y int) float64 { return float64(x % 7) }), ""},
		{"metres taken for µm", surfaceOf(t, 300, 300, 6250, func(x, y int) float64 { return 0 }), "unit"},
		{"spacing in metres taken for µm", surfaceOf(t, 300, 300, 6.25e-6, func(x, y int) float64 { return float64(x % 5) }), ""},
		{"all one height", surfaceOf(t, 300, 300, 6.25, func(x, y int) float64 { return 5 }), ""},
		{"a plane", surfaceOf(t, 300, 300, 6.25, func(x, y int) float64 { return float64(x) * 0.01 }), ""},
		{"huge heights", surfaceOf(t, 300, 300, 6.25, func(x, y int) float64 { return 1e300 * float64(x%3-1) }), ""},
		{"one spike", surfaceOf(t, 300, 300, 6.25, func(x, y int) float64 {
			if x == 150 && y == 150 {
				return 1e12
			}
			return 0
		}), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			sc, err := compare.Prepare(context.Background(), test.s, compare.Default())
			var little *compare.TooLittleError
			if err != nil {
				if !errors.As(err, &little) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %q, want a sentence with %q", err, test.want)
				}
				return
			}
			if test.want != "" {
				t.Fatalf("accepted, want an error with %q", test.want)
			}
			for _, other := range []*compare.Scan{good, sc} {
				for _, r := range pair(t, sc, other) {
					for _, s := range r.Scores {
						if math.IsNaN(s.Value) {
							t.Errorf("%s: %s is NaN", r.Method, s.Name)
						}
					}
					if len(r.Notes) == 0 && r.Method != imaging.MethodSurface {
						t.Errorf("%s: nothing is said about a scan without relief: %v", r.Method, r.Scores)
					}
				}
			}
		})
	}
}

func TestUnknownMethodAndCancel(t *testing.T) {
	sc := prepare(t, plain().measure(t, newMark(1)))
	if _, err := compare.Pair(context.Background(), sc, sc, "magic"); err == nil || !strings.Contains(err.Error(), imaging.MethodHigh) {
		t.Errorf("error %v, want one that names the methods", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, m := range compare.Methods() {
		if _, err := compare.Pair(ctx, sc, sc, m.Name); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want that of the context", m.Name, err)
		}
	}
	if _, err := compare.Prepare(ctx, plain().measure(t, newMark(1)), compare.Default()); !errors.Is(err, context.Canceled) {
		t.Errorf("prepare: error %v, want that of the context", err)
	}
}

func TestSurfaceKeepsTheFrame(t *testing.T) {
	v := plain()
	v.w, v.dx, v.tilt = 500, 5, 0.01
	s := v.measure(t, newMark(1))
	got := prepare(t, s).Surface()
	w, h := got.Size()
	dx, dy := got.Spacing()
	if w != 500 || h != 400 || dx != 5 || dy != 6.25 {
		t.Errorf("the viewed surface is %d×%d at %g×%g µm, want the scan's 500×400 at 5×6.25", w, h, dx, dy)
	}
	if got.Valid() < s.Valid()*99/100 {
		t.Errorf("%d of %d points are left of a clean mark", got.Valid(), s.Valid())
	}
}

func TestParametersAreListed(t *testing.T) {
	for _, p := range compare.Default().List() {
		if p.Name == "" || p.Value == "" || p.Source == "" {
			t.Errorf("incomplete parameter %+v", p)
		}
	}
}
