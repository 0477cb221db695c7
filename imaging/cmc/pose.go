package cmc

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
)

// Fit returns the movement that lays the centres of the congruent cells on their partners, in the least-squares sense;
// ok is false with fewer than two cells. Cells of the other direction, given in ba, count the other way round.
func Fit(ab, ba []imaging.Cell) (q imaging.Pose, ok bool) {
	var from, to []imaging.Point
	var degs []float64
	for _, c := range ab {
		if c.Congruent {
			from, to, degs = append(from, c.Centre), append(to, c.Partner), append(degs, c.AngleDeg)
		}
	}
	for _, c := range ba {
		if c.Congruent {
			from, to, degs = append(from, c.Partner), append(to, c.Centre), append(degs, -c.AngleDeg)
		}
	}
	if len(from) < 2 {
		return imaging.Pose{}, false
	}
	// Rotations of congruent cells lie within a few degrees; seen from the first of them none wraps round.
	for i := range degs[1:] {
		degs[i+1] = degs[0] + exact.WrapDeg(degs[i+1]-degs[0])
	}
	deg := median(degs)
	mf, mt := mean(from), mean(to)
	for range 3 { // each round leaves the cube of the angle that is wrong: three are beyond double precision
		sin, cos := exact.SincosDeg(deg)
		cross, dot := 0.0, 0.0
		for i := range from {
			x, y := from[i].X-mf.X, from[i].Y-mf.Y
			u, v := float64(cos*x)-float64(sin*y), float64(sin*x)+float64(cos*y)
			p, r := to[i].X-mt.X, to[i].Y-mt.Y
			cross += float64(u*r) - float64(v*p)
			dot += float64(u*p) + float64(v*r)
		}
		if !(dot > 0) {
			break
		}
		t := cross / dot
		deg += float64((t - float64(float64(t*t)*t)/3) * (180 / math.Pi))
	}
	deg = exact.WrapDeg(deg)
	sin, cos := exact.SincosDeg(deg)
	return imaging.Pose{
		AngleDeg: deg,
		TX:       mt.X - float64(cos*mf.X) + float64(sin*mf.Y),
		TY:       mt.Y - float64(sin*mf.X) - float64(cos*mf.Y),
	}, true
}

func mean(ps []imaging.Point) imaging.Point {
	var m imaging.Point
	for _, p := range ps {
		m.X += p.X
		m.Y += p.Y
	}
	m.X /= float64(len(ps))
	m.Y /= float64(len(ps))
	return m
}
