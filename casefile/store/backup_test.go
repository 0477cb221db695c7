package store_test

import (
	"context"
	"errors"
	"fmt"
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

// alter changes one byte in the middle of the file at path, which may be read-only.
func alter(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := errors.Join(os.Remove(path), os.WriteFile(path, b, 0o444)); err != nil {
		t.Fatal(err)
	}
}

// originalsOf returns the files of the originals in the case folder dir.
func originalsOf(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, store.OriginalsName, "??", "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("originals: %v, %v", found, err)
	}
	return found
}

// wantNothing fails unless the folder of to holds nothing that a copy that was given up has left.
func wantNothing(t *testing.T, to string) {
	t.Helper()
	left, err := os.ReadDir(filepath.Dir(to))
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func backedUp(t *testing.T) (s *store.Store, by casefile.Person, b casefile.Backup) {
	t.Helper()
	s, by = storetest.New(t)
	storetest.Fill(t, s, by.ID)
	b, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "backups", "1"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, by, b
}

func TestABackupIsTheWholeCaseOfOneInstantWhileItIsWritten(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			c := storetest.Put(t, s, fmt.Sprint("while it is copied ", n))
			if _, _, err := s.Import(t.Context(), by.ID, casefile.Exhibit{Label: fmt.Sprint("W", n), Kind: casefile.KindCartridgeCase}, []casefile.Capture{c}); err != nil {
				t.Error(err)
				break
			}
		}
		done <- n
	}()
	place, earlier := t.TempDir(), ""
	for i := range 4 {
		b, err := s.Backup(t.Context(), filepath.Join(place, fmt.Sprint(i)), earlier, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := store.CheckBackup(t.Context(), b.Path, nil); err != nil || got != b {
			t.Errorf("%+v is not %+v, %v", got, b, err)
		}
		earlier = b.Path
	}
	stop()
	if n := <-done; n == 0 {
		t.Error("nothing was written meanwhile")
	}
}

func TestABackupSharesNothingWithTheCaseAndItsOriginalsWithTheOneBefore(t *testing.T) {
	s, _, first := backedUp(t)
	second, err := s.Backup(t.Context(), filepath.Join(filepath.Dir(first.Path), "2"), first.Path, nil)
	if err != nil {
		t.Fatal(err)
	}
	stat := func(dir, file string) fs.FileInfo {
		fi, err := os.Stat(filepath.Join(dir, store.OriginalsName, filepath.Base(filepath.Dir(file)), filepath.Base(file)))
		if err != nil {
			t.Fatal(err)
		}
		return fi
	}
	files := originalsOf(t, s.Dir())
	for _, f := range files {
		if os.SameFile(stat(s.Dir(), f), stat(first.Path, f)) {
			t.Errorf("%s is one file in the case and its backup: damage to one is damage to both", f)
		}
		if !os.SameFile(stat(first.Path, f), stat(second.Path, f)) {
			t.Errorf("%s takes its room twice", f)
		}
	}
	// What happens to the case, and to other backups as a whole, leaves a backup as it is.
	alter(t, files[0])
	if err := os.RemoveAll(first.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := store.CheckBackup(t.Context(), second.Path, nil); err != nil {
		t.Error(err)
	}
}

func TestACaseThatIsDamagedMakesNoBackup(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	alter(t, originalsOf(t, s.Dir())[0])
	to := filepath.Join(t.TempDir(), "b", "1")
	_, err := s.Backup(t.Context(), to, "", nil)
	wantError(t, err, casefile.Damaged, "is not what was stored")
	wantNothing(t, to)
	s2, by := storetest.New(t)
	storetest.Fill(t, s2, by.ID)
	if err := os.Remove(originalsOf(t, s2.Dir())[0]); err != nil {
		t.Fatal(err)
	}
	_, err = s2.Backup(t.Context(), to, "", nil)
	wantError(t, err, casefile.Damaged, "is missing")
	wantNothing(t, to)
}

func TestABackupThatIsStoppedLeavesNothing(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	to := filepath.Join(t.TempDir(), "b", "1")
	steps := map[string]bool{}
	for {
		ctx, stop := context.WithCancel(t.Context())
		stopped := ""
		_, err := s.Backup(ctx, to, "", func(_, _ int64, label string) {
			if stopped == "" && !steps[label] { // at the first of each of its steps
				steps[label], stopped = true, label
				stop()
			}
		})
		stop()
		if stopped == "" {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", stopped, err)
		}
		wantNothing(t, to)
	}
	if len(steps) < 3 {
		t.Errorf("it was stopped only at %v", steps)
	}
}

func TestARestoredCaseIsTheOneThatWasBackedUpAndGoesOn(t *testing.T) {
	s, by, b := backedUp(t)
	to := filepath.Join(t.TempDir(), "cases", "again")
	got, err := store.Restore(t.Context(), b.Path, to, store.Options{}, nil)
	if err != nil || got != b {
		t.Fatalf("%+v, %v", got, err)
	}
	r := opened(t, to, store.Options{})
	head, err := r.Head(t.Context())
	if err != nil || head.N != b.Records || head.Hash.String() != b.Root {
		t.Errorf("head %v, %v", head, err)
	}
	if err := r.NoteRestored(t.Context(), by.ID, b); err != nil {
		t.Fatal(err)
	}
	if err := s.NoteBackup(t.Context(), by.ID, b); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{to: "case restored", s.Dir(): store.ActionBackedUp} {
		c := opened(t, dir, store.Options{})
		records, err := c.Records(t.Context(), b.Records, 10)
		if err != nil || len(records) != 1 || records[0].Action != want || records[0].Subject != b.Root {
			t.Errorf("%+v, %v", records, err)
		}
		if rep, err := check.Check(t.Context(), dir, nil); err != nil || !rep.OK || len(rep.Notes) > 1 { // one may speak of the clock
			t.Errorf("%+v, %v", rep, err)
		}
	}
	_, err = store.Restore(t.Context(), b.Path, to, store.Options{}, nil)
	wantError(t, err, casefile.Conflict, "is not empty")
}

func TestABackupIsOnlyRead(t *testing.T) {
	_, by, b := backedUp(t)
	before, err := os.ReadDir(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, b.Path, store.Options{})
	if all, err := s.Exhibits(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d exhibits, %v", len(all), err)
	}
	wantReadOnly(t, s.SetSetting(t.Context(), by.ID, "language", "fr"), "is a backup", "restore it")
	after, err := os.ReadDir(b.Path)
	if err != nil || len(after) != len(before) {
		t.Errorf("looking into it leaves %v, %v", after, err)
	}
}

func TestADamagedBackupIsNotRestored(t *testing.T) {
	for _, c := range []struct {
		name, words string
		code        casefile.ErrorCode
		damage      func(t *testing.T, dir string)
	}{
		{"an altered original", "does not hold", casefile.Damaged, func(t *testing.T, dir string) { alter(t, originalsOf(t, dir)[0]) }},
		{"a missing original", "is missing", casefile.Damaged, func(t *testing.T, dir string) { os.Remove(originalsOf(t, dir)[0]) }},
		{"an altered database", "does not hold", casefile.Damaged, func(t *testing.T, dir string) {
			pragmas(t, filepath.Join(dir, store.DatabaseName), `DROP TRIGGER log_hash_stays`)
		}},
		{"a head of another history", "the history was rewritten", casefile.Damaged, func(t *testing.T, dir string) {
			rewrite(t, filepath.Join(dir, store.BackupName), `"root": "`, `"root": "AAAA`, 4)
		}},
		{"a head that is none", "was altered", casefile.Damaged, func(t *testing.T, dir string) {
			rewrite(t, filepath.Join(dir, store.BackupName), `"root": "`, `"root": "?`, 0)
		}},
		{"a head of a later time", "its end was cut off", casefile.Damaged, func(t *testing.T, dir string) {
			rewrite(t, filepath.Join(dir, store.BackupName), `"records": `, `"records": 1`, 0)
		}},
		{"no note", "is not a backup", casefile.Invalid, func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, store.BackupName)) }},
		{"a cut database", "is damaged", casefile.Damaged, func(t *testing.T, dir string) {
			p := filepath.Join(dir, store.DatabaseName)
			fi, err := os.Stat(p)
			if err == nil {
				err = os.Truncate(p, fi.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, b := backedUp(t)
			c.damage(t, b.Path)
			to := filepath.Join(t.TempDir(), "cases", "again")
			_, err := store.Restore(t.Context(), b.Path, to, store.Options{}, nil)
			wantError(t, err, c.code, c.words)
			wantNothing(t, to)
		})
	}
}

func TestABackupThatHasGrownIsNotTheOneThatWasMade(t *testing.T) {
	s, by, b := backedUp(t)
	if err := s.SetSetting(t.Context(), by.ID, "language", "fr"); err != nil {
		t.Fatal(err)
	}
	later, err := s.Backup(t.Context(), filepath.Join(filepath.Dir(b.Path), "2"), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	note := filepath.Join(later.Path, store.BackupName)
	text, err := os.ReadFile(filepath.Join(b.Path, store.BackupName))
	if err == nil {
		err = errors.Join(os.Remove(note), os.WriteFile(note, text, 0o444))
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.CheckBackup(t.Context(), later.Path, nil)
	wantError(t, err, casefile.Damaged, fmt.Sprintf("has %d log records, and had %d", later.Records, b.Records))
}

// rewrite replaces old and the n bytes after it in the file at path.
func rewrite(t *testing.T, path, old, to string, n int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(string(b), old)
	if i < 0 {
		t.Fatalf("%q is not in %s", old, path)
	}
	text := string(b[:i]) + to + string(b[i+len(old)+n:])
	if err := errors.Join(os.Remove(path), os.WriteFile(path, []byte(text), 0o444)); err != nil {
		t.Fatal(err)
	}
}
