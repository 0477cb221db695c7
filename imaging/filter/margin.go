package filter

import (
	"math"
	"slices"
)

// MarginParams says which points of an unfiltered face are too steep or too near its edge to be compared: there filters leave a fringe that looks
// alike on all cartridge cases and at all rotations.
type MarginParams struct {
	GridUM   float64 // grid on which slopes are taken
	SmoothUM float64 // wavelength of the low-pass before: marks pass below the slope limit
	Slope    float64 // steepest slope, µm per µm, against the face's tilt
	EdgeUM   float64 // taken off the region's edge
}

// DefaultMargin was set, before there was a proposal of the whole face, on one pair of raw scans with masks painted by hand.
func DefaultMargin() MarginParams {
	return MarginParams{GridUM: 25, SmoothUM: 300, Slope: 0.07, EdgeUM: 25}
}

// Margin returns f without what cannot be compared. region is the face, dropouts included; nil means all measured points. The
// edge is taken off the region, not off dropouts inside it.
func Margin(f *Field, region []bool, p MarginParams) *Field {
	grid := Resample(f, p.GridUM)
	dx, dy := slopes(LowPass(grid, p.SmoothUM))
	tx, ty := grid.medianWhereMeasured(dx), grid.medianWhereMeasured(dy)
	gentle := make([]bool, len(grid.M))
	for i, m := range grid.M {
		gentle[i] = m != 0 && squared(dx[i]-tx)+squared(dy[i]-ty) <= float64(p.Slope*p.Slope)
	}
	if region != nil {
		inside := make([]bool, len(grid.M))
		for y := 0; y < grid.H; y++ {
			fy := min(max(int(math.Floor((grid.Y0+float64(float64(y)*grid.DY)-f.Y0)/f.DY+0.5)), 0), f.H-1)
			for x := 0; x < grid.W; x++ {
				fx := min(max(int(math.Floor((grid.X0+float64(float64(x)*grid.DX)-f.X0)/f.DX+0.5)), 0), f.W-1)
				inside[y*grid.W+x] = region[fy*f.W+fx]
			}
		}
		// Dropouts have no edge that filters would smear.
		inside = erode(dilate(inside, grid.W, grid.H, 1), grid.W, grid.H, 1)
		for i, on := range erode(inside, grid.W, grid.H, cells(p.EdgeUM, grid.DX)) {
			gentle[i] = gentle[i] && on
		}
	}
	g := f.Clone()
	for y := 0; y < f.H; y++ {
		gy := min(max(int(math.Floor((f.Y0+float64(float64(y)*f.DY)-grid.Y0)/grid.DY+0.5)), 0), grid.H-1)
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			gx := min(max(int(math.Floor((f.X0+float64(float64(x)*f.DX)-grid.X0)/grid.DX+0.5)), 0), grid.W-1)
			// A lone point in a cell that is not measured as a whole cannot be judged, and stays.
			if f.M[i] != 0 && !gentle[gy*grid.W+gx] && grid.M[gy*grid.W+gx] != 0 {
				g.Z[i], g.M[i] = 0, 0
			}
		}
	}
	return g
}

func (f *Field) medianWhereMeasured(v []float64) float64 {
	var at []float64
	for i, m := range f.M {
		if m != 0 {
			at = append(at, v[i])
		}
	}
	return medianOf(at)
}

// slopes returns the slopes of a smoothed field. Where a neighbour is missing the slope is taken to the point itself, so that edges of the
// measured part are judged too.
func slopes(low *Field) (dx, dy []float64) {
	along := func(i, before, after int, d float64) float64 {
		if before < 0 || low.M[before] == 0 {
			before = i
		}
		if after < 0 || low.M[after] == 0 {
			after = i
		}
		if before == i || after == i {
			d /= 2
		}
		return float64(low.Z[after]-low.Z[before]) / (2 * d)
	}
	dx, dy = make([]float64, len(low.M)), make([]float64, len(low.M))
	for y := 0; y < low.H; y++ {
		for x := 0; x < low.W; x++ {
			i := y*low.W + x
			if low.M[i] == 0 {
				continue
			}
			left, right, up, down := i-1, i+1, i-low.W, i+low.W
			if x == 0 {
				left = -1
			}
			if x == low.W-1 {
				right = -1
			}
			if y == low.H-1 {
				down = -1
			}
			dx[i], dy[i] = along(i, left, right, low.DX), along(i, up, down, low.DY)
		}
	}
	return dx, dy
}

// binMedian brings f to bins of kx×ky points, sides of about spacingUM, each the median of its measured points: an instrument's spike,
// which a mean would carry on, vanishes. A bin counts as measured when a quarter of it is.
func binMedian(f *Field, spacingUM float64) (g *Field, kx, ky int) {
	kx, ky = min(max(1, cells(spacingUM, f.DX)), f.W), min(max(1, cells(spacingUM, f.DY)), f.H)
	g = NewField((f.W+kx-1)/kx, (f.H+ky-1)/ky, float64(kx)*f.DX, float64(ky)*f.DY, f.X0+float64(kx-1)*f.DX/2, f.Y0+float64(ky-1)*f.DY/2)
	v := make([]float32, 0, kx*ky)
	for y := range g.H {
		for x := range g.W {
			v = v[:0]
			x1, y1 := min(x*kx+kx, f.W), min(y*ky+ky, f.H)
			for j := y * ky; j < y1; j++ {
				for i := j*f.W + x*kx; i < j*f.W+x1; i++ {
					if f.M[i] != 0 {
						v = append(v, f.Z[i])
					}
				}
			}
			if n := len(v); n > 0 && 4*n >= (x1-x*kx)*(y1-y*ky) {
				g.Z[y*g.W+x], g.M[y*g.W+x] = middle(v), 1
			}
		}
	}
	return g, kx, ky
}

// middle returns the median of v, the mean of the two in the middle of an even number. It may sort v.
func middle(v []float32) float32 {
	n := len(v)
	if n > 32 {
		slices.Sort(v)
		return (v[(n-1)/2] + v[n/2]) / 2
	}
	// Of few numbers it is sooner to count, without a branch, how many are smaller: the rank.
	var rank [32]uint8
	for i := 1; i < n; i++ {
		for j := range i {
			var after uint8 // whether number j belongs after number i
			if v[j] > v[i] {
				after = 1
			}
			rank[j] += after
			rank[i] += 1 - after
		}
	}
	var low, high float32
	for i, r := range rank[:n] {
		if int(r) == (n-1)/2 {
			low = v[i]
		}
		if int(r) == n/2 {
			high = v[i]
		}
	}
	return (low + high) / 2
}

// cells is a length in whole points.
func cells(um, spacingUM float64) int { return int(math.Min(math.Floor(um/spacingUM+0.5), 1<<20)) }
