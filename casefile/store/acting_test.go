package store_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
)

func TestActing(t *testing.T) {
	s, _ := storetest.New(t)
	p := casefile.Person{ID: "account-1", Name: "E. Examiner", Role: "examiner", Agency: "Lab"}
	for range 3 {
		if err := s.Acting(t.Context(), p, "e"); err != nil {
			t.Fatal(err)
		}
	}
	p.Role = "examiner, verifier"
	if err := s.Acting(t.Context(), p, "e"); err != nil {
		t.Fatal(err)
	}
	got, err := s.PersonVersions(t.Context())
	if err != nil || len(got) != 2 || got[0].Role != "examiner" || got[1].Role != "examiner, verifier" || got[1].Version != 2 || got[1].LogIn != "e" {
		t.Fatalf("got %+v, %v", got, err)
	}
	people, err := s.People(t.Context())
	if err != nil || people[len(people)-1].ID != p.ID || people[len(people)-1].Role != "examiner" {
		t.Errorf("people %+v, %v", people, err)
	}
	if err := s.NoteScreen(t.Context(), p.ID, "screen locked", "after 10m0s"); err != nil {
		t.Fatal(err)
	}
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	records, err := s.Records(t.Context(), head.N-3, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"person added", "person changed", "screen locked"} {
		if r := records[i]; r.Action != want || r.ActorID != p.ID || want != "screen locked" && !strings.Contains(r.Detail, "examiner") {
			t.Errorf("record %+v, want %s", r, want)
		}
	}
	dir := s.Dir()
	s.Close()
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
		t.Errorf("check: %+v, %v", r, err)
	}
}
