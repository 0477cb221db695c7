package compare_test

import (
	"math"
	"reflect"
	"slices"
	"sync"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
)

// TestPoseOfKnownTruth measures one mark twice and asks for the movement between the scans. 0.1° and 5 µm are what an overlay on
// screen needs: less than a pixel of 6.25 µm over a breech face.
func TestPoseOfKnownTruth(t *testing.T) {
	m := newMark(1)
	a := plain()
	turned := func(deg float64) view {
		v := plain()
		v.pose.AngleDeg = deg
		v.pose.TX += 31
		v.pose.TY -= 47
		return v
	}
	with := func(v view, change func(*view)) view { change(&v); return v }
	for _, test := range []struct {
		name string
		b    view
	}{
		{"shifted", turned(0)},
		{"turned by 17.3°", turned(17.3)},
		{"turned by 90°", turned(90)},
		{"turned by -90°", turned(-90)},
		{"turned by 180°", turned(180)},
		{"turned by -133.7°", turned(-133.7)},
		{"tilted and raised", with(turned(8), func(v *view) { v.tilt = 0.02 })},
		{"noise of 0.3 µm", with(turned(40), func(v *view) { v.noise = 0.3 })},
		{"finer spacing", with(turned(25), func(v *view) { v.w, v.h, v.dx, v.dy = 610, 610, 4.1, 4.1 })},
		{"coarser spacing", with(turned(25), func(v *view) { v.w, v.h, v.dx, v.dy = 320, 320, 7.9, 7.9 })},
		{"unequal spacing along x and y", with(turned(25), func(v *view) { v.w, v.h, v.dx, v.dy = 500, 340, 5, 7.4 })},
		{"left half only", with(turned(55), func(v *view) { v.cut = func(x, _ float64) bool { return x > 0 } })},
		{"cropped to 1.6 mm", with(turned(-70), func(v *view) {
			v.w, v.h = 256, 256
			v.pose.TX, v.pose.TY = 560, 610
		})},
	} {
		t.Run(test.name, func(t *testing.T) {
			sa, sb := prepare(t, a.measure(t, m)), prepare(t, test.b.measure(t, m))
			r := pair(t, sa, sb, imaging.MethodRegistered)[0]
			if r.Pose == nil {
				t.Fatal("no pose")
			}
			want := then(a.pose.Inverse(), test.b.pose)
			deg, um := poseError(*r.Pose, want, imaging.Point{X: a.pose.TX, Y: a.pose.TY})
			if deg > 0.1 || um > 5 {
				t.Errorf("pose %+v is %.3f° and %.1f µm from the truth %+v", *r.Pose, deg, um, want)
			}
			if f := r.Score(imaging.ScoreRegisteredFraction); f < 0.9 {
				t.Errorf("fraction is %.2f, want at least 0.9 for two measurements of one mark", f)
			}
			off := 0
			for _, c := range r.CellsAB {
				p := want.Apply(c.Centre)
				// Cells are placed to a fraction of their 12.5 µm points.
				if c.Congruent && math.Hypot(p.X-c.Partner.X, p.Y-c.Partner.Y) > 12.5 {
					off++
				}
			}
			// One in twenty may slip: a cell at the edge of which the other scan has just half.
			if n := imaging.Congruent(r.CellsAB); 20*off > n {
				t.Errorf("%d of %d congruent cells fall more than 12.5 µm from their true place", off, n)
			}
		})
	}
}

func TestPublishedRules(t *testing.T) {
	m := newMark(1)
	a := prepare(t, plain().measure(t, m))
	v := plain()
	v.pose.AngleDeg = 13
	r := pair(t, a, prepare(t, v.measure(t, m)), imaging.MethodOriginal, imaging.MethodHigh)
	for _, r := range r {
		cells := min(imaging.Comparable(r.CellsAB), imaging.Comparable(r.CellsBA))
		if got := r.Scores[0].Value; got < 0.9*float64(cells) {
			t.Errorf("%s: %g of %d cells, want nearly all", r.Method, got, cells)
		}
		// The published search is by 3° and whole pixels of 12.5 µm; the fit over all cells is better than either.
		if deg, um := poseError(*r.Pose, then(plain().pose.Inverse(), v.pose), imaging.Point{X: 1250, Y: 1250}); deg > 1 || um > 15 {
			t.Errorf("%s: pose is off by %.2f° and %.1f µm", r.Method, deg, um)
		}
	}
	v.pose.AngleDeg = 75
	for _, r := range pair(t, a, prepare(t, v.measure(t, m)), imaging.MethodOriginal, imaging.MethodHigh) {
		if got := r.Scores[0].Value; got > 2 {
			t.Errorf("%s: %g cells at a turn of 75°, outside its range", r.Method, got)
		}
		if !slices.ContainsFunc(r.Notes, func(n string) bool { return n != "" && containsAll(n, "75°", "registered") }) {
			t.Errorf("%s: no note that the turn is out of range: %q", r.Method, r.Notes)
		}
	}
}

// TestOtherMarks: two marks and two fields of noise agree by chance only. The bounds are twice what 717 real pairs reach.
func TestOtherMarks(t *testing.T) {
	noise := plain()
	noise.noise = 2
	flat := mark{}
	n1 := noise.measure(t, flat)
	noise.pose.AngleDeg = 5
	n2 := noise.measure(t, flat)
	for _, test := range []struct {
		name string
		a, b *compare.Scan
	}{
		{"another mark", prepare(t, plain().measure(t, newMark(1))), prepare(t, plain().measure(t, newMark(2)))},
		{"white noise", prepare(t, n1), prepare(t, n2)},
	} {
		for _, r := range pair(t, test.a, test.b) {
			for _, s := range r.Scores {
				limit := map[string]float64{imaging.ScoreSurface: 0.3, imaging.ScoreRegisteredFraction: 0.25}[s.Name]
				if limit == 0 {
					limit = 6
				}
				if !(s.Value <= limit) {
					t.Errorf("%s: %s is %.3f, want at most %g", test.name, s.Name, s.Value, limit)
				}
			}
		}
	}
}

// TestSwap: the order in which two scans are named must not move a digit.
func TestSwap(t *testing.T) {
	v := plain()
	v.pose = imaging.Pose{AngleDeg: 21, TX: 1270, TY: 1230}
	v.noise = 0.5
	a, b := prepare(t, plain().measure(t, newMark(3))), prepare(t, v.measure(t, newMark(3)))
	ab, ba := pair(t, a, b), pair(t, b, a)
	for i := range ab {
		if !reflect.DeepEqual(ab[i].Scores, ba[i].Scores) || !sameCells(ab[i].CellsAB, ba[i].CellsBA) || !sameCells(ab[i].CellsBA, ba[i].CellsAB) {
			t.Errorf("%s differs when the scans are exchanged: %v, %v", ab[i].Method, ab[i].Scores, ba[i].Scores)
		}
		p := then(*ab[i].Pose, *ba[i].Pose) // there and back: only rounding is left
		if math.Abs(p.AngleDeg) > 1e-9 || math.Hypot(p.TX, p.TY) > 1e-6 {
			t.Errorf("%s: the poses are not each other's inverse: %+v", ab[i].Method, p)
		}
	}
}

// TestManyGoroutines: scans are shared, and their caches filled, by pairs that run at the same time.
func TestManyGoroutines(t *testing.T) {
	var scans []*compare.Scan
	fresh := func() {
		scans = nil
		for seed := range uint64(4) {
			v := plain()
			v.pose.AngleDeg = float64(10 * seed)
			scans = append(scans, prepare(t, v.measure(t, newMark(seed/2))))
		}
	}
	run := func(k int) []imaging.Result {
		return pair(t, scans[k%4], scans[(k/4+k+1)%4], imaging.MethodRegistered, imaging.MethodSurface)
	}
	fresh()
	want := make([][]imaging.Result, 12)
	for k := range want {
		want[k] = run(k)
	}
	fresh()
	got := make([][]imaging.Result, len(want))
	var wg sync.WaitGroup
	for k := range got {
		wg.Go(func() { got[k] = run(k) })
	}
	wg.Wait()
	for k := range got {
		for i := range got[k] {
			if !reflect.DeepEqual(got[k][i].Scores, want[k][i].Scores) || *got[k][i].Pose != *want[k][i].Pose {
				t.Errorf("pair %d: %v at the same time as others, %v alone", k, got[k][i].Scores, want[k][i].Scores)
			}
		}
	}
}

// sameCells is equality that takes NaN as equal to NaN.
func sameCells(a, b []imaging.Cell) bool {
	same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
	return slices.EqualFunc(a, b, func(p, q imaging.Cell) bool {
		ok := same(p.AngleDeg, q.AngleDeg) && same(p.Correlation, q.Correlation) && same(p.Overlap, q.Overlap)
		p.AngleDeg, p.Correlation, p.Overlap = 0, 0, 0
		q.AngleDeg, q.Correlation, q.Overlap = 0, 0, 0
		return ok && p == q
	})
}
