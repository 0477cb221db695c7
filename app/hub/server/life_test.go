package server_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// childDir makes the test binary into a service that begins a correlation it never ends, to be killed.
const childDir = "TRACEMARK_TEST_HUB_DIR"

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	e := newToy()
	e.hold = make(chan struct{})
	emb, err := server.StartEmbeddedWith(context.Background(), "A", server.Config{Dir: dir, Engine: e, Lease: time.Second})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(emb.URL, emb.Key)
	select {}
}

func TestAKilledServiceTakesItsWorkUpAgain(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url, key, _ := strings.Cut(strings.TrimSpace(line), " ")
	c := newClient(t, url, key)
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, c, "r", nil, `{"Gun":"x","Shot":2}`)
	if _, err := c.StartCorrelation(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		now, err := c.Correlation(t.Context(), "k")
		return err == nil && now.State == api.Running
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // says that it was killed

	emb, err := server.StartEmbedded(t.Context(), dir, "A", newToy())
	if err != nil {
		t.Fatal(err)
	}
	defer closeHub(t, emb.Server)
	if emb.Key != key {
		t.Error("the key did not stay")
	}
	done, list := correlate(t, newClient(t, emb.URL, emb.Key), "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "local/r")
	if done.State != api.Finished {
		t.Errorf("state %s", done.State)
	}
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not happen")
		}
	}
}

func TestAnOrderlyStopPutsUnfinishedWorkBack(t *testing.T) {
	dir := t.TempDir()
	e := newToy()
	e.hold = make(chan struct{})
	first, err := server.StartEmbedded(t.Context(), dir, "A", e)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, first.URL, first.Key)
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, c, "r", nil, `{"Gun":"x","Shot":2}`)
	if _, err := c.StartCorrelation(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return e.compared.Load() == 1 })
	began := time.Now()
	closeHub(t, first.Server)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("stopping took %v", took)
	}
	second, err := server.StartEmbedded(t.Context(), dir, "A", newToy())
	if err != nil {
		t.Fatal(err)
	}
	defer closeHub(t, second.Server)
	began = time.Now()
	_, list := correlate(t, newClient(t, second.URL, second.Key), "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "local/r")
	if took := time.Since(began); took > 5*time.Second { // it does not wait for the lease of 10 s
		t.Errorf("taking up took %v", took)
	}
}

func TestTwoProgramsShareAFolder(t *testing.T) {
	dir := t.TempDir()
	one, err := server.StartEmbedded(t.Context(), dir, "A", newToy())
	if err != nil {
		t.Fatal(err)
	}
	defer closeHub(t, one.Server)
	two, err := server.StartEmbedded(t.Context(), dir, "A", newToy())
	if err != nil {
		t.Fatal(err)
	}
	defer closeHub(t, two.Server)
	a, b := newClient(t, one.URL, one.Key), newClient(t, two.URL, two.Key)
	put(t, a, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, b, "r", nil, `{"Gun":"x","Shot":2}`)
	for i := range 6 {
		_, list := correlate(t, b, fmt.Sprint("k", i), api.CorrelationRequest{ExhibitID: "q"})
		wantIDs(t, list, "local/r")
	}
	wantIDs(t, candidates(t, a, "k3"), "local/r")
}

func TestTheEmbeddedKeyIsItsUsersOwn(t *testing.T) {
	dir := t.TempDir()
	e, err := server.StartEmbedded(t.Context(), dir, "Our lab", newToy())
	if err != nil {
		t.Fatal(err)
	}
	defer closeHub(t, e.Server)
	fi, err := os.Stat(filepath.Join(dir, "agency.key"))
	if err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", fi.Mode(), err)
	}
	if who, err := newClient(t, e.URL, e.Key).Agency(t.Context()); err != nil || who.Name != "Our lab" || who.ID != server.EmbeddedAgency {
		t.Errorf("%+v, %v", who, err)
	}
	db, err := os.ReadFile(filepath.Join(dir, "hub.db"))
	wal, err2 := os.ReadFile(filepath.Join(dir, "hub.db-wal"))
	if errors.Join(err, err2) != nil || bytes.Contains(append(db, wal...), []byte(e.Key)) {
		t.Errorf("the key is in the database: %v %v", err, err2)
	}
}

func TestCancelStopsTheWork(t *testing.T) {
	e := newToy()
	e.hold = make(chan struct{})
	h := startHub(t, t.TempDir(), e)
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, c, "r", nil, `{"Gun":"x","Shot":2}`)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		waitForQuietly(func() bool { return e.compared.Load() > 0 })
		cancel()
	}()
	if _, err := c.Correlate(ctx, "k", api.CorrelationRequest{ExhibitID: "q"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	waitFor(t, func() bool {
		now, err := c.Correlation(t.Context(), "k")
		return err == nil && now.State == api.Cancelled
	})
	_, err := c.CandidatePage(t.Context(), "k", 0, 5)
	wantCode(t, err, casefile.Conflict)
	_, err = c.Correlate(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}, nil)
	wantCode(t, err, casefile.Conflict)
}

func waitForQuietly(ok func() bool) {
	for deadline := time.Now().Add(10 * time.Second); !ok() && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
	}
}

func TestEventsTellProgressAndTheEnd(t *testing.T) {
	e := newToy()
	e.hold = make(chan struct{})
	h := startHub(t, t.TempDir(), e)
	key, err := h.AddAgency(t.Context(), "a", "A")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, h.url, key)
	put(t, c, "q", nil, `{"Gun":"x","Shot":0}`)
	for i := range 9 {
		put(t, c, fmt.Sprint("x", i), nil, fmt.Sprintf(`{"Gun":"x","Shot":%d}`, i+1))
	}
	go func() {
		for range 9 {
			select {
			case e.hold <- struct{}{}:
				time.Sleep(100 * time.Millisecond)
			case <-t.Context().Done():
				return
			}
		}
	}()
	var steps []int64
	if _, err := c.Correlate(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}, func(done, total int64, label string) {
		if total != 0 && total != 9 {
			t.Errorf("total %d", total)
		}
		steps = append(steps, done)
	}); err != nil {
		t.Fatal(err)
	}
	between := 0
	for i, n := range steps {
		if i > 0 && n < steps[i-1] {
			t.Errorf("progress goes back: %v", steps)
		}
		if n > 0 && n < 9 {
			between++
		}
	}
	if between == 0 || steps[len(steps)-1] != 9 {
		t.Errorf("progress %v", steps)
	}

	// A stream that begins after the end tells it at once; one that has heard it all says nothing more.
	events := stream(t, h.url, key, "")
	if len(events) != 1 || !strings.Contains(events[0], "event: finished") || !strings.Contains(events[0], `"state":"finished"`) {
		t.Fatalf("events %q", events)
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(events[0], "id: "), "\n")
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", h.url+"/v1/correlations/k/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Last-Event-ID", id)
	if resp, err := http.DefaultTransport.RoundTrip(r); err == nil {
		defer resp.Body.Close()
		if line, err := bufio.NewReader(resp.Body).ReadString('\n'); err == nil {
			t.Errorf("told again: %q", line)
		}
	}
	if status, _ := raw(t, "GET", h.url+"/v1/correlations/none/events", "Bearer "+key, ""); status != http.StatusNotFound {
		t.Errorf("events of nothing: %d", status)
	}
}

func stream(t *testing.T, url, key, after string) []string {
	t.Helper()
	status, body := raw(t, "GET", url+"/v1/correlations/k/events", "Bearer "+key, "")
	if status != http.StatusOK {
		t.Fatalf("events: %d %s", status, body)
	}
	return strings.Split(strings.TrimSpace(body), "\n\n")
}
