package casework

import (
	"context"
	"errors"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/export/trust"
)

// trustFolder is the agency's trust store within the data folder.
const trustFolder = "trust"

func (d *Desk) trustDir() string { return filepath.Join(d.home, trustFolder) }

// trustStore reads the agency's trust store as it is now.
func (d *Desk) trustStore() (*trust.Store, error) { return trust.Open(d.trustDir()) }

// TrustStore returns the authorities in the agency's trust store, those that were removed as well, and sentences about what in its
// folder is left out.
func (d *Desk) TrustStore(ctx context.Context) ([]casefile.TrustedCA, []casefile.Sentence, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	s, err := d.trustStore()
	if err != nil {
		return nil, nil, err
	}
	return s.List(d.now()), s.Problems(), nil
}

// InspectTrust reads the certificates in a file and says what adding them would mean, without adding them.
func (d *Desk) InspectTrust(ctx context.Context, file string) ([]casefile.TrustedCA, error) {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return nil, err
	}
	certs, err := trust.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := make([]casefile.TrustedCA, len(certs))
	for i, c := range certs {
		out[i] = trust.Describe(c, d.now())
		if err := trust.Usable(c); err != nil {
			out[i].Warnings = append(out[i].Warnings, err.Error())
		}
	}
	return out, nil
}

// Trust adds the authorities in a file, in PEM or DER, to the agency's trust store. The reason is kept with them and in the workstation's
// log. Where one of them cannot be added none is.
func (d *Desk) Trust(ctx context.Context, file string, purpose casefile.TrustPurpose, reason string) ([]casefile.TrustedCA, error) {
	change, err := d.changingTrust(ctx, reason)
	if err != nil {
		return nil, err
	}
	certs, err := trust.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for _, c := range certs {
		if err := trust.Usable(c); err != nil {
			return nil, err
		}
	}
	var out []casefile.TrustedCA
	for _, c := range certs {
		// Logged first: what is trusted has always been written down.
		if err := d.noteHere(ctx, "authority trusted", trust.Fingerprint(c), string(purpose)+": "+c.Subject.String()+": "+change.Reason); err != nil {
			return out, err
		}
		ca, err := trust.Add(d.trustDir(), c, purpose, change)
		if err != nil {
			return out, errors.Join(err, d.noteHere(ctx, "authority not trusted after all", trust.Fingerprint(c), string(purpose)))
		}
		out = append(out, ca)
	}
	return out, nil
}

// Distrust takes an authority, named by its fingerprint, out of use. It stays in the list as removed, with the reason.
func (d *Desk) Distrust(ctx context.Context, certificate string, purpose casefile.TrustPurpose, reason string) (casefile.TrustedCA, error) {
	change, err := d.changingTrust(ctx, reason)
	if err != nil {
		return casefile.TrustedCA{}, err
	}
	ca, err := trust.Remove(d.trustDir(), cleanFingerprint(certificate), purpose, change)
	if err != nil {
		return ca, err
	}
	return ca, d.noteHere(ctx, "authority no longer trusted", ca.SHA256, string(purpose)+": "+ca.Subject+": "+change.Reason)
}

func (d *Desk) changingTrust(ctx context.Context, reason string) (trust.Change, error) {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return trust.Change{}, err
	}
	who, err := d.person(ctx)
	if err != nil {
		return trust.Change{}, err
	}
	c := trust.Change{By: who.Name, Reason: reason, At: d.now()}
	return c, c.Check()
}
