package casework_test

import (
	"bytes"
	"errors"
	"image/png"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// album is a case with photographs: reliefs of simulated shots under one light, which have the marks but not the gloss of photographs.
type album struct {
	t    *testing.T
	desk *casework.Desk
	path string
}

func newAlbum(t *testing.T) album {
	t.Helper()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	})
	desk.Use(atOnce)
	a := album{t, desk, filepath.Join(t.TempDir(), "case")}
	if _, err := desk.CreateCaseAt(t.Context(), a.path, casefile.NewCase{Number: "26-1", Title: "Photographs"}); err != nil {
		t.Fatal(err)
	}
	return a
}

const photoSpacing = 6.25 // µm per pixel, that of the simulated scans

// photo imports a photograph of a shot; scaleUM 0 is not known.
func (a album) photo(gun *synth.Firearm, shot uint64, label string, scaleUM float64) casefile.Capture {
	a.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, render.Relief(gun.Fire(shot), render.DefaultLight)); err != nil {
		a.t.Fatal(err)
	}
	return a.add(label+".png", b.String(), casefile.ImportOptions{ExhibitLabel: label, ScaleUM: scaleUM, AcceptUnknownScale: scaleUM == 0})
}

func (a album) scan(gun *synth.Firearm, shot uint64, label string) casefile.Capture {
	a.t.Helper()
	var b bytes.Buffer
	if err := x3p.Encode(&b, synth.File(gun.Fire(shot), label)); err != nil {
		a.t.Fatal(err)
	}
	return a.add(label+".x3p", b.String(), casefile.ImportOptions{ExhibitLabel: label})
}

func (a album) add(name, content string, o casefile.ImportOptions) casefile.Capture {
	a.t.Helper()
	file := filepath.Join(a.t.TempDir(), name)
	write(a.t, file, content)
	o.Mark, o.Kind, o.Origin = casefile.BreechFace, casefile.KindCartridgeCase, casefile.Questioned
	done, err := a.desk.Import(a.t.Context(), a.path, []string{file}, o, nil)
	if err == nil {
		err = done[0].Err
	}
	if err != nil {
		a.t.Fatal(err)
	}
	return done[0].Capture
}

// compare stores the comparison and returns it as it is read back.
func (a album) compare(x, y casefile.Capture) casefile.ComparisonItem {
	a.t.Helper()
	k, err := a.desk.Compare(a.t.Context(), a.path, x.ID, y.ID, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	item, err := a.desk.Comparison(a.t.Context(), a.path, k.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	return item
}

func flat() synth.Params { return synth.Params{TiltUM: -1, BulgeUM: -1} }

func TestPhotographsOfOneMarkAreRegisteredInACase(t *testing.T) {
	a, gun := newAlbum(t), synth.NewFirearm(3, flat())
	truth := gun.TruePose(1, 2)
	centre := imaging.Point{X: 272 * photoSpacing, Y: 272 * photoSpacing}
	want := truth.Apply(centre)
	off := func(p imaging.Point) float64 { return math.Hypot(p.X-want.X, p.Y-want.Y) }

	known := a.compare(a.photo(gun, 1, "Q1", photoSpacing), a.photo(gun, 2, "T1", photoSpacing))
	r, ok := known.Comparison.Result(imaging.MethodPhotographs)
	if !ok || len(known.Comparison.Results) != 1 || r.Pose == nil || r.PhotoPose != nil {
		t.Fatalf("photographs with a scale gave %+v", known.Comparison.Results)
	}
	if d := off(r.Pose.Apply(centre)); d > 30 || math.Abs(r.Pose.AngleDeg-truth.AngleDeg) > 1 {
		t.Errorf("registered %.0f µm off: %+v, want %+v", d, *r.Pose, truth)
	}
	if known.Pair() != casefile.TwoPhotographs || known.Comparison.Default != "" || len(r.CellsAB)+len(r.CellsBA) > 0 {
		t.Errorf("the comparison of photographs has a score that decides, or cells: %+v", known.Comparison)
	}
	for _, s := range r.Scores {
		if !strings.HasPrefix(s.Name, "photographs_") {
			t.Errorf("photographs have the score %q", s.Name)
		}
	}

	// The first has no scale: no µm, but the same place.
	unknown := a.compare(a.photo(gun, 3, "Q2", 0), a.photo(gun, 4, "T2", photoSpacing))
	r, _ = unknown.Comparison.Result(imaging.MethodPhotographs)
	if r.Pose != nil || r.PhotoPose == nil {
		t.Fatalf("photographs without a scale gave %+v", r)
	}
	truth = gun.TruePose(3, 4)
	want = truth.Apply(centre)
	width := 545 * photoSpacing
	p := r.PhotoPose.Apply(imaging.Point{X: centre.X / width, Y: centre.Y / width})
	if d := off(imaging.Point{X: p.X * width, Y: p.Y * width}); d > 40 || math.Abs(r.PhotoPose.AngleDeg-truth.AngleDeg) > 1 || math.Abs(r.PhotoPose.Magnify-1) > 0.01 {
		t.Errorf("registered %.0f µm off: %+v, want %+v", d, *r.PhotoPose, truth)
	}
}

func TestPhotographsThatDoNotAgreeHaveNoPose(t *testing.T) {
	a := newAlbum(t)
	k := a.compare(a.photo(synth.NewFirearm(3, flat()), 1, "Q1", photoSpacing), a.photo(synth.NewFirearm(4, flat()), 1, "Q2", photoSpacing))
	r, ok := k.Comparison.Result(imaging.MethodPhotographs)
	if !ok || r.Pose != nil || r.PhotoPose != nil || len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "No trustworthy registration") {
		t.Errorf("photographs of two firearms gave %+v", r)
	}
	if v := r.Score(imaging.ScorePhotoTrust); !(v < 3) {
		t.Errorf("and a trust of %g", v)
	}
}

func TestATopographyBesideAPhotographIsStoredAndNothingIsComputed(t *testing.T) {
	a, gun := newAlbum(t), synth.NewFirearm(5, flat())
	scan, picture := a.scan(gun, 1, "Q1"), a.photo(gun, 2, "T1", photoSpacing)
	for _, pair := range [][2]casefile.Capture{{scan, picture}, {picture, scan}} {
		k := a.compare(pair[0], pair[1])
		if k.Pair() != casefile.TopographyAndPhotograph || len(k.Comparison.Results) != 0 || k.Comparison.Default != "" {
			t.Errorf("a topography beside a photograph gave %+v", k.Comparison)
		}
		e, err := a.desk.Explain(t.Context(), a.path, k.Comparison.ID, true, nil)
		if err != nil || e.Alignment != nil || len(e.Thresholds)+len(e.Filters) > 0 {
			t.Errorf("it is explained by %+v, %v", e, err)
		}
		var said *casefile.Error
		region := casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: 800, Y: 1700}}, WidthUM: 600}
		if _, err := a.desk.BestFit(t.Context(), a.path, k.Comparison.ID, 0, region); !errors.As(err, &said) {
			t.Errorf("a region was sought on it: %v", err)
		}
	}
	if v, err := a.desk.VerifyCase(t.Context(), a.path, nil); err != nil || !v.OK {
		t.Errorf("the case verifies as %+v, %v", v, err)
	}
}
