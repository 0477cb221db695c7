package filter

import (
	"math"
	"math/rand/v2"
)

// LevelRANSAC takes the plane away that has the most points within inlierUM of it, fitted by least squares to those points.
func LevelRANSAC(f *Field, inlierUM float64) *Field {
	q, _ := ransac(f, inlierUM)
	// The plane in the coordinates of the least-squares fit, −½ … ½ of the grid.
	c := [3]float64{
		q[0] + float64(q[1]*(f.X0+f.DX*float64(f.W)/2)) + float64(q[2]*(f.Y0+f.DY*float64(f.H)/2)),
		q[1] * f.DX * float64(f.W), q[2] * f.DY * float64(f.H)}
	if next, ok := weightedPlane(f, c, inlierUM); ok {
		c = next
	}
	g := f.Clone()
	g.subtractPlane(c)
	return g
}

// ransac returns the plane z = c0 + c1·x + c2·y with the most points within band, and their share (M. A. Fischler and R. C.
// Bolles, Communications of the ACM 24, 1981). The random choice is seeded: the same scan gives the same plane.
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
	// With half of the points on the plane, 300 trials all fail with probability (1-1/8)^300 < 10^-17; with more of them on it, fewer are as sure.
	ranked := (len(pts) + stride - 1) / stride
	for trial, trials := 0, trialsFor(0); trial < trials; trial++ {
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
			trials = trialsFor(float64(n) / float64(ranked))
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

// trialsFor is how many planes through three points are tried until all fail with a probability below 10^-17, when the best so far has the given
// share of the points; 300 at most.
func trialsFor(share float64) int {
	bad, left, n := 1-float64(share*float64(share*share)), 1.0, 0
	for n < 300 && left > 1e-17 {
		left, n = float64(left*bad), n+1
	}
	return n
}

func planeResidual(q, p [3]float64) float64 {
	return p[2] - q[0] - float64(q[1]*p[0]) - float64(q[2]*p[1])
}
