package analysis_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// simulated returns the scan of a shot of a firearm that does not exist, a coarse one for speed.
func simulated(t testing.TB, gun, shot int) []byte {
	t.Helper()
	f := synth.NewFirearm(uint64(gun)+300, synth.Params{Width: 270, Height: 270, SpacingUM: 12.5, MaxAngleDeg: 180})
	var b bytes.Buffer
	if err := x3p.Encode(&b, synth.File(f.Fire(uint64(shot)), fmt.Sprintf("firearm %d, shot %d", gun, shot))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func stagedService(t testing.TB, e server.Engine, surfaces, cells, workers int) *client.Client {
	t.Helper()
	hub, err := server.StartEmbeddedWith(t.Context(), "Test", server.Config{Dir: t.TempDir(), Engine: e, Surfaces: surfaces, Cells: cells, Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hub.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	c, err := client.New(hub.URL, hub.Key, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func sendBytes(t testing.TB, c *client.Client, id string, b []byte) {
	t.Helper()
	sum := sha256.Sum256(b)
	k := casefile.Capture{ID: id + "-bf", Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b)), Synthetic: true}
	x := casefile.Exhibit{ID: id, Label: id, Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned}
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	if _, err := c.Send(t.Context(), id, client.Submission(x, []casefile.Capture{k}, "", nil), open, nil); err != nil {
		t.Fatal(err)
	}
}

// In a gallery that is searched in stages the other shot of a firearm is found as it is when everything is compared, with the same digits,
// from either end, whatever the number of workers.
func TestStagesFindWhatEverythingFinds(t *testing.T) {
	const guns = 6
	shots := map[string][]byte{}
	for g := range guns {
		for s := range 2 {
			shots[fmt.Sprintf("g%d-s%d", g, s)] = simulated(t, g, s)
		}
	}
	type answer struct {
		first  api.Candidate
		stages []api.Stage
	}
	var answers []answer
	for _, workers := range []int{1, 3} {
		c := stagedService(t, analysis.NewEngine(), 6, 3, workers)
		for id, b := range shots {
			sendBytes(t, c, id, b)
		}
		for i, r := range []api.CorrelationRequest{{ExhibitID: "g0-s0"}, {ExhibitID: "g0-s1"}, {ExhibitID: "g0-s0", Everything: true}} {
			done, err := c.Correlate(t.Context(), fmt.Sprint("k", i), r, nil)
			if err != nil {
				t.Fatal(err)
			}
			p, err := c.CandidatePage(t.Context(), done.ID, 0, 1)
			if err != nil || len(p.Candidates) != 1 {
				t.Fatalf("%+v, %v", p, err)
			}
			answers = append(answers, answer{p.Candidates[0], done.Stages})
		}
	}
	there, back, deep := answers[0], answers[1], answers[2]
	if there.first.ExhibitID != "g0-s1" || back.first.ExhibitID != "g0-s0" || deep.first.ExhibitID != "g0-s1" {
		t.Fatalf("first are %s, %s, %s", there.first.ExhibitID, back.first.ExhibitID, deep.first.ExhibitID)
	}
	if len(there.stages) != 3 || there.stages[0].Recordings != 2*guns-1 || there.stages[0].Passed != 0 || there.stages[2].Recordings != 3 || len(deep.stages) != 1 {
		t.Errorf("stages %+v and %+v", there.stages, deep.stages)
	}
	digits := func(a answer) string {
		s := ""
		for _, x := range a.first.Marks[0].Scores {
			s += fmt.Sprintf("%s %x ", x.Name, *x.Value)
		}
		return s
	}
	for i, a := range answers {
		if digits(a) != digits(there) {
			t.Errorf("answer %d: %s, want %s", i, digits(a), digits(there))
		}
		if i >= 3 && (a.first.ExhibitID != answers[i-3].first.ExhibitID || !slices.Equal(a.stages, answers[i-3].stages)) {
			t.Errorf("answer %d differs with the number of workers", i)
		}
	}
}

// A scan of a third of a face has no rings, and one that is no scan has no sketch at all.
func TestSketches(t *testing.T) {
	e := analysis.NewEngine()
	k, err := e.Sketch(t.Context(), simulated(t, 1, 0))
	if err != nil || len(k.Rings) == 0 || len(k.Relief) == 0 {
		t.Fatalf("rings of %d bytes, relief of %d, %v", len(k.Rings), len(k.Relief), err)
	}
	q, err := e.Query(t.Context(), simulated(t, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if rings, relief := q.Has(); !rings || !relief {
		t.Error("a whole face cannot be sought")
	}
	for _, bad := range [][]byte{nil, []byte("no sketch"), k.Relief[:len(k.Relief)-1]} {
		if _, ok := q.Rings(bad); ok {
			t.Errorf("%.9q has rings", bad)
		}
		if _, ok, err := q.Surface(t.Context(), bad); ok || err != nil {
			t.Errorf("%.9q has a relief (%v)", bad, err)
		}
	}
	if _, err := e.Sketch(t.Context(), []byte("no scan")); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("a sketch of no scan: %v", err)
	}
	if v := e.Screening(); v.Rings == "" || v.Relief == "" || v.Rings == v.Relief {
		t.Errorf("screening %+v", v)
	}
}

// timed is the engine with the time that its parts took, summed over the workers.
type timed struct {
	*analysis.Engine
	sketch, rings, surface, prepare, cells atomic.Int64
}

func clock(to *atomic.Int64) func() {
	began := time.Now()
	return func() { to.Add(time.Since(began).Microseconds()) }
}

func (e *timed) Sketch(ctx context.Context, b []byte) (server.Sketch, error) {
	defer clock(&e.sketch)()
	return e.Engine.Sketch(ctx, b)
}

func (e *timed) Query(ctx context.Context, b []byte) (server.Query, error) {
	q, err := e.Engine.Query(ctx, b)
	return timedQuery{q, e}, err
}

func (e *timed) Prepare(ctx context.Context, b []byte) (server.Scan, error) {
	defer clock(&e.prepare)()
	return e.Engine.Prepare(ctx, b)
}

func (e *timed) Compare(ctx context.Context, x, y server.Scan) ([]imaging.Score, []string, error) {
	defer clock(&e.cells)()
	return e.Engine.Compare(ctx, x, y)
}

type timedQuery struct {
	server.Query
	e *timed
}

func (q timedQuery) Rings(b []byte) (float64, bool) {
	defer clock(&q.e.rings)()
	return q.Query.Rings(b)
}

func (q timedQuery) Surface(ctx context.Context, b []byte) (float64, bool, error) {
	defer clock(&q.e.surface)()
	return q.Query.Surface(ctx, b)
}

// BenchmarkStagedSearch searches a gallery of 1,000 scans, 25 shots of each of 40 firearms, 300 of them by surface and 50 by cells: each search is for another exhibit. The
// metrics are milliseconds of one core per search and stage; sketches are made before and stated for one scan.
func BenchmarkStagedSearch(b *testing.B) {
	const scans, guns, surfaces, cells = 1000, 40, 300, 50
	e := &timed{Engine: analysis.NewEngine()}
	c := stagedService(b, e, surfaces, cells, 0)
	for i := range scans {
		f := synth.NewFirearm(uint64(i%guns)+300, synth.Params{Width: 270, Height: 270, SpacingUM: 12.5, MaxAngleDeg: 180})
		var file bytes.Buffer
		if err := x3p.Encode(&file, synth.File(f.Fire(uint64(i/guns)), fmt.Sprint("scan ", i))); err != nil {
			b.Fatal(err)
		}
		sendBytes(b, c, fmt.Sprint("x", i), file.Bytes())
	}
	search := func(i int) {
		r := api.CorrelationRequest{ExhibitID: fmt.Sprint("x", i%scans)}
		done, err := c.Correlate(b.Context(), fmt.Sprint("k", i), r, nil)
		if err != nil || len(done.Stages) != 3 || done.Stages[0].Recordings != scans-1 || done.Stages[1].Recordings != surfaces {
			b.Fatalf("stages %+v, %v", done.Stages, err)
		}
	}
	search(0) // makes what sketches are still missing
	perScan := float64(e.sketch.Load()) / 1000 / scans
	counted := []*atomic.Int64{&e.rings, &e.surface, &e.prepare, &e.cells}
	for _, n := range counted {
		n.Store(0)
	}
	i := 0
	for b.Loop() {
		i++
		search(i)
	}
	for k, n := range counted {
		b.ReportMetric(float64(n.Load())/1000/float64(b.N), []string{"ms-rings", "ms-surface", "ms-prepare", "ms-cells"}[k])
	}
	b.ReportMetric(perScan, "ms-sketch/scan")
}
