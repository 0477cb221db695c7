package custody

import (
	"context"
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
	Shell     *shell.Shell
	Service   Service
	CasePath  string
	ExhibitID string
	// Back is called when a person wants to see the exhibits again.
	Back func()
	// Now is the clock by which something is overdue; time.Now when nil.
	Now func() time.Time
}

// Screen is an exhibit's custody.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	content
	form  *form
	title *fw.RichText
	about *fw.RichText
	body  *fyne.Container
	root  fyne.CanvasObject
}

// content is what the screen shows, loaded together so that it agrees.
type content struct {
	record  casefile.CustodyRecord
	parties []casefile.CustodyParty
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	if p.Now == nil {
		p.Now = time.Now
	}
	s := &Screen{p: p, title: widget.Heading(""), about: widget.MutedLine(""), body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.title.Truncation = fyne.TextTruncateEllipsis
	s.ctx, s.cancel = context.WithCancel(context.Background())
	back := widget.NewButton(lang.L("Back to the exhibits"), theme.NavigateBackIcon(), p.Back)
	label := widget.NewButton(lang.L("Print label…"), theme.DocumentPrintIcon(), s.Print)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(label, back)), widget.Tight(s.title, s.about))
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
	case m != 0 || s.form == nil:
		return false
	case k == fyne.KeyN:
		s.p.Shell.Tasks.Do(func() { // later: the letter of this key is not for the place
			if s.form != nil {
				s.p.Shell.Window.Canvas().Focus(s.form.place)
			}
		})
	case k == fyne.KeyEscape:
		s.p.Back()
	default:
		return false
	}
	return true
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	ready := func() bool { return s.form != nil }
	return []palette.Command{
		{ID: "custody.new", Title: lang.L("Record what happened"), Keys: []palette.Key{palette.Press(fyne.KeyN)}, Enabled: ready,
			Run: func() { s.Key(fyne.KeyN, 0) }},
		{ID: "custody.record", Title: lang.L("Record the custody event"), Keys: []palette.Key{palette.Ctrl(fyne.KeyS)}, Enabled: ready, Run: s.Record},
	}
}

// Refresh asks for the custody again.
func (s *Screen) Refresh() {
	path, id := s.p.CasePath, s.p.ExhibitID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.record, err = s.p.Service.Custody(ctx, path, id); err != nil {
			return c, err
		}
		// Who may only read has no form, and needs nobody to choose.
		c.parties, err = s.p.Service.CustodyParties(ctx, path)
		if casefile.CodeOf(err) == casefile.Refused {
			err = nil
		}
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("The custody cannot be read"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh))}
			s.body.Refresh()
			return
		}
		s.content = c
		s.show()
	})
}

// show draws what was loaded, with an empty form.
func (s *Screen) show() {
	x := s.record.Exhibit
	widget.SetText(s.title, lang.L("Custody of {{.Label}}", map[string]any{"Label": x.Label}))
	widget.SetText(s.about, wording.Lines(wording.Kind(x.Kind), x.Description))
	past := container.NewVBox(s.present(), widget.Inset(widget.Subheading(lang.L("What happened")), 4, 2))
	if len(s.record.Links) == 0 {
		past.Add(widget.Inset(widget.Muted(lang.L("Nothing is recorded yet. Begin with who seized it or who booked it in, at the right.")), 4, 2))
	}
	for i := len(s.record.Links) - 1; i >= 0; i-- { // the newest first
		past.Add(s.card(s.record.Links[i]))
	}
	var right fyne.CanvasObject
	if s.form = nil; len(s.parties) > 0 && x.Owner == "" {
		s.form = newForm(s)
		s.form.scroll = container.NewVScroll(widget.Inset(s.form.object, 10, 8))
		right = widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, s.form.scroll), 430, 0)
	}
	s.body.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, nil, right, container.NewVScroll(widget.Inset(past, 8, 4)))}
	s.body.Refresh()
}

// present is a panel of how things are.
func (s *Screen) present() fyne.CanvasObject {
	st := s.record.State
	if !st.Known {
		return widget.NewCard(widget.Tight(widget.Strong(lang.L("no custody recorded"))))
	}
	box := container.NewVBox(widget.Strong(wording.Holder(st)))
	if late := wording.Overdue(st, s.p.Now()); late != "" {
		box.Add(widget.NewWarning(late))
	}
	if st.Broken > 0 {
		box.Add(widget.NewWarning(wording.Count(st.Broken, lang.L("event does not fit the others, see below"), lang.L("events do not fit the others, see below"))))
	}
	facts := []string{lang.L("Holder"), wording.Party(st.Holder), lang.L("Place"), st.Place, lang.L("Since"), wording.Moment(st.Since), lang.L("Seals"), wording.Seals(st.Seals)}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, name, value)
		}
	}
	add(lang.L("Condition"), st.Condition)
	if st.Quantity != nil {
		add(lang.L("Pieces"), number(*st.Quantity))
	}
	add(lang.L("Due back"), st.Due)
	if st.With != "" {
		add(lang.L("Goes with"), s.record.Labels[st.With])
	}
	box.Add(widget.NewFacts(facts...))
	return widget.NewCard(box)
}
