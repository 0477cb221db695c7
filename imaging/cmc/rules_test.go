package cmc

import (
	"math"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/register"
)

var published = Exhaustive{FromDeg: -6, ToDeg: 6, StepDeg: 3, RegionSides: 3, MinOverlap: 0.25,
	MinR: 0.5, WithinUM: 125, WithinDeg: 6, HighTau: 1, HighSpanDeg: 6}

// table is a hand-made outcome: 3×3 cells at −6 … 6°, all placed at (10, 20) µm with r = 0.4.
func table() *Table {
	f := filter.NewField(60, 60, 12.5, 12.5, 0, 0)
	for i := range f.M {
		f.M[i] = 1
	}
	g := NewGrid(register.NewImage(f), 3, 3, 0.85)
	t := &Table{a: g, b: g, degs: []float64{-6, -3, 0, 3, 6}}
	for range t.degs {
		row := make([]Placement, 9)
		for i := range row {
			row[i] = Placement{OK: true, R: 0.4, Overlap: 1, DX: 10, DY: 20}
		}
		t.at = append(t.at, row)
	}
	return t
}

func TestOriginalRule(t *testing.T) {
	tab := table()
	for i := range 6 { // six cells agree at 0°
		tab.at[2][i].R = 0.8
	}
	tab.at[2][1].DX = 10 + 125   // just within
	tab.at[2][2].DX = 10 + 125.1 // just beyond
	tab.at[4][3].R = 0.9         // at 6°: just within
	cells := published.Original(tab)
	want := []imaging.Reason{"", "", imaging.ReasonShift, "", "", "", imaging.ReasonCorrelation, imaging.ReasonCorrelation, imaging.ReasonCorrelation}
	for i, c := range cells {
		if c.Reason != want[i] || c.Congruent != (want[i] == "") {
			t.Errorf("cell %d: %q, want %q", i, c.Reason, want[i])
		}
	}
	if cells[3].AngleDeg != 6 || cells[0].AngleDeg != 0 {
		t.Errorf("rotations %g and %g, want 6 and 0", cells[3].AngleDeg, cells[0].AngleDeg)
	}
}

func TestHighRule(t *testing.T) {
	tab := table()
	for i := range 6 {
		tab.at[2][i].R = 0.8
	}
	for i := range 5 { // 3° has one cell fewer, and one that 0° has not
		tab.at[3][i+2].R = 0.7
	}
	cells, ok := published.High(tab)
	if n := imaging.Congruent(cells); !ok || n != 7 {
		t.Errorf("%d cells (%v), want the 7 of both rotations", n, ok)
	}
	for i := range 6 { // as many again 9° away: no common rotation
		tab.at[0][i].R = 0.8
	}
	if cells, ok = published.High(tab); ok || imaging.Congruent(cells) != 0 || cells[0].Reason != imaging.ReasonNoConsensus {
		t.Errorf("rotations 9° apart were accepted: %v, %q", ok, cells[0].Reason)
	}
}

func TestHighRuleWithoutAnyCell(t *testing.T) {
	if cells, ok := published.High(table()); ok || imaging.Congruent(cells) != 0 {
		t.Error("cells that do not correlate were counted")
	}
}

func TestRegisteredAgreement(t *testing.T) {
	p := Registered{MinR: 0.5, WithinUM: 40, WithinDeg: 6}
	cells, places := make([]imaging.Cell, 7), make([]found, 7)
	for i := range places {
		cells[i].Comparable = true
		places[i] = found{ok: true, r: 0.7, dx: 5, dy: 5}
	}
	places[4].dx, places[5].r, cells[6].Comparable = 60, 0.49, false
	p.agree(cells, places)
	for i, want := range []imaging.Reason{"", "", "", "", imaging.ReasonShift, imaging.ReasonCorrelation, ""} {
		if cells[i].Reason != want || cells[i].Congruent != (i < 4) {
			t.Errorf("cell %d: %q, congruent %v", i, cells[i].Reason, cells[i].Congruent)
		}
	}
}

// TestFit: cells of both directions that lie exactly on a pose give it back.
func TestFit(t *testing.T) {
	want := imaging.Pose{AngleDeg: 178, TX: 300, TY: -120}
	var ab, ba []imaging.Cell
	for i := range 6 {
		p := imaging.Point{X: float64(i%3) * 400, Y: float64(i/3) * 500}
		// Every cell says its rotation only to 3°.
		ab = append(ab, imaging.Cell{Centre: p, Partner: want.Apply(p), AngleDeg: []float64{177, 180, -180}[i%3], Congruent: true})
		q := want.Inverse()
		ba = append(ba, imaging.Cell{Centre: p, Partner: q.Apply(p), AngleDeg: -177, Congruent: true})
	}
	got, ok := Fit(ab, ba)
	if !ok || math.Abs(got.AngleDeg-want.AngleDeg) > 1e-9 || math.Hypot(got.TX-want.TX, got.TY-want.TY) > 1e-6 {
		t.Errorf("%+v (%v), want %+v", got, ok, want)
	}
	if _, ok := Fit(ab[:1], nil); ok {
		t.Error("a pose from one cell")
	}
}

// TestEmptyGrid: nothing measured, nothing compared, no panic.
func TestEmptyGrid(t *testing.T) {
	g := NewGrid(register.NewImage(filter.NewField(20, 20, 12.5, 12.5, 0, 0)), 8, 8, 0.85)
	if g.Kept() != 0 {
		t.Errorf("%d cells kept of an empty image", g.Kept())
	}
	tab, err := published.Placements(t.Context(), g, g)
	if err != nil {
		t.Fatal(err)
	}
	if n := imaging.Comparable(published.Original(tab)); n != 0 {
		t.Errorf("%d comparable cells", n)
	}
}
