package people

import (
	"context"
	"slices"
	"strconv"

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
	Shell   *shell.Shell
	Service Service
	// Who is who sits here, as far as it is known.
	Who casefile.WhoAmI
	// Begun is told when the first account was made: from then on people log in.
	Begun func()
}

// Screen is the list of accounts, and what an administrator does with the one that is selected.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	all     []casefile.Account
	chosen  string // id
	list    *widget.List
	detail  *fyne.Container
	history *fyne.Container
	body    *fyne.Container
	add     *widget.Button
	root    fyne.CanvasObject
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, detail: container.NewStack(), history: container.NewVBox(), body: container.NewStack()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.list = widget.NewList(func() int { return len(s.all) }, newRow, s.fill)
	s.list.SetOnSelected(func(i int) { s.choose(i) })
	s.add = widget.PrimaryButton(lang.L("Add a person…"), theme.ContentAddIcon(), s.Add)
	head := container.NewBorder(nil, nil, widget.Heading(lang.L("People")), container.NewCenter(s.add))
	s.root = container.NewBorder(widget.Inset(head, 8, 6), nil, nil, nil, s.body)
	s.load()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Key handles a key that nothing else wants.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool { return m == 0 && s.list.Key(k) }

// Leave ends what the screen still waits for.
func (s *Screen) Leave() { s.cancel() }

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	one := func() bool { return s.one() != nil }
	return []palette.Command{
		{ID: "people.add", Title: lang.L("Add a person…"), Keys: []palette.Key{palette.Press(fyne.KeyInsert)}, Run: func() { s.Add() }},
		{ID: "people.change", Title: lang.L("Change name and roles…"), Keys: []palette.Key{palette.Press(fyne.KeyF2)}, Run: func() { s.Change() }, Enabled: one},
		{ID: "people.reset", Title: lang.L("Reset the passphrase…"), Run: func() { s.Reset() }, Enabled: one},
		{ID: "people.identity", Title: lang.L("Signing identity…"), Run: func() { s.Identity() }, Enabled: one},
		{ID: "people.active", Title: lang.L("Deactivate or activate…"), Run: func() { s.Activate() }, Enabled: one},
	}
}

func (s *Screen) load() {
	if s.p.Who.Accounts && !s.p.Who.May(casefile.ManagePeople) {
		s.add.Disable()
		s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("People are managed by an administrator"),
			lang.L("Your role does not include it. Your own passphrase you change under your name, at the top right."))}
		s.body.Refresh()
		return
	}
	task.Load(s.p.Shell.Tasks, s.ctx, s.p.Service.People, func(all []casefile.Account, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.all = all
		s.show()
	})
}

// show shows the list, or how to begin.
func (s *Screen) show() {
	if len(s.all) == 0 {
		s.add.SetText(lang.L("Add the first account…"))
		s.body.Objects = []fyne.CanvasObject{widget.NewEmpty(lang.L("No accounts yet"),
			lang.L("Whoever sits here acts as the person whom the settings name, and nobody has to prove to be them. The first account is an administrator's. From then on everybody logs in, and what they may do depends on their roles."))}
		s.body.Refresh()
		return
	}
	s.add.SetText(lang.L("Add a person…"))
	when := widget.MutedLine(lang.L("The screen is locked when nobody was there for"))
	when.Truncation = fyne.TextTruncateOff
	lock := container.NewHBox(container.NewCenter(when), s.minutes())
	split := container.NewHSplit(s.list, container.NewVScroll(widget.Inset(s.detail, 8, 4)))
	split.SetOffset(0.45)
	if s.p.Shell.Divider != nil {
		s.p.Shell.Divider("people", split)
	}
	s.body.Objects = []fyne.CanvasObject{container.NewBorder(nil, widget.Inset(lock, 8, 4), nil, nil, split)}
	s.body.Refresh()
	s.list.Refresh()
	i := max(slices.IndexFunc(s.all, func(a casefile.Account) bool { return a.ID == s.chosen }), 0)
	s.list.Select(i)
	s.choose(i)
}

// lockMinutes are the times that can be chosen.
var lockMinutes = []int{1, 2, 5, 10, 15, 30, 60, 120, 240}

// minutes returns the choice of when the screen is locked.
func (s *Screen) minutes() fyne.CanvasObject {
	names, now := make([]string, len(lockMinutes)), int(s.p.Service.LockAfter().Minutes())
	for i, m := range lockMinutes {
		names[i] = strconv.Itoa(m) + " min"
	}
	list := fw.NewSelect(names, nil)
	list.PlaceHolder = strconv.Itoa(now) + " min"
	if i := slices.Index(lockMinutes, now); i >= 0 {
		list.SetSelectedIndex(i)
	}
	list.OnChanged = func(string) {
		m := lockMinutes[list.SelectedIndex()]
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.p.Service.SetLockAfter(ctx, m) },
			func(_ struct{}, err error) { s.p.Shell.Fail(err) })
	}
	return list
}

// one returns the account that is selected, nil for none.
func (s *Screen) one() *casefile.Account {
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.all, func(a casefile.Account) bool { return a.ID == s.chosen })
	if i < 0 {
		return nil
	}
	return &s.all[i]
}

// row is one line of the list.
type row struct {
	name  *fw.Label
	about *fw.RichText
	roles *fw.RichText
}

func newRow() fyne.CanvasObject {
	r := &row{name: widget.Strong(""), about: widget.MutedLine(""), roles: widget.MutedLine("")}
	return widget.NewRow(widget.Inset(widget.NewCard(widget.Tight(r.name, r.roles, r.about)), 8, 4), r)
}

func (s *Screen) fill(i int, o fyne.CanvasObject) {
	r, a := widget.RowData[*row](o), s.all[i]
	r.name.SetText(a.Name)
	widget.SetText(r.roles, wording.Roles(a.Roles))
	about := wording.Lines(a.LogIn, a.Agency)
	if !a.Active {
		about = wording.Lines(lang.L("deactivated"), about)
	}
	widget.SetText(r.about, about)
}

// choose shows the account in a row of the list.
func (s *Screen) choose(i int) {
	if i < 0 || i >= len(s.all) {
		return
	}
	a := s.all[i]
	s.chosen = a.ID
	own := s.p.Who.Account != nil && s.p.Who.Account.ID == a.ID
	active := lang.L("Deactivate…")
	if !a.Active {
		active = lang.L("Activate…")
	}
	reset := widget.NewButton(lang.L("Reset the passphrase…"), nil, s.Reset)
	buttons := container.NewVBox(container.NewHBox(widget.NewButton(lang.L("Change name and roles…"), theme.DocumentCreateIcon(), s.Change), reset),
		container.NewHBox(widget.NewButton(lang.L("Signing identity…"), nil, s.Identity), widget.NewButton(active, nil, s.Activate)))
	notes := container.NewVBox()
	if own {
		reset.Disable()
		notes.Add(widget.Muted(lang.L("Your own passphrase you change under your name, at the top right.")))
	}
	if a.MustChange {
		notes.Add(widget.Muted(lang.L("The passphrase has to be changed at the next log-in.")))
	}
	if !a.Active {
		notes.Add(widget.NewWarning(lang.L("This account is deactivated: nobody logs in with it. What it did stays under its name.")))
	}
	s.history.Objects = nil
	s.detail.Objects = []fyne.CanvasObject{container.NewVBox(
		widget.NewCard(container.NewVBox(widget.Subheading(a.Name), widget.NewFacts(
			lang.L("Log-in name"), a.LogIn, lang.L("Agency"), a.Agency, lang.L("Roles"), wording.Roles(a.Roles),
			lang.L("Signs with"), identity(a.Identity), lang.L("Since"), wording.Date(a.Created)), notes, buttons)),
		widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Every state of this account")), s.history)))}
	s.detail.Refresh()
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.AccountVersion, error) {
		return s.p.Service.PersonHistory(ctx, a.ID)
	},
		func(list []casefile.AccountVersion, err error) {
			if s.chosen == a.ID {
				s.showHistory(list, err)
			}
		})
}

func (s *Screen) showHistory(list []casefile.AccountVersion, err error) {
	if err != nil {
		s.p.Shell.Fail(err)
		return
	}
	s.history.Objects = nil
	for i, v := range slices.Backward(list) {
		what := lang.L("added: {{.Roles}}", map[string]any{"Roles": wording.Roles(v.Account.Roles)})
		if i > 0 {
			what = changes(list[i-1].Account, v.Account)
		}
		by := v.ByName
		if by == "" {
			by = "Tracemark"
		}
		s.history.Add(widget.Tight(widget.Wrapped(what), widget.Muted(wording.Lines(wording.Date(v.At), by, v.Reason))))
	}
	s.history.Refresh()
}

// changes says what became of an account.
func changes(old, a casefile.Account) string {
	var out []string
	if old.Name != a.Name || old.LogIn != a.LogIn || old.Agency != a.Agency {
		out = append(out, wording.Lines(a.Name, a.LogIn, a.Agency))
	}
	if !slices.Equal(old.Roles, a.Roles) {
		out = append(out, lang.L("roles: {{.Roles}}", map[string]any{"Roles": wording.Roles(a.Roles)}))
	}
	switch {
	case old.Active && !a.Active:
		out = append(out, lang.L("deactivated"))
	case !old.Active && a.Active:
		out = append(out, lang.L("activated"))
	}
	if old.Identity != a.Identity {
		out = append(out, lang.L("signs with: {{.Identity}}", map[string]any{"Identity": identity(a.Identity)}))
	}
	return wording.Lines(out...)
}

// identity says what somebody signs with; a test identity says so.
func identity(i casefile.SigningIdentity) string {
	switch {
	case i.None():
		return lang.L("test identity")
	case i.Subject == "":
		return lang.L("{{.File}} (not opened yet)", map[string]any{"File": i.File})
	case i.Test:
		return wording.Lines(i.Subject, lang.L("test identity"))
	}
	return i.Subject
}
