package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// small is a raw scan that is quick to prepare.
func small(t testing.TB) (*surface.Surface, imaging.Mask) {
	c := common()
	c.d, c.w, c.h, c.dropouts, c.spikes, c.tilt = 10, 560, 540, 0.03, 0.001, 2
	return c.measure(t)
}

func sameStage(t *testing.T, name string, a, b *pipeline.Stage) {
	t.Helper()
	f, g := a.Field, b.Field
	if f.W != g.W || f.H != g.H || f.X0 != g.X0 || f.Y0 != g.Y0 || f.DX != g.DX || a.Note != b.Note {
		t.Fatalf("%s: another grid or note", name)
	}
	for i := range f.Z {
		if f.Z[i] != g.Z[i] || f.M[i] != g.M[i] {
			t.Fatalf("%s: point %d is %g (%g) and %g (%g)", name, i, f.Z[i], f.M[i], g.Z[i], g.M[i])
		}
	}
}

// TestStepByStep: one step at a time, all at once, and again from the stored recipe have the same digits at every stage.
func TestStepByStep(t *testing.T) {
	ctx := context.Background()
	s, _ := small(t)
	r := pipeline.Default()
	all, err := r.Stages(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(r.Steps)+1 {
		t.Fatalf("%d stages for %d steps", len(all), len(r.Steps))
	}
	st, err := pipeline.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range r.Steps {
		sameStage(t, st.Step.Name, st, all[i])
		if st, err = st.Apply(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	last := all[len(all)-1]
	sameStage(t, "step by step", st, last)
	stored, err := json.MarshalIndent(st.Recipe(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	again, err := pipeline.Parse(stored)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := again.Run(ctx, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sameStage(t, "stored recipe", replayed, last)

	// With the proposed region given as data, edited by nobody, the rest is the same too.
	region, ok := all[1].Region()
	if !ok {
		t.Fatal("no region after the mask step")
	}
	b, err := json.Marshal(pipeline.Recipe{Version: pipeline.Version, Steps: append([]pipeline.Step{pipeline.Given(region)}, r.Steps[1:]...)})
	if err != nil {
		t.Fatal(err)
	}
	if again, err = pipeline.Parse(b); err != nil {
		t.Fatal(err)
	}
	given, err := again.Run(ctx, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	sameStage(t, "region given", given, last)
}

// TestStagesAreNotChanged: every stage keeps its heights while others are made of it, and the measured surface stays.
func TestStagesAreNotChanged(t *testing.T) {
	ctx := context.Background()
	s, _ := small(t)
	before := append([]float64(nil), s.View()...)
	var sums []float64
	var stages []*pipeline.Stage
	sum := func(st *pipeline.Stage) float64 {
		v := 0.0
		for i := range st.Field.Z {
			v += float64(st.Field.Z[i]) + 3*float64(st.Field.M[i])*float64(i%7)
		}
		return v
	}
	r := pipeline.Default()
	if _, err := r.Run(ctx, s, func(st *pipeline.Stage) error {
		stages, sums = append(stages, st), append(sums, sum(st))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for i, st := range stages {
		if sum(st) != sums[i] {
			t.Errorf("the stage after %q changed", st.Step.Name)
		}
	}
	for i, z := range s.View() {
		if z != before[i] && !(math.IsNaN(z) && math.IsNaN(before[i])) {
			t.Fatal("the measured surface changed")
		}
	}
}

// TestOptionalWays: what is not in the usual recipe runs as well, and changes the surface.
func TestOptionalWays(t *testing.T) {
	ctx := context.Background()
	c := common()
	c.d, c.w, c.h = 20, 280, 270
	s, _ := c.measure(t)
	base, err := pipeline.Viewing().Run(ctx, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		step, way string
		values    map[string]float64
	}{
		{"level", "ransac", nil}, {"level", "second order", nil}, {"mask", "all", nil},
		{"high-pass", "ISO", nil}, {"high-pass", "", map[string]float64{"order": 2}}, {"high-pass", "", map[string]float64{"robust_rounds": 2}},
		{"low-pass", "", map[string]float64{"order": 1, "wavelength_um": 60}},
	} {
		r := pipeline.Viewing()
		for i := range r.Steps {
			if r.Steps[i].Name == test.step {
				step, err := pipeline.New(test.step, test.way)
				if err != nil {
					t.Fatal(err)
				}
				for k, v := range test.values {
					step = step.With(k, v)
				}
				r.Steps[i] = step
			}
		}
		got, err := r.Run(ctx, s, nil)
		if err != nil {
			t.Errorf("%s %s %v: %v", test.step, test.way, test.values, err)
			continue
		}
		_, _, sd := got.Field.Moments()
		_, _, usual := base.Field.Moments()
		if !(sd > 0) || sd == usual {
			t.Errorf("%s %s %v: standard deviation %g, %g by the usual recipe", test.step, test.way, test.values, sd, usual)
		}
	}
}

// TestRefused: a recipe that cannot be done is refused in a sentence before anything is computed.
func TestRefused(t *testing.T) {
	s, m := small(t)
	for _, test := range []struct{ name, json, want string }{
		{"no recipe", `[]`, "read recipe"},
		{"another version", `{"version":"0","steps":[]}`, "version"},
		{"unknown step", `{"version":"1","steps":[{"step":"polish"}]}`, "polish"},
		{"unknown way", `{"version":"1","steps":[{"step":"level","way":"sideways","values":{"inlier_um":1}}]}`, "sideways"},
		{"missing parameter", `{"version":"1","steps":[{"step":"resample","values":{}}]}`, "spacing_um"},
		{"unknown parameter", `{"version":"1","steps":[{"step":"resample","values":{"spacing_um":5,"x":1}}]}`, "2 parameters"},
		{"out of range", `{"version":"1","steps":[{"step":"resample","values":{"spacing_um":-5}}]}`, "-5"},
		{"mask missing", `{"version":"1","steps":[{"step":"mask","way":"given","values":{}}]}`, "mask"},
		{"mask that does not add up", `{"version":"1","steps":[{"step":"mask","way":"given","mask":{"w":3,"h":3,"runs":[4,4]}}]}`, "add up"},
	} {
		if _, err := pipeline.Parse([]byte(test.json)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
	st, err := pipeline.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	wrong := pipeline.Given(pipeline.Mask{Mask: imaging.NewMask(3, 3)})
	if _, err := st.Apply(context.Background(), wrong); err == nil || !strings.Contains(err.Error(), "3×3") {
		t.Errorf("a mask of another size: error %v", err)
	}
	step, _ := pipeline.New("resample", "")
	if _, err := st.Apply(context.Background(), step.With("spacing_um", 0.1)); err == nil || !strings.Contains(err.Error(), "million") {
		t.Errorf("a grid too fine: error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pipeline.Default().Run(ctx, s, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
	if _, err := (pipeline.Mask{Mask: m}).Edited(imaging.NewMask(2, 2), "cut"); err == nil {
		t.Error("a mask was edited into another size")
	}
}

// TestWhole: stages before resampling lie over the measured surface, trimmed or not.
func TestWhole(t *testing.T) {
	s, truth := small(t)
	last, err := pipeline.Viewing().Run(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last.Field.W == truth.W {
		t.Fatal("nothing was trimmed: the test shows nothing")
	}
	whole, err := last.Whole()
	if err != nil {
		t.Fatal(err)
	}
	if w, h := whole.Size(); w != truth.W || h != truth.H || whole.Valid() != last.Field.Count() {
		t.Errorf("%d×%d with %d points, want %d×%d with %d", w, h, whole.Valid(), truth.W, truth.H, last.Field.Count())
	}
	if o := pipeline.Overlap(whole.Mask(), truth); o < 0.75 {
		t.Errorf("its points overlap the face by %.2f only", o)
	}
}

// TestKinds: every parameter says what it is, and its default lies in its range; every kind is listed in a recipe with its values.
func TestKinds(t *testing.T) {
	for _, k := range pipeline.Kinds() {
		if _, err := pipeline.New(k.Name, ""); err != nil {
			t.Error(err)
		}
		for _, p := range k.Params {
			if p.Name == "" || p.Title == "" || p.Source == "" || !(p.Default >= p.Min && p.Default <= p.Max) {
				t.Errorf("%s: incomplete parameter %+v", k.Name, p)
			}
		}
	}
	lines := pipeline.Default().List()
	for _, l := range lines {
		if l.Title == "" || l.Value == "" || l.Source == "" {
			t.Errorf("incomplete line %+v", l)
		}
	}
	if _, err := pipeline.New("polish", ""); err == nil {
		t.Error("a step that is none was made")
	}
}

func TestMaskAsData(t *testing.T) {
	_, region := small(t)
	m := pipeline.Mask{Mask: region, Version: 1, Origin: "proposed"}
	cut := imaging.Mask{W: m.W, H: m.H, On: append([]bool(nil), m.On...)}
	for i := range cut.On[:len(cut.On)/2] {
		cut.On[i] = false
	}
	next, err := m.Edited(cut, "upper half taken away")
	if err != nil {
		t.Fatal(err)
	}
	if next.Version != 2 || next.Parent != m.Key() || next.Key() == m.Key() {
		t.Errorf("the edited mask is version %d of %s", next.Version, next.Parent)
	}
	b, err := json.Marshal(next)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 40000 {
		t.Errorf("a ring takes %d bytes", len(b))
	}
	var back pipeline.Mask
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if back.Key() != next.Key() || back.Version != 2 || back.Origin != next.Origin || back.Parent != next.Parent {
		t.Error("the mask came back changed")
	}
	picture, err := pipeline.EncodePNG(cut)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := pipeline.DecodePNG(picture, m.W, m.H)
	if err != nil {
		t.Fatal(err)
	}
	if pipeline.Overlap(drawn, cut) != 1 {
		t.Error("the picture came back changed")
	}
	if _, err := pipeline.DecodePNG(picture, m.W+1, m.H); err == nil {
		t.Error("a picture of another size was taken")
	}
}

// FuzzMask: whatever the text or picture, nothing but an error comes of it, and what is read is written the same.
func FuzzMask(f *testing.F) {
	f.Add([]byte(`{"w":3,"h":2,"runs":[1,2,3],"version":1}`))
	f.Add([]byte(`{"w":100000,"h":100000,"runs":[10000000000]}`))
	f.Add([]byte(`{"w":2,"h":2,"runs":[-1,5]}`))
	b, _ := pipeline.EncodePNG(imaging.Mask{W: 2, H: 2, On: []bool{true, false, false, true}})
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var m pipeline.Mask
		if len(b) < 1<<10 && !bytes.Contains(b, []byte("e")) && json.Unmarshal(b, &m) == nil && m.W*m.H < 1<<20 {
			c, err := json.Marshal(m)
			var again pipeline.Mask
			if err != nil || json.Unmarshal(c, &again) != nil || again.Key() != m.Key() {
				t.Fatalf("%s came back as %s", b, c)
			}
		}
		if p, err := pipeline.DecodePNG(b, 2, 2); err == nil && len(p.On) != 4 {
			t.Fatal("another size")
		}
	})
}

// FuzzRecipe: what Parse accepts can be run or refused, never more.
func FuzzRecipe(f *testing.F) {
	b, _ := json.Marshal(pipeline.Default())
	f.Add(b)
	f.Add([]byte(`{"version":"1","steps":[{"step":"level","way":"ransac","values":{"inlier_um":1}}]}`))
	z := make([]float64, 40*30)
	for i := range z {
		z[i] = float64(i % 7)
	}
	s, err := surface.New(40, 30, 50, 50, z)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := pipeline.Parse(b)
		if err != nil || len(r.Steps) > 12 {
			return
		}
		for _, step := range r.Steps { // fine grids take long, not wrong
			if step.Values["spacing_um"] > 0 && step.Values["spacing_um"] < 10 {
				return
			}
		}
		st, err := r.Run(context.Background(), s, nil)
		if err == nil && st.Field.W*st.Field.H != len(st.Field.Z) {
			t.Fatal("a field that is none")
		}
	})
}

// TestRawScans: two raw scans of a case head, GelSight, with the breech face painted by hand in the files (bindata/mask.png, white on black).
func TestRawScans(t *testing.T) {
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	for _, name := range []string{"K013sA1.x3p", "K013sA2-2.x3p"} {
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
		all, err := pipeline.Default().Stages(context.Background(), x.Surface)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := all[1].Region()
		o := pipeline.Overlap(m.Mask, *x.PaintedMask)
		t.Logf("%s: intersection over union %.3f, face %.2f mm, hole %.2f mm", name, o, all[1].Face.Outline.DiameterUM/1000, all[1].Face.Hole.DiameterUM/1000)
		if !(o >= 0.90) {
			t.Errorf("%s: intersection over union %.3f with the painted mask", name, o)
		}
		if d := all[1].Face.Hole.DiameterUM; d < 1900 || d > 2500 {
			t.Errorf("%s: the hole is %.0f µm across, in the painted masks 2.2 mm", name, d)
		}
	}
}
