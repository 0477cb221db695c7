package casework

import (
	"cmp"
	"context"

	"tracemark/casefile"
)

// Profile returns who works at this workstation and with which service.
func (d *Desk) Profile(ctx context.Context) (casefile.Profile, error) {
	who, err := d.presence(ctx)
	if err != nil {
		return casefile.Profile{}, err
	}
	set := d.Settings()
	e := set.Examining()
	p := casefile.Profile{
		Agency: set.Agency, Address: set.Address, Examiner: set.Examiner, Service: set.Service, Embedded: set.Service == "",
		DataFolder: d.CasesFolder(), CommitFirst: e.CommitFirst, FirstCandidates: e.FirstCandidates, Scale: e.Scale,
		Verification: e.Verification,
	}
	if who.accounts {
		p.Examiner = who.account.Name
		p.Signer, p.TestIdentity = who.account.Identity.Subject, who.account.Identity.Test
		if !who.in || !who.account.Identity.None() {
			return p, nil
		}
	}
	if card := set.IdentityCard; !who.accounts && card.Certificate != "" {
		p.Signer = card.Subject
		return p, nil
	}
	id, err := d.signer()
	if err != nil {
		return p, err
	}
	p.Signer, p.TestIdentity = id.Name(), id.Test()
	return p, nil
}

// SetProfile keeps the agency with its address, the examiner, the folder for new cases, and how the agency looks at candidates and concludes. p
// is what Profile returned, changed.
func (d *Desk) SetProfile(ctx context.Context, p casefile.Profile) error {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return err
	}
	if p.Agency == "" || p.Examiner == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The agency and the examiner need names", Do: "Fill both in; they stand on every report"}
	}
	e := Examining{CommitFirst: p.CommitFirst, FirstCandidates: p.FirstCandidates, Scale: p.Scale, Verification: cmp.Or(p.Verification, casefile.VerifyNothing)}
	if err := d.checkExamining(e); err != nil {
		return err
	}
	who, err := d.presence(ctx)
	if err != nil {
		return err
	}
	return d.SaveSettings(func(s *Settings) {
		s.Agency, s.Address, s.CasesFolder = p.Agency, p.Address, p.DataFolder
		if !who.accounts { // else it is the account's name, which an administrator changes there
			s.Examiner = p.Examiner
		}
		s.CommitFirst, s.FirstCandidates, s.Scale, s.Verification = e.CommitFirst, e.FirstCandidates, e.Scale, e.Verification
	})
}
