package ui_test

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// fake is a workstation's services in memory: one case with simulated exhibits. The function fields take the place of a
// call where a test wants something else to happen.
type fake struct {
	signed []casefile.Checkpoint
	said   descriptions
	masking
	keeping
	passing
	searching
	bulkwork
	staff
	verifying
	reporting
	signs
	mu          sync.Mutex
	cases       []casefile.CaseRef
	exhibits    []casefile.ExhibitItem
	comparisons []casefile.ComparisonItem
	past        []casefile.ConclusionItem
	reports     []casefile.ReportItem
	found       []casefile.Correlation
	profile     casefile.Profile
	scales      []casefile.ConclusionScale // that were added
	acts        []casefile.Act
	committed   []casefile.Commitment
	marks       []casefile.Annotation
	marked      int // version of the marks
	snapshots   []casefile.Snapshot
	context     *casefile.ScoreContext // nil where no reference set is installed
	opened      []string               // files and reports shown in the system's viewer

	onImport    func(ctx context.Context, files []string, o casefile.ImportOptions, p casefile.Progress) ([]casefile.ImportOutcome, error)
	onCorrelate func(ctx context.Context, o casefile.CorrelateOptions, p casefile.Progress) (casefile.Correlation, error)
	onConclude  func(level, reason string) error
	onCases     func() ([]casefile.CaseRef, error)
}

const casePath = "/home/examiner/Cases/26-0117"

var (
	day = time.Date(2026, 3, 4, 9, 30, 0, 0, time.UTC)
	// pose lays the middle of the grid some 60 µm beside the middle of the other.
	pose = imaging.Pose{AngleDeg: -24, TX: -336, TY: 606}
)

func stated(code string) casefile.Code { return casefile.Code{State: casefile.Stated, Code: code} }

func newFake() *fake {
	f := &fake{profile: casefile.Profile{Agency: "Central Laboratory", Examiner: "R. Marsh", Service: "127.0.0.1 (this computer)", Embedded: true,
		DataFolder: "/home/examiner/Cases", Signer: "Test identity of R. Marsh", TestIdentity: true}}
	class := casefile.Class{Calibre: stated("9 mm Luger"), BreechFace: stated("parallel"), FiringPin: stated("hemispherical"),
		EjectorClock: casefile.ClockPositions.Encode("8"), ExtractorClock: casefile.Code{State: casefile.NotVisible}}
	add := func(label string, o casefile.Origin, event string, captures int) {
		e := casefile.ExhibitItem{
			Exhibit: casefile.Exhibit{ID: "e-" + label, Label: label, Kind: casefile.KindCartridgeCase, Origin: o, Class: class},
			Event:   casefile.Event{Label: event, Date: "2026-03-01"},
		}
		for i := range captures {
			mark := casefile.BreechFace
			if i > 0 {
				mark = casefile.FiringPin
			}
			e.Captures = append(e.Captures, casefile.Capture{
				ID: "c-" + label + string(rune('1'+i)), ExhibitID: e.Exhibit.ID, Mark: mark, Kind: casefile.Topography,
				FileName: label + "-" + string(mark) + ".x3p", Width: 420, Height: 400, Scale: casefile.Scale{X: 6.25, Y: 6.25, Source: "file"},
				Instrument: casefile.Instrument{Maker: "Simulated", Model: "confocal"}, Synthetic: true,
			})
		}
		f.exhibits = append(f.exhibits, e)
	}
	add("Q1", casefile.Questioned, "Harbour Street", 2)
	add("Q2", casefile.Questioned, "Harbour Street", 1)
	add("K1-1", casefile.Known, "Test fire of pistol 4", 1)
	add("K1-2", casefile.Known, "Test fire of pistol 4", 1)
	f.exhibits[1].Captures[0].Warnings = []string{"The file's checksum does not agree with its data: ask for the file again."}
	f.cases = []casefile.CaseRef{
		{Path: casePath, Case: casefile.Case{Number: "DEMO-1", Title: "Two shootings, one pistol", Agency: "Central Laboratory", Created: day}, Exhibits: 4, Captures: 5, Comparisons: 1, Demo: true},
		{Path: "/home/examiner/Cases/26-0098", Case: casefile.Case{Number: "26-0098", Title: "Car park, Mill Lane", Agency: "Central Laboratory", Created: day}, Exhibits: 2, Captures: 2},
		{Path: "/media/stick/old", Problem: "The case folder is not there any more: connect the drive it is on."},
	}
	f.found = []casefile.Correlation{correlation()}
	f.comparisons = []casefile.ComparisonItem{{
		Comparison: comparison(), A: casefile.Side{Exhibit: f.exhibits[0].Exhibit, Capture: f.exhibits[0].Captures[0]},
		B: casefile.Side{Exhibit: f.exhibits[2].Exhibit, Capture: f.exhibits[2].Captures[0]},
	}}
	return f
}

func correlation() casefile.Correlation {
	c := casefile.Correlation{ID: "r1", ExhibitID: "e-Q1", Service: "127.0.0.1 (this computer)", GallerySize: 118, AsOf: day, Method: imaging.MethodRegistered, Version: "1"}
	for i, v := range []float64{31, 4.5, 3, 2, 2, 1.5, 1, 1, 0} {
		scores := []imaging.Score{{Name: imaging.ScoreRegistered, Value: v}, {Name: imaging.ScoreSurface, Value: 0.05 + v/60}}
		c.Candidates = append(c.Candidates, casefile.Candidate{
			Key: "k" + string(rune('1'+i)), Rank: i + 1, Agency: "Northern Police", ExhibitID: "x", Label: "K" + string(rune('1'+i)) + "-1", CaseRef: "N-2025-44" + string(rune('0'+i)),
			Marks: []casefile.CandidateMark{{Mark: casefile.BreechFace, CaptureID: "c-K1-11", OwnCaptureID: "c-Q11", Scores: scores}},
			Class: casefile.Class{Calibre: stated("9 mm Luger"), BreechFace: stated("parallel")}, Synthetic: true, Scores: scores,
		})
	}
	return c
}

func comparison() casefile.Comparison {
	r := imaging.Result{Method: imaging.MethodRegistered, Version: "1", Pose: &pose, Scores: []imaging.Score{
		{Name: imaging.ScoreRegistered, Value: 31}, {Name: imaging.ScoreRegisteredFraction, Value: 0.94}}}
	for row := range 6 {
		for col := range 6 {
			centre := imaging.Point{X: 220 + 437*float64(col), Y: 210 + 416*float64(row)}
			if math.Hypot(centre.X-1312, centre.Y-1250) > 1150 || math.Hypot(centre.X-1312, centre.Y-1250) < 330 {
				continue
			}
			c := imaging.Cell{Row: row, Col: col, Centre: centre, SideX: 437, SideY: 416, Partner: pose.Apply(centre), AngleDeg: pose.AngleDeg,
				Correlation: 0.8, Overlap: 0.9, Comparable: true, Congruent: true}
			if row == 1 && col == 4 || row == 4 && col == 1 {
				c.Congruent, c.Reason, c.Correlation = false, imaging.ReasonCorrelation, 0.3
			}
			r.CellsAB = append(r.CellsAB, c)
			r.CellsBA = append(r.CellsBA, c)
		}
	}
	return casefile.Comparison{ID: "k1", Number: 1, A: "c-Q11", B: "c-K1-11", Default: imaging.ScoreRegistered, Results: []imaging.Result{
		r, {Method: imaging.MethodOriginal, Scores: []imaging.Score{{Name: imaging.ScoreOriginal, Value: 18}}},
		{Method: imaging.MethodSurface, Scores: []imaging.Score{{Name: imaging.ScoreSurface, Value: 0.57}}}}, Millis: 420, Created: day}
}

// relief makes a breech face: fine scratches that only this seed has, a firing-pin hole, nothing outside the round. B is
// the same face seen in the pose's frame, so that aligned they agree.
var relief = sync.OnceValue(func() (s [2]*surface.Surface) {
	const w, h, step = 420, 400, 6.25
	rng := rand.New(rand.NewPCG(7, 11))
	type wave struct{ kx, ky, phase, amp float64 }
	waves := []wave{}
	for range 60 {
		k := 2 * math.Pi / (30 + 170*rng.Float64())
		a := 0.35 + 0.25*rng.NormFloat64()
		waves = append(waves, wave{k * math.Cos(a), k * math.Sin(a), 2 * math.Pi * rng.Float64(), 0.2 + 0.5*rng.Float64()})
	}
	height := func(p imaging.Point) float64 {
		d := math.Hypot(p.X-1312, p.Y-1250)
		if d > 1180 || d < 330 {
			return math.NaN()
		}
		z := 0.0
		for _, v := range waves {
			z += v.amp * math.Sin(v.kx*p.X+v.ky*p.Y+v.phase)
		}
		return z
	}
	for i := range s {
		z := make([]float64, w*h)
		for y := range h {
			for x := range w {
				p := imaging.Point{X: float64(x) * step, Y: float64(y) * step}
				if i == 1 {
					p = pose.Inverse().Apply(p)
				}
				z[y*w+x] = height(p)
			}
		}
		sf, err := surface.New(w, h, step, step, z)
		if err != nil {
			panic(err)
		}
		s[i] = sf
	}
	return s
})

func (f *fake) Cases(context.Context) ([]casefile.CaseRef, error) {
	if f.onCases != nil {
		return f.onCases()
	}
	return f.cases, nil
}

func (f *fake) CreateCase(_ context.Context, c casefile.NewCase) (casefile.CaseRef, error) {
	return casefile.CaseRef{Path: casePath, Case: casefile.Case{Number: c.Number, Title: c.Title}}, nil
}

func (f *fake) OpenCase(_ context.Context, path string) (casefile.CaseRef, error) {
	if path != casePath {
		return casefile.CaseRef{}, &casefile.Error{Code: casefile.NotFound, What: "There is no case in " + path, Do: "Choose the folder that holds case.db"}
	}
	return f.cases[0], nil
}

func (f *fake) Case(context.Context, string) (casefile.CaseRef, error) { return f.cases[0], nil }

func (f *fake) Exhibits(context.Context, string) ([]casefile.ExhibitItem, error) {
	return f.exhibits, nil
}

func (f *fake) Comparisons(context.Context, string) ([]casefile.ComparisonItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.comparisons), nil
}

func (f *fake) Reports(context.Context, string) ([]casefile.ReportItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reports, nil
}

func (f *fake) Thumbnail(_ context.Context, _, captureID string, side int) (*image.RGBA, error) {
	i := 0
	if captureID != "c-Q11" {
		i = 1
	}
	return render.Thumbnail(relief()[i], side), nil
}

func (f *fake) Import(ctx context.Context, _ string, files []string, o casefile.ImportOptions, p casefile.Progress) ([]casefile.ImportOutcome, error) {
	return f.onImport(ctx, files, o, p)
}

func (f *fake) Describe(_ context.Context, _, id string, class casefile.Class, _ string) (casefile.Exhibit, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.exhibits {
		if f.exhibits[i].Exhibit.ID == id {
			f.exhibits[i].Exhibit.Class = class
			return f.exhibits[i].Exhibit, nil
		}
	}
	return casefile.Exhibit{}, errors.New("no such exhibit")
}

func (f *fake) Correlate(ctx context.Context, _, _ string, o casefile.CorrelateOptions, p casefile.Progress) (casefile.Correlation, error) {
	if f.onCorrelate != nil {
		return f.onCorrelate(ctx, o, p)
	}
	return f.found[0], nil
}

func (f *fake) Compare(context.Context, string, string, string, casefile.Progress) (casefile.Comparison, error) {
	return f.comparisons[0].Comparison, nil
}

func (f *fake) VerifyCase(context.Context, string, casefile.Progress) (casefile.Verdict, error) {
	return casefile.Verdict{OK: true, Sentences: []string{"The case is whole.", "5 originals agree with their hashes."}}, nil
}

func (f *fake) OpenReport(_ context.Context, _, id string) error {
	return f.OpenFile(context.Background(), id)
}

func (f *fake) Correlations(context.Context, string) ([]casefile.Correlation, error) {
	return f.found, nil
}

func (f *fake) CandidateThumbnail(_ context.Context, _, _, _ string, _ casefile.MarkKind, side int) (*image.RGBA, error) {
	return render.Thumbnail(relief()[1], side), nil
}

func (f *fake) SetCandidateState(context.Context, string, string, string, casefile.CandidateState) error {
	return nil
}

func (f *fake) Note(_ context.Context, _ string, a casefile.Act) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acts = append(f.acts, a)
	return nil
}

func (f *fake) Commit(_ context.Context, _ string, c casefile.Commitment) (casefile.Commitment, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.comparisons[0].Comparison.Withheld = false
	f.committed = append(f.committed, c)
	return c, nil
}

func (f *fake) CompareCandidate(context.Context, string, string, string, casefile.MarkKind, casefile.Progress) (casefile.Comparison, error) {
	return f.comparisons[0].Comparison, nil
}

func (f *fake) Comparison(_ context.Context, _, id string) (casefile.ComparisonItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.comparisons {
		if k.Comparison.ID == id {
			return k, nil
		}
	}
	return casefile.ComparisonItem{}, &casefile.Error{Code: casefile.NotFound, What: "This comparison is not in the case", Do: "Choose one from the case"}
}

func (f *fake) Surface(_ context.Context, _, captureID string) (*surface.Surface, error) {
	if captureID == "c-Q11" {
		return relief()[0], nil
	}
	return relief()[1], nil
}

func (f *fake) Photo(context.Context, string, string) (*image.RGBA, error) {
	return nil, errors.New("no photographs here")
}

func (f *fake) ConclusionScale(context.Context, string) (casefile.ConclusionScale, error) {
	return casefile.AFTE, nil
}

func (f *fake) Conclusions(context.Context, string, string) ([]casefile.ConclusionItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.past, nil
}

func (f *fake) Conclude(_ context.Context, _, id, level, reason string) (casefile.Conclusion, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.onConclude != nil {
		if err := f.onConclude(level, reason); err != nil {
			return casefile.Conclusion{}, err
		}
	}
	c := casefile.Conclusion{ID: "s1", ComparisonID: id, Scale: casefile.AFTE.ID, Value: level, Reason: reason, Created: day}
	f.comparisons[0].Conclusion = &c
	f.past = append([]casefile.ConclusionItem{{Conclusion: c, ByName: "R. Marsh"}}, f.past...)
	return c, nil
}

func (f *fake) OpenFile(_ context.Context, file string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, file)
	return nil
}

func (f *fake) Profile(context.Context) (casefile.Profile, error) { return f.profile, nil }

func (f *fake) SetProfile(_ context.Context, p casefile.Profile) error { f.profile = p; return nil }

func (f *fake) Scales(context.Context) ([]casefile.ConclusionScale, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append(casefile.Scales(), f.scales...), nil
}

func (f *fake) AddScale(_ context.Context, file string) (casefile.ConclusionScale, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, err := os.ReadFile(file)
	if err != nil {
		return casefile.ConclusionScale{}, err
	}
	s, err := casefile.ParseScale(data)
	if err == nil {
		f.scales = append(f.scales, s)
	}
	return s, err
}
