package identity_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"tracemark/export/identity"
)

// issue makes a certificate for subject by issuer; a nil issuer is itself.
func issue(t *testing.T, subject pkix.Name, ca bool, issuer *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: subject, NotBefore: clock.Add(-time.Hour), NotAfter: clock.AddDate(1, 0, 0),
		IsCA: ca, BasicConstraintsValid: true}
	if issuer == nil {
		issuer, by = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, issuer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c, key
}

func TestTestIdentityIsKnownHoweverItIsWritten(t *testing.T) {
	commonName := asn1.ObjectIdentifier{2, 5, 4, 3}
	for name, subject := range map[string]pkix.Name{
		"as it is made":                {CommonName: "Anna (TEST IDENTITY)"},
		"in small letters":             {CommonName: "Anna (test identity)"},
		"with wide spaces":             {CommonName: "Anna T E S T\u00a0\u2003I D E N T I T Y"},
		"with invisible characters":    {CommonName: "Anna TE\u200bST\u00ad IDEN\u2060TITY"},
		"with hyphens":                 {CommonName: "Anna TEST-IDENTITY"},
		"without a blank":              {CommonName: "TestIdentity of Anna"},
		"with Cyrillic letters":        {CommonName: "Anna (ТЕЅТ ІDЕNТІТУ)"},
		"with Greek letters":           {CommonName: "Anna (ΤΕST ΙDΕΝΤΙΤΥ)"},
		"with accents":                 {CommonName: "Anna (TÉST ÍDÈNTÏTY)"},
		"in full width":                {CommonName: "Anna （ＴＥＳＴ　ＩＤＥＮＴＩＴＹ）"},
		"in mathematical letters":      {CommonName: "Anna 𝐓𝐄𝐒𝐓 𝐈𝐃𝐄𝐍𝐓𝐈𝐓𝐘"},
		"with digits for letters":      {CommonName: "Anna (T3ST 1DENT1TY)"},
		"in the unit":                  {CommonName: "Anna", OrganizationalUnit: []string{"not for CASEWORK"}},
		"in the second of two units":   {CommonName: "Anna", OrganizationalUnit: []string{"Firearms", "Not for casework"}},
		"in the organisation":          {CommonName: "Anna", Organization: []string{"Test Identity Ltd"}},
		"in the first of two names":    {ExtraNames: []pkix.AttributeTypeAndValue{{Type: commonName, Value: "Anna (TEST IDENTITY)"}, {Type: commonName, Value: "Anna"}}},
		"in a field that nobody shows": {CommonName: "Anna", ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 13}, Value: "test identity"}}},
	} {
		if c, _ := issue(t, subject, false, nil, nil); !identity.IsTest(c) {
			t.Errorf("%s: %s counts as real", name, c.Subject)
		}
	}
	for _, real := range []string{"Anna Beispiel", "Bureau of Identity", "Testa, Identi", "Tracemark Laboratory", "Test Range Ltd", "Иванов Иван", ""} {
		if c, _ := issue(t, pkix.Name{CommonName: real}, false, nil, nil); identity.IsTest(c) {
			t.Errorf("%q counts as a test", real)
		}
	}
	if identity.IsTest(nil) {
		t.Error("nothing counts as a test")
	}
}

func TestWhatATestAuthorityIssuesIsATest(t *testing.T) {
	root, rootKey := issue(t, pkix.Name{CommonName: "Root (TEST IDENTITY)"}, true, nil, nil)
	middle, middleKey := issue(t, pkix.Name{CommonName: "Ministry of Justice CA 3"}, true, root, rootKey)
	leaf, key := issue(t, pkix.Name{CommonName: "Anna Beispiel"}, false, middle, middleKey)
	if !identity.IsTest(middle) {
		t.Error("what a test authority issued itself counts as real")
	}
	if identity.IsTest(leaf) {
		t.Error("the certificate alone cannot tell, and says it can")
	}
	if !identity.AnyTest(leaf, middle, root) || !identity.AnyTest(leaf, middle) || identity.AnyTest(leaf) || identity.AnyTest() {
		t.Error("the chain does not tell")
	}
	if id := (identity.Identity{Key: key, Certificate: leaf, Chain: []*x509.Certificate{middle}}); !id.Test() {
		t.Error("an identity whose authority is a test counts as real")
	}
}

func TestNameCannotHideThatItIsATest(t *testing.T) {
	for _, name := range []string{"Anna\u202e", "Anna\n\n\n\n", "Anna\u2066\u200f", "Anna\x00", "Anna\u200d\ufeff", "Anna\ue000", "\xff\xfeAnna"} {
		p12, err := identity.NewTestIdentity(name, name, "geheim", clock)
		if err != nil {
			t.Fatal(err)
		}
		id, err := identity.LoadPKCS12(p12, "geheim")
		if err != nil {
			t.Fatal(err)
		}
		if id.Name() != "Anna (TEST IDENTITY)" || strings.Join(id.Certificate.Subject.Organization, "|") != "Anna" || !id.Test() {
			t.Errorf("%q became %q of %q", name, id.Name(), id.Certificate.Subject.Organization)
		}
	}
}
