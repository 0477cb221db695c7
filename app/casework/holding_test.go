package casework_test

import (
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/store"
)

// twoDesks are two programs with the same data folder, and a case that the first has made.
func twoDesks(t *testing.T) (first, second *casework.Desk, path string) {
	t.Helper()
	home := filepath.Join(t.TempDir(), "home")
	open := func(person string) *casework.Desk {
		d, err := casework.Open(home)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		d.Use(func(s *casework.Settings) { s.Examiner, s.Agency = person, "Laboratory" })
		return d
	}
	first, second = open("A. Examiner"), open("B. Verifier")
	ref, err := first.CreateCase(t.Context(), casefile.NewCase{Number: "2026-17", Title: "Two programs"})
	if err != nil {
		t.Fatal(err)
	}
	return first, second, ref.Path
}

func TestTheSecondProgramReadsACaseAndIsToldWhoHasIt(t *testing.T) {
	first, second, path := twoDesks(t)
	ref, err := first.HoldCase(t.Context(), path)
	if err != nil || ref.ReadOnly != nil {
		t.Fatalf("%v, %v", ref.ReadOnly, err)
	}
	importScan(t, first, path, simulated(t, 1)[0], "Q1")
	ref, err = second.HoldCase(t.Context(), path)
	if err != nil || ref.Exhibits != 1 || !errors.Is(ref.ReadOnly, store.ErrReadOnly) || !strings.Contains(ref.ReadOnly.Error(), "A. Examiner has this case open since") {
		t.Fatalf("%+v, %v", ref, err)
	}
	if ref.ReadOnly.Error() == "" || casefile.CodeOf(ref.ReadOnly) != casefile.Refused {
		t.Errorf("%v", ref.ReadOnly)
	}
	outcomes, err := second.Import(t.Context(), path, simulated(t, 1), casefile.ImportOptions{ExhibitLabel: "Q2", Mark: casefile.BreechFace, Kind: casefile.KindCartridgeCase}, nil)
	if err == nil {
		err = outcomes[0].Err
	}
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("an import: %v", err)
	}
	if ref, err := second.Case(t.Context(), path); err != nil || ref.Exhibits != 1 {
		t.Errorf("something was imported: %+v, %v", ref, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if ref, err = second.HoldCase(t.Context(), path); err != nil || ref.ReadOnly != nil {
		t.Errorf("after the first has closed it: %v, %v", ref.ReadOnly, err)
	}
}

func TestSomebodyNewCanReadACaseThatAnotherProgramHas(t *testing.T) {
	first, second, path := twoDesks(t)
	files := simulated(t, 2)
	a, b := importScan(t, first, path, files[0], "Q1"), importScan(t, first, path, files[1], "Q2")
	c, err := first.Compare(t.Context(), path, a.ID, b.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	item, err := second.Comparison(t.Context(), path, c.ID) // B. Verifier is nobody of the case yet
	if err != nil {
		t.Fatal(err)
	}
	if !item.Comparison.Withheld {
		t.Error("the figures are handed out, and nothing records it")
	}
	if err := second.Note(t.Context(), path, casefile.Act{Kind: casefile.ActViewedComparison, Subject: c.ID, Seconds: 3}); err != nil {
		t.Errorf("looking is refused: %v", err)
	}
	if err := second.Note(t.Context(), path, casefile.Act{Kind: casefile.ActRevealed, Subject: c.ID}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("asking for the figures: %v", err)
	}
	if _, err := second.Commit(t.Context(), path, casefile.Commitment{ComparisonID: c.ID, Value: "inconclusive-a", Reason: "seen"}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("committing a view: %v", err)
	}
}

func TestTwoProgramsLoseNeitherACaseNorASettingOfEachOther(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	const each = 8
	var wg sync.WaitGroup
	for _, name := range []string{"A", "B", "C"} {
		d, err := casework.Open(home)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		wg.Go(func() {
			for i := range each {
				if _, err := d.CreateCase(t.Context(), casefile.NewCase{Number: name + strings.Repeat("1", i), Title: "x"}); err != nil {
					t.Error(err)
				}
			}
			if err := d.SaveSettings(func(s *casework.Settings) {
				switch name {
				case "A":
					s.Agency = "Laboratory"
				case "B":
					s.Role = "verifier"
				case "C":
					s.Sharing = "all"
				}
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	d, err := casework.Open(home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if refs, err := d.Cases(t.Context()); err != nil || len(refs) != 3*each {
		t.Errorf("%d cases of %d, %v", len(refs), 3*each, err)
	}
	if s := d.Settings(); s.Agency != "Laboratory" || s.Role != "verifier" || s.Sharing != "all" {
		t.Errorf("a setting is lost: %+v", s)
	}
}

func TestWhatAFlagSaysIsNotKeptWithTheSettings(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	d, err := casework.Open(home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.Use(func(s *casework.Settings) { s.Examiner = "For this run" })
	if err := d.SaveSettings(func(s *casework.Settings) { s.Agency = "Laboratory" }); err != nil {
		t.Fatal(err)
	}
	if s := d.Settings(); s.Examiner != "For this run" || s.Agency != "Laboratory" {
		t.Errorf("this run: %+v", s)
	}
	again, err := casework.Open(home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	if s := again.Settings(); s.Examiner == "For this run" || s.Agency != "Laboratory" {
		t.Errorf("kept: %+v", s)
	}
}

func TestTwoProgramsAskTheirOwnServiceAtOnce(t *testing.T) {
	first, second, path := twoDesks(t)
	files := simulated(t, 2)
	importScan(t, first, path, files[0], "Q1")
	importScan(t, first, path, files[1], "Q2")
	other, err := second.CreateCase(t.Context(), casefile.NewCase{Number: "2026-18", Title: "Another"})
	if err != nil {
		t.Fatal(err)
	}
	importScan(t, second, other.Path, files[0], "R1")
	var wg sync.WaitGroup
	for _, ask := range []func() error{
		func() error {
			_, err := first.Correlate(t.Context(), path, "Q1", casefile.CorrelateOptions{}, nil)
			return err
		},
		func() error {
			_, err := second.Correlate(t.Context(), other.Path, "R1", casefile.CorrelateOptions{}, nil)
			return err
		},
	} {
		wg.Go(func() {
			if err := ask(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
