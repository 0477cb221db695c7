package cases

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell   *shell.Shell
	Service Service
	// Open is called when a person opens a case.
	Open func(casefile.CaseRef)
	// OpenExhibit is called when a person opens an exhibit that should have been back.
	OpenExhibit func(casePath, exhibitID string)
	// OpenVerification is called when a person opens a verification that waits for them.
	OpenVerification func(casePath string, number int)
	// OpenReport is called when a person opens a report that waits for them.
	OpenReport func(casePath, reportID string)
}

// Screen is the list of cases.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	cases []casefile.CaseRef
	list  *widget.List
	body  *fyne.Container
	root  fyne.CanvasObject

	overdue *fyne.Container // what should have been back
	waiting *fyne.Container // verifications and reports that wait for the person at the desk
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.list = widget.NewList(func() int { return len(s.cases) }, newRow, s.fillRow)
	s.list.SetOnSelected(func(int) {})
	s.list.OnOpen = s.open
	s.list.Other = p.Shell.Key
	s.body = container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading. The first start prepares a demonstration case, which takes a moment."))))
	head := container.NewBorder(nil, nil, widget.Heading(lang.L("Cases")), container.NewHBox(s.openButton(), s.newButton()))
	s.overdue, s.waiting = newOverdue(), container.NewVBox()
	s.waiting.Hide()
	s.root = container.NewBorder(container.NewVBox(widget.Inset(head, 8, 6), s.waiting, s.overdue), nil, nil, widget.Inset(widget.Fixed(steps(), 330, 0), 8, 8), s.body)
	s.Refresh()
	return s
}

func (s *Screen) newButton() *widget.Button {
	return s.p.Shell.For(casefile.BeginCase, widget.PrimaryButton(lang.L("New case…"), theme.ContentAddIcon(), s.NewCase))
}

func (s *Screen) openButton() *widget.Button {
	return widget.NewButton(lang.L("Open case folder…"), theme.FolderOpenIcon(), s.OpenFolder)
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, _ fyne.KeyModifier) bool { return s.list.Key(k) }

// Refresh asks for the cases again.
func (s *Screen) Refresh() {
	s.lookOverdue()
	s.lookWaiting()
	task.Load(s.p.Shell.Tasks, s.ctx, s.p.Service.Cases, func(list []casefile.CaseRef, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.show(widget.NewEmpty(lang.L("The cases cannot be listed"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
			return
		}
		s.cases = list
		if len(list) == 0 {
			s.show(widget.NewEmpty(lang.L("No cases yet"),
				lang.L("A case is a folder that holds the exhibits of one investigation, the original recordings, every comparison and every report. Make one, or open a folder that somebody gave you."),
				s.newButton(), s.openButton()))
			return
		}
		s.show(s.list)
		s.list.Refresh()
		s.list.Select(0)
	})
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

func (s *Screen) open(row int) {
	if row < 0 || row >= len(s.cases) {
		return
	}
	c := s.cases[row]
	if c.Problem != "" {
		s.p.Shell.Say(widget.Trouble, wording.Recorded(c.Problem))
		return
	}
	s.p.Open(c)
}

// NewCase asks for a case's number and title and makes it.
func (s *Screen) NewCase() {
	number := widget.NewField(lang.L("your agency's number, such as 26-0117"))
	title := widget.NewField(lang.L("a few words that tell the case from others"))
	offence := widget.NewField(lang.L("optional"))
	required := func(v string) error {
		if v == "" {
			return &casefile.Error{Code: casefile.Invalid, What: lang.L("This is needed")}
		}
		return nil
	}
	number.Validator, title.Validator = required, required
	d := dialog.NewForm(lang.L("New case"), lang.L("Make the case"), lang.L("Cancel"), []*fw.FormItem{
		fw.NewFormItem(lang.L("Case number"), number),
		fw.NewFormItem(lang.L("Title"), title),
		fw.NewFormItem(lang.L("Offence"), offence),
	}, func(ok bool) {
		if !ok {
			return
		}
		c := casefile.NewCase{Number: number.Text, Title: title.Text, Offence: offence.Text}
		s.run(lang.L("Making the case"), func(ctx context.Context) (casefile.CaseRef, error) { return s.p.Service.CreateCase(ctx, c) })
	}, s.p.Shell.Window)
	for _, f := range []*widget.Field{number, title, offence} {
		f.OnEscape = d.Hide
		f.OnSubmitted = func(string) { d.Submit() } // does nothing while something is missing
	}
	widget.SizeDialog(d, s.p.Shell.Window, 520, 260)
	d.Show()
	s.p.Shell.Window.Canvas().Focus(number)
}

// OpenFolder asks for a case folder and opens it.
func (s *Screen) OpenFolder() {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		s.OpenPath(u.Path())
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose a case folder"))
	widget.ShowFiles(d)
}

// OpenPath opens the case folder at a path.
func (s *Screen) OpenPath(path string) {
	s.run(lang.L("Opening the case"), func(ctx context.Context) (casefile.CaseRef, error) { return s.p.Service.OpenCase(ctx, path) })
}

func (s *Screen) run(title string, f func(context.Context) (casefile.CaseRef, error)) {
	task.Long(s.p.Shell.Tasks, title, func(ctx context.Context, _ casefile.Progress) (casefile.CaseRef, error) { return f(ctx) },
		func(c casefile.CaseRef, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.Open(c)
		})
}

// row is one line of the list.
type row struct {
	fyne.CanvasObject
	title  *fw.Label
	about  *fw.RichText
	counts *fw.RichText
	badge  fyne.CanvasObject
	open   *widget.Button
}

func newRow() fyne.CanvasObject {
	r := &row{title: widget.Strong(""), about: widget.MutedLine(""), counts: widget.MutedLine("")}
	r.badge = container.NewCenter(widget.NewBadge(lang.L("SYNTHETIC DATA")))
	r.open = widget.NewButton(lang.L("Open"), nil, nil)
	right := container.NewHBox(r.badge, container.NewCenter(r.open))
	r.CanvasObject = widget.NewCard(container.NewBorder(nil, nil, nil, right, widget.Tight(r.title, r.about, r.counts)))
	return widget.NewRow(widget.Inset(r.CanvasObject, 8, 4), r)
}

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	r := widget.RowData[*row](o)
	c := s.cases[i]
	r.title.SetText(wording.Lines(c.Case.Number, c.Case.Title))
	if c.Case.Number == "" {
		r.title.SetText(c.Path)
	}
	widget.SetText(r.about, wording.Lines(wording.Agency(c.Case.Agency), lang.L("made {{.Date}}", map[string]any{"Date": wording.Date(c.Case.Created)}), c.Path))
	if c.Problem != "" {
		widget.SetText(r.about, c.Path)
		widget.SetText(r.counts, wording.Recorded(c.Problem))
	} else {
		widget.SetText(r.counts, wording.Lines(
			wording.Count(c.Exhibits, lang.L("exhibit"), lang.L("exhibits")),
			wording.Count(c.Captures, lang.L("capture"), lang.L("captures")),
			wording.Count(c.Comparisons, lang.L("comparison"), lang.L("comparisons")),
			wording.Count(c.Reports, lang.L("report"), lang.L("reports"))))
	}
	if c.Demo {
		r.badge.Show()
	} else {
		r.badge.Hide()
	}
	r.open.OnTapped = func() { s.open(i) }
	if c.Problem != "" {
		r.open.Disable()
	} else {
		r.open.Enable()
	}
}

// steps teaches the main job to somebody who sees the program for the first time.
func steps() fyne.CanvasObject {
	step := func(n, title, how string) fyne.CanvasObject {
		return container.NewBorder(nil, nil, container.NewVBox(widget.Subheading(n)), nil, widget.Tight(widget.Strong(title), widget.Muted(how)))
	}
	return container.NewVBox(widget.NewCard(container.NewVBox(
		widget.Subheading(lang.L("From recording to report")),
		step("1", lang.L("Import"), lang.L("Drop X3P topographies or photographs on an open case, or press Ctrl+I.")),
		step("2", lang.L("Correlate"), lang.L("Choose an exhibit and press Ctrl+R: the correlation service ranks what looks alike.")),
		step("3", lang.L("Compare"), lang.L("Open a candidate with Return and look at both marks under one light.")),
		step("4", lang.L("Conclude"), lang.L("You conclude, on the AFTE scale and with reasons. A score never does.")),
		step("5", lang.L("Report"), lang.L("Issue a signed PDF that anybody can check.")),
		widget.Muted(lang.L("F1 shows every shortcut.")),
	)))
}
