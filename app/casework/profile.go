package casework

import (
	"context"

	"tracemark/casefile"
)

// Profile returns who works at this workstation and with which service.
func (d *Desk) Profile(context.Context) (casefile.Profile, error) {
	set := d.Settings()
	e := set.Examining()
	p := casefile.Profile{
		Agency: set.Agency, Examiner: set.Examiner, Service: set.Service, Embedded: set.Service == "",
		DataFolder: d.CasesFolder(), CommitFirst: e.CommitFirst, FirstCandidates: e.FirstCandidates, Scale: e.Scale,
	}
	id, err := d.signer()
	if err != nil {
		return p, err
	}
	p.Signer, p.TestIdentity = id.Name(), id.Test()
	return p, nil
}

// SetProfile keeps the agency, the examiner, the folder for new cases, and how the agency looks at candidates and concludes. p
// is what Profile returned, changed.
func (d *Desk) SetProfile(_ context.Context, p casefile.Profile) error {
	if p.Agency == "" || p.Examiner == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The agency and the examiner need names", Do: "Fill both in; they stand on every report"}
	}
	if err := d.checkExamining(Examining{CommitFirst: p.CommitFirst, FirstCandidates: p.FirstCandidates, Scale: p.Scale}); err != nil {
		return err
	}
	return d.SaveSettings(func(s *Settings) {
		s.Agency, s.Examiner, s.CasesFolder = p.Agency, p.Examiner, p.DataFolder
		s.CommitFirst, s.FirstCandidates, s.Scale = p.CommitFirst, p.FirstCandidates, p.Scale
	})
}
