package exhibit

import (
	"context"

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

// Params are what the screen needs. All but ExhibitID are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// ExhibitID is selected first; the first exhibit where it is "".
	ExhibitID string
	// Selected is called when another exhibit is selected.
	Selected func(casefile.Exhibit)
	// Correlated is called when a correlation has come back.
	Correlated func(casefile.Correlation)
	// OpenComparison is called when a person wants to see a comparison.
	OpenComparison func(comparisonID string)
	// Prepare is called when a person wants to see a topography's preparation and mask.
	Prepare func(casefile.Exhibit, casefile.Capture)
	// Custody is called when a person wants to see an exhibit's custody.
	Custody func(casefile.Exhibit)
	// Loaded is called with the case whenever it was read.
	Loaded func(casefile.CaseRef)
	// Reports is called when a person wants to see the reports of the case, drafts too.
	Reports func()
}

// Screen is the view of one case.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	exhibits []casefile.ExhibitLine
	depth    map[string]int       // of each in the tree of what came from what, by id
	item     casefile.ExhibitItem // the selected exhibit, once it was read
	choosing context.CancelFunc   // ends reading it
	ref      casefile.CaseRef
	described
	ticked  []casefile.Capture               // at most two, to be compared with each other
	labels  map[string]string                // exhibit id to label
	custody map[string]casefile.CustodyState // of those that were seen
	asked   map[int]bool                     // parts of the list whose custody was asked for, see fillHeld

	list    *widget.List
	left    *fyne.Container
	detail  *fyne.Container
	history []entry
	past    *widget.List // shows history
	title   *fw.RichText
	about   *fw.RichText
	notices *fyne.Container // above everything: see the function
	alone   *alone          // the recording in the microscope by itself, nil while there is none
	main    fyne.CanvasObject
	root    *fyne.Container
}

// content is everything that the screen shows of a case, loaded together so that it agrees.
type content struct {
	ref         casefile.CaseRef
	exhibits    []casefile.ExhibitLine
	comparisons []casefile.ComparisonItem
	reports     []casefile.ReportItem
	described   described
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, choosing: func() {}, title: widget.Heading(""), about: widget.MutedLine("")}
	s.title.Truncation = fyne.TextTruncateEllipsis
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.list = widget.NewList(func() int { return len(s.exhibits) }, newRow, s.fillRow)
	s.list.SetOnSelected(s.selectExhibit)
	s.list.OnOpen = func(int) { s.Correlate() }
	s.list.Other = p.Shell.Key
	s.left = container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))
	s.detail = container.NewStack()
	s.past = s.newHistory()

	importing := s.p.Shell.For(casefile.ImportRecording, widget.NewButton(lang.L("Import…"), theme.ContentAddIcon(), func() { s.Import(nil) }))
	about := s.p.Shell.For(casefile.ChangeCase, widget.NewButton(lang.L("Case…"), theme.DocumentCreateIcon(), s.EditCase))
	adding := s.p.Shell.For(casefile.DescribeExhibit, widget.NewButton(lang.L("New exhibit…"), theme.ContentAddIcon(), s.AddExhibit))
	checking := widget.NewButton(lang.L("Check case"), theme.ConfirmIcon(), s.Verify)
	backups := widget.NewButton(lang.L("Backups…"), theme.DocumentSaveIcon(), s.Backups)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(about, backups, checking, adding, importing)), widget.Tight(s.title, s.about))
	s.notices = container.NewVBox()
	right := widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, s.past), 300, 0)
	exhibits := widget.Fixed(s.left, 280, 0)
	s.main = container.NewBorder(container.NewVBox(s.notices, widget.Inset(head, 8, 2)), nil, exhibits, right, s.detail)
	s.root = container.NewStack(s.main)
	s.Refresh()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() {
	s.closeAlone()
	s.cancel()
}

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	switch {
	case s.alone != nil:
		return s.alone.key(k, m)
	case k == fyne.KeyP && m == 0:
		s.PrepareSelected()
	case k == fyne.KeyV && m == 0:
		s.ViewSelected()
	case k == fyne.KeyE && m == 0:
		s.EditExhibit()
	default:
		return s.list.Key(k)
	}
	return true
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	return []palette.Command{{ID: "case.view", Title: lang.L("View the recording alone in the microscope"), Keys: []palette.Key{palette.Press(fyne.KeyV)},
		Enabled: func() bool { return s.alone == nil }, Run: s.ViewSelected},
		{ID: "case.backups", Title: lang.L("Show the backups of this case"), Run: s.Backups},
		{ID: "case.edit", Title: lang.L("Edit what is said of the case"), Run: s.EditCase},
		{ID: "case.exhibit.new", Title: lang.L("Add an exhibit without recordings"), Run: s.AddExhibit},
		{ID: "case.exhibit.edit", Title: lang.L("Describe the exhibit: every field"), Keys: []palette.Key{palette.Press(fyne.KeyE)}, Run: s.EditExhibit},
		{ID: "case.event.new", Title: lang.L("Add an event"), Run: func() { s.editEvent(casefile.Event{Kind: "seized"}) }},
		{ID: "case.history", Title: lang.L("History of the case"), Run: func() { s.ShowHistory("", s.ref.Case.Number) }}}
}

// Refresh asks for the case again.
func (s *Screen) Refresh() {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.ref, err = s.p.Service.Case(ctx, path); err != nil {
			return c, err
		}
		if c.exhibits, err = s.p.Service.ExhibitLines(ctx, path); err != nil {
			return c, err
		}
		if c.comparisons, err = s.p.Service.ComparisonLines(ctx, path); err != nil {
			return c, err
		}
		if c.reports, err = s.p.Service.Reports(ctx, path); err != nil {
			return c, err
		}
		c.described, err = s.loadDescribed(ctx)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.left.Objects = []fyne.CanvasObject{widget.Inset(widget.Muted(wording.Error(err)), 8, 8)}
			s.left.Refresh()
			return
		}
		s.show(c)
	})
}

func (s *Screen) show(c content) {
	s.p.Loaded(c.ref)
	widget.SetText(s.title, wording.Lines(c.ref.Case.Number, c.ref.Case.Title))
	widget.SetText(s.about, wording.Lines(wording.Agency(c.ref.Case.Agency), c.ref.Case.Offence, c.ref.Path))
	s.notices.Objects = notices(c.ref)
	s.main.Refresh() // what is below them moves
	c.exhibits, s.depth = asTree(c.exhibits)
	s.exhibits, s.ref, s.described = c.exhibits, c.ref, c.described
	s.custody, s.asked = map[string]casefile.CustodyState{}, map[int]bool{}
	s.labels = map[string]string{}
	for _, e := range c.exhibits {
		s.labels[e.ID] = e.Label
	}
	s.showHistory(c)
	if len(c.exhibits) == 0 {
		s.left.Objects = nil
		s.left.Refresh()
		s.setDetail(widget.NewEmpty(lang.L("No exhibits yet"),
			lang.L("Drop X3P topographies or photographs of cartridge cases on this window, or choose them with Import. Every file becomes a capture of an exhibit; the file itself is kept unchanged."),
			s.p.Shell.For(casefile.ImportRecording, widget.PrimaryButton(lang.L("Import…"), theme.ContentAddIcon(), func() { s.Import(nil) }))))
		return
	}
	s.left.Objects = []fyne.CanvasObject{s.list}
	s.left.Refresh()
	s.list.Refresh()
	at := 0
	for i, e := range c.exhibits {
		if e.ID == s.p.ExhibitID {
			at = i
		}
	}
	if s.list.Selected() == at {
		s.selectExhibit(at)
	} else {
		s.list.Select(at)
	}
}

func (s *Screen) setDetail(o fyne.CanvasObject) {
	s.detail.Objects = []fyne.CanvasObject{o}
	s.detail.Refresh()
}

// Current returns the selected exhibit; ok is false before one is, and was read.
func (s *Screen) Current() (e casefile.ExhibitItem, ok bool) {
	if i := s.list.Selected(); i >= 0 && i < len(s.exhibits) && s.item.Exhibit.ID == s.exhibits[i].ID {
		return s.item, true
	}
	return e, false
}

// chosen is what is read of the exhibit that is selected.
type chosen struct {
	item    casefile.ExhibitItem
	custody map[string]casefile.CustodyState
}

// selectExhibit reads an exhibit and shows it. Another one that is selected in the meantime takes its place.
func (s *Screen) selectExhibit(i int) {
	path, id := s.p.CasePath, s.exhibits[i].ID
	s.p.ExhibitID = id
	s.choosing()
	ctx, cancel := context.WithCancel(s.ctx)
	s.choosing = cancel
	task.Load(s.p.Shell.Tasks, ctx, func(ctx context.Context) (c chosen, err error) {
		if c.item, err = s.p.Service.ExhibitItem(ctx, path, id); err != nil {
			return c, err
		}
		c.custody, err = s.p.Service.CustodyOf(ctx, path, id)
		return c, err
	}, func(c chosen, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.item, s.custody[id] = c.item, c.custody[id]
		s.p.Selected(c.item.Exhibit)
		s.setDetail(s.detailOf(c.item))
	})
}

// row is one line of the list of exhibits.
type row struct {
	label *fw.Label
	about *fw.RichText
	held  *fw.RichText // who has it, and where
	badge fyne.CanvasObject
}

func newRow() fyne.CanvasObject {
	r := &row{label: widget.Strong(""), about: widget.MutedLine(""), held: newHeld(), badge: container.NewCenter(widget.NewBadge(lang.L("SYNTHETIC")))}
	r.label.Truncation = fyne.TextTruncateEllipsis
	return widget.NewRow(widget.Inset(widget.Tight(container.NewBorder(nil, nil, nil, r.badge, r.label), r.about, r.held), 4, 2), r)
}

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	r, e := widget.RowData[*row](o), s.exhibits[i]
	r.label.SetText(indented(e.Label, s.depth[e.ID]))
	event := e.Event
	if e.Owner != "" {
		event = e.Owner
	}
	count := ""
	if e.Captures != 1 { // one is the usual thing and not worth the room
		count = wording.Count(e.Captures, lang.L("capture"), lang.L("captures"))
	}
	widget.SetText(r.about, wording.Lines(wording.Origin(e.Origin), event, count))
	s.fillHeld(r.held, i)
	if e.Synthetic {
		r.badge.Show()
	} else {
		r.badge.Hide()
	}
}

func synthetic(e casefile.ExhibitItem) bool {
	for _, c := range e.Captures {
		if c.Synthetic {
			return true
		}
	}
	return false
}
