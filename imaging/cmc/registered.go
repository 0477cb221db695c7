package cmc

import (
	"context"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/register"
)

var nan = math.NaN()

// Registered holds the parameters of the search near a registration, steps S3 and S4.
type Registered struct {
	SearchUM   float64   // shifts searched about the registered place, on either axis
	SearchDeg  []float64 // rotations searched about the registered one
	MinOverlap float64   // share of the cell's measured points that the other scan must have too
	MinR       float64   // correlation from which a cell can be congruent
	WithinUM   float64   // distance from the agreeing cells' median shift
	WithinDeg  float64   // rotation from the agreeing cells' median rotation
}

// found is the best place of a cell: shifts in µm along the rotated cell's axes, away from where the registration puts it.
type found struct {
	ok      bool
	r       float64
	overlap float64
	dx, dy  float64
	deg     float64
}

// Compare seeks every cell of a near where pose puts it on b and counts those that agree. The only error is ctx's.
func (p Registered) Compare(ctx context.Context, a *Grid, b *register.Image, pose imaging.Pose) ([]imaging.Cell, error) {
	cells := make([]imaging.Cell, len(a.cells))
	places := make([]found, len(a.cells))
	s := newNearby(p, a, b)
	for i := range a.cells {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := &a.cells[i]
		out := a.report(c)
		if c.kept {
			f := s.seek(c, pose)
			places[i] = f
			out.Overlap = f.overlap
			if out.Reason = imaging.ReasonNoOverlap; f.ok {
				out.Comparable, out.Correlation = true, f.r
				out.AngleDeg = exact.WrapDeg(pose.AngleDeg + f.deg)
				sin, cos := exact.SincosDeg(out.AngleDeg)
				at := apply(pose, out.Centre)
				out.Partner = imaging.Point{X: at.X + float64(cos*f.dx) - float64(sin*f.dy), Y: at.Y + float64(sin*f.dx) + float64(cos*f.dy)}
			}
		}
		cells[i] = out
	}
	p.agree(cells, places)
	return cells, nil
}

// apply is Pose.Apply with the same digits on every machine.
func apply(q imaging.Pose, p imaging.Point) imaging.Point {
	s, c := exact.SincosDeg(q.AngleDeg)
	return imaging.Point{X: float64(c*p.X) - float64(s*p.Y) + q.TX, Y: float64(s*p.X) + float64(c*p.Y) + q.TY}
}

// agree marks the cells that correlate and lie within the tolerances of the largest agreeing set's medians (S4).
func (p Registered) agree(cells []imaging.Cell, places []found) {
	good := func(i int) bool { return cells[i].Comparable && places[i].r >= p.MinR }
	near := func(f found, dx, dy, deg float64) (shift, turn bool) {
		x, y := f.dx-dx, f.dy-dy
		return float64(x*x)+float64(y*y) <= float64(p.WithinUM*p.WithinUM), math.Abs(f.deg-deg) <= p.WithinDeg
	}
	n := len(places)
	room := make([]float64, 6*n)
	dx, dy, deg := room[0:0:n], room[n:n:2*n], room[2*n:2*n:3*n]
	spare := [3][]float64{room[3*n : 3*n : 4*n], room[4*n : 4*n : 5*n], room[5*n : 5*n : 6*n]}
	for i := range places {
		if !good(i) {
			continue
		}
		x, y, d := spare[0][:0], spare[1][:0], spare[2][:0]
		for j := range places {
			if !good(j) {
				continue
			}
			if shift, turn := near(places[j], places[i].dx, places[i].dy, places[i].deg); shift && turn {
				x, y, d = append(x, places[j].dx), append(y, places[j].dy), append(d, places[j].deg)
			}
		}
		if len(x) > len(dx) {
			spare = [3][]float64{dx[:0], dy[:0], deg[:0]}
			dx, dy, deg = x, y, d
		}
	}
	mx, my, md := median(dx), median(dy), median(deg)
	for i := range cells {
		if !cells[i].Comparable {
			continue
		}
		cells[i].Reason = imaging.ReasonCorrelation
		if !good(i) {
			continue
		}
		switch shift, turn := near(places[i], mx, my, md); {
		case !shift:
			cells[i].Reason = imaging.ReasonShift
		case !turn:
			cells[i].Reason = imaging.ReasonRotation
		default:
			cells[i].Congruent, cells[i].Reason = true, imaging.ReasonNone
		}
	}
}
