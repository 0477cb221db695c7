package sign_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"testing"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// withList adds validation data by hand: the list of the intermediate and the issuers.
func withList(t *testing.T, p *signtest.PKI, pdf []byte) []byte {
	t.Helper()
	list, _, err := p.Answer("/intermediate.crl", nil)
	if err != nil {
		t.Fatal(err)
	}
	above, _, err := p.Answer("/root.crl", nil)
	if err != nil {
		t.Fatal(err)
	}
	return edit{objects: map[int]string{
		theCatalog: with(object(t, pdf, theCatalog), "/DSS << /CRLs [60 0 R 61 0 R] /Certs [62 0 R 63 0 R] >>"),
		60:         streamOf("", string(list)), 61: streamOf("", string(above)), 62: streamOf("", string(p.Intermediate.Raw)), 63: streamOf("", string(p.Root.Raw)),
	}}.on(pdf)
}

func TestRevocationCountsAtTheTimeOfSigning(t *testing.T) {
	p := signtest.New(t)
	proven := levelled(t, p, letter(), p.P256, sign.BT)
	before := levelled(t, p, letter(), p.Revoked, sign.BT)
	unproven := levelled(t, p, letter(), p.P384, sign.BB)
	time.Sleep(1100 * time.Millisecond) // lists give times in whole seconds
	p.Revoke(p.P256)
	p.Revoke(p.P384)
	good := levelled(t, p, letter(), p.RSA, sign.BT)
	later := trusting(p)
	later.Now = time.Now().Add(2 * time.Second)
	for name, c := range map[string]struct {
		file     []byte
		standing sign.Standing
		trust    sign.Trust
		says     string
	}{
		"good":               {good, sign.StandingGood, sign.Trusted, ""},
		"afterwards":         {proven, sign.StandingLater, sign.Trusted, "after it was signed: the signature stands"},
		"before":             {before, sign.StandingRevoked, sign.TrustRevoked, "before it was signed"},
		"nobody knows when":  {unproven, sign.StandingRevoked, sign.TrustRevoked, "no time-stamp proves that it was signed before"},
		"nothing in the PDF": {nil, sign.StandingNotChecked, sign.Trusted, "Whether the certificate was revoked was not checked"},
	} {
		t.Run(name, func(t *testing.T) {
			b := proven
			if c.file != nil {
				b = withList(t, p, c.file)
			}
			v := verify(t, b, later)
			s := v.Last()
			said := strings.Join(append(sign.Sentences(s.Notes), sign.Sentences(s.Problems)...), "\n")
			if s.Revocation.Standing != c.standing || s.Trust != c.trust || !strings.Contains(said, c.says) || v.Valid == (c.trust == sign.TrustRevoked) {
				t.Errorf("got valid %v, %+v, trust %q\n%s", v.Valid, s.Revocation, s.Trust, said)
			}
			if want := map[bool]sign.Level{true: sign.BT}[v.Valid]; s.Level != want {
				t.Errorf("level %q, want %q: the data say nothing of the time-stamp service", s.Level, want)
			}
		})
	}
}

func TestTestIdentitiesNeverLookReal(t *testing.T) {
	p := signtest.New(t)
	v := verify(t, levelled(t, p, letter(), p.Test, sign.BLTA), trusting(p))
	if s := v.Last(); s.Trust != sign.TrustTest || !s.TestIdentity || !strings.Contains(strings.Join(v.Summary(), "\n"), "TEST IDENTITY") {
		t.Errorf("a test by a trusted issuer: %+v", s)
	}
	// An authority that is a test and is in the trust store vouches for somebody who does not say so.
	for name, names := range map[string][2]string{"root": {"TEST IDENTITY Root", "Intermediate"}, "between": {"Root", "Test-Identity issuer"}} {
		t.Run(name, func(t *testing.T) {
			id, roots := threeTier(t, names[0], names[1])
			for _, roots := range []*x509.CertPool{roots, nil} {
				s := verify(t, signed(t, letter(), id), sign.VerifyOptions{Roots: roots}).Last()
				if s.Trust != sign.TrustTest || !s.TestIdentity {
					t.Errorf("roots %v: got trust %q, test %v, chain %q", roots != nil, s.Trust, s.TestIdentity, s.Chain)
				}
			}
		})
	}
}

// threeTier issues an identity by root and intermediate with these names.
func threeTier(t *testing.T, names ...string) (identity.Identity, *x509.CertPool) {
	t.Helper()
	names = append(names, "Anna Beispiel")
	var chain []*x509.Certificate
	var above *ecdsa.PrivateKey
	for i, n := range names {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		last := i == len(names)-1
		c := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{CommonName: n}, NotBefore: clock.AddDate(-1, 0, 0), NotAfter: clock.AddDate(1, 0, 0),
			IsCA: !last, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
		if last {
			c.KeyUsage = x509.KeyUsageDigitalSignature
		}
		parent := c
		if above == nil {
			above = key
		} else {
			parent = chain[0]
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), above)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		chain, above = append([]*x509.Certificate{parsed}, chain...), key
	}
	roots := x509.NewCertPool()
	roots.AddCert(chain[len(chain)-1])
	return identity.Identity{Key: above, Certificate: chain[0], Chain: chain[1:]}, roots
}

func TestAnExpiredCertificateNeedsAProvenTime(t *testing.T) {
	p := signtest.New(t)
	opts := trusting(p)
	opts.Now = time.Now().AddDate(3, 0, 0) // everybody's certificate has expired, that of the time-stamp service too
	for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLTA} {
		v := verify(t, levelled(t, p, letter(), p.P256, level), opts)
		if s := v.Last(); !v.Valid || s.Trust != sign.TrustExpired || !s.ProvenAt.IsZero() || !strings.Contains(strings.Join(sign.Sentences(s.Notes), "\n"), "no time-stamp proves that it was used before") {
			t.Errorf("%s: got valid %v, trust %q, proven %v\n%q", level, v.Valid, s.Trust, s.ProvenAt, s.Notes)
		}
	}
}

func TestSeveralSignersAreToldApart(t *testing.T) {
	p := signtest.New(t)
	b := letter()
	for i, id := range []identity.Identity{p.P256, p.RSA, p.P384} {
		level := []sign.Level{sign.BT, sign.BB, sign.BLTA}[i]
		b = levelled(t, p, b, id, level)
	}
	v := verify(t, b, trusting(p))
	if !v.Valid || len(v.Signatures) != 3 || len(v.Warnings) > 0 {
		t.Fatalf("valid %v, %d signatures, %q %q", v.Valid, len(v.Signatures), v.Problems, v.Warnings)
	}
	for i, s := range v.Signatures {
		if s.Order != i+1 || s.Level != sign.BLTA || s.Trust != sign.Trusted || s.ProvenAt.IsZero() || s.CoversAll || s.Fingerprint == "" {
			t.Errorf("signature %d: %+v", i, s)
		}
	}
	if len(v.TimeStamps) == 0 || !v.TimeStamps[len(v.TimeStamps)-1].Valid || v.TimeStamps[len(v.TimeStamps)-1].Covers != len(b) {
		t.Errorf("time-stamps: %+v", v.TimeStamps)
	}
}
