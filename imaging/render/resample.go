package render

import (
	"image"
	"math"

	"tracemark/imaging/surface"
)

// Thumbnail draws a small relief of s whose longer side has at most maxSide pixels. Pixels are square in µm. What was not measured is
// see-through but for the lines of its hatching, so that the picture is no light in a dark window.
func Thumbnail(s *surface.Surface, maxSide int) *image.RGBA {
	wide, high := extent(s)
	um := max(wide, high) / float64(max(1, maxSide))
	small := resample(s, um)
	img := Relief(small, DefaultLight)
	w, _ := small.Size()
	for i, z := range small.View() {
		if x, y := i%w, i/w; z != z {
			clear(img.Pix[img.PixOffset(x, y):][:4])
			if (x+y)%hatchPeriod < hatchWidth {
				copy(img.Pix[img.PixOffset(x, y):], hatchFaint[:])
			}
		}
	}
	return img
}

// extent returns the size of s in µm, counting each point as a whole pixel.
func extent(s *surface.Surface) (wide, high float64) {
	w, h := s.Size()
	dx, dy := s.Spacing()
	return float64(w) * dx, float64(h) * dy
}

// resample returns s on a grid of um × um, made for looking only: coarser grids take the mean of the measured points in
// a pixel if at least half are measured, finer ones interpolate between measured neighbours.
func resample(s *surface.Surface, um float64) *surface.Surface {
	w, h := s.Size()
	dx, dy := s.Spacing()
	cols, rows := newTaps(w, dx, um), newTaps(h, dy, um)
	z := s.View()
	out := make([]float64, len(cols)*len(rows))
	eachBand(len(rows), func(from, to int) {
		for y := from; y < to; y++ {
			for x := range cols {
				out[y*len(cols)+x] = weighted(z, w, cols[x], rows[y])
			}
		}
	})
	r, err := surface.New(len(cols), len(rows), um, um, out)
	if err != nil {
		return s // cannot happen: the grid is no larger than a picture
	}
	return r
}

// taps are the source rows or columns that make one of the new ones.
type taps struct {
	first  int
	weight []float64
}

// newTaps covers n samples of spacing d by samples of spacing um. The origin is the edge of the first pixel.
func newTaps(n int, d, um float64) []taps {
	out := make([]taps, max(1, int(math.Round(float64(n)*d/um))))
	for i := range out {
		if um > d {
			out[i] = box(n, float64(i)*um/d, float64(i+1)*um/d)
		} else {
			out[i] = between(n, (float64(i)+0.5)*um/d-0.5)
		}
	}
	return out
}

// box weighs each sample by how much of it lies between the edges a and b.
func box(n int, a, b float64) taps {
	first := min(int(a), n-1)
	last := min(max(first, int(math.Ceil(b))-1), n-1)
	t := taps{first: first, weight: make([]float64, last-first+1)}
	for i := range t.weight {
		k := float64(first + i)
		t.weight[i] = max(min(b, k+1)-max(a, k), 1e-9)
	}
	return t
}

// between weighs the two samples beside position p.
func between(n int, p float64) taps {
	p = min(max(p, 0), float64(n-1))
	first := min(int(p), max(0, n-2))
	if n == 1 {
		return taps{weight: []float64{1}}
	}
	f := p - float64(first)
	return taps{first: first, weight: []float64{1 - f, f}}
}

func weighted(z []float64, w int, col, row taps) float64 {
	var sum, have, all float64
	for j, wy := range row.weight {
		line := z[(row.first+j)*w+col.first:]
		for i, wx := range col.weight {
			k := wx * wy
			all += k
			if v := line[i]; v == v {
				sum += k * v
				have += k
			}
		}
	}
	if have < all/2 || have == 0 {
		return math.NaN()
	}
	return sum / have
}
