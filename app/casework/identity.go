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

// openIdentity is a signing identity whose owner has given its passphrase, or the PIN of the card that it is on.
type openIdentity struct {
	id     identity.Identity
	sha256 string // of the file, or of the certificate on the card
	until  time.Time
	card   *openCard // nil: a file
}

// identityOpenFor is how long an identity stays open after its passphrase was given: long enough for what is being signed, and gone
// when its owner has turned away. Locking the screen closes it at once.
const identityOpenFor = 2 * time.Minute

// usable reports whether the identity with that hash is open and can sign now.
func (o openIdentity) usable(sha256 string, now time.Time) bool {
	return o.sha256 == sha256 && o.id.Key != nil && now.Before(o.until) && (o.card == nil || o.card.ready())
}

// close ends what an open identity holds of a card.
func (o openIdentity) close() {
	if o.card != nil {
		o.card.close()
	}
}

// keep makes o the identity that is open in place.
func (o openIdentity) keep(place *openIdentity) {
	place.close()
	*place = o
}

// signer returns the identity that reports are signed with: that of whoever is logged in, which without a file or a card is a test identity
// made when it is first needed. Where the workstation has no accounts it is the one of the settings. An identity whose passphrase or PIN has
// to be given first is refused with casefile.ErrIdentityClosed: see OpenIdentity.
func (d *Desk) signer() (identity.Identity, error) {
	ctx := context.Background()
	p, err := d.presence(ctx)
	if err != nil {
		return identity.Identity{}, err
	}
	set := d.Settings()
	switch {
	case !p.accounts && set.IdentityCard.Certificate == "":
		return d.settingsSigner(set)
	case !p.accounts:
		return d.openOrAsk(ctx, set.ownIdentity(), set.Examiner, func() *openIdentity { return &d.own })
	case !p.in:
		return identity.Identity{}, noOneIn()
	case p.account.Identity.None():
		set.Examiner, set.Agency = p.account.Name, p.account.Agency
		return d.testIdentity(set)
	}
	return d.openOrAsk(ctx, p.account, p.account.Name, func() *openIdentity {
		if d.session == nil || d.session.locked || d.session.account != p.account.ID {
			return nil
		}
		return &d.session.key
	})
}

// ownIdentity is the account that a workstation without accounts would have: all that is known of it is the card to sign with.
func (s Settings) ownIdentity() casefile.Account {
	return casefile.Account{Name: s.Examiner, Identity: casefile.SigningIdentity{SHA256: s.IdentityCard.Certificate, Subject: s.IdentityCard.Subject, Card: s.IdentityCard}}
}

// openOrAsk returns the identity of a where it is open, opens it with the passphrase in the environment, or refuses with ErrIdentityClosed.
// place, called with d.who held, is where it is kept while it is open.
func (d *Desk) openOrAsk(ctx context.Context, a casefile.Account, name string, place func() *openIdentity) (identity.Identity, error) {
	d.who.Lock()
	var open openIdentity
	if at := place(); at != nil {
		open = *at
	}
	d.who.Unlock()
	if open.usable(a.Identity.SHA256, d.now()) {
		return open.id, nil
	}
	if passphrase, given := os.LookupEnv(PassphraseVariable); given {
		o, err := d.openIdentity(ctx, a, casefile.PIN{Words: passphrase})
		if err == nil && o.card != nil {
			d.keepOpen(o, place)
		}
		return o.id, err
	}
	do := "Give its passphrase"
	if a.Identity.Card.Certificate != "" {
		do = "Insert the card and give its PIN"
	}
	return identity.Identity{}, &casefile.Error{Code: casefile.Refused, What: "The signing identity of %[1]s is closed", Do: do, Args: []any{name}, Cause: casefile.ErrIdentityClosed}
}

// keepOpen keeps an identity open for the next two minutes, where its owner is still at the desk.
func (d *Desk) keepOpen(o openIdentity, place func() *openIdentity) {
	d.who.Lock()
	defer d.who.Unlock()
	if at := place(); at != nil {
		o.keep(at)
		return
	}
	o.close()
}

// OpenIdentity opens the signing identity of whoever is logged in, for the next two minutes or until the screen is locked. The
// passphrase is not kept. Of an identity on a card it is the PIN: see OpenCardIdentity.
func (d *Desk) OpenIdentity(ctx context.Context, passphrase string) error {
	return d.OpenCardIdentity(ctx, casefile.PIN{Words: passphrase})
}

// OpenCardIdentity is OpenIdentity for whoever can say that the card's last try may be used. A card that wants its PIN for each
// signature has to be opened for each: the PIN that was given serves for one signature and is then forgotten.
func (d *Desk) OpenCardIdentity(ctx context.Context, pin casefile.PIN) error {
	p, err := d.presence(ctx)
	if err != nil {
		return err
	}
	a, place := p.account, func() *openIdentity {
		if d.session == nil || d.session.locked || d.session.account != p.account.ID {
			return nil
		}
		return &d.session.key
	}
	if set := d.Settings(); !p.accounts && set.IdentityCard.Certificate != "" {
		a, place = set.ownIdentity(), func() *openIdentity { return &d.own }
	} else if !p.in || p.locked || !p.account.Active {
		return orAccounts(p.refusal(casefile.ReadCase))
	}
	o, err := d.openIdentity(ctx, a, pin)
	if err != nil {
		return err
	}
	d.keepOpen(o, place)
	return nil
}

// orAccounts is err, or that there is nobody whose identity it could be.
func orAccounts(err error) error {
	if err != nil {
		return err
	}
	return noAccounts()
}

// openIdentity opens the identity of an account. Whom the certificate in a file is for nobody can read without the passphrase: it is kept.
func (d *Desk) openIdentity(ctx context.Context, a casefile.Account, pin casefile.PIN) (openIdentity, error) {
	o := openIdentity{sha256: a.Identity.SHA256, until: d.now().Add(identityOpenFor)}
	if a.Identity.Card.Certificate != "" {
		var err error
		if o.card, err = d.openCard(ctx, a.Identity.Card, pin); err == nil {
			o.id = o.card.key.Identity()
		}
		return o, err
	}
	data, err := d.identityFile(ctx, a.Identity)
	if err != nil {
		return openIdentity{}, err
	}
	if o.id, err = identity.LoadPKCS12(data, pin.Words); err != nil {
		return openIdentity{}, &casefile.Error{Code: casefile.Refused, What: "The signing identity %[1]s cannot be opened",
			Do: "Check its passphrase", Args: []any{a.Identity.File}, Cause: err}
	}
	if subject := certified(o.id); subject != a.Identity.Subject {
		i := a.Identity
		i.Subject, i.Test = subject, o.id.Test()
		if _, err := d.book.SetIdentity(ctx, a.ID, a.ID, i, data); err != nil {
			return openIdentity{}, err
		}
	}
	return o, nil
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
