package casework

import (
	"context"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
)

// pairUnder stores a comparison of which at least one side is a photograph. Two photographs are registered; a topography and a photograph
// are only laid beside each other. Neither has a score that decides, so Default stays empty.
func (d *Desk) pairUnder(ctx context.Context, s *store.Store, me string, captures [2]casefile.Capture, masks [2]string, progress casefile.Progress) (casefile.Comparison, error) {
	start := time.Now()
	k := casefile.Comparison{
		A: captures[0].ID, B: captures[1].ID, HashA: captures[0].SHA256, HashB: captures[1].SHA256,
		MaskA: masks[0], MaskB: masks[1], Results: []imaging.Result{}, Params: []casefile.Param{}, Software: version.Software(),
	}
	var recordings [2]analysis.Recording
	for i, c := range captures {
		tell(progress, i, 3, c.FileName)
		// Also where nothing is computed: a comparison must not be stored of an original that is damaged or no longer there.
		r, err := recording(ctx, s, c)
		if err != nil {
			return casefile.Comparison{}, err
		}
		if c.Kind == casefile.Photograph && r.Photo == nil {
			return casefile.Comparison{}, &casefile.Error{Code: casefile.Damaged, What: "%[1]s is recorded as a photograph and is none", Do: "Verify the case", Args: []any{c.FileName}}
		}
		recordings[i] = r.WithScale(c.Scale)
	}
	tell(progress, 2, 3, "")
	if casefile.PairOf(captures[0], captures[1]) == casefile.TwoPhotographs {
		r, err := analysis.RegisterPair(ctx, recordings[0], recordings[1])
		if err != nil {
			return casefile.Comparison{}, err
		}
		k.Results, k.Params = append(k.Results, r), analysis.PhotoParams()
	}
	k.Millis = time.Since(start).Milliseconds()
	k, err := s.AddComparison(ctx, me, k)
	tell(progress, 3, 3, "")
	return k, err
}
