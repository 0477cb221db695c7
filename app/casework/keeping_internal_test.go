package casework

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
)

// keptCase makes a desk with a clock that the test moves, and a case with one original that is open for writing.
func keptCase(t *testing.T) (d *Desk, path string, later func(time.Duration)) {
	t.Helper()
	d, err := Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	now := time.Now()
	d.now = func() time.Time { now = now.Add(time.Second); return now }
	ref, err := d.CreateCase(t.Context(), casefile.NewCase{Number: "2026/17", Title: "Kept"})
	if err != nil {
		t.Fatal(err)
	}
	if ref, err = d.HoldCase(t.Context(), ref.Path); err != nil || ref.ReadOnly != nil {
		t.Fatalf("%v, %v", ref.ReadOnly, err)
	}
	change(t, d, ref.Path, "first")
	return d, ref.Path, func(by time.Duration) { now = now.Add(by) }
}

// change records an exhibit with an original of its own.
func change(t *testing.T, d *Desk, path, label string) {
	t.Helper()
	s, me, err := d.acting(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sha, size, err := s.Originals().Put(t.Context(), strings.NewReader("the scan of "+label))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Import(t.Context(), me, casefile.Exhibit{Label: label, Kind: casefile.KindCartridgeCase},
		[]casefile.Capture{{Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: sha, Size: size}})
	if err != nil {
		t.Fatal(err)
	}
}

func backupsOf(t *testing.T, d *Desk, path string) casefile.BackupState {
	t.Helper()
	state, err := d.Backups(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestACaseThatChangedIsBackedUpWhenItIsTimeAndTheOldestGo(t *testing.T) {
	d, path, later := keptCase(t)
	if err := d.SetKeeping(t.Context(), Keeping{EveryHours: 2, Keep: 3}); err != nil {
		t.Fatal(err)
	}
	wantCount := func(when string, want int) {
		t.Helper()
		d.keepOnce(t.Context())
		if got := len(backupsOf(t, d, path).Backups); got != want {
			t.Errorf("%s: %d backups, want %d", when, got, want)
		}
	}
	wantCount("at first", 1)
	change(t, d, path, "second")
	wantCount("before it is time", 1)
	later(2 * time.Hour)
	wantCount("when it is time", 2)
	later(2 * time.Hour)
	wantCount("without a change, but that a backup was logged", 2)
	for _, label := range []string{"third", "fourth", "fifth"} {
		change(t, d, path, label)
		later(2 * time.Hour)
		d.keepOnce(t.Context())
	}
	state := backupsOf(t, d, path)
	if len(state.Backups) != 3 || state.Failed != nil || len(state.Alerts) > 0 || !state.Backups[0].At.After(state.Backups[1].At) || state.Backups[0].Originals != 5 {
		t.Errorf("%+v", state)
	}
	for _, b := range state.Backups {
		if _, err := store.CheckBackup(t.Context(), b.Path, nil); err != nil {
			t.Error(err)
		}
	}
	if err := d.SetKeeping(t.Context(), Keeping{EveryHours: -1}); err != nil {
		t.Fatal(err)
	}
	change(t, d, path, "sixth")
	later(1000 * time.Hour)
	wantCount("switched off", 3)
}

func TestABackupAndARestoredCaseAreLoggedInTheCaseAndAtTheWorkstation(t *testing.T) {
	d, path, _ := keptCase(t)
	b, err := d.BackUp(t.Context(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := d.Restore(t.Context(), b.Path, "", nil)
	if err != nil || ref.Case.ID != b.CaseID || ref.Exhibits != 1 || ref.Path == path {
		t.Fatalf("%+v, %v", ref, err)
	}
	for dir, want := range map[string]string{path: store.ActionBackedUp, ref.Path: "case restored"} {
		s, err := d.caseAt(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		records, err := s.Records(t.Context(), b.Records, 10)
		if err != nil || len(records) != 1 || records[0].Action != want || records[0].Actor == "" {
			t.Errorf("%s: %+v, %v", dir, records, err)
		}
		if r, err := check.Check(t.Context(), dir, nil); err != nil || !r.OK {
			t.Errorf("%+v, %v", r, err)
		}
	}
	records, err := d.book.Records(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range records {
		if r.Subject == b.CaseID {
			said = append(said, r.Action)
		}
	}
	if strings.Join(said, ", ") != "case backed up, case restored" {
		t.Errorf("the workstation's log: %v", said)
	}
	if refs, err := d.Cases(t.Context()); err != nil || len(refs) != 2 {
		t.Errorf("%d cases are known, %v", len(refs), err)
	}
	// The restored case has the same id; its backups push none of the first one's out.
	if err := d.SetKeeping(t.Context(), Keeping{Keep: 1}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.BackUp(t.Context(), ref.Path, "", nil); err != nil {
			t.Fatal(err)
		}
	}
	if state := backupsOf(t, d, path); len(state.Backups) != 2 || state.Backups[1].Path != b.Path {
		t.Errorf("%+v", state.Backups)
	}
}

func TestAnOriginalThatRotsIsFoundInTheBackgroundAndShown(t *testing.T) {
	d, path, later := keptCase(t)
	change(t, d, path, "second")
	d.keepOnce(t.Context())
	if state := backupsOf(t, d, path); state.Read.IsZero() || len(state.Alerts) > 0 {
		t.Fatalf("%+v", state)
	}
	found, err := filepath.Glob(filepath.Join(path, store.OriginalsName, "??", "*"))
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	whole, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(found[0]), os.WriteFile(found[0], []byte("the scan 0f rot"), 0o444)); err != nil {
		t.Fatal(err)
	}
	d.keepOnce(t.Context())
	if state := backupsOf(t, d, path); len(state.Alerts) > 0 {
		t.Errorf("it is read before it is time: %+v", state.Alerts)
	}
	for range 2 { // the second time nothing is logged again
		later(8 * 24 * time.Hour)
		d.keepOnce(t.Context())
	}
	ref, err := d.HoldCase(t.Context(), path)
	if err != nil || len(ref.Alerts) == 0 || !strings.Contains(ref.Alerts[0].String(), filepath.Base(found[0])[:12]+" is missing or not what was stored") {
		t.Fatalf("%+v, %v", ref.Alerts, err)
	}
	s, err := d.caseAt(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	records, err := s.Records(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range records {
		if r.Action == "damage found" && r.Subject == filepath.Base(found[0]) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the damage is logged %d times", n)
	}
	// The backups from before are what it is put right from; the next one is refused, and that is shown too.
	change(t, d, path, "third")
	later(25 * time.Hour)
	d.keepOnce(t.Context())
	state := backupsOf(t, d, path)
	if state.Failed == nil || len(state.Alerts) != 2 || len(state.Backups) != 1 {
		t.Errorf("%+v", state)
	}
	if err := errors.Join(os.Remove(found[0]), os.WriteFile(found[0], whole, 0o444)); err != nil {
		t.Fatal(err)
	}
	later(8 * 24 * time.Hour)
	d.keepOnce(t.Context())
	if state := backupsOf(t, d, path); len(state.Alerts) > 0 || state.Failed != nil {
		t.Errorf("put right: %+v", state)
	}
}

func TestADamagedBackupDoesNotSpoilTheNext(t *testing.T) {
	d, path, _ := keptCase(t)
	first, err := d.BackUp(t.Context(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(first.Path, store.OriginalsName, "??", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	if err := os.Chmod(found[0], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(found[0], []byte("the scan of f1rst"), 0o444); err != nil {
		t.Fatal(err)
	}
	second, err := d.BackUp(t.Context(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.CheckBackup(t.Context(), second.Path, nil); err != nil {
		t.Error(err)
	}
}
