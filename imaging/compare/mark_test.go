package compare_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/surface"
)

// mark is a surface that is known everywhere: a sum of waves of 40 to 150 µm, about 1 µm high, as on a breech face. It can be
// measured at any pose and spacing without interpolation, so the truth of every test is exact.
type mark struct {
	kx, ky, phase, a []float64
}

func newMark(seed uint64) mark {
	rng := rand.New(rand.NewPCG(seed, 7))
	var m mark
	for range 40 {
		k := 2 * math.Pi / (40 + 110*rng.Float64())
		sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
		m.kx, m.ky = append(m.kx, k*cos), append(m.ky, k*sin)
		m.phase, m.a = append(m.phase, 2*math.Pi*rng.Float64()), append(m.a, 0.3*rng.Float64())
	}
	return m
}

func (m mark) height(x, y float64) float64 {
	z := 0.0
	for i, a := range m.a {
		z += a * math.Cos(m.kx[i]*x+m.ky[i]*y+m.phase[i])
	}
	return z
}

// view says how a mark is measured: pose lays the mark's own frame on the scan's; only the ring between inner and outer, about the
// mark's origin, is there.
type view struct {
	w, h         int
	dx, dy       float64
	pose         imaging.Pose
	inner, outer float64
	cut          func(x, y float64) bool // of the mark's frame: points that are missing
	tilt         float64                 // added slope along x and offset
	noise        float64                 // µm
}

// plain is a ring of 0.4 to 1.1 mm radius in the middle of 2.5 × 2.5 mm at 6.25 µm.
func plain() view {
	return view{w: 400, h: 400, dx: 6.25, dy: 6.25, pose: imaging.Pose{TX: 1250, TY: 1250}, inner: 400, outer: 1100}
}

func (v view) measure(t testing.TB, m mark) *surface.Surface {
	t.Helper()
	back := v.pose.Inverse()
	rng := rand.New(rand.NewPCG(uint64(v.w), math.Float64bits(v.pose.AngleDeg+v.noise)))
	z := make([]float64, v.w*v.h)
	for y := range v.h {
		for x := range v.w {
			p := back.Apply(imaging.Point{X: float64(x) * v.dx, Y: float64(y) * v.dy})
			r := math.Hypot(p.X, p.Y)
			z[y*v.w+x] = math.NaN()
			if r >= v.inner && r <= v.outer && (v.cut == nil || !v.cut(p.X, p.Y)) {
				z[y*v.w+x] = m.height(p.X, p.Y) + v.tilt*(100+float64(x)*v.dx) + v.noise*rng.NormFloat64()
			}
		}
	}
	s, err := surface.New(v.w, v.h, v.dx, v.dy, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func prepare(t testing.TB, s *surface.Surface) *compare.Scan {
	t.Helper()
	sc, err := compare.Prepare(context.Background(), s, compare.Default())
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func pair(t testing.TB, a, b *compare.Scan, methods ...string) []imaging.Result {
	t.Helper()
	r, err := compare.Pair(context.Background(), a, b, methods...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// poseError returns how far got is from want: in degrees, and in µm at the worst of four points of the mark.
func poseError(got, want imaging.Pose, about imaging.Point) (deg, um float64) {
	deg = math.Abs(math.Remainder(got.AngleDeg-want.AngleDeg, 360))
	for _, d := range []imaging.Point{{X: 700}, {X: -700}, {Y: 700}, {Y: -700}} {
		p := imaging.Point{X: about.X + d.X, Y: about.Y + d.Y}
		g, w := got.Apply(p), want.Apply(p)
		um = math.Max(um, math.Hypot(g.X-w.X, g.Y-w.Y))
	}
	return deg, um
}

// then returns the movement p followed by q.
func then(p, q imaging.Pose) imaging.Pose {
	at := q.Apply(imaging.Point{X: p.TX, Y: p.TY})
	return imaging.Pose{AngleDeg: p.AngleDeg + q.AngleDeg, TX: at.X, TY: at.Y}
}
