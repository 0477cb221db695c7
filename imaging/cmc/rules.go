package cmc

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
)

// Original counts by the rule "original": every cell at its best rotation, congruent when shift and rotation lie within
// the tolerances of the medians over all cells.
func (p Exhaustive) Original(t *Table) []imaging.Cell {
	cells := t.blank()
	best := t.best()
	var dx, dy, deg []float64
	for i, k := range best {
		if k >= 0 {
			q := t.at[k][i]
			dx, dy, deg = append(dx, q.DX), append(dy, q.DY), append(deg, t.degs[k])
		}
	}
	mx, my, md := median(dx), median(dy), median(deg)
	for i, k := range best {
		if k < 0 {
			continue
		}
		t.fill(&cells[i], i, k)
		q := t.at[k][i]
		switch {
		case q.R < p.MinR:
			cells[i].Reason = imaging.ReasonCorrelation
		case !p.near(q, mx, my):
			cells[i].Reason = imaging.ReasonShift
		case math.Abs(t.degs[k]-md) > p.WithinDeg:
			cells[i].Reason = imaging.ReasonRotation
		default:
			cells[i].Congruent, cells[i].Reason = true, imaging.ReasonNone
		}
	}
	return cells
}

// High counts by the rule "high": at every rotation the cells near that rotation's median shift; the rotations with almost
// the largest count must lie close together, and a cell is congruent if it is so at any of them. ok is false when they do not.
func (p Exhaustive) High(t *Table) (cells []imaging.Cell, ok bool) {
	cells = t.blank()
	near := make([][]bool, len(t.degs))
	counts := make([]int, len(t.degs))
	most := 0
	for k := range t.degs {
		near[k], counts[k] = p.congruentAt(t.at[k])
		most = max(most, counts[k])
	}
	first, last := -1, -1
	for k, n := range counts {
		if most > 0 && n >= most-p.HighTau {
			if first < 0 {
				first = k
			}
			last = k
		}
	}
	ok = most > 0 && t.degs[last]-t.degs[first] <= p.HighSpanDeg+1e-9
	for i, b := range t.best() {
		if b < 0 {
			continue
		}
		k := -1
		for j := max(first, 0); ok && j <= last; j++ {
			if counts[j] >= most-p.HighTau && near[j][i] && (k < 0 || t.at[j][i].R > t.at[k][i].R) {
				k = j
			}
		}
		if k >= 0 {
			t.fill(&cells[i], i, k)
			cells[i].Congruent, cells[i].Reason = true, imaging.ReasonNone
			continue
		}
		t.fill(&cells[i], i, b)
		switch {
		case !ok:
			cells[i].Reason = imaging.ReasonNoConsensus
		case t.at[b][i].R < p.MinR:
			cells[i].Reason = imaging.ReasonCorrelation
		default:
			cells[i].Reason = imaging.ReasonShift
		}
	}
	return cells, ok
}

// congruentAt marks the cells that correlate and lie near the median shift at one rotation.
func (p Exhaustive) congruentAt(row []Placement) (is []bool, n int) {
	var dx, dy []float64
	for _, q := range row {
		if q.OK {
			dx, dy = append(dx, q.DX), append(dy, q.DY)
		}
	}
	mx, my := median(dx), median(dy)
	is = make([]bool, len(row))
	for i, q := range row {
		if is[i] = q.OK && q.R >= p.MinR && p.near(q, mx, my); is[i] {
			n++
		}
	}
	return is, n
}

func (p Exhaustive) near(q Placement, mx, my float64) bool {
	return math.Abs(q.DX-mx) <= p.WithinUM && math.Abs(q.DY-my) <= p.WithinUM
}

// Union counts the cells that are congruent in either direction, a cell of the same row and column once.
func Union(ab, ba []imaging.Cell) int {
	n := 0
	for i := range ab {
		if ab[i].Congruent || i < len(ba) && ba[i].Congruent {
			n++
		}
	}
	return n
}

// best returns for each cell the rotation at which it correlates best, −1 where it could not be placed.
func (t *Table) best() []int {
	best := make([]int, len(t.a.cells))
	for i := range best {
		best[i] = -1
		for k := range t.degs {
			if q := t.at[k][i]; q.OK && (best[i] < 0 || q.R > t.at[best[i]][i].R) {
				best[i] = k
			}
		}
	}
	return best
}

// blank starts the report of every cell.
func (t *Table) blank() []imaging.Cell {
	cells := make([]imaging.Cell, len(t.a.cells))
	for i := range cells {
		c := &t.a.cells[i]
		cells[i] = t.a.report(c)
		if c.kept {
			cells[i].Reason, cells[i].Overlap = imaging.ReasonNoOverlap, 0
		}
	}
	return cells
}

// fill says where cell i fell at rotation k.
func (t *Table) fill(c *imaging.Cell, i, k int) {
	q := t.at[k][i]
	c.Comparable, c.Correlation, c.Overlap, c.AngleDeg = true, q.R, q.Overlap, t.degs[k]
	sin, cos := exact.SincosDeg(t.degs[k])
	x, y := c.Centre.X+q.DX-t.ca.X, c.Centre.Y+q.DY-t.ca.Y
	c.Partner = imaging.Point{X: t.cb.X + float64(cos*x) - float64(sin*y), Y: t.cb.Y + float64(sin*x) + float64(cos*y)}
}
