package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
)

func TestACaseOnANetworkDriveIsRefusedAndLeftAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lab", "case")
	local := Options{network: func(string) string { return "" }}
	away := Options{network: func(dir string) string { return "SMB 2" }}
	c, by := casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}
	refused := func(err error) {
		t.Helper()
		if casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "lies on a network drive (SMB 2)") || !strings.Contains(err.Error(), "copy the case to a disk of this machine, or pass it on as a package") {
			t.Errorf("got %v", err)
		}
	}
	_, err := Create(t.Context(), dir, c, by, away)
	refused(err)
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
	s, err := Create(t.Context(), dir, c, by, local)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "backup"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), dir, away)
	refused(err)
	_, err = Restore(t.Context(), b.Path, filepath.Join(t.TempDir(), "again"), away, nil)
	refused(err)
}
