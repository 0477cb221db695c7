package markup

import (
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// Mapper returns the point of the other specimen that belongs to a point of the specimen from. It must be a movement with or
// without a reflection: shapes are mapped by their points, and the ends of an ellipse's axes must stay such.
type Mapper func(from viewer.Side, p imaging.Point) imaging.Point

// Through returns the mapping of a field: a point belongs to what is seen at the same place on the other side. Beside each
// other the same place is the one equally far from the middle of its half.
func Through(s viewer.Stage) Mapper {
	return func(from viewer.Side, p imaging.Point) imaging.Point {
		q, c, o := s.Screen(from, p), s.Centre(from), s.Centre(1-from)
		return s.Specimen(1-from, viewer.Pixel{X: q.X - c.X + o.X, Y: q.Y - c.Y + o.Y})
	}
}

// mapped returns a shape as it lies on the other side.
func mapped(s casefile.Shape, from viewer.Side, to Mapper) casefile.Shape {
	points := make([]imaging.Point, len(s.Points))
	for i, p := range s.Points {
		points[i] = to(from, p)
	}
	s.Points = points
	return s
}
