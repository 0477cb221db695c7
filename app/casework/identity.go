package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// openIdentity is a signing identity whose owner has given its passphrase.
type openIdentity struct {
	id     identity.Identity
	sha256 string // of the file
	until  time.Time
}

// identityOpenFor is how long an identity stays open after its passphrase was given: long enough for what is being signed, and gone
// when its owner has turned away. Locking the screen closes it at once.
const identityOpenFor = 2 * time.Minute

// signer returns the identity that reports are signed with: that of whoever is logged in, which without a file is a test identity
// made when it is first needed. Where the workstation has no accounts it is the one of the settings. An identity whose passphrase has
// to be given first is refused with casefile.ErrIdentityClosed: see OpenIdentity.
func (d *Desk) signer() (identity.Identity, error) {
	ctx := context.Background()
	p, err := d.presence(ctx)
	if err != nil {
		return identity.Identity{}, err
	}
	set := d.Settings()
	switch {
	case !p.accounts:
		return d.settingsSigner(set)
	case !p.in:
		return identity.Identity{}, noOneIn()
	case p.account.Identity.File == "":
		set.Examiner, set.Agency = p.account.Name, p.account.Agency
		return d.testIdentity(set)
	}
	d.who.Lock()
	var open openIdentity
	if d.session != nil {
		open = d.session.key
	}
	d.who.Unlock()
	if open.sha256 == p.account.Identity.SHA256 && open.id.Key != nil && d.now().Before(open.until) {
		return open.id, nil
	}
	if passphrase, given := os.LookupEnv(PassphraseVariable); given {
		return d.openIdentity(ctx, p.account, passphrase)
	}
	return identity.Identity{}, &casefile.Error{Code: casefile.Refused, What: "The signing identity of %[1]s is closed",
		Do: "Give its passphrase", Args: []any{p.account.Name}, Cause: casefile.ErrIdentityClosed}
}

// OpenIdentity opens the signing identity of whoever is logged in, for the next two minutes or until the screen is locked. The
// passphrase is not kept.
func (d *Desk) OpenIdentity(ctx context.Context, passphrase string) error {
	p, err := d.presence(ctx)
	if err != nil {
		return err
	}
	if !p.in || p.locked || !p.account.Active {
		return orAccounts(p.refusal(casefile.ReadCase))
	}
	id, err := d.openIdentity(ctx, p.account, passphrase)
	if err != nil {
		return err
	}
	d.who.Lock()
	defer d.who.Unlock()
	if d.session != nil && !d.session.locked && d.session.account == p.account.ID {
		d.session.key = openIdentity{id: id, sha256: p.account.Identity.SHA256, until: d.now().Add(identityOpenFor)}
	}
	return nil
}

// orAccounts is err, or that there is nobody whose identity it could be.
func orAccounts(err error) error {
	if err != nil {
		return err
	}
	return noAccounts()
}

// openIdentity reads the identity of an account and keeps whom its certificate is for, which nobody can read without the passphrase.
func (d *Desk) openIdentity(ctx context.Context, a casefile.Account, passphrase string) (identity.Identity, error) {
	data, err := d.identityFile(ctx, a.Identity)
	if err != nil {
		return identity.Identity{}, err
	}
	id, err := identity.LoadPKCS12(data, passphrase)
	if err != nil {
		return identity.Identity{}, &casefile.Error{Code: casefile.Refused, What: "The signing identity %[1]s cannot be opened",
			Do: "Check its passphrase", Args: []any{a.Identity.File}, Cause: err}
	}
	if subject := certified(id); subject != a.Identity.Subject {
		i := a.Identity
		i.Subject, i.Test = subject, id.Test()
		if _, err := d.book.SetIdentity(ctx, a.ID, a.ID, i, data); err != nil {
			return identity.Identity{}, err
		}
	}
	return id, nil
}

func certified(id identity.Identity) string { return id.Certificate.Subject.String() }

// identityFile returns the bytes of a signing identity, from the workstation's own copy or from where the file is.
func (d *Desk) identityFile(ctx context.Context, i casefile.SigningIdentity) ([]byte, error) {
	if i.Kept {
		return d.book.IdentityFile(ctx, i.SHA256)
	}
	data, err := readIdentity(i.File)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != i.SHA256 {
		return nil, &casefile.Error{Code: casefile.Refused, What: "The signing identity %[1]s is not the file that an administrator chose",
			Do: "Let an administrator choose it anew", Args: []any{i.File}}
	}
	return data, nil
}

func readIdentity(file string) ([]byte, error) {
	info, err := os.Stat(file)
	var data []byte
	if err == nil && info.Size() > identity.MaxPKCS12 {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is too large for a signing identity", Do: "Choose a PKCS#12 file", Args: []any{file}}
	}
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "The signing identity %[1]s cannot be read",
			Do: "Correct where it is, or insert what it is on", Args: []any{file}, Cause: err}
	}
	return data, nil
}

// SetIdentity gives an account the PKCS#12 file that its owner signs with, "" for a test identity. With keep the workstation
// keeps a copy; else the file is read each time, such as from a medium that its owner carries. The passphrase is the owner's: whom
// the certificate is for is known once they have given it.
func (d *Desk) SetIdentity(ctx context.Context, id, file string, keep bool) (casefile.Account, error) {
	b, by, err := d.managing(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	i := casefile.SigningIdentity{}
	var data []byte
	if file != "" {
		if i.File, err = filepath.Abs(file); err != nil {
			return casefile.Account{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no file's name", Args: []any{file}, Cause: err}
		}
		if data, err = readIdentity(i.File); err != nil {
			return casefile.Account{}, err
		}
		sum := sha256.Sum256(data)
		i.SHA256, i.Kept = hex.EncodeToString(sum[:]), keep
		if len(data) < 2 || data[0] != derSequence {
			return casefile.Account{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is no PKCS#12 file", Do: "Choose the file that the authority handed out", Args: []any{file}}
		}
	}
	return b.SetIdentity(ctx, by, id, i, data)
}

// derSequence is the first byte of a PKCS#12 file, which is a SEQUENCE in DER (RFC 7292, section 4).
const derSequence = 0x30
