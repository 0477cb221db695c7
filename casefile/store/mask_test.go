package store_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

func TestMasksHaveVersions(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	if f.Masks[0].Version != 1 || f.Masks[1].Version != 2 || f.Masks[1].By != by.ID || f.Masks[1].Created.IsZero() {
		t.Fatalf("%+v", f.Masks)
	}
	third := storetest.PutMask(t, s, f.Captures[0], 2)
	third.Origin, third.Parent = casefile.MaskPainted, f.Masks[0].ID
	_, err := s.AddMask(ctx, by.ID, third)
	wantError(t, err, casefile.Refused, "without a reason")
	third.Reason = "only the sound part"
	got, err := s.AddMask(ctx, by.ID, third)
	if err != nil || got.Version != 3 || got.Parent != f.Masks[0].ID {
		t.Errorf("an old version edited: %+v, %v", got, err)
	}
	if _, err = s.AddMask(ctx, by.ID, third); err == nil || !strings.Contains(err.Error(), "same region as version 3") {
		t.Errorf("the same again: %v", err)
	}
	other, err := s.AddMask(ctx, by.ID, storetest.PutMask(t, s, f.Captures[1], 0))
	if err != nil || other.Version != 1 {
		t.Errorf("each recording counts its own versions: %+v, %v", other, err)
	}
	all, err := s.Masks(ctx, "")
	if err != nil || len(all) != 4 {
		t.Errorf("%d masks, %v", len(all), err)
	}
}

func TestAMaskBelongsToItsRecording(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	add := func(change func(m *casefile.Mask)) error {
		m := storetest.PutMask(t, s, f.Captures[1], 1)
		m.Reason = "a test"
		change(&m)
		_, err := s.AddMask(ctx, by.ID, m)
		return err
	}
	wantError(t, add(func(m *casefile.Mask) { m.CaptureID = "none" }), casefile.NotFound, "no such recording")
	wantError(t, add(func(m *casefile.Mask) { m.Parent = f.Masks[0].ID }), casefile.Conflict, "another recording's")
	wantError(t, add(func(m *casefile.Mask) { m.Parent = "none" }), casefile.NotFound, "no such mask")
	wantError(t, add(func(m *casefile.Mask) { m.Origin = "" }), casefile.Invalid, "how it was made")
	wantError(t, add(func(m *casefile.Mask) { m.Points = 0 }), casefile.Invalid, "leaves nothing")
	wantError(t, add(func(m *casefile.Mask) { m.Points = 7 }), casefile.Invalid, "leaves nothing") // of 3 × 2
	wantError(t, add(func(m *casefile.Mask) { m.SHA256 = f.Captures[0].SHA256 }), casefile.Invalid, "not a picture of the recording's size")
	wantError(t, add(func(m *casefile.Mask) { m.SHA256 = strings.Repeat("0", 64) }), casefile.NotFound, "")
	wide := f.Captures[1]
	wide.Width++
	wantError(t, add(func(m *casefile.Mask) { m.SHA256 = storetest.PutMask(t, s, wide, 0).SHA256 }), casefile.Invalid, "not a picture of the recording's size")
	wantError(t, add(func(m *casefile.Mask) { m.By = "somebody else" }), casefile.Refused, "another person's name")

	photo := storetest.Put(t, s, "a photograph")
	photo.Kind = casefile.Photograph
	_, photos, err := s.Import(ctx, by.ID, f.Exhibits[0], []casefile.Capture{photo})
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, add(func(m *casefile.Mask) { m.CaptureID = photos[0].ID }), casefile.Invalid, "only topographies")

	_, err = s.AddComparison(ctx, by.ID, casefile.Comparison{A: f.Captures[1].ID, B: f.Captures[0].ID, MaskA: f.Masks[0].ID})
	wantError(t, err, casefile.Conflict, "another recording's")
	k, err := s.AddComparison(ctx, by.ID, casefile.Comparison{A: f.Captures[1].ID, B: f.Captures[0].ID, MaskB: f.Masks[0].ID})
	if err != nil || k.MaskA != "" || k.MaskB != f.Masks[0].ID {
		t.Errorf("%+v, %v", k, err)
	}
}
