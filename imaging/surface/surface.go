// Package surface holds a measured height map: heights in µm on a regular grid, with its spacing and the mask of the
// points that were measured. A Surface never changes once made; every step that alters one returns another.
//
// Heights are stored row by row from row 0. Column x, row y lies at (x·SpacingX, y·SpacingY) µm in the frame that
// package imaging describes. A point that was not measured has no height: At reports it as not ok, and the slice that
// Heights returns holds NaN there.
package surface

import (
	"errors"
	"fmt"
	"math"

	"tracemark/imaging"
)

// MaxPoints is the largest grid accepted, 256 million points (2 GiB of heights): larger than any scan of a
// cartridge case, small enough that a file that lies about its size cannot exhaust the machine.
const MaxPoints = 1 << 28

// Surface is an immutable height map.
type Surface struct {
	w, h   int
	dx, dy float64
	z      []float64 // µm, NaN where not measured
	valid  int
}

// ErrShape is wrapped by errors of New about sizes and spacings.
var ErrShape = errors.New("surface shape")

// New makes a surface of w×h points, spaced dx by dy µm, from heights in µm (row by row, NaN or ±Inf where nothing was
// measured). It keeps heights: the caller must not change the slice afterwards.
func New(w, h int, dx, dy float64, heights []float64) (*Surface, error) {
	if w < 1 || h < 1 || w > MaxPoints/h {
		return nil, fmt.Errorf("%w: %d×%d points", ErrShape, w, h)
	}
	if len(heights) != w*h {
		return nil, fmt.Errorf("%w: %d heights for %d×%d points", ErrShape, len(heights), w, h)
	}
	for _, d := range []float64{dx, dy} {
		if !(d > 0) || math.IsInf(d, 0) {
			return nil, fmt.Errorf("%w: spacing %g × %g µm", ErrShape, dx, dy)
		}
	}
	s := &Surface{w: w, h: h, dx: dx, dy: dy, z: heights}
	for i, v := range heights {
		if math.IsInf(v, 0) {
			heights[i] = math.NaN()
		} else if !math.IsNaN(v) {
			s.valid++
		}
	}
	return s, nil
}

// Size returns the number of columns and rows.
func (s *Surface) Size() (w, h int) { return s.w, s.h }

// Spacing returns the distance in µm between neighbouring columns and rows.
func (s *Surface) Spacing() (dx, dy float64) { return s.dx, s.dy }

// Centre returns the middle of the grid in the surface's frame.
func (s *Surface) Centre() imaging.Point {
	return imaging.Point{X: float64(s.w-1) / 2 * s.dx, Y: float64(s.h-1) / 2 * s.dy}
}

// Valid returns the number of measured points.
func (s *Surface) Valid() int { return s.valid }

// At returns the height in µm in column x, row y; ok is false outside the grid and where nothing was measured.
func (s *Surface) At(x, y int) (z float64, ok bool) {
	if x < 0 || y < 0 || x >= s.w || y >= s.h {
		return math.NaN(), false
	}
	z = s.z[y*s.w+x]
	return z, !math.IsNaN(z)
}

// Heights returns a copy of the heights in µm, NaN where nothing was measured.
func (s *Surface) Heights() []float64 { return append([]float64(nil), s.z...) }

// View returns the heights themselves, for reading only: writing to it breaks the promise that surfaces never change.
func (s *Surface) View() []float64 { return s.z }

// Mask returns which points were measured.
func (s *Surface) Mask() imaging.Mask {
	m := imaging.NewMask(s.w, s.h)
	for i, v := range s.z {
		m.On[i] = !math.IsNaN(v)
	}
	return m
}

// WithMask returns the surface with every point outside m taken away. m must have the surface's size.
func (s *Surface) WithMask(m imaging.Mask) (*Surface, error) {
	if m.W != s.w || m.H != s.h {
		return nil, fmt.Errorf("%w: mask of %d×%d on a surface of %d×%d", ErrShape, m.W, m.H, s.w, s.h)
	}
	z := s.Heights()
	for i := range z {
		if !m.On[i] {
			z[i] = math.NaN()
		}
	}
	return New(s.w, s.h, s.dx, s.dy, z)
}
