package casework_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracemark/app/casework"
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
