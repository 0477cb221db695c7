package compare

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/imaging/render"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
)

// tools are the controls around the viewer. They show its state and change it; the keys do the same.
type tools struct {
	v     *viewer.Viewer
	bar   fyne.CanvasObject
	light fyne.CanvasObject

	align, link, cells *widget.Button
	mode               *fw.Select
	opacity            *fw.Slider
	opacityBox         *fyne.Container
	dial               *widget.Dial
	elevation          *fw.Slider
	lightText          *fw.RichText
	busy               bool // the controls are being set from the viewer, not by a person
}

func newTools(v *viewer.Viewer, conclude func()) *tools {
	t := &tools{v: v}
	t.align = widget.NewButton(lang.L("Align (A)"), theme.ViewRestoreIcon(), v.Align)
	t.link = widget.NewButton("", nil, func() { v.SetLinked(!v.Stage().Linked) })
	t.cells = widget.NewButton(lang.L("Cells (C)"), nil, func() {
		on := !v.Outlines()
		v.SetOutlines(on)
		v.SetRejected(on)
	})
	fit := widget.NewButton(lang.L("Fit (F)"), nil, v.Fit)
	one := widget.NewButton(lang.L("1:1 (1)"), nil, v.OneToOne)
	swap := widget.NewButton(lang.L("Swap (X)"), nil, v.Swap)
	t.mode = fw.NewSelect([]string{lang.L("Split line"), lang.L("Side by side"), lang.L("Overlay"), lang.L("Difference"), lang.L("Blink")}, nil)
	t.mode.OnChanged = func(string) {
		if !t.busy {
			v.SetMode(viewer.Mode(t.mode.SelectedIndex()))
			t.refresh() // what cannot be subtracted has no difference
			widget.GiveKeysBack(v)
		}
	}
	t.opacity = fw.NewSlider(0, 1)
	t.opacity.Step = 0.02
	t.opacity.OnChanged = func(o float64) {
		if !t.busy {
			v.SetOpacity(o)
			widget.GiveKeysBack(v)
		}
	}
	t.opacityBox = widget.Fixed(t.opacity, 120, 0)
	row := container.NewHBox(widget.Fixed(t.mode, 130, 0), t.opacityBox, t.align, t.link, t.cells, fit, one, swap)
	done := widget.PrimaryButton(lang.L("Conclude…"), theme.DocumentCreateIcon(), conclude)
	t.bar = widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(container.NewBorder(nil, nil, row, done), 8, 4))

	t.dial = widget.NewDial(v.Light().AzimuthDeg, func(deg float64) { v.SetLight(render.Light{AzimuthDeg: deg, ElevationDeg: v.Light().ElevationDeg}) })
	t.elevation = fw.NewSlider(5, 85)
	t.elevation.Step = 1
	t.elevation.OnChanged = func(e float64) {
		if !t.busy {
			v.SetLight(render.Light{AzimuthDeg: v.Light().AzimuthDeg, ElevationDeg: e})
			widget.GiveKeysBack(v)
		}
	}
	t.lightText = widget.Caption("")
	t.light = widget.NewCard(container.NewBorder(nil, nil, t.dial, nil,
		widget.Tight(widget.Strong(lang.L("Light")), t.lightText, t.elevation)))
	t.refresh()
	return t
}

// refresh shows the viewer's state.
func (t *tools) refresh() {
	t.busy = true
	defer func() { t.busy = false }()
	st, l := t.v.Stage(), t.v.Light()
	if st.Linked {
		t.link.SetText(lang.L("Linked (L)"))
	} else {
		t.link.SetText(lang.L("Unlinked (L)"))
	}
	press(t.link, !st.Linked)
	press(t.cells, t.v.Outlines())
	if t.v.CanAlign() {
		t.align.Enable()
	} else {
		t.align.Disable()
	}
	if t.mode.SelectedIndex() != int(st.Mode) {
		t.mode.SetSelectedIndex(int(st.Mode))
	}
	t.opacity.SetValue(t.v.Opacity())
	if st.Mode == viewer.Overlay {
		t.opacityBox.Show()
	} else {
		t.opacityBox.Hide()
	}
	if t.dial.Degrees() != l.AzimuthDeg {
		t.dial.SetDegrees(l.AzimuthDeg)
	}
	t.elevation.SetValue(l.ElevationDeg)
	widget.SetText(t.lightText, lang.L("from {{.N}} o'clock, {{.E}}° high", map[string]any{"N": clock(l.AzimuthDeg), "E": strconv.Itoa(int(math.Round(l.ElevationDeg)))}))
}

// clock returns the clock position of a direction, to the half hour.
func clock(deg float64) string {
	h := math.Mod(math.Round(deg/15)/2, 12)
	if h < 1 {
		h += 12
	}
	return strconv.FormatFloat(h, 'f', -1, 64)
}

// press shows a button as pressed in.
func press(b *widget.Button, on bool) {
	to := fw.MediumImportance
	if on {
		to = fw.HighImportance
	}
	if b.Importance != to {
		b.Importance = to
		b.Refresh()
	}
}
