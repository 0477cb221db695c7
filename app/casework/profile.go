package casework

import (
	"context"

	"tracemark/casefile"
)

// Profile returns who works at this workstation and with which service.
func (d *Desk) Profile(context.Context) (casefile.Profile, error) {
	set := d.Settings()
	p := casefile.Profile{
		Agency: set.Agency, Examiner: set.Examiner, Service: set.Service, Embedded: set.Service == "",
		DataFolder: d.CasesFolder(),
	}
	id, err := d.signer()
	if err != nil {
		return p, err
	}
	p.Signer, p.TestIdentity = id.Name(), id.Test()
	return p, nil
}

// SetProfile keeps the agency, the examiner and the folder for new cases.
func (d *Desk) SetProfile(_ context.Context, p casefile.Profile) error {
	if p.Agency == "" || p.Examiner == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The agency and the examiner need names", Do: "Fill both in; they stand on every report"}
	}
	return d.SaveSettings(func(s *Settings) { s.Agency, s.Examiner, s.CasesFolder = p.Agency, p.Examiner, p.DataFolder })
}
