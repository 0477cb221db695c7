package compare_test

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/surface"
)

// invariant is a scan to be copied: a real one where there are any, else a made one.
func invariant(t *testing.T) *surface.Surface {
	t.Helper()
	if dir := os.Getenv("TRACEMARK_SCANS"); dir != "" {
		return read(t, filepath.Join(dir, "fadul", "Fadul 1-1.x3p"))
	}
	v := plain()
	v.w, v.h, v.inner, v.outer = 400, 400, 500, 1200
	return v.measure(t, newMark(11))
}

// redraw returns s as another measurement would give it: the copy's point p shows what lies at back(p) of s, by bilinear interpolation
// over four measured points.
func redraw(t *testing.T, s *surface.Surface, w, h int, d float64, back func(imaging.Point) imaging.Point) *surface.Surface {
	t.Helper()
	sw, sh := s.Size()
	dx, dy := s.Spacing()
	from, z := s.View(), make([]float64, w*h)
	for y := range h {
		for x := range w {
			p := back(imaging.Point{X: float64(x) * d, Y: float64(y) * d})
			u, v := p.X/dx, p.Y/dy
			i, j := int(math.Floor(u+1e-9)), int(math.Floor(v+1e-9))
			z[y*w+x] = math.NaN()
			if i < 0 || j < 0 || i >= sw || j >= sh {
				continue
			}
			fu, fv := u-float64(i), v-float64(j)
			sum := 0.0
			for _, c := range [4]struct {
				x, y int
				w    float64
			}{{i, j, (1 - fu) * (1 - fv)}, {i + 1, j, fu * (1 - fv)}, {i, j + 1, (1 - fu) * fv}, {i + 1, j + 1, fu * fv}} {
				if c.w < 1e-6 {
					continue
				}
				if c.x >= sw || c.y >= sh {
					sum = math.NaN()
					break
				}
				sum += c.w * from[c.y*sw+c.x]
			}
			z[y*w+x] = sum
		}
	}
	c, err := surface.New(w, h, d, d, z)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edit returns s with every height changed.
func edit(t *testing.T, s *surface.Surface, to func(x, y, z float64) float64) *surface.Surface {
	t.Helper()
	w, h := s.Size()
	dx, dy := s.Spacing()
	z := s.Heights()
	for i := range z {
		z[i] = to(float64(i%w)*dx, float64(i/w)*dy, z[i])
	}
	c, err := surface.New(w, h, dx, dy, z)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCopies compares a scan with copies of itself. Every pose must be within 0.5° and 15 µm, little more than one point of the 12.5 µm at which
// cells are compared. least is the share of the scan's own count that must be left: nearly all where only the pose changes,
// what is still there where part is missing, two thirds under 1 µm of noise, which is as high as the marks are.
func TestCopies(t *testing.T) {
	s := invariant(t)
	w, h := s.Size()
	d, _ := s.Spacing()
	about := s.Centre()
	rng := rand.New(rand.NewPCG(25178, 72))
	turned := func(deg float64) (*surface.Surface, imaging.Pose) {
		side := int(math.Ceil(math.Hypot(float64(w), float64(h)))) + 4
		middle := float64(side-1) * d / 2
		q := imaging.Pose{AngleDeg: deg}
		at := q.Apply(about)
		q.TX, q.TY = middle-at.X, middle-at.Y
		return redraw(t, s, side, side, d, q.Inverse().Apply), q
	}
	type copied struct {
		name  string
		s     *surface.Surface
		pose  imaging.Pose
		least float64
	}
	var copies []copied
	for _, deg := range []float64{1, 17, 90, 180, 360*rng.Float64() - 180, 360*rng.Float64() - 180} {
		c, q := turned(deg)
		copies = append(copies, copied{"turned", c, q, 0.95})
	}
	nan := math.NaN()
	noisy := func(um float64) *surface.Surface {
		return edit(t, s, func(_, _, z float64) float64 { return z + um*rng.NormFloat64() })
	}
	copies = append(copies,
		copied{"cropped by 20 % of its width", edit(t, s, func(x, _, z float64) float64 {
			if x < 0.2*float64(w)*d {
				return nan
			}
			return z
		}), imaging.Pose{}, 0.65},
		copied{"a sector of 120°", edit(t, s, func(x, y, z float64) float64 {
			if math.Abs(math.Atan2(y-about.Y, x-about.X)) > math.Pi/3 {
				return nan
			}
			return z
		}), imaging.Pose{}, 0.25},
		copied{"sampled at 7.4 µm", redraw(t, s, int(float64(w)*d/7.4), int(float64(h)*d/7.4), 7.4, func(p imaging.Point) imaging.Point { return p }), imaging.Pose{}, 0.95},
		copied{"5 % more points missing", edit(t, s, func(_, _, z float64) float64 {
			if rng.IntN(20) == 0 {
				return nan
			}
			return z
		}), imaging.Pose{}, 0.95},
		copied{"0.5 µm of noise", noisy(0.5), imaging.Pose{}, 0.9},
		copied{"1 µm of noise", noisy(1), imaging.Pose{}, 0.66},
	)
	self := prepare(t, s)
	whole := pair(t, self, self, imaging.MethodRegistered)[0].Score(imaging.ScoreRegistered)
	if whole < 20 {
		t.Fatalf("the scan with itself has %g cells", whole)
	}
	for _, c := range copies {
		r := pair(t, self, prepare(t, c.s), imaging.MethodRegistered, imaging.MethodSurface)
		deg, um := poseError(*r[0].Pose, c.pose, about)
		count := r[0].Score(imaging.ScoreRegistered)
		t.Logf("%s %.1f°: %.2f° and %.1f µm off, %g of %g cells, fraction %.2f, z %.2f", c.name, c.pose.AngleDeg, deg, um,
			count, whole, r[0].Score(imaging.ScoreRegisteredFraction), r[1].Score(imaging.ScoreSurface))
		if deg > 0.5 || um > 15 {
			t.Errorf("%s, turned by %.1f°: the pose is %.2f° and %.1f µm off", c.name, c.pose.AngleDeg, deg, um)
		}
		if count < c.least*whole {
			t.Errorf("%s, turned by %.1f°: %g of %g cells, want %.0f %%", c.name, c.pose.AngleDeg, count, whole, 100*c.least)
		}
	}
}

// TestMirrored: a mirrored copy scores like another mark, and a comparison that a person reads says what it is; nothing is said of a
// true copy or of another mark. 5 cells and z .25 are beyond every one of 717 different pairs.
func TestMirrored(t *testing.T) {
	s := invariant(t)
	w, h := s.Size()
	d, _ := s.Spacing()
	mirror := redraw(t, s, w, h, d, func(p imaging.Point) imaging.Point {
		return imaging.Point{X: float64(w-1)*d - p.X, Y: p.Y}
	})
	a, b := prepare(t, s), prepare(t, mirror)
	checked := func(a, b *compare.Scan) []imaging.Result {
		r, err := compare.PairChecked(context.Background(), a, b, imaging.MethodRegistered, imaging.MethodSurface)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	says := func(r imaging.Result) bool {
		return slices.ContainsFunc(r.Notes, func(n string) bool { return strings.HasPrefix(n, "looks mirrored") })
	}
	r := checked(a, b)
	if n, z := r[0].Score(imaging.ScoreRegistered), r[1].Score(imaging.ScoreSurface); n > 5 || z > 0.25 {
		t.Errorf("a mirrored copy has %g cells and z %.2f, want the level of other marks", n, z)
	}
	for _, r := range append(r, checked(b, a)...) {
		if !says(r) {
			t.Errorf("%s: nothing says that the copy is mirrored: %q", r.Method, r.Notes)
		}
	}
	for name, other := range map[string]*compare.Scan{"the scan itself": a, "another mark": prepare(t, plain().measure(t, newMark(77)))} {
		if r := checked(a, other)[0]; says(r) {
			t.Errorf("%s is said to be mirrored: %q", name, r.Notes)
		}
	}
}
