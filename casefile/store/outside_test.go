package store_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// smallDisk mounts a file system of a megabyte and a half and returns its folder.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("needs a small disk, which only an administrator can mount: %v: %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	return dir
}

// fill fills the disk of the folder dir to the last byte and returns how to make room again.
func fill(t *testing.T, dir string) (room func()) {
	t.Helper()
	name := filepath.Join(dir, "ballast")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	f.Close()
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFullDiskLosesNothingAndWorkGoesOnWhenThereIsRoom(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "case")
	s, err := store.Create(t.Context(), dir, casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := people[0].ID
	if err := s.SetSetting(t.Context(), by, "language", "en"); err != nil {
		t.Fatal(err)
	}
	room := fill(t, disk)
	_, _, err = s.Originals().Put(t.Context(), strings.NewReader(strings.Repeat("surface", 10_000)))
	wantError(t, err, casefile.Failed, "The disk is full, the original is not stored")
	written := 0
	for err = nil; err == nil && written < 10_000; written++ { // what SQLite has set aside already still takes some
		err = s.SetSetting(t.Context(), by, "remark", fmt.Sprint(written))
	}
	wantError(t, err, casefile.Failed, "The disk is full, nothing was changed")
	written-- // the last was refused
	_, err = s.Backup(t.Context(), filepath.Join(disk, "backups", "1"), "", nil)
	wantError(t, err, casefile.Failed, "The disk for the backup is full")
	wantReadable(t, s, dir, written)
	// A program that comes now can read.
	again := opened(t, dir, store.Options{})
	if v, _, err := again.Setting(t.Context(), "language"); err != nil || v != "en" {
		t.Errorf("%q, %v", v, err)
	}
	room()
	if err := s.SetSetting(t.Context(), by, "remark", "there is room"); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if _, _, err := s.Originals().Put(t.Context(), strings.NewReader("surface")); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, store.OriginalsName, ".put-*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}

// A full disk has no room for what SQLite keeps beside a database that is open; a case that was closed is read all the same.
func TestACaseOnAFullDiskIsRead(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "case")
	s, err := store.Create(t.Context(), dir, casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := people[0].ID
	if err := errors.Join(s.SetSetting(t.Context(), by, "remark", "0"), s.Close()); err != nil {
		t.Fatal(err)
	}
	room := fill(t, disk)
	s = opened(t, dir, store.Options{})
	wantReadable(t, s, dir, 1)
	err = s.SetSetting(t.Context(), by, "remark", "1")
	wantError(t, err, casefile.Failed, "The disk is full, so the case can only be read")
	if !errors.Is(err, store.ErrReadOnly) || s.Stale() || s.Unwritable() {
		t.Errorf("%v; stale %v, unwritable %v", err, s.Stale(), s.Unwritable())
	}
	room()
	if !s.Stale() {
		t.Error("that there is room again is not noticed")
	}
	again := opened(t, dir, store.Options{})
	if err := again.SetSetting(t.Context(), by, "remark", "1"); err != nil {
		t.Errorf("with room again: %v", err)
	}
	wantReadable(t, again, dir, 2)
}

// wantReadable fails unless everything that was acknowledged is there.
func wantReadable(t *testing.T, s *store.Store, dir string, written int) {
	t.Helper()
	if written > 0 {
		if v, _, err := s.Setting(t.Context(), "remark"); err != nil || v != fmt.Sprint(written-1) {
			t.Errorf("the last that was acknowledged is %d, and there is %q, %v", written-1, v, err)
		}
	}
	if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestADiskThatBecomesWriteProtectedLosesNothing(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "case")
	s, err := store.Create(t.Context(), dir, casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by := people[0].ID
	if err := errors.Join(s.SetSetting(t.Context(), by, "remark", "0"), s.Close()); err != nil {
		t.Fatal(err)
	}
	remount := func(how string) {
		t.Helper()
		if out, err := exec.Command("mount", "-o", "remount,"+how, disk).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	remount("ro")
	s = opened(t, dir, store.Options{})
	wantReadOnly(t, s.SetSetting(t.Context(), by, "remark", "1"), "cannot be written to")
	wantReadable(t, s, dir, 1)
	if s.Stale() {
		t.Error("stale while nothing can be written")
	}
	remount("rw")
	if !s.Stale() {
		t.Error("not stale though the disk can be written to again")
	}
	s = opened(t, dir, store.Options{})
	if err := s.SetSetting(t.Context(), by, "remark", "2"); err != nil {
		t.Error(err)
	}
}

func TestAClockThatIsSetBackIsSaidInTheLogAndByTheCheck(t *testing.T) {
	s, by := storetest.New(t) // its clock begins in January 2026
	storetest.Fill(t, s, by.ID)
	before, err := s.Records(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	year := time.Date(2025, 5, 6, 7, 8, 9, 0, time.UTC)
	s = opened(t, s.Dir(), store.Options{Now: func() time.Time { year = year.Add(time.Second); return year }})
	for range 2 {
		if err := s.SetSetting(t.Context(), by.ID, "language", "fr"); err != nil {
			t.Fatal(err)
		}
	}
	after, err := s.Records(t.Context(), int64(len(before)), 10)
	if err != nil || len(after) != 2 {
		t.Fatalf("%+v, %v", after, err)
	}
	last := before[len(before)-1].Time
	if !after[0].Time.Before(last) || !strings.Contains(after[0].Detail, "the clock was set back: the record before is dated "+last.Format(time.RFC3339)) {
		t.Errorf("the first record after it: %+v", after[0])
	}
	if strings.Contains(after[1].Detail, "clock") {
		t.Errorf("the one after that: %+v", after[1])
	}
	r, err := check.Check(t.Context(), s.Dir(), nil)
	if err != nil || !r.OK || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "the clock was set back") {
		t.Errorf("%+v, %v", r, err)
	}
}
