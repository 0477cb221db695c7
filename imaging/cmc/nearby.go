package cmc

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/kernel"
	"tracemark/imaging/register"
)

// nearby correlates one cell at many small shifts and rotations. It holds the memory for that.
type nearby struct {
	p      Registered
	a      *Grid
	b      *register.Image
	reach  int // pixels searched on either side
	cw, ch int // largest cell

	cell   []float32 // the cell's blocks with measured points, packed
	at     []int32   // where they lie on the patch
	bz, bm []float32 // the other scan around the cell, turned: value, weight
	bw     int       // width of that patch
	grid   []float64 // r by rotation, shift y, shift x; none where the overlap is too small
	over   []float64 // overlap likewise
}

func newNearby(p Registered, a *Grid, b *register.Image) *nearby {
	s := &nearby{p: p, a: a, b: b, reach: int(math.Floor(p.SearchUM/a.im.DX + 0.5))}
	for _, c := range a.cells {
		s.cw, s.ch = max(s.cw, c.x1-c.x0), max(s.ch, c.y1-c.y0)
	}
	blocks := (s.cw + kernel.Lanes - 1) / kernel.Lanes * s.ch
	s.cell, s.at = make([]float32, 0, blocks*kernel.Block), make([]int32, 0, blocks)
	// A block may reach over the end of the last row.
	k := (s.cw+2*s.reach)*(s.ch+2*s.reach) + kernel.Lanes
	buf := make([]float32, 2*k)
	s.bz, s.bm = buf[:k], buf[k:]
	side := 2*s.reach + 1
	s.grid = make([]float64, len(p.SearchDeg)*side*side)
	s.over = make([]float64, len(s.grid))
	return s
}

// none marks a place whose overlap is too small; no correlation is below −1.
const none = -2

func (s *nearby) seek(c *cell, pose imaging.Pose) found {
	w, h := c.x1-c.x0, c.y1-c.y0
	s.take(c, w, h)
	at := apply(pose, s.a.centre(c))
	side := 2*s.reach + 1
	best := -1
	need := s.p.MinOverlap * float64(c.valid)
	most := 0.0
	for t, d := range s.p.SearchDeg {
		s.turn(at, pose.AngleDeg+d, w, h)
		for j := 0; j < side; j++ {
			for i := 0; i < side; i++ {
				k := (t*side+j)*side + i
				n, r := s.correlate(i, j)
				s.over[k] = n / float64(c.valid)
				most = math.Max(most, s.over[k])
				s.grid[k] = none
				if n >= need && !math.IsNaN(r) {
					s.grid[k] = r
					if best < 0 || r > s.grid[best] {
						best = k
					}
				}
			}
		}
	}
	if best < 0 {
		return found{overlap: most}
	}
	return s.subPixel(best, side)
}

// take packs the cell's points; stretches of eight without any are left out.
func (s *nearby) take(c *cell, w, h int) {
	s.cell, s.at, s.bw = s.cell[:0], s.at[:0], w+2*s.reach
	var z, m [kernel.Lanes]float32
	for y := 0; y < h; y++ {
		for x := 0; x < w; x += kernel.Lanes {
			n, any := min(kernel.Lanes, w-x), false
			for i := range n {
				z[i], m[i] = s.a.im.At(c.x0+x+i, c.y0+y)
				any = any || m[i] != 0
			}
			if any {
				s.cell = kernel.Pack(s.cell, z[:n], m[:n])
				s.at = append(s.at, int32(y*s.bw+x))
			}
		}
	}
}

// turn samples the other scan about the point at, turned by deg, on the cell's grid and reach around it.
func (s *nearby) turn(at imaging.Point, deg float64, w, h int) {
	sin, cos := exact.SincosDeg(deg)
	bw, bh := s.bw, h+2*s.reach
	x0 := -(float64(w-1)/2 + float64(s.reach))
	y0 := -(float64(h-1)/2 + float64(s.reach))
	cx, cy := s.b.Column(at.X), s.b.Row(at.Y)
	for y := 0; y < bh; y++ {
		v := y0 + float64(y)
		x, yy := cx+float64(cos*x0)-float64(sin*v), cy+float64(sin*x0)+float64(cos*v)
		s.b.Line(s.bz[y*bw:(y+1)*bw], s.bm[y*bw:(y+1)*bw], x, yy, cos, sin)
	}
}

// correlate returns the number of common points and r with the cell moved to column i, row j of the sampled patch.
func (s *nearby) correlate(i, j int) (n, r float64) {
	var p kernel.Partial
	kernel.Sums(&p, s.cell, s.at, s.bz, s.bm, j*s.bw+i)
	n = p.Total(0)
	return n, register.Pearson(n, p.Total(1), p.Total(2), p.Total(3), p.Total(4), p.Total(5))
}

// subPixel moves the best place to the tops of the parabolas through its neighbours along turn, x and y, and r to their height there.
func (s *nearby) subPixel(best, side int) found {
	i, j, t := best%side, best/side%side, best/(side*side)
	r, rise := s.grid[best], 0.0
	vertex := func(k, n, step int) float64 {
		if k == 0 || k == n-1 || s.grid[best-step] == none || s.grid[best+step] == none {
			return 0
		}
		before, after := s.grid[best-step], s.grid[best+step]
		if curve := before - 2*r + after; curve < 0 {
			slope := (after - before) / 2
			rise -= float64(slope*slope) / (2 * curve)
		}
		return register.Vertex(before, r, after)
	}
	f := found{ok: true, overlap: s.over[best]}
	f.dx = float64((float64(i-s.reach) + vertex(i, side, 1)) * s.a.im.DX)
	f.dy = float64((float64(j-s.reach) + vertex(j, side, side)) * s.a.im.DX)
	degs := s.p.SearchDeg
	f.deg = degs[t]
	if v := vertex(t, len(degs), side*side); v < 0 {
		f.deg += float64(v * (degs[t] - degs[t-1]))
	} else if v > 0 {
		f.deg += float64(v * (degs[t+1] - degs[t]))
	}
	f.r = math.Min(1, r+rise)
	return f
}
