package prepare

import (
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// shapes are strokes and polygons all over a grid of 60 × 50 points, some beyond its edge.
func shapes(n int) (out []casefile.Shape) {
	rnd := rand.New(rand.NewPCG(5, 6))
	at := func() imaging.Point { return imaging.Point{X: 800*rnd.Float64() - 100, Y: 500*rnd.Float64() - 100} }
	for i := range n {
		s := casefile.Shape{Kind: casefile.Brush, WidthUM: 10 + 60*rnd.Float64(), Points: []imaging.Point{at(), at(), at()}}
		if i%3 == 0 {
			s.Kind, s.WidthUM = casefile.Polygon, 0
		}
		out = append(out, s)
	}
	return out
}

func TestEveryStrokeIsTakenBackAndMadeAgain(t *testing.T) {
	r := newRegion(imaging.NewMask(60, 50), 12.5, 6.25)
	history := [][]bool{r.mask.On}
	for i, s := range shapes(40) {
		before := r.mask.On
		kept := slices.Clone(before)
		if r.fill(s, i%2 == 0) {
			history = append(history, r.mask.On)
		}
		if !slices.Equal(before, kept) {
			t.Fatal("a mask that was handed out has changed")
		}
	}
	if len(history) < 25 {
		t.Fatalf("only %d strokes changed something", len(history)-1)
	}
	for i := len(history) - 2; i >= 0; i-- {
		if !r.undo() || !slices.Equal(r.mask.On, history[i]) {
			t.Fatalf("undo does not lead to state %d", i)
		}
	}
	if r.undo() || r.edited() {
		t.Error("there is something before the beginning")
	}
	for i := 1; i < len(history); i++ {
		if !r.redo() || !slices.Equal(r.mask.On, history[i]) {
			t.Fatalf("redo does not lead to state %d", i)
		}
	}
	if r.redo() {
		t.Error("there is something after the end")
	}
	r.undo()
	if !r.fill(casefile.Shape{Kind: casefile.Brush, WidthUM: 30, Points: []imaging.Point{{X: 350, Y: 150}}}, !r.mask.At(28, 24)) || r.redo() {
		t.Error("a stroke after undoing leaves a way to redo")
	}
}

func TestTheTintLiesOnWhatIsLeftOut(t *testing.T) {
	m := imaging.NewMask(20, 10)
	for i := range m.On {
		m.On[i] = i%20 >= 10 // the right half
	}
	st := viewer.Stage{W: 200, H: 100, UMPerPx: 1, Mode: viewer.Split, SplitAt: 0.5, Absent: [2]bool{false, true}}
	// 10 µm a point, the middle of the grid in the middle of the field, turned by a quarter.
	st.Views[viewer.A] = viewer.View{Centre: imaging.Point{X: 95, Y: 45}, AngleDeg: 90}
	p := &viewer.Plate{Image: image.NewRGBA(image.Rect(0, 0, 200, 100)), Stage: st, PxPerDIP: 1}
	tint{mask: m, dx: 10, dy: 10}.Draw(p)
	tinted, edge := 0, 0
	for y := range 100 {
		for x := range 200 {
			at := st.Specimen(viewer.A, viewer.Pixel{X: float64(x) + 0.5, Y: float64(y) + 0.5})
			onGrid := at.X >= -5 && at.X < 195 && at.Y >= -5 && at.Y < 95
			left := onGrid && at.X < 95
			got := p.Image.RGBAAt(x, y).R > 0
			near := at.X > 93 && at.X < 97 // the border's own line
			switch {
			case near && onGrid:
				edge++
			case got != left:
				t.Fatalf("pixel %d, %d (point %.0f, %.0f): tinted %v", x, y, at.X, at.Y, got)
			case got:
				tinted++
			}
		}
	}
	if tinted < 1000 || edge == 0 {
		t.Errorf("%d pixels are tinted, %d lie on the border", tinted, edge)
	}
}
