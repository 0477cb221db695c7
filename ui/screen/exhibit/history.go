package exhibit

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// entry is one line of the case's history: a heading, a hint, or something that can be opened.
type entry struct {
	title, about string
	open         func()
	word         string // on the button that opens; "Open" where it is ""
	more         func() // a second button, to edit
}

// newHistory returns the list of the case's comparisons and reports. It is a list and not a stack of cards because a case
// with a hundred exhibits has thousands of comparisons.
func (s *Screen) newHistory() *widget.List {
	l := widget.NewList(func() int { return len(s.history) }, newHistoryRow, s.fillHistoryRow)
	l.SetOnSelected(func(int) {})
	l.OnOpen = func(i int) {
		if open := s.history[i].open; open != nil {
			open()
		}
	}
	l.Other = s.p.Shell.Key
	return l
}

type historyRow struct {
	title *fw.Label
	about *fw.RichText
	open  *widget.Button
	more  *widget.Button
	boxes []*fyne.Container // around the buttons, the outermost first
}

func newHistoryRow() fyne.CanvasObject {
	r := &historyRow{title: widget.Strong(""), about: widget.Caption(""), open: widget.NewButton(lang.L("Open"), nil, nil),
		more: widget.NewButton("", theme.DocumentCreateIcon(), nil)}
	buttons := container.NewHBox(r.open, r.more)
	middle := container.NewCenter(buttons)
	line := container.NewBorder(nil, nil, nil, middle, widget.Tight(r.title, r.about))
	r.boxes = []*fyne.Container{line, middle, buttons}
	return widget.NewRow(widget.Inset(line, 4, 1), r)
}

func (s *Screen) fillHistoryRow(i int, o fyne.CanvasObject) {
	r, e := widget.RowData[*historyRow](o), s.history[i]
	r.title.SetText(e.title)
	widget.SetText(r.about, e.about)
	r.open.OnTapped, r.more.OnTapped = e.open, e.more
	r.open.SetText(cmp.Or(e.word, lang.L("Open")))
	if e.more == nil {
		r.more.Hide()
	} else {
		r.more.Show()
	}
	if e.open == nil {
		r.open.Hide()
	} else {
		r.open.Show()
	}
	for _, b := range r.boxes { // the buttons are of another width now
		b.Layout.Layout(b.Objects, b.Size())
	}
}

// showHistory lists the case's comparisons and reports.
func (s *Screen) showHistory(c content) {
	s.history = []entry{{title: lang.L("Comparisons"), about: wording.Count(len(c.comparisons), lang.L("comparison"), lang.L("comparisons"))}}
	if len(c.comparisons) == 0 {
		s.history[0].about = lang.L("None yet: open a candidate, or tick two captures.")
	}
	for _, k := range c.comparisons {
		said := lang.L("no conclusion yet")
		if k.Conclusion != nil {
			said = wording.Conclusion(*k.Conclusion)
		}
		s.history = append(s.history, entry{
			title: lang.L("{{.N}}:  {{.A}} / {{.B}}", map[string]any{"N": k.Comparison.Number, "A": k.A.Exhibit.Label, "B": k.B.Exhibit.Label}),
			about: wording.Lines(pairWord(k), said, wording.Date(k.Comparison.Created)),
			open:  func() { s.p.OpenComparison(k.Comparison.ID) },
		})
	}
	reports := entry{title: lang.L("Reports"), about: wording.Count(len(c.reports), lang.L("report"), lang.L("reports")), open: s.p.Reports, word: lang.L("Reports…")}
	if len(c.reports) == 0 {
		reports.about = lang.L("None issued yet.")
	}
	s.history = append(s.history, reports)
	for _, r := range c.reports {
		about := wording.Lines(wording.Moment(r.Report.Created), r.Report.Signer)
		if r.Report.TestIdentity {
			about = wording.Lines(wording.Moment(r.Report.Created), lang.L("test identity"))
		}
		s.history = append(s.history, entry{
			title: lang.L("On comparison {{.N}}:  {{.A}} / {{.B}}", map[string]any{"N": r.ComparisonNumber, "A": r.LabelA, "B": r.LabelB}),
			about: about, open: func() { s.openReport(r.Report.ID) },
		})
	}
	s.history = append(s.history, s.describedEntries(c)...)
	s.past.Refresh()
}

// pairWord names a pair in which a photograph takes part; two topographies are the usual thing.
func pairWord(k casefile.ComparisonItem) string {
	switch k.Pair() {
	case casefile.TwoPhotographs:
		return lang.L("photographs")
	case casefile.TopographyAndPhotograph:
		return lang.L("topography and photograph")
	}
	return ""
}

func (s *Screen) openReport(id string) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.OpenReport(ctx, path, id)
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}
