package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Verifiers returns who can be asked to verify the conclusion of a comparison: the accounts of the workstation that may, or where it
// has none, the people of the case; never whoever concluded.
func (d *Desk) Verifiers(ctx context.Context, path, comparison string) ([]casefile.Person, error) {
	if err := d.allow(ctx, casefile.AskVerification); err != nil {
		return nil, err
	}
	s, _, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return nil, err
	}
	c, _, err := s.CurrentConclusion(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	accounts, err := d.custodyAccounts(ctx)
	if err != nil {
		return nil, err
	}
	list := []casefile.Person{}
	for _, a := range accounts {
		if a.Active && a.May(casefile.VerifyConclusion) {
			list = append(list, a.Person())
		}
	}
	if len(accounts) == 0 {
		if list, err = s.People(ctx); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(list, func(p casefile.Person) bool { return casefile.MayVerify(c, p.ID) != nil }), nil
}

// present makes sure that whoever is asked for something is a person of the case: somebody with an account becomes one.
func (d *Desk) present(ctx context.Context, s *store.Store, id string) error {
	accounts, err := d.custodyAccounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.ID == id {
			return s.Acting(ctx, a.Person(), a.LogIn)
		}
	}
	_, err = s.Person(ctx, id)
	return err
}

// Waiting returns the verifications of all known cases that wait for the person at the desk, the longest waiting first. A case that
// cannot be opened is left out: the list of cases says why.
func (d *Desk) Waiting(ctx context.Context) ([]casefile.WaitingVerification, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	paths, err := d.known()
	if err != nil {
		return nil, err
	}
	out := []casefile.WaitingVerification{}
	for _, path := range paths {
		list, err := d.waitingIn(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			out = append(out, list...)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.WaitingVerification) int { return a.Created.Compare(b.Created) })
	return out, nil
}

func (d *Desk) waitingIn(ctx context.Context, path string) ([]casefile.WaitingVerification, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	if sealed, err := sealedIn(ctx, s); err != nil || sealed != nil {
		return d.sealedWaiting(ctx, path, s, sealed, err)
	}
	if list, err := s.Verifications(ctx); err != nil || !slices.ContainsFunc(list, func(v casefile.Verification) bool { return v.State() == casefile.VerificationOpen }) {
		return nil, err // most cases: nobody need be made a person of them for this
	}
	c, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	list, err := d.Verifications(ctx, path)
	var out []casefile.WaitingVerification
	for _, v := range list {
		if q := v.Verification.Request; v.Mine {
			out = append(out, casefile.WaitingVerification{CasePath: path, CaseNumber: c.Number, Number: q.Number, ComparisonID: q.ComparisonID, Created: q.Created})
		}
	}
	return out, err
}
