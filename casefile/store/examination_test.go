package store_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
	"tracemark/imaging"
)

// pair makes a case with a comparison on which nothing was concluded.
func pair(t *testing.T) (*store.Store, casefile.Person, casefile.Comparison) {
	t.Helper()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	k, err := s.AddComparison(t.Context(), by.ID, casefile.Comparison{A: f.Captures[1].ID, B: f.Captures[0].ID, Default: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return s, by, k
}

func line(x float64) *casefile.Shape {
	return &casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{{X: x}, {X: x + 1, Y: 0.1}}}
}

func TestEachMarkupIsANewVersion(t *testing.T) {
	ctx := t.Context()
	s, by, k := pair(t)
	if m, err := s.Markup(ctx, k.ID, 0); err != nil || m.Version != 0 || len(m.Annotations) != 0 {
		t.Errorf("before anything was marked: %+v, %v", m, err)
	}
	first, err := s.AddMarkup(ctx, by.ID, k.ID, []casefile.Annotation{{Likeness: casefile.Similar, A: line(1), Text: "a"}})
	if err != nil || first.Version != 1 || first.Annotations[0].ID == "" || first.By != by.ID {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := s.AddMarkup(ctx, by.ID, k.ID, nil) // undone
	if err != nil || second.Version != 2 {
		t.Fatalf("%+v, %v", second, err)
	}
	if m, err := s.Markup(ctx, k.ID, 0); err != nil || m.Version != 2 || len(m.Annotations) != 0 {
		t.Errorf("the newest: %+v, %v", m, err)
	}
	if m, err := s.Markup(ctx, k.ID, 1); err != nil || !reflect.DeepEqual(m, first) {
		t.Errorf("the first: %+v, %v", m, err)
	}
	_, err = s.Markup(ctx, k.ID, 7)
	wantError(t, err, casefile.NotFound, "version 7")
	_, err = s.AddMarkup(ctx, by.ID, k.ID, []casefile.Annotation{{Likeness: casefile.Similar, A: line(math.NaN())}})
	wantError(t, err, casefile.Invalid, "lies nowhere")
	_, err = s.AddMarkup(ctx, by.ID, "none", nil)
	wantError(t, err, casefile.NotFound, "no such comparison")
}

func TestWhatASignedReportStatesIsLocked(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	_, err := s.AddMarkup(ctx, by.ID, f.Comparison.ID, nil)
	wantError(t, err, casefile.Refused, "locked")
	if locked, err := s.Locked(ctx, f.Comparison.ID); err != nil || !locked {
		t.Errorf("%v, %v", locked, err)
	}
	_, err = s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: casefile.AFTE.ID, Value: "inconclusive-b",
		Reason: "seen once more", Supersedes: f.Conclusions[1].ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddMarkup(ctx, by.ID, f.Comparison.ID, nil); err != nil {
		t.Errorf("no report states the new conclusion: %v", err)
	}
}

func TestSnapshotsAreNumberedAndTheNewestChoiceCounts(t *testing.T) {
	ctx := t.Context()
	s, by, k := pair(t)
	sha := storetest.Put(t, s, "a picture").SHA256
	for want := 1; want <= 2; want++ {
		n, err := s.AddSnapshot(ctx, by.ID, casefile.Snapshot{ComparisonID: k.ID, Caption: "c", Scene: storetest.Scene(), SHA256: sha})
		if err != nil || n.Number != want {
			t.Fatalf("%+v, %v", n, err)
		}
	}
	list, err := s.Snapshots(ctx, k.ID)
	if err != nil || len(list) != 2 || list[0].InReport || !reflect.DeepEqual(list[0].Scene, storetest.Scene()) {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, chosen := range []bool{true, false, true} {
		if _, err := s.ChooseSnapshot(ctx, by.ID, list[1].ID, chosen, "better"); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Snapshot(ctx, list[1].ID); err != nil || n.InReport != chosen || n.Caption != "better" {
			t.Errorf("%+v, %v", n, err)
		}
	}
	_, err = s.ChooseSnapshot(ctx, by.ID, "none", true, "")
	wantError(t, err, casefile.NotFound, "no such snapshot")
	_, err = s.ChooseSnapshot(ctx, by.ID, list[0].ID, true, strings.Repeat("x", 1001))
	wantError(t, err, casefile.Invalid, "1001 characters")
	_, err = s.AddSnapshot(ctx, by.ID, casefile.Snapshot{ComparisonID: k.ID, Scene: storetest.Scene(), SHA256: strings.Repeat("0", 64)})
	wantError(t, err, casefile.NotFound, "missing")
	_, err = s.AddSnapshot(ctx, by.ID, casefile.Snapshot{ComparisonID: k.ID, SHA256: sha})
	wantError(t, err, casefile.Invalid, "no mode")
}

func TestAViewIsCommittedOnceAndBeforeTheConclusion(t *testing.T) {
	ctx := t.Context()
	s, by, k := pair(t)
	for _, c := range []struct {
		name  string
		view  casefile.Commitment
		words string
	}{
		{"nothing", casefile.Commitment{Reason: "r"}, "view is empty"},
		{"both", casefile.Commitment{Skipped: true, Scale: "s", Value: "v", Reason: "r"}, "stated or skipped"},
		{"no reason", casefile.Commitment{Scale: "s", Value: "v", Reason: " "}, "needs its reason"},
		{"skipped without a reason", casefile.Commitment{Skipped: true}, "needs its reason"},
	} {
		c.view.ComparisonID = k.ID
		_, err := s.AddCommitment(ctx, by.ID, c.view)
		wantError(t, err, casefile.Invalid, c.words)
	}
	if _, err := s.AddMarkup(ctx, by.ID, k.ID, nil); err != nil {
		t.Fatal(err)
	}
	view := casefile.Commitment{ComparisonID: k.ID, Scale: "s", Value: "v", Reason: "r", Markup: 99, Blind: true}
	c, err := s.AddCommitment(ctx, by.ID, view)
	if err != nil || c.Markup != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	_, err = s.AddCommitment(ctx, by.ID, view)
	wantError(t, err, casefile.Conflict, "recorded already")
	other, err := s.AddPerson(ctx, "second", casefile.Person{ID: "second", Name: "B. Verifier", Role: "verifier"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddCommitment(ctx, other.ID, view); err != nil {
		t.Errorf("another person's view: %v", err)
	}
	all, err := s.Commitments(ctx, k.ID)
	if err != nil || len(all) != 2 || !reflect.DeepEqual(all[0], c) {
		t.Errorf("%+v, %v", all, err)
	}
	third, err := s.AddPerson(ctx, "third", casefile.Person{ID: "third", Name: "C. Quick", Role: "examiner"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddConclusion(ctx, third.ID, casefile.Conclusion{ComparisonID: k.ID, Scale: "s", Value: "v"}); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddCommitment(ctx, third.ID, view)
	wantError(t, err, casefile.Conflict, "conclusion from this comparison is recorded already")
}

func TestActsOfLookingAreKept(t *testing.T) {
	ctx := t.Context()
	s, by, k := pair(t)
	before, err := s.Acts(ctx, by.ID)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.AddAct(ctx, by.ID, casefile.Act{Kind: casefile.ActFlipped, Subject: k.ID, Detail: "B"})
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.Acts(ctx, by.ID)
	if err != nil || len(after) != len(before)+1 || !reflect.DeepEqual(after[len(before)], a) {
		t.Errorf("%+v, %v", after, err)
	}
	for _, c := range []struct {
		act   casefile.Act
		words string
	}{
		{casefile.Act{Kind: "slept", Subject: k.ID}, "no act of looking"},
		{casefile.Act{Kind: casefile.ActFlipped}, "what was looked at"},
		{casefile.Act{Kind: casefile.ActFlipped, Subject: k.ID, Seconds: math.NaN()}, "NaN seconds"},
		{casefile.Act{Kind: casefile.ActFlipped, Subject: k.ID, Seconds: -1}, "-1 seconds"},
		{casefile.Act{Kind: casefile.ActFlipped, Subject: k.ID, Seconds: 1e9}, "1e+09 seconds"},
		{casefile.Act{Kind: casefile.ActFlipped, Subject: k.ID, Detail: strings.Repeat("x", 501)}, "too long"},
	} {
		_, err := s.AddAct(ctx, by.ID, c.act)
		wantError(t, err, casefile.Invalid, c.words)
	}
}
