package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	uitheme "tracemark/ui/theme"
)

// NewFacts returns names with their values, two columns, or each value below its name where there is little room for the size of the
// text. Values wrap.
func NewFacts(pairs ...string) fyne.CanvasObject {
	rows := container.New(tightRows{})
	for i := 0; i+1 < len(pairs); i += 2 {
		rows.Add(container.New(&factRow{}, Muted(pairs[i]), Wrapped(pairs[i+1])))
	}
	return rows
}

// factRow gives the name half of the width, or as much as names need, and the value the rest. Both wrap.
type factRow struct{ stacked bool }

const (
	nameShare = 0.5
	nameMost  = 210 // fyne units, with text of the usual size
)

// columnsLeast is how wide two or three columns are, in fyne units, with text of the usual size: in less, words break.
const columnsLeast = 270

// narrow reports whether columns in a width would break words.
func narrow(width float32) bool { return width < columnsLeast*uitheme.Scale() && uitheme.Scale() > 1.1 }

func (r *factRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if r.stacked = narrow(s.Width); r.stacked {
		o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
		h := o[0].MinSize().Height
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(s.Width, h))
		o[1].Move(fyne.NewPos(0, h-overlap))
		o[1].Resize(fyne.NewSize(s.Width, max(s.Height-h+overlap, 0)))
		return
	}
	w := min(s.Width*nameShare, nameMost*max(uitheme.Scale(), 1))
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[1].Move(fyne.NewPos(w, 0))
	o[1].Resize(fyne.NewSize(s.Width-w, s.Height))
}

func (r *factRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	if r.stacked {
		return fyne.NewSize(120, o[0].MinSize().Height+o[1].MinSize().Height-overlap)
	}
	return fyne.NewSize(120, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// tightRows stacks rows without the gap that fyne puts between them: labels bring their own room. Text that wraps knows
// its height only once it has its width, so widths are set before heights are asked for.
type tightRows struct{}

const overlap = 8

func (tightRows) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(s.Width, o.MinSize().Height))
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(s.Width, h))
		y += h - overlap
	}
}

func (tightRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(0, 0)
	for _, o := range objects {
		n := o.MinSize()
		m.Width = max(m.Width, n.Width)
		m.Height += n.Height - overlap
	}
	m.Height += overlap
	return m
}

// Tight stacks objects with little room between them.
func Tight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(tightRows{}, objects...)
}
