package casefile

import (
	"math"

	"tracemark/imaging"
)

// Contains reports whether a point of the specimen lies in the region that a shape encloses; an arrow encloses none. The corners
// of a polygon are wound as they were drawn: what a line that crosses itself goes round twice is inside.
func (s Shape) Contains(p imaging.Point) bool {
	switch s.Kind {
	case Brush:
		return s.nearLine(p, s.WidthUM/2)
	case Polygon:
		return winding(s.Points, p) != 0
	case Ellipse:
		if len(s.Points) != 3 {
			return false
		}
		c := s.Points[0]
		d, u, v := minus(p, c), minus(s.Points[1], c), minus(s.Points[2], c)
		det := u.X*v.Y - u.Y*v.X
		if det == 0 {
			return false
		}
		// p in the half axes' own measure: the ellipse is the circle of radius 1 there.
		a, b := (d.X*v.Y-d.Y*v.X)/det, (u.X*d.Y-u.Y*d.X)/det
		return a*a+b*b <= 1
	}
	return false
}

// nearLine reports whether p is at most within µm from the line through the shape's points.
func (s Shape) nearLine(p imaging.Point, within float64) bool {
	for i, a := range s.Points {
		b := s.Points[min(i+1, len(s.Points)-1)]
		u, w := minus(b, a), minus(p, a)
		at := 0.0
		if n := u.X*u.X + u.Y*u.Y; n > 0 {
			at = min(max((w.X*u.X+w.Y*u.Y)/n, 0), 1)
		}
		if math.Hypot(w.X-at*u.X, w.Y-at*u.Y) <= within {
			return true
		}
	}
	return false
}

// winding counts how often the closed line through corners goes round p.
func winding(corners []imaging.Point, p imaging.Point) int {
	n := 0
	for i, a := range corners {
		b := corners[(i+1)%len(corners)]
		left := (b.X-a.X)*(p.Y-a.Y)-(p.X-a.X)*(b.Y-a.Y) > 0
		switch {
		case a.Y <= p.Y && b.Y > p.Y && left:
			n++
		case a.Y > p.Y && b.Y <= p.Y && !left:
			n--
		}
	}
	return n
}

func minus(a, b imaging.Point) imaging.Point { return imaging.Point{X: a.X - b.X, Y: a.Y - b.Y} }
