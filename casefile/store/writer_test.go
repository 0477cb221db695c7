package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
	"tracemark/imaging"
)

// These make the test binary a process that works on a case instead of running tests.
const (
	writerDir   = "TRACEMARK_TEST_WRITER_DIR"
	writerLabel = "TRACEMARK_TEST_WRITER_LABEL"
	writerCount = "TRACEMARK_TEST_WRITER_COUNT"
	writerEnd   = "TRACEMARK_TEST_WRITER_END" // what it does at the end: close the case, or hold it until it is killed
)

// capturesEach is how many captures every import of a writer has.
const capturesEach = 3

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerDir); dir != "" {
		if err := work(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work does one task after the other on the case in the folder dir and prints what was acknowledged of each, one a line: the
// task's name and the id of what it recorded.
func work(dir string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{Person: "A. Examiner"})
	if err != nil {
		return err
	}
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(os.Getenv(writerCount))
	if err != nil {
		return err
	}
	w := writer{s: s, by: people[0].ID, label: os.Getenv(writerLabel)}
	tasks := w.tasks()
	first := rand.IntN(len(tasks)) // a writer that does not live long would otherwise only ever import
	if os.Getenv(writerEnd) == "hold" {
		first = 0
	}
	if err := w.begin(ctx); err != nil {
		return err
	}
	for i := range count {
		t := tasks[(first+i)%len(tasks)]
		id, err := t.do(ctx, i)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		acknowledge(t.name, id)
	}
	if os.Getenv(writerEnd) == "hold" {
		select {}
	}
	return s.Close()
}

// acknowledge says that something is recorded: from now on it may not be lost.
func acknowledge(what, id string) { fmt.Println(what, id) }

// task is one thing that a writer does, which returns the id of what it recorded.
type task struct {
	name string
	do   func(ctx context.Context, i int) (id string, err error)
}

// writer is what a process that is to be killed knows.
type writer struct {
	s          *store.Store
	by, label  string
	captures   []casefile.Capture // two to compare
	exhibit    string             // in custody
	comparison string
	conclusion string
}

func (w *writer) tasks() []task {
	return []task{{"import", w.importing}, {"comparison", w.comparing}, {"conclusion", w.concluding}, {"report", w.reporting}, {"custody", w.receiving},
		{"version", w.rewriting}, {"stamp", w.countersigning}, {"backup", w.backingUp}}
}

// acknowledged returns the names of all that writers acknowledge: what their tasks record, and what on the way to it.
func acknowledged() (out []string) {
	for _, t := range (&writer{}).tasks() {
		out = append(out, t.name)
	}
	return append(out, "begun", "step", "countersignature")
}

// begin makes sure that there is something that the first task can go on from.
func (w *writer) begin(ctx context.Context) error {
	all, err := w.s.Captures(ctx, "")
	if err != nil {
		return err
	}
	if len(all) < 2 {
		if _, err := w.importing(ctx, -1); err != nil {
			return err
		}
		return w.begin(ctx)
	}
	w.captures, w.exhibit = all[:2], all[0].ExhibitID
	_, err = w.comparing(ctx, 0)
	return err
}

func (w *writer) importing(ctx context.Context, i int) (string, error) {
	label := fmt.Sprintf("%s-%d", w.label, i)
	var cs []casefile.Capture
	for j := range capturesEach {
		content := strings.NewReader(strings.Repeat(fmt.Sprintf("%s %d|", label, j), 2000))
		sha, size, err := w.s.Originals().Put(ctx, content)
		if err != nil {
			return "", err
		}
		cs = append(cs, casefile.Capture{Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: sha, Size: size, Width: 10, Height: 10})
	}
	e, _, err := w.s.Import(ctx, w.by, casefile.Exhibit{Label: label, Kind: casefile.KindCartridgeCase}, cs)
	return e.ID, err
}

func (w *writer) comparing(ctx context.Context, _ int) (string, error) {
	c, err := w.s.AddComparison(ctx, w.by, casefile.Comparison{A: w.captures[0].ID, B: w.captures[1].ID, Default: imaging.ScoreHigh,
		Results: []imaging.Result{{Method: imaging.MethodHigh, Version: "1", Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: 17}}}}})
	if err != nil {
		return "", err
	}
	w.comparison, w.conclusion = c.ID, ""
	_, err = w.concluding(ctx, 0) // so that the next tasks, whichever they are, have one to go on from
	return c.ID, err
}

func (w *writer) concluding(ctx context.Context, i int) (string, error) {
	c, err := w.s.AddConclusion(ctx, w.by, casefile.Conclusion{ComparisonID: w.comparison, Scale: casefile.AFTE.ID, Value: "inconclusive-a",
		Reason: fmt.Sprint("seen for the time ", i), Supersedes: w.conclusion, AsOf: &casefile.AFTE})
	w.conclusion = c.ID
	return c.ID, err
}

func (w *writer) reporting(ctx context.Context, i int) (string, error) {
	sha, _, err := w.s.Originals().Put(ctx, strings.NewReader(fmt.Sprintf("%%PDF of %s %d", w.label, i)))
	if err != nil {
		return "", err
	}
	r, err := storetest.Issue(ctx, w.s, w.by, w.comparison, w.conclusion, sha, acknowledge)
	return r.ID, err
}

// rewriting begins a custody record and writes it anew.
func (w *writer) rewriting(ctx context.Context, i int) (string, error) {
	r, err := w.s.AddReport(ctx, w.by, casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: w.exhibit}, casefile.ReportContent{})
	if err != nil {
		return "", err
	}
	acknowledge("begun", r.ID)
	c := casefile.ReportContent{Statements: casefile.ReportStatements{Customer: fmt.Sprint("court ", i)}}
	r, err = w.s.AddReportVersion(ctx, w.by, r.ID, c, casefile.ReportParties{Examiner: w.by}, "the customer is known")
	return versionName(r), err
}

// versionName is what is acknowledged of the version of a report that holds.
func versionName(r casefile.Report) string {
	return fmt.Sprintf("%s/%d %s", r.ID, r.Current().Version, r.Current().Content.Statements.Customer)
}

// countersigning signs a checkpoint, and a person and a clock sign it too.
func (w *writer) countersigning(ctx context.Context, _ int) (string, error) {
	k, err := w.s.SignCheckpoint(ctx, w.by, storetest.Key(), "on demand")
	if err != nil {
		return "", err
	}
	c, err := w.s.Countersign(ctx, w.by, casefile.Countersignature{Checkpoint: k.ID, CMS: storetest.About(k), Signer: "CN=A. Examiner", Certificate: strings.Repeat("c", 64)})
	if err != nil {
		return "", err
	}
	acknowledge("countersignature", c.ID)
	x, err := w.s.StampCheckpoint(ctx, w.by, casefile.CheckpointStamp{Checkpoint: k.ID, Token: storetest.About(k), At: storetest.Start, Service: "CN=Clock"})
	return x.ID, err
}

func (w *writer) receiving(ctx context.Context, i int) (string, error) {
	e, err := w.s.AddCustody(ctx, w.by, casefile.CustodyEvent{ExhibitID: w.exhibit, Kind: casefile.BookedIn, From: casefile.Party{Name: "B. Officer", Organisation: "Police", Document: "warrant card 7"},
		To: casefile.Party{Name: "A. Examiner", PersonID: w.by}, Happened: time.Now(), Place: "Laboratory", Why: fmt.Sprint("test ", i), Explanation: "brought again and again"})
	return e.ID, err
}

func (w *writer) backingUp(ctx context.Context, i int) (string, error) {
	place := backupsOf(w.s.Dir())
	earlier := ""
	if all, err := filepath.Glob(filepath.Join(place, "R*")); err == nil && len(all) > 0 {
		earlier = all[0]
	}
	b, err := w.s.Backup(ctx, filepath.Join(place, fmt.Sprintf("%s-%d", w.label, i)), earlier, nil)
	return b.Path, err
}

// backupsOf is where writers put their backups of the case in the folder dir.
func backupsOf(dir string) string { return dir + "-backups" }

// acks collects what a writer acknowledges.
type acks struct {
	mu    sync.Mutex
	lines []string
	more  chan struct{}
	done  chan struct{}
}

// all returns everything, when the writer has ended.
func (a *acks) all() []string { <-a.done; return a.lines }

// wait returns what there is when there are n.
func (a *acks) wait(t *testing.T, n int) []string {
	t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		a.mu.Lock()
		lines := slices.Clone(a.lines)
		a.mu.Unlock()
		if len(lines) >= n {
			return lines
		}
		select {
		case <-a.more:
		case <-a.done:
			t.Fatalf("the writer ended after %d of %d", len(lines), n)
		case <-timeout:
			t.Fatalf("the writer did %d of %d in 30 s", len(lines), n)
		}
	}
}

// startWriter starts a writer that does count tasks.
func startWriter(t *testing.T, dir, label string, count int, end string) (*exec.Cmd, *acks) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), writerDir+"="+dir, writerLabel+"="+label, writerCount+"="+strconv.Itoa(count), writerEnd+"="+end)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	a := &acks{more: make(chan struct{}, 1), done: make(chan struct{})}
	go a.collect(out)
	return cmd, a
}

func (a *acks) collect(out io.Reader) {
	defer close(a.done)
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			if err != io.EOF {
				fmt.Fprintln(os.Stderr, err)
			}
			return // a line without its end was not acknowledged
		}
		a.mu.Lock()
		a.lines = append(a.lines, strings.TrimSpace(line))
		a.mu.Unlock()
		select {
		case a.more <- struct{}{}:
		default:
		}
	}
}
