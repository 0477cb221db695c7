package casework_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
)

// everythingIn says how much is in a case: the size and the hash of its log, in which every change is, and how many files there are
// besides the database's own.
func everythingIn(t *testing.T, path string) string {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	acts, err := s.Acts(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	originals := 0
	err = fs.WalkDir(os.DirFS(path), "originals", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			originals++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("log of %d records %v, %d acts, %d originals", head.N, head.Hash, len(acts), originals)
}

func TestTheCasesOwnRecordingIsReadiedWithoutATrace(t *testing.T) {
	x := newExamined(t, func(*casework.Settings) {})
	c := x.called("T1")
	before := everythingIn(t, x.path)
	if err := x.PrefetchCandidate(t.Context(), x.path, x.list.ID, c.Key, casefile.BreechFace); err != nil {
		t.Fatal(err)
	}
	if after := everythingIn(t, x.path); after != before {
		t.Errorf("the case was %s and is %s", before, after)
	}
	if got := x.called("T1"); got.State != c.State || got.Seen != 0 {
		t.Errorf("the candidate is %q, looked at for %g s; it was %q", got.State, got.Seen, c.State)
	}
	if err := x.PrefetchCandidate(t.Context(), x.path, x.list.ID, "none", casefile.BreechFace); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("an unknown candidate gives %v", err)
	}
	left, leave := context.WithCancel(t.Context())
	leave()
	if err := x.PrefetchCandidate(left, x.path, x.list.ID, x.called("T2").Key, casefile.BreechFace); !errors.Is(err, context.Canceled) {
		t.Errorf("after leaving: %v, want that it was cancelled", err)
	}
}

func TestEveryVersionOfTheMarksComesBack(t *testing.T) {
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	shape := &casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{{X: 100, Y: 100}, {X: 200, Y: 150}}}
	one := []casefile.Annotation{{Likeness: casefile.Similar, Text: "one", A: shape}}
	for _, list := range [][]casefile.Annotation{one, nil} {
		if _, err := x.SaveMarkup(t.Context(), x.path, k.ID, list); err != nil {
			t.Fatal(err)
		}
	}
	for version, want := range map[int]int{1: 1, 2: 0, 0: 0} {
		m, err := x.Markup(t.Context(), x.path, k.ID, version)
		if err != nil || len(m.Annotations) != want || version != 0 && m.Version != version {
			t.Errorf("version %d is %+v, %v; want %d marks", version, m, err, want)
		}
	}
	if _, err := x.Markup(t.Context(), x.path, k.ID, 3); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("a version that never was gives %v", err)
	}
}
