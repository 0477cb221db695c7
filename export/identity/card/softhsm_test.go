//go:build cgo

package card_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity/card"
	"tracemark/export/identity/card/cardtest"
	"tracemark/export/sign"
)

var clock = time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC)

func load(t testing.TB, k cardtest.Token) *card.Module {
	t.Helper()
	m, err := card.Load(k.Module)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

var pin = casefile.PIN{Words: cardtest.PIN}

func TestCardSignsAsItsCertificateSays(t *testing.T) {
	ca := cardtest.NewAuthority(t, "Ministry CA", clock)
	k := cardtest.New(t, "lab")
	k.AddCertificate(t, ca.Certificate)
	prints := map[string]string{}
	for _, kind := range []string{cardtest.P256, cardtest.P384, cardtest.RSA3072} {
		prints[kind] = k.Add(t, kind, false, func(pub any) *x509.Certificate { return ca.Issue(t, "Anna "+kind, pub, clock, nil) })
	}
	m := load(t, k)
	text := []byte("what is signed")
	d256, d384 := sha256.Sum256(text), sha512.Sum384(text)
	for kind, print := range prints {
		t.Run(kind, func(t *testing.T) {
			key, err := m.Open(t.Context(), print, pin, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer key.Close()
			id := key.Identity()
			if id.Name() != "Anna "+kind || len(id.Chain) != 1 || !id.Chain[0].Equal(ca.Certificate) || key.AsksEachTime() || !key.Present() {
				t.Errorf("identity %s with %d authorities, asks %v", id.Name(), len(id.Chain), key.AsksEachTime())
			}
			for _, c := range []struct {
				digest []byte
				opts   crypto.SignerOpts
			}{{d256[:], crypto.SHA256}, {d384[:], crypto.SHA384}, {d256[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}},
				{d384[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: crypto.SHA384}}} {
				sig, err := key.Sign(nil, c.digest, c.opts)
				if err != nil {
					t.Fatalf("%v: %v", c.opts, err)
				}
				switch pub := key.Public().(type) {
				case *ecdsa.PublicKey:
					if !ecdsa.VerifyASN1(pub, c.digest, sig) {
						t.Error("the signature is not good")
					}
				case *rsa.PublicKey:
					if pss, ok := c.opts.(*rsa.PSSOptions); ok {
						err = rsa.VerifyPSS(pub, c.opts.HashFunc(), c.digest, sig, pss)
					} else {
						err = rsa.VerifyPKCS1v15(pub, c.opts.HashFunc(), c.digest, sig)
					}
					if err != nil {
						t.Error(err)
					}
				}
			}
			if _, err := key.Sign(nil, d256[:5], crypto.SHA256); err == nil {
				t.Error("signed five bytes as a SHA-256")
			}
			p7s, err := sign.Detached(t.Context(), text, id, clock)
			if err != nil {
				t.Fatal(err)
			}
			if s := sign.VerifyDetached(text, p7s, clock, sign.VerifyOptions{Now: clock}); !s.Valid {
				t.Errorf("CMS: %v", s.Problems)
			}
			key.Close()
			if _, err := key.Sign(nil, d256[:], crypto.SHA256); !errors.Is(err, casefile.ErrIdentityClosed) || key.Present() {
				t.Errorf("after it was closed: %v", err)
			}
		})
	}
}

func TestCardsAreListedWithoutPIN(t *testing.T) {
	ca := cardtest.NewAuthority(t, "Ministry CA", clock)
	k := cardtest.New(t, "lab")
	k.AddCertificate(t, ca.Certificate)
	signing := k.Add(t, cardtest.P256, false, func(pub any) *x509.Certificate {
		return ca.Issue(t, "Anna signs", pub, clock, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment })
	})
	logIn := k.Add(t, cardtest.P256, false, func(pub any) *x509.Certificate {
		return ca.Issue(t, "Anna logs in (TEST IDENTITY)", pub, clock, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature })
	})
	m := load(t, k)
	cards, err := m.Cards(t.Context())
	if err != nil || len(cards) != 1 || cards[0].Label != "lab" || cards[0].Serial == "" || cards[0].PIN != casefile.PINFine || len(cards[0].Certificates) != 3 {
		t.Fatalf("cards %+v, %v", cards, err)
	}
	for _, c := range cards[0].Certificates {
		if c.Signs != (c.SHA256 == signing) || c.LogsIn != (c.SHA256 == logIn) || c.Test != (c.SHA256 == logIn) || c.Issues != (c.Name == "Ministry CA") || c.Key != "ECDSA P-256" || c.Problem != "" {
			t.Errorf("certificate %+v", c)
		}
	}
	if _, c, err := card.Signing(cards); err != nil || c.SHA256 != signing {
		t.Errorf("signs with %+v, %v", c, err)
	}
	k2 := append(cards, cards[0])
	if _, _, err := card.Signing(k2); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("of two: %v", err)
	}
	if _, _, err := card.Signing(nil); !errors.Is(err, casefile.ErrCardGone) {
		t.Errorf("of none: %v", err)
	}
}

func TestWrongPINIsRefusedAlsoWhileTheCardIsOpen(t *testing.T) {
	ca := cardtest.NewAuthority(t, "Ministry CA", clock)
	k := cardtest.New(t, "lab")
	print := k.Add(t, cardtest.P256, false, func(pub any) *x509.Certificate { return ca.Issue(t, "Anna", pub, clock, nil) })
	m := load(t, k)
	wrong := casefile.PIN{Words: "999999"}
	if _, err := m.Open(t.Context(), print, wrong, nil); !errors.Is(err, casefile.ErrWrongPIN) || strings.Contains(err.Error(), wrong.Words) {
		t.Errorf("wrong PIN: %v", err)
	}
	if _, err := m.Open(t.Context(), print, casefile.PIN{Words: "1"}, nil); !errors.Is(err, casefile.ErrWrongPIN) {
		t.Errorf("a PIN that is too short: %v", err)
	}
	if _, err := m.Open(t.Context(), print, casefile.PIN{}, nil); !errors.Is(err, casefile.ErrIdentityClosed) {
		t.Errorf("no PIN: %v", err)
	}
	key, err := m.Open(t.Context(), print, pin, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	if _, err := m.Open(t.Context(), print, wrong, nil); !errors.Is(err, casefile.ErrWrongPIN) {
		t.Errorf("a wrong PIN beside a right one: %v", err)
	}
	digest := sha256.Sum256(nil)
	if _, err := key.Sign(nil, digest[:], crypto.SHA256); err == nil {
		t.Error("the key stays open after somebody else tried a PIN")
	}
	if _, err := m.Open(t.Context(), strings.Repeat("0", 64), pin, nil); !errors.Is(err, casefile.ErrCardGone) {
		t.Errorf("another certificate: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := m.Open(ctx, print, pin, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestKeyThatAlwaysAsksIsAskedForEachSignature(t *testing.T) {
	ca := cardtest.NewAuthority(t, "Ministry CA", clock)
	k := cardtest.New(t, "lab")
	print := k.Add(t, cardtest.P256, true, func(pub any) *x509.Certificate { return ca.Issue(t, "Anna", pub, clock, nil) })
	m := load(t, k)
	digest := sha256.Sum256(nil)
	key, err := m.Open(t.Context(), print, pin, nil)
	if err != nil || !key.AsksEachTime() {
		t.Fatalf("open: %v", err)
	}
	if _, err := key.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrIdentityClosed) {
		t.Errorf("with nobody to ask: %v", err)
	}
	asked, answer := 0, pin
	key, err = m.Open(t.Context(), print, pin, func(casefile.PINState) (casefile.PIN, error) {
		asked++
		return answer, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	for i := range 3 {
		if _, err := key.Sign(nil, digest[:], crypto.SHA256); err != nil || asked != i+1 {
			t.Fatalf("signature %d, asked %d times: %v", i, asked, err)
		}
	}
	answer.Words = "999999"
	if _, err := key.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrWrongPIN) {
		t.Errorf("wrong PIN: %v", err)
	}
	answer = pin
	if _, err := key.Sign(nil, digest[:], crypto.SHA256); err != nil {
		t.Errorf("after a wrong PIN: %v", err)
	}
}

func TestModuleIsLoadedOnceForAll(t *testing.T) {
	k := cardtest.New(t, "lab")
	a, b := load(t, k), load(t, k)
	if a != b {
		t.Error("the module was loaded twice")
	}
	for _, path := range []string{"/nowhere/module.so", "/etc/passwd", "module.so", ""} {
		if _, err := card.Load(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func BenchmarkOpenAndSign(b *testing.B) {
	ca := cardtest.NewAuthority(b, "Ministry CA", clock)
	k := cardtest.New(b, "lab")
	print := k.Add(b, cardtest.P256, false, func(pub any) *x509.Certificate { return ca.Issue(b, "Anna", pub, clock, nil) })
	m := load(b, k)
	digest := sha256.Sum256(nil)
	for b.Loop() {
		key, err := m.Open(b.Context(), print, pin, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := key.Sign(nil, digest[:], crypto.SHA256); err != nil {
			b.Fatal(err)
		}
		key.Close()
	}
}
