package casework

import (
	"context"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/imaging/explain"
	"tracemark/imaging/surface"
)

// Explain explains a stored comparison: maps of where its surfaces agree and counts under other thresholds; with filters also
// the scores under other filters, which are computed anew and take seconds.
func (d *Desk) Explain(ctx context.Context, path, comparison string, filters bool, progress casefile.Progress) (casefile.Explanation, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.Explanation{}, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return casefile.Explanation{}, err
	}
	var views, raw [2]*surface.Surface
	for i, id := range []string{k.A, k.B} {
		c, err := s.Capture(ctx, id)
		if err != nil {
			return casefile.Explanation{}, err
		}
		scan, err := d.prepared(ctx, s, c)
		if err != nil {
			return casefile.Explanation{}, err
		}
		views[i] = scan.Surface()
		if filters {
			r, err := recording(ctx, s, c)
			if err != nil {
				return casefile.Explanation{}, err
			}
			raw[i] = r.Surface
		}
	}
	e, err := analysis.Explain(ctx, views[0], views[1], k.Results)
	if err == nil && filters {
		e.Filters, err = explain.Filters(ctx, raw[0], raw[1], explain.Settings(), progress)
	}
	return e, err
}
