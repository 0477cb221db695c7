package casefile_test

import (
	"math"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
)

func TestAnnotationsThatMakeNoSenseAreRefused(t *testing.T) {
	points := func(n int) []imaging.Point { return make([]imaging.Point, n) }
	shape := func(k casefile.ShapeKind, n int, width float64) *casefile.Shape {
		return &casefile.Shape{Kind: k, Points: points(n), WidthUM: width}
	}
	mark := func(a, b *casefile.Shape) casefile.Annotation {
		return casefile.Annotation{Likeness: casefile.Similar, A: a, B: b}
	}
	at := func(x, y float64) *casefile.Shape {
		return &casefile.Shape{Kind: casefile.Brush, WidthUM: 20, Points: []imaging.Point{{X: x, Y: y}}}
	}
	named := func(id string) casefile.Annotation {
		a := mark(at(1, 1), nil)
		a.ID = id
		return a
	}
	many := func(n, each int) (list []casefile.Annotation) {
		for range n {
			list = append(list, mark(shape(casefile.Brush, each, 5), nil))
		}
		return list
	}
	for _, c := range []struct {
		name  string
		list  []casefile.Annotation
		words string
	}{
		{"neither similar nor dissimilar", []casefile.Annotation{{Likeness: "alike", A: at(1, 1)}}, "neither similar nor dissimilar"},
		{"a kind of characteristic nobody knows", []casefile.Annotation{{Likeness: casefile.Similar, Character: "odd", A: at(1, 1)}}, "no kind of characteristic"},
		{"no region", []casefile.Annotation{{Likeness: casefile.Dissimilar}}, "marks nothing"},
		{"a shape nobody knows", []casefile.Annotation{mark(nil, &casefile.Shape{Kind: "star", Points: points(3)})}, `on B is of a kind "star"`},
		{"not a number", []casefile.Annotation{mark(at(math.NaN(), 0), nil)}, "on A has a point that lies nowhere"},
		{"infinite", []casefile.Annotation{mark(at(0, math.Inf(-1)), nil)}, "lies nowhere"},
		{"beyond any specimen", []casefile.Annotation{mark(at(2e6, 0), nil)}, "lies nowhere"},
		{"a polygon of two corners", []casefile.Annotation{mark(shape(casefile.Polygon, 2, 0), nil)}, "make no polygon"},
		{"an ellipse without axes", []casefile.Annotation{mark(shape(casefile.Ellipse, 1, 0), nil)}, "make no ellipse"},
		{"an arrow with a bend", []casefile.Annotation{mark(shape(casefile.Arrow, 3, 0), nil)}, "make no arrow"},
		{"an empty brush", []casefile.Annotation{mark(shape(casefile.Brush, 0, 5), nil)}, "make no brush"},
		{"a brush without width", []casefile.Annotation{mark(shape(casefile.Brush, 5, 0), nil)}, "0 µm wide"},
		{"a brush of unknown width", []casefile.Annotation{mark(shape(casefile.Brush, 5, math.NaN()), nil)}, "NaN µm wide"},
		{"too many points in a shape", []casefile.Annotation{mark(shape(casefile.Brush, casefile.MaxShapePoints+1, 5), nil)}, "more than the 20000"},
		{"too many points", many(11, 19_999), "more than the 200000"},
		{"too many annotations", many(casefile.MaxAnnotations+1, 1), "more than the 500"},
		{"a text as long as a book", []casefile.Annotation{{Likeness: casefile.Similar, A: at(1, 1), Text: strings.Repeat("é", 2001)}}, "longer than 2000"},
		{"a text that is none", []casefile.Annotation{{Likeness: casefile.Similar, A: at(1, 1), Text: "\xff"}}, "cannot be stored"},
		{"one id twice", []casefile.Annotation{named("x"), named("x")}, `id "x"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := casefile.CheckAnnotations(c.list)
			if casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want %q", err, c.words)
			}
		})
	}
	good := []casefile.Annotation{mark(shape(casefile.Polygon, 3, 0), shape(casefile.Ellipse, 3, 0)), mark(shape(casefile.Arrow, 2, 0), nil), named(""), named("")}
	if err := casefile.CheckAnnotations(good); err != nil {
		t.Errorf("good annotations: %v", err)
	}
}

func TestScenesThatShowNothingAreRefused(t *testing.T) {
	good := casefile.Scene{Mode: "split", WidthPx: 10, HeightPx: 10, UMPerPx: 1, Pose: &imaging.Pose{}, Line: &[2]casefile.SceneLine{}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*casefile.Scene){
		"no mode":                func(s *casefile.Scene) { s.Mode = "" },
		"no field":               func(s *casefile.Scene) { s.WidthPx = 0 },
		"a field beyond a wall":  func(s *casefile.Scene) { s.HeightPx = 1 << 20 },
		"no scale":               func(s *casefile.Scene) { s.UMPerPx = 0 },
		"an unknown scale":       func(s *casefile.Scene) { s.UMPerPx = math.NaN() },
		"a centre at infinity":   func(s *casefile.Scene) { s.Sides[1].Centre.Y = math.Inf(1) },
		"a pose of no number":    func(s *casefile.Scene) { s.Pose = &imaging.Pose{TX: math.NaN()} },
		"a line of no number":    func(s *casefile.Scene) { s.Line = &[2]casefile.SceneLine{1: {To: imaging.Point{X: math.NaN()}}} },
		"overlays without bound": func(s *casefile.Scene) { s.Overlays = make([]string, 100) },
	} {
		t.Run(name, func(t *testing.T) {
			s := good
			spoil(&s)
			if err := s.Check(); casefile.CodeOf(err) != casefile.Invalid {
				t.Errorf("got %v", err)
			}
		})
	}
}
