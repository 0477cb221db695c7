package casework

import (
	"context"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/people"
	"tracemark/export/identity/card"
)

// session is somebody's time at the desk, from logging in to logging out. Its fields belong to Desk.who.
type session struct {
	account string // id
	locked  bool
	ended   bool
	key     openIdentity
	card    *card.Module // held while whoever logged in by card is at the desk; nil otherwise
	inserts string       // SHA-256 of the certificate that they logged in with
}

// presence is who is at the desk now.
type presence struct {
	accounts bool // the workstation has accounts
	account  casefile.Account
	in       bool // account has logged in
	locked   bool
}

// reader reports whether nothing is to be written to a case for whoever is at the desk.
func (p presence) reader() bool { return p.accounts && casefile.OnlyReads(p.account.Roles) }

// asThem is the key under which a context holds the session that a task was begun in.
type asThem struct{}

// allow returns nil where the person at the desk may do action, else the reason why not. Every exported call of a Desk begins with
// it; the table in permission_test.go knows them all. A workstation without accounts has one person, whom its settings name,
// and refuses them nothing. What an account may do is read anew each time: a role that is taken away is gone at once.
func (d *Desk) allow(ctx context.Context, action casefile.Action) error {
	p, err := d.presence(ctx)
	if err != nil {
		return err
	}
	if err := p.refusal(action); err != nil {
		return err
	}
	return ctx.Err()
}

// allowTask is allow for what goes on for long and calls other calls of the Desk: within the context that it returns they belong to
// whoever began it, also while the screen is locked. When that person logs out, or their account is deactivated, they are refused.
func (d *Desk) allowTask(ctx context.Context, action casefile.Action) (context.Context, error) {
	if err := d.allow(ctx, action); err != nil {
		return ctx, err
	}
	if _, pinned := ctx.Value(asThem{}).(*session); pinned {
		return ctx, nil
	}
	d.who.Lock()
	defer d.who.Unlock()
	if d.session == nil {
		return ctx, nil
	}
	return context.WithValue(ctx, asThem{}, d.session), nil
}

func (p presence) refusal(action casefile.Action) error {
	no := func(what, do string, args ...any) error {
		return &casefile.Error{Code: casefile.Refused, What: what, Do: do, Args: args, Cause: casefile.ErrNotAllowed}
	}
	switch {
	case !p.accounts:
		return nil
	case !p.in:
		return no("Nobody is logged in at this workstation", "Log in")
	case !p.account.Active:
		return no("The account of %[1]s is deactivated", "Ask an administrator", p.account.Name)
	case p.locked:
		return no("The screen is locked", "Give your passphrase")
	case p.account.MustChange:
		return no("Your passphrase is known to the administrator who set it", "Change it first")
	case !p.account.May(action):
		return no("Your role does not include this: %[1]s", "Ask somebody who has one of these roles: %[2]s",
			action, casefile.RoleList(casefile.Who(action)))
	}
	return nil
}

// presence returns who is at the desk, or began the task that ctx belongs to. It does not heed whether ctx has ended: who may do
// something does not depend on that.
func (d *Desk) presence(ctx context.Context) (presence, error) {
	ctx = context.WithoutCancel(ctx)
	b, err := d.accounts(ctx)
	if err != nil || b == nil {
		return presence{}, err
	}
	any, err := b.Any(ctx)
	if err != nil || !any {
		return presence{}, err
	}
	s, pinned := ctx.Value(asThem{}).(*session)
	d.who.Lock()
	if !pinned {
		s = d.session
	}
	if s == nil || s.ended {
		d.who.Unlock()
		return presence{accounts: true}, nil
	}
	p, id := presence{accounts: true, in: true, locked: s.locked && !pinned}, s.account
	d.who.Unlock()
	p.account, err = b.Account(ctx, id)
	return p, err
}

// accounts returns the workstation's accounts, nil where it has neither any nor a log yet.
func (d *Desk) accounts(ctx context.Context) (*people.Book, error) {
	d.who.Lock()
	defer d.who.Unlock()
	if d.book != nil {
		return d.book, nil
	}
	path := filepath.Join(d.home, people.FileName)
	if !people.Exists(path) {
		if d.Settings().Accounts {
			return nil, &casefile.Error{Code: casefile.Damaged, What: "The accounts of this workstation are missing", Do: "Restore the file %[1]s from its last copy",
				Args: []any{path}, Cause: casefile.ErrNotAllowed}
		}
		return nil, nil
	}
	return d.openBook(ctx)
}

// openBook opens the accounts and the log, and makes them where there are none. The caller holds d.who.
func (d *Desk) openBook(ctx context.Context) (*people.Book, error) {
	if d.book != nil {
		return d.book, nil
	}
	b, err := people.Open(ctx, filepath.Join(d.home, people.FileName), people.Options{Now: d.now, Cost: d.cost})
	if err != nil {
		return nil, err
	}
	d.book = b
	return b, nil
}

// noteHere logs something that happened to the workstation and to no case: a backup, a case that was restored. Without accounts it
// is the program that did it, for whom the settings name.
func (d *Desk) noteHere(ctx context.Context, action, subject, detail string) error {
	p, err := d.presence(ctx)
	if err != nil {
		return err
	}
	d.who.Lock()
	b, err := d.openBook(ctx)
	d.who.Unlock()
	if err != nil {
		return err
	}
	if p.in {
		return b.Note(ctx, p.account.ID, action, subject, detail)
	}
	return b.Note(ctx, "", action, subject, detail)
}

// person returns who acts: the owner of the account that is logged in, else whom the settings name, without an id.
func (d *Desk) person(ctx context.Context) (casefile.Person, error) {
	p, err := d.presence(ctx)
	if err != nil {
		return casefile.Person{}, err
	}
	if p.accounts {
		return p.account.Person(), nil
	}
	set := d.Settings()
	return casefile.Person{Name: set.Examiner, Role: set.Role, Agency: set.Agency}, nil
}
