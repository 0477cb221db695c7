package verify_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/annex/annextest"
	"tracemark/export/identity"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
	"tracemark/export/verify"
)

// pki returns an infrastructure and a folder with its roots.
func pki(t *testing.T) (*signtest.PKI, string) {
	t.Helper()
	p := signtest.New(t)
	dir := t.TempDir()
	for name, cert := range map[string][]byte{"root.pem": p.Root.Raw, "tsroot.pem": p.TimeStampRoot.Raw} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p, dir
}

func TestOnlyTheWholeIsValid(t *testing.T) {
	p, dir := pki(t)
	e, originals := annextest.Evidence(t)
	e.Document.Issued = time.Now().UTC().Truncate(time.Second)
	plain := draw(t, e)
	services := sign.Services{TimeStamper: p.TimeStamper, Revocation: p.Revocation, Roots: p.Roots, TimeStampRoots: p.TimeStampRoots}
	for _, c := range []struct {
		name  string
		by    identity.Identity
		level sign.Level
		trust bool
		want  casefile.FileVerdict
		open  []string // codes that must be among those left open
	}{
		{"B-LTA by a trusted issuer", p.P256, sign.BLTA, true, casefile.FileValid, nil},
		{"B-LT by a trusted issuer", p.RSA, sign.BLT, true, casefile.FileValid, nil},
		{"B-LT, nobody trusted", p.P256, sign.BLT, false, casefile.FileIncomplete, []string{"issuer"}},
		{"B-T: no word on revocation", p.P256, sign.BT, true, casefile.FileIncomplete, []string{"revocation"}},
		{"B-B: no proof of the time", p.P384, sign.BB, true, casefile.FileIncomplete, []string{"claimed_time"}},
		{"a test identity, whoever issued it", p.Test, sign.BLT, true, casefile.FileIncomplete, []string{"test_identity"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, err := sign.Sign(t.Context(), plain, c.by, sign.Options{Level: c.level, Services: services, Reason: "Report"})
			if err != nil {
				t.Fatal(err)
			}
			o := verify.Options{Name: "report.pdf", Originals: originals, Now: time.Now()}
			if c.trust {
				if left, err := o.Trust(dir); err != nil || len(left) > 0 {
					t.Fatal(left, err)
				}
			}
			r, err := verify.File(t.Context(), file, o)
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != c.want {
				t.Errorf("it is %q\n%s", r.Verdict, say(t, r))
			}
			for _, want := range c.open {
				if got := codes(r, casefile.FindingOpen); !slices.Contains(got, want) {
					t.Errorf("left open are %v, not %s", got, want)
				}
			}
			if l := r.Signatures[0].Level; l != string(c.level) && c.trust {
				t.Errorf("level %q, signed as %q", l, c.level)
			}
			if c.want == casefile.FileValid {
				t.Log("\n" + say(t, r))
			}
		})
	}
}

func TestAFolderWithoutCertificatesIsRefused(t *testing.T) {
	var o verify.Options
	dir := t.TempDir()
	if _, err := o.Trust(dir); err == nil {
		t.Error("an empty folder is taken")
	}
	if _, err := o.Trust(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there is taken")
	}
	if err := os.WriteFile(filepath.Join(dir, "x.pem"), []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if left, err := o.Trust(dir); err == nil || len(left) != 1 {
		t.Errorf("a file that is no certificate: %v, %v", left, err)
	}
}
