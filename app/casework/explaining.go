package casework

import (
	"context"
	"slices"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/explain"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
)

// Explain explains a stored comparison: maps of where its surfaces agree and counts under other thresholds; with filters also
// the scores under other filters, which are computed anew and take seconds. Of photographs there is nothing to explain so.
func (d *Desk) Explain(ctx context.Context, path, comparison string, filters bool, progress casefile.Progress) (casefile.Explanation, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Explanation{}, err
	}
	if err := d.mayReveal(ctx, path, comparison); err != nil {
		return casefile.Explanation{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.Explanation{}, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return casefile.Explanation{}, err
	}
	return d.explain(ctx, s, k, filters, progress)
}

func (d *Desk) explain(ctx context.Context, s *store.Store, k casefile.Comparison, filters bool, progress casefile.Progress) (casefile.Explanation, error) {
	p, err := d.compared(ctx, s, k)
	if err != nil || p.scans[0] == nil || p.scans[1] == nil {
		return casefile.Explanation{}, err
	}
	e, err := analysis.Explain(ctx, p.scans[0].Surface(), p.scans[1].Surface(), k.Results)
	if err != nil || !filters {
		return e, err
	}
	e.Filters, err = d.filtered(ctx, s, p, progress)
	return e, err
}

// filtered computes a comparison's scores under other filters, once: it takes seconds, and a report that states them is made anew at each step.
func (d *Desk) filtered(ctx context.Context, s *store.Store, p comparedPair, progress casefile.Progress) ([]imaging.FilterOutcome, error) {
	key := scanKey(p.captures[0], p.masks[0]) + " " + scanKey(p.captures[1], p.masks[1])
	if known, ok := d.cache.filters.Get(key); ok {
		return slices.Clone(known), nil
	}
	var raw [2]*surface.Surface
	var masks [2]*pipeline.Mask
	for i, c := range p.captures {
		r, err := recording(ctx, s, c)
		if err != nil {
			return nil, err
		}
		raw[i] = r.Surface
		if masks[i], err = givenMask(ctx, s, c, p.masks[i]); err != nil {
			return nil, err
		}
	}
	out, err := explain.FiltersMasked(ctx, raw, masks, explain.Settings(), progress)
	if err == nil {
		d.cache.filters.Add(key, slices.Clone(out))
	}
	return out, err
}

// comparedPair is both sides of a stored comparison, A first. The scan of a photograph is nil.
type comparedPair struct {
	captures [2]casefile.Capture
	masks    [2]string // ids, "" for the automatic mask
	scans    [2]*compare.Scan
}

// compared prepares both sides of a stored comparison as they were when it was made.
func (d *Desk) compared(ctx context.Context, s *store.Store, k casefile.Comparison) (p comparedPair, err error) {
	p.masks = [2]string{k.MaskA, k.MaskB}
	for i, id := range []string{k.A, k.B} {
		if p.captures[i], err = s.Capture(ctx, id); err != nil {
			return p, err
		}
		if p.captures[i].Kind == casefile.Photograph {
			continue
		}
		if p.scans[i], err = d.prepared(ctx, s, p.captures[i], p.masks[i]); err != nil {
			return p, err
		}
	}
	return p, nil
}
