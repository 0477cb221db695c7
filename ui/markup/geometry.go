package markup

import (
	"math"
	"slices"

	"tracemark/casefile"
	"tracemark/imaging"
)

// ellipseCorners is how many corners an ellipse is drawn with: at a radius of 500 pixels the polygon leaves the curve by less
// than a sixth of a pixel.
const ellipseCorners = 128

// outline returns the corners of a shape's line, and whether it is closed. Of a brush it is the middle of the stroke.
func outline(s casefile.Shape) (line []imaging.Point, closed bool) {
	if s.Kind != casefile.Ellipse {
		return s.Points, s.Kind == casefile.Polygon
	}
	if len(s.Points) < 3 {
		return nil, true
	}
	c, u, v := s.Points[0], sub(s.Points[1], s.Points[0]), sub(s.Points[2], s.Points[0])
	line = make([]imaging.Point, ellipseCorners)
	for i := range line {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / ellipseCorners)
		line[i] = imaging.Point{X: c.X + cos*u.X + sin*v.X, Y: c.Y + cos*u.Y + sin*v.Y}
	}
	return line, true
}

// Valid reports whether a shape is complete: enough points for its kind, all of them numbers, and of a brush a width.
func Valid(s casefile.Shape) bool {
	for _, p := range s.Points {
		if math.IsNaN(p.X+p.Y) || math.IsInf(p.X, 0) || math.IsInf(p.Y, 0) {
			return false
		}
	}
	switch s.Kind {
	case casefile.Brush:
		return len(s.Points) >= 1 && s.WidthUM > 0 && !math.IsInf(s.WidthUM, 0)
	case casefile.Polygon:
		return len(s.Points) >= 3
	case casefile.Ellipse:
		return len(s.Points) == 3
	case casefile.Arrow:
		return len(s.Points) == 2 && s.Points[0] != s.Points[1]
	}
	return false
}

// contains reports whether a point lies in the region that a shape encloses; an arrow encloses nothing. The corners are
// wound as drawn: what a line that crosses itself goes round twice is inside.
func contains(s casefile.Shape, p imaging.Point) bool {
	switch s.Kind {
	case casefile.Brush:
		return distance(s.Points, false, p) <= s.WidthUM/2
	case casefile.Ellipse:
		if len(s.Points) < 3 {
			return false
		}
		d, u, v := sub(p, s.Points[0]), sub(s.Points[1], s.Points[0]), sub(s.Points[2], s.Points[0])
		det := u.X*v.Y - u.Y*v.X
		if det == 0 {
			return false
		}
		a, b := (d.X*v.Y-d.Y*v.X)/det, (u.X*d.Y-u.Y*d.X)/det
		return a*a+b*b <= 1
	case casefile.Polygon:
		return winding(s.Points, p) != 0
	}
	return false
}

// winding counts how often a closed line goes round a point.
func winding(line []imaging.Point, p imaging.Point) int {
	n := 0
	for i, a := range line {
		b := line[(i+1)%len(line)]
		if (a.Y <= p.Y) == (b.Y <= p.Y) {
			continue
		}
		left := (b.X-a.X)*(p.Y-a.Y)-(p.X-a.X)*(b.Y-a.Y) > 0
		switch {
		case b.Y > a.Y && left:
			n++
		case b.Y < a.Y && !left:
			n--
		}
	}
	return n
}

// distance returns how far a point is from a line, in the line's unit.
func distance(line []imaging.Point, closed bool, p imaging.Point) float64 {
	switch len(line) {
	case 0:
		return math.Inf(1)
	case 1:
		return math.Hypot(p.X-line[0].X, p.Y-line[0].Y)
	}
	best := math.Inf(1)
	for i, a := range line {
		if i == len(line)-1 && !closed {
			break
		}
		d, _ := nearest(a, line[(i+1)%len(line)], p)
		best = min(best, d)
	}
	return best
}

// nearest returns the distance of p from the straight line between a and b, and where along it the nearest point is, 0 to 1.
func nearest(a, b, p imaging.Point) (d, at float64) {
	u, w := sub(b, a), sub(p, a)
	if n := u.X*u.X + u.Y*u.Y; n > 0 {
		at = min(max((w.X*u.X+w.Y*u.Y)/n, 0), 1)
	}
	return math.Hypot(w.X-at*u.X, w.Y-at*u.Y), at
}

// Hits reports whether a shape is under a point: on its line, within tolUM, or inside a stroke.
func Hits(s casefile.Shape, p imaging.Point, tolUM float64) bool {
	line, closed := outline(s)
	if s.Kind == casefile.Brush {
		tolUM += s.WidthUM / 2
	}
	return distance(line, closed, p) <= tolUM
}

// Bounds returns the smallest upright rectangle around a shape, the width of a stroke included; NaN without a point.
func Bounds(s casefile.Shape) (lo, hi imaging.Point) {
	lo = imaging.Point{X: math.NaN(), Y: math.NaN()}
	hi = lo
	line, _ := outline(s)
	half := 0.0
	if s.Kind == casefile.Brush {
		half = s.WidthUM / 2
	}
	for i, p := range line {
		if i == 0 {
			lo, hi = p, p
		}
		lo = imaging.Point{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}
		hi = imaging.Point{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	return imaging.Point{X: lo.X - half, Y: lo.Y - half}, imaging.Point{X: hi.X + half, Y: hi.Y + half}
}

// Shifted returns a shape moved by d.
func Shifted(s casefile.Shape, d imaging.Point) casefile.Shape {
	s.Points = slices.Clone(s.Points)
	for i, p := range s.Points {
		s.Points[i] = imaging.Point{X: p.X + d.X, Y: p.Y + d.Y}
	}
	return s
}

func sub(p, q imaging.Point) imaging.Point { return imaging.Point{X: p.X - q.X, Y: p.Y - q.Y} }
