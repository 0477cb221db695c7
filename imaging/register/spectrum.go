package register

import (
	"math"
	"slices"
	"sync"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
	"tracemark/imaging/internal/kernel"
)

// Turned is an image with its spectra: as it is, and turned by multiples of a step. They are computed when first asked for
// and kept for the next pair. It may be used by several goroutines at once.
type Turned struct {
	im     *Image
	centre imaging.Point
	w, h   float64 // µm: extents of the measured part

	mu     sync.Mutex
	still  []*spectrum   // not turned, of the latest lengths asked for, the latest last
	turned [][]*spectrum // by half the steps of a full turn, likewise
}

// lengthsKept is how many lengths of transforms a scan keeps spectra of: in a gallery of scans of many sizes the length changes from pair to pair.
const lengthsKept = 3

// keep appends v, and drops the first of more than lengthsKept.
func keep[T any](to []T, v T) []T {
	if len(to) >= lengthsKept {
		to = slices.Delete(to, 0, len(to)-lengthsKept+1)
	}
	return append(to, v)
}

// NewTurned returns im ready for a search.
func NewTurned(im *Image) *Turned {
	t := &Turned{im: im, centre: im.Centre()}
	t.w, t.h = im.extents()
	return t
}

// Centre returns the point that turns are about, in the scan's frame.
func (t *Turned) Centre() imaging.Point { return t.centre }

// Forget drops the spectra of the turns, which are the larger part of what a scan holds in memory.
func (t *Turned) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.turned = nil
}

// spectrum is half of the transform of an n×n picture: kx = 0 … n/2, n values of ky each.
type spectrum struct {
	n      int
	re, im []float32
	count  int     // measured points in the picture
	sd     float64 // their standard deviation
}

// work holds the memory that transforms of one length need.
type work struct {
	n                int
	plan             *fft.Plan
	a, b, c, d, m, q []float32
	rows             []int32 // a row of numbers and one on either side
	peaks            []Place
}

func newWork(n int) *work {
	k := n * n
	buf := make([]float32, 6*k)
	return &work{n: n, plan: fft.New(n), a: buf[:k], b: buf[k : 2*k], c: buf[2*k : 3*k], d: buf[3*k : 4*k], m: buf[4*k : 5*k], q: buf[5*k:], rows: make([]int32, n+2)}
}

var workspaces = sync.Map{} // length → *sync.Pool of *work

func getWork(n int) (*work, func()) {
	p, _ := workspaces.LoadOrStore(n, &sync.Pool{New: func() any { return newWork(n) }})
	pool := p.(*sync.Pool)
	w := pool.Get().(*work)
	return w, func() { pool.Put(w) }
}

func (t *Turned) stillSpectrum(n int) *spectrum {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.still {
		if s.n == n {
			return s
		}
	}
	w, done := getWork(n)
	defer done()
	s, unused := &spectrum{n: n}, &spectrum{n: n}
	t.picture(w, w.a, s, 0)
	clear(w.b)
	w.split(s, unused)
	t.still = keep(t.still, s)
	return s
}

// turnedSpectra returns the spectra at 0, step, 2·step … below 180°. At 180° more each is the complex conjugate,
// because the picture is turned about its own first point.
func (t *Turned) turnedSpectra(n, halfSteps int) []*spectrum {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, all := range t.turned {
		if len(all) == halfSteps && all[0].n == n {
			return all
		}
	}
	w, done := getWork(n)
	defer done()
	all := make([]*spectrum, halfSteps)
	for i := 0; i < halfSteps; i += 2 {
		s1, s2 := &spectrum{n: n}, &spectrum{n: n}
		t.picture(w, w.a, s1, 180*float64(i)/float64(halfSteps))
		clear(w.b)
		if i+1 < halfSteps {
			t.picture(w, w.b, s2, 180*float64(i+1)/float64(halfSteps))
		}
		w.split(s1, s2)
		all[i] = s1
		if i+1 < halfSteps {
			all[i+1] = s2
		}
	}
	t.turned = keep(t.turned, all)
	return all
}

// picture draws the image, turned by deg about its centre, into the n×n numbers dst with that centre at the first
// point and negative positions wrapped to the end, its mean removed, zero where nothing was measured.
func (t *Turned) picture(w *work, dst []float32, s *spectrum, deg float64) {
	n := s.n
	sin, cos := exact.SincosDeg(deg)
	cx, cy := t.im.Column(t.centre.X), t.im.Row(t.centre.Y)
	z, m := w.q[:n], w.q[n:2*n]
	sum, count := 0.0, 0
	for j := 0; j < n; j++ {
		v := j
		if v >= n/2 {
			v -= n
		}
		// Points at −n/2 have no partner at +n/2: without them a half turn is exactly a mirrored index.
		first := 1 - n/2
		k := n - 1
		row := dst[j*n : (j+1)*n]
		clear(row)
		mask := w.m[j*n : (j+1)*n]
		clear(mask)
		if v == -n/2 {
			continue
		}
		// The point that lies at (u, v) after the turn was at R(−deg)·(u, v) before.
		x := cx + float64(cos*float64(first)) + float64(sin*float64(v))
		y := cy - float64(sin*float64(first)) + float64(cos*float64(v))
		t.im.Line(z[:k], m[:k], x, y, cos, -sin)
		for i := 0; i < k; i++ {
			u := (first + i + n) % n
			if m[i] != 0 {
				row[u], mask[u] = z[i], 1
				sum += float64(z[i])
				count++
			}
		}
	}
	s.count = count
	if count == 0 {
		return
	}
	mean := float32(sum / float64(count))
	ss := 0.0
	for i, on := range w.m[:n*n] {
		if on != 0 {
			dst[i] -= mean
			ss += float64(float64(dst[i]) * float64(dst[i]))
		}
	}
	s.sd = math.Sqrt(ss / float64(count))
}

// split transforms the real pictures in w.a and w.b as one complex picture and takes their spectra apart.
func (w *work) split(s1, s2 *spectrum) {
	n := w.n
	w.plan.Forward(w.a, w.b, w.c, w.d, n)
	fft.Transpose(w.m, w.a, n, n)
	fft.Transpose(w.q, w.b, n, n)
	w.plan.Forward(w.m, w.q, w.c, w.d, n)
	half := n/2 + 1
	for _, s := range []*spectrum{s1, s2} {
		s.re, s.im = make([]float32, half*n), make([]float32, half*n)
	}
	for kx := 0; kx < half; kx++ {
		for ky := 0; ky < n; ky++ {
			i, j := kx*n+ky, (n-kx)%n*n+(n-ky)%n
			pr, pi, qr, qi := w.m[i], w.q[i], w.m[j], w.q[j]
			s1.re[i], s1.im[i] = (pr+qr)/2, (pi-qi)/2
			s2.re[i], s2.im[i] = (pi+qi)/2, (qr-pr)/2
		}
	}
}

// correlate returns Σ a(x)·b(x+s) for shifts s of −r … r along both axes, row by row: with a as it is in the first slice, with a
// turned by 180° in the second. Both are unscaled (n² too large) and belong to w.
func (w *work) correlate(a, b *spectrum, r int) (at0, at180 []float32) {
	n, nr := w.n, 2*r+1
	half := n/2 + 1
	cr, ci := w.a, w.b
	for kx := 0; kx < half; kx++ {
		ar, ai, br, bi := a.re[kx*n:][:n], a.im[kx*n:][:n], b.re[kx*n:][:n], b.im[kx*n:][:n]
		// conj(A)·B + i·A·B: two real correlations as the parts of one complex picture.
		var mr, mi []float32
		if kx > 0 && kx < n-kx {
			mr, mi = cr[(n-kx)*n:][:n], ci[(n-kx)*n:][:n]
		}
		kernel.Cross(cr[kx*n:][:n], ci[kx*n:][:n], mr, mi, ar, ai, br, bi)
	}
	w.plan.Forward(ci, cr, w.d, w.c, n) // inverse: parts exchanged
	for i := 0; i < nr; i++ {           // only the wanted shifts along x go on
		x := (i - r + n) % n
		copy(w.m[i*n:(i+1)*n], cr[x*n:(x+1)*n])
		copy(w.q[i*n:(i+1)*n], ci[x*n:(x+1)*n])
	}
	fft.Transpose(cr, w.m, n, nr)
	fft.Transpose(ci, w.q, n, nr)
	w.plan.Forward(ci[:n*nr], cr[:n*nr], w.d[:n*nr], w.c[:n*nr], nr)
	for i := 0; i < nr; i++ {
		y := (i - r + n) % n
		copy(w.m[i*nr:(i+1)*nr], cr[y*nr:(y+1)*nr])
		copy(w.q[i*nr:(i+1)*nr], ci[y*nr:(y+1)*nr])
	}
	return w.m[:nr*nr], w.q[:nr*nr]
}
