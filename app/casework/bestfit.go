package casework

import (
	"context"
	"errors"
	"fmt"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/compare"
)

// BestFit says where a region that a person drew on one specimen of a comparison fits best on the other: side 0 is A's, 1 is B's; region lies in that
// specimen's frame. Best is the best place over the whole other specimen at all rotations, Second the best of the others, Registered where the
// comparison's own pose puts it. It is a help for looking, no score: nothing is stored.
func (d *Desk) BestFit(ctx context.Context, path, comparison string, side int, region casefile.Shape) (imaging.RegionFit, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return imaging.RegionFit{}, err
	}
	if side != 0 && side != 1 {
		return imaging.RegionFit{}, fmt.Errorf("best fit of a region on side %d: there are 0 and 1", side)
	}
	if region.Kind == casefile.Arrow {
		return imaging.RegionFit{}, &casefile.Error{Code: casefile.Invalid, What: "An arrow encloses no region", Do: "Draw a polygon, an ellipse or a brush stroke"}
	}
	if err := d.mayReveal(ctx, path, comparison); err != nil {
		return imaging.RegionFit{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return imaging.RegionFit{}, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return imaging.RegionFit{}, err
	}
	pair, err := d.compared(ctx, s, k)
	if err != nil {
		return imaging.RegionFit{}, err
	}
	if pair.scans[0] == nil || pair.scans[1] == nil {
		return imaging.RegionFit{}, &casefile.Error{Code: casefile.Invalid, What: "Regions are sought on topographies, and one of these recordings is a photograph",
			Do: "Compare topographies of the marks, or look for the place by eye"}
	}
	pose := analysis.RegisteredPose(k.Results)
	if side == 1 && pose != nil {
		back := pose.Inverse()
		pose = &back
	}
	fit, err := compare.FitRegion(ctx, pair.scans[side], pair.scans[1-side], region.Contains, pose)
	var said *compare.RegionError
	if errors.As(err, &said) {
		return fit, &casefile.Error{Code: casefile.Invalid, What: "The region is too small, or nothing was measured in it", Do: "Draw a larger one, over measured points", Cause: err}
	}
	return fit, err
}
