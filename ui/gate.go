package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/screen/checkfile"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/people"
	"tracemark/ui/screen/prepare"
	"tracemark/ui/screen/search"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// barred reports whether the gate stands in the place of everything: nobody has logged in, or the screen is locked. Then no key,
// menu, palette, scanner or dropped file does anything.
func (w *Window) barred() bool { return w.gate != nil }

// bar puts the gate in the place of everything. Nothing of what was shown stays visible: no dialog, no title, no menu.
func (w *Window) bar(who casefile.WhoAmI, service people.Service) {
	c := w.win.Canvas()
	for top := c.Overlays().Top(); top != nil; top = c.Overlays().Top() {
		top.Hide()
		c.Overlays().Remove(top)
	}
	w.gate = people.NewGate(people.GateParams{Tasks: w.tasks, Canvas: c, Service: service, Icon: w.icon, Who: who, Entered: w.entered, Quit: w.close})
	w.win.SetTitle("Tracemark")
	w.win.SetMainMenu(fyne.NewMainMenu(fyne.NewMenu(lang.L("File"), &fyne.MenuItem{Label: lang.L("Quit"), IsQuit: true, Action: w.close})))
	w.win.SetContent(widget.Fixed(w.gate.Object(), leastWidth, leastHeight))
	w.gate.Focus()
}

// entered goes on when somebody may: where they were, or from the beginning for somebody else.
func (w *Window) entered(who casefile.WhoAmI) {
	same := w.who.Account != nil && who.Account != nil && w.who.Account.ID == who.Account.ID
	first := w.at == Route{}
	w.gate, w.who, w.touched = nil, who, time.Now()
	if !same && !first {
		w.forget()
	}
	w.dress()
	switch {
	case same && w.current != nil: // as it was left
		w.body.Refresh()
		w.adopt()
		w.mark()
		w.win.Canvas().Unfocus()
	case same && !first:
		w.show(w.at)
	default:
		w.Navigate(Route{Place: w.home()})
		if first && w.resumes {
			w.Resume()
		}
	}
}

// home is where somebody begins: an administrator who is nothing else has no business in cases.
func (w *Window) home() Place {
	if w.who.May(casefile.ReadCase) {
		return Cases
	}
	return People
}

// forget takes away everything of whoever was here before.
func (w *Window) forget() {
	if w.current != nil {
		w.current.Leave()
	}
	for _, j := range w.tasks.Jobs() {
		j.Cancel()
	}
	w.current, w.history, w.at, w.ref = nil, nil, Route{}, casefile.CaseRef{}
	w.drafts, w.views, w.searched, w.checked = map[string]*prepare.Draft{}, compare.Views{}, search.Kept{}, checkfile.Kept{}
	w.body.Objects = nil
}

// waitForLock is how long the desk is not locked yet, with the gate up, for what is still being kept.
const waitForLock = 3 * time.Second

// lockedService unlocks only when the desk is locked: it is kept open a moment for what is still to be kept.
type lockedService struct {
	people.Service
	done <-chan struct{}
}

func (s lockedService) Unlock(ctx context.Context, passphrase string) error {
	<-s.done
	return s.Service.Unlock(ctx, passphrase)
}

func (s lockedService) LogIn(ctx context.Context, logIn, passphrase string) (casefile.WhoAmI, error) {
	<-s.done
	return s.Service.LogIn(ctx, logIn, passphrase)
}

func (s lockedService) UnlockByCard(ctx context.Context, pin casefile.PIN) error {
	<-s.done
	return s.Service.UnlockByCard(ctx, pin)
}

func (s lockedService) LogInByCard(ctx context.Context, logIn string, pin casefile.PIN) (casefile.WhoAmI, error) {
	<-s.done
	return s.Service.LogInByCard(ctx, logIn, pin)
}

// Lock locks the screen; why stands in the log.
func (w *Window) Lock(why string) {
	if w.barred() || w.who.Account == nil {
		if !w.barred() {
			w.say(widget.Info, lang.L("There are no accounts on this workstation, and so nothing to lock it with. An administrator adds them under People."))
		}
		return
	}
	who := w.who
	who.Locked = true
	w.shut(who, func(ctx context.Context) error { return w.p.Services.Lock(ctx, why) })
}

// LogOut ends a person's time at the workstation.
func (w *Window) LogOut() {
	if w.barred() || w.who.Account == nil {
		return
	}
	w.leaveScreen()
	w.shut(casefile.WhoAmI{Accounts: true}, w.p.Services.LogOut)
}

// shut puts the gate up, lets what is shown keep what it still has to, and then has the desk closed.
func (w *Window) shut(who casefile.WhoAmI, do func(context.Context) error) {
	if slices.Contains([]Place{Compare, Candidates, Prepare}, w.at.Place) { // they note for how long somebody looked
		w.leaveScreen()
	}
	done := make(chan struct{})
	w.bar(who, lockedService{w.p.Services, done})
	ctx, cancel := context.WithTimeout(context.Background(), waitForLock)
	finish := func() {
		defer close(done)
		defer cancel()
		_ = w.tasks.Settle(ctx) // long jobs go on; nobody waits for them
		if err := do(context.Background()); err != nil {
			w.tasks.Do(func() { w.say(widget.Trouble, wording.Error(err)) })
		}
	}
	if w.p.Offscreen {
		finish()
		return
	}
	go finish()
}

func (w *Window) leaveScreen() {
	if w.current != nil {
		w.keepDividers()
		w.current.Leave()
		w.current = nil
		w.body.Objects = nil
	}
}

// Idle is told how long nobody has touched anything, a negative time where the system does not say: then what reached this window
// counts. Left alone for long enough it locks itself.
func (w *Window) Idle(d time.Duration) {
	if w.barred() || w.who.Account == nil {
		return
	}
	if own := time.Since(w.touched); d < 0 {
		d = own
	}
	if limit := w.p.Services.LockAfter(); limit > 0 && d >= limit {
		w.Lock("nobody there for " + limit.String())
	}
}

// whoButton shows who is logged in, with their roles, and what they can do about it.
func (w *Window) whoButton() fyne.CanvasObject {
	if w.who.Account == nil {
		return container.NewHBox()
	}
	var b *widget.Button
	b = widget.NewButton(wording.Lines(w.who.Account.Name, wording.Roles(w.who.Account.Roles)), theme.AccountIcon(), func() {
		menu := fyne.NewMenu("")
		for _, a := range w.sessionActs() {
			menu.Items = append(menu.Items, fyne.NewMenuItem(a.Title, a.Run))
		}
		fw.ShowPopUpMenuAtRelativePosition(menu, w.win.Canvas(), fyne.NewPos(0, b.Size().Height), b)
	})
	b.Importance = fw.LowImportance
	return b
}

// ChangePassphrase asks for another passphrase of whoever is logged in.
func (w *Window) ChangePassphrase() {
	if w.who.Account == nil || w.win.Canvas().Overlays().Top() != nil {
		return
	}
	old, next, again := secret(), secret(), secret()
	w.askSecret(lang.L("Change your passphrase"), lang.L("Change"), lang.L("A passphrase has at least twelve characters; four words that do not belong together are easy to remember."),
		[]*fw.FormItem{fw.NewFormItem(lang.L("Passphrase so far"), old), fw.NewFormItem(lang.L("New passphrase"), next), fw.NewFormItem(lang.L("Once more"), again)},
		func() func(context.Context) error {
			words := [3]string{old.Text, next.Text, again.Text}
			for _, e := range []*widget.Field{old, next, again} {
				e.SetText("")
			}
			return func(ctx context.Context) error {
				if words[1] != words[2] {
					return errors.New(lang.L("The two new passphrases differ. Type them again."))
				}
				return w.p.Services.ChangePassphrase(ctx, words[0], words[1])
			}
		}, func() { w.say(widget.Good, lang.L("Your passphrase is changed.")) })
}

// openIdentity asks for the passphrase of the signing identity where err says that it is closed, and then does again what needed
// it. It reports whether it asked.
func (w *Window) openIdentity(err error, again func()) bool {
	if !errors.Is(err, casefile.ErrIdentityClosed) {
		return false
	}
	words := secret()
	w.askSecret(lang.L("Open your signing identity"), lang.L("Sign"), lang.L("What you sign bears your name. The passphrase of your signing identity, or the PIN of your card, is not kept; the identity is closed again after two minutes."),
		[]*fw.FormItem{fw.NewFormItem(lang.L("Passphrase or PIN"), words)}, func() func(context.Context) error {
			text := words.Text
			words.SetText("")
			return func(ctx context.Context) error { return w.p.Services.OpenIdentity(ctx, text) }
		}, again)
	return true
}

// secret returns an entry that does not show what is typed.
func secret() *widget.Field {
	f := widget.NewField("")
	f.Password = true
	return f
}

// askSecret shows a form with passphrases; read takes them out of it and returns what to do with them. An error stays in the form.
func (w *Window) askSecret(title, confirm, teach string, items []*fw.FormItem, read func() func(context.Context) error, done func()) {
	said := widget.Wrapped("")
	said.Importance = fw.DangerImportance
	said.Hide()
	var d *dialog.CustomDialog
	ok := widget.PrimaryButton(confirm, nil, nil)
	ok.OnTapped = func() {
		work := read()
		said.Hide()
		ok.Disable()
		task.Load(w.tasks, context.Background(), func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
			ok.Enable()
			if err != nil {
				said.SetText(wording.Error(err))
				said.Show()
				return
			}
			d.Hide()
			done()
		})
	}
	d = dialog.NewCustomWithoutButtons(title, container.NewVBox(widget.Muted(teach), fw.NewForm(items...), said), w.win)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(lang.L("Cancel"), nil, func() { d.Hide() }), ok})
	d.Resize(fyne.NewSize(560, 240))
	d.Show()
	for i, item := range items {
		e := item.Widget.(*widget.Field)
		e.OnEscape = d.Hide
		e.OnSubmitted = func(string) {
			if i+1 < len(items) {
				w.win.Canvas().Focus(items[i+1].Widget.(*widget.Field))
			} else if !ok.Disabled() {
				ok.OnTapped()
			}
		}
	}
	w.win.Canvas().Focus(items[0].Widget.(*widget.Field))
}

// Gate returns what stands in the place of everything, nil while nothing does.
func (w *Window) Gate() *people.Gate { return w.gate }
