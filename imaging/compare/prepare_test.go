package compare_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/x3p"
)

// TestPreparedByARecipe: the steps of a scan, stored and run again, give the surface that was compared, and the same scores.
func TestPreparedByARecipe(t *testing.T) {
	v := plain()
	v.tilt, v.noise = 0.01, 0.1
	s := v.measure(t, newMark(1))
	sc := prepare(t, s)
	b, err := json.Marshal(sc.Recipe())
	if err != nil {
		t.Fatal(err)
	}
	r, err := pipeline.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	want := sc.Surface().View()
	if _, err := r.Run(context.Background(), s, func(st *pipeline.Stage) error {
		if st.Step.Name != "floor" {
			return nil
		}
		whole, err := st.Whole()
		if err != nil {
			return err
		}
		for i, z := range whole.View() {
			if z != want[i] && !(math.IsNaN(z) && math.IsNaN(want[i])) {
				t.Fatalf("point %d is %g, %g in the scan", i, z, want[i])
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	again, err := compare.PrepareBy(context.Background(), s, compare.Default(), r)
	if err != nil {
		t.Fatal(err)
	}
	v.pose.AngleDeg = 30
	other := prepare(t, v.measure(t, newMark(1)))
	a, c := pair(t, sc, other, imaging.MethodRegistered)[0], pair(t, again, other, imaging.MethodRegistered)[0]
	if a.Scores[0] != c.Scores[0] || *a.Pose != *c.Pose {
		t.Errorf("%v at %v, %v at %v from the stored recipe", a.Scores, *a.Pose, c.Scores, *c.Pose)
	}
	if _, err := compare.PrepareBy(context.Background(), s, compare.Default(), pipeline.Viewing()); err == nil || !strings.Contains(err.Error(), "resample") {
		t.Errorf("a recipe for viewing was taken for a comparison: %v", err)
	}
}

// TestPreparedByAMask: what a person leaves out takes no part.
func TestPreparedByAMask(t *testing.T) {
	s := plain().measure(t, newMark(1))
	w, h := s.Size()
	m := pipeline.Mask{Mask: imaging.NewMask(w, h), Version: 1, Origin: "left half"}
	for i := range m.On {
		m.On[i] = i%w < w/2
	}
	sc, err := compare.PrepareMasked(context.Background(), s, m, compare.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.On {
		if _, ok := sc.Surface().At(i%w, i/w); ok && !m.On[i] {
			t.Fatal("a point outside the mask takes part")
		}
	}
	if n := sc.Surface().Valid(); n < s.Valid()*2/5 {
		t.Errorf("%d of %d points are left", n, s.Valid())
	}
	m.H--
	if _, err := compare.PrepareMasked(context.Background(), s, m, compare.Default()); err == nil {
		t.Error("a mask of another size was taken")
	}
}

// TestRawScansByMask: the face found automatically and the one painted by hand give the pair of raw scans nearly the same count.
func TestRawScansByMask(t *testing.T) {
	dir := scansDir(t)
	var auto, hand [2]*compare.Scan
	for i, name := range []string{"K013sA1.x3p", "K013sA2-2.x3p"} {
		f, err := os.Open(filepath.Join(dir, "raw_topmatch", name))
		if err != nil {
			t.Skipf("no such scan: %v", err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		x, err := x3p.Decode(f, info.Size())
		if err != nil {
			t.Fatal(err)
		}
		auto[i] = prepare(t, x.Surface)
		painted := pipeline.Mask{Mask: *x.PaintedMask, Version: 1, Origin: "painted"}
		if hand[i], err = compare.PrepareMasked(context.Background(), x.Surface, painted, compare.Default()); err != nil {
			t.Fatal(err)
		}
		if notes := strings.Join(auto[i].Notes(), " "); !containsAll(notes, "automatically", "% of the measured points") {
			t.Errorf("%s: no note of what was kept: %q", name, notes)
		}
	}
	a := pair(t, auto[0], auto[1], imaging.MethodRegistered)[0].Score(imaging.ScoreRegistered)
	b := pair(t, hand[0], hand[1], imaging.MethodRegistered)[0].Score(imaging.ScoreRegistered)
	t.Logf("%g cells automatically, %g by the painted masks", a, b)
	if math.Abs(a-b) > 2 {
		t.Errorf("%g cells automatically, %g by the painted masks, want them within 2", a, b)
	}
}
