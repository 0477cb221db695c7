package conclude

import (
	"context"
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	Shell        *shell.Shell
	Service      Service
	CasePath     string
	ComparisonID string
	// Back is called when a person wants to see the comparison again.
	Back func(comparisonID string)
	// AskVerification is called when a person wants what was concluded verified, Verification to see one by its number.
	AskVerification func(comparisonID string)
	Verification    func(number int)
	// Reports is called when a person wants to report on the comparison.
	Reports func()
	// Verifies is called with the number of the verification that the pair waits for the person at the desk with, 0 for none; Answered
	// when they have answered it.
	Verifies, Answered func(number int)
}

// Screen is where a person concludes.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	content
	entered bool // what was recorded is in the fields, which are the person's from then on
	level   string
	radios  []*levelRow
	reason  *widget.Field
	record  *widget.Button
	skip    *widget.Button // shows the figures without a view
	missing *fw.RichText   // what is still missing before anything can be recorded
	refused *fyne.Container
	shots   map[string]*image.RGBA // pictures of snapshots, by id
	body    *fyne.Container
	root    fyne.CanvasObject
}

// content is what the screen shows, loaded together so that it agrees.
type content struct {
	item      casefile.ComparisonItem
	exam      casefile.Examination
	scale     casefile.ConclusionScale
	past      []casefile.ConclusionItem
	context   casefile.ScoreContext
	noContext error // why there is no context
	verified  []casefile.VerificationItem
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, missing: widget.MutedLine(""), refused: container.NewVBox(), shots: map[string]*image.RGBA{}, body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
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

// Key handles a key that was typed while nothing had the focus: the digits choose a level, up and down the next one, Return goes to the
// reasons.
func (s *Screen) Key(k fyne.KeyName, _ fyne.KeyModifier) bool {
	if len(s.scale.Levels) == 0 || s.item.Locked() {
		return false
	}
	switch {
	case k == fyne.KeyReturn || k == fyne.KeyEnter:
		s.p.Shell.Window.Canvas().Focus(s.reason)
	case k == fyne.KeyDown:
		s.step(1)
	case k == fyne.KeyUp:
		s.step(-1)
	case len(k) == 1 && k[0] >= '1' && k[0] <= '9' && int(k[0]-'1') < len(s.scale.Levels):
		s.choose(s.scale.Levels[k[0]-'1'].ID)
	default:
		return false
	}
	return true
}

// step chooses the level after the one that is chosen, or the one before.
func (s *Screen) step(by int) {
	at := slices.IndexFunc(s.scale.Levels, func(l casefile.Level) bool { return l.ID == s.level })
	if at < 0 {
		at = 0
	} else {
		at = min(max(at+by, 0), len(s.scale.Levels)-1)
	}
	s.choose(s.scale.Levels[at].ID)
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
		if c.item.Conclusion != nil && c.item.Locked() { // what can no longer be changed is shown as it was decided
			if on, ok := c.item.Conclusion.On(); ok {
				c.scale = on
			}
		}
		if c.exam, err = s.p.Service.Examination(ctx, path, id); err != nil {
			return c, err
		}
		// What stands beside the score is no reason to keep the rest from the examiner.
		if c.context, c.noContext = s.p.Service.ScoreContext(ctx, path, id); ctx.Err() != nil {
			return c, ctx.Err()
		}
		if c.past, err = s.p.Service.Conclusions(ctx, path, id); err != nil {
			return c, err
		}
		c.verified, err = s.p.Service.Verifications(ctx, path)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("The comparison cannot be read"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.load))}
			s.body.Refresh()
			return
		}
		s.content = c
		if s.verifying() {
			s.item.A.Exhibit.Label, s.item.B.Exhibit.Label = wording.Specimen(1), wording.Specimen(2)
		}
		s.p.Verifies(c.exam.Verification)
		s.enter()
		s.build()
	})
}

// enter puts what is recorded into the fields, once: the conclusion that stands, else the view that was committed.
func (s *Screen) enter() {
	scale, value, reason := "", "", ""
	switch v := s.exam.Commitment; {
	case s.item.Conclusion != nil:
		scale, value, reason = s.item.Conclusion.Scale, s.item.Conclusion.Value, s.item.Conclusion.Reason
	case v != nil && !v.Skipped:
		scale, value, reason = v.Scale, v.Value, v.Reason
	}
	if s.entered || value == "" && reason == "" {
		return
	}
	s.entered = true
	if _, ok := s.scale.Level(value); ok && scale == s.scale.ID { // a level of another scale is another one, whatever it is called
		s.level = value
	}
	s.reason.SetText(reason)
}

func (s *Screen) build() {
	title := lang.L("Conclusion on comparison {{.N}}", map[string]any{"N": s.item.Comparison.Number})
	if s.undecided() {
		title = lang.L("Your own view of comparison {{.N}}", map[string]any{"N": s.item.Comparison.Number})
	}
	back := widget.NewButton(lang.L("Back to the comparison"), theme.NavigateBackIcon(), func() { s.p.Back(s.p.ComparisonID) })
	top := container.NewBorder(nil, nil, nil, container.NewCenter(back), widget.Tight(widget.Heading(title),
		widget.MutedLine(wording.Lines(s.item.A.Exhibit.Label+" / "+s.item.B.Exhibit.Label, wording.Mark(s.item.A.Capture.Mark), scaleName(s.scale)))))
	right := container.NewVBox(s.reportCard(), s.verificationCard(), s.viewCard(), s.classCard(), s.contextCard(), s.shotsCard(), s.pastCard())
	if s.verifying() {
		right = container.NewVBox(s.classCard(), s.shotsCard())
	}
	s.body.Objects = []fyne.CanvasObject{container.NewBorder(widget.Inset(top, 8, 4), nil, nil,
		widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVScroll(widget.Inset(right, 8, 8))), panelWidth, 0),
		container.NewVScroll(widget.Inset(s.deciding(), 12, 4)))}
	s.body.Refresh()
	s.enable()
}

// panelWidth is the width of what stands beside the decision, in fyne units.
const panelWidth = 440

// deciding is where the person decides: what comes first, the levels, the reasons.
func (s *Screen) deciding() fyne.CanvasObject {
	rows := container.NewVBox()
	switch {
	case s.item.Locked():
		rows.Add(widget.NewBanner(lang.L("A report states this conclusion, so it can no longer be changed here.")))
	case s.undecided():
		rows.Add(widget.NewBanner(lang.L("Rank, score and cells are shown once you have committed your own view. It is recorded once and never changed; your conclusion may differ.")))
	}
	if differ := wording.Disagreement(s.item.A.Exhibit.Class, s.item.B.Exhibit.Class); differ != "" {
		rows.Add(widget.NewBanner(lang.L("{{.What}}: look at this first.", map[string]any{"What": differ})))
	}
	for i, p := range s.scale.Propositions {
		rows.Add(widget.Wrapped(lang.L("Proposition {{.N}}: {{.Text}}", map[string]any{"N": i + 1, "Text": wording.Said(p)})))
	}
	s.radios = nil
	wide := float32(0)
	for i, l := range s.scale.Levels {
		r := newLevelRow(i+1, l, func() { s.choose(l.ID) })
		s.radios = append(s.radios, r)
		wide = max(wide, r.button.MinSize().Width)
	}
	for _, r := range s.radios {
		rows.Add(r.card(wide))
	}
	rows.Add(widget.Strong(lang.L("Reasons")))
	if s.item.Locked() {
		rows.Add(widget.Wrapped(s.reason.Text))
		return rows
	}
	rows.Add(s.reason)
	rows.Add(s.refused)
	s.record.SetText(lang.L("Record conclusion"))
	if s.undecided() {
		s.record.SetText(lang.L("Commit this view"))
		row := container.NewHBox(s.record)
		if !s.verifying() {
			row.Add(s.skip)
		}
		rows.Add(row)
	} else {
		rows.Add(container.NewHBox(s.record))
	}
	rows.Add(s.missing)
	return rows
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
	widget.SetText(s.missing, s.lacks(reasoned))
	if s.level == "" || !reasoned || s.unchanged() || s.item.Locked() || !s.p.Shell.Allows(casefile.ConcludeMarks) {
		s.record.Disable()
	} else {
		s.record.Enable()
	}
	if reasoned && s.p.Shell.Allows(casefile.ExamineMarks) {
		s.skip.Enable()
	} else {
		s.skip.Disable()
	}
}

// undecided reports whether a view has to be committed before anything can be concluded.
func (s *Screen) undecided() bool {
	return s.item.Comparison.Withheld || s.exam.Undecided()
}

// lacks says what is missing before something can be recorded.
func (s *Screen) lacks(reasoned bool) string {
	switch {
	case s.level == "" && !reasoned:
		return lang.L("Choose a conclusion and write your reasons.")
	case s.level == "":
		return lang.L("Choose a conclusion.")
	case !reasoned:
		return lang.L("Write your reasons: no conclusion is recorded without.")
	case s.unchanged():
		return lang.L("This is what is recorded.")
	}
	return ""
}

// refuse says where the person is why something was not recorded; nil takes it away.
func (s *Screen) refuse(err error) {
	s.refused.Objects = nil
	if err != nil && !task.Cancelled(err) {
		s.refused.Objects = []fyne.CanvasObject{widget.NewWarning(wording.Error(err))}
		s.p.Shell.Fail(err)
	}
	s.refused.Refresh()
}

// commit records the examiner's view, or that none is stated, and shows the screen for the conclusion.
func (s *Screen) commit(v casefile.Commitment) {
	v.ComparisonID, v.Scale, v.Reason = s.p.ComparisonID, s.scale.ID, strings.TrimSpace(s.reason.Text)
	if v.Skipped {
		v.Scale = ""
	}
	s.record.Disable()
	s.skip.Disable()
	s.refuse(nil)
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Commitment, error) {
		return s.p.Service.Commit(ctx, path, v)
	}, func(_ casefile.Commitment, err error) {
		if err != nil {
			s.refuse(err)
			s.enable()
			return
		}
		if n := s.exam.Verification; n > 0 {
			s.p.Answered(n)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Your view is recorded. The figures are shown with the comparison; conclude when you have looked."))
		s.load()
	})
}

// Skip shows the figures without a view, for the reason that is entered.
func (s *Screen) Skip() {
	if s.verifying() {
		return
	}
	if s.skip.Disabled() {
		s.p.Shell.Say(widget.Info, lang.L("Say why no view is stated first."))
		return
	}
	s.commit(casefile.Commitment{Skipped: true})
}

func (s *Screen) unchanged() bool {
	c := s.item.Conclusion
	return c != nil && c.Scale == s.scale.ID && c.Value == s.level && c.Reason == strings.TrimSpace(s.reason.Text)
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
	s.refuse(nil)
	path, id, level, reason := s.p.CasePath, s.p.ComparisonID, s.level, strings.TrimSpace(s.reason.Text)
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Conclusion, error) {
		return s.p.Service.Conclude(ctx, path, id, level, reason)
	}, func(_ casefile.Conclusion, err error) {
		if err != nil {
			s.refuse(err)
			s.enable()
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("The conclusion is recorded. You can now begin the report."))
		s.load()
	})
}
