package explain_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/explain"
	"tracemark/imaging/surface"
)

// mark is a relief of waves of 60 to 200 µm in all directions, the same wherever it is measured.
type mark []struct{ kx, ky, phase, height float64 }

func newMark(seed uint64) mark {
	rnd := rand.New(rand.NewPCG(seed, 1))
	m := make(mark, 60)
	for i := range m {
		s, c := math.Sincos(rnd.Float64() * 2 * math.Pi)
		k := 2 * math.Pi / (60 + 140*rnd.Float64())
		m[i].kx, m[i].ky, m[i].phase, m[i].height = k*c, k*s, rnd.Float64()*2*math.Pi, 0.3
	}
	return m
}

func (m mark) at(p imaging.Point) float64 {
	z := 0.0
	for _, w := range m {
		z += w.height * math.Sin(w.kx*p.X+w.ky*p.Y+w.phase)
	}
	return z
}

const (
	points  = 260
	spacing = 6.25
)

// measure scans the mark; pose lays the mark's frame on the scan's. more is added to the height.
func (m mark) measure(t *testing.T, pose imaging.Pose, more func(p imaging.Point) float64) *surface.Surface {
	t.Helper()
	back := pose.Inverse()
	z := make([]float64, points*points)
	for y := range points {
		for x := range points {
			p := imaging.Point{X: float64(x) * spacing, Y: float64(y) * spacing}
			q := back.Apply(p)
			z[y*points+x] = m.at(q) + more(q)
			if r := math.Hypot(p.X-points*spacing/2, p.Y-points*spacing/2); r > points*spacing*0.48 || r < 200 {
				z[y*points+x] = math.NaN()
			}
		}
	}
	s, err := surface.New(points, points, spacing, spacing, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func nothing(imaging.Point) float64 { return 0 }

// turned is a turn about the middle of the scan and a shift.
func turned(deg, tx, ty float64) imaging.Pose {
	c := points * spacing / 2
	at := imaging.Pose{AngleDeg: deg}.Apply(imaging.Point{X: c, Y: c})
	return imaging.Pose{AngleDeg: deg, TX: c - at.X + tx, TY: c - at.Y + ty}
}

func compared(t *testing.T, a, b *surface.Surface) (sa, sb *compare.Scan, r imaging.Result) {
	t.Helper()
	var err error
	if sa, err = compare.Prepare(t.Context(), a, compare.Default()); err != nil {
		t.Fatal(err)
	}
	if sb, err = compare.Prepare(t.Context(), b, compare.Default()); err != nil {
		t.Fatal(err)
	}
	list, err := compare.Pair(t.Context(), sa, sb, imaging.MethodRegistered)
	if err != nil {
		t.Fatal(err)
	}
	return sa, sb, list[0]
}

// A bump of 3 µm on B at a known place of the mark is where both maps show it, and nowhere else.
func TestMapsShowWhereAndHowMuch(t *testing.T) {
	m := newMark(1)
	spot := imaging.Point{X: 1150, Y: 900}
	bump := func(p imaging.Point) float64 {
		if math.Hypot(p.X-spot.X, p.Y-spot.Y) < 60 {
			return 3
		}
		return 0
	}
	pose := turned(33, 40, -25)
	a, b := m.measure(t, imaging.Pose{}, nothing), m.measure(t, pose, bump)
	got, err := explain.Align(t.Context(), a, b, pose, explain.Default())
	if err != nil {
		t.Fatal(err)
	}
	d, s := got.Difference, got.Similarity
	if d.SpacingX != 25 || d.W != 65 || d.H != 65 || d.Origin.X != 1.5*spacing {
		t.Errorf("map of %d×%d at %g µm from %+v", d.W, d.H, d.SpacingX, d.Origin)
	}
	inside, outside, unlike := 0, 0, 0
	for i, v := range d.Values {
		p := imaging.Point{X: d.Origin.X + float64(i%d.W)*d.SpacingX, Y: d.Origin.Y + float64(i/d.W)*d.SpacingY}
		away := math.Hypot(p.X-spot.X, p.Y-spot.Y)
		switch {
		case math.IsNaN(v):
		case away < 40:
			inside++
			if math.Abs(v+3) > 0.1 {
				t.Errorf("at %+v the difference is %.2f µm, want −3", p, v)
			}
		case away > 90:
			outside++
			// Interpolation of waves of 60 µm over points 6.25 µm apart errs by some 5 % of their height.
			if math.Abs(v) > 0.15 {
				t.Errorf("at %+v the difference is %.2f µm, want none", p, v)
			}
			if away > 260 && !(s.Values[i] > 0.98) && !math.IsNaN(s.Values[i]) {
				unlike++
			}
		}
	}
	if inside < 5 || outside < 1000 || unlike > 0 {
		t.Errorf("%d points on the bump, %d off it, %d of them unlike", inside, outside, unlike)
	}
	at := int(spot.Y/25)*s.W + int(spot.X/25)
	if !(s.Values[at] < 0.97) {
		t.Errorf("similarity at the bump is %.3f", s.Values[at])
	}
	if got.Overlap < 0.7 || got.Overlap >= 1 || got.Alike < 0.95 || got.RMSUM > 0.5 {
		t.Errorf("overlap %.2f, alike %.2f, rms %.2f µm", got.Overlap, got.Alike, got.RMSUM)
	}
}

func TestMapsOfOtherMarksAreUnlike(t *testing.T) {
	a, b := newMark(1).measure(t, imaging.Pose{}, nothing), newMark(2).measure(t, imaging.Pose{}, nothing)
	got, err := explain.Align(t.Context(), a, b, imaging.Pose{}, explain.Default())
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0.0
	for _, v := range got.Similarity.Values {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	if n < 1000 || math.Abs(sum/n) > 0.2 {
		t.Errorf("mean similarity of two marks is %.2f over %g points, want none", sum/n, n)
	}
	if _, err := explain.Align(t.Context(), a, b, imaging.Pose{TX: 1e6}, explain.Default()); !errors.Is(err, explain.ErrApart) {
		t.Errorf("scans apart: %v", err)
	}
	if _, err := explain.Align(t.Context(), a, b, imaging.Pose{TX: math.Inf(1)}, explain.Default()); !errors.Is(err, explain.ErrApart) {
		t.Errorf("scans at infinity: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := explain.Align(ctx, a, b, imaging.Pose{}, explain.Default()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAMapIsWrittenWithNullWhereNothingIsKnown(t *testing.T) {
	m := imaging.Map{W: 2, H: 1, SpacingX: 25, SpacingY: 25, Values: []float64{math.NaN(), -0.00001}}
	b, err := json.Marshal(m)
	if want := `{"origin":{"x_um":0,"y_um":0},"spacing_x_um":25,"spacing_y_um":25,"columns":2,"rows":1,"values":[[null,0]]}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v; want %s", b, err, want)
	}
}

// The method's own thresholds give the method's own count: the rule here is the rule there.
func TestTheMethodsOwnThresholdsGiveItsOwnCount(t *testing.T) {
	for seed := range uint64(6) {
		noisy := func(p imaging.Point) float64 { return newMark(90+seed).at(p) * float64(seed) / 3 }
		_, _, r := compared(t, newMark(seed).measure(t, imaging.Pose{}, nothing), newMark(seed).measure(t, turned(50*float64(seed), 20, 30), noisy))
		owns := 0
		last := math.Inf(1)
		for _, c := range explain.Thresholds(r, explain.DefaultGrid()) {
			if c.Own {
				owns++
				if c.AB != imaging.Congruent(r.CellsAB) || c.BA != imaging.Congruent(r.CellsBA) ||
					c.Count != r.Score(imaging.ScoreRegistered) || c.Fraction != r.Score(imaging.ScoreRegisteredFraction) {
					t.Errorf("mark %d: %+v, the method has %v", seed, c, r.Scores)
				}
			}
			if c.WithinUM == 70 && c.WithinDeg == 6 { // widest: a higher correlation can only lose cells here
				if c.Count > last+1 {
					t.Errorf("mark %d: from r ≥ %g on more cells are congruent: %g after %g", seed, c.MinR, c.Count, last)
				}
				last = c.Count
			}
		}
		if owns != 1 {
			t.Errorf("mark %d: the method's own rule stands %d times in the grid", seed, owns)
		}
	}
	if got := explain.Thresholds(imaging.Result{Method: imaging.MethodHigh, Pose: &imaging.Pose{}}, explain.DefaultGrid()); got != nil {
		t.Error("cells of another method are counted by this one's rule")
	}
}

func TestFiltersSayWhatEachSettingGives(t *testing.T) {
	m := newMark(3)
	a, b := m.measure(t, imaging.Pose{}, nothing), m.measure(t, turned(-20, 10, 0), nothing)
	_, _, r := compared(t, a, b)
	settings := explain.Settings()
	if settings[0].Name != "as validated" || len(settings) < 10 {
		t.Fatalf("settings %v", settings)
	}
	tiny := settings[1]
	tiny.Name, tiny.Params.MinPoints = "impossible", 1<<30
	told := 0
	got, err := explain.Filters(t.Context(), a, b, []explain.Setting{settings[0], settings[4], tiny}, func(int64, int64, string) { told++ })
	if err != nil || len(got) != 3 || told != 4 {
		t.Fatalf("%v, %v, told %d times", got, err, told)
	}
	if got[0].Count != r.Score(imaging.ScoreRegistered) || got[0].Fraction != r.Score(imaging.ScoreRegisteredFraction) {
		t.Errorf("as validated: %+v, the method has %v", got[0], r.Scores)
	}
	if got[2].Problem == "" || !math.IsNaN(got[2].Count) {
		t.Errorf("a setting under which nothing can be compared: %+v", got[2])
	}
	if _, err := json.Marshal(got); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got, err = explain.Filters(ctx, a, b, settings, func(done, _ int64, _ string) {
		if done == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(got) != 1 {
		t.Errorf("cancelled: %d outcomes, %v", len(got), err)
	}
}
