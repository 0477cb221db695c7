package report

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required but ReportID and ComparisonID.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	ReportID string // shown first; "" = the newest
	// ComparisonID is what a new report is about unless somebody chooses otherwise; "" for none.
	ComparisonID string
	// OpenComparison shows the comparison that a report is about: a reviewer looks at what was compared.
	OpenComparison func(comparisonID string)
	// Check checks the file of an issued report as its recipient would.
	Check func(file string)
	// Back is called when a person wants to see what was shown before.
	Back func()
}

// Screen is the reports of a case.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	lines  []casefile.ReportLine
	at     string // id of the one that is shown
	shown  *casefile.ReportDetail
	list   *widget.List
	detail *fyne.Container
	body   *fyne.Container
	main   fyne.CanvasObject
	root   fyne.CanvasObject
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, at: p.ReportID, detail: container.NewStack(), body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.list = widget.NewList(func() int { return len(s.lines) }, newRow, s.fill)
	s.list.SetOnSelected(s.choose)
	begin := p.Shell.For(casefile.IssueReport, widget.PrimaryButton(lang.L("New report…"), theme.DocumentCreateIcon(), s.Begin))
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), p.Back)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(s.recordsButton(), begin, back)), widget.Heading(lang.L("Reports")))
	split := container.NewHSplit(widget.NewPanel(theme.ColorNameHeaderBackground, s.list), s.detail)
	split.Offset = 0.28
	s.main = split
	s.root = container.NewBorder(widget.Inset(head, 8, 2), nil, nil, nil, s.body)
	s.Refresh()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if m != 0 {
		return false
	}
	if k == fyne.KeyEscape {
		s.p.Back()
		return true
	}
	return s.list.Key(k)
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	chosen := func() bool { return s.shown != nil }
	begins := func() bool { return s.p.Shell.Allows(casefile.IssueReport) }
	return []palette.Command{
		{ID: "report.begin", Title: lang.L("New report…"), Enabled: begins, Run: func() { s.Begin() }},
		{ID: "report.records", Title: lang.L("Custody records of all exhibits…"), Enabled: begins, Run: func() { s.Records() }},
		{ID: "report.look", Title: lang.L("Show the document"), Enabled: chosen, Run: func() { s.Look() }},
		{ID: "report.edit", Title: lang.L("Statements and wording…"), Enabled: chosen, Run: func() { s.Edit() }},
	}
}

// Refresh asks for everything again.
func (s *Screen) Refresh() {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.ReportLine, error) {
		return s.p.Service.ReportLines(ctx, s.p.CasePath)
	}, func(lines []casefile.ReportLine, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.show(widget.NewEmpty(lang.L("The reports cannot be shown"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
			return
		}
		s.lines = lines
		if len(lines) == 0 {
			s.shown = nil
			s.show(widget.NewEmpty(lang.L("No reports yet"),
				lang.L("A report begins as a draft. Two others review it, one of them or a third person authorises it, then it is signed and issued; from then on nothing of it changes."),
				s.p.Shell.For(casefile.IssueReport, widget.NewButton(lang.L("New report…"), theme.DocumentCreateIcon(), s.Begin))))
			return
		}
		s.show(s.main)
		s.list.Refresh()
		i := slices.IndexFunc(lines, func(l casefile.ReportLine) bool { return l.Report.ID == s.at })
		if s.list.Selected() == max(i, 0) {
			s.choose(max(i, 0))
			return
		}
		s.list.Select(max(i, 0))
	})
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// row is a report in the list.
type row struct{ title, about, state *fw.RichText }

func newRow() fyne.CanvasObject {
	r := &row{title: widget.Subheading(""), about: widget.MutedLine(""), state: widget.Caption("")}
	r.title.Truncation, r.state.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis // at large text, in French
	return widget.NewRow(widget.Inset(widget.Tight(r.title, r.about, r.state), 8, 2), r)
}

func (s *Screen) fill(i int, o fyne.CanvasObject) {
	l, r := s.lines[i], widget.RowData[*row](o)
	widget.SetText(r.title, lang.L("Report {{.N}}: {{.Kind}}", map[string]any{"N": l.Report.Number, "Kind": casefile.LowerFirst(wording.ReportKind(l.Report.Kind))}))
	widget.SetText(r.about, about(l))
	state := wording.ReportState(l.State)
	switch {
	case l.SupersededBy != "":
		state = wording.Lines(state, lang.L("superseded"))
	case slices.Contains(l.Mine, l.State.Next()):
		state = wording.Lines(state, lang.L("waits for you"))
	}
	widget.SetText(r.state, state)
}

// about says what a report is about.
func about(l casefile.ReportLine) string {
	if l.ComparisonNumber > 0 {
		return lang.L("Comparison {{.N}}: {{.A}} and {{.B}}", map[string]any{"N": l.ComparisonNumber, "A": l.LabelA, "B": l.LabelB})
	}
	return l.LabelA
}

// choose loads what is to be known of the report in a row.
func (s *Screen) choose(i int) {
	if i < 0 || i >= len(s.lines) {
		return
	}
	id := s.lines[i].Report.ID
	if s.at != id {
		s.at, s.shown = id, nil
	}
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.ReportDetail, error) {
		return s.p.Service.Report(ctx, s.p.CasePath, id)
	}, func(d casefile.ReportDetail, err error) {
		if s.at != id {
			return
		}
		if err != nil {
			s.p.Shell.Fail(err)
			s.detail.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("This report cannot be shown"), wording.Error(err))}
			s.detail.Refresh()
			return
		}
		s.shown = &d
		s.draw()
	})
}
