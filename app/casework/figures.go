package casework

import (
	"context"
	"fmt"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/render"
)

// figures draws the pictures of a report: the pair as recorded, the cells that agree in both directions, and where the surfaces are alike.
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
	pair := fmt.Sprintf("%s and %s", f.A.Exhibit.Label, f.B.Exhibit.Label)
	figures := []report.Figure{{
		Image:   render.PairFigure(a, b, render.FigureOptions{}),
		Caption: "Relief of " + pair + " under a virtual light from the upper left, levelled and filtered as compared, each as it was recorded. Points that were not measured are hatched.",
		Alt:     "Grey relief pictures of both marks side by side at the same scale",
	}}
	r, ok := cellsOf(f.Comparison)
	if !ok {
		return append(figures, mapFigures(f)...), nil
	}
	for _, way := range []struct {
		from, to  render.Specimen
		cells     []imaging.Cell
		direction string
	}{{a, b, r.CellsAB, f.A.Exhibit.Label + " to " + f.B.Exhibit.Label}, {b, a, r.CellsBA, f.B.Exhibit.Label + " to " + f.A.Exhibit.Label}} {
		if len(way.cells) == 0 {
			continue
		}
		from, to := way.from, way.to
		from.Cells, to.Cells, to.AtPartner = way.cells, way.cells, true
		figures = append(figures, report.Figure{
			Image: render.PairFigure(from, to, render.FigureOptions{}),
			Caption: fmt.Sprintf("Cells of %s (%s method): %d congruent of %d comparable. The same number marks a cell and where it falls; congruent cells are outlined boldly, the others thinly.",
				way.direction, r.Method, imaging.Congruent(way.cells), imaging.Comparable(way.cells)),
			Alt: "Both marks with the numbered cells of the comparison outlined",
		})
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
