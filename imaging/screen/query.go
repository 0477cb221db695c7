package screen

import (
	"math"
	"sync"

	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
	"tracemark/imaging/register"
)

const (
	// reach is how many steps a query's centre is moved: the holes of two scans of one slide were fitted up to 99 µm apart.
	reach = 3
	// turns is the number of rotations compared: steps of 1.9°.
	turns = 192
)

// centred is a rose as numbers to calculate with.
type centred struct {
	re, im [coefficients]float32
	norm   float64
}

func newCentred(r *rose) centred {
	var c centred
	for i := range r.re {
		c.re[i], c.im[i] = float32(r.re[i]), float32(r.im[i])
	}
	c.norm = math.Sqrt(float64(r.energy()))
	return c
}

// work is the memory of one comparison.
type work struct {
	b              centred
	re, im, tr, ti []float32
	sumRe, sumIm   [turns / 2]float32
}

type workPool struct{ sync.Pool }

var plan = sync.OnceValue(func() *fft.Plan { return fft.New(turns) })

func (p *workPool) get(columns int) *work {
	if w, ok := p.Get().(*work); ok {
		return w
	}
	k := turns * columns
	buf := make([]float32, 4*k)
	return &work{re: buf[:k], im: buf[k : 2*k], tr: buf[2*k : 3*k], ti: buf[3*k:]}
}

// Score compares q with d: the largest correlation of their rings over all rotations and over q's centres, from 0 to 1. Score does not allocate
// and, unlike package compare, is not symmetric in its two scans.
func (q *Query) Score(d *Descriptor) Match {
	if d.norm == 0 {
		return Match{}
	}
	columns := (len(q.roses) + 1) / 2
	w := q.pool.get(columns)
	defer q.pool.Put(w)
	var used [rings]bool
	for r := range rings {
		for i := placed.at[r]; i < placed.at[r+1]; i++ {
			u, v := d.rose.re[i], d.rose.im[i]
			w.b.re[i], w.b.im[i] = float32(u), float32(v)
			used[r] = used[r] || u|v != 0
		}
	}
	clear(w.re)
	clear(w.im)
	for c := range q.roses {
		w.cross(&q.roses[c], &used)
		w.lay(c/2, columns, c%2 == 1)
	}
	plan().Forward(w.im, w.re, w.ti, w.tr, columns) // inverse: parts exchanged
	best, bestAt, bestTurn := 0.0, 0, 0
	for c := range q.roses {
		if q.roses[c].norm == 0 {
			continue
		}
		from := w.re
		if c%2 == 1 {
			from = w.im
		}
		top, turn := float32(0), 0
		for t, i := 0, c/2; t < turns; t, i = t+1, i+columns {
			if from[i] > top {
				top, turn = from[i], t
			}
		}
		if s := float64(top) / (2 * q.roses[c].norm * d.norm); s > best {
			best, bestAt, bestTurn = s, c, turn
		}
	}
	place := register.Place{Deg: exact.WrapDeg(360 * float64(bestTurn) / turns)}
	return Match{Score: math.Min(1, best), Pose: place.Pose(q.centres[bestAt], d.centre)}
}

// cross sums conj(a)·b over the rings, harmonic by harmonic. The numbers are whole and the sums below 2²⁴, so that single precision is exact
// in any order.
func (w *work) cross(a *centred, used *[rings]bool) {
	clear(w.sumRe[:])
	clear(w.sumIm[:])
	for r := range rings {
		if !used[r] {
			continue
		}
		from, n := placed.at[r], placed.harmonics[r]
		ar, ai := a.re[from:][:n], a.im[from:][:n]
		br, bi := w.b.re[from:][:n], w.b.im[from:][:n]
		sr, si := w.sumRe[1:][:n], w.sumIm[1:][:n]
		for h, x := range ar {
			y, u, v := ai[h], br[h], bi[h]
			sr[h] += float32(x*u) + float32(y*v)
			si[h] += float32(x*v) - float32(y*u)
		}
	}
}

// lay writes the sums as one column of the transform: the first centre of two gives its real part, the second its imaginary part.
func (w *work) lay(column, columns int, second bool) {
	for h := 1; h <= placed.most; h++ {
		u, v := w.sumRe[h], w.sumIm[h]
		i, j := h*columns+column, (turns-h)*columns+column
		if second { // times i
			w.re[i] -= v
			w.im[i] += u
			w.re[j] += v
			w.im[j] += u
			continue
		}
		w.re[i], w.im[i] = u, v
		w.re[j], w.im[j] = u, -v
	}
}
