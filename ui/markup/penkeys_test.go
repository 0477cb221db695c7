package markup_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

// typed types keys, "S+" before one for Shift, and returns what was drawn.
func typed(t *testing.T, kind casefile.ShapeKind, keys ...string) (*markup.Pen, []casefile.Shape, *[]viewer.Side) {
	t.Helper()
	s := field()
	var done []casefile.Shape
	var sides []viewer.Side
	pen := markup.NewPen(markup.PenParams{Kind: kind, Stage: func() viewer.Stage { return s }, WidthUM: func() float64 { return 60 },
		Done: func(side viewer.Side, s casefile.Shape) { done, sides = append(done, s), append(sides, side) }})
	for _, k := range keys {
		h := &hand{t: t, stage: s, tool: pen}
		if name, ok := strings.CutPrefix(k, "S+"); ok {
			h.mod, k = fyne.KeyModifierShift, name
		}
		h.key(fyne.KeyName(k))
	}
	return pen, done, &sides
}

// start is where the cross appears on field: the middle of what is seen of the first specimen.
func start() (x, y float64) {
	s := field()
	c := s.Clip(s.First())
	return float64(c.Min.X+c.Max.X) / 2, float64(c.Min.Y+c.Max.Y) / 2
}

func TestEveryShapeIsDrawnByKeys(t *testing.T) {
	x, y := start()
	for _, c := range []struct {
		name string
		kind casefile.ShapeKind
		keys []string
		want []float64
	}{
		{"a polygon", casefile.Polygon, []string{"Right", "Space", "S+Right", "S+Right", "Space", "S+Down", "Space", "Return"}, []float64{x, y, x + 20, y, x + 20, y + 10}},
		{"a polygon with Enter alone", casefile.Polygon, []string{"Return", "Return", "S+Right", "Return", "S+Down", "Return", "Return"}, []float64{x, y, x + 10, y, x + 10, y + 10}},
		{"a corner taken back", casefile.Polygon, []string{"Right", "Space", "S+Up", "Space", "BackSpace", "S+Right", "Space", "S+Down", "Space", "Return"},
			[]float64{x, y, x + 10, y - 10, x + 10, y}},
		{"an arrow", casefile.Arrow, []string{"Left", "Space", "S+Right", "Right", "Space"}, []float64{x, y, x + 11, y}},
		{"a stroke", casefile.Brush, []string{"Left", "Return", "S+Right", "S+Down", "Return"}, []float64{x, y, x + 10, y, x + 10, y + 10}},
		{"a stroke taken back", casefile.Brush, []string{"Left", "Return", "S+Right", "S+Down", "BackSpace", "S+Up", "Return"}, []float64{x, y, x + 10, y, x + 10, y - 10}},
		{"an ellipse", casefile.Ellipse, []string{"Left", "Return", "S+Right", "S+Right", "S+Down", "Right", "Return"}, []float64{x + 1, y, x + 51, y, x + 1, y + 35}},
		{"a larger ellipse", casefile.Ellipse, []string{"Left", "Return", "+", "Return"}, []float64{x, y, x + 44, y, x, y + 44}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pen, done, sides := typed(t, c.kind, c.keys...)
			if len(done) != 1 || pen.Busy() {
				t.Fatalf("%d shapes drawn", len(done))
			}
			seen(t, field(), (*sides)[0], &done[0], c.want...)
		})
	}
}

func TestEscapeDropsWhatKeysDrawThenTheCrossThenTheTool(t *testing.T) {
	pen, done, _ := typed(t, casefile.Polygon, "Right", "Space", "S+Right", "Space", "Escape")
	if len(done) != 0 || pen.Busy() || !pen.KeyPoint().Shown {
		t.Fatalf("after Escape: %d drawn, busy %v, cross %v", len(done), pen.Busy(), pen.KeyPoint().Shown)
	}
	if !pen.Key(fyne.KeyEscape, 0) || pen.KeyPoint().Shown {
		t.Error("Escape did not put the cross away")
	}
	if pen.Key(fyne.KeyEscape, 0) {
		t.Error("Escape means something with nothing to drop: the tool cannot be put away")
	}
}

func TestTheCrossGoesOverTheSplitLineButAShapeDoesNot(t *testing.T) {
	s := field()
	wide := []string{"Right"}
	for range s.W / 10 {
		wide = append(wide, "S+Right")
	}
	pen, _, _ := typed(t, casefile.Arrow, wide...)
	if got := pen.KeyPoint().Side; got == s.First() {
		t.Error("the cross stays on the first specimen")
	}
	at := s.Screen(pen.KeyPoint().Side, pen.KeyPoint().At)
	if at.X > float64(s.W) {
		t.Errorf("the cross left the field: %v", at)
	}
	keys := append([]string{"Right", "Space"}, append(wide[1:], "Space")...)
	_, done, sides := typed(t, casefile.Arrow, keys...)
	if len(done) != 1 || (*sides)[0] != s.First() {
		t.Fatalf("drawn %v on %v", done, *sides)
	}
	if tip := s.Screen((*sides)[0], done[0].Points[1]); tip.X > float64(s.Split()) {
		t.Errorf("the arrow's tip lies beyond the split line: %v", tip)
	}
}

func TestTheMouseTakesOverFromTheKeys(t *testing.T) {
	pen, _, _ := typed(t, casefile.Arrow, "Right", "Space", "S+Right")
	h := &hand{t: t, stage: field(), tool: pen}
	h.drag(100, 100, 150, 150)
	if pen.Busy() || pen.KeyPoint().Shown {
		t.Error("the cross is still there after a drag with the mouse")
	}
}
