package filter

import (
	"math"

	"tracemark/imaging/surface"
)

// Field is a working copy of a surface. Z is 0 where M is 0; M is 1 where measured.
type Field struct {
	W, H   int
	DX, DY float64 // µm between columns, rows
	X0, Y0 float64 // µm: the centre of the first pixel in the scan's frame
	Z, M   []float32
}

// NewField returns a field of w×h points, none of them measured.
func NewField(w, h int, dx, dy, x0, y0 float64) *Field {
	return &Field{W: w, H: h, DX: dx, DY: dy, X0: x0, Y0: y0, Z: make([]float32, w*h), M: make([]float32, w*h)}
}

// FromSurface copies s.
func FromSurface(s *surface.Surface) *Field {
	w, h := s.Size()
	dx, dy := s.Spacing()
	f := NewField(w, h, dx, dy, 0, 0)
	for i, z := range s.View() {
		if !math.IsNaN(z) {
			f.Z[i], f.M[i] = float32(z), 1
		}
	}
	return f
}

// Centred copies s with its mean height taken away, so that single precision keeps nanometres whatever the zero was.
func Centred(s *surface.Surface) *Field {
	sum, n := 0.0, 0
	for _, v := range s.View() {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	mean := sum / float64(max(n, 1))
	w, h := s.Size()
	dx, dy := s.Spacing()
	f := NewField(w, h, dx, dy, 0, 0)
	for i, z := range s.View() {
		if z -= mean; !math.IsNaN(z) && !math.IsInf(z, 0) {
			f.Z[i], f.M[i] = float32(z), 1
		}
	}
	return f
}

// Surface returns f as a surface; its frame starts at f's first pixel.
func (f *Field) Surface() (*surface.Surface, error) {
	z := make([]float64, len(f.Z))
	for i := range z {
		z[i] = math.NaN()
		if f.M[i] != 0 {
			z[i] = float64(f.Z[i])
		}
	}
	return surface.New(f.W, f.H, f.DX, f.DY, z)
}

// Clone returns an independent copy.
func (f *Field) Clone() *Field {
	g := *f
	g.Z, g.M = append([]float32(nil), f.Z...), append([]float32(nil), f.M...)
	return &g
}

// position returns where point i lies in the scan's frame.
func (f *Field) position(i int) (x, y float64) {
	return f.X0 + float64(float64(i%f.W)*f.DX), f.Y0 + float64(float64(i/f.W)*f.DY)
}

// Count returns the number of measured points.
func (f *Field) Count() int {
	n := 0
	for _, m := range f.M {
		if m != 0 {
			n++
		}
	}
	return n
}

// Moments returns the number of measured points, their mean and their standard deviation (about the mean, over n).
func (f *Field) Moments() (n int, mean, sd float64) {
	sum := 0.0
	for i, m := range f.M {
		if m != 0 {
			n++
			sum += float64(f.Z[i])
		}
	}
	if n == 0 {
		return 0, math.NaN(), math.NaN()
	}
	mean = sum / float64(n)
	ss := 0.0
	for i, m := range f.M {
		if m != 0 {
			d := float64(f.Z[i]) - mean
			ss += float64(d * d)
		}
	}
	return n, mean, math.Sqrt(ss / float64(n))
}

// Bounds returns the smallest rectangle of pixels [x0,x1)×[y0,y1) that holds all measured points; ok is false when
// there are none.
func (f *Field) Bounds() (x0, y0, x1, y1 int, ok bool) {
	x0, y0 = f.W, f.H
	for y := 0; y < f.H; y++ {
		for x, m := range f.M[y*f.W : (y+1)*f.W] {
			if m != 0 {
				x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), y+1
			}
		}
	}
	return x0, y0, x1, y1, x1 > 0
}

// subtractMean takes the mean away.
func (f *Field) subtractMean() {
	sum, n := 0.0, 0
	for i, m := range f.M {
		if m != 0 {
			sum, n = sum+float64(f.Z[i]), n+1
		}
	}
	mean := sum / float64(n)
	for i, m := range f.M {
		if m != 0 {
			f.Z[i] = float32(float64(f.Z[i]) - mean)
		}
	}
}
