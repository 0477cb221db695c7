package identity_test

import (
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

var clock = time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC)

func TestTestIdentitySaysThatItIsOne(t *testing.T) {
	for _, name := range []string{"Anna Beispiel", "", strings.Repeat("Łukasz ", 30)} {
		p12, err := identity.NewTestIdentity(name, "Example Laboratory", "geheim", clock)
		if err != nil {
			t.Fatal(err)
		}
		id, err := identity.LoadPKCS12(p12, "geheim")
		if err != nil {
			t.Fatal(err)
		}
		if !id.Test() || !strings.HasSuffix(id.Name(), "(TEST IDENTITY)") || len([]rune(id.Name())) > 64 {
			t.Errorf("%q became %q, test %v", name, id.Name(), id.Test())
		}
		if got := id.Certificate.Subject.OrganizationalUnit; len(got) != 1 || got[0] != "Not for casework" {
			t.Errorf("got unit %q", got)
		}
		if pub, ok := id.Key.Public().(*ecdsa.PublicKey); !ok || !pub.Equal(id.Certificate.PublicKey) {
			t.Error("the key does not belong to the certificate")
		}
		if id.Certificate.KeyUsage&x509.KeyUsageContentCommitment == 0 || clock.Before(id.Certificate.NotBefore) {
			t.Error("the certificate cannot sign now")
		}
	}
}

func TestBadFilesAreSaidPlainly(t *testing.T) {
	p12, err := identity.NewTestIdentity("A", "B", "right", clock)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		code casefile.ErrorCode
	}{
		"wrong passphrase": {p12, casefile.Refused},
		"truncated":        {p12[:len(p12)/2], casefile.Invalid},
		"another file":     {[]byte("%PDF-1.7"), casefile.Invalid},
		"huge":             {make([]byte, identity.MaxPKCS12+1), casefile.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := identity.LoadPKCS12(c.data, "wrong")
			var e *casefile.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Do == "" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSavedFileBelongsToItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "identity.p12")
	if err := identity.Save(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v", info.Mode())
	}
	if err := identity.Save(path, []byte("second")); !errors.Is(err, os.ErrExist) {
		t.Errorf("an identity was replaced: %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "first" {
		t.Errorf("got %q, %v", b, err)
	}
}

func TestOpenSSLReadsIt(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: this check by an outside program is left out")
	}
	p12, err := identity.NewTestIdentity("Anna Beispiel", "Example Laboratory", "geheim", clock)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "id.p12")
	if err := identity.Save(path, p12); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "openssl", "pkcs12", "-in", path, "-passin", "pass:geheim", "-nodes").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "TEST IDENTITY") || !strings.Contains(string(out), "BEGIN PRIVATE KEY") {
		t.Errorf("openssl: %v\n%s", err, out)
	}
}
