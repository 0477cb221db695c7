package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"
)

// SidesRow is one line of what NewSides shows. Differs marks values that disagree.
type SidesRow struct {
	Name, A, B string
	Differs    bool
}

// sideColumns are the shares of the names and of the two sides.
var sideColumns = Columns{0.26, 0.37, 0.37}

// NewSides sets two things beside each other: titles over the columns, then a line for each of their properties. Values that
// disagree are bold, in the colour of a warning and have a sign before them, so that they are seen without colour too.
func NewSides(titleA, titleB string, rows ...SidesRow) fyne.CanvasObject {
	all := Tight(container.New(&sideRow{}, Muted(""), Strong(titleA), Strong(titleB)))
	for _, r := range rows {
		all.Add(sidesLine(r))
	}
	return all
}

// sideRow lays a line out in three columns, or the name over two where there is little room for the size of the text.
type sideRow struct{ named, stacked bool }

func (r *sideRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if r.stacked = narrow(s.Width); !r.stacked {
		sideColumns.Layout(o, s)
		return
	}
	h := float32(0)
	if r.named {
		o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
		h = o[0].MinSize().Height - overlap
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, h+overlap))
	for i, v := range o[1:] {
		v.Move(fyne.NewPos(float32(i)*s.Width/2, h))
		v.Resize(fyne.NewSize(s.Width/2, max(s.Height-h, 0)))
	}
}

func (r *sideRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	if !r.stacked {
		return sideColumns.MinSize(o)
	}
	m := fyne.NewSize(120, max(o[1].MinSize().Height, o[2].MinSize().Height))
	if r.named {
		m.Height += o[0].MinSize().Height - overlap
	}
	return m
}

func sidesLine(r SidesRow) fyne.CanvasObject {
	value := func(text string) fyne.CanvasObject {
		l := Wrapped(text)
		l.TextStyle.Bold = r.Differs
		if r.Differs {
			l.SetText("≠ " + text)
			l.Importance = fw.WarningImportance
		}
		return l
	}
	return container.New(&sideRow{named: true}, Muted(r.Name), value(r.A), value(r.B))
}
