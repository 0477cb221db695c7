package casework

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"path/filepath"
	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/people"
)

// WhoAmI returns who sits at the desk.
func (d *Desk) WhoAmI(ctx context.Context) (casefile.WhoAmI, error) {
	p, err := d.presence(ctx)
	if err != nil {
		return casefile.WhoAmI{}, err
	}
	w := casefile.WhoAmI{Accounts: p.accounts, Locked: p.locked}
	switch {
	case p.in:
		w.Account, w.Name = &p.account, p.account.Name
	case !p.accounts:
		w.Name = d.Settings().Examiner
	}
	return w, nil
}

// LogIn begins a person's time at the desk; whoever was there before is logged out.
func (d *Desk) LogIn(ctx context.Context, logIn, passphrase string) (casefile.WhoAmI, error) {
	b, err := d.accounts(ctx)
	if err != nil {
		return casefile.WhoAmI{}, err
	}
	if b == nil {
		return casefile.WhoAmI{}, noAccounts()
	}
	if any, err := b.Any(ctx); err != nil || !any {
		return casefile.WhoAmI{}, orNoAccounts(err)
	}
	a, err := b.LogIn(ctx, logIn, passphrase, people.LoggingIn)
	if err != nil {
		return casefile.WhoAmI{}, err
	}
	return d.begin(ctx, &session{account: a.ID}, a)
}

// begin begins the time at the desk of whoever has shown who they are.
func (d *Desk) begin(ctx context.Context, s *session, a casefile.Account) (casefile.WhoAmI, error) {
	if err := d.LogOut(ctx); err != nil {
		return casefile.WhoAmI{}, err
	}
	d.who.Lock()
	d.session = s
	d.who.Unlock()
	d.mu.Lock()
	d.holder = a.Name
	d.mu.Unlock()
	return d.WhoAmI(ctx)
}

func orNoAccounts(err error) error {
	if err != nil {
		return err
	}
	return noAccounts()
}

func noAccounts() error {
	return &casefile.Error{Code: casefile.NotFound, What: "This workstation has no accounts", Do: "Add the first one, an administrator's"}
}

// LogOut ends a person's time at the desk. Nobody being there is no error.
func (d *Desk) LogOut(ctx context.Context) error {
	d.who.Lock()
	s, b := d.session, d.book
	d.session, d.current = nil, ""
	if s != nil {
		s.end()
	}
	d.who.Unlock()
	if s == nil || b == nil {
		return nil
	}
	return errors.Join(d.giveUpCases(), b.Note(ctx, s.account, "log-out", s.account, ""))
}

// giveUpCases lets other programs write the cases that were worked on, and forgets under whose name they were held. What is still
// being read from them goes on.
func (d *Desk) giveUpCases() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for dir, s := range d.open {
		errs = append(errs, s.Unclaim())
		d.retired = append(d.retired, s)
		delete(d.open, dir)
	}
	d.holder = ""
	return errors.Join(errs...)
}

// Lock locks the screen: until Unlock nothing is handed out or done, but for what was begun before. why is why, for the log. It
// always locks; nobody being logged in is no error.
func (d *Desk) Lock(ctx context.Context, why string) error {
	d.who.Lock()
	s, b := d.session, d.book
	if s == nil || s.locked {
		d.who.Unlock()
		return nil
	}
	s.locked = true
	s.key.close()
	s.key = openIdentity{}
	d.who.Unlock()
	d.noteInCase(ctx, s.account, "screen locked", why)
	return b.Note(ctx, s.account, "screen locked", s.account, why)
}

// Unlock ends a lock with the passphrase of whoever locked the screen. Wrong attempts are in the workstation's log and in
// that of the case that was open, and count as attempts to log in.
func (d *Desk) Unlock(ctx context.Context, passphrase string) error {
	d.who.Lock()
	s, b := d.session, d.book
	d.who.Unlock()
	if s == nil {
		return &casefile.Error{Code: casefile.Refused, What: "Nobody is logged in at this workstation", Do: "Log in", Cause: casefile.ErrNotAllowed}
	}
	a, err := b.Account(ctx, s.account)
	if err != nil {
		return err
	}
	if _, err := b.LogIn(ctx, a.LogIn, passphrase, people.Unlocking); err != nil {
		d.noteInCase(ctx, s.account, "unlocking failed", a.LogIn)
		return err
	}
	d.unlocked(ctx, s, "")
	return nil
}

func (d *Desk) unlocked(ctx context.Context, s *session, detail string) {
	d.who.Lock()
	s.locked = false
	d.who.Unlock()
	d.noteInCase(ctx, s.account, "screen unlocked", detail)
}

// noteInCase logs in the case that was last worked in what happened at the screen. The screen is locked whether or not that can
// be written down.
func (d *Desk) noteInCase(ctx context.Context, account, action, detail string) {
	d.who.Lock()
	path, b := d.current, d.book
	d.who.Unlock()
	if path == "" {
		return
	}
	a, err := b.Account(ctx, account)
	if err == nil && casefile.OnlyReads(a.Roles) {
		return
	}
	if err == nil {
		s, open := d.alreadyOpen(path)
		if !open {
			return
		}
		err = s.NoteScreen(ctx, account, action, detail)
	}
	if err != nil {
		slog.Warn("the case's log could not take what happened at the screen", "action", action, "error", err)
	}
}

// ChangePassphrase changes the passphrase of whoever is logged in, who gives the one they have.
func (d *Desk) ChangePassphrase(ctx context.Context, old, next string) error {
	p, err := d.presence(ctx)
	if err != nil {
		return err
	}
	if p.account.MustChange && p.in && p.account.Active && !p.locked {
		p.account.MustChange = false
	}
	if !p.in {
		return noOneIn()
	}
	if p.locked || !p.account.Active {
		return p.refusal(casefile.ReadCase)
	}
	if err := people.CheckPassphrase(p.account, next); err != nil {
		return err
	}
	if _, err := d.book.LogIn(ctx, p.account.LogIn, old, people.Changing); err != nil {
		return err
	}
	return d.book.SetPassphrase(ctx, p.account.ID, p.account.ID, next)
}

func noOneIn() error {
	return &casefile.Error{Code: casefile.Refused, What: "Nobody is logged in at this workstation", Do: "Log in", Cause: casefile.ErrNotAllowed}
}

// People returns all accounts, the first one made first.
func (d *Desk) People(ctx context.Context) ([]casefile.Account, error) {
	if err := d.allow(ctx, casefile.ManagePeople); err != nil {
		return nil, err
	}
	b, err := d.accounts(ctx)
	if err != nil || b == nil {
		return nil, err
	}
	return b.Accounts(ctx)
}

// PersonHistory returns every state of an account, the first one first.
func (d *Desk) PersonHistory(ctx context.Context, id string) ([]casefile.AccountVersion, error) {
	b, _, err := d.managing(ctx)
	if err != nil {
		return nil, err
	}
	return b.History(ctx, id)
}

// managing returns the accounts and the id of the administrator at the desk, or says why nobody there may manage people.
func (d *Desk) managing(ctx context.Context) (*people.Book, string, error) {
	if err := d.allow(ctx, casefile.ManagePeople); err != nil {
		return nil, "", err
	}
	p, err := d.presence(ctx)
	if err != nil {
		return nil, "", err
	}
	if !p.accounts {
		return nil, "", noAccounts()
	}
	return d.book, p.account.ID, nil
}

// AddPerson makes an account. The first one is an administrator's and made by its owner: from then on the workstation asks everybody
// to log in. The others have to change the passphrase when they first do.
func (d *Desk) AddPerson(ctx context.Context, a casefile.Account, passphrase string) (casefile.Account, error) {
	if err := d.allow(ctx, casefile.ManagePeople); err != nil {
		return casefile.Account{}, err
	}
	p, err := d.presence(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	d.who.Lock()
	b, err := d.openBook(ctx)
	d.who.Unlock()
	if err != nil {
		return casefile.Account{}, err
	}
	if a.Agency == "" {
		a.Agency = d.Settings().Agency
	}
	if a, err = b.Add(ctx, p.account.ID, a, passphrase); err != nil {
		return a, err
	}
	// So that accounts that vanish are missed. That the account is there counts more than that this could be written.
	if !d.Settings().Accounts {
		if err := d.saveSettings(func(s *Settings) { s.Accounts = true }); err != nil {
			slog.Warn("that there are accounts could not be kept in the settings", "error", err)
		}
	}
	return a, nil
}

// ChangePerson makes the next state of an account, with the reason. a is what People returned, changed.
func (d *Desk) ChangePerson(ctx context.Context, a casefile.Account, reason string) (casefile.Account, error) {
	b, by, err := d.managing(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Change(ctx, by, a, reason)
}

// ResetPassphrase gives an account a passphrase that its owner has to change at the next log-in.
func (d *Desk) ResetPassphrase(ctx context.Context, id, passphrase string) error {
	b, by, err := d.managing(ctx)
	if err != nil {
		return err
	}
	if by == id {
		return &casefile.Error{Code: casefile.Refused, What: "Your own passphrase is not reset", Do: "Change it, giving the one that you have"}
	}
	return b.SetPassphrase(ctx, by, id, passphrase)
}

// WorkstationLog returns up to n records of the workstation's log from number from on.
func (d *Desk) WorkstationLog(ctx context.Context, from int64, n int) ([]audit.Record, error) {
	b, _, err := d.managing(ctx)
	if err != nil {
		return nil, err
	}
	return b.Records(ctx, from, n)
}

// VerifyWorkstation checks the file of the accounts and the workstation's log.
func (d *Desk) VerifyWorkstation(ctx context.Context, progress casefile.Progress) (casefile.Verdict, error) {
	if err := d.allow(ctx, casefile.ManagePeople); err != nil {
		return casefile.Verdict{}, err
	}
	path := filepath.Join(d.home, people.FileName)
	r, err := check.Workstation(ctx, path, nil, progress)
	if err != nil {
		return casefile.Verdict{}, err
	}
	v := casefile.Verdict{Subject: path, OK: r.OK, Checked: d.now().UTC()}
	if r.OK {
		v.Sentences = append(v.Sentences, fmt.Sprintf("The accounts and the log of the workstation are whole: %d log records, every row as recorded.", r.Records))
	}
	v.Sentences = append(v.Sentences, fmt.Sprintf("Log: %d records, root hash %s.", r.Records, r.RootHash))
	for _, p := range r.Problems {
		v.Sentences = append(v.Sentences, "PROBLEM: "+p)
	}
	return v, nil
}

// SetLockAfter changes after how many minutes the screen is locked, and keeps it.
func (d *Desk) SetLockAfter(ctx context.Context, minutes int) error {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return err
	}
	if minutes < 1 || minutes > MaxLockMinutes {
		return &casefile.Error{Code: casefile.Invalid, What: "The screen cannot be locked after %[1]d minutes", Do: "Give a number from 1 to %[2]d", Args: []any{minutes, MaxLockMinutes}}
	}
	return d.SaveSettings(func(s *Settings) { s.LockMinutes = minutes })
}

// LockAfter returns after how long without a key or a movement of the mouse the screen is locked; never without accounts.
func (d *Desk) LockAfter() time.Duration {
	minutes := d.Settings().LockMinutes
	if minutes <= 0 {
		minutes = LockMinutesDefault
	}
	return time.Duration(minutes) * time.Minute
}
