package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// These make the test binary a process that imports into a case instead of running tests.
const (
	importerDir   = "TRACEMARK_TEST_IMPORTER_DIR"
	importerLabel = "TRACEMARK_TEST_IMPORTER_LABEL"
	importerCount = "TRACEMARK_TEST_IMPORTER_COUNT"
)

// capturesEach is how many captures every import of an importer has.
const capturesEach = 3

func TestMain(m *testing.M) {
	if dir := os.Getenv(importerDir); dir != "" {
		if err := importer(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// importer imports exhibits with three captures each and prints the label of each one that was acknowledged.
func importer(dir string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return err
	}
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(os.Getenv(importerCount))
	if err != nil {
		return err
	}
	for i := range count {
		label := fmt.Sprintf("%s-%d", os.Getenv(importerLabel), i)
		var cs []casefile.Capture
		for j := range capturesEach {
			content := strings.NewReader(strings.Repeat(fmt.Sprintf("%s %d|", label, j), 2000))
			sha, size, err := s.Originals().Put(ctx, content)
			if err != nil {
				return err
			}
			cs = append(cs, casefile.Capture{Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: sha, Size: size})
		}
		e := casefile.Exhibit{Label: label, Kind: casefile.KindCartridgeCase}
		if _, _, err := s.Import(ctx, people[0].ID, e, cs); err != nil {
			return err
		}
		fmt.Println(label)
	}
	return s.Close()
}

// startImporter starts an importer and collects what it acknowledges.
func startImporter(t *testing.T, dir, label string, count int) (cmd *exec.Cmd, acknowledged func() []string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(exe)
	cmd.Env = append(os.Environ(), importerDir+"="+dir, importerLabel+"="+label, importerCount+"="+strconv.Itoa(count))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var labels []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		r := bufio.NewReader(out)
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				if err != io.EOF {
					fmt.Fprintln(os.Stderr, err)
				}
				return // a line without its end was not acknowledged
			}
			labels = append(labels, strings.TrimSpace(line))
		}
	}()
	return cmd, func() []string { <-done; return labels }
}

// wantWhole fails unless the case opens, its log agrees with it, each acknowledged import is there and none is there in part.
func wantWhole(t *testing.T, dir string, acknowledged []string) {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Captures(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	captures := map[string]int{}
	for _, c := range all {
		captures[c.ExhibitID]++
	}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]bool{}
	for _, e := range exhibits {
		labels[e.Label] = true
		if captures[e.ID] != capturesEach {
			t.Fatalf("exhibit %s has %d captures of %d", e.Label, captures[e.ID], capturesEach)
		}
	}
	for _, l := range acknowledged {
		if !labels[l] {
			t.Fatalf("import %s was acknowledged and is lost", l)
		}
	}
	r, err := check.Check(ctx, dir, nil)
	if err != nil || !r.OK || r.Originals != len(all) {
		t.Fatalf("%+v, %v", r, err)
	}
}

func TestAKillAtAnyInstantLosesNothingAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds; run without -short")
	}
	t.Parallel() // most of the time it waits
	const rounds = 24
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s, _ := storetest.New(t)
	dir := s.Dir()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	for round := range rounds {
		cmd, acked := startImporter(t, dir, fmt.Sprintf("R%d", round), 1<<20)
		// From before the case is open to some dozen imports later.
		time.Sleep(time.Duration(random.Int64N(int64(120 * time.Millisecond))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, acked()...)
		if err := cmd.Wait(); err == nil {
			t.Fatal("the importer ended before it was killed")
		}
		wantWhole(t, dir, acknowledged)
	}
	if len(acknowledged) < rounds/2 {
		t.Errorf("only %d imports in %d rounds: the kills came too early to show anything", len(acknowledged), rounds)
	}
	t.Logf("%d kills, %d imports acknowledged", rounds, len(acknowledged))
}

func TestTwoProcessesTakeTurns(t *testing.T) {
	s, by := storetest.New(t)
	const each = 15
	a, ackedA := startImporter(t, s.Dir(), "A", each)
	b, ackedB := startImporter(t, s.Dir(), "B", each)
	all := append(ackedA(), ackedB()...)
	if err := a.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := b.Wait(); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2*each {
		t.Errorf("%d imports acknowledged, want %d", len(all), 2*each)
	}
	wantWhole(t, s.Dir(), all)
	// The store that was open all the while sees them, and goes on with the log where they left it.
	if n, err := s.Counts(t.Context()); err != nil || n.Exhibits != 2*each {
		t.Errorf("%+v, %v", n, err)
	}
	if err := s.SetSetting(t.Context(), by.ID, "language", "en"); err != nil {
		t.Error(err)
	}
	wantWhole(t, s.Dir(), all)
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
	wantWhole(t, s.Dir(), nil)
}
