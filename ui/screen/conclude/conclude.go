package conclude

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell        *shell.Shell
	Service      Service
	CasePath     string
	ComparisonID string
	// Back is called when a person wants to see the comparison again.
	Back func(comparisonID string)
}

// Screen is where a person concludes.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	item   casefile.ComparisonItem
	scale  casefile.ConclusionScale
	past   []casefile.ConclusionItem
	level  string
	radios []*levelRow
	reason *widget.Field
	record *widget.Button
	skip   *widget.Button // shows the figures without a view
	body   *fyne.Container
	root   fyne.CanvasObject
}

type content struct {
	item  casefile.ComparisonItem
	scale casefile.ConclusionScale
	past  []casefile.ConclusionItem
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.reason = widget.NewTextField(lang.L("What you saw that led to this conclusion: agreement and disagreement, where, and how much."), 5)
	s.reason.OnEscape = func() { widget.GiveKeysBack(s.reason) }
	s.reason.OnChanged = func(string) { s.enable() }
	s.record = widget.PrimaryButton(lang.L("Record conclusion"), theme.ConfirmIcon(), s.Record)
	s.skip = widget.NewButton(lang.L("Show the figures without a view"), nil, s.Skip)
	s.root = s.body
	s.load()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus: the digits choose a level, Return goes to the reasons.
func (s *Screen) Key(k fyne.KeyName, _ fyne.KeyModifier) bool {
	if (k == fyne.KeyReturn || k == fyne.KeyEnter) && len(s.scale.Levels) > 0 && !s.item.Locked() {
		s.p.Shell.Window.Canvas().Focus(s.reason)
		return true
	}
	if len(k) != 1 || k[0] < '1' || int(k[0]-'1') >= len(s.scale.Levels) || s.item.Locked() {
		return false
	}
	s.choose(s.scale.Levels[k[0]-'1'].ID)
	return true
}

func (s *Screen) load() {
	path, id := s.p.CasePath, s.p.ComparisonID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.item, err = s.p.Service.Comparison(ctx, path, id); err != nil {
			return c, err
		}
		if c.scale, err = s.p.Service.ConclusionScale(ctx, path); err != nil {
			return c, err
		}
		c.past, err = s.p.Service.Conclusions(ctx, path, id)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("The comparison cannot be read"), err.Error(), widget.NewButton(lang.L("Try again"), nil, s.load))}
			s.body.Refresh()
			return
		}
		s.item, s.scale, s.past = c.item, c.scale, c.past
		if c.item.Conclusion != nil {
			s.level = c.item.Conclusion.Value
			s.reason.SetText(c.item.Conclusion.Reason)
		}
		s.build()
	})
}

func (s *Screen) build() {
	s.radios = nil
	levels := container.NewVBox()
	for i, l := range s.scale.Levels {
		r := newLevelRow(i+1, l, func() { s.choose(l.ID) })
		s.radios = append(s.radios, r)
		levels.Add(r.object)
	}
	head := widget.Tight(widget.Heading(lang.L("Conclusion on comparison {{.N}}", map[string]any{"N": s.item.Comparison.Number})),
		widget.MutedLine(wording.Lines(s.item.A.Exhibit.Label+" / "+s.item.B.Exhibit.Label, wording.Mark(s.item.A.Capture.Mark), wording.Said(s.scale.Name))))
	back := widget.NewButton(lang.L("Back to the comparison"), theme.NavigateBackIcon(), func() { s.p.Back(s.p.ComparisonID) })
	top := container.NewBorder(nil, nil, nil, container.NewCenter(back), head)

	s.record.SetText(lang.L("Record conclusion"))
	left := container.NewVBox(levels, widget.Strong(lang.L("Reasons")), s.reason, container.NewHBox(s.record))
	if s.undecided() {
		head = widget.Tight(widget.Heading(lang.L("Your own view of comparison {{.N}}", map[string]any{"N": s.item.Comparison.Number})),
			widget.MutedLine(wording.Lines(s.item.A.Exhibit.Label+" / "+s.item.B.Exhibit.Label, wording.Mark(s.item.A.Capture.Mark), wording.Said(s.scale.Name))))
		top = container.NewBorder(nil, nil, nil, container.NewCenter(back), head)
		s.record.SetText(lang.L("Commit this view"))
		left = container.NewVBox(widget.NewBanner(lang.L("Rank, score and cells are shown once you have committed your own view. It is recorded once and never changed; your conclusion may differ.")),
			levels, widget.Strong(lang.L("Reasons")), s.reason, container.NewHBox(s.record, s.skip))
	}
	if s.item.Locked() {
		left = container.NewVBox(widget.NewBanner(lang.L("A report states this conclusion, so it can no longer be changed here.")), levels,
			widget.Strong(lang.L("Reasons")), widget.Wrapped(s.reason.Text))
	}
	right := container.NewVBox(s.reportCard(), s.pastCard())
	s.body.Objects = []fyne.CanvasObject{container.NewBorder(widget.Inset(top, 8, 4), nil, nil,
		widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVScroll(widget.Inset(right, 8, 8))), 380, 0),
		container.NewVScroll(widget.Inset(left, 12, 4)))}
	s.body.Refresh()
	s.enable()
}

func (s *Screen) choose(level string) {
	if s.item.Locked() {
		return
	}
	s.level = level
	s.enable()
}

// enable shows what is chosen and what can be done.
func (s *Screen) enable() {
	for _, r := range s.radios {
		r.set(r.level.ID == s.level, s.item.Locked())
	}
	reasoned := strings.TrimSpace(s.reason.Text) != ""
	if s.level == "" || !reasoned || s.unchanged() || s.item.Locked() {
		s.record.Disable()
	} else {
		s.record.Enable()
	}
	if reasoned {
		s.skip.Enable()
	} else {
		s.skip.Disable()
	}
}

// undecided reports whether a view has to be committed before anything can be concluded.
func (s *Screen) undecided() bool { return s.item.Comparison.Withheld }

// commit records the examiner's view, or that none is stated, and shows the screen for the conclusion.
func (s *Screen) commit(v casefile.Commitment) {
	v.ComparisonID, v.Scale, v.Reason = s.p.ComparisonID, s.scale.ID, strings.TrimSpace(s.reason.Text)
	if v.Skipped {
		v.Scale = ""
	}
	s.record.Disable()
	s.skip.Disable()
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Commitment, error) {
		return s.p.Service.Commit(ctx, path, v)
	}, func(_ casefile.Commitment, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.enable()
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Your view is recorded. The figures are shown with the comparison; conclude when you have looked."))
		s.load()
	})
}

// Skip shows the figures without a view, for the reason that is entered.
func (s *Screen) Skip() {
	if s.skip.Disabled() {
		s.p.Shell.Say(widget.Info, lang.L("Say why no view is stated first."))
		return
	}
	s.commit(casefile.Commitment{Skipped: true})
}

func (s *Screen) unchanged() bool {
	c := s.item.Conclusion
	return c != nil && c.Value == s.level && c.Reason == strings.TrimSpace(s.reason.Text)
}

// Record records the conclusion that is chosen.
func (s *Screen) Record() {
	if s.record.Disabled() {
		s.p.Shell.Say(widget.Info, lang.L("Choose a conclusion and give your reasons first."))
		return
	}
	if s.undecided() {
		s.commit(casefile.Commitment{Value: s.level})
		return
	}
	s.record.Disable()
	path, id, level, reason := s.p.CasePath, s.p.ComparisonID, s.level, strings.TrimSpace(s.reason.Text)
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Conclusion, error) {
		return s.p.Service.Conclude(ctx, path, id, level, reason)
	}, func(_ casefile.Conclusion, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.enable()
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("The conclusion is recorded. You can now issue the report."))
		s.load()
	})
}

// Issue asks where the report goes, issues it and opens it.
func (s *Screen) Issue() {
	if s.item.Conclusion == nil {
		s.p.Shell.Say(widget.Info, lang.L("Record a conclusion first: a report states one."))
		return
	}
	// Not fyne's save dialog: that one makes an empty file before anything is issued.
	file := widget.NewField("")
	file.SetText(filepath.Join(filepath.Dir(s.p.CasePath), s.fileName()))
	folder := widget.NewButton(lang.L("Folder…"), theme.FolderOpenIcon(), func() { s.pickFolder(file) })
	content := container.NewVBox(
		widget.Muted(lang.L("The report is signed, kept in the case, written to this file and opened.")),
		container.NewBorder(nil, nil, nil, folder, file))
	d := dialog.NewCustomConfirm(lang.L("Issue signed report"), lang.L("Issue"), lang.L("Cancel"), content, func(ok bool) {
		if ok && strings.TrimSpace(file.Text) != "" {
			s.IssueTo(strings.TrimSpace(file.Text))
		}
	}, s.p.Shell.Window)
	file.OnEscape = d.Hide
	file.OnSubmitted = func(string) { d.Confirm() }
	d.Resize(fyne.NewSize(640, 200))
	d.Show()
	s.p.Shell.Window.Canvas().Focus(file)
}

func (s *Screen) pickFolder(file *widget.Field) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		file.SetText(filepath.Join(u.Path(), filepath.Base(file.Text)))
	}, s.p.Shell.Window)
	d.Resize(fyne.NewSize(900, 600))
	d.Show()
}

func (s *Screen) fileName() string {
	clean := func(v string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>| `, r) {
				return '-'
			}
			return r
		}, v)
	}
	return clean(s.item.A.Exhibit.Label) + "-" + clean(s.item.B.Exhibit.Label) + ".pdf"
}

// IssueTo issues the report into a file and opens it.
func (s *Screen) IssueTo(file string) {
	path, id := s.p.CasePath, s.p.ComparisonID
	task.Long(s.p.Shell.Tasks, lang.L("Issuing the report"), func(ctx context.Context, p casefile.Progress) (string, error) {
		return s.p.Service.IssueReport(ctx, path, id, file, p)
	}, func(saved string, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("The signed report is saved as {{.File}}.", map[string]any{"File": saved}))
		s.open(saved)
		if s.ctx.Err() == nil {
			s.load()
		}
	})
}

func (s *Screen) open(file string) {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.OpenFile(ctx, file)
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}
