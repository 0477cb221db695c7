package disk_test

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracemark/casefile/disk"
)

// What a killed program left is gone when something is made in the same folder again; what another program is making stays, and
// so does everything that is called otherwise.
func TestWhatAKilledProgramLeftUnfinishedIsCleared(t *testing.T) {
	long := 48 * time.Hour
	for _, c := range []struct {
		name  string
		age   time.Duration // of it, and of the folder that is in it
		under time.Duration // age of the file in there; 0 for a file that is no folder
		stays bool
	}{
		{disk.Unfinished + "folder", long, long, false},
		{disk.Unfinished + "file", long, 0, false},
		{disk.Unfinished + "being-filled", long, time.Minute, true},
		{disk.Unfinished + "begun", time.Minute, 0, true},
		{".export-of-somebody", long, long, true},
		{"tracemark-unfinished-report.txt", long, 0, true},
	} {
		for how, make := range map[string]func(string) error{
			"folder": func(dir string) error { _, err := disk.UnfinishedDir(dir); return err },
			"file": func(dir string) error {
				f, err := disk.UnfinishedFile(dir)
				if err != nil {
					return err
				}
				return f.Close()
			},
		} {
			dir := t.TempDir()
			path := filepath.Join(dir, c.name)
			old := path
			if c.under > 0 {
				old = filepath.Join(path, "tables", "row.json")
				if err := os.MkdirAll(filepath.Dir(old), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(old, []byte("in clear"), 0o600); err != nil {
				t.Fatal(err)
			}
			age := cmp.Or(c.under, c.age)
			for p := old; ; p, age = filepath.Dir(p), c.age {
				when := time.Now().Add(-age)
				if err := os.Chtimes(p, when, when); err != nil {
					t.Fatal(err)
				}
				if p == path {
					break
				}
			}
			if err := make(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Lstat(path); (err == nil) != c.stays {
				t.Errorf("%s, making a %s: stays %v, want %v", c.name, how, err == nil, c.stays)
			}
		}
	}
}
