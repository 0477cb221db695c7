// Package storetest makes small cases for tests: real folders, a clock that ticks, and one of everything.
package storetest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
)

// Start is the time at which the clock of Clock begins.
var Start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// Clock returns a clock that is one second later each time it is read.
func Clock() func() time.Time {
	var mu sync.Mutex
	now := Start
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// New makes a case in a temporary folder and closes it when the test ends.
func New(t testing.TB) (*store.Store, casefile.Person) {
	t.Helper()
	s, err := store.Create(t.Context(), t.TempDir(), casefile.Case{Number: "2026-17", Title: "Test", Agency: "Laboratory"},
		casefile.Person{Name: "A. Examiner", Role: "examiner", Agency: "Laboratory"}, store.Options{Now: Clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, people[0]
}

// Put stores content as an original and returns a capture of it.
func Put(t testing.TB, s *store.Store, content string) casefile.Capture {
	t.Helper()
	sha, size, err := s.Originals().Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return casefile.Capture{Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: sha, Size: size,
		FileName: "scan.x3p", MediaType: "model/x3p", Width: 3, Height: 2, Scale: casefile.Scale{X: 3.125, Y: 3.125, Source: "file"},
		Instrument: casefile.Instrument{Maker: "Maker", Serial: "7"}, Synthetic: true, Warnings: []string{"wrong checksum"}}
}

// PutMask stores a region of a capture that Put made, on from the column x, and returns a proposed mask of it.
func PutMask(t testing.TB, s *store.Store, c casefile.Capture, x int) casefile.Mask {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, c.Width, c.Height))
	points := 0
	for row := range c.Height {
		for col := x; col < c.Width; col++ {
			img.SetGray(col, row, color.Gray{Y: 255})
			points++
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	sha, _, err := s.Originals().Put(t.Context(), &b)
	if err != nil {
		t.Fatal(err)
	}
	return casefile.Mask{CaptureID: c.ID, Origin: casefile.MaskProposed, SHA256: sha, Points: points}
}

// Full is what Fill put into a case.
type Full struct {
	Event        casefile.Event
	Exhibits     [2]casefile.Exhibit
	Captures     [2]casefile.Capture
	Masks        [2]casefile.Mask // of the first capture; the second was painted from the first
	Comparison   casefile.Comparison
	Markup       casefile.Markup
	Snapshot     casefile.Snapshot   // chosen for the report
	Commitment   casefile.Commitment // before the conclusions
	Act          casefile.Act
	Conclusions  [2]casefile.Conclusion // the second supersedes the first
	Report       casefile.IssuedReport  // on the second
	Correlation  casefile.Correlation
	Passage      casefile.Passage
	Custody      casefile.CustodyEvent // of the second exhibit
	Verification casefile.Verification // of the second conclusion, by two more people
	Own          casefile.Comparison   // the verifier's
	Checkpoint   casefile.Checkpoint   // before the last two records
	Second       casefile.Event        // of the second exhibit, since its second version
	Documents    [3]casefile.Document
	Hit          casefile.Hit // withdrawn
}

// Key signs checkpoints in tests; everybody knows it.
func Key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) }

// Fill puts one of everything into the case, two where something refers to another of its kind.
func Fill(t testing.TB, s *store.Store, by string) Full {
	t.Helper()
	ctx := t.Context()
	var f Full
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who, err := s.Person(ctx, by)
	must(err)
	must(s.Acting(ctx, who, "a.examiner"))
	f.Event, err = s.AddEvent(ctx, by, casefile.Event{Label: "Scene 1", Kind: "recovery", Date: "2026-01-01", Place: "Quay"})
	must(err)
	for i := range 2 {
		e := casefile.Exhibit{Label: fmt.Sprintf("A%d", i+1), Kind: casefile.KindCartridgeCase, EventID: f.Event.ID,
			Class: casefile.Class{Calibre: casefile.Code{State: casefile.Stated, Code: "9x19", AsSeen: "9 mm Luger"}}}
		var cs []casefile.Capture
		f.Exhibits[i], cs, err = s.Import(ctx, by, e, []casefile.Capture{Put(t, s, fmt.Sprint("surface ", i))})
		must(err)
		f.Captures[i] = cs[0]
	}
	f.Masks[0], err = s.AddMask(ctx, by, PutMask(t, s, f.Captures[0], 0))
	must(err)
	painted := PutMask(t, s, f.Captures[0], 1)
	painted.Origin, painted.Parent, painted.Reason = casefile.MaskPainted, f.Masks[0].ID, "drag mark taken out"
	f.Masks[1], err = s.AddMask(ctx, by, painted)
	must(err)
	f.Comparison, err = s.AddComparison(ctx, by, casefile.Comparison{A: f.Captures[0].ID, B: f.Captures[1].ID, MaskA: f.Masks[1].ID,
		Default: imaging.ScoreHigh, Results: []imaging.Result{{Method: imaging.MethodHigh, Version: "1",
			Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: 17}}, Pose: &imaging.Pose{AngleDeg: 3, TX: 1.5, TY: -2}}},
		Params: []casefile.Param{{Name: "cell", Value: "450", Unit: "µm"}}, Software: []string{"test 1"}, Millis: 12})
	must(err)
	f.look(t, s, by)
	f.Conclusions[0], err = s.AddConclusion(ctx, by, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: casefile.AFTE.ID,
		Value: "inconclusive-a", Reason: "few cells"})
	must(err)
	f.Conclusions[1], err = s.AddConclusion(ctx, by, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: casefile.AFTE.ID,
		Value: "identification", Reason: "seen again under other light", Supersedes: f.Conclusions[0].ID, AsOf: &casefile.AFTE})
	must(err)
	f.report(t, s, by)
	f.Correlation, err = s.AddCorrelation(ctx, by, casefile.Correlation{ExhibitID: f.Exhibits[0].ID, Service: "embedded",
		GallerySize: 40, AsOf: Start, Method: imaging.MethodHigh, Version: "1", Candidates: []casefile.Candidate{
			{Rank: 1, Agency: "Other", ExhibitID: "x", Label: "B1"}, {Rank: 2, Agency: "Other", ExhibitID: "y", Label: "B2"}},
		LeftOut: []casefile.LeftOut{{Agency: "Other", ExhibitID: "z", Label: "B3", Reason: "Its class characteristics differ.", Stage: casefile.StageClass}},
		Stages:  []casefile.SearchStage{{Stage: casefile.StageClass, Mark: casefile.BreechFace, Recordings: 3, LeftOut: 1}}, Everything: true})
	must(err)
	must(s.SetCandidateState(ctx, by, f.Correlation.ID, 2, casefile.Viewed))
	must(s.SetCandidateState(ctx, by, f.Correlation.ID, 2, casefile.Dismissed))
	f.Custody = BookIn(t, s, who, f.Exhibits[1].ID)
	f.verify(t, s, by)
	f.describe(t, s, by)
	f.Checkpoint, err = s.SignCheckpoint(ctx, by, Key(), "on demand")
	must(err)
	_, err = s.Countersign(ctx, by, casefile.Countersignature{Checkpoint: f.Checkpoint.ID, CMS: About(f.Checkpoint), Signer: "CN=A. Examiner", Certificate: strings.Repeat("c", 64)})
	must(err)
	_, err = s.StampCheckpoint(ctx, by, casefile.CheckpointStamp{Checkpoint: f.Checkpoint.ID, Token: About(f.Checkpoint), At: Start, Service: "CN=Clock"})
	must(err)
	paper, _, err := s.Originals().Put(ctx, strings.NewReader("{}"))
	must(err)
	f.Passage, err = s.AddPassage(ctx, by, casefile.Passage{Kind: casefile.PackageOut, PackageID: "P-1", PackageKind: "case", SHA256: paper,
		ManifestSHA256: paper, Files: []casefile.PassageFile{{Name: "manifest.json", SHA256: paper}}}, casefile.PassageFacts{By: "A. Examiner", Recipients: []string{"age1"}})
	must(err)
	must(s.SetSetting(ctx, by, "language", "en"))
	must(s.NoteViewed(ctx, by, "comparison", f.Comparison.ID))
	return f
}

// putText keeps a text like an original and returns its hash.
func putText(t testing.TB, s *store.Store, text string) string {
	t.Helper()
	sha, _, err := s.Originals().Put(t.Context(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return sha
}

// About is what a signature and a time stamp of a checkpoint have in common, and all that package store and the checker look at: the
// digest of its note as an OCTET STRING.
func About(k casefile.Checkpoint) []byte {
	sum := sha256.Sum256([]byte(k.Note))
	return append([]byte{0x04, sha256.Size}, sum[:]...)
}

// Scene is a state of the microscope.
func Scene() casefile.Scene {
	side := casefile.SceneSide{Centre: imaging.Point{X: 100, Y: 50}, Filtered: true, Colour: "relief", Azimuth: 315, Elevation: 45, Stretch: 1}
	return casefile.Scene{Mode: "split", Divider: "vertical", SplitAt: 0.5, Linked: true, Opacity: 0.5, UMPerPx: 3.125, WidthPx: 8, HeightPx: 4,
		Sides: [2]casefile.SceneSide{side, side}}
}

// look puts an examination of the comparison into the case.
func (f *Full) look(t testing.TB, s *store.Store, by string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	shape := casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 1, Y: 2}, {X: 3, Y: 2}, {X: 1, Y: 4}}}
	var err error
	f.Markup, err = s.AddMarkup(ctx, by, f.Comparison.ID, []casefile.Annotation{{Likeness: casefile.Similar,
		Character: casefile.IndividualCharacter, Text: "three ridges", A: &shape, B: &shape}})
	must(err)
	sha, _, err := s.Originals().Put(ctx, strings.NewReader("\x89PNG of a scene"))
	must(err)
	taken, err := s.AddSnapshot(ctx, by, casefile.Snapshot{ComparisonID: f.Comparison.ID, Caption: "first", Scene: Scene(), SHA256: sha})
	must(err)
	f.Snapshot, err = s.ChooseSnapshot(ctx, by, taken.ID, true, "Ridges at four o'clock")
	must(err)
	f.Commitment, err = s.AddCommitment(ctx, by, casefile.Commitment{ComparisonID: f.Comparison.ID, Scale: casefile.AFTE.ID,
		Value: "inconclusive-a", Reason: "few ridges", Exposed: []casefile.Exposure{casefile.ExposedPose}, Blind: true, AsOf: &casefile.AFTE})
	must(err)
	f.Act, err = s.AddAct(ctx, by, casefile.Act{Kind: casefile.ActViewedComparison, Subject: f.Comparison.ID, Seconds: 42,
		Exposed: []casefile.Exposure{casefile.ExposedPose}})
	must(err)
}
