package casework_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

const ownScale = `{"id": "lab", "name": "Ours", "version": "1", "source": "manual", "levels": [
	{"id": "yes", "name": "Yes", "meaning": "It is."},
	{"id": "no", "name": "No", "meaning": "It is not."}]}`

func scaleIn(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "scale.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAScaleOfTheAgencysOwnIsConcludedOn(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	file := scaleIn(t, ownScale)
	if _, err := x.AddScale(ctx, file); err != nil {
		t.Fatal(err)
	}
	if list, err := x.Scales(ctx); err != nil || len(list) != len(casefile.Scales())+1 || list[len(list)-1].Name != "Ours" {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := os.Remove(file); err != nil { // the workstation has a copy
		t.Fatal(err)
	}
	if err := x.SetExamining(func(e *casework.Examining) { e.Scale = "lab" }); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Commit(ctx, x.path, casefile.Commitment{ComparisonID: k.ID, Scale: "lab", Value: "no", Reason: "looked"}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "why"); casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), "yes, no") {
		t.Errorf("a level of another scale: %v", err)
	}
	c, err := x.Conclude(ctx, x.path, k.ID, "yes", "why")
	if err != nil {
		t.Fatal(err)
	}
	digest := c.AsOf.Digest()

	// The agency changes its wording, then its scale.
	if _, err := x.AddScale(ctx, scaleIn(t, strings.Replace(ownScale, "It is.", "It may be.", 1))); err != nil {
		t.Fatal(err)
	}
	if now, err := x.ConclusionScale(ctx, x.path); err != nil || now.Digest() == digest || now.Levels[0].Meaning != "It may be." {
		t.Errorf("the scale by now: %+v, %v", now, err)
	}
	if err := x.SetExamining(func(e *casework.Examining) { e.Scale = casefile.AFTE.ID }); err != nil {
		t.Fatal(err)
	}
	list, err := x.Conclusions(ctx, x.path, k.ID)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if on, ok := list[0].Conclusion.On(); !ok || on.Digest() != digest || on.Levels[0].Meaning != "It is." {
		t.Errorf("the conclusion is on %+v", on)
	}
	v, err := x.VerifyCase(ctx, x.path, nil)
	if err != nil || !v.OK || !strings.Contains(strings.Join(v.Sentences, "\n"), "“Ours” (lab, version 1), kept with its wording: SHA-256 "+digest) {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAWrongScaleChangesNothing(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	if _, err := x.AddScale(ctx, scaleIn(t, strings.Replace(ownScale, `"no"`, `"yes"`, 1))); casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), "line 3: level 2") {
		t.Errorf("%v", err)
	}
	if _, err := x.AddScale(ctx, filepath.Join(t.TempDir(), "none.json")); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("%v", err)
	}
	if list, err := x.Scales(ctx); err != nil || len(list) != len(casefile.Scales()) {
		t.Errorf("%+v, %v", list, err)
	}
	for _, id := range []string{"lab", "../workstation", "", "a/b"} {
		err := x.SetExamining(func(e *casework.Examining) { e.Scale = id })
		if casefile.CodeOf(err) != casefile.Invalid || err == nil || !strings.Contains(err.Error(), "afte-1992") {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := x.AddScale(ctx, scaleIn(t, ownScale)); err != nil {
		t.Fatal(err)
	}
	// Somebody edits the workstation's copy.
	if err := os.WriteFile(filepath.Join(x.Home(), "scales", "lab.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := x.SetExamining(func(e *casework.Examining) { e.Scale = "lab" }); err == nil || !strings.Contains(err.Error(), "ends too early") {
		t.Errorf("a damaged copy: %v", err)
	}
}
