package exhibit

import (
	"context"
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// newHeld is the line of a row that says who has an exhibit and where it is.
func newHeld() *fw.RichText { return widget.Caption("") }

// heldTogether is how many rows' custody is asked for at once.
const heldTogether = 32

func (s *Screen) fillHeld(l *fw.RichText, i int) {
	x := s.exhibits[i]
	s.askHeld(i / heldTogether)
	state, read := s.custody[x.ID]
	if !read {
		widget.SetText(l, " ")
		return
	}
	text, colour := wording.Holder(state), uitheme.ColorNameMuted
	switch days := state.OverdueDays(time.Now()); {
	case x.Owner != "":
		text = "" // it is not here
	case days > 0:
		text, colour = wording.Lines(lang.L("overdue {{.Days}}", map[string]any{"Days": wording.Count(days, lang.L("day"), lang.L("days"))}), text), theme.ColorNameWarning
	}
	widget.SetToned(l, text, colour)
}

// askHeld asks for the custody of a part of the list that is seen, once.
func (s *Screen) askHeld(part int) {
	if s.asked[part] {
		return
	}
	s.asked[part] = true
	var ids []string
	for _, e := range s.exhibits[part*heldTogether : min((part+1)*heldTogether, len(s.exhibits))] {
		ids = append(ids, e.ID)
	}
	path, into := s.p.CasePath, s.custody
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (map[string]casefile.CustodyState, error) {
		return s.p.Service.CustodyOf(ctx, path, ids...)
	}, func(states map[string]casefile.CustodyState, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		maps.Copy(into, states)
		s.list.Refresh()
	})
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
