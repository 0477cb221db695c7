package exhibit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// newHeld is the line of a row that says who has an exhibit and where it is.
func newHeld() *fw.RichText { return widget.Caption("") }

func (s *Screen) fillHeld(l *fw.RichText, x casefile.Exhibit) {
	state := s.custody[x.ID]
	text, colour := wording.Holder(state), uitheme.ColorNameMuted
	switch days := state.OverdueDays(time.Now()); {
	case x.Owner != "":
		text = "" // it is not here
	case days > 0:
		text, colour = wording.Lines(lang.L("overdue {{.Days}}", map[string]any{"Days": wording.Count(days, lang.L("day"), lang.L("days"))}), text), theme.ColorNameWarning
	}
	widget.SetToned(l, text, colour)
}

// custodyCard says who has an exhibit, and leads to its custody.
func (s *Screen) custodyCard(x casefile.Exhibit) fyne.CanvasObject {
	if x.Owner != "" {
		return container.NewVBox()
	}
	state := s.custody[x.ID]
	open := widget.NewButton(lang.L("Custody…"), theme.HistoryIcon(), s.Custody)
	box := container.NewVBox(container.NewBorder(nil, nil, nil, open, widget.Strong(lang.L("Custody"))))
	if late := wording.Overdue(state, time.Now()); late != "" {
		box.Add(widget.NewWarning(late))
	}
	if !state.Known {
		box.Add(widget.Muted(wording.Holder(state)))
		return widget.NewCard(box)
	}
	facts := []string{lang.L("Holder"), wording.Party(state.Holder), lang.L("Place"), state.Place, lang.L("Seals"), wording.Seals(state.Seals)}
	if state.With != "" {
		facts = append(facts, lang.L("Goes with"), s.labels[state.With])
	}
	if state.Gone != "" {
		facts = append(facts, lang.L("State"), wording.CustodyKind(state.Gone))
	}
	box.Add(widget.NewFacts(facts...))
	return widget.NewCard(box)
}

// Custody shows the custody of the selected exhibit.
func (s *Screen) Custody() {
	if e, ok := s.Current(); ok {
		s.p.Custody(e.Exhibit)
	}
}
