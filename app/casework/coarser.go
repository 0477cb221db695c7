package casework

import (
	"context"
	"math"

	"tracemark/imaging/filter"
	"tracemark/imaging/surface"
)

// coarser returns a surface with every nth point in both directions, n being the least that leaves no more than maxSide of them,
// each the mean of the measured points around it. A point of it lies exactly on a point of the surface, so the frame is the same;
// it is measured where most of the points around it are.
func coarser(ctx context.Context, sf *surface.Surface, maxSide int) (*filter.Field, error) {
	w, h := sf.Size()
	n := max(1, (max(w, h)+maxSide-1)/maxSide)
	if n == 1 {
		return filter.FromSurface(sf), nil
	}
	dx, dy := sf.Spacing()
	f := filter.NewField((w+n-1)/n, (h+n-1)/n, dx*float64(n), dy*float64(n), 0, 0)
	z, r := sf.View(), n/2
	for y := range f.H {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range f.W {
			f.Z[y*f.W+x], f.M[y*f.W+x] = mean(z, w, h, x*n, y*n, r)
		}
	}
	return f, nil
}

// mean returns the mean height of the measured points that are at most r columns and rows away; m is 1 where most are measured.
func mean(z []float64, w, h, x, y, r int) (height, m float32) {
	var sum float64
	var measured, all int
	x0, x1 := max(0, x-r), min(w-1, x+r)
	for row := max(0, y-r); row <= min(h-1, y+r); row++ {
		for _, v := range z[row*w+x0 : row*w+x1+1] {
			if !math.IsNaN(v) {
				sum += v
				measured++
			}
		}
		all += x1 - x0 + 1
	}
	if 2*measured <= all {
		return 0, 0
	}
	return float32(sum / float64(measured)), 1
}
