package casework_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/imaging"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// twoShots begins a case with two shots of one simulated firearm.
func twoShots(t *testing.T) (*casework.Desk, string, [2]casefile.Capture) {
	t.Helper()
	desk, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	desk.Use(atOnce)
	path := filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "1", Title: "masks"}); err != nil {
		t.Fatal(err)
	}
	var captures [2]casefile.Capture
	for i := range captures {
		var b bytes.Buffer
		label := string(rune('A' + i))
		if err := x3p.Encode(&b, synth.File(synth.NewFirearm(7, synth.Params{}).Fire(uint64(i+1)), label)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), label+".x3p")
		write(t, file, b.String())
		captures[i] = importScan(t, desk, path, file, label)
	}
	return desk, path, captures
}

// without returns the region without its left part.
func without(m imaging.Mask, columns int) imaging.Mask {
	out := imaging.Mask{W: m.W, H: m.H, On: slices.Clone(m.On)}
	for y := range m.H {
		clear(out.On[y*m.W : y*m.W+columns])
	}
	return out
}

func TestAnEditedMaskMakesAnotherComparison(t *testing.T) {
	ctx := t.Context()
	desk, path, c := twoShots(t)
	first, err := desk.Compare(ctx, path, c[0].ID, c[1].ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if first.MaskA != "" || first.MaskB != "" {
		t.Errorf("masked automatically: %+v", first)
	}
	proposed, err := desk.ProposeMask(ctx, path, c[0].ID)
	if err != nil || proposed.Version != 1 || proposed.Origin != casefile.MaskProposed || !strings.Contains(proposed.Reason, "%") {
		t.Fatalf("%+v, %v", proposed, err)
	}
	if again, err := desk.ProposeMask(ctx, path, c[0].ID); err != nil || again.ID != proposed.ID {
		t.Errorf("proposed twice: %+v, %v", again, err)
	}
	// The proposal kept as a version is the same region that is found automatically: not a digit moves.
	second, err := desk.Compare(ctx, path, c[0].ID, c[1].ID, nil)
	if err != nil || second.MaskA != proposed.ID || second.MaskB != "" {
		t.Fatalf("%+v, %v", second, err)
	}
	if !reflect.DeepEqual(scores(first), scores(second)) {
		t.Errorf("the automatic mask gave %v, the same one as a version %v", scores(first), scores(second))
	}

	region, err := desk.MaskRegion(ctx, path, c[0].ID, proposed.ID)
	if err != nil || region.Count() != proposed.Points {
		t.Fatalf("%d of %d points, %v", region.Count(), proposed.Points, err)
	}
	half := without(region, region.W/2)
	if _, err := desk.SaveMask(ctx, path, c[0].ID, proposed.ID, half, " "); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("a mask without a reason: %v", err)
	}
	painted, err := desk.SaveMask(ctx, path, c[0].ID, proposed.ID, half, "The left half is damaged.")
	if err != nil || painted.Version != 2 || painted.Parent != proposed.ID || painted.Origin != casefile.MaskPainted {
		t.Fatalf("%+v, %v", painted, err)
	}
	third, err := desk.Compare(ctx, path, c[0].ID, c[1].ID, nil)
	if err != nil || third.MaskA != painted.ID || third.Number != 3 {
		t.Fatalf("%+v, %v", third, err)
	}
	if was, is := third.Score(imaging.ScoreRegistered), first.Score(imaging.ScoreRegistered); !(was < is) {
		t.Errorf("half of the face has %g congruent cells, all of it %g", was, is)
	}
	// What was compared before stays as it was, and is shown as it was.
	old, err := desk.Comparison(ctx, path, "1")
	if err != nil || old.Comparison.MaskA != "" || !reflect.DeepEqual(scores(old.Comparison), scores(first)) {
		t.Errorf("the first comparison: %+v, %v", old.Comparison, err)
	}
	now, err := desk.Surface(ctx, path, c[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	then, err := desk.SurfaceMasked(ctx, path, c[0].ID, old.Comparison.MaskA)
	if err != nil || !(now.Valid() < then.Valid()) {
		t.Errorf("%d points now, %d then, %v", now.Valid(), then.Valid(), err)
	}
	e, err := desk.Explain(ctx, path, "3", false, nil)
	if err != nil || e.Alignment == nil {
		t.Errorf("%+v, %v", e, err)
	}

	items, err := desk.Masks(ctx, path, c[0].ID)
	if err != nil || len(items) != 2 || items[0].Mask.ID != painted.ID || !items[0].Current || items[1].Current || items[0].ByName == "" ||
		!slices.Equal(items[0].Comparisons, []int{3}) || !slices.Equal(items[1].Comparisons, []int{2}) || !(items[0].Share < items[1].Share) {
		t.Errorf("%+v, %v", items, err)
	}
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := check.Check(ctx, path, nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}

func scores(k casefile.Comparison) map[string]float64 {
	out := map[string]float64{}
	for _, r := range k.Results {
		for _, s := range r.Scores {
			if !math.IsNaN(s.Value) {
				out[s.Name] = s.Value
			}
		}
	}
	return out
}

func TestMasksThatDoNotFitAreRefused(t *testing.T) {
	ctx := t.Context()
	desk, path, c := twoShots(t)
	refused := func(name string, err error, code casefile.ErrorCode, words string) {
		t.Helper()
		if err == nil || casefile.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	auto, err := desk.MaskRegion(ctx, path, c[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = desk.SaveMask(ctx, path, c[0].ID, "", imaging.NewMask(3, 4), "a test")
	refused("another size", err, casefile.Invalid, "3 × 4 points")
	_, err = desk.SaveMask(ctx, path, c[0].ID, "", imaging.NewMask(auto.W, auto.H), "a test")
	refused("nothing", err, casefile.Invalid, "no measured point")
	own, err := desk.SaveMask(ctx, path, c[0].ID, "", auto, "a test")
	if err != nil {
		t.Fatal(err)
	}
	_, err = desk.SaveMask(ctx, path, c[1].ID, own.ID, auto, "a test")
	refused("another capture's version as the parent", err, casefile.Conflict, "another recording's")
	_, err = desk.MaskRegion(ctx, path, c[1].ID, own.ID)
	refused("another capture's version", err, casefile.Conflict, "another recording's")
	_, err = desk.MaskFromFile(ctx, path, c[0].ID, "", "")
	refused("the file's own mask where it has none", err, casefile.NotFound, "no mask of its own")
	text := filepath.Join(t.TempDir(), "mask.png")
	write(t, text, "no picture")
	_, err = desk.MaskFromFile(ctx, path, c[0].ID, text, "a test")
	refused("no picture", err, casefile.Invalid, "cannot be used as a mask")
	_, err = desk.MaskFromFile(ctx, path, c[0].ID, filepath.Join(t.TempDir(), "none.png"), "a test")
	refused("no file", err, casefile.NotFound, "does not exist")
}

func TestAMaskGoesOutAndComesBackByFiles(t *testing.T) {
	ctx := t.Context()
	desk, path, c := twoShots(t)
	auto, err := desk.MaskRegion(ctx, path, c[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	want := without(auto, auto.W/3)
	m, err := desk.SaveMask(ctx, path, c[0].ID, "", want, "a third left out")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	picture, err := desk.ExportMask(ctx, path, c[0].ID, m.ID, filepath.Join(dir, "mask.png"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(f)
	f.Close()
	if err != nil || img.Bounds().Dx() != c[0].Width || img.Bounds().Dy() != c[0].Height {
		t.Errorf("%v, %v", img.Bounds(), err)
	}
	scan, err := desk.ExportX3P(ctx, path, c[0].ID, m.ID, filepath.Join(dir, "masked.x3p"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.ExportX3P(ctx, path, c[0].ID, m.ID, scan); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("written over: %v", err)
	}
	// Another case takes the file, and the mask from it; the surface is the original's to the digit.
	back := importScan(t, desk, path, scan, "back")
	got, err := desk.MaskFromFile(ctx, path, back.ID, "", "")
	if err != nil || got.Origin != casefile.MaskFromFile || got.Reason == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	region, err := desk.MaskRegion(ctx, path, back.ID, got.ID)
	if err != nil || !slices.Equal(region.On, want.On) {
		t.Errorf("the region changed on its way: %v", err)
	}
	if got, err = desk.MaskFromFile(ctx, path, c[1].ID, picture, "the same part as of A"); err != nil || got.SHA256 != m.SHA256 {
		t.Errorf("%+v, %v", got, err)
	}
	first, last := finalStage(t, desk, path, c[0].ID), finalStage(t, desk, path, back.ID)
	if first.SHA256 != last.SHA256 {
		t.Errorf("prepared from the original %s, from the exported file %s", first.SHA256, last.SHA256)
	}
}

func finalStage(t *testing.T, desk *casework.Desk, path, captureID string) casefile.Stage {
	t.Helper()
	stages, err := desk.Stages(t.Context(), path, captureID, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stages[len(stages)-1]
}

func TestEachStageCanBeLookedAtAndDoneAgain(t *testing.T) {
	ctx := t.Context()
	desk, path, c := twoShots(t)
	var steps []string
	stages, err := desk.Stages(ctx, path, c[0].ID, func(done, total int64, label string) { steps = append(steps, label) })
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	hashes := map[string]bool{}
	for i, st := range stages {
		names = append(names, st.Name)
		hashes[st.SHA256] = true
		if st.Number != i || st.Title == "" || len(st.SHA256) != 64 || i > 0 && st.Name != "mask" && len(st.Params) == 0 {
			t.Errorf("%+v", st)
		}
		for _, p := range st.Params {
			if p.Name == "" || p.Value == "" || p.Source == "" {
				t.Errorf("%s: %+v", st.Name, p)
			}
		}
		s, err := desk.StageSurface(ctx, path, c[0].ID, i)
		if err != nil {
			t.Fatalf("stage %d: %v", i, err)
		}
		if w, h := s.Size(); !st.Grid.Resampled && (w != c[0].Width || h != c[0].Height) || st.Grid.Resampled && (w != st.Grid.Columns || h != st.Grid.Rows) {
			t.Errorf("stage %d is %d × %d", i, w, h)
		}
		if s.Valid() != st.Points {
			t.Errorf("stage %d has %d points and says %d", i, s.Valid(), st.Points)
		}
	}
	want := []string{"measured", "mask", "outliers", "margin", "trim", "level", "high-pass", "low-pass", "floor", "resample", "contrast"}
	if !slices.Equal(names, want) || len(steps) != len(want) || len(hashes) < 6 {
		t.Errorf("%v, %v, %d hashes", names, steps, len(hashes))
	}
	if _, err := desk.StageSurface(ctx, path, c[0].ID, 11); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("a stage that is none: %v", err)
	}

	// The region that the stages found is the one that is proposed.
	found, err := desk.MaskRegion(ctx, path, c[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	proposed, err := desk.ProposeMask(ctx, path, c[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := desk.MaskRegion(ctx, path, c[0].ID, proposed.ID)
	if err != nil || !slices.Equal(found.On, kept.On) {
		t.Errorf("%d points found, %d proposed, %v", found.Count(), kept.Count(), err)
	}

	// A mask of one's own is a stage like any other, and the recipe carries it.
	auto, err := desk.MaskRegion(ctx, path, c[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.SaveMask(ctx, path, c[0].ID, "", without(auto, auto.W/3), "a third left out"); err != nil {
		t.Fatal(err)
	}
	masked := finalStage(t, desk, path, c[0].ID)
	if masked.SHA256 == stages[10].SHA256 {
		t.Error("the mask made no difference")
	}
	again, err := desk.Stages(ctx, path, c[0].ID, nil)
	if err != nil || again[1].Mask == nil || again[1].Mask.Version != 2 || again[1].Way != "given" || len(again[1].Params) != 0 {
		t.Errorf("%+v, %v", again[1], err)
	}
	r, err := desk.Recipe(ctx, path, c[0].ID)
	if err != nil || r.Surface != masked.SHA256 {
		t.Fatalf("%s, %v", r.Surface, err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	read, err := casework.ParseRecipe(b)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := desk.Replay(ctx, path, c[0].ID, read, nil)
	if err != nil || replayed[10].SHA256 != masked.SHA256 {
		t.Errorf("%v", err)
	}
	if _, err := desk.Replay(ctx, path, c[1].ID, read, nil); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("another original: %v", err)
	}
	read.Recipe.Steps[6] = read.Recipe.Steps[6].With("wavelength_um", 400)
	if _, err := desk.Replay(ctx, path, c[0].ID, read, nil); err == nil || !strings.Contains(err.Error(), "leads to another surface") {
		t.Errorf("a changed value: %v", err)
	}
	for _, text := range []string{"", "{}", `{"format":"tracemark-recipe/1"}`, strings.Replace(string(b), `"version":"`+pipeline.Version, `"version":"0`, 1)} {
		if _, err := casework.ParseRecipe([]byte(text)); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}
