package screen

import (
	"context"
	"errors"
	"fmt"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/register"
	"tracemark/imaging/surface"
)

// Params is everything that can move a digit of Correlate, and of a descriptor together with Version.
type Params struct {
	SpacingUM float64         // P1: common spacing
	Contrast  filter.Contrast // P2 to P4
	Search    register.Search // S1
}

// Default returns the parameters of package compare for the same steps; of the places found only the best is kept.
func Default() Params {
	return Params{
		SpacingUM: 6.25,
		Contrast:  filter.Contrast{HighPassUM: 250, LocalUM: 300, FloorSD: 0.3, LimitSD: 2},
		Search: register.Search{StepDeg: 3, ShiftUM: 500, ApartDeg: 4, ApartUM: 110, Keep: 1,
			MaxShiftUM: 2500, MaxPointsPx: 512},
	}
}

// ErrTooLittle is wrapped by the error for a surface without enough measured points.
var ErrTooLittle = errors.New("too little of a breech face is measured to screen it")

// fewestPoints is 0.25 mm² at 50 µm, as package compare asks for.
const fewestPoints = 100

// Face is a breech face prepared for screening. It may be used by several goroutines at once.
type Face struct {
	smooth *register.Image // at four times the common spacing, without wavelengths that rings miss
	centre imaging.Point   // of the firing-pin hole
	hole   bool            // there is one
	relief *Relief
}

// Prepare makes a Face of a levelled and band-passed surface, such as compare.Scan.Surface returns. Its errors are ctx's and
// ErrTooLittle.
func Prepare(ctx context.Context, band *surface.Surface, p Params) (*Face, error) {
	f := filter.Resample(filter.FromSurface(band), p.SpacingUM)
	x0, y0, x1, y1, ok := f.Bounds()
	if !ok {
		return nil, fmt.Errorf("prepare face: %w", ErrTooLittle)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f = filter.LocalContrast(filter.Crop(f, x0, y0, x1, y1), p.Contrast)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	middle := filter.Half(filter.Half(f))
	coarse := filter.Half(middle)
	if coarse.Count() < fewestPoints {
		return nil, fmt.Errorf("prepare face: %w", ErrTooLittle)
	}
	face := &Face{smooth: register.NewImage(filter.LowPass(middle, shortestUM)), relief: newRelief(coarse)}
	face.centre, face.hole = findHole(middle)
	return face, nil
}

// Hole returns the centre of the firing-pin hole in the scan's frame. Without one, when less than half of a circle is seen, there is no
// descriptor.
func (f *Face) Hole() (centre imaging.Point, ok bool) { return f.centre, f.hole }

// Relief returns the face at 50 µm.
func (f *Face) Relief() *Relief { return f.relief }

// Match is how well a query agrees with a scan of the gallery, and where. Higher scores mean more alike; the scores of Query.Score and
// Relief.Correlate have no common scale.
type Match struct {
	Score float64
	Pose  imaging.Pose // lays the query on the gallery's scan
}
