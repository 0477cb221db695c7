package check_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// firstOriginal returns the path of one original of the case in the folder dir.
func firstOriginal(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "originals", "??", "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("originals: %v, %v", found, err)
	}
	return found[0]
}

func TestTamperedOriginalsAreFound(t *testing.T) {
	dir, _ := sample(t)
	write := func(path string, b []byte) error {
		return errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, b, 0o444))
	}
	for _, c := range []struct {
		name   string
		tamper func(path string) error
		words  string
	}{
		{"one byte", func(p string) error {
			b, err := os.ReadFile(p)
			b[0] ^= 1
			return errors.Join(err, write(p, b))
		}, "was altered"},
		{"truncated", func(p string) error { return write(p, nil) }, "was altered"},
		{"missing", os.Remove, "is missing"},
		{"moved to another folder", func(p string) error {
			to := filepath.Join(filepath.Dir(filepath.Dir(p)), "zz")
			return errors.Join(os.Mkdir(to, 0o755), os.Rename(p, filepath.Join(to, filepath.Base(p))))
		}, "is missing"},
		{"replaced by a link to the same bytes", func(p string) error {
			away := filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(p))), "away")
			return errors.Join(os.Rename(p, away), os.Symlink(away, p))
		}, "not a regular file"},
		{"a stranger with a false name", func(p string) error {
			return os.WriteFile(filepath.Join(filepath.Dir(p), strings.Repeat("0", 64)), []byte("x"), 0o444)
		}, "not what its name says"},
		{"the folder gone", func(p string) error { return os.RemoveAll(filepath.Dir(filepath.Dir(p))) }, "folder of originals is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := cloned(t, dir)
			if err := c.tamper(firstOriginal(t, d)); err != nil {
				t.Fatal(err)
			}
			wantProblem(t, d, c.words)
		})
	}
}

func TestAFlippedByteInAMaskIsFound(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	path, err := s.Originals().Path(f.Masks[1].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, b, 0o444)); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, s.Dir(), "of the mask "+f.Masks[1].ID+" was altered")
	if _, err := s.Originals().Read(t.Context(), f.Masks[1].SHA256); casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("the altered mask can be used: %v", err)
	}
}

func TestAFlippedByteInASnapshotIsFound(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	path, err := s.Originals().Path(f.Snapshot.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-1] ^= 1
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, b, 0o444)); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, s.Dir(), "of the snapshot "+f.Snapshot.ID+" was altered")
}

func TestAStrangerAmongTheOriginalsIsOnlyNoted(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	storetest.Put(t, s, "stored, but the import was killed before it was recorded")
	r, err := check.Check(t.Context(), s.Dir(), nil)
	if err != nil || !r.OK || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "nothing in the case names") {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAClosedCaseIsCheckedWithoutTouchingIt(t *testing.T) {
	dir, _ := sample(t)
	before := listing(t, dir)
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
		t.Fatalf("%+v, %v", r, err)
	}
	if after := listing(t, dir); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestACaseWithAWriteAheadLogIsCheckedWithoutChangingItsContent(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	// A copy of the open folder without the index is what a kill and a restored backup look like.
	dir := cloned(t, s.Dir())
	if err := os.Remove(filepath.Join(dir, "case.db-shm")); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	db, wal := read("case.db"), read("case.db-wal")
	if len(wal) == 0 {
		t.Fatal("there is no write-ahead log to test with")
	}
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK || r.Originals != 10 {
		t.Fatalf("%+v, %v", r, err)
	}
	if read("case.db") != db || read("case.db-wal") != wal {
		t.Error("the check wrote to the case")
	}
	s2, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s2.Counts(t.Context()); err != nil || n.Captures != 2 {
		t.Errorf("%+v, %v", n, err)
	}
	s2.Close()
}

func TestWhatIsNoCaseIsRefused(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "text": strings.Repeat("not a database", 20)} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "case.db"), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			var e *casefile.Error
			if _, err := check.Check(t.Context(), dir, nil); !errors.As(err, &e) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := check.Check(t.Context(), t.TempDir(), nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("empty folder: %v", err)
	}
}

// listing is everything that can be seen of a folder: names, sizes, times of change.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := d.Info()
		if err == nil {
			b.WriteString(path + " " + fi.ModTime().String() + " " + fi.Mode().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
