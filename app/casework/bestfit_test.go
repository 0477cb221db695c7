package casework_test

import (
	"bytes"
	"errors"
	"math"
	"path/filepath"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// shots imports two shots of one simulated firearm and compares them.
func shots(t *testing.T) (desk *casework.Desk, path string, k casefile.Comparison) {
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
	path = filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "26-1", Title: "Shots"}); err != nil {
		t.Fatal(err)
	}
	gun := synth.NewFirearm(7, synth.Params{})
	var captures [2]casefile.Capture
	for i, label := range []string{"Q1", "T1"} {
		var b bytes.Buffer
		if err := x3p.Encode(&b, synth.File(gun.Fire(uint64(i+1)), label)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), label+".x3p")
		write(t, file, b.String())
		captures[i] = importScan(t, desk, path, file, label)
	}
	if k, err = desk.Compare(t.Context(), path, captures[0].ID, captures[1].ID, nil); err != nil {
		t.Fatal(err)
	}
	return desk, path, k
}

// A region that a person draws on either side is found where the registration puts it.
func TestARegionIsSoughtOnTheOtherSpecimen(t *testing.T) {
	desk, path, k := shots(t)
	r, ok := k.Result(imaging.MethodRegistered)
	if !ok || r.Pose == nil {
		t.Fatal("the two shots were not registered")
	}
	for side, cells := range [][]imaging.Cell{r.CellsAB, r.CellsBA} {
		n := 0
		for _, c := range cells {
			if !c.Congruent || c.Correlation < 0.6 {
				continue
			}
			n++
			at := func(dx, dy float64) imaging.Point { return imaging.Point{X: c.Centre.X + dx, Y: c.Centre.Y + dy} }
			fit, err := desk.BestFit(t.Context(), path, k.ID, side, casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{c.Centre, at(300, 0), at(0, 300)}})
			if err != nil {
				t.Fatal(err)
			}
			if fit.Best == nil || fit.Registered == nil {
				t.Fatalf("side %d: %+v", side, fit)
			}
			if d := math.Hypot(fit.Best.Centre.X-fit.Registered.Centre.X, fit.Best.Centre.Y-fit.Registered.Centre.Y); d > 20 {
				t.Errorf("side %d, cell %d/%d: %.0f µm away from where the registration puts it (%+v, %+v)", side, c.Row, c.Col, d, *fit.Best, *fit.Registered)
			}
			if n == 3 {
				break
			}
		}
		if n == 0 {
			t.Errorf("side %d has no congruent cell", side)
		}
	}
	for name, s := range map[string]casefile.Shape{
		"an arrow":       {Kind: casefile.Arrow, Points: []imaging.Point{{X: 1000, Y: 1000}, {X: 1500, Y: 1500}}},
		"a speck":        {Kind: casefile.Brush, Points: []imaging.Point{{X: 1000, Y: 1000}}, WidthUM: 30},
		"outside of all": {Kind: casefile.Brush, Points: []imaging.Point{{X: -9000, Y: 0}}, WidthUM: 300},
	} {
		var said *casefile.Error
		if _, err := desk.BestFit(t.Context(), path, k.ID, 0, s); !errors.As(err, &said) || said.Do == "" {
			t.Errorf("%s gave %v, not a sentence", name, err)
		}
	}
}
