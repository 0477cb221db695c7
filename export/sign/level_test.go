package sign_test

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// services are those of p, everything trusted.
func services(p *signtest.PKI) sign.Services {
	return sign.Services{TimeStamper: p.TimeStamper, Revocation: p.Revocation, Roots: p.Roots, TimeStampRoots: p.TimeStampRoots}
}

// atLevel signs smallPDF by id.
func atLevel(t *testing.T, p *signtest.PKI, id identity.Identity, level sign.Level) []byte {
	t.Helper()
	out, err := sign.Sign(t.Context(), smallPDF(), id, sign.Options{Level: level, Services: services(p), Role: "Examiner", Reason: "Report"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// count says how often each of these stands in a file: what a level consists of.
func count(pdf []byte) (signatures, stamps, stores int) {
	return bytes.Count(pdf, []byte("/Type /Sig\n")), bytes.Count(pdf, []byte("/Type /DocTimeStamp\n")), bytes.Count(pdf, []byte("/Type /DSS\n"))
}

func TestEveryLevelHoldsWhatItIsMadeOf(t *testing.T) {
	p := signtest.New(t)
	for name, id := range map[string]identity.Identity{"RSA-PSS": p.RSA, "P-256": p.P256, "P-384": p.P384} {
		for level, want := range map[sign.Level][3]int{sign.BB: {1, 0, 0}, sign.BT: {1, 0, 0}, sign.BLT: {1, 0, 1}, sign.BLTA: {1, 1, 1}} {
			t.Run(name+", "+string(level), func(t *testing.T) {
				pdf := atLevel(t, p, id, level)
				a, b, c := count(pdf)
				if got := [3]int{a, b, c}; got != want {
					t.Errorf("got %v signatures, document time-stamps and stores, want %v", got, want)
				}
				if !bytes.HasPrefix(pdf, smallPDF()) {
					t.Error("signing changed bytes of the document")
				}
				v, err := sign.Verify(pdf, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots})
				if err != nil || !v.Valid || v.Last().Level != level || v.Last().Trust != sign.Trusted || len(v.Warnings) > 0 {
					t.Errorf("the verifier finds %+v, %v", v, err)
				}
			})
		}
	}
}

func TestSeveralSignersAtEveryLevel(t *testing.T) {
	p := signtest.New(t)
	pdf := smallPDF()
	for i, id := range []identity.Identity{p.P256, p.RSA, p.P384} {
		level := []sign.Level{sign.BT, sign.BLT, sign.BLTA}[i]
		out, err := sign.Sign(t.Context(), pdf, id, sign.Options{Level: level, Services: services(p)})
		if err != nil || !bytes.HasPrefix(out, pdf) {
			t.Fatal(err)
		}
		pdf = out
	}
	if a, b, c := count(pdf); a != 3 || b != 1 || c != 2 {
		t.Errorf("got %d signatures, %d time-stamps, %d stores", a, b, c)
	}
	v, err := sign.Verify(pdf, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots})
	if err != nil || !v.Valid || len(v.Signatures) != 3 || len(v.Warnings) > 0 {
		t.Fatalf("the verifier finds %+v, %v", v, err)
	}
	for _, s := range v.Signatures {
		if s.Level != sign.BLTA || !s.Valid || s.Trust != sign.Trusted {
			t.Errorf("the document's last level is not that of %s: %+v", s.Signer, s)
		}
	}
}

// wrongStamper returns a good token over something else.
type wrongStamper struct{ sign.TimeStamper }

func (w wrongStamper) Stamp(ctx context.Context, digest []byte, hash crypto.Hash) ([]byte, error) {
	digest = bytes.Clone(digest)
	digest[0] ^= 1
	return w.TimeStamper.Stamp(ctx, digest, hash)
}

func TestALevelIsReachedOrThereIsNoFile(t *testing.T) {
	p, other := signtest.New(t), signtest.New(t)
	offline := signtest.New(t)
	offline.Offline()
	all := services(p)
	change := func(f func(*sign.Services)) sign.Services {
		s := all
		f(&s)
		return s
	}
	for name, c := range map[string]struct {
		id    identity.Identity
		level sign.Level
		with  sign.Services
		said  string
	}{
		"no such level":               {p.P256, "B-X", all, "There is no signature level"},
		"no time-stamp service":       {p.P256, sign.BT, sign.Services{}, "no time-stamp service is set"},
		"revocation not looked up":    {p.P256, sign.BLT, change(func(s *sign.Services) { s.Revocation = nil }), "looking them up is not allowed"},
		"no roots":                    {p.P256, sign.BLT, change(func(s *sign.Services) { s.Roots = nil }), "none are trusted"},
		"no roots of the service":     {p.P256, sign.BLTA, change(func(s *sign.Services) { s.TimeStampRoots = nil }), "none are trusted"},
		"signer revoked":              {p.Revoked, sign.BLT, all, "was revoked on"},
		"signer expired":              {p.Expired, sign.BB, all, "is valid from"},
		"signer of another authority": {other.P256, sign.BLT, all, "does not lead to a trusted issuer"},
		"service of another":          {p.P256, sign.BT, change(func(s *sign.Services) { s.TimeStampRoots = other.TimeStampRoots }), "cannot be relied on"},
		"token over something else":   {p.P256, sign.BT, change(func(s *sign.Services) { s.TimeStamper = wrongStamper{p.TimeStamper} }), "about something else"},
		"service offline":             {p.P256, sign.BT, services(offline), "cannot be reached"},
		"responder offline":           {offline.P256, sign.BLT, change(func(s *sign.Services) { s.Roots = offline.Roots }), "cannot be found out"},
		"key too short":               {p.Short, sign.BB, all, "at least 3072 bits"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := sign.Sign(t.Context(), smallPDF(), c.id, sign.Options{Level: c.level, Services: c.with})
			var e *casefile.Error
			if out != nil || !errors.As(err, &e) || e.Do == "" || !strings.Contains(err.Error(), c.said) {
				t.Errorf("got %d bytes and %v, want an error that says %q", len(out), err, c.said)
			}
		})
	}
}

func TestNothingIsAddedToAFileThatIsNotValid(t *testing.T) {
	p := signtest.New(t)
	pdf := atLevel(t, p, p.P256, sign.BB)
	bad := bytes.Replace(pdf, []byte("[0 0 200 200]"), []byte("[0 0 200 201]"), 1)
	for name, b := range map[string][]byte{"changed": bad, "not signed": smallPDF(), "not a PDF": []byte("hello")} {
		t.Run(name, func(t *testing.T) {
			if out, err := sign.Extend(t.Context(), b, sign.BT, services(p)); out != nil || err == nil {
				t.Error("it was raised")
			}
		})
	}
}

func TestALevelIsGivenUpWhenItTakesTooLong(t *testing.T) {
	p := signtest.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	if out, err := sign.Sign(ctx, smallPDF(), p.P256, sign.Options{Level: sign.BT, Services: services(p)}); out != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
}
