package compare

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/widget"
)

// slider is a named slider with its value in words.
type slider struct {
	object fyne.CanvasObject
	bar    *fw.Slider
	value  *fw.Label
	write  func(float64) string
	busy   bool
}

func newSlider(name string, low, high, step float64, write func(float64) string, changed func(float64)) *slider {
	s := &slider{bar: fw.NewSlider(low, high), value: fw.NewLabel(""), write: write}
	s.bar.Step = step
	s.value.Alignment = fyne.TextAlignTrailing
	s.bar.OnChanged = func(v float64) {
		s.value.SetText(write(v))
		if !s.busy {
			changed(v)
			widget.GiveKeysBack(s.bar)
		}
	}
	s.object = widget.Tight(container.NewBorder(nil, nil, nil, widget.Fixed(s.value, 58, 0), widget.MutedLine(name)), widget.Track(s.bar))
	s.value.SetText(write(low))
	return s
}

// set shows a value without a callback.
func (s *slider) set(v float64) {
	if math.Abs(s.bar.Value-v) < 1e-9 {
		return
	}
	s.busy = true
	s.bar.SetValue(v)
	s.busy = false
	s.value.SetText(s.write(v))
}
