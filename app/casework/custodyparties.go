package casework

import (
	"context"

	"tracemark/casefile"
	"tracemark/casefile/people"
	"tracemark/casefile/store"
)

// party settles who a party to a custody event is and how they were authenticated: whoever gave credentials by these, the person at the
// desk by having signed in, anybody else not at all. What a caller says of the proof counts for nothing.
func (d *Desk) party(ctx context.Context, s *store.Store, me string, p casefile.Party, c casefile.Credentials) (casefile.Party, error) {
	p.Proof = casefile.NotAuthenticated
	if c.Given() {
		a, err := d.authenticate(ctx, c)
		if err != nil {
			return p, err
		}
		if err := s.Acting(ctx, a.Person(), a.LogIn); err != nil {
			return p, err
		}
		return casefile.Party{Name: a.Name, Organisation: a.Agency, PersonID: a.ID, Proof: casefile.ByPassphrase}, nil
	}
	if p.PersonID == "" {
		return p, nil
	}
	who, err := s.Person(ctx, p.PersonID)
	if err != nil {
		return p, err
	}
	out := casefile.Party{Name: who.Name, Organisation: who.Agency, PersonID: who.ID}
	accounts, err := d.custodyAccounts(ctx)
	if err != nil || len(accounts) == 0 {
		return out, err
	}
	if who.ID == me {
		out.Proof = casefile.BySession
		return out, nil
	}
	for _, a := range accounts {
		if a.ID == who.ID && a.Active {
			return out, &casefile.Error{Code: casefile.Refused, What: "%[1]s has an account at this workstation", Do: "Let %[1]s give the passphrase", Args: []any{who.Name}}
		}
	}
	return out, nil
}

// CustodyParties returns who can be chosen as a party to a custody event in a case: the person at the desk first, then the accounts of
// this workstation, the other people of the case, and outside persons who were a party before.
func (d *Desk) CustodyParties(ctx context.Context, path string) ([]casefile.CustodyParty, error) {
	if err := d.allow(ctx, casefile.RecordCustody); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	people, err := s.People(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := d.custodyAccounts(ctx)
	if err != nil {
		return nil, err
	}
	events, err := s.CustodyEvents(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []casefile.CustodyParty
	add := func(p casefile.CustodyParty) {
		for _, o := range out {
			if o.Party.Same(p.Party) {
				return
			}
		}
		out = append(out, p)
	}
	partyOf := func(p casefile.Person) casefile.Party {
		return casefile.Party{Name: p.Name, Organisation: p.Agency, PersonID: p.ID}
	}
	for _, p := range people {
		if p.ID == me {
			add(casefile.CustodyParty{Party: partyOf(p), Self: true})
		}
	}
	for _, a := range accounts {
		if a.Active {
			add(casefile.CustodyParty{Party: partyOf(a.Person()), LogIn: a.LogIn})
		}
	}
	for _, p := range people {
		add(casefile.CustodyParty{Party: partyOf(p)})
	}
	for i := len(events) - 1; i >= 0; i-- {
		for _, p := range []casefile.Party{events[i].From, events[i].To} {
			if p.Known() && p.Outside() {
				add(casefile.CustodyParty{Party: p})
			}
		}
	}
	return out, nil
}

// custodyAccounts returns the workstation's accounts, none where it has none.
func (d *Desk) custodyAccounts(ctx context.Context) ([]casefile.Account, error) {
	b, err := d.accounts(ctx)
	if err != nil || b == nil {
		return nil, err
	}
	return b.Accounts(ctx)
}

// passing is why a party to a custody event gives the passphrase, for the workstation's log.
const passing people.Occasion = "custody"

// authenticate returns the account to which the credentials belong. A passphrase that an administrator knows, too, shows nothing.
func (d *Desk) authenticate(ctx context.Context, c casefile.Credentials) (casefile.Account, error) {
	b, err := d.accounts(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	if b == nil {
		return casefile.Account{}, noAccounts()
	}
	a, err := b.LogIn(ctx, c.LogIn, c.Passphrase, passing)
	if err != nil {
		return a, err
	}
	if a.MustChange {
		return a, &casefile.Error{Code: casefile.Refused, What: "The passphrase of %[1]s is still the one that an administrator gave", Do: "Log in as %[1]s and change it first",
			Args: []any{a.Name}}
	}
	return a, nil
}
