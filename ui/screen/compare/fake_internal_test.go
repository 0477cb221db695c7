package compare

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// fake is the services of the microscope in memory: two comparisons of one exhibit with the two candidates of a list. It withholds
// figures as the case does.
type fake struct {
	mu         sync.Mutex
	blind      bool // commit, then reveal
	shown      bool // the figures were asked for
	items      map[string]*casefile.ComparisonItem
	committed  []casefile.Commitment
	saved      [][]casefile.Annotation
	saveErr    error
	acts       []casefile.Act
	snapshots  []casefile.Snapshot
	pictures   []*image.RGBA // of the snapshots
	ahead      []string      // keys of candidates that were readied
	holdAhead  bool
	concluded  []string
	surfaceErr map[string]error
	hold       chan struct{} // the prepared surfaces wait for it where it is not nil
}

var (
	day  = time.Date(2026, 3, 4, 9, 30, 0, 0, time.Local) // as it is shown
	pose = imaging.Pose{AngleDeg: 10, TX: 30, TY: -20}
)

// bumps makes a surface with some relief and a hole in its middle.
var bumps = sync.OnceValue(func() *surface.Surface {
	const w, h, step = 120, 100, 25.0
	z := make([]float64, w*h)
	for i := range z {
		x, y := float64(i%w), float64(i/w)
		z[i] = 2*math.Sin(x/5)*math.Cos(y/7) + math.Sin(x*y/90)
		if math.Hypot(x-w/2, y-h/2) < 12 {
			z[i] = math.NaN()
		}
	}
	s, err := surface.New(w, h, step, step, z)
	if err != nil {
		panic(err)
	}
	return s
})

func newFake() *fake {
	code := func(c string) casefile.Code { return casefile.Code{State: casefile.Stated, Code: c} }
	class := casefile.Class{Calibre: code("9 mm Luger"), BreechFace: code("parallel"), FiringPin: code("hemispherical")}
	side := func(label string) casefile.Side {
		return casefile.Side{Exhibit: casefile.Exhibit{ID: "e-" + label, Label: label, Class: class},
			Capture: casefile.Capture{ID: "c-" + label, Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: "sha-" + label, Width: 120, Height: 100, Scale: casefile.Scale{X: 25, Y: 25}}}
	}
	r := imaging.Result{Method: imaging.MethodRegistered, Version: "3", Pose: &pose, Scores: []imaging.Score{{Name: imaging.ScoreRegistered, Value: 17}}}
	for i := range 4 {
		c := imaging.Cell{Row: 0, Col: i, Centre: imaging.Point{X: 400 + 500*float64(i), Y: 700}, SideX: 400, SideY: 400, Correlation: 0.9 - 0.2*float64(i), Comparable: true, Congruent: i < 3}
		c.Partner = pose.Apply(c.Centre)
		if !c.Congruent {
			c.Reason = imaging.ReasonCorrelation
		}
		r.CellsAB, r.CellsBA = append(r.CellsAB, c), append(r.CellsBA, c)
	}
	f := &fake{items: map[string]*casefile.ComparisonItem{}}
	for i, label := range []string{"K1", "K2"} {
		id := "k" + string(rune('1'+i))
		f.items[id] = &casefile.ComparisonItem{A: side("Q1"), B: side(label), Comparison: casefile.Comparison{ID: id, Number: i + 1, A: "c-Q1", B: "c-" + label,
			Default: imaging.ScoreRegistered, Results: []imaging.Result{r}, Created: day, Millis: 1500}}
	}
	return f
}

func (f *fake) isShown() bool { return !f.blind || f.shown || len(f.committed) > 0 }

func (f *fake) Comparison(_ context.Context, _, id string) (casefile.ComparisonItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, ok := f.items[id]
	if !ok {
		return casefile.ComparisonItem{}, errors.New("this comparison is not in the case")
	}
	k := *p
	if !f.isShown() {
		k.Comparison.Withheld = true
		k.Comparison.Results = []imaging.Result{{Method: imaging.MethodRegistered, Pose: &pose}}
	}
	return k, nil
}

func (f *fake) Examination(_ context.Context, _, id string) (casefile.Examination, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := casefile.Examination{ComparisonID: id, Blind: f.blind, Shown: f.isShown(), Snapshots: slices.Clone(f.snapshots), Exposed: []casefile.Exposure{casefile.ExposedPose}}
	if n := len(f.committed); n > 0 {
		e.Commitment = &f.committed[n-1]
	}
	if n := len(f.saved); n > 0 {
		e.Markup = casefile.Markup{Version: n, Annotations: f.saved[n-1]}
	}
	if k := f.items[id]; k != nil {
		e.Locked = k.Report != nil
	}
	return e, nil
}

func (f *fake) SaveMarkup(_ context.Context, _, id string, list []casefile.Annotation) (casefile.Markup, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.saveErr != nil {
		return casefile.Markup{}, f.saveErr
	}
	f.saved = append(f.saved, list)
	return casefile.Markup{ComparisonID: id, Version: len(f.saved), Annotations: list}, nil
}

func (f *fake) Commit(_ context.Context, _ string, v casefile.Commitment) (casefile.Commitment, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v.Scale, v.Blind, v.Created, v.Markup, v.Exposed = casefile.AFTE.ID, f.blind, day, len(f.saved), []casefile.Exposure{casefile.ExposedPose}
	f.committed = append(f.committed, v)
	return v, nil
}

func (f *fake) Note(_ context.Context, _ string, a casefile.Act) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acts = append(f.acts, a)
	f.shown = f.shown || a.Kind == casefile.ActRevealed
	return nil
}

func (f *fake) AddSnapshot(_ context.Context, _ string, n casefile.Snapshot, img *image.RGBA) (casefile.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := n.Scene.Check(); err != nil {
		return n, err
	}
	if img.Rect.Dx() != n.Scene.WidthPx || img.Rect.Dy() != n.Scene.HeightPx {
		return n, errors.New("the picture has another size than the scene")
	}
	n.Number, n.Created = len(f.snapshots)+1, day
	n.ID = "n" + string(rune('0'+n.Number))
	f.snapshots, f.pictures = append(f.snapshots, n), append(f.pictures, img)
	return n, nil
}

func (f *fake) ChooseSnapshot(_ context.Context, _, id string, inReport bool, caption string) (casefile.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.snapshots {
		if f.snapshots[i].ID == id {
			f.snapshots[i].InReport, f.snapshots[i].Caption = inReport, caption
			return f.snapshots[i], nil
		}
	}
	return casefile.Snapshot{}, errors.New("no such snapshot")
}

func (f *fake) SnapshotPicture(context.Context, string, string) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 320, 180)), nil
}

func (f *fake) prepared(ctx context.Context, id string) (*surface.Surface, error) {
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return bumps(), f.surfaceErr[id]
}

func (f *fake) SurfaceMasked(ctx context.Context, _, id, _ string) (*surface.Surface, error) {
	s, err := f.prepared(ctx, id)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (f *fake) Preview(_ context.Context, _, id string, _ int) (*surface.Surface, error) {
	if err := f.surfaceErr[id]; err != nil {
		return nil, err
	}
	return bumps(), nil
}

func (f *fake) RawSurface(context.Context, string, string) (*surface.Surface, error) {
	return bumps(), nil
}

func (f *fake) Photo(context.Context, string, string) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 120, 100)), nil
}

func (f *fake) Explain(_ context.Context, _, _ string, filters bool, _ casefile.Progress) (casefile.Explanation, error) {
	m := imaging.Map{SpacingX: 250, SpacingY: 250, W: 2, H: 2, Values: []float64{0.9, 0.1, math.NaN(), -0.2}}
	e := casefile.Explanation{Alignment: &imaging.Alignment{Pose: pose, Similarity: m, Difference: m, Overlap: 0.9, RMSUM: 0.4, AlikeUM: 0.5, Alike: 0.7}}
	for _, r := range []float64{0.4, 0.5} {
		for _, d := range []float64{60, 120} {
			e.Thresholds = append(e.Thresholds, imaging.RuleCount{Rule: imaging.Rule{MinR: r, WithinUM: d, WithinDeg: 3}, Count: 20*r + d/60, Own: r == 0.5 && d == 60})
		}
	}
	if filters {
		e.Filters = []imaging.FilterOutcome{{Setting: "as validated", Count: 17, Fraction: 0.7, Surface: 0.5}, {Setting: "cut-off 300 µm", Problem: "Too little is left."}}
	}
	return e, nil
}

func (f *fake) ScoreContext(_ context.Context, _, id string) (casefile.ScoreContext, error) {
	return casefile.ScoreContext{ComparisonID: id, Score: imaging.ScoreRegistered, Value: 17, HasValue: true, ReferenceSet: "Set 1", KM: 20, KNM: 190, BestKNM: 4, LowestKM: 9,
		KMQuantiles: []float64{9, 15, 22}, KNMQuantiles: []float64{0, 1, 4}, Headline: "No likelihood ratio is given.", Sentences: []string{"The set is too small."}}, nil
}

func (f *fake) BestFit(_ context.Context, _, _ string, side int, s casefile.Shape) (imaging.RegionFit, error) {
	at := pose
	if side == 1 {
		at = pose.Inverse()
	}
	return imaging.RegionFit{Best: &imaging.RegionPlace{Centre: at.Apply(s.Points[0]), Pose: at, Correlation: 0.83}}, nil
}

func (f *fake) ConclusionScale(context.Context, string) (casefile.ConclusionScale, error) {
	return casefile.AFTE, nil
}

func (f *fake) Conclude(_ context.Context, _, id, level, reason string) (casefile.Conclusion, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.concluded = append(f.concluded, level+": "+reason)
	c := casefile.Conclusion{ID: "s1", ComparisonID: id, Scale: casefile.AFTE.ID, Value: level, Reason: reason, Created: day}
	f.items[id].Conclusion = &c
	return c, nil
}

func (f *fake) Markup(_ context.Context, _, id string, version int) (casefile.Markup, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if version < 1 || version > len(f.saved) {
		return casefile.Markup{}, errors.New("no such version")
	}
	return casefile.Markup{ComparisonID: id, Version: version, Annotations: f.saved[version-1]}, nil
}

// PrefetchCandidate waits until it is cancelled where there is something to hold it.
func (f *fake) PrefetchCandidate(ctx context.Context, _, _, key string, _ casefile.MarkKind) error {
	f.mu.Lock()
	f.ahead = append(f.ahead, key)
	hold := f.holdAhead
	f.mu.Unlock()
	if !hold {
		return nil
	}
	<-ctx.Done()
	f.mu.Lock()
	f.ahead = append(f.ahead, "cancelled")
	f.mu.Unlock()
	return ctx.Err()
}

func (f *fake) Correlations(context.Context, string) ([]casefile.Correlation, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := casefile.Correlation{ID: "r1", GallerySize: 40, Withheld: !f.isShown()}
	for i, label := range []string{"K1", "K2"} {
		x := casefile.Candidate{Key: "key-" + label, Label: label, Marks: []casefile.CandidateMark{{Mark: casefile.BreechFace, OwnCaptureID: "c-Q1", CaptureID: "c-" + label, CaptureSHA256: "sha-" + label}}}
		if f.isShown() {
			x.Rank, x.Scores = i+1, []imaging.Score{{Name: imaging.ScoreRegistered, Value: 17}}
		}
		c.Candidates = append(c.Candidates, x)
	}
	return []casefile.Correlation{c}, nil
}

func (f *fake) CandidateThumbnail(context.Context, string, string, string, casefile.MarkKind, int) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 60, 60)), nil
}

func (f *fake) SetCandidateState(context.Context, string, string, string, casefile.CandidateState) error {
	return nil
}

func (f *fake) CompareCandidate(_ context.Context, _, _ string, key string, _ casefile.MarkKind, _ casefile.Progress) (casefile.Comparison, error) {
	return f.items[map[string]string{"key-K1": "k1", "key-K2": "k2"}[key]].Comparison, nil
}

// desk is a window with the screen in it.
type desk struct {
	t      *testing.T
	f      *fake
	s      *Screen
	tasks  *task.Runner
	said   []string // sentences across the window
	opened []string
	now    time.Time
	shell  *shell.Shell
	window fyne.Window
	views  Views
}

func open(t *testing.T, f *fake) *desk {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(uitheme.New(uitheme.Dark))
	d := &desk{t: t, f: f, tasks: task.New(true), now: day}
	d.window = test.NewTempWindow(t, nil)
	d.window.Resize(fyne.NewSize(1366, 768))
	d.shell = &shell.Shell{Tasks: d.tasks, Window: d.window, Say: func(_ widget.Tone, sentence string) { d.said = append(d.said, sentence) }, Key: func(*fyne.KeyEvent) {}}
	d.show("k1")
	return d
}

// show leaves the screen where there is one and opens another.
func (d *desk) show(id string) {
	d.t.Helper()
	if d.s != nil {
		d.s.Leave()
	}
	d.s = New(Params{Shell: d.shell, Service: d.f, CasePath: "/case", ComparisonID: id, Conclude: func(string) {},
		Opened: func(id string) { d.opened = append(d.opened, id) }, Now: func() time.Time { return d.now }, Views: &d.views})
	d.window.SetContent(d.s.Object())
	d.settle()
}

func (d *desk) settle() {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 20*time.Second)
	defer cancel()
	if err := d.tasks.Settle(ctx); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) key(k fyne.KeyName, m ...fyne.KeyModifier) {
	d.t.Helper()
	d.s.alone = palette.Deliberate{Tasks: d.tasks} // the last key was long ago
	mod := fyne.KeyModifier(0)
	for _, x := range m {
		mod |= x
	}
	if !d.s.Key(k, mod) {
		d.t.Errorf("the key %s means nothing", k)
	}
	d.settle()
}
