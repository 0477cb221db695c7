package bulk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// row is one line of the preview: what is done with which file, and below what is wrong with it or said of it.
type row struct {
	line, action, exhibit, file *fw.Label
	about                       *fw.RichText
}

func newRow() fyne.CanvasObject {
	plain := func() *fw.Label {
		l := fw.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	r := &row{line: plain(), action: widget.Strong(""), exhibit: plain(), file: plain(), about: widget.MutedLine("")}
	cells := container.New(widget.Columns{0.10, 0.18, 0.24, 0.48}, r.line, r.action, r.exhibit, r.file)
	return widget.NewRow(widget.Inset(widget.Tight(cells, widget.Inset(r.about, 12, 0)), 4, 2), r)
}

func fill(b casefile.BulkRow, o fyne.CanvasObject) {
	r := widget.RowData[*row](o)
	r.line.SetText(lang.L("Line {{.N}}", map[string]any{"N": b.Line}))
	r.action.Importance = fw.MediumImportance
	switch b.Action {
	case casefile.BulkProblem:
		r.action.Importance = fw.DangerImportance
	case casefile.BulkHere:
		r.action.Importance = fw.LowImportance
	}
	r.action.SetText(actionName(b.Action))
	r.exhibit.SetText(b.Options.ExhibitLabel)
	file := b.Written
	if file == "" {
		file = lang.L("without a recording")
	}
	r.file.SetText(file)
	widget.SetText(r.about, about(b))
}

// about is what is wrong with a row, or else what is said of it.
func about(b casefile.BulkRow) string {
	var said []string
	for _, c := range b.Problems {
		text := wording.Error(c.Err)
		if c.Column != "" {
			text = lang.L("column {{.Name}}", map[string]any{"Name": c.Column}) + ": " + text
		}
		said = append(said, text)
	}
	if len(said) > 0 {
		return strings.Join(said, " ")
	}
	mark := ""
	if b.File != "" {
		mark = wording.Mark(b.Options.Mark)
	}
	kind, origin := b.Options.Kind, b.Options.Origin
	if b.Action == casefile.BulkNew {
		if kind == "" {
			kind = casefile.KindCartridgeCase
		}
		if origin == "" {
			origin = casefile.Questioned
		}
	}
	said = append(said, mark)
	if kind != "" {
		said = append(said, wording.Kind(kind))
	}
	if origin != "" {
		said = append(said, wording.Origin(origin))
	}
	return wording.Lines(append(said, b.Options.EventLabel, b.Parent, b.Calibre, b.Description)...)
}

func actionName(a casefile.BulkAction) string {
	switch a {
	case casefile.BulkNew:
		return lang.L("new exhibit")
	case casefile.BulkAdd:
		return lang.L("added recording")
	case casefile.BulkHere:
		return lang.L("already here")
	}
	return lang.L("problem")
}
