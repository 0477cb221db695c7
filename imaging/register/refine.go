package register

import (
	"context"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/kernel"
)

// Pair compares two images of one spacing at given places. The centres are those that places turn about.
type Pair struct {
	a, b     *Image
	ca, cb   imaging.Point
	z, m     []float32 // b's samples under a's runs, blocks like a's
	n0       int
	everyRow int // 1: all of a's rows; 2: every other, for positions only
}

// NewPair prepares the comparison of a with b about the centres ca and cb.
func NewPair(a, b *Image, ca, cb imaging.Point) *Pair {
	p := &Pair{a: a, b: b, ca: ca, cb: cb, n0: min(a.N, b.N), everyRow: 1}
	n := kernel.Lanes * len(a.at)
	buf := make([]float32, 2*n)
	p.z, p.m = buf[:n], buf[n:]
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
	o := 0
	for _, run := range p.a.runs {
		k := run.x1 - run.x0
		blocks := (k + kernel.Lanes - 1) / kernel.Lanes * kernel.Lanes
		z, m := p.z[o:o+blocks], p.m[o:o+blocks]
		o += blocks
		if run.y%p.everyRow != 0 {
			continue // the samples there stay without weight
		}
		at := p.a.Position(float64(run.x0), float64(run.y))
		dx, dy := at.X-p.ca.X, at.Y-p.ca.Y
		bx := p.b.Column(p.cb.X + q.DX + float64(cos*dx) - float64(sin*dy))
		by := p.b.Row(p.cb.Y + q.DY + float64(sin*dx) + float64(cos*dy))
		// Up to the block's end: the first image has no weight beyond the run.
		p.b.Line(z, m, bx, by, ux, uy)
	}
	// Single precision adds few numbers at a time: 64 to a lane.
	const most = 64
	var sum [6]float64
	var part kernel.Partial
	for i := 0; i < len(p.a.at); i += most {
		j := min(i+most, len(p.a.at))
		kernel.Sums(&part, p.a.packed[i*kernel.Block:j*kernel.Block], p.a.at[i:j], p.z, p.m, 0)
		for k := range sum {
			sum[k] += part.Total(k)
		}
	}
	n := int(sum[0])
	c := Correlation{N: n, R: Pearson(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5])}
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

// Climb moves q uphill to where Z is greatest: along turn, x and y in turn, on in a direction while it rises, until no step of the
// given lengths helps; then with half the steps, until these are below endDeg and endUM.
func (p *Pair) Climb(ctx context.Context, q Place, stepDeg, stepUM, endDeg, endUM float64) (Place, error) {
	q.Z = p.At(q).Z
	for stepDeg >= endDeg || stepUM >= endUM {
		steps := [3]Place{{Deg: stepDeg}, {DX: stepUM}, {DY: stepUM}}
		// After three axes without a step nothing is left to try; 40 steps are far beyond what a place from the step before can be wrong by.
		for axis, still, moves := 0, 0, 0; still < 3 && moves < 40; axis = (axis + 1) % 3 {
			if err := ctx.Err(); err != nil {
				return q, err
			}
			still++
			for _, sign := range [2]float64{1, -1} {
				moved := false
				for moves < 40 {
					s := steps[axis]
					t := Place{Deg: q.Deg + float64(sign*s.Deg), DX: q.DX + float64(sign*s.DX), DY: q.DY + float64(sign*s.DY)}
					if t.Z = p.At(t).Z; !(t.Z > q.Z) {
						break
					}
					q, moved, still = t, true, 1
					moves++
				}
				if moved {
					break
				}
			}
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
