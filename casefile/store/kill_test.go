package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// The kills of the sample that every run of the tests has, and of the proof.
const (
	killsSample = 20
	killsProof  = 500
)

// killsACase is how many kills one case takes before the next one begins. What there is has to be read after each, so that a
// case that grew over all of them would make the proof take hours, and say no more.
const killsACase = 20

// longest is the longest that a writer lives: from before the case is open to some dozens of tasks later.
const longest = 200 * time.Millisecond

func TestAKillAtAnyInstantLosesNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds; run without -short")
	}
	t.Parallel() // most of the time it waits
	kill(t, killsSample)
}

func TestProveThatAKillAtAnyInstantLosesNothingAcknowledged(t *testing.T) {
	if os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("kills 500 processes; set TRACEMARK_PROVE=1")
	}
	kill(t, killsProof)
}

// kill kills a writer that many times at random instants. After each the case must open, agree with its log, and hold all
// that was acknowledged, and nothing in part.
func kill(t *testing.T, kills int) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	counts := map[string]int{}
	var dir string
	var held []string
	checked := map[string]bool{}
	for n := range kills {
		if n%killsACase == 0 {
			s, _ := storetest.New(t)
			dir, held = s.Dir(), nil
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		cmd, acked := startWriter(t, dir, fmt.Sprintf("R%d", n), 1<<20, "")
		time.Sleep(time.Duration(random.Int64N(int64(longest))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		got := acked.all()
		if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
			t.Fatalf("the writer ended before it was killed: %v", err)
		}
		for _, line := range got {
			task, _, _ := strings.Cut(line, " ")
			counts[task]++
		}
		held = append(held, got...)
		wantHeld(t, dir, held)
		wantBackups(t, dir, checked)
	}
	for _, name := range acknowledged() {
		if counts[name] == 0 && (kills == killsProof || len(counts) == 0) { // a sample on a busy machine may miss one
			t.Errorf("no %s was acknowledged in %d kills: they came too early to show anything of it", name, kills)
		}
	}
	t.Logf("%d kills; acknowledged: %v", kills, counts)
}

// wantHeld fails unless the case opens, its log agrees with it, everything acknowledged is there and no import is there in
// part.
func wantHeld(t *testing.T, dir string, held []string) {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	there := recorded(t, s)
	for _, line := range held {
		if task, id, _ := strings.Cut(line, " "); !there[line] {
			t.Fatalf("the %s %s was acknowledged and is lost", task, id)
		}
	}
	wantWhole(t, dir, s)
	// The next one can go on.
	if err := s.Claim(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// recorded returns what writers record, in the form of their acknowledgements.
func recorded(t *testing.T, s *store.Store) map[string]bool {
	t.Helper()
	ctx := t.Context()
	there := map[string]bool{}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range exhibits {
		there["import "+e.ID] = true
	}
	comparisons, err := s.Comparisons(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range comparisons {
		there["comparison "+c.ID] = true
		conclusions, err := s.Conclusions(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range conclusions {
			there["conclusion "+d.ID] = true
		}
	}
	custody, err := s.CustodyEvents(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range custody {
		there["custody "+e.ID] = true
	}
	for _, path := range backups(t, s.Dir()) {
		there["backup "+path] = true
	}
	recordedReports(t, s, there)
	heads, err := s.Checkpoints(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range heads {
		for _, c := range k.Countersignatures {
			there["countersignature "+c.ID] = true
		}
		for _, x := range k.Stamps {
			there["stamp "+x.ID] = true
		}
	}
	return there
}

// recordedReports adds what writers record of reports.
func recordedReports(t *testing.T, s *store.Store, there map[string]bool) {
	t.Helper()
	reports, err := s.Reports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		there["begun "+r.ID] = true
		there["version "+versionName(r)] = true
		for _, x := range r.Steps {
			there["step "+x.ID] = true
		}
	}
	issued, err := s.IssuedReports(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range issued {
		there["report "+r.ID] = true
	}
}

// backups returns the backups of the case in the folder dir that writers made, but not what one left that was killed over it.
func backups(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(backupsOf(dir), "R*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wantBackups fails unless every backup of the case that is there is whole, whether it was acknowledged or not. Those that
// were checked before are not read again.
func wantBackups(t *testing.T, dir string, checked map[string]bool) {
	t.Helper()
	for _, path := range backups(t, dir) {
		if checked[path] {
			continue
		}
		checked[path] = true
		if _, err := store.CheckBackup(t.Context(), path, nil); err != nil {
			t.Fatalf("the backup %s: %v", path, err)
		}
	}
}

// wantWhole fails unless the case in the folder dir, opened as s, agrees with its log and holds no import in part.
func wantWhole(t *testing.T, dir string, s *store.Store) {
	t.Helper()
	all, err := s.Captures(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	captures := map[string]int{}
	for _, c := range all {
		captures[c.ExhibitID]++
	}
	exhibits, err := s.Exhibits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range exhibits {
		if strings.HasPrefix(e.Label, "R") && captures[e.ID] != capturesEach {
			t.Fatalf("exhibit %s has %d captures of %d", e.Label, captures[e.ID], capturesEach)
		}
	}
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil || !r.OK {
		t.Fatalf("%+v, %v", r, err)
	}
}

func TestManyGoroutinesShareAStore(t *testing.T) {
	s, by := storetest.New(t)
	before, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := s.SetSetting(t.Context(), by.ID, "same", strconv.Itoa(i)); err != nil {
				t.Error(err)
			}
			if _, err := s.Records(t.Context(), 0, 100); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if head, err := s.Head(t.Context()); err != nil || head.N != before.N+20 {
		t.Errorf("%+v, %v", head, err)
	}
	wantWhole(t, s.Dir(), s)
}
