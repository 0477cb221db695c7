package sign_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/export/sign"
	"tracemark/export/sign/pdffile"
	"tracemark/export/sign/signtest"
)

// The judges here look at files that signtest's openssl services took part in: whole at B-B and B-T, which they know, and
// part by part at B-LT and B-LTA, which none of them judges as a level.

// signers are the kinds of key.
func signers(p *signtest.PKI) map[string]identity.Identity {
	return map[string]identity.Identity{"RSA-PSS": p.RSA, "P-256": p.P256, "P-384": p.P384}
}

// reportAt is a whole report, signed at a level.
func reportAt(t *testing.T, p *signtest.PKI, id identity.Identity, level sign.Level) []byte {
	t.Helper()
	out, err := sign.Sign(t.Context(), wholeReport(t), id, sign.Options{Level: level, Services: services(p), Role: "Examiner", Reason: "Report"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// part is one signature of a file, taken out of it with regular expressions: not with the package's own reader.
type part struct{ der, content []byte }

func parts(t *testing.T, file []byte) []part {
	t.Helper()
	var all []part
	for _, m := range byteRange.FindAllSubmatch(file, -1) {
		from, to, rest := number(t, m[1]), number(t, m[2]), number(t, m[3])
		der, err := hex.DecodeString(string(file[from+1 : to-1]))
		if err != nil {
			t.Fatal(err)
		}
		var whole asn1.RawValue
		if _, err := asn1.Unmarshal(der, &whole); err != nil {
			t.Fatal(err)
		}
		all = append(all, part{whole.FullBytes, slices.Concat(file[:from], file[to:to+rest])})
	}
	return all
}

func certificateFile(t *testing.T, certs ...*x509.Certificate) string {
	t.Helper()
	var b bytes.Buffer
	for _, c := range certs {
		if err := pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}); err != nil {
			t.Fatal(err)
		}
	}
	return write(t, "certificates.pem", b.Bytes())
}

func TestPdfsigTrustsBBAndBT(t *testing.T) {
	p := signtest.New(t)
	nss := t.TempDir()
	for _, args := range [][]string{{"-N", "--empty-password"}, {"-A", "-n", "root", "-t", "CT,C,C", "-i", filepath.Join(p.Dir, "root.pem")}} {
		if out, err := outside(t, "certutil", append([]string{"-d", "sql:" + nss}, args...)...); err != nil {
			t.Fatalf("certutil: %v\n%s", err, out)
		}
	}
	for name, id := range signers(p) {
		for _, level := range []sign.Level{sign.BB, sign.BT} {
			t.Run(name+", "+string(level), func(t *testing.T) {
				b := reportAt(t, p, id, level)
				out, err := outside(t, "pdfsig", "-nssdir", nss, write(t, "r.pdf", b))
				for _, want := range []string{"Signature is Valid", "Certificate is Trusted", "ETSI.CAdES.detached", "Total document signed", id.Name()} {
					if err != nil || !strings.Contains(out, want) {
						t.Errorf("pdfsig does not say %q: %v\n%s", want, err, out)
					}
				}
				b[len(wholeReport(t))/2] ^= 1
				if out, _ := outside(t, "pdfsig", "-nssdir", nss, write(t, "bad.pdf", b)); strings.Contains(out, "Signature is Valid") {
					t.Errorf("with a byte changed pdfsig still says\n%s", out)
				}
			})
		}
	}
}

func TestOpenSSLVerifiesEverySignatureToItsRoot(t *testing.T) {
	p := signtest.New(t)
	for name, id := range signers(p) {
		for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLT, sign.BLTA} {
			t.Run(name+", "+string(level), func(t *testing.T) {
				one := parts(t, reportAt(t, p, id, level))[0]
				check := func(content []byte) (string, error) {
					return outside(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", write(t, "sig.der", one.der),
						"-content", write(t, "content", content), "-CAfile", certificateFile(t, p.Root), "-purpose", "any", "-out", os.DevNull)
				}
				if out, err := check(one.content); err != nil || !strings.Contains(out, "CAdES Verification successful") {
					t.Errorf("openssl: %v\n%s", err, out)
				}
				one.content[100] ^= 1
				if out, err := check(one.content); err == nil {
					t.Errorf("with a byte changed openssl still says\n%s", out)
				}
			})
		}
	}
}

// mutool takes RSA-PSS for a broken signature: its verifier (OpenSSL's PKCS7 functions) knows PKCS #1 v1.5 and ECDSA only.
func TestMutoolFindsNoChangeSinceSigning(t *testing.T) {
	p := signtest.New(t)
	for _, level := range []sign.Level{sign.BB, sign.BT} {
		for name, id := range map[string]identity.Identity{"P-256": p.P256, "P-384": p.P384} {
			t.Run(name+", "+string(level), func(t *testing.T) {
				b := reportAt(t, p, id, level)
				out, _ := outside(t, "mutool", "sign", "-v", write(t, "r.pdf", b))
				if !strings.Contains(out, "unchanged since signing") {
					t.Errorf("mutool: %s", out)
				}
				b[200] ^= 1
				if out, _ := outside(t, "mutool", "sign", "-v", write(t, "bad.pdf", b)); strings.Contains(out, "The document is unchanged since signing") {
					t.Errorf("with a byte changed mutool still says\n%s", out)
				}
			})
		}
	}
}

func TestQpdfHasNoComplaintAtAnyLevel(t *testing.T) {
	p := signtest.New(t)
	for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLT, sign.BLTA} {
		t.Run(string(level), func(t *testing.T) {
			out, err := outside(t, "qpdf", "--check", write(t, "r.pdf", reportAt(t, p, p.P256, level)))
			if err != nil || strings.Contains(out, "WARNING") {
				t.Errorf("qpdf: %v\n%s", err, out)
			}
		})
	}
}

// javaJudge compiles a program of testdata/judge and returns how java is to be called for it.
func javaJudge(t *testing.T, name string, jars ...string) []string {
	t.Helper()
	path := ""
	for _, j := range jars {
		j = filepath.Join("/usr/share/java", j+".jar") // where Debian puts them
		if _, err := os.Stat(j); err != nil {
			t.Skipf("%s is not installed: this check by an outside program is left out", j)
		}
		path += string(filepath.ListSeparator) + j
	}
	dir := t.TempDir()
	if out, err := outside(t, "javac", "-cp", path, "-d", dir, "testdata/judge/"+name+".java"); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	return []string{"-cp", dir + path, name}
}

func TestPDFBoxAndBouncyCastleAgree(t *testing.T) {
	args := javaJudge(t, "Judge", "pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil")
	p := signtest.New(t)
	want := map[string][]string{}
	for key, id := range signers(p) {
		for level, lines := range map[sign.Level][]string{
			sign.BB:   {"ETSI.CAdES.detached true -"},
			sign.BT:   {"ETSI.CAdES.detached true true"},
			sign.BLTA: {"ETSI.CAdES.detached true true", "ETSI.RFC3161 true -"},
		} {
			b, name := reportAt(t, p, id, level), key+string(level)
			want[name+".pdf"] = lines
			args = append(args, write(t, name+".pdf", b))
			b[len(wholeReport(t))/2] ^= 1
			args = append(args, write(t, "bad"+name+".pdf", b))
		}
	}
	out, err := outside(t, "java", args...)
	if err != nil {
		t.Fatalf("java: %v\n%s", err, out)
	}
	for name, lines := range want {
		for _, l := range lines {
			if !strings.Contains(out, "\n"+name+" "+l+"\n") && !strings.HasPrefix(out, name+" "+l+"\n") {
				t.Errorf("no line %q", name+" "+l)
			}
		}
		if strings.Contains(out, "bad"+name+" ETSI.CAdES.detached true") {
			t.Errorf("the changed %s passes", name)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

// Preflight judges part 1 of PDF/A only; part 3, which reports claim, allows all that part 1 does of what signing adds.
func TestSigningKeepsAReportPDFA(t *testing.T) {
	args := javaJudge(t, "Archive", "preflight", "xmpbox", "javax.activation", "jaxb-api", "pdfbox2", "fontbox2", "commons-logging")
	p := signtest.New(t)
	d, err := report.Build(reporttest.Facts())
	if err != nil {
		t.Fatal(err)
	}
	b, err := pdf.RenderWith(t.Context(), d, pdf.Options{Part1: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	args = append(args, write(t, "unsigned.pdf", b))
	want := []string{"unsigned.pdf"}
	for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLT, sign.BLTA} {
		for name, opts := range map[string]sign.Options{"invisible": {}, "visible": {Appearance: look(t, p.P256), Rect: places[0]}} {
			opts.Level, opts.Services = level, services(p)
			out, err := sign.Sign(t.Context(), b, p.P256, opts)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, name+string(level)+".pdf")
			args = append(args, write(t, name+string(level)+".pdf", out))
		}
	}
	out, err := outside(t, "java", args...)
	if err != nil {
		t.Fatalf("java: %v\n%s", err, out)
	}
	faults := map[string][]string{} // by file
	for line := range strings.Lines(out) {
		if name, fault, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			faults[name] = append(faults[name], fault)
		}
	}
	for _, name := range want {
		if !strings.Contains(out, name+" true\n") && !strings.Contains(out, name+" false\n") {
			t.Errorf("%s was not judged", name)
		}
		for _, fault := range faults[name] {
			if !slices.Contains(faults["unsigned.pdf"], fault) {
				t.Errorf("signing made a fault: %s: %s", name, fault)
			}
		}
	}
}

// tokenOf takes the time-stamp out of a signature: the value of its unsigned attribute.
func tokenOf(t *testing.T, cms []byte) (token, signature []byte) {
	t.Helper()
	var info struct {
		Kind asn1.ObjectIdentifier
		Data struct {
			Version     int
			Digests     asn1.RawValue
			Content     asn1.RawValue
			Certs       asn1.RawValue `asn1:"tag:0"`
			SignerInfos []struct {
				Version  int
				ID       asn1.RawValue
				Hash     asn1.RawValue
				Attrs    asn1.RawValue `asn1:"tag:0"`
				Alg      asn1.RawValue
				Value    []byte
				Unsigned []struct {
					Kind   asn1.ObjectIdentifier
					Values []asn1.RawValue `asn1:"set"`
				} `asn1:"tag:1,set"`
			} `asn1:"set"`
		} `asn1:"tag:0,explicit"`
	}
	if _, err := asn1.Unmarshal(cms, &info); err != nil {
		t.Fatal(err)
	}
	si := info.Data.SignerInfos[0]
	return si.Unsigned[0].Values[0].FullBytes, si.Value
}

func TestOpenSSLVerifiesTheTimeStampOfASignature(t *testing.T) {
	p := signtest.New(t)
	for name, id := range signers(p) {
		t.Run(name, func(t *testing.T) {
			token, value := tokenOf(t, parts(t, reportAt(t, p, id, sign.BT))[0].der)
			sum := sha256.Sum256(value)
			for digest, good := range map[string]bool{hex.EncodeToString(sum[:]): true, strings.Repeat("ab", 32): false} {
				out, err := outside(t, "openssl", "ts", "-verify", "-digest", digest, "-token_in", "-in", write(t, "token.der", token),
					"-CAfile", certificateFile(t, p.TimeStampRoot))
				if got := err == nil && strings.Contains(out, "Verification: OK"); got != good {
					t.Errorf("openssl: %v\n%s", err, out)
				}
			}
		})
	}
}

func TestOpenSSLVerifiesTheTimeStampOverTheDocument(t *testing.T) {
	p := signtest.New(t)
	stamp := parts(t, reportAt(t, p, p.P256, sign.BLTA))[1]
	check := func() (string, error) {
		return outside(t, "openssl", "ts", "-verify", "-data", write(t, "content", stamp.content), "-token_in", "-in", write(t, "token.der", stamp.der),
			"-CAfile", certificateFile(t, p.TimeStampRoot))
	}
	if out, err := check(); err != nil || !strings.Contains(out, "Verification: OK") {
		t.Errorf("openssl: %v\n%s", err, out)
	}
	stamp.content[len(stamp.content)/2] ^= 1
	if out, err := check(); err == nil {
		t.Errorf("with a byte changed openssl still says\n%s", out)
	}
}

// stored returns the streams under a key of the document security store.
func stored(t *testing.T, file []byte, key string) (all [][]byte) {
	t.Helper()
	f, err := pdffile.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	_, root, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	dss, err := f.DictOf(root, "DSS")
	if err != nil {
		t.Fatal(err)
	}
	refs, err := f.ArrayOf(dss, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range refs {
		num, ok := f.Reference(v)
		if !ok {
			t.Fatalf("/%s holds something else than references", key)
		}
		b, err := f.Stream(num, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

func TestOpenSSLVerifiesWhatTheStoreHolds(t *testing.T) {
	p := signtest.New(t)
	b := reportAt(t, p, p.RSA, sign.BLT)
	var subjects []string
	for _, der := range stored(t, b, "Certs") {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		subjects = append(subjects, c.Subject.CommonName)
	}
	for _, want := range []*x509.Certificate{p.RSA.Certificate, p.Intermediate, p.Root, p.TimeStampService, p.TimeStampRoot} {
		if !slices.Contains(subjects, want.Subject.CommonName) {
			t.Errorf("the certificate of %s is not in the store", want.Subject.CommonName)
		}
	}
	answers, lists := stored(t, b, "OCSPs"), stored(t, b, "CRLs")
	if len(answers) != 2 || len(lists) != 1 {
		t.Fatalf("got %d answers and %d lists, want those of signer and issuer, and of the time-stamp service", len(answers), len(lists))
	}
	for _, c := range []struct{ cert, issuer *x509.Certificate }{{p.RSA.Certificate, p.Intermediate}, {p.Intermediate, p.Root}} {
		good := 0
		for i, der := range answers {
			out, err := outside(t, "openssl", "ocsp", "-respin", write(t, fmt.Sprintf("answer%d.der", i), der), "-issuer", certificateFile(t, c.issuer),
				"-cert", certificateFile(t, c.cert), "-CAfile", certificateFile(t, p.Root), "-verify_other", certificateFile(t, p.Intermediate), "-no_nonce")
			if err == nil && strings.Contains(out, "Response verify OK") && strings.Contains(out, ": good") {
				good++
			}
		}
		if good != 1 {
			t.Errorf("openssl takes %d of the answers for good ones about %s", good, c.cert.Subject.CommonName)
		}
	}
	out, err := outside(t, "openssl", "crl", "-inform", "DER", "-in", write(t, "list.der", lists[0]), "-CAfile", certificateFile(t, p.TimeStampRoot), "-noout")
	if err != nil || !strings.Contains(out, "verify OK") {
		t.Errorf("openssl crl: %v\n%s", err, out)
	}
}

// wholeReport is an unsigned report, made once.
var wholeReport = func() func(t *testing.T) []byte {
	var b []byte
	return func(t *testing.T) []byte {
		t.Helper()
		if b == nil {
			d, err := report.Build(reporttest.Facts())
			if err != nil {
				t.Fatal(err)
			}
			if b, err = pdf.Render(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		return b
	}
}()
