package filter

import (
	"math"
	"slices"

	"tracemark/imaging/internal/exact"
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

// within returns the points of region that lie within band of the surface.
func within(g *Field, region []bool, q quadric, band float64) []bool {
	out := make([]bool, len(region))
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			i := y*g.W + x
			out[i] = region[i] && g.M[i] != 0 &&
				math.Abs(float64(g.Z[i])-q.at(g.X0+float64(float64(x)*g.DX), g.Y0+float64(float64(y)*g.DY))) <= band
		}
	}
	return out
}

// components numbers the connected regions (four neighbours) from 1; 0 is outside.
func components(on []bool, w, h int) (label []int32, n int) {
	label = make([]int32, len(on))
	var stack []int
	for s := range on {
		if !on[s] || label[s] != 0 {
			continue
		}
		n++
		label[s] = int32(n)
		stack = append(stack[:0], s)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := i%w, i/w
			visit := func(j int) {
				if on[j] && label[j] == 0 {
					label[j] = int32(n)
					stack = append(stack, j)
				}
			}
			if x > 0 {
				visit(i - 1)
			}
			if x < w-1 {
				visit(i + 1)
			}
			if y > 0 {
				visit(i - w)
			}
			if y < h-1 {
				visit(i + w)
			}
		}
	}
	return label, n
}

// heaviest returns the region with the largest area, points weighed by their distance from the scan's middle.
func (p FaceParams) heaviest(g *Field, label []int32, n int) []bool {
	weight := make([]float64, n+1)
	cx, cy := float64(g.W-1)/2, float64(g.H-1)/2
	for i, l := range label {
		if l == 0 {
			continue
		}
		dx, dy := (float64(i%g.W)-cx)*g.DX/p.ReachUM, (float64(i/g.W)-cy)*g.DY/p.ReachUM
		weight[l] += exact.Exp(-0.5 * (float64(dx*dx) + float64(dy*dy)))
	}
	best := 0
	for l := 1; l <= n; l++ {
		if weight[l] > weight[best] {
			best = l
		}
	}
	out := make([]bool, len(label))
	for i, l := range label {
		out[i] = best > 0 && int(l) == best
	}
	return out
}

// erode takes r points off the region's edge.
func erode(on []bool, w, h, r int) []bool {
	for ; r > 0; r-- {
		next := make([]bool, len(on))
		for y := 1; y < h-1; y++ {
			for x := 1; x < w-1; x++ {
				i := y*w + x
				next[i] = on[i] && on[i-1] && on[i+1] && on[i-w] && on[i+w]
			}
		}
		on = next
	}
	return on
}

// dropIslands keeps the largest piece and those of at least the given share of it.
func dropIslands(on []bool, w, h int, share float64) []bool {
	label, n := components(on, w, h)
	size := make([]int, n+1)
	for _, l := range label {
		size[l]++
	}
	size[0] = 0
	most := slices.Max(size)
	out := make([]bool, len(on))
	for i, l := range label {
		out[i] = l > 0 && float64(size[l]) >= share*float64(most)
	}
	return out
}

// medianOf returns the middle of v, sorting it; 0 when empty.
func medianOf(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}
