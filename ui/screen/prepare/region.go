package prepare

import (
	"math"
	"slices"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
)

// region is a mask that is being edited, with the way back through everything that was done to it. Its methods belong to the
// user-interface goroutine.
type region struct {
	mask   imaging.Mask // never changed in place: layers hold it
	dx, dy float64      // of the grid, µm

	done, undone [][]span
}

// span is a run of points that were switched.
type span struct{ from, to int }

func newRegion(m imaging.Mask, dx, dy float64) *region { return &region{mask: m, dx: dx, dy: dy} }

// fill switches the points in a shape on or off and reports whether that made a difference.
func (r *region) fill(s casefile.Shape, on bool) bool {
	next := imaging.Mask{W: r.mask.W, H: r.mask.H, On: slices.Clone(r.mask.On)}
	if markup.Fill(next, s, r.dx, r.dy, on) == 0 {
		return false
	}
	lo, hi := markup.Bounds(s)
	from := max(0, int(math.Floor(lo.Y/r.dy)))
	to := min(r.mask.H-1, int(math.Ceil(hi.Y/r.dy)))
	r.done = append(r.done, changed(r.mask, next, from, to))
	r.mask, r.undone = next, nil
	return true
}

// changed returns the runs of points that differ in the rows from … to.
func changed(a, b imaging.Mask, from, to int) (out []span) {
	for i := from * a.W; i < (to+1)*a.W; i++ {
		if a.On[i] == b.On[i] {
			continue
		}
		if n := len(out); n > 0 && out[n-1].to == i {
			out[n-1].to++
		} else {
			out = append(out, span{i, i + 1})
		}
	}
	return out
}

// flip switches runs over.
func (r *region) flip(spans []span) {
	next := slices.Clone(r.mask.On)
	for _, s := range spans {
		for i := s.from; i < s.to; i++ {
			next[i] = !next[i]
		}
	}
	r.mask.On = next
}

// undo takes the last change back and reports whether there was one.
func (r *region) undo() bool {
	n := len(r.done)
	if n == 0 {
		return false
	}
	last := r.done[n-1]
	r.flip(last)
	r.done, r.undone = r.done[:n-1], append(r.undone, last)
	return true
}

// redo makes the change that was taken back last again and reports whether there was one.
func (r *region) redo() bool {
	n := len(r.undone)
	if n == 0 {
		return false
	}
	last := r.undone[n-1]
	r.flip(last)
	r.undone, r.done = r.undone[:n-1], append(r.done, last)
	return true
}

// edited reports whether there is something to save or to take back.
func (r *region) edited() bool { return len(r.done) > 0 }

// share returns how much of the grid takes part, 0 to 1.
func (r *region) share() float64 {
	return float64(r.mask.Count()) / float64(max(1, len(r.mask.On)))
}
