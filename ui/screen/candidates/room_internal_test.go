package candidates

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// box is an object of a least size.
func box(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func TestNothingIsCutOffAtTheSide(t *testing.T) {
	for width, lines := range map[float32]int{700: 1, 420: 1, 260: 2} { // 700: beside the name; else below it
		name, rest := box(50, 40), []fyne.CanvasObject{box(110, 30), box(130, 30), box(120, 30)}
		c := container.New(&endOrBelow{least: 200}, append([]fyne.CanvasObject{name}, rest...)...)
		c.Resize(fyne.NewSize(width, 40))
		rows := map[float32]bool{}
		for i, o := range rest {
			if end := o.Position().X + o.Size().Width; end > width || o.Position().X < 0 {
				t.Errorf("%g wide: button %d lies from %g to %g", width, i, o.Position().X, end)
			}
			rows[o.Position().Y] = true
		}
		if len(rows) != lines {
			t.Errorf("%g wide: the buttons stand in %d lines, want %d", width, len(rows), lines)
		}
		if under := rest[2].Position().Y + rest[2].Size().Height; c.MinSize().Height < under {
			t.Errorf("%g wide: least height %g, and a button ends at %g", width, c.MinSize().Height, under)
		}
	}
}

func TestCardsStandBelowEachOtherWhereTheyHaveNoRoom(t *testing.T) {
	for width, below := range map[float32]bool{700: false, 500: true} {
		a, b := box(200, 60), box(300, 80)
		c := container.New(&besideOrBelow{}, a, b)
		c.Resize(fyne.NewSize(width, 100))
		if got := b.Position().Y > 0; got != below {
			t.Errorf("%g wide: the second card stands at %v", width, b.Position())
		}
		if end := b.Position().X + b.Size().Width; end > width {
			t.Errorf("%g wide: the second card ends at %g", width, end)
		}
	}
}
