package screen

import (
	"math"
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/internal/exact"
)

const (
	rays       = 180    // directions in which edges are sought
	leastRays  = 60     // that must find an edge: a third of a circle holds its centre
	holeMinUM  = 200.0  // radius: smaller gaps are dropouts
	holeMaxUM  = 2000.0 // and larger ones no firing-pin hole
	rounds     = 10     // of casting rays from the centre that the last round found
	settledUM  = 1.0    // a centre that moves less is kept
	seedUM     = 250    // between the places where a hole is sought
	seedReach  = 3      // of them on either side of the middle
	nearUM     = 50.0   // edges this near to a circle agree on it
	fitRounds  = 8      // of reweighting
	fitFloorUM = 5.0    // edges nearer to the circle than this weigh alike
)

// findHole returns the centre of the firing-pin hole: the circle through the nearest measured points in all directions, sought from several
// places because a cropped face's hole is not in its middle; the circle that most directions agree on. ok is false when less than half of them
// do: what is seen then may be any edge.
func findHole(f *filter.Field) (c imaging.Point, ok bool) {
	x0, y0, x1, y1, _ := f.Bounds()
	middle := imaging.Point{X: f.X0 + float64(float64(x0+x1-1)/2*f.DX), Y: f.Y0 + float64(float64(y0+y1-1)/2*f.DX)}
	best, most := middle, 0
	for y := -seedReach; y <= seedReach; y++ {
		for x := -seedReach; x <= seedReach; x++ {
			seed := imaging.Point{X: middle.X + float64(x*seedUM), Y: middle.Y + float64(y*seedUM)}
			if c, n := settle(f, seed); n > most {
				best, most = c, n
			}
		}
	}
	return best, most >= rays/2
}

// settle casts rays from c, moves to the centre of the circle through the edges found, and so on until it stays. It returns how many edges lie
// on the circle, 0 when there is none.
func settle(f *filter.Field, c imaging.Point) (imaging.Point, int) {
	on := 0
	for range rounds {
		if !onField(f, c) || measured(f, c) {
			return c, 0
		}
		p := edges(f, c)
		next, r, ok := circle(p)
		if !ok || !(r >= holeMinUM && r <= holeMaxUM) {
			return c, 0
		}
		on = 0
		for _, q := range p {
			if math.Abs(distance(q, next)-r) <= nearUM {
				on++
			}
		}
		moved := distance(next, c)
		if c = next; moved < settledUM {
			break
		}
	}
	if !onField(f, c) || on < leastRays {
		return c, 0
	}
	return c, on
}

// measured reports whether the point of f nearest to p is measured.
func measured(f *filter.Field, p imaging.Point) bool {
	x, y := int(math.Floor((p.X-f.X0)/f.DX+0.5)), int(math.Floor((p.Y-f.Y0)/f.DX+0.5))
	return x >= 0 && y >= 0 && x < f.W && y < f.H && f.M[y*f.W+x] != 0
}

func onField(f *filter.Field, p imaging.Point) bool {
	return p.X > f.X0 && p.Y > f.Y0 && p.X < f.X0+float64(float64(f.W)*f.DX) && p.Y < f.Y0+float64(float64(f.H)*f.DX)
}

// edges returns the nearest measured point in every direction that has one.
func edges(f *filter.Field, c imaging.Point) []imaging.Point {
	var found []imaging.Point
	for k := range rays {
		sin, cos := exact.SincosDeg(360 * float64(k) / rays)
		for step := 0; ; step++ {
			r := float64(step) * f.DX / 2
			p := imaging.Point{X: c.X + float64(r*cos), Y: c.Y + float64(r*sin)}
			x, y := int(math.Floor((p.X-f.X0)/f.DX+0.5)), int(math.Floor((p.Y-f.Y0)/f.DX+0.5))
			if x < 0 || y < 0 || x >= f.W || y >= f.H {
				break
			}
			if f.M[y*f.W+x] != 0 {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// circle fits a circle (I. Kåsa, IEEE Trans. Instrum. Meas. IM-25, 1976, doi:10.1109/TIM.1976.6312298) with weights of Cauchy's kind, so that
// notches and drag marks of an edge have little say.
func circle(p []imaging.Point) (c imaging.Point, r float64, ok bool) {
	if len(p) < leastRays {
		return c, 0, false
	}
	origin := p[0]
	w, miss := make([]float64, len(p)), make([]float64, len(p))
	for i := range w {
		w[i] = 1
	}
	for range fitRounds {
		var a [3][4]float64
		for i, q := range p {
			x, y := q.X-origin.X, q.Y-origin.Y
			v := [4]float64{x, y, 1, float64(x*x) + float64(y*y)}
			for j := range a {
				for k := range v {
					a[j][k] += float64(float64(w[i]*v[j]) * v[k])
				}
			}
		}
		s, solved := solve(a)
		if !solved {
			return c, 0, false
		}
		c = imaging.Point{X: origin.X + s[0]/2, Y: origin.Y + s[1]/2}
		r = math.Sqrt(s[2] + float64(s[0]*s[0])/4 + float64(s[1]*s[1])/4)
		for i, q := range p {
			miss[i] = math.Abs(distance(q, c) - r)
		}
		sorted := slices.Clone(miss)
		slices.Sort(sorted)
		scale := float64(1.5*sorted[len(sorted)/2]) + fitFloorUM
		for i, m := range miss {
			w[i] = 1 / (1 + float64(m/scale)*float64(m/scale))
		}
	}
	return c, r, !math.IsNaN(r)
}

// solve returns the solution of three symmetric positive equations; ok is false when they have none.
func solve(a [3][4]float64) (x [3]float64, ok bool) {
	for j := range 3 {
		pivot := a[j][j]
		if !(pivot > 1e-9) {
			return x, false
		}
		for k := range a[j] {
			a[j][k] /= pivot
		}
		for i := range 3 {
			if i == j {
				continue
			}
			q := a[i][j]
			for k := range a[i] {
				a[i][k] -= float64(q * a[j][k])
			}
		}
	}
	return [3]float64{a[0][3], a[1][3], a[2][3]}, true
}

func distance(p, q imaging.Point) float64 {
	dx, dy := p.X-q.X, p.Y-q.Y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}
