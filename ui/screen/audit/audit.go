package audit

import (
	"context"
	"strconv"
	"time"

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

// Params are what the screen needs. All are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// Back is called when a person wants to see what was shown before.
	Back func()
}

// pageSize is how many records are asked for at once.
const pageSize = 500

// Screen is a case's log.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	page        casefile.LogPage // what is loaded so far
	checkpoints []casefile.Checkpoint
	loading     bool
	asked       int // the latest question; answers to earlier ones are dropped

	filter *fw.Entry
	count  *fw.RichText
	list   *widget.List
	detail *fyne.Container
	signed *fyne.Container
	body   *fyne.Container
	main   fyne.CanvasObject
	root   fyne.CanvasObject
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, filter: &widget.NewField(lang.L("Words in a record")).Entry, count: widget.MutedLine(""), detail: container.NewStack(), signed: container.NewVBox(),
		body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.filter.OnChanged = func(string) { s.ask(false) }
	s.list = widget.NewList(func() int { return len(s.page.Entries) }, newRow, s.fill)
	s.list.SetOnSelected(s.choose)
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), p.Back)
	sign := widget.PrimaryButton(lang.L("Sign a checkpoint…"), theme.ConfirmIcon(), s.Sign)
	check := widget.NewButton(lang.L("Check against a checkpoint…"), theme.SearchIcon(), s.Check)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(sign, check, back)), widget.Tight(widget.Heading(lang.L("Log of the case")), s.count))
	right := container.NewVScroll(widget.Inset(container.NewVBox(s.detail, s.signed), 10, 8))
	left := container.NewBorder(widget.Inset(s.filter, 4, 4), nil, nil, nil, s.list)
	split := container.NewHSplit(left, widget.NewPanel(theme.ColorNameHeaderBackground, right))
	split.Offset = 0.64
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
	switch {
	case m != 0:
		return false
	case k == fyne.KeyEscape:
		s.p.Back()
		return true
	}
	return s.list.Key(k)
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	return []palette.Command{
		{ID: "audit.sign", Title: lang.L("Sign a checkpoint…"), Run: func() { s.Sign() }},
		{ID: "audit.check", Title: lang.L("Check against a checkpoint…"), Run: func() { s.Check() }},
		{ID: "audit.filter", Title: lang.L("Find words in the log"), Run: func() { s.p.Shell.Window.Canvas().Focus(s.filter) }},
	}
}

// Refresh asks for everything again.
func (s *Screen) Refresh() {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.Checkpoint, error) {
		return s.p.Service.Checkpoints(ctx, s.p.CasePath)
	}, func(list []casefile.Checkpoint, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.checkpoints = list
		s.showCheckpoints()
	})
	s.ask(false)
}

// ask loads the first page of what the filter lets through, or the next one.
func (s *Screen) ask(next bool) {
	if next && (s.loading || len(s.page.Entries) >= s.page.Found) {
		return
	}
	q := casefile.LogQuery{Text: s.filter.Text, Limit: pageSize}
	if next {
		q.Offset = len(s.page.Entries)
	}
	s.loading = true
	s.asked++
	mine := s.asked
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.LogPage, error) {
		return s.p.Service.LogPage(ctx, s.p.CasePath, q)
	}, func(page casefile.LogPage, err error) {
		if mine != s.asked { // somebody has typed on
			return
		}
		s.loading = false
		if err != nil {
			s.fail(err)
			return
		}
		if next {
			page.Entries = append(s.page.Entries, page.Entries...)
		}
		s.page = page
		s.show(next)
	})
}

func (s *Screen) show(more bool) {
	about := wording.Count(s.page.Total, lang.L("record"), lang.L("records"))
	if s.filter.Text != "" {
		about = lang.L("{{.Found}} of {{.Total}} records", map[string]any{"Found": s.page.Found, "Total": s.page.Total})
	}
	widget.SetText(s.count, about)
	if !more {
		s.list.Clear()
		s.detail.Objects = []fyne.CanvasObject{widget.Muted(lang.L("Choose a record to see what it wrote."))}
		s.detail.Refresh()
	}
	shown := s.main
	if len(s.body.Objects) != 1 || s.body.Objects[0] != shown {
		s.body.Objects = []fyne.CanvasObject{shown}
		s.body.Refresh()
	}
	s.list.Refresh()
}

func (s *Screen) fail(err error) {
	s.p.Shell.Fail(err)
	s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("The log cannot be read"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh))}
	s.body.Refresh()
}

// row is the widgets of a list row.
type row struct{ when, who, what *fw.Label }

func newRow() fyne.CanvasObject {
	line := func() *fw.Label {
		l := fw.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	r := &row{when: line(), who: line(), what: line()}
	r.when.Truncation = fyne.TextTruncateOff // every moment is as long as this one, and none is cut
	r.when.SetText(wording.Moment(time.Unix(0, 0)))
	return widget.NewRow(container.NewBorder(nil, nil, r.when, nil, container.New(widget.Columns{0.26, 0.74}, r.who, r.what)), r)
}

func (s *Screen) fill(i int, o fyne.CanvasObject) {
	if i >= len(s.page.Entries) {
		return
	}
	r, e := widget.RowData[*row](o), s.page.Entries[i]
	r.when.SetText(wording.Moment(e.Time))
	r.who.SetText(e.Actor)
	r.what.SetText(said(e))
	if i == len(s.page.Entries)-1 {
		s.ask(true)
	}
}

// said is a record in one line.
func said(e casefile.LogEntry) string {
	if e.Detail == "" {
		return wording.LogAction(e.Action)
	}
	return wording.LogAction(e.Action) + ": " + wording.Recorded(e.Detail)
}

// choose shows a record whole.
func (s *Screen) choose(i int) {
	if i < 0 || i >= len(s.page.Entries) {
		return
	}
	e := s.page.Entries[i]
	facts := []string{lang.L("Number"), strconv.FormatInt(e.N, 10), lang.L("Time"), e.Time.UTC().Format("2006-01-02 15:04:05 UTC"), lang.L("Person"), e.Actor, lang.L("Action"), wording.LogAction(e.Action)}
	if e.Detail != "" {
		facts = append(facts, lang.L("Detail"), wording.Recorded(e.Detail))
	}
	if e.Subject != "" {
		facts = append(facts, lang.L("About"), e.Subject)
	}
	box := container.NewVBox(widget.NewFacts(facts...))
	if len(e.Rows) > 0 {
		box.Add(widget.Inset(widget.Muted(wording.Count(len(e.Rows), lang.L("row written, bound by its SHA-256:"), lang.L("rows written, each bound by its SHA-256:"))), 0, 4))
	}
	for _, r := range e.Rows[:min(len(e.Rows), 20)] {
		text := widget.Wrapped(r)
		text.Wrapping = fyne.TextWrapBreak
		text.TextStyle.Monospace = true
		box.Add(text)
	}
	if n := len(e.Rows) - 20; n > 0 {
		box.Add(widget.Muted(lang.L("and {{.N}} more", map[string]any{"N": n})))
	}
	s.detail.Objects = []fyne.CanvasObject{widget.NewCard(box)}
	s.detail.Refresh()
}
