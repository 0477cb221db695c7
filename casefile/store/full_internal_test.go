package store

import (
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
)

// The same as TestAFullDiskLosesNothingAndWorkGoesOnWhenThereIsRoom where no small disk can be mounted: SQLite is told that
// the file cannot grow (https://www.sqlite.org/pragma.html#pragma_max_page_count), which it reports as a full disk.
func TestADatabaseThatCannotGrowLosesNothing(t *testing.T) {
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "case"), casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.writer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		t.Helper()
		var n int
		if err := w.QueryRow(`PRAGMA max_page_count = ` + pages).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // which SQLite takes for as many as there are
	big := strings.Repeat("x", 100_000)
	err = s.SetSetting(t.Context(), people[0].ID, "remark", big)
	if casefile.CodeOf(err) != casefile.Failed || !strings.Contains(err.Error(), "The disk is full, nothing was changed: make room and try again") {
		t.Errorf("got %v", err)
	}
	if v, there, err := s.Setting(t.Context(), "remark"); err != nil || there {
		t.Errorf("it was changed all the same: %d bytes, %v", len(v), err)
	}
	limit("1000000")
	if err := s.SetSetting(t.Context(), people[0].ID, "remark", big); err != nil {
		t.Error(err)
	}
	if r, err := check.Check(t.Context(), s.Dir(), nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}
