package ui_test

import (
	"context"
	"slices"
	"sync"
	"time"

	"tracemark/casefile"
)

// staff are the accounts of a fake workstation; without people it has none. Everybody's passphrase is theirWords.
type staff struct {
	at        sync.Mutex
	people    []casefile.Account
	in        string // id of who is logged in
	locked    bool
	said      []string // what was asked for, in order
	lockAfter time.Duration
	opened    bool // the signing identity

	needsIdentity bool // whoever signs has to open it first
}

// closed says that the signing identity has to be opened.
func (s *staff) closed() error {
	if !s.needsIdentity || s.opened {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "The signing identity of %[1]s is closed", Do: "Give its passphrase", Args: []any{"the examiner"},
		Cause: casefile.ErrIdentityClosed}
}

const theirWords = "what only they know"

func (s *staff) note(what string) { s.said = append(s.said, what) }

func (s *staff) WhoAmI(context.Context) (casefile.WhoAmI, error) {
	s.at.Lock()
	defer s.at.Unlock()
	return s.whoAmI(), nil
}

func (s *staff) whoAmI() casefile.WhoAmI {
	w := casefile.WhoAmI{Accounts: len(s.people) > 0, Locked: s.locked, Name: "R. Marsh"}
	for _, a := range s.people {
		if a.ID == s.in {
			w.Account, w.Name = &a, a.Name
		}
	}
	return w
}

func wrongWords() error {
	return &casefile.Error{Code: casefile.Refused, What: "The log-in name or the passphrase is wrong", Do: "Try again; after several attempts you have to wait"}
}

func (s *staff) LogIn(_ context.Context, logIn, passphrase string) (casefile.WhoAmI, error) {
	s.at.Lock()
	defer s.at.Unlock()
	s.note("log in " + logIn)
	for _, a := range s.people {
		if a.LogIn == logIn && passphrase == theirWords {
			s.in, s.locked = a.ID, false
			return s.whoAmI(), nil
		}
	}
	return casefile.WhoAmI{}, wrongWords()
}

func (s *staff) LogOut(context.Context) error {
	s.at.Lock()
	defer s.at.Unlock()
	s.note("log out")
	s.in, s.locked = "", false
	return nil
}

func (s *staff) Lock(_ context.Context, why string) error {
	s.at.Lock()
	defer s.at.Unlock()
	s.note("lock " + why)
	s.locked = true
	return nil
}

func (s *staff) Unlock(_ context.Context, passphrase string) error {
	s.at.Lock()
	defer s.at.Unlock()
	s.note("unlock")
	if passphrase != theirWords {
		return wrongWords()
	}
	s.locked = false
	return nil
}

func (s *staff) LockAfter() time.Duration {
	if s.lockAfter == 0 {
		return 10 * time.Minute
	}
	return s.lockAfter
}

func (s *staff) SetLockAfter(_ context.Context, minutes int) error {
	s.lockAfter = time.Duration(minutes) * time.Minute
	return nil
}

func (s *staff) ChangePassphrase(_ context.Context, old, _ string) error {
	s.at.Lock()
	defer s.at.Unlock()
	if old != theirWords {
		return wrongWords()
	}
	for i := range s.people {
		if s.people[i].ID == s.in {
			s.people[i].MustChange = false
		}
	}
	return nil
}

func (s *staff) OpenIdentity(_ context.Context, passphrase string) error {
	if passphrase != theirWords {
		return wrongWords()
	}
	s.opened = true
	return nil
}

func (s *staff) People(context.Context) ([]casefile.Account, error) {
	s.at.Lock()
	defer s.at.Unlock()
	return slices.Clone(s.people), nil
}

func (s *staff) PersonHistory(_ context.Context, id string) ([]casefile.AccountVersion, error) {
	s.at.Lock()
	defer s.at.Unlock()
	var out []casefile.AccountVersion
	for _, a := range s.people {
		if a.ID == id {
			out = append(out, casefile.AccountVersion{Account: a, ByName: "A. Admin", At: day})
		}
	}
	return out, nil
}

func (s *staff) AddPerson(_ context.Context, a casefile.Account, _ string) (casefile.Account, error) {
	s.at.Lock()
	defer s.at.Unlock()
	a.ID, a.Active, a.Created, a.Version, a.MustChange = "p-"+a.LogIn, true, day, 1, len(s.people) > 0
	s.people = append(s.people, a)
	return a, nil
}

func (s *staff) ChangePerson(_ context.Context, a casefile.Account, reason string) (casefile.Account, error) {
	s.at.Lock()
	defer s.at.Unlock()
	if reason == "" {
		return a, &casefile.Error{Code: casefile.Invalid, What: "A change needs a reason", Do: "Say why it is made"}
	}
	for i := range s.people {
		if s.people[i].ID == a.ID {
			s.people[i] = a
		}
	}
	return a, nil
}

func (s *staff) ResetPassphrase(_ context.Context, id, _ string) error {
	s.note("reset " + id)
	return nil
}

func (s *staff) SetIdentity(_ context.Context, id, file string, keep bool) (casefile.Account, error) {
	s.at.Lock()
	defer s.at.Unlock()
	for i := range s.people {
		if s.people[i].ID == id {
			s.people[i].Identity = casefile.SigningIdentity{File: file, Kept: keep}
			return s.people[i], nil
		}
	}
	return casefile.Account{}, nil
}

// employ gives the fake workstation one person for each role, who log in as the role.
func (s *staff) employ() {
	for _, r := range casefile.Roles() {
		s.people = append(s.people, casefile.Account{ID: "p-" + string(r), Name: "The " + string(r), LogIn: string(r), Agency: "Central Laboratory",
			Roles: []casefile.Role{r}, Active: true, Created: day, Version: 1})
	}
}
