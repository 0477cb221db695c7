package filter

import "math"

// Level takes the robust plane away: least squares reweighted by Tukey's biweight (P. W. Holland and R. E. Welsch,
// Communications in Statistics A6, 1977; c = 4.685 robust standard deviations), so that what stands out does not tilt it.
func Level(f *Field) *Field {
	g := f.Clone()
	c := [3]float64{}
	const rounds = 10 // the plane moves by less than a nanometre after about six
	for round := range rounds {
		limit := math.Inf(1)
		if round > 0 {
			limit = 4.685 * 1.4826 * residualMAD(f, c)
		}
		next, ok := weightedPlane(f, c, limit)
		if !ok {
			break
		}
		c = next
	}
	for i, m := range g.M {
		if m != 0 {
			x, y := levelXY(f, i)
			g.Z[i] = float32(float64(f.Z[i]) - planeAt(c, x, y))
		}
	}
	return g
}

// levelXY returns a point's place in widths and heights of the grid, −½ … ½.
func levelXY(f *Field, i int) (x, y float64) {
	return float64(i%f.W)/float64(f.W) - 0.5, float64(i/f.W)/float64(f.H) - 0.5
}

func planeAt(c [3]float64, x, y float64) float64 {
	return c[0] + float64(c[1]*x) + float64(c[2]*y)
}

// residualMAD is the median distance from the plane, over at most some ten thousand points.
func residualMAD(f *Field, c [3]float64) float64 {
	stride := max(1, len(f.M)/40000)
	var r []float64
	for i := 0; i < len(f.M); i += stride {
		if f.M[i] != 0 {
			x, y := levelXY(f, i)
			r = append(r, math.Abs(float64(f.Z[i])-planeAt(c, x, y)))
		}
	}
	return medianOf(r)
}

// weightedPlane is one round of the fit; ok is false when the points do not span a plane.
func weightedPlane(f *Field, before [3]float64, limit float64) ([3]float64, bool) {
	var n, sx, sy, sxx, sxy, syy, sz, sxz, syz float64
	for i, m := range f.M {
		if m == 0 {
			continue
		}
		x, y := levelXY(f, i)
		z := float64(f.Z[i])
		w := 1.0
		if !math.IsInf(limit, 1) {
			if !(limit > 0) {
				return before, false
			}
			u := (z - planeAt(before, x, y)) / limit
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
