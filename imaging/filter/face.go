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
	FormUM   float64 // wavelengths beyond this are form
	Form     float64 // share of the variance that form has at most in a scan that was filtered already
	Flat     float64 // share of points within the band of one plane from which a scan counts as masked already
	Island   float64 // smaller pieces than this share of the face are dropped
}

// DefaultFace suits primers of cartridge cases: 4.4 to 5.3 mm across, marks a few µm deep, the firing-pin hole and the edge tens of µm.
// Smoothing, slope and margin were set on one pair of raw scans with masks painted by hand: the face found covers 62 and 67 % of those,
// with nothing outside them.
func DefaultFace() FaceParams {
	return FaceParams{BandUM: 20, GridUM: 25, SmoothUM: 300, Slope: 0.07, EdgeUM: 25, ReachUM: 1500, FormUM: 500, Form: 0.5, Flat: 0.97, Island: 0.05}
}

// Face is what was found.
type Face struct {
	On       []bool  // by point of the field
	Masked   bool    // the scan was masked already: nothing but the face was in it
	Filtered bool    // and its form had been removed
	Share    float64 // of the measured points
}

// FindFace finds the breech face in f.
//
// A scan whose points nearly all lie within the band of one plane holds nothing but the face. If it was filtered already, only
// what sticks out of the band is taken away; if not, steep points too: a mask painted by hand runs over the edges of the
// primer, where filters leave a fringe that looks alike on all cartridge cases and at all rotations. In any other scan the points that are no steeper than the face's own marks form regions, separated by
// the edges of the firing-pin hole, of its aperture and of the primer; the largest near the middle is the face.
func FindFace(f *Field, p FaceParams) Face {
	grid := Resample(f, p.GridUM)
	on := make([]bool, len(f.M))
	plane, share := ransac(grid, p.BandUM)
	masked := share >= p.Flat
	filtered := masked && p.formShare(grid) <= p.Form
	var gentle, region []bool
	if !filtered {
		gentle = p.gentle(grid)
	}
	fit := quadric{c: [6]float64{plane[0], plane[1], plane[2]}}
	if masked {
		region = make([]bool, len(grid.M))
		for i, m := range grid.M {
			region[i] = m != 0 && (filtered || gentle[i])
		}
	} else {
		label, n := components(gentle, grid.W, grid.H)
		region = p.heaviest(grid, label, n)
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
			if !region[gy*grid.W+gx] && (!masked || grid.M[gy*grid.W+gx] != 0) {
				continue
			}
			if math.Abs(float64(f.Z[i])-fit.at(xx, yy)) <= p.BandUM {
				on[i] = true
				kept++
			}
		}
	}
	return Face{On: on, Masked: masked, Filtered: filtered, Share: float64(kept) / float64(max(all, 1))}
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

// gentle returns the points that are no steeper than a mark, against the scan's tilt. Where a neighbour is missing the slope is
// taken to the point itself, so that edges of the measured part are judged too.
func (p FaceParams) gentle(g *Field) []bool {
	low := LowPass(g, p.SmoothUM)
	along := func(i, before, after int, d float64) float64 {
		if before < 0 || g.M[before] == 0 {
			before = i
		}
		if after < 0 || g.M[after] == 0 {
			after = i
		}
		if before == i || after == i {
			d /= 2
		}
		return float64(low.Z[after]-low.Z[before]) / (2 * d)
	}
	dx, dy := make([]float64, len(g.M)), make([]float64, len(g.M))
	var sx, sy []float64
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			i := y*g.W + x
			if g.M[i] == 0 {
				continue
			}
			left, right, up, down := i-1, i+1, i-g.W, i+g.W
			if x == 0 {
				left = -1
			}
			if x == g.W-1 {
				right = -1
			}
			if y == g.H-1 {
				down = -1
			}
			dx[i], dy[i] = along(i, left, right, g.DX), along(i, up, down, g.DY)
			sx, sy = append(sx, dx[i]), append(sy, dy[i])
		}
	}
	tx, ty := medianOf(sx), medianOf(sy) // the scan's tilt
	gentle := make([]bool, len(g.M))
	for i, m := range g.M {
		u, v := dx[i]-tx, dy[i]-ty
		gentle[i] = m != 0 && float64(u*u)+float64(v*v) <= float64(p.Slope*p.Slope)
	}
	return gentle
}

// formShare returns the share of the levelled surface's variance that lies in wavelengths of form.
func (p FaceParams) formShare(g *Field) float64 {
	level := Level(g)
	_, _, all := level.Moments()
	_, _, form := LowPass(level, p.FormUM).Moments()
	if !(all > 0) {
		return 0
	}
	return float64(form*form) / float64(all*all)
}
