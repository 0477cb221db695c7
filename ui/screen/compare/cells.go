package compare

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/imaging"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// cellList lists the cells of a result; choosing one makes it and its partner stand out on the field, and the other way round.
type cellList struct {
	s     *Screen
	cells []imaging.Cell
	rows  []int // indices into cells
	list  *widget.List
	which *fw.Select
	busy  bool
}

func newCellList(s *Screen) *cellList {
	l := &cellList{s: s}
	l.list = widget.NewList(l.length, func() fyne.CanvasObject { return widget.NewRow(fw.NewLabel(""), nil) }, nil)
	l.list.CreateItem = func() fyne.CanvasObject {
		line := fw.NewLabel("")
		line.Truncation = fyne.TextTruncateEllipsis
		return widget.NewRow(line, line)
	}
	l.list.UpdateItem = l.fill
	l.list.SetOnSelected(l.choose)
	l.list.Other = s.p.Shell.Key
	l.which = fw.NewSelect([]string{lang.L("all"), lang.L("congruent"), lang.L("others")}, func(string) { l.set(l.cells); widget.GiveKeysBack(s.viewer) })
	l.which.Selected = lang.L("all")
	return l
}

func (l *cellList) length() int { return len(l.rows) }

// set lists these cells, as far as they are wanted.
func (l *cellList) set(cells []imaging.Cell) {
	l.cells, l.rows = cells, nil
	for i, c := range cells {
		at := l.which.SelectedIndex()
		if c.Comparable && (at <= 0 || (at == 1) == c.Congruent) {
			l.rows = append(l.rows, i)
		}
	}
	l.list.Clear()
	l.list.Refresh()
}

func (l *cellList) fill(i int, o fyne.CanvasObject) {
	if i >= len(l.rows) {
		return
	}
	c := l.cells[l.rows[i]]
	line := widget.RowData[*fw.Label](o)
	said := "● " + lang.L("congruent")
	line.Importance = fw.MediumImportance
	if !c.Congruent {
		said = "✕ " + wording.Reason(c.Reason)
		line.Importance = fw.LowImportance
	}
	line.SetText(fmt.Sprintf("%d.%d   r %s   %s", c.Row+1, c.Col+1, wording.Number(c.Correlation, 2), said))
}

// choose makes the cell in a row stand out on the field.
func (l *cellList) choose(row int) {
	if l.busy || row < 0 || row >= len(l.rows) {
		return
	}
	c := l.cells[l.rows[row]]
	v := l.s.viewer
	if c.Congruent && !v.Outlines() {
		v.SetOutlines(true)
	}
	v.Choose(l.rows[row] + 1)
	l.s.centre(0, c.Centre)
}

// follow chooses in the list what stands out on the field.
func (l *cellList) follow() {
	l.busy = true
	defer func() { l.busy = false }()
	n := l.s.viewer.Chosen()
	for row, i := range l.rows {
		if i+1 == n {
			l.list.Select(row)
			return
		}
	}
	l.list.Clear()
}
