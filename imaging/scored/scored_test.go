package scored_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/scored"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

func file(t *testing.T, shot uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x3p.Encode(&b, synth.File(synth.NewFirearm(3, synth.Params{}).Fire(shot), "A")); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThePathGivesWhatItsStepsGive(t *testing.T) {
	a, b := file(t, 1), file(t, 2)
	fa, err := x3p.DecodeBytes(a)
	if err != nil {
		t.Fatal(err)
	}
	fb, err := x3p.DecodeBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	mask := imaging.NewMask(fa.Surface.Size())
	for i := range mask.On {
		mask.On[i] = i > len(mask.On)/3
	}
	sa, err := compare.PrepareMasked(t.Context(), fa.Surface, pipeline.Mask{Mask: mask, Version: 3, Origin: "painted"}, compare.Default())
	if err != nil {
		t.Fatal(err)
	}
	sb, err := compare.Prepare(t.Context(), fb.Surface, compare.Default())
	if err != nil {
		t.Fatal(err)
	}
	want, err := compare.PairChecked(t.Context(), sa, sb)
	if err != nil {
		t.Fatal(err)
	}
	got, err := scored.Pair(t.Context(), scored.Original{X3P: a, Mask: &mask}, scored.Original{X3P: b, Units: "m"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i].Scores, want[i].Scores) || !reflect.DeepEqual(got[i].Pose, want[i].Pose) {
			t.Errorf("%s: got %v, want %v", want[i].Method, got[i].Scores, want[i].Scores)
		}
	}
}

func TestWhatCannotBeComparedIsSaid(t *testing.T) {
	a := file(t, 1)
	for side, o := range map[string][2]scored.Original{
		"recording A: there is no unit": {{X3P: a, Units: "inch"}, {X3P: a}},
		"recording B: read x3p":         {{X3P: a}, {X3P: []byte("no X3P")}},
	} {
		if _, err := scored.Pair(t.Context(), o[0], o[1]); err == nil || !strings.HasPrefix(err.Error(), side) {
			t.Errorf("got %v, want %s", err, side)
		}
	}
}

// Twice the same digits of real scans.
func TestRealScansHaveTheSameDigitsAgain(t *testing.T) {
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.x3p"))
	if err != nil || len(files) < 2 {
		t.Fatalf("no scans in %s: %v", dir, err)
	}
	var sides [2]scored.Original
	for i := range sides {
		if sides[i].X3P, err = os.ReadFile(files[i]); err != nil {
			t.Fatal(err)
		}
	}
	first, err := scored.Pair(t.Context(), sides[0], sides[1])
	if err != nil {
		t.Fatal(err)
	}
	swapped, err := scored.Pair(t.Context(), sides[1], sides[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if !reflect.DeepEqual(first[i].Scores, swapped[i].Scores) {
			t.Errorf("%s: %v, exchanged %v", first[i].Method, first[i].Scores, swapped[i].Scores)
		}
	}
}
