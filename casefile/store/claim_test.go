package store_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// wantReadOnly fails unless err refuses to write and says words.
func wantReadOnly(t *testing.T, err error, words ...string) {
	t.Helper()
	if !errors.Is(err, store.ErrReadOnly) {
		t.Fatalf("got %v, want that the case can only be read", err)
	}
	for _, w := range words {
		wantError(t, err, casefile.Refused, w)
	}
}

// closed makes a full case and closes it.
func closed(t *testing.T) (dir string, by casefile.Person) {
	t.Helper()
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir(), by
}

func opened(t *testing.T, dir string, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOfTwoProgramsOneWritesAndTheOtherReadsAndKnowsWhy(t *testing.T) {
	dir, by := closed(t)
	cmd, acknowledged := startWriter(t, dir, "A", 3, "hold")
	first := acknowledged.wait(t, 3) // it has the case now, and keeps it
	s := opened(t, dir, store.Options{Person: "B. Verifier"})
	if all, err := s.Exhibits(t.Context()); err != nil || len(all) < 3 {
		t.Errorf("reading: %d exhibits, %v", len(all), err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(os.Args[0])
	for what, err := range map[string]error{
		"a claim":  s.Claim(t.Context()),
		"a change": s.SetSetting(t.Context(), by.ID, "language", "fr"),
		"an original": func() error {
			_, _, err := s.Originals().Put(t.Context(), strings.NewReader("another scan"))
			return err
		}(),
	} {
		t.Run(what, func(t *testing.T) {
			wantReadOnly(t, err, "A. Examiner has this case open since ", name, "process "+strconv.Itoa(cmd.Process.Pid), "on "+host)
		})
	}
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
		t.Errorf("a check meanwhile: %+v, %v", r.Problems, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	acknowledged.all()
	cmd.Wait()
	// The one that waited goes on without being opened again, though the text of the other still lies there.
	if b, err := os.ReadFile(filepath.Join(dir, store.LockName)); err != nil || !strings.Contains(string(b), "A. Examiner") {
		t.Errorf("the lock file says %q, %v", b, err)
	}
	if err := s.SetSetting(t.Context(), by.ID, "language", "fr"); err != nil {
		t.Error(err)
	}
	if !s.Claimed() {
		t.Error("a change did not claim the case")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantHeld(t, dir, first)
}

func TestProgramsThatOnlyReadKeepNobodyFromWriting(t *testing.T) {
	dir, by := closed(t)
	a, b := opened(t, dir, store.Options{}), opened(t, dir, store.Options{})
	if _, err := a.Exhibits(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.SetSetting(t.Context(), by.ID, "language", "fr"); err != nil {
		t.Fatal(err)
	}
	if v, _, err := a.Setting(t.Context(), "language"); err != nil || v != "fr" {
		t.Errorf("the reader sees %q, %v", v, err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := a.SetSetting(t.Context(), by.ID, "language", "es"); err != nil {
		t.Error(err)
	}
}

// frozen makes the folder dir one that cannot be written to: by a read-only mount of it where that is possible, which also
// binds an administrator, else by taking its rights away.
func frozen(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "linux" && os.Getuid() == 0 {
		if exec.Command("mount", "--bind", dir, dir).Run() == nil {
			t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
			if out, err := exec.Command("mount", "-o", "remount,ro,bind", dir).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			return
		}
		t.Skip("needs a medium that cannot be written to: an administrator who may not mount has none")
	}
	if runtime.GOOS == "windows" {
		t.Skip("needs a medium that cannot be written to")
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
}

func TestACaseOnAWriteProtectedMediumIsOpenedForReading(t *testing.T) {
	for _, left := range []string{"nothing beside the database", "the empty log that a reader left"} {
		t.Run(left, func(t *testing.T) {
			dir, by := closed(t)
			if left != "nothing beside the database" {
				if err := opened(t, dir, store.Options{}).Close(); err != nil {
					t.Fatal(err)
				}
			}
			frozen(t, dir)
			s := opened(t, dir, store.Options{})
			all, err := s.Captures(t.Context(), "")
			if err != nil || len(all) != 2 {
				t.Fatalf("%d captures, %v", len(all), err)
			}
			if _, err := s.Originals().Read(t.Context(), all[0].SHA256); err != nil {
				t.Error(err)
			}
			wantReadOnly(t, s.SetSetting(t.Context(), by.ID, "language", "fr"), "cannot be written to", "copy it to a disk")
			_, _, err = s.Originals().Put(t.Context(), strings.NewReader("x"))
			wantReadOnly(t, err, "cannot be written to")
			if s.Stale() {
				t.Error("nobody can have written, and it is said to be stale")
			}
		})
	}
}

func TestAKilledCaseOnAWriteProtectedMediumSaysWhatToDo(t *testing.T) {
	dir, _ := closed(t)
	cmd, acknowledged := startWriter(t, dir, "A", 2, "hold")
	acknowledged.wait(t, 2)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	acknowledged.all()
	cmd.Wait()
	if err := os.Remove(filepath.Join(dir, store.DatabaseName+"-shm")); err != nil { // as a copy on a disc has it
		t.Fatal(err)
	}
	frozen(t, dir)
	_, err := store.Open(t.Context(), dir, store.Options{})
	wantReadOnly(t, err, "not closed in an orderly way", "open the copy")
}

func TestWhoeverClaimsIsNamedInTheLockFileAndOnlyThen(t *testing.T) {
	dir, _ := closed(t)
	lock := filepath.Join(dir, store.LockName)
	s := opened(t, dir, store.Options{Person: "A. Examiner", Program: "the window"})
	if b, err := os.ReadFile(lock); err != nil || len(b) > 0 {
		t.Errorf("before: %q, %v", b, err)
	}
	if err := s.Claim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(lock); err != nil || !strings.Contains(string(b), `"A. Examiner"`) || !strings.Contains(string(b), `"the window"`) {
		t.Errorf("meanwhile: %q, %v", b, err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil { // a second time does nothing
		t.Fatal(err)
	}
	if b, err := os.ReadFile(lock); err != nil || len(b) > 0 {
		t.Errorf("after: %q, %v", b, err)
	}
	if err := s.Claim(t.Context()); err == nil || errors.Is(err, store.ErrReadOnly) {
		t.Errorf("a closed case can be claimed: %v", err)
	}
}
