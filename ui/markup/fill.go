package markup

import (
	"math"

	"tracemark/casefile"
	"tracemark/imaging"
)

// Fill switches the points of a scan's grid that lie in a shape on or off, and returns how many of them changed. The mask
// itself is changed: hand over a copy to keep the old one. spacingX and spacingY are the grid's, in µm; a point lies in the
// shape when its centre does, so two shapes that share an edge share no point but those exactly on it. An arrow and a shape
// that is not Valid enclose nothing.
func Fill(m imaging.Mask, s casefile.Shape, spacingX, spacingY float64, on bool) int {
	if !Valid(s) || !(spacingX > 0) || !(spacingY > 0) || len(m.On) < m.W*m.H {
		return 0
	}
	if s.Kind == casefile.Brush {
		return fillStroke(m, s, spacingX, spacingY, on)
	}
	return fillBox(m, s, spacingX, spacingY, on, func(p imaging.Point) bool { return contains(s, p) })
}

// fillStroke fills a brush stroke piece by piece: a long thin stroke touches few of the points of its own rectangle.
func fillStroke(m imaging.Mask, s casefile.Shape, dx, dy float64, on bool) int {
	n, half := 0, s.WidthUM/2
	for i, a := range s.Points {
		b := s.Points[min(i+1, len(s.Points)-1)]
		piece := casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{a, b}, WidthUM: s.WidthUM}
		n += fillBox(m, piece, dx, dy, on, func(p imaging.Point) bool {
			d, _ := nearest(a, b, p)
			return d <= half
		})
	}
	return n
}

// fillBox asks inside for the points within the shape's rectangle.
func fillBox(m imaging.Mask, s casefile.Shape, dx, dy float64, on bool, inside func(imaging.Point) bool) int {
	lo, hi := Bounds(s)
	x0, x1 := cells(lo.X, hi.X, dx, m.W)
	y0, y1 := cells(lo.Y, hi.Y, dy, m.H)
	n := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if i := y*m.W + x; m.On[i] != on && inside(imaging.Point{X: float64(x) * dx, Y: float64(y) * dy}) {
				m.On[i] = on
				n++
			}
		}
	}
	return n
}

// cells returns the columns or rows, from the first to before the last, whose centres are from lo to hi.
func cells(lo, hi, step float64, n int) (first, end int) {
	first = int(min(max(math.Ceil(lo/step), 0), float64(n)))
	end = int(min(max(math.Floor(hi/step)+1, 0), float64(n)))
	return first, end
}
