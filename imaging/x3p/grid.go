package x3p

import (
	"fmt"
	"math"
	"slices"
)

// String says the stated size as a person would.
func (g grid) String() string {
	if g.w == 0 {
		return fmt.Sprintf("%d points", g.n)
	}
	return fmt.Sprintf("%d × %d points", g.w, g.h)
}

// raster is the surface in the file's own units.
type raster struct {
	w, h   int
	dx, dy float64
	z      []float64
	x0, y0 float64 // coordinates of the first point
	flipX  bool    // an axis ran backwards, and the points were turned
	flipY  bool
	listed bool // coordinates were put on a grid
}

// raster puts the points on a grid with coordinates that grow with the index.
func (g grid) raster(p pointSet) (raster, error) {
	if p.x == nil && p.y == nil {
		if g.w == 0 || g.x.Type == Absolute || g.y.Type == Absolute {
			return raster{}, fail(KindShape, "the file stores heights but not the coordinates that its axes promise")
		}
		r := raster{w: g.w, h: g.h, dx: g.x.Increment, dy: g.y.Increment, x0: g.x.Offset, y0: g.y.Offset, z: p.z}
		if r.dx < 0 {
			r.x0 += float64(r.w-1) * r.dx
			r.dx, r.flipX = -r.dx, true
			r.flipColumns()
		}
		if r.dy < 0 {
			r.y0 += float64(r.h-1) * r.dy
			r.dy, r.flipY = -r.dy, true
			r.flipRows()
		}
		return r, nil
	}
	if g.w == 0 && (p.x == nil || p.y == nil) {
		return raster{}, fail(KindUnsupported, "the file lists points with one coordinate only: a profile, not a surface")
	}
	return g.place(p)
}

func (r *raster) flipColumns() {
	for y := range r.h {
		slices.Reverse(r.z[y*r.w : (y+1)*r.w])
	}
}

func (r *raster) flipRows() {
	for a, b := 0, r.h-1; a < b; a, b = a+1, b-1 {
		for x := range r.w {
			r.z[a*r.w+x], r.z[b*r.w+x] = r.z[b*r.w+x], r.z[a*r.w+x]
		}
	}
}

// place sorts points with stored coordinates into the regular grid they lie on.
func (g grid) place(p pointSet) (raster, error) {
	xs, ys := p.x, p.y
	if xs == nil {
		xs = g.indexed(g.x, func(i int) int { return i % g.w })
	}
	if ys == nil {
		ys = g.indexed(g.y, func(i int) int { return i / g.w })
	}
	ax, okX := spread(xs, g.w)
	ay, okY := spread(ys, g.h)
	// A list must fill a fair part of its grid, else a few scattered points would ask for a huge one.
	if !okX || !okY || ax.n > maxPoints/ay.n || ax.n*ay.n > 4*g.n+64 {
		return raster{}, scattered()
	}
	r := raster{w: ax.n, h: ay.n, dx: ax.step, dy: ay.step, x0: ax.first, y0: ay.first, listed: true, z: make([]float64, ax.n*ay.n)}
	for i := range r.z {
		r.z[i] = math.NaN()
	}
	for i, z := range p.z {
		if math.IsNaN(z) || math.IsNaN(xs[i]) || math.IsNaN(ys[i]) {
			continue
		}
		cx, onX := ax.at(xs[i])
		cy, onY := ay.at(ys[i])
		if !onX || !onY || !math.IsNaN(r.z[cy*r.w+cx]) {
			return raster{}, scattered()
		}
		r.z[cy*r.w+cx] = z
	}
	return r, nil
}

func scattered() error {
	return fail(KindUnsupported, "the points do not lie on a regular grid; export the scan as a regular surface")
}

func (g grid) indexed(a Axis, of func(i int) int) []float64 {
	out := make([]float64, g.n)
	for i := range out {
		out[i] = float64(float64(of(i))*a.Increment) + a.Offset
	}
	return out
}

// ruler is one axis of a regular grid.
type ruler struct {
	first, step float64
	n           int
}

// offGrid is how far, in steps, a coordinate may lie beside the grid: more would move marks visibly.
const offGrid = 0.1

// spread finds the grid that coordinates lie on. n is its number of lines where the file states it, else 0: then it is
// the number of different coordinates.
func spread(v []float64, n int) (ruler, bool) {
	sorted := slices.DeleteFunc(slices.Clone(v), func(f float64) bool { return math.IsNaN(f) || math.IsInf(f, 0) })
	slices.Sort(sorted)
	if len(sorted) < 2 {
		return ruler{}, false
	}
	first, last := sorted[0], sorted[len(sorted)-1]
	if n == 0 {
		same := (last - first) * 1e-7 // far below a step of the finest grid accepted
		n = 1
		for i := 1; i < len(sorted); i++ {
			if sorted[i]-sorted[i-1] > same {
				n++
			}
		}
	}
	step := (last - first) / float64(n-1)
	return ruler{first: first, step: step, n: n}, n > 1 && step > 0 && !math.IsInf(step, 0)
}

func (r ruler) at(v float64) (int, bool) {
	k := math.Round((v - r.first) / r.step)
	if !(k >= 0 && k < float64(r.n)) {
		return 0, false
	}
	return int(k), math.Abs(v-r.first-k*r.step) <= offGrid*r.step
}
