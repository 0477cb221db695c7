package casework

import (
	"context"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Compare compares two captures of a case by every method for them and stores the comparison: topographies, each under its newest mask, by the
// methods for topographies; photographs are registered for viewing; a topography beside a photograph has no method and no results
// (casefile.PairKind). What comes back is what may be shown of it: see withholding.go.
func (d *Desk) Compare(ctx context.Context, path, captureA, captureB string, progress casefile.Progress) (casefile.Comparison, error) {
	if err := d.allow(ctx, casefile.CompareMarks); err != nil {
		return casefile.Comparison{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Comparison{}, err
	}
	a, err := s.Capture(ctx, captureA)
	if err != nil {
		return casefile.Comparison{}, err
	}
	b, err := s.Capture(ctx, captureB)
	if err != nil {
		return casefile.Comparison{}, err
	}
	if a.ID == b.ID {
		return casefile.Comparison{}, &casefile.Error{Code: casefile.Invalid, What: "A capture cannot be compared with itself",
			Do: "Name two different captures"}
	}
	if a.SHA256 == b.SHA256 {
		return casefile.Comparison{}, &casefile.Error{Code: casefile.Invalid, What: "Both captures are the same recording, byte for byte",
			Do: "Find out how one recording came to two exhibits"}
	}
	if a.Mark != b.Mark {
		return casefile.Comparison{}, &casefile.Error{Code: casefile.Invalid,
			What: "One capture shows the %[1]s and the other the %[2]s", Do: "Compare captures of the same mark", Args: []any{a.Mark, b.Mark}}
	}
	if casefile.PairOf(a, b) != casefile.TwoTopographies {
		maskA, maskB, err := currentMasks(ctx, s, a.ID, b.ID) // a topography is shown under its mask
		if err != nil {
			return casefile.Comparison{}, err
		}
		k, err := d.pairUnder(ctx, s, me, [2]casefile.Capture{a, b}, [2]string{maskA, maskB}, progress)
		if err != nil {
			return casefile.Comparison{}, err
		}
		return d.handOut(ctx, s, me, k)
	}
	maskA, maskB, err := currentMasks(ctx, s, a.ID, b.ID)
	if err != nil {
		return casefile.Comparison{}, err
	}
	k, err := d.compareUnder(ctx, s, me, [2]casefile.Capture{a, b}, [2]string{maskA, maskB}, progress)
	if err != nil {
		return casefile.Comparison{}, err
	}
	return d.handOut(ctx, s, me, k)
}

// compareUnder compares two topographies, each under the mask with the id beside it ("" for the automatic one), and stores the comparison.
func (d *Desk) compareUnder(ctx context.Context, s *store.Store, me string, captures [2]casefile.Capture, masks [2]string, progress casefile.Progress) (casefile.Comparison, error) {
	start := time.Now()
	a, b := captures[0], captures[1]
	tell(progress, 0, 3, a.FileName)
	scanA, err := d.prepared(ctx, s, a, masks[0])
	if err != nil {
		return casefile.Comparison{}, err
	}
	tell(progress, 1, 3, b.FileName)
	scanB, err := d.prepared(ctx, s, b, masks[1])
	if err != nil {
		return casefile.Comparison{}, err
	}
	tell(progress, 2, 3, "")
	results, err := analysis.PairChecked(ctx, scanA, scanB)
	if err != nil {
		return casefile.Comparison{}, err
	}
	k, err := s.AddComparison(ctx, me, casefile.Comparison{
		A: a.ID, B: b.ID, HashA: a.SHA256, HashB: b.SHA256, MaskA: masks[0], MaskB: masks[1], Default: analysis.DefaultScore, Results: results,
		Params: analysis.Params(), Software: version.Software(), Millis: time.Since(start).Milliseconds(),
	})
	tell(progress, 3, 3, "")
	return k, err
}

// Comparison returns a comparison with both its sides, the conclusion that stands and the latest report, as it may be shown
// now: see withholding.go.
func (d *Desk) Comparison(ctx context.Context, path, comparison string) (casefile.ComparisonItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.ComparisonItem{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return casefile.ComparisonItem{}, err
	}
	if err := l.bystander(k.ID); err != nil {
		return casefile.ComparisonItem{}, err
	}
	item, err := comparisonItem(ctx, s, k)
	if err != nil {
		return casefile.ComparisonItem{}, err
	}
	if _, err := l.comparison(ctx, k); err != nil { // the act is on record before anything is handed out
		return casefile.ComparisonItem{}, err
	}
	return l.item(item), nil
}

// Comparisons returns a case's comparisons, newest first, each as it may be shown now.
func (d *Desk) Comparisons(ctx context.Context, path string) ([]casefile.ComparisonItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	list, err := s.Comparisons(ctx)
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	if err := l.noteAll(ctx); err != nil {
		return nil, err
	}
	items := make([]casefile.ComparisonItem, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		if l.bystander(list[i].ID) != nil {
			continue
		}
		item, err := comparisonItem(ctx, s, list[i])
		if err != nil {
			return nil, err
		}
		items = append(items, l.item(item))
	}
	return items, nil
}

func comparisonItem(ctx context.Context, s *store.Store, k casefile.Comparison) (item casefile.ComparisonItem, err error) {
	item.Comparison = k
	for _, side := range []struct {
		capture, mask string
		to            *casefile.Side
	}{{k.A, k.MaskA, &item.A}, {k.B, k.MaskB, &item.B}} {
		if side.to.Capture, err = s.Capture(ctx, side.capture); err != nil {
			return item, err
		}
		if side.to.Exhibit, err = s.Exhibit(ctx, side.to.Capture.ExhibitID); err != nil {
			return item, err
		}
		if side.to.Mask, err = maskItem(ctx, s, side.to.Capture, side.mask); err != nil {
			return item, err
		}
	}
	if c, ok, err := s.CurrentConclusion(ctx, k.ID); err != nil {
		return item, err
	} else if ok {
		item.Conclusion = &c
	}
	reports, err := s.IssuedReports(ctx, k.ID)
	if err != nil {
		return item, err
	}
	for i := range reports {
		if reports[i].Kind == casefile.ReportOnComparison {
			item.Report = &reports[i]
		}
	}
	return item, nil
}
