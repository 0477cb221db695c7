package casework_test

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging"
)

// examined is a desk with a demonstration case whose questioned exhibit was correlated.
type examined struct {
	*casework.Desk
	t    *testing.T
	path string
	list casefile.Correlation // as it was handed out first
}

// demoCase makes the demonstration case with a correlation once for all tests, and keeps its files in memory.
var demoCase = sync.OnceValues(func() (fstest.MapFS, error) {
	dir, err := os.MkdirTemp("", "demo")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	desk, err := casework.Open(filepath.Join(dir, "home"))
	if err != nil {
		return nil, err
	}
	desk.Use(casework.DemoSettings)
	path := filepath.Join(dir, "case")
	if _, err := desk.MakeDemoCase(context.Background(), path, filepath.Join(dir, "scans"), nil); err != nil {
		return nil, errors.Join(err, desk.Close())
	}
	_, err = desk.Correlate(context.Background(), path, casework.DemoQuestioned, casefile.CorrelateOptions{}, nil)
	if err := errors.Join(err, desk.Close()); err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	return files, fs.WalkDir(os.DirFS(path), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(path, name))
		files[name] = &fstest.MapFile{Data: b, Mode: 0o600}
		return err
	})
})

func newExamined(t *testing.T, settings func(*casework.Settings)) examined {
	t.Helper()
	files, err := demoCase()
	if err != nil {
		t.Fatal(err)
	}
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	desk.Use(casework.DemoSettings)
	desk.Use(settings)
	x := examined{Desk: desk, t: t, path: filepath.Join(t.TempDir(), "case")}
	if err := os.CopyFS(x.path, files); err != nil {
		t.Fatal(err)
	}
	x.list = x.lists()[0]
	return x
}

// called returns the candidate with a label of the list as it is handed out now.
func (x examined) called(label string) casefile.Candidate {
	x.t.Helper()
	for _, c := range x.lists()[0].Candidates {
		if c.Label == label {
			return c
		}
	}
	x.t.Fatalf("no candidate %s", label)
	return casefile.Candidate{}
}

func (x examined) lists() []casefile.Correlation {
	x.t.Helper()
	lists, err := x.Correlations(x.t.Context(), x.path)
	if err != nil {
		x.t.Fatal(err)
	}
	return lists
}

func (x examined) compare(label string) casefile.Comparison {
	x.t.Helper()
	c := x.called(label)
	k, err := x.CompareCandidate(x.t.Context(), x.path, x.list.ID, c.Key, casefile.BreechFace, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return k
}

func (x examined) commit(k casefile.Comparison, skip bool) casefile.Commitment {
	x.t.Helper()
	v := casefile.Commitment{ComparisonID: k.ID, Reason: "looked", Skipped: skip, Blind: false, Exposed: casefile.Exposures()} // neither is believed
	if !skip {
		v.Value = "inconclusive-a"
	}
	c, err := x.Commit(x.t.Context(), x.path, v)
	if err != nil {
		x.t.Fatal(err)
	}
	return c
}

func (x examined) reveal(subject string) {
	x.t.Helper()
	if err := x.Note(x.t.Context(), x.path, casefile.Act{Kind: casefile.ActRevealed, Subject: subject}); err != nil {
		x.t.Fatal(err)
	}
}

// visible says what of the four can be seen of T1 in everything that the desk hands out.
func (x examined) visible(k casefile.Comparison) []casefile.Exposure {
	x.t.Helper()
	ctx := x.t.Context()
	seen := map[casefile.Exposure]bool{}
	look := func(k casefile.Comparison) {
		for _, r := range k.Results {
			seen[casefile.ExposedScore] = seen[casefile.ExposedScore] || len(r.Scores) > 0 || len(r.Notes) > 0
			seen[casefile.ExposedCells] = seen[casefile.ExposedCells] || len(r.CellsAB)+len(r.CellsBA) > 0
			seen[casefile.ExposedPose] = seen[casefile.ExposedPose] || r.Pose != nil
		}
		if k.Millis != 0 && k.Withheld {
			x.t.Error("a withheld comparison says how long it took")
		}
	}
	item, err := x.Comparison(ctx, x.path, k.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	look(item.Comparison)
	items, err := x.Comparisons(ctx, x.path)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, i := range items {
		if i.Comparison.ID == k.ID {
			look(i.Comparison)
		}
	}
	c := x.called("T1")
	seen[casefile.ExposedRank] = c.Rank > 0
	if len(c.Scores) > 0 || len(c.Marks[0].Scores) > 0 || len(c.Marks[0].Notes) > 0 {
		seen["score in the list"] = true
	}
	if _, err := x.Explain(ctx, x.path, k.ID, false, nil); err == nil {
		seen["explanation"] = true
	} else if casefile.CodeOf(err) != casefile.Refused {
		x.t.Errorf("explain: %v", err)
	}
	sc, err := x.ScoreContext(ctx, x.path, k.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	if !sc.Withheld && sc.HasValue {
		seen["score context"] = true
	}
	var out []casefile.Exposure
	for e, on := range seen {
		if on {
			out = append(out, e)
		}
	}
	slices.Sort(out)
	return out
}

func TestWhatIsHandedOutInEachState(t *testing.T) {
	pose := []casefile.Exposure{casefile.ExposedPose}
	figures := []casefile.Exposure{casefile.ExposedCells, "explanation", casefile.ExposedPose, casefile.ExposedScore, "score context"}
	everything := []casefile.Exposure{casefile.ExposedCells, "explanation", casefile.ExposedPose, casefile.ExposedRank, casefile.ExposedScore, "score context", "score in the list"}
	for _, c := range []struct {
		name    string
		setting bool
		do      func(x examined, k casefile.Comparison)
		want    []casefile.Exposure
	}{
		{"before the view", true, func(examined, casefile.Comparison) {}, pose},
		{"after the view", true, func(x examined, k casefile.Comparison) { x.commit(k, false) }, everything},
		{"after skipping", true, func(x examined, k casefile.Comparison) { x.commit(k, true) }, everything},
		{"the list revealed expressly", true, func(x examined, k casefile.Comparison) { x.reveal(x.list.ID) },
			[]casefile.Exposure{casefile.ExposedPose, casefile.ExposedRank, "score in the list"}},
		{"the comparison revealed expressly", true, func(x examined, k casefile.Comparison) { x.reveal(k.ID) }, figures},
		{"another person committed", true, func(x examined, k casefile.Comparison) {
			x.commit(k, false)
			x.Use(func(s *casework.Settings) { s.Examiner = "B. Second" })
		}, pose},
		{"the setting off", false, func(examined, casefile.Comparison) {}, everything},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newExamined(t, func(s *casework.Settings) { s.CommitFirst = c.setting })
			k := x.compare("T1")
			c.do(x, k)
			slices.Sort(c.want)
			if got := x.visible(k); !slices.Equal(got, c.want) {
				t.Errorf("handed out %q, want %q", got, c.want)
			}
		})
	}
}

func TestAListBeforeTheViewSaysNothingOfTheOrder(t *testing.T) {
	x := newExamined(t, func(s *casework.Settings) { s.FirstCandidates = 3 })
	if !x.list.Withheld || len(x.list.Candidates) != 3 || x.list.Hidden != 2 {
		t.Fatalf("withheld %v, %d candidates, %d hidden", x.list.Withheld, len(x.list.Candidates), x.list.Hidden)
	}
	labels := func(l casefile.Correlation) (out []string) {
		for _, c := range l.Candidates {
			out = append(out, c.Label)
		}
		return out
	}
	first := labels(x.list)
	if again := labels(x.lists()[0]); !slices.Equal(again, first) {
		t.Errorf("opened again the order is %v, was %v", again, first)
	}
	b, err := json.Marshal(x.list)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`"rank":1`, `"rank":2`, `"value":`, `"notes":`} {
		if strings.Contains(string(b), word) {
			t.Errorf("the list holds %s", word)
		}
	}
	x.Use(func(s *casework.Settings) { s.Examiner = "B. Second" })
	second := labels(x.lists()[0])
	if !sameSet(first, second) {
		t.Errorf("another person is shown %v, want the same candidates as %v", second, first)
	}
	x.Use(func(s *casework.Settings) { s.CommitFirst = false })
	ranked := x.lists()[0]
	if ranked.Withheld || len(ranked.Candidates) != 5 || ranked.Candidates[0].Rank != 1 {
		t.Fatalf("the ranked list is %+v", ranked)
	}
	if !sameSet(labels(ranked)[:3], first) {
		t.Errorf("shown first were %v, ranked first are %v", first, labels(ranked)[:3])
	}
	for _, c := range ranked.Candidates {
		if c.Label == first[0] && c.Key != x.list.Candidates[0].Key {
			t.Error("a candidate's key changed")
		}
	}
}

// The order is drawn from ids: over many lists every candidate of the first k comes first about as often.
func TestTheOrderIsNotTheRanks(t *testing.T) {
	x := newExamined(t, func(*casework.Settings) {})
	same := 0
	for i := range 12 {
		x.Use(func(s *casework.Settings) { s.Examiner = "Person " + string(rune('A'+i)) })
		if x.lists()[0].Candidates[0].Label == "T1" { // who ranks first
			same++
		}
	}
	if same > 9 { // of five, by chance: 12 draws with p = 1/5 give ten or more once in 10⁵
		t.Errorf("the first of the list came first %d times of 12", same)
	}
}

func TestNothingIsConcludedBeforeTheView(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	e, err := x.Examination(ctx, x.path, k.ID)
	if err != nil || !e.Blind || !e.Undecided() || e.Revealed() || !slices.Equal(e.Exposed, []casefile.Exposure{casefile.ExposedPose}) {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "r"); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("concluded before the view: %v", err)
	}
	if _, err := x.Commit(ctx, x.path, casefile.Commitment{ComparisonID: k.ID, Value: "surely", Reason: "r"}); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("a view of no scale: %v", err)
	}
	c := x.commit(k, false)
	if !c.Blind || !slices.Equal(c.Exposed, []casefile.Exposure{casefile.ExposedPose}) || c.Scale != casefile.AFTE.ID {
		t.Errorf("the caller's word was taken: %+v", c)
	}
	if e, err = x.Examination(ctx, x.path, k.ID); err != nil || e.Undecided() || !e.Revealed() || e.Commitment == nil {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "r"); err != nil {
		t.Error(err)
	}
}

func TestWhatHadBeenVisibleFollowsFromTheActs(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(x examined, k casefile.Comparison)
		want []casefile.Exposure
	}{
		{"nothing but the pose", func(examined, casefile.Comparison) {}, []casefile.Exposure{casefile.ExposedPose}},
		{"the list asked for", func(x examined, _ casefile.Comparison) { x.reveal(x.list.ID) }, []casefile.Exposure{casefile.ExposedRank, casefile.ExposedScore, casefile.ExposedPose}},
		{"the figures asked for", func(x examined, k casefile.Comparison) { x.reveal(k.ID) }, []casefile.Exposure{casefile.ExposedScore, casefile.ExposedPose, casefile.ExposedCells}},
		{"the list seen while the setting was off", func(x examined, _ casefile.Comparison) {
			x.Use(func(s *casework.Settings) { s.CommitFirst = false })
			x.lists()
			x.Use(func(s *casework.Settings) { s.CommitFirst = true })
		}, []casefile.Exposure{casefile.ExposedRank, casefile.ExposedScore, casefile.ExposedPose}},
		{"all comparisons listed while the setting was off", func(x examined, _ casefile.Comparison) {
			x.Use(func(s *casework.Settings) { s.CommitFirst = false })
			if _, err := x.Comparisons(x.t.Context(), x.path); err != nil {
				x.t.Fatal(err)
			}
			x.Use(func(s *casework.Settings) { s.CommitFirst = true })
		}, []casefile.Exposure{casefile.ExposedScore, casefile.ExposedPose, casefile.ExposedCells}},
		{"the pair compared and decided before", func(x examined, k casefile.Comparison) {
			other, err := x.Compare(x.t.Context(), x.path, k.B, k.A, nil)
			if err != nil {
				x.t.Fatal(err)
			}
			x.commit(other, true)
		}, []casefile.Exposure{casefile.ExposedScore, casefile.ExposedPose, casefile.ExposedCells}},
		{"somebody else looked", func(x examined, k casefile.Comparison) {
			x.Use(func(s *casework.Settings) { s.Examiner = "B. Second" })
			x.reveal(k.ID)
			x.Use(func(s *casework.Settings) { s.Examiner = "Demo Examiner" })
		}, []casefile.Exposure{casefile.ExposedPose}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newExamined(t, func(*casework.Settings) {})
			k := x.compare("T1")
			c.do(x, k)
			if got := x.commit(k, false).Exposed; !slices.Equal(got, c.want) {
				t.Errorf("visible before: %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheSecondExaminerDoesNotSeeTheFirstConclusion(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	x.commit(k, false)
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "r"); err != nil {
		t.Fatal(err)
	}
	x.Use(func(s *casework.Settings) { s.Examiner = "B. Second" })
	item, err := x.Comparison(ctx, x.path, k.ID)
	if err != nil || item.Conclusion != nil {
		t.Errorf("before a view: %+v, %v", item.Conclusion, err)
	}
	if past, err := x.Conclusions(ctx, x.path, k.ID); err != nil || len(past) != 0 {
		t.Errorf("before a view: %+v, %v", past, err)
	}
	x.commit(k, true)
	if past, err := x.Conclusions(ctx, x.path, k.ID); err != nil || len(past) != 1 {
		t.Errorf("after it: %+v, %v", past, err)
	}
}

func TestLookingIsLoggedAndCounted(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	c := x.called("T2")
	for _, s := range []float64{3, 4.5} {
		if err := x.Note(ctx, x.path, casefile.Act{Kind: casefile.ActViewedCandidate, Subject: casefile.CandidateSubject(x.list.ID, c.Key), Seconds: s}); err != nil {
			t.Fatal(err)
		}
	}
	if got := x.called("T2").Seen; got != 7.5 {
		t.Errorf("looked at for %g s, want 7.5", got)
	}
	for _, a := range []casefile.Act{
		{Kind: casefile.ActViewedCandidate, Subject: x.list.ID + "/none"}, {Kind: casefile.ActViewedCandidate, Subject: "none"},
		{Kind: casefile.ActFlipped, Subject: "none"}, {Kind: casefile.ActRevealed, Subject: "none"}, {Kind: "slept", Subject: x.list.ID},
		{Kind: casefile.ActViewedCandidate, Subject: casefile.CandidateSubject(x.list.ID, c.Key), Seconds: math.Inf(1)},
	} {
		if err := x.Note(ctx, x.path, a); err == nil {
			t.Errorf("%+v was noted", a)
		}
	}
	if err := x.SetCandidateState(ctx, x.path, x.list.ID, c.Key, casefile.Dismissed); err != nil || x.called("T2").State != casefile.Dismissed {
		t.Errorf("%v, %+v", err, x.called("T2"))
	}
}

func TestSnapshotsComeBackAsTheyWereTaken(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	m := image.NewRGBA(image.Rect(0, 0, 20, 10))
	for i := range 200 {
		m.SetRGBA(i%20, i/20, color.RGBA{uint8(i), 255 - uint8(i), 7, 255})
	}
	side := casefile.SceneSide{Centre: imaging.Point{X: 12.5, Y: 1e-3}, Colour: "relief", Stretch: 1}
	scene := casefile.Scene{Mode: "split", Divider: "vertical", SplitAt: 1.0 / 3, UMPerPx: 3.1, WidthPx: 20, HeightPx: 10, Sides: [2]casefile.SceneSide{side, side}}
	n, err := x.AddSnapshot(ctx, x.path, casefile.Snapshot{ComparisonID: k.ID, Caption: "c", Scene: scene}, m)
	if err != nil || n.Number != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	if _, err := x.ChooseSnapshot(ctx, x.path, n.ID, true, "Ridges"); err != nil {
		t.Fatal(err)
	}
	e, err := x.Examination(ctx, x.path, k.ID)
	if err != nil || len(e.Snapshots) != 1 || !e.Snapshots[0].InReport || e.Snapshots[0].Caption != "Ridges" || e.Snapshots[0].Scene.SplitAt != scene.SplitAt {
		t.Fatalf("%+v, %v", e.Snapshots, err)
	}
	got, err := x.SnapshotPicture(ctx, x.path, n.ID)
	if err != nil || !slices.Equal(got.Pix, m.Pix) {
		t.Errorf("another picture came back: %v", err)
	}
	scene.WidthPx = 21
	if _, err := x.AddSnapshot(ctx, x.path, casefile.Snapshot{ComparisonID: k.ID, Scene: scene}, m); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("a picture of another size: %v", err)
	}
	x.commit(k, false)
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "r"); err != nil {
		t.Fatal(err)
	}
	if _, err := issueReport(ctx, x.Desk, x.path, k.ID, filepath.Join(t.TempDir(), "r.pdf")); err != nil {
		t.Fatal(err)
	}
	if _, err := x.SaveMarkup(ctx, x.path, k.ID, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("annotated after the report: %v", err)
	}
	if v, err := x.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestTheAgencyConcludesOnItsScale(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(s *casework.Settings) { s.Scale = "lr-verbal" })
	k := x.compare("T1")
	if _, err := x.Commit(ctx, x.path, casefile.Commitment{ComparisonID: k.ID, Scale: casefile.AFTE.ID, Value: "identification", Reason: "r"}); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("a view on another scale: %v", err)
	}
	if _, err := x.Commit(ctx, x.path, casefile.Commitment{ComparisonID: k.ID, Value: "same-strong", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	c, err := x.Conclude(ctx, x.path, k.ID, "same-moderate", "r")
	if err != nil || c.Scale != "lr-verbal" {
		t.Fatalf("%+v, %v", c, err)
	}
	x.Use(func(s *casework.Settings) { s.Scale = "" }) // the report keeps to the scale that was concluded on
	if _, err := issueReport(ctx, x.Desk, x.path, k.ID, filepath.Join(t.TempDir(), "r.pdf")); err != nil {
		t.Error(err)
	}
	for _, bad := range []func(*casework.Examining){
		func(e *casework.Examining) { e.Scale = "none" }, func(e *casework.Examining) { e.FirstCandidates = 0 }, func(e *casework.Examining) { e.FirstCandidates = 1e6 },
	} {
		if err := x.SetExamining(bad); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("got %v", err)
		}
	}
	p, err := x.Profile(ctx)
	if err != nil || !p.CommitFirst || p.FirstCandidates != casework.FirstCandidatesDefault || p.Scale != casefile.AFTE.ID {
		t.Errorf("%+v, %v", p, err)
	}
}
