package filter

import (
	"math"

	kernels "tracemark/imaging/internal/kernel"
)

// Level takes the robust plane away: least squares reweighted by Tukey's biweight (P. W. Holland and R. E. Welsch,
// Communications in Statistics A6, 1977; c = 4.685 robust standard deviations), so that what stands out does not tilt it.
func Level(f *Field) *Field {
	c := [3]float64{}
	var room []float64
	const (
		rounds  = 10   // the plane moves by less than a nanometre after about six
		settled = 1e-9 // µm: what no instrument sees, and single precision neither
	)
	for round := range rounds {
		limit := math.Inf(1)
		if round > 0 {
			var mad float64
			mad, room = residualMAD(f, c, room)
			limit = 4.685 * 1.4826 * mad
		}
		next, ok := weightedPlane(f, c, limit)
		if !ok {
			break
		}
		moved := math.Max(math.Abs(next[0]-c[0]), math.Max(math.Abs(next[1]-c[1]), math.Abs(next[2]-c[2])))
		if c = next; moved < settled && round > 0 {
			break
		}
	}
	g := *f
	g.Z = append([]float32(nil), f.Z...)
	g.subtractPlane(c)
	return &g
}

// LevelSecondOrder takes the surface of second order away, fitted by least squares, six times over, to what lies within 4.685 robust standard deviations.
// A field with fewer than 30 points comes back levelled by a plane.
func LevelSecondOrder(f *Field) *Field {
	g := Level(f)
	for range 6 {
		var away []float64
		for i, m := range g.M {
			if m != 0 {
				away = append(away, math.Abs(float64(g.Z[i])))
			}
		}
		limit := 4.685 * 1.4826 * medianOf(away)
		near := make([]bool, len(g.M))
		for i, m := range g.M {
			near[i] = m != 0 && (math.Abs(float64(g.Z[i])) < limit || !(limit > 0))
		}
		fit, ok := fitQuadric(g, near, quadric{}, false, 0)
		if !ok {
			break
		}
		for i, m := range g.M {
			if m != 0 {
				x, y := g.position(i)
				g.Z[i] = float32(float64(g.Z[i]) - fit.at(x, y))
			}
		}
	}
	return g
}

// subtractPlane takes the plane c, in the coordinates of levelXY, away.
func (f *Field) subtractPlane(c [3]float64) {
	xs := f.levelColumns()
	for row := 0; row < f.H; row++ {
		_, y := levelXY(f, row*f.W)
		py := float64(c[2] * y)
		z := f.Z[row*f.W : (row+1)*f.W]
		for i, m := range f.M[row*f.W : (row+1)*f.W] {
			if m != 0 {
				z[i] = float32(float64(z[i]) - (c[0] + float64(c[1]*xs[i]) + py))
			}
		}
	}
}

// levelColumns returns the place of every column as levelXY gives it.
func (f *Field) levelColumns() []float64 {
	xs := make([]float64, f.W)
	for x := range xs {
		xs[x], _ = levelXY(f, x)
	}
	return xs
}

// levelXY returns a point's place in widths and heights of the grid, −½ … ½.
func levelXY(f *Field, i int) (x, y float64) {
	return float64(i%f.W)/float64(f.W) - 0.5, float64(i/f.W)/float64(f.H) - 0.5
}

// residualMAD is the median distance from the plane, over at most some ten thousand points. room is memory to use, given back for the next call.
func residualMAD(f *Field, c [3]float64, room []float64) (mad float64, _ []float64) {
	stride := max(1, len(f.M)/40000)
	r := room[:0]
	if cap(r) == 0 {
		r = make([]float64, 0, len(f.M)/stride+1)
	}
	xs := f.levelColumns()
	for row, first := 0, 0; row < f.H; row++ {
		_, y := levelXY(f, row*f.W)
		py := float64(c[2] * y)
		i := first
		for ; i < (row+1)*f.W; i += stride {
			if f.M[i] != 0 {
				r = append(r, math.Abs(float64(f.Z[i])-(c[0]+float64(c[1]*xs[i-row*f.W])+py)))
			}
		}
		first = i
	}
	return medianOf(r), r
}

// weightedPlane is one round of the fit; ok is false when the points do not span a plane.
func weightedPlane(f *Field, before [3]float64, limit float64) ([3]float64, bool) {
	weigh := !math.IsInf(limit, 1)
	if weigh && !(limit > 0) {
		return before, false
	}
	xs := f.levelColumns()
	var sums kernels.PlaneSums
	t := kernels.Tilt{Level: before[0], Slope: before[1], Limit: limit, Weigh: weigh}
	for row := 0; row < f.H; row++ {
		_, t.Y = levelXY(f, row*f.W)
		t.PY = float64(before[2] * t.Y)
		zs, ms := f.Z[row*f.W:(row+1)*f.W], f.M[row*f.W:(row+1)*f.W]
		if from := kernels.Plane(&sums, xs, zs, ms, &t); from < f.W {
			addToPlane(&sums, xs[from:], zs[from:], ms[from:], &t)
		}
	}
	n, sx, sy, sz := sums[0], sums[1], sums[2], sums[3]
	sxx, sxy, sxz := sums[5], sums[6], sums[7]
	syy, syz := sums[10], sums[11]
	if n < 3 {
		return before, false
	}
	mx, my, mz := sx/n, sy/n, sz/n
	cxx, cxy, cyy := sxx-float64(sx*mx), sxy-float64(sx*my), syy-float64(sy*my)
	cxz, cyz := sxz-float64(sx*mz), syz-float64(sy*mz)
	det := float64(cxx*cyy) - float64(cxy*cxy)
	if !(det > 1e-12*float64(n*n)) { // all on one line
		return [3]float64{mz, 0, 0}, true
	}
	gx := (float64(cxz*cyy) - float64(cyz*cxy)) / det
	gy := (float64(cyz*cxx) - float64(cxz*cxy)) / det
	return [3]float64{mz - float64(gx*mx) - float64(gy*my), gx, gy}, true
}

// addToPlane adds the points of a row to the sums from which a plane is fitted. Sums that no fit needs stay as they are.
func addToPlane(sums *kernels.PlaneSums, xs []float64, zs, ms []float32, t *kernels.Tilt) {
	n, sx, sy, sz := sums[0], sums[1], sums[2], sums[3]
	sxx, sxy, sxz := sums[5], sums[6], sums[7]
	syy, syz := sums[10], sums[11]
	y := t.Y
	for i, m := range ms {
		if m == 0 {
			continue
		}
		x, z := xs[i], float64(zs[i])
		w := 1.0
		if t.Weigh {
			u := (z - (t.Level + float64(t.Slope*x) + t.PY)) / t.Limit
			if math.Abs(u) >= 1 {
				continue
			}
			w = 1 - float64(u*u)
			w = float64(w * w)
		}
		n += w
		wx, wy := float64(w*x), float64(w*y)
		sx, sy, sz = sx+wx, sy+wy, sz+float64(w*z)
		sxx, sxy, syy = sxx+float64(wx*x), sxy+float64(wx*y), syy+float64(wy*y)
		sxz, syz = sxz+float64(wx*z), syz+float64(wy*z)
	}
	sums[0], sums[1], sums[2], sums[3] = n, sx, sy, sz
	sums[5], sums[6], sums[7] = sxx, sxy, sxz
	sums[10], sums[11] = syy, syz
}
