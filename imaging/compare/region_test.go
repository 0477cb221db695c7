package compare_test

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"testing"
	"time"

	"tracemark/imaging"
	"tracemark/imaging/compare"
)

// disc is the round region about a point.
func disc(c imaging.Point, radiusUM float64) func(imaging.Point) bool {
	return func(p imaging.Point) bool { return math.Hypot(p.X-c.X, p.Y-c.Y) <= radiusUM }
}

func TestARegionIsFoundWhereverTheOtherScanWasTurnedTo(t *testing.T) {
	m, a, b := newMark(3), plain(), plain()
	b.pose = then(imaging.Pose{AngleDeg: 137}, imaging.Pose{TX: 1310, TY: 1205})
	b.noise = 0.2
	sa, sb := prepare(t, a.measure(t, m)), prepare(t, b.measure(t, m))
	truth := then(a.pose.Inverse(), b.pose)
	for _, c := range []imaging.Point{{X: 1250 + 750, Y: 1250}, {X: 1250 - 530, Y: 1250 + 530}, {X: 1250, Y: 1250 - 750}} {
		fit, err := compare.FitRegion(context.Background(), sa, sb, disc(c, 200), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := truth.Apply(fit.Centre)
		if fit.Best == nil || math.Hypot(fit.Best.Centre.X-want.X, fit.Best.Centre.Y-want.Y) > 10 || // a point of the finest spacing
			math.Abs(math.Remainder(fit.Best.Pose.AngleDeg-137, 360)) > 1.5 || fit.Best.Correlation < 0.8 {
			t.Errorf("the region about %v was found at %+v, want %v turned by 137°", c, fit.Best, want)
		}
		if at := fit.Best.Pose.Apply(fit.Centre); math.Hypot(at.X-fit.Best.Centre.X, at.Y-fit.Best.Centre.Y) > 1e-6 {
			t.Errorf("the pose puts the region's centre at %v, not at %v", at, fit.Best.Centre)
		}
		if fit.Second != nil && fit.Second.Correlation > fit.Best.Correlation-0.2 {
			t.Errorf("a region of a mark that repeats nowhere fits nearly as well at %+v", fit.Second)
		}
	}
}

func TestARegionThatTheOtherScanLacksFitsNowhere(t *testing.T) {
	m, a, b := newMark(4), plain(), plain()
	b.cut = func(x, _ float64) bool { return x > 200 } // the half that the region is in is missing
	sa, sb := prepare(t, a.measure(t, m)), prepare(t, b.measure(t, m))
	pose := imaging.Pose{}
	fit, err := compare.FitRegion(context.Background(), sa, sb, disc(imaging.Point{X: 2000, Y: 1250}, 220), &pose)
	if err != nil {
		t.Fatal(err)
	}
	if fit.Registered != nil {
		t.Errorf("the registration puts the region where nothing is measured, and it was found at %+v", fit.Registered)
	}
	if fit.Best != nil && fit.Best.Correlation > 0.75 {
		t.Errorf("a region that is not there fits with %.2f", fit.Best.Correlation)
	}
}

func TestARegionOfParallelMarksHasASecondPlace(t *testing.T) {
	stripes := mark{kx: []float64{2 * math.Pi / 90}, ky: []float64{0}, phase: []float64{0}, a: []float64{1}}
	sa, sb := prepare(t, plain().measure(t, stripes)), prepare(t, view{w: 420, h: 400, dx: 6.25, dy: 6.25,
		pose: imaging.Pose{TX: 1300, TY: 1250}, inner: 400, outer: 1100}.measure(t, stripes))
	fit, err := compare.FitRegion(context.Background(), sa, sb, disc(imaging.Point{X: 2000, Y: 1250}, 200), nil)
	if err != nil {
		t.Fatal(err)
	}
	if fit.Best == nil || fit.Second == nil || fit.Second.Correlation < fit.Best.Correlation-0.05 {
		t.Errorf("stripes fit anywhere, and are said to fit at %+v and next at %+v", fit.Best, fit.Second)
	}
}

func TestARegionNeedsPoints(t *testing.T) {
	sc := prepare(t, plain().measure(t, newMark(5)))
	_, err := compare.FitRegion(context.Background(), sc, sc, disc(imaging.Point{X: 1250, Y: 1250}, 300), nil) // in the hole
	var said *compare.RegionError
	if !errors.As(err, &said) {
		t.Errorf("a region without a measured point gave %v", err)
	}
}

// Regions the size of a cell that is congruent are found where the registration puts them, in most cases; what is found elsewhere is noise
// that a single small region cannot be told from, which is why Second is given.
func TestRegionsOfFadulAreFoundWhereTheRegistrationPutsThem(t *testing.T) {
	dir := filepath.Join(scansDir(t), "fadul")
	sa, sb := prepare(t, read(t, filepath.Join(dir, "Fadul 1-1.x3p"))), prepare(t, read(t, filepath.Join(dir, "Fadul 1-2.x3p")))
	r := pair(t, sa, sb, imaging.MethodRegistered)[0]
	for _, radius := range []float64{200, 350} {
		n, there, alone := 0, 0, 0
		var took time.Duration
		for _, c := range r.CellsAB {
			if !c.Congruent {
				continue
			}
			start := time.Now()
			fit, err := compare.FitRegion(context.Background(), sa, sb, disc(c.Centre, radius), r.Pose)
			took += time.Since(start)
			if err != nil {
				t.Fatal(err)
			}
			n++
			if fit.Best != nil && fit.Registered != nil && math.Hypot(fit.Best.Centre.X-fit.Registered.Centre.X, fit.Best.Centre.Y-fit.Registered.Centre.Y) < 50 {
				there++
				if fit.Second == nil || fit.Second.Correlation < fit.Best.Correlation-0.1 {
					alone++
				}
			}
		}
		t.Logf("radius %g µm: %d of %d where the registration puts them, %d of these by more than 0.1, %v each", radius, there, n, alone, took/time.Duration(n))
		if there*2 < n {
			t.Errorf("radius %g µm: only %d of %d", radius, there, n)
		}
	}
}
