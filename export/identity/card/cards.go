package card

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	stdsha256 "crypto/sha256"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// Module is a PKCS#11 module, through which the cards in the readers are reached. It is safe for concurrent use: one call
// at a time reaches the cards.
type Module struct {
	path string
	m    module
	mu   sync.Mutex
	uses int
	open map[string]*Key // by the token's serial number
}

// modules are those in use. A module is initialised once in a program, however many use it (PKCS #11 v2.40, 5.4).
var modules = struct {
	sync.Mutex
	byPath map[string]*Module
}{byPath: map[string]*Module{}}

// Load returns the module in the shared library at path. Close gives it back.
func Load(path string) (*Module, error) {
	if !filepath.IsAbs(path) {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is not where a card module is", Do: "Give the whole path of the library that came with the card", Args: []any{path}}
	}
	modules.Lock()
	defer modules.Unlock()
	if m := modules.byPath[path]; m != nil {
		m.uses++
		return m, nil
	}
	inner, err := load(path)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The card module %[1]s cannot be used", Do: "Correct its path in the settings, or install it", Args: []any{path}, Cause: err}
	}
	m := of(inner)
	m.path = path
	modules.byPath[path] = m
	return m, nil
}

func of(inner module) *Module { return &Module{m: inner, uses: 1, open: map[string]*Key{}} }

// Close gives the module back; when nobody uses it any more it is let go of, with all cards.
func (m *Module) Close() error {
	modules.Lock()
	defer modules.Unlock()
	if m.uses--; m.uses > 0 {
		return nil
	}
	delete(modules.byPath, m.path)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.open {
		k.close()
	}
	if err := m.m.finalize(); err != nil {
		return fmt.Errorf("close card module: %w", err)
	}
	return nil
}

// Cards returns the cards that are inserted with their certificates, without asking for a PIN. What a card shows only to whoever
// gave its PIN is missing.
func (m *Module) Cards(ctx context.Context) ([]casefile.Card, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := []casefile.Card{}
	err := m.each(ctx, func(_ uint, t token, objects []object) error {
		c := casefile.Card{Reader: t.reader, Label: t.label, Serial: t.serial, Maker: t.maker, Model: t.model, PIN: stateOf(t), PINPad: t.flags&flagPINPad != 0,
			Certificates: []casefile.CardCertificate{}}
		for _, o := range objects {
			c.Certificates = append(c.Certificates, describe(o))
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// each calls fn with each card that is inserted. A card that goes meanwhile is left out.
func (m *Module) each(ctx context.Context, fn func(slot uint, t token, objects []object) error) error {
	slots, err := m.m.slots()
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The card readers do not answer", Do: "Check that a reader is connected and its service runs", Cause: err}
	}
	for _, slot := range slots {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := m.m.token(slot)
		if err != nil || t.flags&flagInitialised == 0 {
			continue
		}
		objects, err := m.objects(slot)
		var c code
		if errors.As(err, &c) && isGone(c) {
			continue
		}
		if err != nil {
			return say(err, t, func() (token, error) { return m.m.token(slot) })
		}
		if err := fn(slot, t, objects); err != nil {
			return err
		}
	}
	return nil
}

func (m *Module) objects(slot uint) ([]object, error) {
	s, err := m.m.open(slot)
	if err != nil {
		return nil, err
	}
	list, err := m.m.certificates(s)
	if cerr := m.m.close(s); err == nil {
		err = cerr
	}
	return list, err
}

func describe(o object) casefile.CardCertificate {
	out := casefile.CardCertificate{SHA256: fingerprint(o.der), Label: o.label}
	c, err := x509.ParseCertificate(o.der)
	if err != nil {
		out.Problem = "The certificate cannot be read."
		return out
	}
	out.Name, out.Subject, out.Issuer = identity.NameOf(c), c.Subject.String(), c.Issuer.String()
	out.From, out.Until, out.Test, out.Issues = c.NotBefore.UTC(), c.NotAfter.UTC(), identity.IsTest(c), c.IsCA
	if out.Key = keyName(c.PublicKey); out.Key == "" {
		out.Problem = "Its key is of a kind that cannot sign here."
		return out
	}
	any := c.KeyUsage == 0 // no use is stated: all are allowed (RFC 5280, 4.2.1.3)
	out.Signs = !c.IsCA && (any || c.KeyUsage&x509.KeyUsageContentCommitment != 0)
	out.LogsIn = !c.IsCA && (any || c.KeyUsage&x509.KeyUsageDigitalSignature != 0)
	return out
}

func fingerprint(der []byte) string {
	sum := stdsha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// keyName names a key that can sign here, "" any other.
func keyName(key any) string {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", k.N.BitLen())
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P256() || k.Curve == elliptic.P384() {
			return "ECDSA " + k.Curve.Params().Name
		}
	}
	return ""
}

// Signing returns the certificate on the cards that its owner signs with: the only one for signatures that they stand by. Where there is none,
// or several, the error says so, and one has to be chosen by its fingerprint.
func Signing(cards []casefile.Card) (casefile.Card, casefile.CardCertificate, error) {
	var card casefile.Card
	var found casefile.CardCertificate
	n := 0
	for _, c := range cards {
		for _, cert := range c.Certificates {
			if cert.Signs {
				card, found = c, cert
				n++
			}
		}
	}
	switch n {
	case 0:
		return card, found, &casefile.Error{Code: casefile.NotFound, What: "No inserted card has a certificate for signatures", Do: "Insert the card, or choose another", Cause: casefile.ErrCardGone}
	case 1:
		return card, found, nil
	}
	return card, found, &casefile.Error{Code: casefile.Conflict, What: "There are %[1]d certificates for signatures on the inserted cards", Do: "Choose one by its fingerprint", Args: []any{n}}
}
