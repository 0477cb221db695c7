package sign_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/export/sign"
)

// signedReport is a whole report, signed.
func signedReport(t *testing.T, id identity.Identity) []byte {
	t.Helper()
	d, err := report.Build(reporttest.Facts())
	if err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return signed(t, b, id)
}

// outside runs another program's verifier and returns what it printed, whatever its exit code.
func outside(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed: this check by an outside program is left out", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	return string(out), err
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// keys are one identity of each kind.
func keys(t *testing.T) map[string]identity.Identity {
	t.Helper()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsa3072, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := issue(t, p384, x509.KeyUsageContentCommitment)
	b, _ := issue(t, rsa3072, x509.KeyUsageDigitalSignature)
	return map[string]identity.Identity{"test identity, P-256": testIdentity(t), "P-384": a, "RSA 3072": b}
}

func TestPdfsigCallsItValid(t *testing.T) {
	for name, id := range keys(t) {
		t.Run(name, func(t *testing.T) {
			b := signedReport(t, id)
			out, _ := outside(t, "pdfsig", "-nocert", write(t, "r.pdf", b))
			for _, want := range []string{"Signature is Valid", "ETSI.CAdES.detached", "Total document signed", id.Name()} {
				if !strings.Contains(out, want) {
					t.Errorf("pdfsig does not say %q:\n%s", want, out)
				}
			}
			for _, at := range []int{50, len(b) / 4, len(b) / 2} {
				bad := slices.Clone(b)
				bad[at] ^= 1
				out, _ := outside(t, "pdfsig", "-nocert", write(t, "bad.pdf", bad))
				if strings.Contains(out, "Signature is Valid") {
					t.Errorf("byte %d flipped: pdfsig still says\n%s", at, out)
				}
			}
		})
	}
}

func TestPdfsigSeesTheFlippedByte(t *testing.T) {
	b := signedReport(t, testIdentity(t))
	i := bytes.Index(b, []byte("/Lang (en-GB)"))
	if i < 0 {
		t.Fatal("no /Lang in the report")
	}
	b[i+len("/Lang (")] = 'd'
	if out, _ := outside(t, "pdfsig", "-nocert", write(t, "bad.pdf", b)); !strings.Contains(out, "Digest Mismatch") {
		t.Errorf("pdfsig:\n%s", out)
	}
	if v := verify(t, b, verifyNow); v.Valid || !strings.Contains(strings.Join(sign.Sentences(v.Problems), " "), "changed after it was signed") {
		t.Errorf("got %+v", v)
	}
}

func TestQpdfHasNoComplaint(t *testing.T) {
	b := signedReport(t, testIdentity(t))
	for name, file := range map[string][]byte{"signed once": b, "signed twice": signed(t, b, testIdentity(t))} {
		t.Run(name, func(t *testing.T) {
			out, err := outside(t, "qpdf", "--check", write(t, "r.pdf", file))
			if err != nil || strings.Contains(out, "WARNING") {
				t.Errorf("qpdf: %v\n%s", err, out)
			}
		})
	}
}

var byteRange = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`)

func TestOpenSSLVerifiesTheCAdES(t *testing.T) {
	for name, id := range keys(t) {
		t.Run(name, func(t *testing.T) {
			b := signed(t, smallPDF(), id)
			m := byteRange.FindSubmatch(b)
			from, to := number(t, m[1]), number(t, m[2])
			der, err := hex.DecodeString(string(b[from+1 : to-1]))
			if err != nil {
				t.Fatal(err)
			}
			ca := id.Certificate
			if len(id.Chain) > 0 {
				ca = id.Chain[0]
			}
			content := write(t, "content", slices.Concat(b[:from], b[to:]))
			root := write(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw}))
			out, err := outside(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write(t, "sig.der", der),
				"-content", content, "-CAfile", root, "-purpose", "any", "-attime", attime, "-out", os.DevNull)
			if err != nil || !strings.Contains(out, "CAdES Verification successful") {
				t.Errorf("openssl: %v\n%s", err, out)
			}
		})
	}
}

func TestFlippedBytesOfAReportAreDetected(t *testing.T) {
	b := signedReport(t, testIdentity(t))
	step := len(b)/700 + 1
	for i := 0; i < len(b); i += step {
		b[i] ^= 0x10
		if v, err := sign.Verify(b, verifyNow); err == nil && v.Valid {
			t.Errorf("byte %d of %d changed and still valid", i, len(b))
		}
		b[i] ^= 0x10
	}
	v := verify(t, b, verifyNow)
	if !v.Valid {
		t.Fatalf("put right again and not valid: %q", v.Problems)
	}
	said := strings.Join(v.Summary(), "\n")
	for _, want := range []string{"Valid: nothing was changed", "signed by Anna Beispiel (TEST IDENTITY) at 2026-05-04 12:30:15 UTC", "TEST IDENTITY: it proves nothing", sign.ClaimedTime} {
		if !strings.Contains(said, want) {
			t.Errorf("the summary does not say %q:\n%s", want, said)
		}
	}
}
