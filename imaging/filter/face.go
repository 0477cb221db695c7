package filter

import (
	"math"
	"math/rand/v2"
)

// FaceParams says what of a raw scan is taken for the breech face.
type FaceParams struct {
	BandUM   float64 // a breech face lies within this height of the smooth surface fitted to it
	GridUM   float64 // spacing of the grid on which the face is sought
	SmoothUM float64 // wavelength of the low-pass before slopes are taken: marks pass below the slope limit, edges do not
	Slope    float64 // steepest slope, µm per µm, against the face's plane
	EdgeUM   float64 // margin taken off the region: at its edge the filters would smear what lies beyond
	ReachUM  float64 // distance from the scan's middle at which a region weighs e^-½ of one in the middle
	Flat     float64 // share of points within the band of one plane from which a scan counts as masked already
	Island   float64 // smaller pieces than this share of the face are dropped
}

// DefaultFace suits primers of cartridge cases: 4.4 to 5.3 mm across, marks a few µm deep, the firing-pin hole and the edge tens of µm.
func DefaultFace() FaceParams {
	return FaceParams{BandUM: 20, GridUM: 25, SmoothUM: 150, Slope: 0.06, EdgeUM: 40, ReachUM: 1500, Flat: 0.97, Island: 0.05}
}

// Face is what was found.
type Face struct {
	On     []bool  // by point of the field
	Masked bool    // the scan was masked already: only outliers were taken away
	Share  float64 // of the measured points
}

// FindFace finds the breech face in f.
//
// A scan whose points nearly all lie within the band of one plane holds nothing but the face: only what sticks out of the
// band is taken away. In any other scan the points that are no steeper than the face's own marks form regions, separated by
// the edges of the firing-pin hole, of its aperture and of the primer; the largest near the middle is the face.
func FindFace(f *Field, p FaceParams) Face {
	grid := Resample(f, p.GridUM)
	on := make([]bool, len(f.M))
	plane, share := ransac(grid, p.BandUM)
	masked := share >= p.Flat
	var region []bool
	fit := quadric{c: [6]float64{plane[0], plane[1], plane[2]}}
	if masked {
		region = make([]bool, len(grid.M))
		for i, m := range grid.M {
			region[i] = m != 0
		}
	} else {
		region = p.region(grid)
	}
	for round := 0; round < 3; round++ {
		next, ok := fitQuadric(grid, region, fit, round > 0 || masked, p.BandUM)
		if !ok {
			break
		}
		fit = next
	}
	if !masked {
		region = erode(within(grid, region, fit, p.BandUM), grid.W, grid.H, int(math.Floor(p.EdgeUM/p.GridUM+0.5)))
		region = dropIslands(region, grid.W, grid.H, p.Island)
	}
	all, kept := 0, 0
	for y := 0; y < f.H; y++ {
		yy := f.Y0 + float64(float64(y)*f.DY)
		gy := min(max(int(math.Floor((yy-grid.Y0)/p.GridUM+0.5)), 0), grid.H-1)
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			if f.M[i] == 0 {
				continue
			}
			all++
			xx := f.X0 + float64(float64(x)*f.DX)
			gx := min(max(int(math.Floor((xx-grid.X0)/p.GridUM+0.5)), 0), grid.W-1)
			if !masked && !region[gy*grid.W+gx] {
				continue
			}
			if math.Abs(float64(f.Z[i])-fit.at(xx, yy)) <= p.BandUM {
				on[i] = true
				kept++
			}
		}
	}
	return Face{On: on, Masked: masked, Share: float64(kept) / float64(max(all, 1))}
}

// ransac returns the plane z = c0 + c1·x + c2·y with the most points within band, and their share. The
// random choice is seeded: the same scan gives the same plane.
func ransac(f *Field, band float64) (best [3]float64, share float64) {
	var pts [][3]float64
	for y := 0; y < f.H; y++ {
		for x := 0; x < f.W; x++ {
			if i := y*f.W + x; f.M[i] != 0 {
				pts = append(pts, [3]float64{f.X0 + float64(float64(x)*f.DX), f.Y0 + float64(float64(y)*f.DY), float64(f.Z[i])})
			}
		}
	}
	if len(pts) < 3 {
		return best, 0
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(pts))))
	stride := max(1, len(pts)/2000) // enough points to rank planes
	most := -1
	const trials = 300 // with half of the points on the plane, all fail with probability (1-1/8)^300 < 10^-17
	for range trials {
		a, b, c := pts[rng.IntN(len(pts))], pts[rng.IntN(len(pts))], pts[rng.IntN(len(pts))]
		ux, uy, uz := b[0]-a[0], b[1]-a[1], b[2]-a[2]
		vx, vy, vz := c[0]-a[0], c[1]-a[1], c[2]-a[2]
		det := float64(ux*vy) - float64(uy*vx)
		if math.Abs(det) < 1e4 { // µm²: points too close together or on one line
			continue
		}
		gx := (float64(uz*vy) - float64(uy*vz)) / det
		gy := (float64(ux*vz) - float64(uz*vx)) / det
		q := [3]float64{a[2] - float64(gx*a[0]) - float64(gy*a[1]), gx, gy}
		n := 0
		for i := 0; i < len(pts); i += stride {
			if math.Abs(planeResidual(q, pts[i])) <= band {
				n++
			}
		}
		if n > most {
			most, best = n, q
		}
	}
	n := 0
	for _, t := range pts {
		if math.Abs(planeResidual(best, t)) <= band {
			n++
		}
	}
	return best, float64(n) / float64(len(pts))
}

func planeResidual(q, p [3]float64) float64 {
	return p[2] - q[0] - float64(q[1]*p[0]) - float64(q[2]*p[1])
}

// region returns the connected region of gentle slope that weighs most.
func (p FaceParams) region(g *Field) []bool {
	low := LowPass(g, p.SmoothUM)
	gentle := make([]bool, len(g.M))
	var sx, sy []float64
	slope := func(x, y int) (dx, dy float64, ok bool) {
		if x < 1 || y < 1 || x >= g.W-1 || y >= g.H-1 {
			return 0, 0, false
		}
		i := y*g.W + x
		if g.M[i] == 0 || g.M[i-1] == 0 || g.M[i+1] == 0 || g.M[i-g.W] == 0 || g.M[i+g.W] == 0 {
			return 0, 0, false
		}
		return float64(low.Z[i+1]-low.Z[i-1]) / (2 * g.DX), float64(low.Z[i+g.W]-low.Z[i-g.W]) / (2 * g.DY), true
	}
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			if dx, dy, ok := slope(x, y); ok {
				sx, sy = append(sx, dx), append(sy, dy)
			}
		}
	}
	tx, ty := medianOf(sx), medianOf(sy) // the scan's tilt
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			dx, dy, ok := slope(x, y)
			dx, dy = dx-tx, dy-ty
			gentle[y*g.W+x] = ok && float64(dx*dx)+float64(dy*dy) <= float64(p.Slope*p.Slope)
		}
	}
	label, n := components(gentle, g.W, g.H)
	return p.heaviest(g, label, n)
}
