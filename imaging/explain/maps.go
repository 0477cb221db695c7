package explain

import (
	"context"
	"errors"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/surface"
)

// Params say how maps are drawn.
type Params struct {
	SpacingUM float64 // of the maps' points; each is the mean over the scan's points in it
	WindowUM  float64 // side of the square that similarity is taken over
	AlikeUM   float64 // heights this close count as alike
}

// Default returns the parameters of maps: a spacing that shows single striae of a breech face, a window of half a cell, and
// the 1 µm of cmcR's comparison plot.
func Default() Params { return Params{SpacingUM: 25, WindowUM: 250, AlikeUM: 1} }

// ErrApart says that the pose lays no measured point of one scan on the other.
var ErrApart = errors.New("the scans have no measured point in common")

// sums are the moments of the points in one place of a map.
type sums struct{ n, a, b, aa, bb, ab float64 }

func (s *sums) add(t sums) {
	s.n, s.a, s.b, s.aa, s.bb, s.ab = s.n+t.n, s.a+t.a, s.b+t.b, s.aa+t.aa, s.bb+t.bb, s.ab+t.ab
}

// Align lays A on B by pose and maps where they are alike. Both are prepared surfaces: levelled and filtered, in their scans'
// frames. Its errors are ctx's and ErrApart.
func Align(ctx context.Context, a, b *surface.Surface, pose imaging.Pose, p Params) (*imaging.Alignment, error) {
	w, h := a.Size()
	dx, dy := a.Spacing()
	kx, ky := max(1, int(math.Round(p.SpacingUM/dx))), max(1, int(math.Round(p.SpacingUM/dy)))
	// The first point of the map lies in the middle of its first kx·ky points of the scan.
	m := imaging.Map{Origin: imaging.Point{X: float64(kx-1) / 2 * dx, Y: float64(ky-1) / 2 * dy},
		SpacingX: float64(kx) * dx, SpacingY: float64(ky) * dy, W: (w + kx - 1) / kx, H: (h + ky - 1) / ky}
	cells := make([]sums, m.W*m.H)
	sin, cos := exact.SincosDeg(pose.AngleDeg)
	bx, by := b.Spacing()
	var squares, alike, common float64
	for y := range h {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range w {
			za, ok := a.At(x, y)
			if !ok {
				continue
			}
			px, py := float64(x)*dx, float64(y)*dy
			zb, ok := between(b, (float64(cos*px)-float64(sin*py)+pose.TX)/bx, (float64(sin*px)+float64(cos*py)+pose.TY)/by)
			if !ok {
				continue
			}
			d := za - zb
			common++
			squares += float64(d * d)
			if math.Abs(d) <= p.AlikeUM {
				alike++
			}
			cells[y/ky*m.W+x/kx].add(sums{1, za, zb, float64(za * za), float64(zb * zb), float64(za * zb)})
		}
	}
	if common == 0 {
		return nil, ErrApart
	}
	out := &imaging.Alignment{Pose: pose, Difference: m, Similarity: m, WindowUM: p.WindowUM, AlikeUM: p.AlikeUM,
		Overlap: common / float64(a.Valid()), RMSUM: math.Sqrt(squares / common), Alike: alike / common}
	out.Difference.Values = difference(cells)
	out.Similarity.Values = similarity(cells, m, p.WindowUM, float64(kx*ky))
	return out, nil
}

// between returns the height at column x, row y by bilinear interpolation, where all points about it are measured.
func between(s *surface.Surface, x, y float64) (float64, bool) {
	x0, y0 := math.Floor(x), math.Floor(y)
	if !(math.Abs(x0) < 1<<30 && math.Abs(y0) < 1<<30) {
		return 0, false
	}
	fx, fy := x-x0, y-y0
	z := 0.0
	for _, q := range [4]struct {
		dx, dy int
		weight float64
	}{{0, 0, (1 - fx) * (1 - fy)}, {1, 0, fx * (1 - fy)}, {0, 1, (1 - fx) * fy}, {1, 1, fx * fy}} {
		if q.weight == 0 {
			continue
		}
		v, ok := s.At(int(x0)+q.dx, int(y0)+q.dy)
		if !ok {
			return 0, false
		}
		z += float64(q.weight * v)
	}
	return z, true
}

func difference(cells []sums) []float64 {
	out := make([]float64, len(cells))
	for i, c := range cells {
		out[i] = math.NaN()
		if c.n > 0 {
			out[i] = (c.a - c.b) / c.n
		}
	}
	return out
}

// fewest is the share of a window that both scans must have.
const fewest = 0.25

// similarity takes r over windows of side µm; full is how many of the scan's points a map's point holds.
func similarity(cells []sums, m imaging.Map, side, full float64) []float64 {
	rx, ry := int(math.Round((side/m.SpacingX-1)/2)), int(math.Round((side/m.SpacingY-1)/2))
	rx, ry = max(rx, 1), max(ry, 1)
	rows := make([]sums, len(cells)) // summed along x
	for y := range m.H {
		for x := range m.W {
			for i := max(0, x-rx); i <= min(m.W-1, x+rx); i++ {
				rows[y*m.W+x].add(cells[y*m.W+i])
			}
		}
	}
	least := fewest * full * float64((2*rx+1)*(2*ry+1))
	out := make([]float64, len(cells))
	for y := range m.H {
		for x := range m.W {
			var s sums
			for j := max(0, y-ry); j <= min(m.H-1, y+ry); j++ {
				s.add(rows[j*m.W+x])
			}
			out[y*m.W+x] = math.NaN()
			if cells[y*m.W+x].n > 0 && s.n >= least {
				out[y*m.W+x] = s.pearson()
			}
		}
	}
	return out
}

func (s sums) pearson() float64 {
	va, vb := s.aa/s.n-float64(s.a/s.n*(s.a/s.n)), s.bb/s.n-float64(s.b/s.n*(s.b/s.n))
	if !(va > 1e-18) || !(vb > 1e-18) { // a picometre: no relief
		return math.NaN()
	}
	r := (s.ab/s.n - float64(s.a/s.n*(s.b/s.n))) / math.Sqrt(va*vb)
	return math.Max(-1, math.Min(1, r))
}
