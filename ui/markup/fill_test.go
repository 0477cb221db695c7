package markup_test

import (
	"math"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
)

// drawn returns a mask with a shape filled in, one line of text a row.
func drawn(w, h int, dx, dy float64, shapes ...casefile.Shape) string {
	m := imaging.NewMask(w, h)
	for _, s := range shapes {
		markup.Fill(m, s, dx, dy, true)
	}
	return rows(m)
}

func rows(m imaging.Mask) string {
	out := ""
	for y := range m.H {
		for x := range m.W {
			if m.At(x, y) {
				out += "#"
			} else {
				out += "."
			}
		}
		out += "\n"
	}
	return out
}

func TestFillTakesThePointsWhoseCentreIsInside(t *testing.T) {
	cases := []struct {
		name   string
		dx, dy float64
		s      casefile.Shape
		want   string
	}{
		{"a polygon", 10, 10, casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 5, Y: 5}, {X: 35, Y: 5}, {X: 35, Y: 25}, {X: 5, Y: 25}}},
			"......\n.###..\n.###..\n......\n"},
		{"points that are not square", 10, 20, casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 5, Y: 5}, {X: 35, Y: 5}, {X: 35, Y: 45}, {X: 5, Y: 45}}},
			"......\n.###..\n.###..\n......\n"},
		{"an ellipse", 10, 10, casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 25, Y: 15}, {X: 47, Y: 15}, {X: 25, Y: 27}}},
			"......\n.####.\n.####.\n......\n"},
		{"a stroke", 10, 10, casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: 0, Y: 0}, {X: 30, Y: 30}}, WidthUM: 16},
			"##....\n###...\n.###..\n..##..\n"},
		{"a dab", 10, 10, casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: 20, Y: 10}}, WidthUM: 20},
			"..#...\n.###..\n..#...\n......\n"},
		{"an arrow", 10, 10, casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{{X: 0, Y: 0}, {X: 30, Y: 30}}},
			"......\n......\n......\n......\n"},
		{"a line that goes round twice", 10, 10, casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{
			{X: 5, Y: 5}, {X: 35, Y: 5}, {X: 35, Y: 25}, {X: 5, Y: 25}, {X: 5, Y: 5}, {X: 35, Y: 5}, {X: 35, Y: 25}, {X: 5, Y: 25}}},
			"......\n.###..\n.###..\n......\n"},
		{"mostly outside", 10, 10, casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: -100, Y: -100}, {X: 50, Y: -100}, {X: -100, Y: 50}}},
			"##....\n#.....\n......\n......\n"},
	}
	for _, c := range cases {
		if got := drawn(6, 4, c.dx, c.dy, c.s); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestErasingTakesBackWhatAddingGave(t *testing.T) {
	m := imaging.NewMask(200, 150)
	whole := casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: -1, Y: -1}, {X: 1e4, Y: -1}, {X: 1e4, Y: 1e4}, {X: -1, Y: 1e4}}}
	if n := markup.Fill(m, whole, 3, 2, true); n != 200*150 || m.Count() != n {
		t.Fatalf("%d points were switched on, %d are", n, m.Count())
	}
	hole := casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 300, Y: 150}, {X: 400, Y: 150}, {X: 300, Y: 230}}}
	n := markup.Fill(m, hole, 3, 2, false)
	area := math.Pi * 100 * 80 / (3 * 2)
	if math.Abs(float64(n)-area) > 0.01*area {
		t.Errorf("%d points were taken out of an ellipse of %.0f", n, area)
	}
	if again := markup.Fill(m, hole, 3, 2, false); again != 0 {
		t.Errorf("taking out again took %d points", again)
	}
	if back := markup.Fill(m, hole, 3, 2, true); back != n || m.Count() != 200*150 {
		t.Errorf("%d points came back, want %d", back, n)
	}
}

func TestNeighboursShareNoPoint(t *testing.T) {
	left := casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 0.5, Y: 0.5}, {X: 41.3, Y: 0.5}, {X: 60.7, Y: 90.5}, {X: 0.5, Y: 90.5}}}
	right := casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 41.3, Y: 0.5}, {X: 99.5, Y: 0.5}, {X: 99.5, Y: 90.5}, {X: 60.7, Y: 90.5}}}
	m := imaging.NewMask(100, 91)
	a, b := markup.Fill(m, left, 1, 1, true), markup.Fill(m, right, 1, 1, true)
	if a+b != 99*90 || m.Count() != a+b {
		t.Errorf("%d and %d points, together %d, want %d", a, b, m.Count(), 99*90)
	}
}

func TestNothingIsFilledByWhatIsNotAShape(t *testing.T) {
	nan := math.NaN()
	for _, s := range []casefile.Shape{
		{}, {Kind: casefile.Polygon, Points: []imaging.Point{{X: 1}, {X: nan}, {X: 2, Y: 2}}},
		{Kind: casefile.Brush, Points: []imaging.Point{{X: 1}}, WidthUM: nan},
		{Kind: casefile.Ellipse, Points: []imaging.Point{{}, {X: 10}, {X: 20}}}, // flat
	} {
		m := imaging.NewMask(30, 30)
		if n := markup.Fill(m, s, 1, 1, true); n > 30 || s.Kind != casefile.Ellipse && n != 0 {
			t.Errorf("%+v filled %d points", s, n)
		}
	}
	m := imaging.NewMask(3, 3)
	if markup.Fill(m, square(0, 0, 3), 0, 1, true)+markup.Fill(m, square(0, 0, 3), 1, nan, true) != 0 {
		t.Error("a grid without a spacing was filled")
	}
}

func FuzzFill(f *testing.F) {
	f.Add(0, 1.0, 2.0, 30.0, 4.0, 9.0, 40.0, 12.0)
	f.Add(1, 1.0, 2.0, 30.0, 4.0, 9.0, 40.0, 12.0)
	f.Add(2, -1e300, 2.0, 1e300, 4.0, 9.0, 40.0, 1e308)
	f.Fuzz(func(t *testing.T, kind int, x0, y0, x1, y1, x2, y2, width float64) {
		kinds := []casefile.ShapeKind{casefile.Brush, casefile.Polygon, casefile.Ellipse, casefile.Arrow}
		s := casefile.Shape{Kind: kinds[uint(kind)%4], Points: []imaging.Point{{X: x0, Y: y0}, {X: x1, Y: y1}, {X: x2, Y: y2}}, WidthUM: width}
		m := imaging.NewMask(40, 30)
		n := markup.Fill(m, s, 2, 3, true)
		if n != m.Count() {
			t.Fatalf("said %d, switched %d", n, m.Count())
		}
		if back := markup.Fill(m, s, 2, 3, false); back != n || m.Count() != 0 {
			t.Fatalf("%d on, %d off, %d left", n, back, m.Count())
		}
	})
}
