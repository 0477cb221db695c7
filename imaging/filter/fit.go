package filter

import (
	"math"
	"slices"
)

// quadric is the smooth surface c0 + c1·x + c2·y + c3·x² + c4·xy + c5·y², x and y in µm from an origin, scaled.
type quadric struct {
	c      [6]float64
	ox, oy float64
	scale  float64 // 0 means 1
}

func (q quadric) terms(x, y float64) [6]float64 {
	x, y = x-q.ox, y-q.oy
	if q.scale > 0 {
		x, y = x/q.scale, y/q.scale
	}
	return [6]float64{1, x, y, float64(x * x), float64(x * y), float64(y * y)}
}

func (q quadric) at(x, y float64) float64 {
	s := 0.0
	for i, t := range q.terms(x, y) {
		s += float64(q.c[i] * t)
	}
	return s
}

// quadricRow is a quadric along one row: at gives the digits of quadric.at, sooner.
type quadricRow struct {
	q    quadric
	y, b float64 // y scaled, and its square
	cy   float64
	cb   float64
}

func (q quadric) row(y float64) quadricRow {
	t := q.terms(q.ox, y)
	return quadricRow{q: q, y: t[2], b: t[5], cy: float64(q.c[2] * t[2]), cb: float64(q.c[5] * t[5])}
}

func (r quadricRow) at(x float64) float64 {
	x -= r.q.ox
	if r.q.scale > 0 {
		x /= r.q.scale
	}
	c := &r.q.c
	return 0 + c[0] + float64(c[1]*x) + r.cy + float64(c[3]*float64(x*x)) + float64(c[4]*float64(x*r.y)) + r.cb
}

// slope returns the surface's slopes along x and y.
func (q quadric) slope(x, y float64) (dx, dy float64) {
	s := q.scale
	if !(s > 0) {
		s = 1
	}
	u, v := (x-q.ox)/s, (y-q.oy)/s
	return (q.c[1] + float64(2*q.c[3]*u) + float64(q.c[4]*v)) / s, (q.c[2] + float64(q.c[4]*u) + float64(2*q.c[5]*v)) / s
}

// fitQuadric fits a surface to the points of region by least squares; when robust, only to those within band of the
// surface before. ok is false when there are too few points.
func fitQuadric(g *Field, region []bool, before quadric, robust bool, band float64) (quadric, bool) {
	q := quadric{ox: g.X0 + float64(g.W-1)*g.DX/2, oy: g.Y0 + float64(g.H-1)*g.DY/2, scale: math.Max(float64(g.W)*g.DX, float64(g.H)*g.DY) / 2}
	var a [6][7]float64
	n := 0
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			i := y*g.W + x
			if !region[i] || g.M[i] == 0 {
				continue
			}
			px, py, z := g.X0+float64(float64(x)*g.DX), g.Y0+float64(float64(y)*g.DY), float64(g.Z[i])
			if robust && math.Abs(z-before.at(px, py)) > band {
				continue
			}
			t := q.terms(px, py)
			for r := range t {
				for c := range t {
					a[r][c] += float64(t[r] * t[c])
				}
				a[r][6] += float64(t[r] * z)
			}
			n++
		}
	}
	if n < 30 {
		return q, false
	}
	c, ok := solve(a)
	q.c = c
	return q, ok
}

// solve solves six linear equations by elimination with partial pivoting.
func solve(a [6][7]float64) (x [6]float64, ok bool) {
	for k := range 6 {
		top := k
		for r := k + 1; r < 6; r++ {
			if math.Abs(a[r][k]) > math.Abs(a[top][k]) {
				top = r
			}
		}
		a[k], a[top] = a[top], a[k]
		if math.Abs(a[k][k]) < 1e-9 {
			return x, false
		}
		for r := k + 1; r < 6; r++ {
			f := a[r][k] / a[k][k]
			for c := k; c < 7; c++ {
				a[r][c] -= float64(f * a[k][c])
			}
		}
	}
	for k := 5; k >= 0; k-- {
		s := a[k][6]
		for c := k + 1; c < 6; c++ {
			s -= float64(a[k][c] * x[c])
		}
		x[k] = s / a[k][k]
	}
	return x, true
}

func squared(v float64) float64 { return float64(v * v) }

// medianOf returns the middle of v, changing its order; 0 when empty. It is what sorting would find there, found by C. A. R. Hoare's selection
// (Communications of the ACM 4, 1961).
func medianOf(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	k, lo, hi := len(v)/2, 0, len(v)-1
	for rounds := 0; lo < hi; rounds++ {
		if rounds > 200 { // numbers in an unlucky order, or unknown ones
			slices.Sort(v[lo : hi+1])
			break
		}
		// The median of three is never the worst pivot of numbers in order.
		a, b, c := v[lo], v[lo+(hi-lo)/2], v[hi]
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for pivot < v[j] {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return v[k]
		}
	}
	return v[k]
}
