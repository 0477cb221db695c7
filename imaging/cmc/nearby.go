package cmc

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/register"
)

// nearby correlates one cell at many small shifts and rotations. It holds the memory for that.
type nearby struct {
	p      Registered
	a      *Grid
	b      *register.Image
	reach  int // pixels searched on either side
	cw, ch int // largest cell

	az, am, aq []float32 // the cell: value, weight, square
	bz, bm, bq []float32 // the other scan around it, turned: value, weight, square
	rows       []int     // rows of the cell that have points
	grid       []float64 // r by rotation, shift y, shift x; −2 where the overlap is too small
	over       []float64 // overlap likewise
}

func newNearby(p Registered, a *Grid, b *register.Image) *nearby {
	s := &nearby{p: p, a: a, b: b, reach: int(math.Floor(p.SearchUM/a.im.DX + 0.5))}
	for _, c := range a.cells {
		s.cw, s.ch = max(s.cw, c.x1-c.x0), max(s.ch, c.y1-c.y0)
	}
	n := s.cw * s.ch
	buf := make([]float32, 3*n)
	s.az, s.am, s.aq = buf[:n], buf[n:2*n], buf[2*n:]
	k := (s.cw + 2*s.reach) * (s.ch + 2*s.reach)
	buf = make([]float32, 3*k)
	s.bz, s.bm, s.bq = buf[:k], buf[k:2*k], buf[2*k:]
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
				n, r := s.at(i, j, w)
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

// take copies the cell's points.
func (s *nearby) take(c *cell, w, h int) {
	s.rows = s.rows[:0]
	for y := 0; y < h; y++ {
		any := false
		for x := 0; x < w; x++ {
			z, m := s.a.im.At(c.x0+x, c.y0+y)
			i := y*w + x
			s.az[i], s.am[i], s.aq[i] = z, m, float32(z*z)
			any = any || m != 0
		}
		if any {
			s.rows = append(s.rows, y)
		}
	}
}

// turn samples the other scan about the point at, turned by deg, on the cell's grid and reach around it.
func (s *nearby) turn(at imaging.Point, deg float64, w, h int) {
	sin, cos := exact.SincosDeg(deg)
	bw, bh := w+2*s.reach, h+2*s.reach
	x0 := -(float64(w-1)/2 + float64(s.reach))
	y0 := -(float64(h-1)/2 + float64(s.reach))
	cx, cy := s.b.Column(at.X), s.b.Row(at.Y)
	for y := 0; y < bh; y++ {
		v := y0 + float64(y)
		x, yy := cx+float64(cos*x0)-float64(sin*v), cy+float64(sin*x0)+float64(cos*v)
		s.b.Line(s.bz[y*bw:(y+1)*bw], s.bm[y*bw:(y+1)*bw], x, yy, cos, sin)
	}
	for i, v := range s.bz[:bw*bh] {
		s.bq[i] = float32(v * v)
	}
}

// at returns the number of common points and r with the cell moved to column i, row j of the sampled patch. Rows are
// summed in single precision (a few dozen numbers of order one), rows are added in double.
func (s *nearby) at(i, j, w int) (n, r float64) {
	bw := w + 2*s.reach
	var sn, sa, sb, saa, sbb, sab float64
	for _, y := range s.rows {
		az, am, aq := s.az[y*w:][:w], s.am[y*w:][:w], s.aq[y*w:][:w]
		o := (y+j)*bw + i
		bz, bm, bq := s.bz[o:][:w], s.bm[o:][:w], s.bq[o:][:w]
		var n, a, b, aa, bb, ab float32
		for x, u := range az {
			v, mu, mv := bz[x], am[x], bm[x]
			n += float32(mu * mv)
			a += float32(u * mv)
			b += float32(v * mu)
			aa += float32(aq[x] * mv)
			bb += float32(bq[x] * mu)
			ab += float32(u * v)
		}
		sn, sa, sb = sn+float64(n), sa+float64(a), sb+float64(b)
		saa, sbb, sab = saa+float64(aa), sbb+float64(bb), sab+float64(ab)
	}
	return sn, register.Pearson(sn, sa, sb, saa, sbb, sab)
}

// subPixel moves the best place to the tops of the parabolas through its neighbours; r stays that of the place itself.
func (s *nearby) subPixel(best, side int) found {
	i, j, t := best%side, best/side%side, best/(side*side)
	r := s.grid[best]
	vertex := func(k, n, step int) float64 {
		if k == 0 || k == n-1 || s.grid[best-step] == none || s.grid[best+step] == none {
			return 0
		}
		return register.Vertex(s.grid[best-step], r, s.grid[best+step])
	}
	f := found{ok: true, r: r, overlap: s.over[best]}
	f.dx = float64((float64(i-s.reach) + vertex(i, side, 1)) * s.a.im.DX)
	f.dy = float64((float64(j-s.reach) + vertex(j, side, side)) * s.a.im.DX)
	degs := s.p.SearchDeg
	f.deg = degs[t]
	if v := vertex(t, len(degs), side*side); v < 0 {
		f.deg += float64(v * (degs[t] - degs[t-1]))
	} else if v > 0 {
		f.deg += float64(v * (degs[t+1] - degs[t]))
	}
	return f
}
