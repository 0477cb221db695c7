package filter

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
)

// FaceParams says what of a scan is taken for the breech face. Which of its points can be compared is another question: Margin answers it.
type FaceParams struct {
	BandUM    float64 // a breech face lies within this height of the smooth surface fitted to it
	GridUM    float64 // grid on which its edges are found: bins of about this side
	SmoothUM  float64 // wavelength of the low-pass before the slope of an edge is taken
	Slope     float64 // slope, µm per µm, at which the face ends: primers round off, apertures stand
	SeedGrid  float64 // µm: grid on which the face's form is sought
	SeedUM    float64 // wavelength of the low-pass before the seed's slopes: marks pass below its slope limit
	SeedSlope float64 // steepest slope of the seed, the undisturbed part of the face
	ReachUM   float64 // distance from the scan's middle at which a region weighs e^-½ of one in the middle
	WidestUM  float64 // no primer is wider: a wider region is the case head
	OpenUM    float64 // links narrower than twice this are cut
	CloseUM   float64 // gaps narrower than twice this are closed
	HoleUM    float64 // holes smaller than a square of this side are dropouts or dirt and belong to the face
	Island    float64 // smaller pieces than this share of the face are dropped
	FormUM    float64 // wavelengths beyond this are form
	Form      float64 // share of the variance that form has at most in a scan that was filtered already
	Flat      float64 // share of points within the band of one plane from which a scan counts as masked already
}

// DefaultFace suits primers of cartridge cases: 4.4 to 5.3 mm across, marks a few µm deep, the firing-pin hole and the edge tens of µm.
//
// The band is that of cmcR's RANSAC levelling. Smoothing and slope are geometry: a primer's rim rounds off past 0.2 within some ten
// µm of where it leaves the plane, marks of 3 µm over 150 µm reach 0.1. On the one pair of raw scans with masks painted by hand, slopes
// from 0.15 to 0.3 gave an intersection over union of .83 to .94.
func DefaultFace() FaceParams {
	return FaceParams{BandUM: 20, GridUM: 12.5, SmoothUM: 100, Slope: 0.2, SeedGrid: 25, SeedUM: 300, SeedSlope: 0.07, ReachUM: 1500,
		WidestUM: 5600, OpenUM: 12.5, CloseUM: 25, HoleUM: 100, Island: 0.05, FormUM: 500, Form: 0.5, Flat: 0.97}
}

// Circle is where a round thing lies in the scan's frame: the middle of its area and the diameter of a circle as large.
type Circle struct {
	Centre     imaging.Point
	DiameterUM float64 // 0 when there is none
}

// Face is what was found.
type Face struct {
	On       []bool  // by point of the field, measured or not: the region
	Masked   bool    // the scan was masked already: nothing but the face was in it, and all of it is on
	Filtered bool    // and its form had been removed
	Share    float64 // of the measured points that lie in the region
	Outline  Circle  // the face with everything inside it
	Hole     Circle  // the largest hole that the face encloses: aperture or firing-pin impression
}

// ProposeFace finds the breech face in f: a proposal that a person may edit.
//
// A scan whose points nearly all lie within the band of one plane holds nothing but the face: all of it is on. In any other scan the
// form is sought first, on a coarse grid: points no steeper than a face's own marks make regions, separated by the edges of
// the firing-pin hole, its aperture and the primer; the largest near the middle that is no case head is the seed, through which a
// surface of second order is laid. The face is then what lies within the band of that surface, is no steeper against it than an edge,
// and is connected with the seed. Pins' drag marks, flow-back and the rounded rim are too high, too low or too steep. No shape is
// assumed, of primer, aperture or hole, and a hole may be deep or missing.
func ProposeFace(f *Field, p FaceParams) Face {
	rough, _, _ := binMedian(f, p.SeedGrid)
	plane, share := ransac(rough, p.BandUM)
	if share >= p.Flat {
		face := Face{On: make([]bool, len(f.M)), Masked: true, Filtered: p.formShare(rough) <= p.Form, Share: 1}
		for i := range face.On {
			face.On[i] = f.M[i] != 0
		}
		return face
	}
	grid, kx, ky := binMedian(f, p.GridUM)
	fit, seed := p.seed(rough, plane)
	region := make([]bool, len(grid.M))
	if seed != nil {
		sown := onGrid(grid, rough, seed)
		// The seed may cover one side only; the second round fits to all that the first has found.
		for round := range 2 {
			region = p.grow(grid, fit, sown)
			if round == 0 {
				fit, _ = fitAgain(grid, region, fit, p.BandUM)
			}
		}
	}
	face := Face{On: make([]bool, len(f.M))}
	all, kept := 0, 0
	for y := 0; y < f.H; y++ {
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			face.On[i] = region[y/ky*grid.W+x/kx]
			if f.M[i] != 0 {
				all++
				if face.On[i] {
					kept++
				}
			}
		}
	}
	face.Share = float64(kept) / float64(max(all, 1))
	face.Outline, face.Hole = circles(grid, region)
	return face
}

// seed returns the surface of second order through the undisturbed part of the face, and that part; nil when nothing is smooth.
func (p FaceParams) seed(g *Field, plane [3]float64) (fit quadric, seed []bool) {
	fit = quadric{c: [6]float64{plane[0], plane[1], plane[2]}}
	dx, dy := slopes(LowPass(g, p.SeedUM))
	least := int(0.25e6/float64(g.DX*g.DY)) + 1 // a quarter of a square millimetre carries no conclusion
	for slope := p.SeedSlope; slope < 3*p.SeedSlope; slope *= 2 {
		for round := range 2 { // the first plane may be the case head's: its tilt is near enough to find the face, whose own is better
			gentle := make([]bool, len(g.M))
			for i, m := range g.M {
				x, y := g.position(i)
				tx, ty := fit.slope(x, y)
				gentle[i] = m != 0 && squared(dx[i]-tx)+squared(dy[i]-ty) <= float64(slope*slope)
			}
			label, n := components(gentle, g.W, g.H)
			region := p.heaviest(g, label, n)
			if countOn(region) < least {
				break
			}
			next, ok := fitAgain(g, region, fit, p.BandUM)
			if !ok {
				break
			}
			fit, seed = next, region
			if round == 1 {
				return fit, seed
			}
		}
	}
	return fit, seed
}

// fitAgain fits a surface to region, first to all of it and then to what lies within band of the surface before.
func fitAgain(g *Field, region []bool, fit quadric, band float64) (quadric, bool) {
	for round := range 3 {
		next, ok := fitQuadric(g, region, fit, round > 0, band)
		if !ok {
			return fit, round > 0
		}
		fit = next
	}
	return fit, true
}

// grow returns the face: what lies along fit and is connected with the seed.
func (p FaceParams) grow(g *Field, fit quadric, seed []bool) []bool {
	near := NewField(g.W, g.H, g.DX, g.DY, g.X0, g.Y0)
	for i, m := range g.M {
		if m != 0 {
			x, y := g.position(i)
			near.Z[i], near.M[i] = float32(float64(g.Z[i])-fit.at(x, y)), 1
		}
	}
	dx, dy := slopes(LowPass(near, p.SmoothUM))
	on := make([]bool, len(g.M))
	for i, m := range near.M {
		on[i] = m != 0 && math.Abs(float64(near.Z[i])) <= p.BandUM && squared(dx[i])+squared(dy[i]) <= float64(p.Slope*p.Slope)
	}
	r := cells(p.OpenUM, g.DX)
	on = dilate(erode(on, g.W, g.H, r), g.W, g.H, r)
	label, n := components(on, g.W, g.H)
	sown := make([]bool, n+1)
	for i, l := range label {
		sown[l] = sown[l] || seed[i] && l > 0
	}
	for i, l := range label {
		on[i] = sown[l]
	}
	on = dropIslands(on, g.W, g.H, p.Island)
	r = cells(p.CloseUM, g.DX)
	on = erode(dilate(on, g.W, g.H, r), g.W, g.H, r)
	return fillHoles(on, g.W, g.H, p.HoleUM*p.HoleUM/(g.DX*g.DY))
}

// smallPrimerUM is the diameter of a small primer, 0.175 inch: a narrower field cut out of a primer has no case head along its rim.
const smallPrimerUM = 4450

// heaviest returns the region that weighs most: by its area, points weighed by their distance from the scan's middle; less the more of its
// outline is the rim of a scan that may show the case head, and hardly at all when it is wider than a primer, for it is the head then.
func (p FaceParams) heaviest(g *Field, label []int32, n int) []bool {
	type part struct {
		weight         float64
		x0, y0, x1, y1 int
		rim            int
	}
	parts := make([]part, n+1)
	for l := range parts {
		parts[l].x0, parts[l].y0 = g.W, g.H
	}
	cx, cy := float64(g.W-1)/2, float64(g.H-1)/2
	for i, l := range label {
		if l == 0 {
			continue
		}
		x, y := i%g.W, i/g.W
		q := &parts[l]
		dx, dy := (float64(x)-cx)*g.DX/p.ReachUM, (float64(y)-cy)*g.DY/p.ReachUM
		q.weight += exact.Exp(-0.5 * (float64(dx*dx) + float64(dy*dy)))
		q.x0, q.x1, q.y0, q.y1 = min(q.x0, x), max(q.x1, x+1), min(q.y0, y), max(q.y1, y+1)
		if x == 0 || y == 0 || x == g.W-1 || y == g.H-1 {
			q.rim++
		}
	}
	headInView := math.Max(float64(g.W)*g.DX, float64(g.H)*g.DY) > smallPrimerUM
	best, most := 0, 0.0
	for l := 1; l <= n; l++ {
		q := parts[l]
		w := q.weight
		if headInView {
			w *= squared(1 - math.Min(1, float64(q.rim)/float64(2*(q.x1-q.x0+q.y1-q.y0))))
		}
		if math.Max(float64(q.x1-q.x0)*g.DX, float64(q.y1-q.y0)*g.DY) > p.WidestUM {
			w /= 20
		}
		if w > most {
			best, most = l, w
		}
	}
	out := make([]bool, len(label))
	for i, l := range label {
		out[i] = best > 0 && int(l) == best
	}
	return out
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

// bridgeUM is how wide a ring may be broken and still be said to enclose a hole.
const bridgeUM = 600

// IsFiltered reports whether f holds nothing but a face whose form was removed before.
func IsFiltered(f *Field, p FaceParams) bool {
	rough, _, _ := binMedian(f, p.SeedGrid)
	_, share := ransac(rough, p.BandUM)
	return share >= p.Flat && p.formShare(rough) <= p.Form
}

// circles describes a region and the largest hole in it.
func circles(g *Field, region []bool) (outline, hole Circle) {
	r := 0
	inside := largestHole(region, g.W, g.H)
	if inside == nil { // drag marks and flow-back break the ring
		r = cells(bridgeUM/2, g.DX)
		inside = largestHole(dilate(region, g.W, g.H, r), g.W, g.H)
	}
	if inside == nil {
		return g.circle(region), Circle{}
	}
	inside = dilate(inside, g.W, g.H, r)
	all := make([]bool, len(region))
	for i, on := range region {
		inside[i] = inside[i] && !on
		all[i] = inside[i] || on
	}
	return g.circle(fillHoles(all, g.W, g.H, math.Inf(1))), g.circle(inside)
}

func (f *Field) circle(on []bool) Circle {
	n, sx, sy := 0, 0.0, 0.0
	for i, in := range on {
		if in {
			x, y := f.position(i)
			n, sx, sy = n+1, sx+x, sy+y
		}
	}
	if n == 0 {
		return Circle{}
	}
	return Circle{Centre: imaging.Point{X: sx / float64(n), Y: sy / float64(n)}, DiameterUM: 2 * math.Sqrt(float64(n)*f.DX*f.DY/math.Pi)}
}
