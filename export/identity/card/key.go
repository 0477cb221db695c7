package card

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// Asking asks for a PIN for one signature. state is what the card says of it.
type Asking func(state casefile.PINState) (casefile.PIN, error)

// Key is a key on a card that was opened with its PIN. It is a crypto.Signer.
type Key struct {
	m       *Module
	slot    uint
	token   token
	session uint
	key     privateKey
	id      []byte
	cert    *x509.Certificate
	chain   []*x509.Certificate
	ask     Asking
	closed  bool
}

// Open opens the key of the certificate with the SHA-256 want by the card's PIN. ask is asked at each signature by keys that want the
// PIN each time; where it is nil these cannot sign.
func (m *Module) Open(ctx context.Context, want string, pin casefile.PIN, ask Asking) (*Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(ctx, want)
	if err != nil {
		return nil, err
	}
	if err := mayTry(k.token, pin); err != nil {
		return nil, err
	}
	if before := m.open[k.token.serial]; before != nil {
		before.close()
	}
	k.ask = ask
	if err := k.logIn(pin); err != nil {
		return nil, err
	}
	m.open[k.token.serial] = k
	return k, nil
}

// Certificate returns the certificate with the SHA-256 want on the inserted cards, with those on its card that vouch for it. The
// identity has no key: no PIN is asked for.
func (m *Module) Certificate(ctx context.Context, want string) (identity.Identity, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(ctx, want)
	if err != nil {
		return identity.Identity{}, err
	}
	return identity.Identity{Certificate: k.cert, Chain: k.chain}, nil
}

// find looks for the certificate on the inserted cards.
func (m *Module) find(ctx context.Context, want string) (*Key, error) {
	var k *Key
	err := m.each(ctx, func(slot uint, t token, objects []object) error {
		for _, o := range objects {
			if k != nil || fingerprint(o.der) != want {
				continue
			}
			c, err := x509.ParseCertificate(o.der)
			if err != nil || keyName(c.PublicKey) == "" {
				return &casefile.Error{Code: casefile.Invalid, What: "The certificate on the card %[1]s is of a kind that cannot sign here", Do: "Choose one with an RSA or an ECDSA key", Args: []any{t.label}, Cause: err}
			}
			k = &Key{m: m, slot: slot, token: t, id: o.id, cert: c, chain: issuers(c, objects)}
		}
		return nil
	})
	if err == nil && k == nil {
		err = &casefile.Error{Code: casefile.NotFound, What: "The card is not inserted", Do: "Insert the card with the certificate %[1]s", Args: []any{want}, Cause: casefile.ErrCardGone}
	}
	return k, err
}

// issuers returns those on the card who vouch for c, nearest first.
func issuers(c *x509.Certificate, objects []object) (chain []*x509.Certificate) {
	var all []*x509.Certificate
	for _, o := range objects {
		if ca, err := x509.ParseCertificate(o.der); err == nil && ca.IsCA {
			all = append(all, ca)
		}
	}
	for at := c; !bytes.Equal(at.RawIssuer, at.RawSubject) && len(chain) < len(all); {
		i := 0
		for i < len(all) && (!bytes.Equal(all[i].RawSubject, at.RawIssuer) || at.CheckSignatureFrom(all[i]) != nil) {
			i++
		}
		if i == len(all) {
			break
		}
		at = all[i]
		chain = append(chain, at)
	}
	return chain
}

// logIn opens a session, gives the PIN and finds the key.
func (k *Key) logIn(pin casefile.PIN) (err error) {
	if k.session, err = k.m.m.open(k.slot); err != nil {
		return k.say(err)
	}
	defer func() {
		if err != nil {
			_ = k.m.m.logOut(k.session)
			_ = k.m.m.close(k.session)
		}
	}()
	// Whoever gave their PIN before must not be who is let in now: with a user logged in a module looks at no PIN.
	var c code
	if err := k.m.m.logOut(k.session); err != nil && !(errors.As(err, &c) && c == notLoggedIn) {
		return k.say(err)
	}
	if err := k.m.m.logIn(k.session, false, pin.Words); err != nil {
		if errors.As(err, &c) && c == alreadyLoggedIn {
			return &casefile.Error{Code: casefile.Failed, What: "The card %[1]s is in use, so its PIN was not looked at", Do: "Take it out, insert it again and repeat", Args: []any{k.token.label}, Cause: err}
		}
		return k.say(err)
	}
	return k.findKey()
}

func (k *Key) findKey() error {
	key, found, err := k.m.m.privateKey(k.session, k.id)
	switch {
	case err != nil:
		return k.say(err)
	case !found:
		return &casefile.Error{Code: casefile.NotFound, What: "The card %[1]s has no key for this certificate", Do: "Choose another certificate", Args: []any{k.token.label}}
	case !key.signs:
		return &casefile.Error{Code: casefile.Refused, What: "The key of this certificate on the card %[1]s may not sign", Do: "Choose another certificate", Args: []any{k.token.label}}
	}
	k.key = key
	return nil
}

func (k *Key) say(err error) error {
	return say(err, k.token, func() (token, error) { return k.m.m.token(k.slot) })
}

// Identity returns the key with its certificate and those on the card that vouch for it.
func (k *Key) Identity() identity.Identity {
	return identity.Identity{Key: k, Certificate: k.cert, Chain: k.chain}
}

// AsksEachTime reports whether the card wants the PIN for each signature.
func (k *Key) AsksEachTime() bool {
	k.m.mu.Lock()
	defer k.m.mu.Unlock()
	return k.key.always
}

// Present reports whether the key can still be used: it is open and its card is inserted.
func (k *Key) Present() bool {
	k.m.mu.Lock()
	defer k.m.mu.Unlock()
	if k.closed {
		return false
	}
	t, err := k.m.m.token(k.slot)
	return err == nil && t.serial == k.token.serial
}

// Close logs out of the card. The Key cannot sign any more. Closing twice is no error.
func (k *Key) Close() {
	k.m.mu.Lock()
	defer k.m.mu.Unlock()
	k.close()
}

func (k *Key) close() {
	if k.closed {
		return
	}
	k.closed = true
	_ = k.m.m.logOut(k.session) // a card that is gone has logged out
	_ = k.m.m.close(k.session)
	if k.m.open[k.token.serial] == k {
		delete(k.m.open, k.token.serial)
	}
}

// Public returns the certificate's key.
func (k *Key) Public() crypto.PublicKey { return k.cert.PublicKey }

// Sign signs a digest, as crypto.Signer says. The signature is checked before it is returned. The first argument is not used: a
// card has its own randomness.
func (k *Key) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	how, data, err := k.mechanism(digest, opts)
	if err != nil {
		return nil, err
	}
	k.m.mu.Lock()
	if k.closed {
		k.m.mu.Unlock()
		return nil, k.say(notLoggedIn)
	}
	always := k.key.always
	t, err := k.m.m.token(k.slot)
	k.m.mu.Unlock()
	if err == nil && t.serial != k.token.serial {
		err = tokenNotPresent
	}
	if err != nil {
		return nil, k.lost(err)
	}
	var pin casefile.PIN
	if always { // asked without the lock: a person takes their time
		if pin, err = k.askPIN(t); err != nil {
			return nil, err
		}
	}
	sig, err := k.sign(how, data, pin)
	if err != nil {
		return nil, err
	}
	return k.checked(how, digest, sig, opts)
}

func (k *Key) askPIN(t token) (casefile.PIN, error) {
	if k.ask == nil {
		return casefile.PIN{}, &casefile.Error{Code: casefile.Refused, What: "The card %[1]s wants its PIN for each signature", Do: "Give it", Args: []any{t.label}, Cause: casefile.ErrIdentityClosed}
	}
	if state := stateOf(t); state == casefile.PINLocked || state == casefile.PINMissing {
		return casefile.PIN{}, mayTry(t, casefile.PIN{})
	}
	pin, err := k.ask(stateOf(t))
	if err != nil {
		return casefile.PIN{}, err
	}
	return pin, mayTry(t, pin)
}

func (k *Key) sign(how mechanism, data []byte, pin casefile.PIN) ([]byte, error) {
	k.m.mu.Lock()
	defer k.m.mu.Unlock()
	if k.closed {
		return nil, k.say(notLoggedIn)
	}
	if err := k.m.m.signInit(k.session, how, k.key.handle); err != nil {
		return nil, k.failed(err)
	}
	if k.key.always {
		if err := k.m.m.logIn(k.session, true, pin.Words); err != nil {
			said := k.failed(err)
			k.renew() // the operation that was begun cannot be ended otherwise
			return nil, said
		}
	}
	sig, err := k.m.m.sign(k.session, data)
	if err != nil {
		return nil, k.failed(err)
	}
	return sig, nil
}

// lost is failed for whoever does not hold the lock.
func (k *Key) lost(err error) error {
	k.m.mu.Lock()
	defer k.m.mu.Unlock()
	return k.failed(err)
}

// failed says what went wrong, and closes the key where the card is gone.
func (k *Key) failed(err error) error {
	said := k.say(err)
	if errors.Is(said, casefile.ErrCardGone) || errors.Is(said, casefile.ErrCardLocked) {
		k.close()
	}
	return said
}

// renew takes another session in place of one with an operation that cannot go on. The card stays open while there is one.
func (k *Key) renew() {
	if k.closed {
		return
	}
	s, err := k.m.m.open(k.slot)
	if err != nil {
		k.close()
		return
	}
	old := k.session
	k.session = s
	_ = k.m.m.close(old)
	if k.findKey() != nil {
		k.close()
	}
}

var pssHashes = map[crypto.Hash][2]uint{crypto.SHA256: {sha256, mgfSHA256}, crypto.SHA384: {sha384, mgfSHA384}, crypto.SHA512: {sha512, mgfSHA512}}

// prefixes of a DigestInfo (RFC 8017, 9.2, note 1).
var prefixes = map[crypto.Hash][]byte{
	crypto.SHA256: {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20},
	crypto.SHA384: {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30},
	crypto.SHA512: {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40},
}

// mechanism returns how the card is to sign, and what.
func (k *Key) mechanism(digest []byte, opts crypto.SignerOpts) (mechanism, []byte, error) {
	h := opts.HashFunc()
	ids, known := pssHashes[h]
	if !known || len(digest) != h.Size() {
		return mechanism{}, nil, fmt.Errorf("sign with card: a digest of %d bytes is none of %v", len(digest), h)
	}
	pub, isRSA := k.cert.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return mechanism{kind: ecdsaSign}, digest, nil
	}
	pss, isPSS := opts.(*rsa.PSSOptions)
	if !isPSS {
		return mechanism{kind: rsaPKCS}, append(bytes.Clone(prefixes[h]), digest...), nil
	}
	salt := pss.SaltLength
	switch salt {
	case rsa.PSSSaltLengthEqualsHash:
		salt = h.Size()
	case rsa.PSSSaltLengthAuto: // as long as it can be (RFC 8017, 9.1.1)
		salt = (pub.N.BitLen()-1+7)/8 - h.Size() - 2
	}
	if salt < 0 {
		return mechanism{}, nil, fmt.Errorf("sign with card: a salt of %d bytes", salt)
	}
	return mechanism{kind: rsaPSS, hash: ids[0], mgf: ids[1], salt: uint(salt)}, digest, nil
}

// checked returns the signature in the form of crypto.Signer, where it is one of the certificate's key.
func (k *Key) checked(how mechanism, digest, sig []byte, opts crypto.SignerOpts) ([]byte, error) {
	var good bool
	switch pub := k.cert.PublicKey.(type) {
	case *rsa.PublicKey:
		if how.kind == rsaPSS {
			good = rsa.VerifyPSS(pub, opts.HashFunc(), digest, sig, &rsa.PSSOptions{SaltLength: int(how.salt)}) == nil
		} else {
			good = rsa.VerifyPKCS1v15(pub, opts.HashFunc(), digest, sig) == nil
		}
	case *ecdsa.PublicKey:
		if n := len(sig) / 2; n > 0 && len(sig)%2 == 0 { // r and s, of one length each
			der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(sig[:n]), new(big.Int).SetBytes(sig[n:])})
			if err != nil {
				return nil, fmt.Errorf("write signature of card: %w", err)
			}
			sig = der
			good = ecdsa.VerifyASN1(pub, digest, sig)
		}
	}
	if !good {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "What the card %[1]s signed is not good under its own certificate", Do: "Use another card, and have this one examined", Args: []any{k.token.label}}
	}
	return sig, nil
}
