package people

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// GateParams are what the gate needs. All are required.
type GateParams struct {
	Tasks   *task.Runner
	Canvas  fyne.Canvas
	Service Service
	Icon    fyne.Resource
	// Who is who sits here: nobody, or somebody whose screen is locked or whose passphrase has to be changed.
	Who casefile.WhoAmI
	// Entered is told when somebody may go on.
	Entered func(casefile.WhoAmI)
	// Quit closes the window.
	Quit func()
}

// Gate stands in the place of everything else while nobody may see it. It shows nothing of a case.
type Gate struct {
	p    GateParams
	root *fyne.Container

	name, words  *fw.Entry
	next, again  *fw.Entry
	enter, other *widget.Button
	said         *fw.Label
	busy         *fw.ProgressBarInfinite
	alone        bool // Who is not asked for a name
	card         *fw.Check
	last         bool // somebody was told that the next wrong PIN locks the card
}

// gateWidth is the width of the form, which is a column of text.
const gateWidth = 380

// NewGate returns the form that fits who sits here.
func NewGate(p GateParams) *Gate {
	g := &Gate{p: p, root: container.NewStack()}
	g.show(p.Who)
	return g
}

// Object returns what to show.
func (g *Gate) Object() fyne.CanvasObject { return g.root }

// Focus puts the cursor where typing begins.
func (g *Gate) Focus() {
	for _, e := range []*fw.Entry{g.name, g.words} {
		if g.asked(e) && e.Text == "" {
			g.p.Canvas.Focus(e)
			return
		}
	}
}

// show makes the form anew.
func (g *Gate) show(who casefile.WhoAmI) {
	g.p.Who, g.alone = who, who.Account != nil
	g.name, g.words, g.next, g.again = fw.NewEntry(), fw.NewPasswordEntry(), fw.NewPasswordEntry(), fw.NewPasswordEntry()
	g.card, g.last = fw.NewCheck(lang.L("With my smart card: the PIN in place of the passphrase"), func(bool) { g.p.Canvas.Focus(g.words) }), false
	g.said, g.busy = widget.Wrapped(""), fw.NewProgressBarInfinite()
	g.said.Importance = fw.DangerImportance
	g.said.Hide()
	g.busy.Hide()
	g.busy.Stop()
	title, teach, action := lang.L("Log in"), lang.L("This workstation has accounts. What you do is recorded under your name."), lang.L("Log in")
	form := fw.NewForm()
	switch {
	case who.Account != nil && who.Account.MustChange && !who.Locked:
		title, action = lang.L("Choose your own passphrase"), lang.L("Change the passphrase")
		teach = lang.L("Yours is known to the administrator who set it. A passphrase has at least twelve characters; four words that do not belong together are easy to remember.")
		form.Append(lang.L("Person"), widget.Strong(who.Account.Name))
		form.Append(lang.L("Passphrase so far"), g.words)
		form.Append(lang.L("New passphrase"), g.next)
		form.Append(lang.L("Once more"), g.again)
	case who.Account != nil:
		title, teach, action = lang.L("Locked"), lang.L("Give your passphrase to go on where you were."), lang.L("Unlock")
		form.Append(lang.L("Person"), widget.Strong(who.Account.Name))
		form.Append(lang.L("Passphrase"), g.words)
	default:
		form.Append(lang.L("Log-in name"), g.name)
		form.Append(lang.L("Passphrase"), g.words)
	}
	g.enter = widget.PrimaryButton(action, theme.LoginIcon(), g.Enter)
	quit := widget.NewButton(lang.L("Quit"), nil, g.p.Quit)
	buttons := container.NewHBox(g.enter, quit)
	if g.alone {
		g.other = widget.NewButton(lang.L("Log in as somebody else"), nil, g.Other)
		buttons.Objects = []fyne.CanvasObject{g.enter, g.other, quit}
	}
	order := []*fw.Entry{g.name, g.words, g.next, g.again}
	for i, e := range order {
		e.OnSubmitted = func(string) { g.after(order[i+1:]) }
	}
	if g.p.Service.SigningSettings().CardModule == "" || g.asked(g.next) {
		g.card.Hide()
	}
	icon := canvas.NewImageFromResource(g.p.Icon)
	icon.FillMode = canvas.ImageFillContain
	head := container.NewHBox(widget.Fixed(icon, 40, 40), container.NewCenter(widget.Heading("Tracemark")))
	card := widget.NewCard(container.NewVBox(head, widget.Subheading(title), widget.Muted(teach), form, g.card, g.said, g.busy, buttons))
	g.root.Objects = []fyne.CanvasObject{container.NewCenter(widget.Fixed(card, gateWidth*1.4, 0))}
	g.root.Refresh()
}

// after goes to the next entry that is to be filled in, or on when there is none.
func (g *Gate) after(rest []*fw.Entry) {
	for _, e := range rest {
		if e.Text == "" && g.asked(e) {
			g.p.Canvas.Focus(e)
			return
		}
	}
	g.Enter()
}

// asked reports whether the form has an entry.
func (g *Gate) asked(e *fw.Entry) bool {
	changing := g.alone && g.p.Who.Account.MustChange && !g.p.Who.Locked
	return e == g.words || e == g.name && !g.alone || (e == g.next || e == g.again) && changing
}

// Type fills the form in, as somebody at the keyboard does.
func (g *Gate) Type(name, words, next, again string) {
	g.name.SetText(name)
	g.words.SetText(words)
	g.next.SetText(next)
	g.again.SetText(again)
}

// Said returns the sentence under the form, "" where there is none.
func (g *Gate) Said() string {
	if !g.said.Visible() {
		return ""
	}
	return g.said.Text
}

// Enter tries what was typed. The entries of passphrases are empty afterwards.
func (g *Gate) Enter() {
	if g.enter.Disabled() {
		return
	}
	name, words, next, again := g.name.Text, g.words.Text, g.next.Text, g.again.Text
	who := g.p.Who
	if g.asked(g.next) && next != again {
		g.fail(lang.L("The two new passphrases differ. Type them again."))
		g.next.SetText("")
		g.again.SetText("")
		g.p.Canvas.Focus(g.next)
		return
	}
	for _, e := range []*fw.Entry{g.words, g.next, g.again} {
		e.SetText("")
	}
	g.wait(true)
	if g.card.Visible() && g.card.Checked {
		pin := casefile.PIN{Words: words, LastTry: g.last}
		task.Load(g.p.Tasks, context.Background(), func(ctx context.Context) (casefile.WhoAmI, error) { return g.byCard(ctx, who, name, pin) }, g.answered)
		return
	}
	task.Load(g.p.Tasks, context.Background(), func(ctx context.Context) (casefile.WhoAmI, error) {
		switch {
		case who.Account == nil:
			return g.p.Service.LogIn(ctx, name, words)
		case who.Locked:
			if err := g.p.Service.Unlock(ctx, words); err != nil {
				return who, err
			}
		default:
			if err := g.p.Service.ChangePassphrase(ctx, words, next); err != nil {
				return who, err
			}
		}
		return g.p.Service.WhoAmI(ctx)
	}, g.answered)
}

// byCard logs in or unlocks with a card.
func (g *Gate) byCard(ctx context.Context, who casefile.WhoAmI, name string, pin casefile.PIN) (casefile.WhoAmI, error) {
	if who.Account == nil {
		return g.p.Service.LogInByCard(ctx, name, pin)
	}
	if err := g.p.Service.UnlockByCard(ctx, pin); err != nil {
		return who, err
	}
	return g.p.Service.WhoAmI(ctx)
}

func (g *Gate) answered(who casefile.WhoAmI, err error) {
	g.wait(false)
	switch {
	case err != nil:
		g.last = errors.Is(err, casefile.ErrLastTry)
		g.fail(wording.Error(err))
		g.p.Canvas.Focus(g.words)
	case who.Account == nil || who.Locked || who.Account.MustChange: // a passphrase that has to be changed comes after the log-in
		g.show(who)
		g.Focus()
	default:
		g.p.Entered(who)
	}
}

// Other lets somebody else log in: whoever locked the screen is logged out when they do.
func (g *Gate) Other() {
	g.show(casefile.WhoAmI{Accounts: true})
	g.Focus()
}

func (g *Gate) fail(sentence string) {
	g.said.SetText(sentence)
	g.said.Show()
	g.root.Refresh()
}

func (g *Gate) wait(busy bool) {
	if busy {
		g.said.Hide()
		g.busy.Show()
		g.busy.Start()
		g.enter.Disable()
		return
	}
	g.busy.Stop()
	g.busy.Hide()
	g.enter.Enable()
}
