package casework_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile/disk"
)

// What a killed program left in clear of a package is gone at the next start; what another program is making stays.
func TestWhatAKilledProgramLeftOfAPackageIsCleared(t *testing.T) {
	home := t.TempDir()
	for name, age := range map[string]time.Duration{"package-1": 48 * time.Hour, "package-2": time.Minute, "packages": 48 * time.Hour} {
		dir := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Join(dir, "tables"), 0o700); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(dir, when, when); err != nil {
			t.Fatal(err)
		}
	}
	d, err := casework.Open(home)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for name, stays := range map[string]bool{"package-1": false, "package-2": true, "packages": true} {
		if _, err := os.Stat(filepath.Join(home, name)); (err == nil) != stays {
			t.Errorf("%s: stays %v", name, err == nil)
		}
	}
}

// An export is made in clear beside its place: what a killed program left there goes when one is made there again.
func TestWhatAKilledProgramLeftOfAnExportIsCleared(t *testing.T) {
	x := newBulk(t)
	dir := t.TempDir()
	left := filepath.Join(dir, disk.Unfinished+"1")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	when := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(left, when, when); err != nil {
		t.Fatal(err)
	}
	if _, err := x.ExportCase(t.Context(), x.path, filepath.Join(dir, "out"), nil); err != nil {
		t.Fatal(err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("beside the export: %v, %v", names, err)
	}
}
