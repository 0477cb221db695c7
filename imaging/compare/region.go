package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/register"
)

// regionSearch holds how a region is sought: as whole surfaces are, at half their spacing because a region has few points. A true place can
// be far down the list of the coarse search, so many go on.
var regionSearch = struct {
	register.Search
	fewest       int     // points at twice the common spacing: as few as a cell may have
	leastOverlap float64 // as cells
	finer        int     // places that go on to the finest spacing
	apartDeg     float64 // from here on a turn at the same spot is another place
	nearUM       float64 // how far from where a registration puts it a region is looked for there
	nearDeg      float64
}{
	Search: register.Search{StepDeg: 3, ShiftUM: 500, ApartDeg: 4, ApartUM: 60, Keep: 80, MaxShiftUM: maxSideUM, MaxPointsPx: 1024},
	fewest: 64, leastOverlap: 0.5, finer: 16, apartDeg: 20, nearUM: 60, nearDeg: 6,
}

// RegionError says why a region cannot be sought.
type RegionError struct{ Why string }

// Error returns the sentence.
func (e *RegionError) Error() string { return "seek region: " + e.Why }

// FitRegion seeks the region of a that holds the points for which in is true, positions in a's frame, on all of b at all rotations. pose, which lays
// a on b, says where the whole surfaces put it; nil where that is not known. What is correlated is what cells are correlated on, the surfaces
// after P2–P4. No score is made from it. Its errors are ctx's and *RegionError.
func FitRegion(ctx context.Context, a, b *Scan, in func(imaging.Point) bool, pose *imaging.Pose) (imaging.RegionFit, error) {
	s := regionSearch
	fine := a.even[0].Within(in)
	if fine.N < s.fewest {
		return imaging.RegionFit{}, &RegionError{fmt.Sprintf("the region holds %d measured points at %g µm and at least %d are needed", fine.N, fine.DX, s.fewest)}
	}
	middle := a.even[1].Within(in)
	from, onto := register.NewTurned(middle), register.NewTurned(b.even[1])
	ca, cb := from.Centre(), onto.Centre()
	fit := imaging.RegionFit{Centre: ca, Points: fine.N}
	places, err := s.Places(ctx, from, onto)
	if err != nil {
		return fit, err
	}
	places, err = climbed(ctx, register.NewPair(middle, b.even[1], ca, cb), places, 1.5, 12.5)
	if err != nil {
		return fit, err
	}
	finest := register.NewPair(fine, b.even[0], ca, cb)
	places, err = climbed(ctx, finest, places[:min(len(places), s.finer)], 0.75, 5)
	if err != nil {
		return fit, err
	}
	look := regionLook{pair: finest, points: fine.N, ca: ca, cb: cb}
	if pose != nil {
		q, err := look.near(ctx, *pose)
		if err != nil {
			return fit, err
		}
		fit.Registered = look.at(q)
		places = append(places, q) // the coarse search can miss it
		slices.SortStableFunc(places, higher)
	}
	apart := math.Max(s.ApartUM, reach(fine, ca))
	for _, q := range places {
		p := look.at(q)
		switch {
		case p == nil:
		case fit.Best == nil:
			fit.Best = p
		case fit.Second == nil && elsewhere(*fit.Best, *p, apart):
			fit.Second = p
		}
	}
	return fit, nil
}

func higher(p, q register.Place) int { return cmp.Compare(q.Z, p.Z) }

// climbed moves every place uphill and returns them best first.
func climbed(ctx context.Context, pair *register.Pair, places []register.Place, stepDeg, stepUM float64) ([]register.Place, error) {
	var err error
	for i := range places {
		if places[i], err = pair.Climb(ctx, places[i], stepDeg, stepUM, stepDeg/2, stepUM/2); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(places, higher)
	return places, nil
}

// reach is the distance of the region's furthest point from its centre.
func reach(im *register.Image, c imaging.Point) float64 {
	x0, y0, x1, y1 := im.Bounds()
	p := im.Position(float64(x0), float64(y0))
	q := im.Position(float64(x1-1), float64(y1-1))
	return math.Max(math.Max(c.X-p.X, q.X-c.X), math.Max(c.Y-p.Y, q.Y-c.Y))
}

// elsewhere reports whether q is another place than p: more than half the region's width away, or turned otherwise.
func elsewhere(p, q imaging.RegionPlace, apartUM float64) bool {
	return math.Hypot(p.Centre.X-q.Centre.X, p.Centre.Y-q.Centre.Y) >= apartUM ||
		math.Abs(exact.WrapDeg(p.Pose.AngleDeg-q.Pose.AngleDeg)) >= regionSearch.apartDeg
}

// regionLook looks at one place at a time.
type regionLook struct {
	pair   *register.Pair
	points int // of the region
	ca, cb imaging.Point
}

// at returns what is found at a place; nil where the other scan has too little there.
func (l regionLook) at(q register.Place) *imaging.RegionPlace {
	c := l.pair.At(q)
	share := float64(c.N) / float64(l.points)
	if math.IsNaN(c.R) || share < regionSearch.leastOverlap {
		return nil
	}
	q.Deg = exact.WrapDeg(q.Deg)
	return &imaging.RegionPlace{
		Centre: imaging.Point{X: l.cb.X + q.DX, Y: l.cb.Y + q.DY}, Pose: q.Pose(l.ca, l.cb), Correlation: c.R, Overlap: share,
	}
}

// near returns the best place close to where pose puts the region: that itself where the hill's top is further off.
func (l regionLook) near(ctx context.Context, pose imaging.Pose) (register.Place, error) {
	at := pose.Apply(l.ca)
	start := register.Place{Deg: pose.AngleDeg, DX: at.X - l.cb.X, DY: at.Y - l.cb.Y}
	start.Z = l.pair.At(start).Z
	q, err := l.pair.Climb(ctx, start, 1.5, 12.5, 0.375, 3)
	if math.Hypot(q.DX-start.DX, q.DY-start.DY) > regionSearch.nearUM || math.Abs(exact.WrapDeg(q.Deg-start.Deg)) > regionSearch.nearDeg {
		q = start
	}
	return q, err
}
