package render_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/render"
)

func TestAMapShowsItsValuesWhereTheyAre(t *testing.T) {
	m := imaging.Map{SpacingX: 25, SpacingY: 25, W: 4, H: 2, Values: []float64{-2, -1, 1, 2, 0, 9, math.NaN(), 0}}
	img := render.MapFigure(m, render.MapOptions{Title: "t", Unit: "µm", Limit: 2, Colour: render.DifferenceColour})
	at := func(col, row float64) color.Color { // of the middle of a point: margin 12, title 44, 776 pixels for 4 columns
		return img.At(12+int((col+0.5)*194), 44+int((row+0.5)*194))
	}
	for _, c := range []struct {
		col, row float64
		t        float64
	}{{0, 0, -1}, {1, 0, -0.5}, {2, 0, 0.5}, {3, 0, 1}, {0, 1, 0}, {1, 1, 1}} { // 9 has the colour of the end
		if got, want := at(c.col, c.row), render.DifferenceColour(c.t); got != color.Color(want) {
			t.Errorf("point %g, %g has the colour %v, want %v", c.col, c.row, got, want)
		}
	}
	if got := at(2, 1); got == color.Color(render.DifferenceColour(0)) {
		t.Error("a value that is not known looks like 0")
	}
}

func TestAPhotographIsLaidWhereThePosePutsIt(t *testing.T) {
	a := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range a.Pix {
		a.Pix[i] = 0xff
	}
	red := color.RGBA{0xff, 0, 0, 0xff}
	for _, d := range []image.Point{{}, {X: 1}, {Y: 1}, {X: 1, Y: 1}, {X: -1}, {Y: -1}, {X: -1, Y: -1}, {X: 1, Y: -1}, {X: -1, Y: 1}} {
		a.SetRGBA(10+d.X, 20+d.Y, red)
	}
	// A's pixels are 2 µm and the other's 4 µm: the spot at (20, 40) µm turns to (-40, 20) and moves to (80, 60) µm, which is pixel (20, 15).
	got := render.LayPhoto(a, 2, imaging.Pose{AngleDeg: 90, TX: 120, TY: 40}, 50, 40, 4)
	if c := got.RGBAAt(20, 15); c != red {
		t.Errorf("the spot is not at (20, 15), where %v is", c)
	}
	if c := got.RGBAAt(45, 5); c.R == 0xff && c.G == 0xff {
		t.Error("a place that the photograph does not show looks like one that it shows")
	}
}

func TestPhotographsWithoutAScaleHaveNoScaleBar(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 80))
	bar := func(um float64) bool {
		p := render.Photo{Image: img, Title: "p", UMPerPx: um}
		f := render.PhotoFigure(p, p, render.FigureOptions{})
		black := 0
		for x := 12; x < 60; x++ { // the bar begins at the left edge, 20 pixels under the pictures
			if c := f.RGBAAt(x, f.Rect.Dy()-64+22); c.R < 0x20 {
				black++
			}
		}
		return black == 48
	}
	if !bar(10) || bar(0) {
		t.Errorf("a scale bar is drawn: %v with a scale, %v without", bar(10), bar(0))
	}
}
