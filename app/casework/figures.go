package casework

import (
	"context"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/render"
)

// figures draws the pictures of a report: the pair as recorded and in its position, the cells that agree in both directions, and where the surfaces are alike.
func (d *Desk) figures(ctx context.Context, s *store.Store, f report.Facts) ([]report.Figure, error) {
	if casefile.PairOf(f.A.Capture, f.B.Capture) != casefile.TwoTopographies {
		return seenFigures(ctx, s, f)
	}
	a, err := d.specimen(ctx, s, f.A, f.Comparison.MaskA)
	if err != nil {
		return nil, err
	}
	b, err := d.specimen(ctx, s, f.B, f.Comparison.MaskB)
	if err != nil {
		return nil, err
	}
	labelA, labelB := f.A.Exhibit.Label, f.B.Exhibit.Label
	figures, err := plates(f, a, b)
	if err != nil {
		return nil, err
	}
	r, ok := cellsOf(f.Comparison)
	if !ok {
		return append(figures, mapFigures(f)...), nil
	}
	for _, way := range []struct {
		from, to           render.Specimen
		cells              []imaging.Cell
		fromLabel, toLabel string
		swapped            bool
	}{{a, b, r.CellsAB, labelA, labelB, false}, {b, a, r.CellsBA, labelB, labelA, true}} {
		if len(way.cells) == 0 {
			continue
		}
		from, to := way.from, way.to
		from.Cells, to.Cells, to.AtPartner = way.cells, way.cells, true
		drawn, ok, err := cellsPlate(f, from, to, way.swapped)
		if err != nil {
			return nil, err
		}
		if !ok {
			drawn.Image = render.PairFigure(from, to, render.FigureOptions{})
		}
		figure := report.CellsFigure(drawn.Image, way.fromLabel, way.toLabel, r.Method, imaging.Congruent(way.cells), imaging.Comparable(way.cells))
		figure.UMPerPx = drawn.UMPerPx
		figures = append(figures, figure)
	}
	return append(figures, mapFigures(f)...), nil
}

// cellsOf returns the result that the default score belongs to, if it has cells.
func cellsOf(k casefile.Comparison) (imaging.Result, bool) {
	for _, r := range k.Results {
		for _, s := range r.Scores {
			if s.Name == k.Default {
				return r, len(r.CellsAB)+len(r.CellsBA) > 0
			}
		}
	}
	return imaging.Result{}, false
}

func (d *Desk) specimen(ctx context.Context, s *store.Store, item report.Item, maskID string) (render.Specimen, error) {
	scan, err := d.prepared(ctx, s, item.Capture, maskID)
	if err != nil {
		return render.Specimen{}, err
	}
	return render.Specimen{Surface: scan.Surface(), Title: item.Exhibit.Label, Synthetic: item.Capture.Synthetic}, nil
}
