package revocation_test

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"tracemark/export/sign/revocation"
)

func TestAnAnswerCountsOnlyFromWhoMayGiveIt(t *testing.T) {
	a, stranger, twin := newAuthority(t, "Issuer"), newAuthority(t, "Stranger"), newAuthority(t, "Issuer")
	cert, _ := a.issue(9, nil)
	other, _ := a.issue(10, nil)
	purpose := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning} }
	named, namedKey := a.issue(20, purpose)
	plain, plainKey := a.issue(21, nil)
	old, oldKey := a.issue(22, func(c *x509.Certificate) { purpose(c); c.NotAfter = now.AddDate(0, -1, 0) })
	foreign, foreignKey := stranger.issue(23, purpose)
	false1, falseKey := twin.issue(24, purpose)
	for name, c := range map[string]struct {
		der  []byte
		good bool
	}{
		"of the issuer":                        {a.answer(cert, nil, nil, nil), true},
		"of the issuer, certificate enclosed":  {a.answer(cert, func(r *ocsp.Response) { r.Certificate = a.cert }, nil, nil), true},
		"of a responder that the issuer named": {a.answer(cert, nil, named, namedKey), true},
		"by SHA-256":                           {a.answer(cert, func(r *ocsp.Response) { r.IssuerHash = crypto.SHA256 }, nil, nil), true},
		"of a certificate not for this":        {a.answer(cert, nil, plain, plainKey), false},
		"of a responder that had expired":      {a.answer(cert, nil, old, oldKey), false},
		"of another issuer's responder":        {a.answer(cert, nil, foreign, foreignKey), false},
		"of a responder of a namesake":         {a.answer(cert, nil, false1, falseKey), false},
		"of a namesake":                        {twin.answer(cert, nil, nil, nil), false},
		"of the issuer about a namesake's":     {twin.answer(cert, nil, named, namedKey), false},
		"of a stranger":                        {stranger.answer(cert, nil, nil, nil), false},
		"about another certificate":            {a.answer(other, nil, nil, nil), false},
		"not given":                            {ocsp.TryLaterErrorResponse, false},
		"not one":                              {[]byte("hello"), false},
		"with more behind it":                  {append(a.answer(cert, nil, nil, nil), 0), false},
		"too large":                            {make([]byte, revocation.MaxOCSP+1), false},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := revocation.ParseOCSP(c.der, cert, a.cert)
			if c.good && (err != nil || v.Status != revocation.Good || v.Kind != revocation.OCSP) {
				t.Errorf("got %+v, %v", v, err)
			}
			if !c.good && !errors.Is(err, revocation.ErrStatement) {
				t.Errorf("it counts: %+v, %v", v, err)
			}
		})
	}
	v, err := revocation.ParseOCSP(a.answer(cert, func(r *ocsp.Response) {
		r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, now.Add(-2*time.Hour), ocsp.KeyCompromise
	}, named, namedKey), cert, a.cert)
	if err != nil || v.Status != revocation.Revoked || !v.RevokedAt.Equal(now.Add(-2*time.Hour)) || v.Reason != ocsp.KeyCompromise || !v.Responder.Equal(named) {
		t.Errorf("got %+v, %v", v, err)
	}
}

func extension(t *testing.T, oid asn1.ObjectIdentifier, critical bool, value any) pkix.Extension {
	t.Helper()
	der, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return pkix.Extension{Id: oid, Critical: critical, Value: der}
}

// scope is issuingDistributionPoint (RFC 5280, 5.2.5).
type scope struct {
	Point       point          `asn1:"optional,tag:0"`
	Users       bool           `asn1:"optional,tag:1"`
	Authorities bool           `asn1:"optional,tag:2"`
	Reasons     asn1.BitString `asn1:"optional,tag:3"`
	Indirect    bool           `asn1:"optional,tag:4"`
}

type point struct {
	Names []asn1.RawValue `asn1:"optional,tag:0"`
}

func TestAListCountsOnlyWhereItWouldNameTheCertificate(t *testing.T) {
	a, stranger, twin := newAuthority(t, "Issuer"), newAuthority(t, "Stranger"), newAuthority(t, "Issuer")
	cert, _ := a.issue(9, func(c *x509.Certificate) { c.CRLDistributionPoints = []string{"http://x/9.crl"} })
	scopeOID, deltaOID := asn1.ObjectIdentifier{2, 5, 29, 28}, asn1.ObjectIdentifier{2, 5, 29, 27}
	with := func(e pkix.Extension) func(*x509.RevocationList) {
		return func(l *x509.RevocationList) { l.ExtraExtensions = []pkix.Extension{e} }
	}
	url := func(s string) point {
		return point{[]asn1.RawValue{{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: []byte(s)}}}
	}
	broken := a.list(nil)
	broken[len(broken)-1] ^= 1
	for name, c := range map[string]struct {
		der    []byte
		status revocation.Status // empty: does not count
	}{
		"whole":                       {a.list(nil), revocation.Good},
		"names it":                    {a.list(nil, entry(8, now, 0), entry(9, now.Add(-time.Minute), 1)), revocation.Revoked},
		"names another":               {a.list(nil, entry(8, now, 0)), revocation.Good},
		"takes it off":                {a.list(nil, entry(9, now, 8)), revocation.Good},
		"of users":                    {a.list(with(extension(t, scopeOID, true, scope{Users: true}))), revocation.Good},
		"of its distribution point":   {a.list(with(extension(t, scopeOID, true, scope{Point: url("http://x/9.crl")}))), revocation.Good},
		"of another point":            {a.list(with(extension(t, scopeOID, true, scope{Point: url("http://x/8.crl")}))), ""},
		"of authorities":              {a.list(with(extension(t, scopeOID, true, scope{Authorities: true}))), ""},
		"for some reasons":            {a.list(with(extension(t, scopeOID, true, scope{Reasons: asn1.BitString{Bytes: []byte{0x40}, BitLength: 2}}))), ""},
		"indirect":                    {a.list(with(extension(t, scopeOID, true, scope{Indirect: true}))), ""},
		"changes to another list":     {a.list(with(extension(t, deltaOID, true, 6))), ""},
		"of a stranger":               {stranger.list(nil), ""},
		"of a namesake":               {twin.list(nil), ""},
		"altered":                     {broken, ""},
		"not one":                     {[]byte("hello"), ""},
		"too large":                   {make([]byte, revocation.MaxCRL+1), ""},
		"scope that cannot be read":   {a.list(with(pkix.Extension{Id: scopeOID, Critical: true, Value: []byte{1}})), ""},
		"unknown, critical extension": {a.list(with(extension(t, asn1.ObjectIdentifier{1, 2, 3}, true, 6))), ""},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := revocation.ParseCRL(c.der, cert, a.cert)
			if c.status == "" {
				if !errors.Is(err, revocation.ErrStatement) {
					t.Errorf("it counts: %+v, %v", v, err)
				}
			} else if err != nil || v.Status != c.status || v.Kind != revocation.CRL {
				t.Errorf("got %+v, %v", v, err)
			}
		})
	}
}

func TestJudgeLooksAtTheTimeInQuestion(t *testing.T) {
	a := newAuthority(t, "Issuer")
	cert, _ := a.issue(9, nil)
	hour := func(n int) time.Time { return now.Add(time.Duration(n) * time.Hour) }
	good := func(from, next int) []byte {
		return a.answer(cert, func(r *ocsp.Response) { r.ThisUpdate, r.NextUpdate = hour(from), hour(next) }, nil, nil)
	}
	endless := a.answer(cert, func(r *ocsp.Response) { r.ThisUpdate, r.NextUpdate = hour(-30), time.Time{} }, nil, nil)
	unknown := a.answer(cert, func(r *ocsp.Response) { r.Status = ocsp.Unknown }, nil, nil)
	revoked := func(at int) []byte { return a.list(nil, entry(9, hour(at), 1)) }
	late := a.list(func(l *x509.RevocationList) {
		l.ThisUpdate, l.NextUpdate = cert.NotAfter.AddDate(0, 0, 1), cert.NotAfter.AddDate(0, 0, 2)
	})
	for name, c := range map[string]struct {
		ocsps, crls [][]byte
		at          time.Time
		want        revocation.Status
	}{
		"nothing":                            {nil, nil, now, revocation.Unknown},
		"good then":                          {[][]byte{good(-1, 1)}, nil, now, revocation.Good},
		"good later":                         {[][]byte{good(2, 4)}, nil, now, revocation.Good},
		"good before, out of date":           {[][]byte{good(-4, -2)}, nil, now, revocation.Unknown},
		"no next, within a day":              {[][]byte{endless}, nil, hour(-10), revocation.Good},
		"no next, later":                     {[][]byte{endless}, nil, now, revocation.Unknown},
		"not known to the responder":         {[][]byte{unknown}, nil, now, revocation.Unknown},
		"revoked before":                     {nil, [][]byte{revoked(-2)}, now, revocation.Revoked},
		"revoked after":                      {nil, [][]byte{revoked(2)}, now, revocation.Good},
		"revoked at that very moment":        {nil, [][]byte{revoked(0)}, now, revocation.Revoked},
		"one says good, one revoked":         {[][]byte{good(1, 3)}, [][]byte{revoked(-2)}, now, revocation.Revoked},
		"list from after the certificate":    {nil, [][]byte{late}, now, revocation.Unknown},
		"something that does not count also": {[][]byte{{1}, good(-1, 1)}, [][]byte{{2}}, now, revocation.Good},
	} {
		t.Run(name, func(t *testing.T) {
			if got := revocation.Judge(cert, a.cert, c.ocsps, c.crls, c.at); got.Status != c.want {
				t.Errorf("got %+v, want %s", got, c.want)
			}
		})
	}
	v := revocation.Judge(cert, a.cert, nil, [][]byte{revoked(2)}, now)
	if !v.RevokedAt.Equal(hour(2)) {
		t.Errorf("a later revocation is not told: %+v", v)
	}
	v = revocation.Judge(cert, a.cert, [][]byte{good(-1, 1), good(2, 3)}, [][]byte{a.list(nil)}, now)
	if !v.ThisUpdate.Equal(hour(2)) {
		t.Errorf("not the latest: %+v", v)
	}
}

// made reads what openssl made; see package signtest.
func made(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func madeCert(t testing.TB, name string) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(made(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNoFlippedBitTurnsRevokedIntoGood(t *testing.T) {
	cert, issuer := madeCert(t, "revoked.der"), madeCert(t, "issuer.der")
	for name, parse := range map[string]func([]byte, *x509.Certificate, *x509.Certificate) (revocation.Verdict, error){
		"revoked.ocsp": revocation.ParseOCSP, "list.crl": revocation.ParseCRL,
	} {
		t.Run(name, func(t *testing.T) {
			whole := made(t, name)
			if v, err := parse(whole, cert, issuer); err != nil || v.Status != revocation.Revoked {
				t.Fatalf("got %+v, %v", v, err)
			}
			for i := range whole {
				for bit := range 8 {
					b := slices.Clone(whole)
					b[i] ^= 1 << bit
					if v, err := parse(b, cert, issuer); err == nil && v.Status != revocation.Revoked {
						t.Errorf("bit %d of byte %d: %+v", bit, i, v)
					}
				}
			}
		})
	}
}

func FuzzOCSP(f *testing.F) {
	good, revoked, issuer := madeCert(f, "good.der"), madeCert(f, "revoked.der"), madeCert(f, "issuer.der")
	f.Add(made(f, "good.ocsp"))
	f.Add(made(f, "revoked.ocsp"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := revocation.ParseOCSP(b, revoked, issuer); err == nil && v.Status == revocation.Good {
			t.Errorf("a revoked certificate is good: %+v", v)
		}
		if v, err := revocation.ParseOCSP(b, good, issuer); err == nil && v.Status == revocation.Revoked {
			t.Errorf("a good certificate is revoked: %+v", v)
		}
	})
}

func FuzzCRL(f *testing.F) {
	revoked, issuer := madeCert(f, "revoked.der"), madeCert(f, "issuer.der")
	f.Add(made(f, "list.crl"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := revocation.ParseCRL(b, revoked, issuer); err == nil && v.Status != revocation.Revoked {
			t.Errorf("a revoked certificate is good: %+v", v)
		}
	})
}
