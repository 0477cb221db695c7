package trust_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/trust"
)

var clock = time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC)

type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// make makes a certificate by issuer, itself where that is nil; change may alter what stands in it.
func makeCert(t *testing.T, name string, issuer *authority, change func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return makeWith(t, name, key, issuer, change)
}

func makeWith(t *testing.T, name string, key crypto.Signer, issuer *authority, change func(*x509.Certificate)) *authority {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: clock.AddDate(-1, 0, 0), NotAfter: clock.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	if change != nil {
		change(c)
	}
	if issuer == nil {
		issuer = &authority{c, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, issuer.cert, key.Public(), issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return &authority{c, key}
}

func leaf(c *x509.Certificate) {
	c.IsCA, c.KeyUsage = false, x509.KeyUsageDigitalSignature
}

func because(reason string) trust.Change {
	return trust.Change{By: "A. Admin", Reason: reason, At: clock}
}

func open(t *testing.T, dir string) *trust.Store {
	t.Helper()
	s, err := trust.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func trusts(s *trust.Store, p casefile.TrustPurpose, c *x509.Certificate) bool {
	_, err := c.Verify(x509.VerifyOptions{Roots: s.Roots(p), CurrentTime: clock, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	return err == nil
}

func TestAuthorityIsTrustedUntilItIsRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "trust")
	root := makeCert(t, "Ministry CA", nil, nil)
	signer := makeCert(t, "Anna", root, leaf)
	if s := open(t, dir); trusts(s, casefile.TrustSigners, signer.cert) || s.Any(casefile.TrustSigners) || len(s.List(clock)) != 0 {
		t.Error("an empty store trusts somebody")
	}
	ca, err := trust.Add(dir, root.cert, casefile.TrustSigners, because("letter of 3 May"))
	if err != nil || ca.By != "A. Admin" || ca.Reason != "letter of 3 May" || !ca.Added.Equal(clock) || ca.SHA256 != trust.Fingerprint(root.cert) || len(ca.Warnings) != 0 {
		t.Fatalf("added %+v, %v", ca, err)
	}
	if s := open(t, dir); !trusts(s, casefile.TrustSigners, signer.cert) || trusts(s, casefile.TrustTimeStamps, signer.cert) {
		t.Error("not trusted for what it was added for, or for more")
	}
	if _, err := trust.Add(dir, root.cert, casefile.TrustSigners, because("again")); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("added twice: %v", err)
	}
	copied, err := os.ReadFile(filepath.Join(dir, "signers", ca.SHA256+".pem"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trust.Remove(dir, ca.SHA256, casefile.TrustTimeStamps, because("not there")); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("removed what was not there: %v", err)
	}
	gone, err := trust.Remove(dir, ca.SHA256, casefile.TrustSigners, because("its key was stolen"))
	if err != nil || !gone.Removed.Equal(clock) || gone.RemovedReason != "its key was stolen" || gone.Reason != "letter of 3 May" {
		t.Fatalf("removed %+v, %v", gone, err)
	}
	if s := open(t, dir); trusts(s, casefile.TrustSigners, signer.cert) || len(s.List(clock)) != 1 {
		t.Error("trusted, or forgotten, after it was removed")
	}
	for _, where := range []string{"copy.pem", "signers/copy.pem"} { // such as from a backup
		if err := os.WriteFile(filepath.Join(dir, where), copied, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if trusts(open(t, dir), casefile.TrustSigners, signer.cert) {
		t.Error("a copy brings a removed authority back")
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, "copy.pem")), os.Remove(filepath.Join(dir, "signers/copy.pem"))); err != nil {
		t.Fatal(err)
	}
	if ca, err = trust.Add(dir, root.cert, casefile.TrustSigners, because("a new key")); err != nil || !ca.Removed.IsZero() || !trusts(open(t, dir), casefile.TrustSigners, signer.cert) {
		t.Errorf("added anew: %+v, %v", ca, err)
	}
}

func TestWhatIsNoAuthorityIsRefused(t *testing.T) {
	root := makeCert(t, "Ministry CA", nil, nil)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Skipf("Go makes no short key here: %v", err)
	}
	der := bytes.Clone(root.cert.Raw)
	der[len(der)-1] ^= 1
	forged, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*x509.Certificate{
		"a person":                 makeCert(t, "Anna", root, leaf).cert,
		"a person by themselves":   makeCert(t, "Anna", nil, leaf).cert,
		"no constraints":           makeCert(t, "Anna", nil, func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = false, false }).cert,
		"a key that cannot issue":  makeCert(t, "CA", nil, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign }).cert,
		"a short key":              makeWith(t, "CA", short, nil, nil).cert,
		"its own signature forged": forged,
	} {
		dir := filepath.Join(t.TempDir(), "trust")
		if _, err := trust.Add(dir, c, casefile.TrustSigners, because("so")); casefile.CodeOf(err) != casefile.Refused {
			t.Errorf("%s: got %v", name, err)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil { // nor where somebody puts it there
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "x.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		if s := open(t, dir); s.Any(casefile.TrustSigners) || len(s.Problems()) != 1 {
			t.Errorf("%s is trusted from the folder: %v", name, s.Problems())
		}
	}
	if _, err := trust.Add(t.TempDir(), root.cert, casefile.TrustSigners, because(" ")); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := trust.Add(t.TempDir(), root.cert, "everything", because("so")); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("for an unknown purpose: %v", err)
	}
}

func TestTestAuthorityIsNeverTrusted(t *testing.T) {
	dir := t.TempDir()
	root := makeCert(t, "Root (TEST IDENTITY)", nil, nil)
	signer := makeCert(t, "Anna", root, leaf)
	ca, err := trust.Add(dir, root.cert, casefile.TrustSigners, because("training"))
	if err != nil || !ca.Test || len(ca.Warnings) != 1 {
		t.Fatalf("added %+v, %v", ca, err)
	}
	// Moved among the real ones by hand it stays what it is.
	b, err := os.ReadFile(filepath.Join(dir, "test", "signers", ca.SHA256+".pem"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "signers"), 0o700), os.WriteFile(filepath.Join(dir, "signers", "a.pem"), b, 0o600), os.WriteFile(filepath.Join(dir, "a.pem"), b, 0o600)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	if trusts(s, casefile.TrustSigners, signer.cert) || s.Any(casefile.TrustSigners) {
		t.Error("a test authority is trusted")
	}
	if _, err := signer.cert.Verify(x509.VerifyOptions{Roots: s.TestRoots(casefile.TrustSigners), CurrentTime: clock}); err != nil {
		t.Errorf("it is not known as a test either: %v", err)
	}
}

func TestFolderThatSomebodyHandedOver(t *testing.T) {
	dir := t.TempDir()
	a, b := makeCert(t, "A", nil, nil), makeCert(t, "B", nil, func(c *x509.Certificate) { c.NotAfter = clock.AddDate(0, -1, 0) })
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw}), []byte("some text\n")...)
	both = append(both, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.cert.Raw})...)
	for name, data := range map[string][]byte{
		"both.pem": both, "a.der": a.cert.Raw, "broken.crt": []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "notes.txt": []byte("no certificate"),
		"key.pem": []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "huge.pem": make([]byte, trust.MaxFile+1),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	for _, p := range casefile.TrustPurposes() {
		if got := s.Certificates(p); len(got) != 2 || got[0].Subject.CommonName != "A" {
			t.Errorf("%s: %d certificates", p, len(got))
		}
	}
	if got := s.Problems(); len(got) != 3 {
		t.Errorf("problems %v", got)
	}
	for _, ca := range s.List(clock) {
		text := strings.Join(ca.Warnings, " ")
		if !strings.Contains(text, "outside the program") || strings.Contains(text, "expired") != (ca.Name == "B") {
			t.Errorf("%s: %s", ca.Name, text)
		}
	}
}

func TestOpenSSLReadsTheStore(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: this check by an outside program is left out")
	}
	dir := t.TempDir()
	root := makeCert(t, "Ministry -----BEGIN CERTIFICATE----- CA", nil, nil) // a name that would spoil the file
	ca, err := trust.Add(dir, root.cert, casefile.TrustSigners, because("so"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "openssl", "x509", "-in", filepath.Join(dir, "signers", ca.SHA256+".pem"), "-noout", "-fingerprint", "-sha256").CombinedOutput()
	if got := strings.ToLower(strings.ReplaceAll(string(out), ":", "")); err != nil || !strings.Contains(got, ca.SHA256) {
		t.Errorf("openssl: %v\n%s", err, out)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"))
	f.Add([]byte{0x30, 0x82, 0x01, 0x00})
	f.Fuzz(func(t *testing.T, b []byte) {
		certs, err := trust.Parse(b)
		if (err == nil) != (len(certs) > 0) {
			t.Fatalf("%d certificates, %v", len(certs), err)
		}
		for _, c := range certs {
			_ = trust.Usable(c)
			_ = trust.Warnings(c, clock)
		}
	})
}
