package casefile_test

import (
	"math"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
)

// The area of a shape, counted point by point, is the one that geometry gives it.
func TestShapesContainTheirArea(t *testing.T) {
	square := []imaging.Point{{X: 10, Y: 10}, {X: 60, Y: 10}, {X: 60, Y: 60}, {X: 10, Y: 60}}
	for _, c := range []struct {
		name  string
		shape casefile.Shape
		area  float64
	}{
		{"square", casefile.Shape{Kind: casefile.Polygon, Points: square}, 2500},
		{"square drawn twice round", casefile.Shape{Kind: casefile.Polygon, Points: append(square, square...)}, 2500},
		{"turned ellipse", casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 50, Y: 50}, {X: 74, Y: 68}, {X: 41, Y: 62}}}, math.Pi * 30 * 15},
		{"flat ellipse", casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 50, Y: 50}, {X: 74, Y: 50}, {X: 60, Y: 50}}}, 0},
		{"dot", casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: 50, Y: 50}}, WidthUM: 40}, math.Pi * 400},
		{"stroke", casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: 20, Y: 50}, {X: 80, Y: 50}}, WidthUM: 20}, 60*20 + math.Pi*100},
		{"arrow", casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{{X: 20, Y: 50}, {X: 80, Y: 50}}}, 0},
	} {
		const step = 0.25
		n := 0
		for y := 0.0; y < 100; y += step {
			for x := 0.0; x < 100; x += step {
				if c.shape.Contains(imaging.Point{X: x, Y: y}) {
					n++
				}
			}
		}
		if got := float64(n) * step * step; math.Abs(got-c.area) > 0.01*c.area { // the steps' share of the outline
			t.Errorf("%s covers %g µm², want %g", c.name, got, c.area)
		}
	}
}
