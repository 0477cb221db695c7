package casework

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/people"
	"tracemark/export/identity"
	"tracemark/export/identity/card"
)

// Cards returns the cards that are inserted, with their certificates. No PIN is asked for.
func (d *Desk) Cards(ctx context.Context) ([]casefile.Card, error) {
	m, err := d.cardModule("")
	if err != nil {
		return nil, err
	}
	defer m.Close()
	return m.Cards(ctx)
}

// LogInByCard begins a person's time at the desk with the card that an administrator has bound to their account. logIn may be "" where
// only one account belongs to the inserted cards. What the card signs is new each time; its certificate has to be valid now and to come
// from an authority in the trust store.
func (d *Desk) LogInByCard(ctx context.Context, logIn string, pin casefile.PIN) (casefile.WhoAmI, error) {
	b, err := d.accounts(ctx)
	if err != nil {
		return casefile.WhoAmI{}, err
	}
	if b == nil {
		return casefile.WhoAmI{}, noAccounts()
	}
	m, err := d.cardModule("")
	if err != nil {
		return casefile.WhoAmI{}, err
	}
	s := &session{card: m}
	a, err := d.ofCard(ctx, b, m, logIn)
	if err == nil {
		a, err = b.LogInByCard(ctx, a.ID, people.LoggingInByCard, d.prove(ctx, m, pin))
	}
	if err != nil {
		s.end()
		return casefile.WhoAmI{}, err
	}
	s.account, s.inserts = a.ID, a.LogInCard.Certificate
	return d.begin(ctx, s, a)
}

// end ends a session. The caller holds Desk.who, or is the only one who knows it.
func (s *session) end() {
	s.ended = true
	s.key.close()
	s.key = openIdentity{}
	if s.card != nil {
		_ = s.card.Close() // nothing that anybody waits for
		s.card = nil
	}
}

// ofCard returns the account that the inserted cards log in.
func (d *Desk) ofCard(ctx context.Context, b *people.Book, m *card.Module, logIn string) (casefile.Account, error) {
	cards, err := m.Cards(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	all, err := b.Accounts(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	var found []casefile.Account
	for _, a := range all {
		if _, ok := inserted(cards, a.LogInCard.Certificate); ok && a.Active && (logIn == "" || a.LogIn == casefile.CleanLogIn(logIn)) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return casefile.Account{}, &casefile.Error{Code: casefile.Refused, What: "No inserted card logs anybody in here", Do: "Insert your card, or give your log-in name and passphrase", Cause: casefile.ErrCardGone}
	case 1:
		return found[0], nil
	}
	return casefile.Account{}, &casefile.Error{Code: casefile.Refused, What: "The inserted cards belong to %[1]d people", Do: "Give your log-in name too, or leave in only your card", Args: []any{len(found)}}
}

// inserted returns the certificate with the fingerprint on the cards, and which card it is on.
func inserted(cards []casefile.Card, print string) (casefile.CardIdentity, bool) {
	for _, c := range cards {
		for _, cert := range c.Certificates {
			if cert.SHA256 == print && print != "" {
				return casefile.CardIdentity{Token: c.Label, Serial: c.Serial, Certificate: cert.SHA256, Subject: cert.Subject}, true
			}
		}
	}
	return casefile.CardIdentity{}, false
}

// prove has the card sign a challenge, and checks the signature and the certificate.
func (d *Desk) prove(ctx context.Context, m *card.Module, pin casefile.PIN) func(casefile.CardIdentity, []byte) error {
	return func(c casefile.CardIdentity, challenge []byte) error {
		key, err := m.Open(ctx, c.Certificate, pin, func(casefile.PINState) (casefile.PIN, error) { return pin, nil })
		if err != nil {
			return err
		}
		defer key.Close()
		id := key.Identity()
		if err := d.vouched(id); err != nil {
			return err
		}
		algorithm, digest, opts := logInAlgorithm(id.Certificate, challenge)
		sig, err := key.Sign(nil, digest, opts)
		if err != nil {
			return err
		}
		if err := id.Certificate.CheckSignature(algorithm, challenge, sig); err != nil {
			return &casefile.Error{Code: casefile.Refused, What: "The card did not prove that it is the one of this account", Do: "Try again, or give your passphrase", Cause: err}
		}
		return nil
	}
}

// logInAlgorithm is how a card signs a challenge: a key on P-384 with SHA-384, any other with SHA-256.
func logInAlgorithm(c *x509.Certificate, challenge []byte) (x509.SignatureAlgorithm, []byte, crypto.SignerOpts) {
	d256, d384 := sha256.Sum256(challenge), sha512.Sum384(challenge)
	switch k := c.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if k.Curve.Params().BitSize > 256 {
			return x509.ECDSAWithSHA384, d384[:], crypto.SHA384
		}
		return x509.ECDSAWithSHA256, d256[:], crypto.SHA256
	default: // RSA: package card opens no other
		return x509.SHA256WithRSAPSS, d256[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	}
}

// vouched returns why the certificate of a card lets nobody in, nil where it does.
func (d *Desk) vouched(id identity.Identity) error {
	no := func(what, do string, cause error) error {
		return &casefile.Error{Code: casefile.Refused, What: what, Do: do, Args: []any{id.Name()}, Cause: cause}
	}
	c, now := id.Certificate, d.now()
	switch {
	case id.Test():
		return no("The card of %[1]s is a test and lets nobody in", "Use the card that the authority handed out", nil)
	case now.Before(c.NotBefore) || now.After(c.NotAfter):
		return no("The certificate on the card of %[1]s is not valid now", "Ask for a new card; meanwhile give your passphrase", nil)
	case c.IsCA || c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return no("The certificate on the card of %[1]s is not one for signatures", "Choose another certificate of the card", nil)
	}
	store, err := d.trustStore()
	if err != nil {
		return err
	}
	between := x509.NewCertPool()
	for _, i := range id.Chain {
		between.AddCert(i)
	}
	chains, err := c.Verify(x509.VerifyOptions{Roots: store.Roots(casefile.TrustSigners), Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return no("The certificate on the card of %[1]s comes from no authority in the trust store", "Let an administrator add the authority that issued it", err)
	}
	if !slices.ContainsFunc(chains, func(chain []*x509.Certificate) bool { return !identity.AnyTest(chain...) }) {
		return no("The card of %[1]s is a test and lets nobody in", "Use the card that the authority handed out", nil)
	}
	return nil
}

// UnlockByCard ends a lock with the card of whoever locked the screen.
func (d *Desk) UnlockByCard(ctx context.Context, pin casefile.PIN) error {
	d.who.Lock()
	s, b := d.session, d.book
	d.who.Unlock()
	if s == nil {
		return noOneIn()
	}
	m, err := d.cardModule("")
	if err != nil {
		return err
	}
	defer m.Close()
	if _, err := b.LogInByCard(ctx, s.account, people.UnlockingByCard, d.prove(ctx, m, pin)); err != nil {
		d.noteInCase(ctx, s.account, "unlocking failed", "by card")
		return err
	}
	d.unlocked(ctx, s, "by card")
	return nil
}

// CardPresent reports whether the card that whoever is at the desk logged in with is still inserted; true where they logged in otherwise. The
// window asks now and then, and locks the screen once it is not.
func (d *Desk) CardPresent(ctx context.Context) (bool, error) {
	d.who.Lock()
	s := d.session
	if s == nil || s.card == nil {
		d.who.Unlock()
		return true, nil
	}
	want := s.inserts
	d.who.Unlock()
	cards, err := d.Cards(ctx)
	if err != nil {
		return false, err
	}
	_, ok := inserted(cards, want)
	return ok, nil
}

// SetLogInCard binds the certificate with this fingerprint, which must be on an inserted card, to an account: its owner may then log in
// with the card and its PIN. "" takes the card away. The reason is kept.
func (d *Desk) SetLogInCard(ctx context.Context, id, certificate, reason string) (casefile.Account, error) {
	b, by, err := d.managing(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	if certificate == "" {
		return b.SetLogInCard(ctx, by, id, casefile.CardIdentity{}, reason)
	}
	m, err := d.cardModule("")
	if err != nil {
		return casefile.Account{}, err
	}
	defer m.Close()
	c, found, err := d.onCard(ctx, m, certificate)
	if err != nil {
		return casefile.Account{}, err
	}
	if err := d.vouched(found); err != nil { // now rather than before a locked door
		return casefile.Account{}, err
	}
	return b.SetLogInCard(ctx, by, id, c, reason)
}

// onCard returns a certificate on an inserted card, named by its fingerprint.
func (d *Desk) onCard(ctx context.Context, m *card.Module, certificate string) (casefile.CardIdentity, identity.Identity, error) {
	certificate = cleanFingerprint(certificate)
	cards, err := m.Cards(ctx)
	if err != nil {
		return casefile.CardIdentity{}, identity.Identity{}, err
	}
	c, ok := inserted(cards, certificate)
	if !ok {
		return c, identity.Identity{}, &casefile.Error{Code: casefile.NotFound, What: "No inserted card has the certificate %[1]s", Do: "List the cards and choose one", Args: []any{certificate}, Cause: casefile.ErrCardGone}
	}
	id, err := m.Certificate(ctx, certificate)
	return c, id, err
}

// cleanFingerprint is a fingerprint as other programs print it, as this one does.
func cleanFingerprint(s string) string {
	return strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(strings.TrimSpace(s)))
}

// SetIdentityCard gives an account the certificate on a card that its owner signs with, in place of a file. certificate is its fingerprint;
// "" chooses the only one for signatures on the inserted cards.
func (d *Desk) SetIdentityCard(ctx context.Context, id, certificate string) (casefile.Account, error) {
	b, by, err := d.managing(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	i, err := d.cardIdentity(ctx, certificate)
	if err != nil {
		return casefile.Account{}, err
	}
	return b.SetIdentity(ctx, by, id, i, nil)
}

// UseIdentityCard makes a certificate on a card what a workstation without accounts signs with. "" chooses as SetIdentityCard does.
func (d *Desk) UseIdentityCard(ctx context.Context, certificate string) (casefile.SigningIdentity, error) {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return casefile.SigningIdentity{}, err
	}
	i, err := d.cardIdentity(ctx, certificate)
	if err != nil {
		return i, err
	}
	if err := d.SaveSettings(func(s *Settings) { s.Identity, s.IdentityCard = "", i.Card }); err != nil {
		return i, err
	}
	return i, d.noteHere(ctx, "signing identity set", "", i.Card.Subject+", certificate "+i.Card.Certificate)
}

func (d *Desk) cardIdentity(ctx context.Context, certificate string) (casefile.SigningIdentity, error) {
	m, err := d.cardModule("")
	if err != nil {
		return casefile.SigningIdentity{}, err
	}
	defer m.Close()
	if certificate == "" {
		cards, err := m.Cards(ctx)
		if err != nil {
			return casefile.SigningIdentity{}, err
		}
		_, cert, err := card.Signing(cards)
		if err != nil {
			return casefile.SigningIdentity{}, err
		}
		certificate = cert.SHA256
	}
	c, id, err := d.onCard(ctx, m, certificate)
	if err != nil {
		return casefile.SigningIdentity{}, err
	}
	return casefile.SigningIdentity{SHA256: c.Certificate, Subject: c.Subject, Test: id.Test(), Card: c}, nil
}
