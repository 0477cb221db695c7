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
	all := Tight(container.New(sideColumns, Muted(""), Strong(titleA), Strong(titleB)))
	for _, r := range rows {
		all.Add(sidesLine(r))
	}
	return all
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
	return container.New(sideColumns, Muted(r.Name), value(r.A), value(r.B))
}
