package viewer

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"tracemark/ui/theme"
)

// tag is a short text on a shade over the picture.
type tag struct {
	shade *canvas.Rectangle
	text  *canvas.Text
}

func newTag() tag {
	t := tag{shade: canvas.NewRectangle(theme.FieldShade), text: canvas.NewText("", theme.FieldText)}
	t.shade.CornerRadius = 3
	t.text.TextSize = 12
	return t
}

func (t tag) set(s string) {
	t.text.Text = s
	t.shade.Hidden = s == ""
	t.text.Hidden = s == ""
}

// size returns the tag's size with the room around its text.
func (t tag) size() fyne.Size { return t.text.MinSize().AddWidthHeight(12, 6) }

func (t tag) place(x, y float32) {
	t.shade.Move(fyne.NewPos(x, y))
	t.shade.Resize(t.size())
	t.text.Move(fyne.NewPos(x+6, y+3))
	t.text.Resize(t.text.MinSize())
}

// viewerRenderer lays labels, scale bar and readout over the picture.
type viewerRenderer struct {
	v         *Viewer
	labels    [2]tag // left and right
	synthetic [2]tag
	scale     tag
	readout   tag
	bar       *canvas.Rectangle
}

// CreateRenderer implements fyne.Widget.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer {
	r := &viewerRenderer{v: v, scale: newTag(), readout: newTag(), bar: canvas.NewRectangle(theme.FieldText)}
	for i := range r.labels {
		r.labels[i], r.synthetic[i] = newTag(), newTag()
		r.labels[i].text.TextStyle.Bold = true
		r.synthetic[i].shade.FillColor, r.synthetic[i].text.Color = theme.SyntheticBG, theme.SyntheticFG
		r.synthetic[i].text.TextSize = 11
		r.synthetic[i].text.TextStyle.Bold = true
	}
	r.bar.StrokeColor, r.bar.StrokeWidth = theme.Field, 1
	r.update()
	return r
}

func (r *viewerRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.v.img}
	for _, t := range []tag{r.labels[0], r.labels[1], r.synthetic[0], r.synthetic[1], r.readout, r.scale} {
		o = append(o, t.shade, t.text)
	}
	return append(o, r.bar)
}

func (r *viewerRenderer) MinSize() fyne.Size { return r.v.MinSize() }
func (r *viewerRenderer) Destroy()           {}

// Refresh shows the texts that belong to the picture that is on the screen now.
func (r *viewerRenderer) Refresh() {
	r.update()
	r.Layout(r.v.Size())
	canvas.Refresh(r.v.img)
	canvas.Refresh(r.v)
}

func (r *viewerRenderer) update() {
	f := r.v.frame
	left := f.stage.Left()
	for place, side := range []Side{left, 1 - left} {
		s := f.specimens[side]
		if s == nil {
			r.labels[place].set("")
			r.synthetic[place].set("")
			continue
		}
		label := []string{"A", "B"}[side] + "  " + s.Label
		if !s.scaleKnown {
			label += "  ·  " + lang.L("scale unknown")
		}
		r.labels[place].set(label)
		r.synthetic[place].set("")
		if s.Synthetic {
			r.synthetic[place].set(lang.L("SYNTHETIC DATA"))
		}
	}
	r.readout.set("")
	if f.specimens[A] != nil && f.specimens[B] != nil {
		r.readout.set(fmt.Sprintf("A %s   B %s", degrees(f.stage.Views[A].AngleDeg), degrees(f.stage.Views[B].AngleDeg)))
	}
}

func degrees(deg float64) string {
	s := strconv.FormatFloat(deg, 'f', 1, 64)
	if s == "-0.0" {
		s = "0.0"
	}
	return s + "°"
}

// scaleText returns the scale bar's caption and its width in fyne units; "" where no length is known.
func (r *viewerRenderer) scaleText(width float32) (string, float32) {
	f := r.v.frame
	if f.specimens[A] == nil && f.specimens[B] == nil {
		return "", 0
	}
	if !known(f.specimens[A]) || !known(f.specimens[B]) {
		return lang.L("scale unknown: no scale bar, sizes are not comparable"), 0
	}
	k := float64(r.v.scale())
	um, px := ScaleBar(f.stage.UMPerPx, float64(width)*0.22*k)
	text := strconv.FormatFloat(um, 'f', -1, 64) + " µm"
	if um >= 1000 {
		text = strconv.FormatFloat(um/1000, 'f', -1, 64) + " mm"
	}
	return text + fmt.Sprintf("   (%s)", lang.L("{{.N}} µm per pixel, both sides", map[string]any{"N": strconv.FormatFloat(f.stage.UMPerPx, 'g', 3, 64)})), float32(px / k)
}

// known reports whether a specimen does not stand in the way of saying lengths.
func known(s *Specimen) bool { return s == nil || s.scaleKnown }

const edge = 10

func (r *viewerRenderer) Layout(s fyne.Size) {
	r.v.img.Move(fyne.NewPos(0, 0))
	r.v.img.Resize(s)
	for place := range r.labels {
		x := float32(edge)
		if place == 1 {
			x = s.Width - edge - r.labels[1].size().Width
		}
		r.labels[place].place(x, edge)
		if place == 1 {
			x = s.Width - edge - r.synthetic[1].size().Width
		}
		r.synthetic[place].place(x, edge+r.labels[place].size().Height+4)
	}
	text, px := r.scaleText(s.Width)
	r.scale.set(text)
	r.bar.Hidden = px == 0
	h := r.scale.size().Height
	r.scale.place(edge, s.Height-edge-h)
	r.bar.Move(fyne.NewPos(edge, s.Height-edge-h-8))
	r.bar.Resize(fyne.NewSize(px, 5))
	r.readout.place(s.Width-edge-r.readout.size().Width, s.Height-edge-r.readout.size().Height)
}
