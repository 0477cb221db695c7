package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// screener is a toy that screens: a sketch is the recording itself. By rings only the gun counts less than in the comparison, so that the
// orders differ; a recording without rings says so.
type screener struct {
	toy
	version  string
	sketched *atomic.Int64
}

func newScreener() screener {
	return screener{newToy(), "1", new(atomic.Int64)}
}

func (s screener) Screening() server.Screening {
	return server.Screening{Rings: "r" + s.version, Relief: "s" + s.version, RingMarks: []casefile.MarkKind{casefile.BreechFace}}
}

func (s screener) Sketch(_ context.Context, b []byte) (server.Sketch, error) {
	s.sketched.Add(1)
	var scan screenScan
	if err := json.Unmarshal(b, &scan); err != nil {
		return server.Sketch{}, &casefile.Error{Code: casefile.Invalid, What: "This is not a toy", Cause: err}
	}
	if scan.Part {
		return server.Sketch{Relief: b}, nil
	}
	return server.Sketch{Rings: b, Relief: b}, nil
}

func (s screener) Query(_ context.Context, b []byte) (server.Query, error) {
	var scan screenScan
	err := json.Unmarshal(b, &scan)
	return scan, err
}

type screenScan struct {
	Shot float64
	Part bool
}

func (s screenScan) Has() (rings, relief bool) { return !s.Part, true }

func (s screenScan) Rings(b []byte) (float64, bool) {
	var o screenScan
	if json.Unmarshal(b, &o) != nil {
		return 0, false
	}
	return -math.Abs(s.Shot - o.Shot), true
}

func (s screenScan) Surface(ctx context.Context, b []byte) (float64, bool, error) {
	score, ok := s.Rings(b)
	return score, ok, ctx.Err()
}

func stagedHub(t *testing.T, dir string, e server.Engine, workers int) hub {
	t.Helper()
	s, err := server.Open(t.Context(), server.Config{Dir: dir, Engine: e, Lease: time.Second, Surfaces: 6, Cells: 3, Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	url, err := s.Listen(server.Listen{Address: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeHub(t, s) })
	return hub{s, url, dir}
}

// fill submits a query q and ten others, the nearest first, with a part of a face far away.
func fill(t *testing.T, c *client.Client) {
	t.Helper()
	put(t, c, "q", nil, `{"Gun":"x","Shot":0}`)
	for i := 1; i <= 10; i++ {
		put(t, c, fmt.Sprintf("x%02d", i), nil, fmt.Sprintf(`{"Gun":"x","Shot":%d}`, i))
	}
	put(t, c, "part", nil, `{"Gun":"x","Shot":4.5,"Part":true}`)
}

func TestALargeGalleryIsSearchedInStages(t *testing.T) {
	h := stagedHub(t, t.TempDir(), newScreener(), 0)
	c := h.agency(t, "a")
	fill(t, c)
	done, list := correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/x01", "a/x02", "a/x03")
	want := []api.Stage{
		{Stage: api.StageRings, Mark: casefile.BreechFace, Version: "r1", Recordings: 11, Passed: 1, LeftOut: 4},
		{Stage: api.StageSurface, Mark: casefile.BreechFace, Version: "s1", Recordings: 7, LeftOut: 4},
		{Stage: api.StageCells, Mark: casefile.BreechFace, Version: "toy 1", Recordings: 3},
	}
	if !slices.Equal(done.Stages, want) {
		t.Errorf("stages\n%+v, want\n%+v", done.Stages, want)
	}
	if done.GallerySize != 3 || done.LeftOut != 8 {
		t.Errorf("%d ranked, %d left out", done.GallerySize, done.LeftOut)
	}
	var got []string
	for _, l := range leftOut(t, c, "k") {
		got = append(got, fmt.Sprintf("%s %s %s %d of %d", l.CaptureID, l.Mark, l.Stage, l.Place, l.Of))
		if !strings.HasSuffix(l.Reason, ".") {
			t.Errorf("reason %q", l.Reason)
		}
	}
	if want := []string{
		"x07-c0 breech-face rings 7 of 10", "x08-c0 breech-face rings 8 of 10", "x09-c0 breech-face rings 9 of 10", "x10-c0 breech-face rings 10 of 10",
		"x04-c0 breech-face surface 4 of 7", "part-c0 breech-face surface 5 of 7", "x05-c0 breech-face surface 6 of 7", "x06-c0 breech-face surface 7 of 7",
	}; !slices.Equal(got, want) {
		t.Errorf("left out\n%q, want\n%q", got, want)
	}
	kept := client.Correlation(done, "", list, leftOut(t, c, "k")...)
	if k := kept.LeftOut[0]; k.Place != 7 || !strings.Contains(k.Reason, "place 7 of 10") || len(kept.Stages) != 3 || kept.Stages[0].LeftOut != 4 {
		t.Errorf("kept %+v, %+v", k, kept.Stages)
	}
}

func TestWhatAStageLeftOutCanBePutBack(t *testing.T) {
	h := stagedHub(t, t.TempDir(), newScreener(), 0)
	c := h.agency(t, "a")
	fill(t, c)
	done, list := correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q", Include: []api.ExhibitName{{Agency: "a", ExhibitID: "x09"}}})
	wantIDs(t, list, "a/x01", "a/x02", "a/x03", "a/x09")
	if s := done.Stages[0]; s.Passed != 2 || s.LeftOut != 3 {
		t.Errorf("rings: %+v", s)
	}
	done, list = correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q", Everything: true})
	if len(list) != 11 || len(done.Stages) != 1 || done.Stages[0].Recordings != 11 || len(leftOut(t, c, "k2")) != 0 {
		t.Errorf("everything: %d candidates, stages %+v", len(list), done.Stages)
	}
	// Whoever is itself part of a face cannot be sought by rings: all go on to the next stage.
	done, _ = correlate(t, c, "k3", api.CorrelationRequest{ExhibitID: "part"})
	if len(done.Stages) != 2 || done.Stages[0].Stage != api.StageSurface || done.Stages[0].Recordings != 11 {
		t.Errorf("from a part: stages %+v", done.Stages)
	}
}

func TestASmallGalleryIsComparedWhole(t *testing.T) {
	e := newScreener()
	h := stagedHub(t, t.TempDir(), e, 0)
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":0}`)
	for i := range 3 {
		put(t, c, fmt.Sprint("x", i), nil, fmt.Sprintf(`{"Gun":"y","Shot":%d}`, 1000*i))
	}
	done, list := correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q"})
	if len(list) != 3 || len(done.Stages) != 1 || done.Stages[0].Stage != api.StageCells || len(leftOut(t, c, "k")) != 0 {
		t.Errorf("%d candidates, stages %+v", len(list), done.Stages)
	}
}

func TestClassScreeningIsAStage(t *testing.T) {
	h := stagedHub(t, t.TempDir(), newScreener(), 0)
	c := h.agency(t, "a")
	for i, calibre := range []string{"9luger", "9luger", "45auto"} {
		id := string(rune('q' + i))
		sub, originals := exhibit(id, fmt.Sprintf(`{"Gun":"x","Shot":%d}`, i))
		sub.Class.Calibre = casefile.Calibres.Encode(calibre)
		if _, err := c.Send(t.Context(), id, sub, opener(originals), nil); err != nil {
			t.Fatal(err)
		}
	}
	done, _ := correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q"})
	want := []api.Stage{{Stage: api.StageClass, Mark: casefile.BreechFace, Recordings: 2, LeftOut: 1},
		{Stage: api.StageCells, Mark: casefile.BreechFace, Version: "toy 1", Recordings: 1}}
	if left := leftOut(t, c, "k1"); !slices.Equal(done.Stages, want) || len(left) != 1 || left[0].Stage != api.StageClass || left[0].Place != 0 {
		t.Errorf("stages %+v, left out %+v", done.Stages, left)
	}
	_, list := correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q", Include: []api.ExhibitName{{Agency: "a", ExhibitID: "s"}}})
	if len(list) != 2 {
		t.Errorf("the exhibit asked for is left out for its class: %v", ids(list))
	}
}

// Places and numbers tell nothing of what has been withdrawn since.
func TestStagesCountWhatMayBeSeen(t *testing.T) {
	h := stagedHub(t, t.TempDir(), newScreener(), 0)
	a, b := h.agency(t, "a"), h.agency(t, "b")
	fill(t, a)
	for i := 1; i <= 3; i++ {
		put(t, b, fmt.Sprint("y", i), &api.Sharing{Rule: api.All}, fmt.Sprintf(`{"Gun":"x","Shot":%d.25}`, 4*i))
	}
	before, _ := correlate(t, a, "k", api.CorrelationRequest{ExhibitID: "q"})
	if before.Stages[0].Recordings != 14 {
		t.Fatalf("stages %+v", before.Stages)
	}
	for i := 1; i <= 3; i++ {
		if _, err := b.SetSharing(t.Context(), fmt.Sprint("y", i), api.Sharing{Rule: api.Private}); err != nil {
			t.Fatal(err)
		}
	}
	after, err := a.Correlation(t.Context(), "k")
	if err != nil || after.Stages[0].Recordings != 11 {
		t.Fatalf("stages %+v, %v", after.Stages, err)
	}
	places := map[api.StageName][]int{}
	for _, l := range leftOut(t, a, "k") {
		places[l.Stage] = append(places[l.Stage], l.Place)
		if l.Agency != "a" || l.Of != after.Stages[slices.IndexFunc(after.Stages, func(s api.Stage) bool { return s.Stage == l.Stage })].Recordings-1 && l.Stage == api.StageRings {
			t.Errorf("%+v", l)
		}
	}
	if got := fmt.Sprint(places[api.StageRings]); got != "[6 7 8 9 10]" {
		t.Errorf("places %s", got)
	}
}

func TestTheNumberOfWorkersChangesNothing(t *testing.T) {
	var answers []string
	for _, workers := range []int{1, 2, 7} {
		h := stagedHub(t, t.TempDir(), newScreener(), workers)
		c := h.agency(t, "a")
		fill(t, c)
		for i := range 60 { // several of everything that a worker takes on, with equal scores
			put(t, c, fmt.Sprintf("z%03d", i), nil, fmt.Sprintf(`{"Gun":"z","Shot":%d.5,"Part":%v}`, i%7, i%20 == 0))
		}
		done, list := correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q"})
		b, err := json.Marshal([]any{done.Stages, list, leftOut(t, c, "k")})
		if err != nil {
			t.Fatal(err)
		}
		answers = append(answers, string(b))
	}
	if answers[0] != answers[1] || answers[0] != answers[2] {
		t.Errorf("answers differ:\n%s\n%s\n%s", answers[0], answers[1], answers[2])
	}
}

func TestSketchesAreMadeOnceForAVersion(t *testing.T) {
	dir := t.TempDir()
	e := newScreener()
	h := stagedHub(t, dir, e, 0)
	c := h.agency(t, "a")
	fill(t, c)
	waitFor(t, func() bool { return e.sketched.Load() >= 12 }) // in the background, without a search
	for i := range 2 {
		correlate(t, c, fmt.Sprint("k", i), api.CorrelationRequest{ExhibitID: "q"})
	}
	if n := e.sketched.Load(); n != 12 {
		t.Errorf("%d sketches of 12 recordings", n)
	}
	closeHub(t, h.Server)

	newer := newScreener()
	newer.version = "2"
	h = stagedHub(t, dir, newer, 0)
	waitFor(t, func() bool { return newer.sketched.Load() >= 12 })
	c = h.agency(t, "a")
	done, _ := correlate(t, c, "k9", api.CorrelationRequest{ExhibitID: "q"})
	if n := newer.sketched.Load(); n != 12 || done.Stages[0].Version != "r2" {
		t.Errorf("%d sketches of 12 recordings, stages %+v", n, done.Stages)
	}
}

func TestAnOriginalThatCouldNotBeReadIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	h := startHub(t, dir, newToy())
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":0}`)
	x := put(t, c, "x", nil, `{"Gun":"x","Shot":1}`)
	var file string
	if err := filepath.WalkDir(filepath.Join(dir, "originals"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(strings.ReplaceAll(path, string(filepath.Separator), ""), x.Captures[0].SHA256) {
			file = path
		}
		return err
	}); err != nil || file == "" {
		t.Fatalf("no file of the original: %v", err)
	}
	if err := os.Rename(file, file+".gone"); err != nil {
		t.Fatal(err)
	}
	_, list := correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q"})
	if left := leftOut(t, c, "k1"); len(list) != 0 || len(left) == 0 || left[0].CaptureID != "x-c0" {
		t.Errorf("%d candidates, left out %+v", len(list), left)
	}
	if err := os.Rename(file+".gone", file); err != nil {
		t.Fatal(err)
	}
	_, list = correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/x")
}
