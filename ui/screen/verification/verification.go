package verification

import (
	"context"
	"image"

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

// Params are what the screen needs. All are required but Number.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	Number   int // of the verification to show first; 0 for one that waits, or the newest
	// Open is called when a person wants to see a comparison in the microscope.
	Open func(comparisonID string)
	// Back is called when a person wants to see the exhibits again.
	Back func()
}

// Screen is the list of a case's verifications with what came of the one that is chosen.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	content
	at     int // number of the verification that is shown
	views  [2]casefile.Examination
	shots  map[string]*image.RGBA
	asking *fyne.Container // what is of no use in a case that another workstation asks about
	list   *widget.List
	detail *fyne.Container
	body   *fyne.Container
	root   fyne.CanvasObject
}

// content is what the screen shows, loaded together.
type content struct {
	items  []casefile.VerificationItem
	pairs  []casefile.ComparisonItem // whose conclusions can be asked about
	sealed casefile.SealedCase
}

// listWidth is the width of the list in fyne units.
const listWidth = 380

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, at: p.Number, shots: map[string]*image.RGBA{}, detail: container.NewStack(), body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.list = widget.NewList(func() int { return len(s.items) }, newRow, s.fillRow)
	s.list.SetOnSelected(s.choose)
	s.list.OnOpen = func(int) { s.OpenPair() }
	s.list.Other = p.Shell.Key
	back := widget.NewButton(lang.L("Back to the exhibits"), theme.NavigateBackIcon(), p.Back)
	ask := widget.NewButton(lang.L("Ask for a verification…"), theme.ContentAddIcon(), s.Ask)
	take := widget.NewButton(lang.L("Take in an answer…"), theme.DownloadIcon(), s.Take)
	s.asking = container.NewHBox(ask, take)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(s.asking, back)), widget.Heading(lang.L("Verifications")))
	s.root = container.NewBorder(widget.Inset(head, 8, 4), nil, nil, nil, s.body)
	s.Refresh()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if m == 0 && k == fyne.KeyEscape {
		s.p.Back()
		return true
	}
	return len(s.items) > 0 && s.list.Key(k)
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	may := func(k casefile.StepKind) func() bool {
		return func() bool { v, ok := s.chosen(); return ok && can(v, k) }
	}
	return []palette.Command{
		{ID: "verification.open", Title: lang.L("Open the pair in the microscope"), Keys: []palette.Key{palette.Press(fyne.KeyM)},
			Enabled: func() bool { _, ok := s.chosen(); return ok }, Run: s.OpenPair},
		{ID: "verification.take", Title: lang.L("Take in an answer…"), Run: s.Take},
		{ID: "verification.consult", Title: lang.L("Record a consultation…"), Enabled: may(casefile.Consultation), Run: func() { s.Step(casefile.Consultation) }},
		{ID: "verification.resolve", Title: lang.L("Resolve…"), Enabled: may(casefile.Resolution), Run: func() { s.Step(casefile.Resolution) }},
		{ID: "verification.withdraw", Title: lang.L("Withdraw…"), Enabled: may(casefile.Withdrawal), Run: func() { s.Step(casefile.Withdrawal) }},
	}
}

// Refresh asks for the verifications again.
func (s *Screen) Refresh() {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.sealed, err = s.p.Service.SealedCase(ctx, path); err != nil {
			return c, err
		}
		if c.items, err = s.p.Service.Verifications(ctx, path); err != nil {
			return c, err
		}
		c.pairs, err = s.p.Service.ComparisonLines(ctx, path)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.fill(widget.NewEmpty(lang.L("The verifications cannot be read"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
			return
		}
		s.content = c
		s.show()
	})
}

func (s *Screen) fill(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// show draws what was loaded.
func (s *Screen) show() {
	switch {
	case s.sealed.PackageID != "":
		s.asking.Hide()
		s.fill(s.sealedPage())
		return
	case len(s.items) == 0:
		s.fill(widget.NewEmpty(lang.L("No verification yet"),
			lang.L("A verification is a second examiner's own conclusion from the same two recordings, reached without knowing the first. Record a conclusion, then ask for one."),
			widget.NewButton(lang.L("Ask for a verification…"), theme.ContentAddIcon(), s.Ask)))
		return
	}
	s.fill(container.NewBorder(nil, nil, widget.Fixed(s.list, listWidth, 0), nil, s.detail))
	s.list.Refresh()
	row := 0
	for i, v := range s.items {
		if s.at == v.Verification.Request.Number || s.at == 0 && v.Mine {
			row = i
			break
		}
	}
	if s.list.Selected() == row { // selecting it again would tell nobody that it has changed
		s.choose(row)
		return
	}
	s.list.Select(row)
}

// choose shows one of the list.
func (s *Screen) choose(i int) {
	if i < 0 || i >= len(s.items) {
		return
	}
	s.at = s.items[i].Verification.Request.Number
	s.views = [2]casefile.Examination{}
	s.draw()
	s.loadViews(s.items[i])
}

// chosen returns the verification that is shown.
func (s *Screen) chosen() (casefile.VerificationItem, bool) {
	if s == nil {
		return casefile.VerificationItem{}, false
	}
	for _, v := range s.items {
		if v.Verification.Request.Number == s.at {
			return v, true
		}
	}
	return casefile.VerificationItem{}, false
}

// OpenPair shows the verification's own comparison in the microscope: to whoever it waits for, without anything that could sway them.
func (s *Screen) OpenPair() {
	if v, ok := s.chosen(); ok {
		s.p.Open(v.Verification.Request.ComparisonID)
	}
}

// row is one line of the list.
type row struct {
	title *fw.Label
	about *fw.RichText
	pair  *fw.RichText
	badge *fyne.Container
}

func newRow() fyne.CanvasObject {
	r := &row{title: widget.Strong(""), about: widget.MutedLine(""), pair: widget.MutedLine("")}
	r.badge = container.NewCenter(widget.NewBadge(lang.L("WAITS FOR YOU")))
	top := container.NewBorder(nil, nil, nil, r.badge, r.title)
	return widget.NewRow(widget.Inset(widget.NewCard(widget.Tight(top, r.pair, r.about)), 8, 3), r)
}

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	r := widget.RowData[*row](o)
	v := s.items[i]
	r.title.SetText(lang.L("Verification {{.N}}", map[string]any{"N": v.Verification.Request.Number}))
	widget.SetText(r.pair, pairName(v))
	widget.SetText(r.about, wording.Lines(wording.VerificationState(v.State), wording.Moment(v.Verification.Request.Created)))
	r.badge.Hidden = !v.Mine
	r.badge.Refresh()
}

// pairName names the two specimens, masked where the verification waits for the person at the desk.
func pairName(v casefile.VerificationItem) string {
	if v.Mine {
		return wording.Specimen(1) + " / " + wording.Specimen(2)
	}
	return v.LabelA + " / " + v.LabelB
}
