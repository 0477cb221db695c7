package cv

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"
)

// OpenCV has findTransformECC, but it throws an exception where it does not converge, which gocv does not catch: it would
// end the program. So the iteration is here, on the pictures that OpenCV filtered.

const (
	eccStride = 2 // every second pixel of each second row takes part: the band holds no finer detail
	eccRounds = 60
	eccGain   = 1e-7 // the correlation's gain below which it has converged
	minPixels = 400  // fewer do not fix a pose
)

// refined is a pose after ECC.
type refined struct {
	warp
	r, overlap float64
	converged  bool
}

// refine moves a candidate to the highest correlation near it, on the fine pictures. The scale stays where both
// photographs state theirs.
func (p *pair) refine(ctx context.Context, c candidate) (refined, error) {
	k := p.a.coarse / p.a.fine
	start := p.near(c).warp
	start.dx, start.dy = start.dx*k, start.dy*k
	e := newECC(c.view, p.scaled)
	w, at := start, e.look(start)
	for range eccRounds {
		if err := ctx.Err(); err != nil {
			return refined{}, err
		}
		next, ok := e.step(w, at)
		if !ok {
			break
		}
		then := e.look(next)
		if then.n < minPixels || !(then.r > at.r) {
			break
		}
		gain := then.r - at.r
		if w, at = next, then; gain < eccGain {
			break
		}
	}
	// What moved further than the coarse search can be wrong has found something else.
	strayed := math.Abs(angleBetween(w.angle, c.angle)) > 2*sweepStep || math.Hypot(w.dx-start.dx, w.dy-start.dy) > 4*k ||
		math.Abs(w.scale/start.scale-1) > 0.08
	if strayed {
		w, at = start, e.look(start)
	}
	w.angle = angleBetween(w.angle, 0)
	return refined{warp: w, r: at.r, overlap: float64(at.n) / float64(len(e.x)), converged: !strayed && at.n >= minPixels}, nil
}

// ecc is the enhanced correlation coefficient of two fine pictures.
type ecc struct {
	rigid  bool      // without a change of scale
	x, y   []float64 // A's pixels in its disc, from its centre
	t      []float64 // A's values there
	b      []float32
	w, h   int
	radius float64 // by which coordinates are divided, so that all parameters are of one size
}

func newECC(v *view, rigid bool) *ecc {
	e := &ecc{rigid: rigid, b: values(v.fineB), w: v.fineB.Cols(), h: v.fineB.Rows()}
	a, w, h := values(v.fineA), v.fineA.Cols(), v.fineA.Rows()
	e.radius = float64(min(w, h)) / 2
	for y := 0; y < h; y += eccStride {
		for x := 0; x < w; x += eccStride {
			if discWeight(float64(x), float64(y), w, h) > 0.5 {
				e.x = append(e.x, float64(x)-float64(w-1)/2)
				e.y = append(e.y, float64(y)-float64(h-1)/2)
				e.t = append(e.t, float64(a[y*w+x]))
			}
		}
	}
	return e
}

// looked is B seen through a warp.
type looked struct {
	r      float64
	n      int
	in     []int // pixels of A that fall on B
	v      []float64
	gx, gy []float64
}

func (e *ecc) look(w warp) looked {
	l := looked{}
	sin, cos := math.Sincos(w.angle * math.Pi / 180)
	cx, cy := float64(e.w-1)/2+w.dx, float64(e.h-1)/2+w.dy
	for i := range e.x {
		x := cx + w.scale*(cos*e.x[i]-sin*e.y[i])
		y := cy + w.scale*(sin*e.x[i]+cos*e.y[i])
		ix, iy := int(math.Floor(x)), int(math.Floor(y))
		if ix < 0 || iy < 0 || ix+1 >= e.w || iy+1 >= e.h {
			continue
		}
		fx, fy := x-float64(ix), y-float64(iy)
		at := iy*e.w + ix
		v00, v10 := float64(e.b[at]), float64(e.b[at+1])
		v01, v11 := float64(e.b[at+e.w]), float64(e.b[at+e.w+1])
		l.in = append(l.in, i)
		l.v = append(l.v, (v00*(1-fx)+v10*fx)*(1-fy)+(v01*(1-fx)+v11*fx)*fy)
		l.gx = append(l.gx, (v10-v00)*(1-fy)+(v11-v01)*fy)
		l.gy = append(l.gy, (v01-v00)*(1-fx)+(v11-v10)*fx)
	}
	l.n = len(l.in)
	if l.n < minPixels {
		l.r = math.Inf(-1)
		return l
	}
	t, v := e.centred(l)
	l.r = dot(t, v) / (math.Sqrt(dot(t, t)*dot(v, v)) + 1e-12)
	return l
}

// centred returns A's and B's values where both are, without their means.
func (e *ecc) centred(l looked) (t, v []float64) {
	t, v = make([]float64, l.n), make([]float64, l.n)
	var mt, mv float64
	for k, i := range l.in {
		mt += e.t[i]
		mv += l.v[k]
	}
	mt, mv = mt/float64(l.n), mv/float64(l.n)
	for k, i := range l.in {
		t[k], v[k] = e.t[i]-mt, l.v[k]-mv
	}
	return t, v
}

// step is one forward additive step (the paper's equations 17 to 22).
func (e *ecc) step(w warp, l looked) (warp, bool) {
	if l.n < minPixels {
		return w, false
	}
	t, v := e.centred(l)
	sin, cos := math.Sincos(w.angle * math.Pi / 180)
	n := 4
	if e.rigid {
		n = 3
	}
	g := make([][]float64, n)
	for j := range g {
		g[j] = make([]float64, l.n)
	}
	for k, i := range l.in {
		x, y, gx, gy := e.x[i]/e.radius, e.y[i]/e.radius, l.gx[k], l.gy[k]
		g[0][k], g[1][k] = gx, gy
		g[2][k] = w.scale * (gx*(-sin*x-cos*y) + gy*(cos*x-sin*y)) // by the angle
		if !e.rigid {
			g[3][k] = gx*(cos*x-sin*y) + gy*(sin*x+cos*y) // by the scale
		}
	}
	h := mat.NewSymDense(n, nil)
	gt, gv := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			h.SetSym(i, j, dot(g[i], g[j]))
		}
		gt.SetVec(i, dot(g[i], t))
		gv.SetVec(i, dot(g[i], v))
	}
	var chol mat.Cholesky
	if !chol.Factorize(h) {
		return w, false
	}
	var ht, hv, d mat.VecDense
	if chol.SolveVecTo(&ht, gt) != nil || chol.SolveVecTo(&hv, gv) != nil {
		return w, false
	}
	above, below := dot(v, v)-mat.Dot(gv, &hv), dot(t, v)-mat.Dot(gt, &hv)
	if !(below > 0) {
		return w, false
	}
	d.ScaleVec(above/below, &ht)
	d.SubVec(&d, &hv)
	w.dx += d.AtVec(0)
	w.dy += d.AtVec(1)
	w.angle += d.AtVec(2) / e.radius * 180 / math.Pi
	if !e.rigid {
		w.scale += d.AtVec(3) / e.radius
	}
	return w, w.scale > 0
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}
