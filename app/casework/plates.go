package casework

import (
	"errors"
	"math"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/render"
)

// plates draws a pair side by side and, where the default score has a pose, as a comparison microscope shows it, both with what the examiner marked. Where
// the spacings of the recordings have no common scale the pair is drawn by interpolation instead, which its caption says, and there is no split view.
func plates(f report.Facts, a, b render.Specimen) ([]report.Figure, error) {
	p := render.Plate{A: plateSide(f, 0, a), B: plateSide(f, 1, b)}
	img, info, err := p.Draw()
	if errors.Is(err, render.ErrNoCommonScale) {
		return []report.Figure{report.PairFigure(render.PairFigure(a, b, render.FigureOptions{}), a.Title, b.Title)}, nil
	}
	if err != nil {
		return nil, err
	}
	figures := []report.Figure{report.PlateFigure(img, plateOf(p, info))}
	pose, ok := poseOf(f.Comparison)
	if !ok {
		return figures, nil
	}
	p.Split = &render.Split{Pose: pose}
	if img, info, err = p.Draw(); err != nil {
		return nil, err
	}
	return append(figures, report.SplitFigure(img, plateOf(p, info))), nil
}

func plateOf(p render.Plate, info render.PlateInfo) report.Plate {
	return report.Plate{A: p.A.Title, B: p.B.Title, UMPerPx: info.UMPerPx, Reduction: info.Reduction, Gain: info.Gain, Marked: len(p.A.Marks) + len(p.B.Marks),
		Azimuth: render.DefaultLight.AzimuthDeg, Elevation: render.DefaultLight.ElevationDeg}
}

// cellsPlate draws the cells of one direction; ok is false where the recordings have no common scale.
func cellsPlate(f report.Facts, from, to render.Specimen, swapped bool) (img report.Figure, ok bool, err error) {
	n, m := 0, 1
	if swapped {
		n, m = 1, 0
	}
	p := render.Plate{A: plateSide(f, n, from), B: plateSide(f, m, to)}
	p.A.Marks, p.B.Marks = nil, nil // numbers of cells and of regions would be confused
	picture, info, err := p.Draw()
	if errors.Is(err, render.ErrNoCommonScale) {
		return report.Figure{}, false, nil
	}
	return report.Figure{Image: picture, UMPerPx: info.UMPerPx}, true, err
}

// plateSide names a specimen by its label, its capture and the hash of its original.
func plateSide(f report.Facts, side int, s render.Specimen) render.PlateSide {
	c := []casefile.Capture{f.A.Capture, f.B.Capture}[side]
	out := render.PlateSide{Specimen: s, Under: c.ID[:min(13, len(c.ID))] + "… · SHA-256 " + c.SHA256[:min(12, len(c.SHA256))] + "…"}
	if f.Examination == nil {
		return out
	}
	for i, a := range f.Examination.Markup.Annotations {
		if shape := []*casefile.Shape{a.A, a.B}[side]; shape != nil {
			out.Marks = append(out.Marks, plateMark(i+1, a.Likeness == casefile.Similar, *shape))
		}
	}
	return out
}

// plateMark is a marked region as it is drawn.
func plateMark(number int, similar bool, s casefile.Shape) render.Mark {
	m := render.Mark{Number: number, Similar: similar, Points: s.Points, WidthUM: s.WidthUM}
	switch s.Kind {
	case casefile.Polygon:
		m.Closed = true
	case casefile.Arrow:
		m.Arrow = true
	case casefile.Ellipse:
		m.Closed = true
		m.Points = ellipse(s.Points)
	}
	return m
}

// ellipse returns the outline of an ellipse given by its centre and the ends of its half axes.
func ellipse(p []imaging.Point) []imaging.Point {
	if len(p) < 3 {
		return nil
	}
	const corners = 48
	out := make([]imaging.Point, 0, corners)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		out = append(out, imaging.Point{X: p[0].X + cos*(p[1].X-p[0].X) + sin*(p[2].X-p[0].X), Y: p[0].Y + cos*(p[1].Y-p[0].Y) + sin*(p[2].Y-p[0].Y)})
	}
	return out
}

// poseOf returns the pose of the result that the default score belongs to.
func poseOf(k casefile.Comparison) (imaging.Pose, bool) {
	for _, r := range k.Results {
		for _, s := range r.Scores {
			if s.Name == k.Default && r.Pose != nil {
				return *r.Pose, true
			}
		}
	}
	return imaging.Pose{}, false
}
