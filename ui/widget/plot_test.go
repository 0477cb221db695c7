package widget_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/widget"
)

func TestPlotDrawsItsLinesAndLeavesGaps(t *testing.T) {
	test.NewTempApp(t)
	p := widget.NewPlot(fyne.NewSize(300, 120))
	if !p.Empty() {
		t.Error("a new plot is not empty")
	}
	red := color.NRGBA{R: 0xff, A: 0xff}
	x, y := []float64{0, 10, 20, 30, 40}, []float64{1, 1, math.NaN(), 1, 1}
	p.Set("µm", "height", []widget.Series{{Name: "A", X: x, Y: y, Colour: red}}, nil)
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(300, 120))
	img := w.Canvas().Capture()
	at := map[int]bool{} // tenths of the width that are red
	b := img.Bounds()
	for i := b.Min.X; i < b.Max.X; i++ {
		for j := b.Min.Y + b.Dy()/4; j < b.Max.Y*3/4; j++ {
			if r, g, bl, _ := img.At(i, j).RGBA(); r > 0xf000 && g < 0x1000 && bl < 0x1000 {
				at[10*(i-b.Min.X)/b.Dx()] = true
			}
		}
	}
	if !at[3] || !at[9] || at[6] {
		t.Errorf("the line is seen in the tenths %v, want some at its ends and none at its gap", at)
	}
	var got []float64
	p.OnCursor = func(x float64, ok bool) {
		if ok {
			got = append(got, x)
		}
	}
	p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(0, 40)}})
	p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(299, 40)}})
	p.MouseOut()
	if len(got) != 2 || got[0] != 0 || got[1] != 40 {
		t.Errorf("the cursor was at %v, want the ends 0 and 40", got)
	}
}

func TestPlotNumbersHaveThreeDigits(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 5: "5.00", 12.345: "12.3", 1234.5: "1234", -0.01234: "−0.0123"} {
		if got := widget.PlotNumber(v); got != want {
			t.Errorf("%g is written %q, want %q", v, got, want)
		}
	}
}

func TestSegmentsTakeOneChoice(t *testing.T) {
	test.NewTempApp(t)
	var chosen []int
	s := widget.NewSegments(func(i int) { chosen = append(chosen, i) }, "Look", "Marks", "Figures")
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(300, 40))
	test.TapCanvas(w.Canvas(), fyne.NewPos(150, 20))
	s.Select(2) // by the program: no callback
	s.Select(7)
	if long := widget.NewSegments(nil, "A", "Annotations"); long.MinSize().Width >= 2*widget.NewSegments(nil, "Annotations").MinSize().Width {
		t.Error("a short name needs as much room as a long one")
	}
	if len(chosen) != 1 || chosen[0] != 1 || s.Selected() != 2 {
		t.Errorf("chosen %v, selected %d; want the middle one by a person, the last by the program", chosen, s.Selected())
	}
}

func TestToolSaysItsHint(t *testing.T) {
	test.NewTempApp(t)
	tapped, said := 0, []string{}
	b := widget.NewTool(nil, "X", "Swap the sides (X)", func() { tapped++ })
	b.OnHint = func(h string) { said = append(said, h) }
	w := test.NewTempWindow(t, b)
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseOut()
	test.Tap(b)
	if tapped != 1 || len(said) != 2 || said[0] != "Swap the sides (X)" || said[1] != "" {
		t.Errorf("tapped %d times, said %q", tapped, said)
	}
	if w.Canvas().Focused() != nil {
		t.Error("the tool kept the focus, so that keys would be lost")
	}
	b.SetOn(true)
	b.SetEnabled(false)
	if b.Importance != fw.HighImportance || !b.Disabled() {
		t.Error("the tool does not look pressed in and disabled")
	}
}

func TestColumnsShareTheWidth(t *testing.T) {
	test.NewTempApp(t)
	a, b := widget.Wrapped("a"), widget.Wrapped("b")
	widget.Columns{0.25, 0.75}.Layout([]fyne.CanvasObject{a, b}, fyne.NewSize(400, 30))
	if a.Size().Width != 100 || b.Size().Width != 300 || b.Position().X != 100 {
		t.Errorf("%v at %v and %v at %v", a.Size(), a.Position(), b.Size(), b.Position())
	}
}
