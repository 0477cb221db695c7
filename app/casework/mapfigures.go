package casework

import (
	"context"
	"image"
	"math"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/render"
)

// mapFigures draws where the surfaces are alike and where they differ, side by side; none where there is no alignment.
func mapFigures(f report.Facts) []report.Figure {
	if f.Explanation == nil || f.Explanation.Alignment == nil {
		return nil
	}
	m := f.Explanation.Alignment
	a, b := f.A.Exhibit.Label, f.B.Exhibit.Label
	limit := differenceLimit(m.Difference)
	draw := func(q imaging.Map, title, unit string, limit float64) *image.RGBA {
		return render.MapFigure(q, render.MapOptions{Title: title, Unit: unit, Limit: limit, Colour: render.DifferenceColour, Synthetic: f.Synthetic()})
	}
	return []report.Figure{
		report.SimilarityFigure(draw(m.Similarity, "r ("+a+", "+b+")", "", 1), a, b, m.WindowUM),
		report.DifferenceFigure(draw(m.Difference, a+" − "+b, "µm", limit), a, b, math.Round(m.RMSUM*100)/100, m.Alike, m.AlikeUM, m.Overlap),
	}
}

// differenceLimit is where the colours of a difference end: at twice its RMS, rounded up to a tenth of a µm, so that a few points do not take
// the contrast from all others.
func differenceLimit(m imaging.Map) float64 {
	sum, n := 0.0, 0
	for _, v := range m.Values {
		if v == v {
			sum += v * v
			n++
		}
	}
	return math.Max(0.1, math.Ceil(20*math.Sqrt(sum/float64(max(n, 1))))/10)
}

// photoSide is the longer side, in pixels, of a photograph in a report: finer detail is not printed.
const photoSide = 1600

// seenFigures draws a pair in which a photograph takes part: both as recorded, and two registered photographs also in the registered position.
func seenFigures(ctx context.Context, s *store.Store, f report.Facts) ([]report.Figure, error) {
	a, err := photoOf(ctx, s, f.A)
	if err != nil {
		return nil, err
	}
	b, err := photoOf(ctx, s, f.B)
	if err != nil {
		return nil, err
	}
	pair := render.PhotoFigure(a, b, render.FigureOptions{})
	first := report.PhotographsFigure(pair, f.A.Exhibit.Label, f.B.Exhibit.Label)
	if casefile.PairOf(f.A.Capture, f.B.Capture) == casefile.TopographyAndPhotograph {
		first = report.MixedFigure(pair, f.A.Exhibit.Label, f.B.Exhibit.Label)
	}
	figures := []report.Figure{first}
	r, ok := f.Comparison.Result(imaging.MethodPhotographs)
	if !ok || r.Pose == nil && r.PhotoPose == nil {
		return figures, nil
	}
	unitA, unitB, pose := a.UMPerPx, b.UMPerPx, imaging.Pose{}
	if r.Pose != nil {
		pose = *r.Pose
	} else {
		var widthB float64
		widthB, pose = r.PhotoPose.Drawn(1)
		unitA, unitB = 1/float64(a.Image.Rect.Dx()), widthB/float64(b.Image.Rect.Dx())
	}
	laid := b
	laid.Image = render.LayPhoto(a.Image, unitA, pose, b.Image.Rect.Dx(), b.Image.Rect.Dy(), unitB)
	laid.Title, laid.Synthetic = a.Title+", as it lies on "+b.Title, a.Synthetic
	return append(figures, report.RegisteredFigure(render.PhotoFigure(laid, b, render.FigureOptions{}), f.A.Exhibit.Label, f.B.Exhibit.Label)), nil
}

// photoOf returns a capture as a picture: a photograph smaller, a topography as a relief.
func photoOf(ctx context.Context, s *store.Store, item report.Item) (render.Photo, error) {
	p := render.Photo{Title: item.Exhibit.Label, Synthetic: item.Capture.Synthetic}
	r, err := recording(ctx, s, item.Capture)
	if err != nil {
		return p, err
	}
	if r.Surface != nil {
		p.Image = render.Relief(r.Surface, render.DefaultLight)
	} else if p.Image, err = analysis.ShrinkPhoto(r.Photo, photoSide); err != nil {
		return p, err
	}
	if x, _, ok := item.Capture.Scale.UM(); ok {
		p.UMPerPx = x * float64(item.Capture.Width) / float64(p.Image.Rect.Dx())
	}
	return p, nil
}
