package register

import (
	"context"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
)

// Pair compares two images of one spacing at given places. The centres are those that places turn about.
type Pair struct {
	a, b     *Image
	ca, cb   imaging.Point
	z, m     []float32
	n0       int
	everyRow int // 1: all of a's rows; 2: every other, for positions only
}

// NewPair prepares the comparison of a with b about the centres ca and cb.
func NewPair(a, b *Image, ca, cb imaging.Point) *Pair {
	p := &Pair{a: a, b: b, ca: ca, cb: cb, n0: min(a.N, b.N), everyRow: 1}
	p.z, p.m = make([]float32, a.W), make([]float32, a.W)
	return p
}

// EveryOtherRow makes p use half of the points: enough to place a maximum, not to state a score.
func (p *Pair) EveryOtherRow() *Pair {
	p.everyRow = 2
	return p
}

// Correlation is Pearson's r over the points that both images have.
type Correlation struct {
	R float64 // NaN where the common points have no relief
	N int     // common points
	Z float64 // r·√(n/n0)
}

// At correlates a with b at a place.
func (p *Pair) At(q Place) Correlation {
	sin, cos := exact.SincosDeg(q.Deg)
	d := p.b.DX
	ux, uy := cos*p.a.DX/d, sin*p.a.DX/d
	var n int
	var sa, sb, saa, sbb, sab float64
	for _, run := range p.a.runs {
		if run.y%p.everyRow != 0 {
			continue
		}
		at := p.a.Position(float64(run.x0), float64(run.y))
		dx, dy := at.X-p.ca.X, at.Y-p.ca.Y
		bx := p.b.Column(p.cb.X + q.DX + float64(cos*dx) - float64(sin*dy))
		by := p.b.Row(p.cb.Y + q.DY + float64(sin*dx) + float64(cos*dy))
		k := run.x1 - run.x0
		p.b.Line(p.z[:k], p.m[:k], bx, by, ux, uy)
		i := p.a.index(run.x0, run.y)
		row := p.a.zm[i : i+2*k]
		for x, m := range p.m[:k] {
			if m == 0 || row[2*x+1] == 0 {
				continue
			}
			u, v := float64(row[2*x]), float64(p.z[x])
			n++
			sa += u
			sb += v
			saa += float64(u * u)
			sbb += float64(v * v)
			sab += float64(u * v)
		}
	}
	c := Correlation{N: n, R: Pearson(float64(n), sa, sb, saa, sbb, sab)}
	if math.IsNaN(c.R) || p.n0 == 0 {
		return c
	}
	share := float64(n*p.everyRow) / float64(p.n0)
	c.Z = c.R * math.Sqrt(math.Min(1, share))
	return c
}

// Pearson returns the correlation of n pairs from their sums; NaN where one side has no spread.
func Pearson(n, sa, sb, saa, sbb, sab float64) float64 {
	if n < 2 {
		return math.NaN()
	}
	va, vb := saa-float64(sa*sa)/n, sbb-float64(sb*sb)/n
	// Spread below a millionth of the sum of squares is rounding.
	if !(va > 1e-6*saa && vb > 1e-6*sbb) || va <= 0 || vb <= 0 {
		return math.NaN()
	}
	r := (sab - float64(sa*sb)/n) / math.Sqrt(float64(va*vb))
	return math.Max(-1, math.Min(1, r))
}

// Climb moves q to where Z is greatest: the best of the six neighbours at the given steps until none is better, then with
// half the steps, until these are below endDeg and endUM.
func (p *Pair) Climb(ctx context.Context, q Place, stepDeg, stepUM, endDeg, endUM float64) (Place, error) {
	q.Z = p.At(q).Z
	for stepDeg >= endDeg || stepUM >= endUM {
		// 40 moves of a step are far beyond what a place from the step before can be wrong by.
		for moves := 0; moves < 40; moves++ {
			if err := ctx.Err(); err != nil {
				return q, err
			}
			best := q
			for _, t := range [6]Place{
				{Deg: q.Deg + stepDeg, DX: q.DX, DY: q.DY}, {Deg: q.Deg - stepDeg, DX: q.DX, DY: q.DY},
				{Deg: q.Deg, DX: q.DX + stepUM, DY: q.DY}, {Deg: q.Deg, DX: q.DX - stepUM, DY: q.DY},
				{Deg: q.Deg, DX: q.DX, DY: q.DY + stepUM}, {Deg: q.Deg, DX: q.DX, DY: q.DY - stepUM},
			} {
				if t.Z = p.At(t).Z; t.Z > best.Z {
					best = t
				}
			}
			if best == q {
				break
			}
			q = best
		}
		stepDeg, stepUM = stepDeg/2, stepUM/2
	}
	q.Deg = exact.WrapDeg(q.Deg)
	return q, nil
}

// Polish moves q to the top of the parabolas through Z along turn, x and y, twice.
func (p *Pair) Polish(ctx context.Context, q Place, stepDeg, stepUM float64) (Place, error) {
	q.Z = p.At(q).Z
	for round := 0; round < 2; round++ {
		for axis := 0; axis < 3; axis++ {
			if err := ctx.Err(); err != nil {
				return q, err
			}
			move := func(t float64) Place {
				m := q
				switch axis {
				case 0:
					m.Deg += float64(t * stepDeg)
				case 1:
					m.DX += float64(t * stepUM)
				default:
					m.DY += float64(t * stepUM)
				}
				return m
			}
			q = move(Vertex(p.At(move(-1)).Z, q.Z, p.At(move(1)).Z))
			q.Z = p.At(q).Z
		}
	}
	q.Deg = exact.WrapDeg(q.Deg)
	return q, nil
}

// Vertex returns where, between −1 and 1, the parabola through three equally spaced values has its top; without one, the place of the
// largest value.
func Vertex(before, at, after float64) float64 {
	curve := before - 2*at + after
	if !(curve < 0) {
		switch {
		case before > at && before >= after:
			return -1
		case after > at:
			return 1
		}
		return 0
	}
	return math.Max(-1, math.Min(1, (before-after)/2/curve))
}

// Pose returns q as a movement from frame to frame.
func (p *Pair) Pose(q Place) imaging.Pose { return q.Pose(p.ca, p.cb) }

// Pose returns q as a movement between the frames in which its centres lie.
func (q Place) Pose(ca, cb imaging.Point) imaging.Pose {
	sin, cos := exact.SincosDeg(q.Deg)
	return imaging.Pose{
		AngleDeg: q.Deg,
		TX:       cb.X + q.DX - float64(cos*ca.X) + float64(sin*ca.Y),
		TY:       cb.Y + q.DY - float64(sin*ca.X) - float64(cos*ca.Y),
	}
}
