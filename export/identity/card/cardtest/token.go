//go:build cgo

package cardtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/miekg/pkcs11"
)

// PIN opens every token of this package.
const PIN = "246813"

// library is where Debian and Ubuntu keep SoftHSM2.
const library = "/usr/lib/softhsm/libsofthsm2.so"

// Authority issues certificates.
type Authority struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// NewAuthority makes an authority that is valid around now.
func NewAuthority(t testing.TB, name string, now time.Time) Authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: name, Organization: []string{"Ministry"}}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	return Authority{parse(t, c, c, key.Public(), key), key}
}

func serial() *big.Int {
	n, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100)) // never fails
	return n
}

func parse(t testing.TB, c, by *x509.Certificate, pub any, key crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, by, pub, key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c
}

// Issue makes a certificate for the holder of pub, valid for a year around now; change may alter what stands in it.
func (a Authority) Issue(t testing.TB, name string, pub any, now time.Time, change func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: name}, NotBefore: now.AddDate(0, -6, 0), NotAfter: now.AddDate(0, 6, 0),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	if change != nil {
		change(c)
	}
	return parse(t, c, a.Certificate, pub, a.Key)
}

// Token is a card in software.
type Token struct {
	Module string // path
	Label  string
}

// New makes a token. It skips the test where SoftHSM2 is not installed. The environment of the test names its folder, so tests with
// tokens do not run in parallel.
func New(t testing.TB, label string) Token {
	t.Helper()
	if _, err := os.Stat(library); err != nil {
		t.Skipf("SoftHSM2 is not installed (%s): what needs a card is left out", library)
	}
	util, err := exec.LookPath("softhsm2-util")
	if err != nil {
		t.Skip("softhsm2-util is not installed: what needs a card is left out")
	}
	dir := t.TempDir()
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.Mkdir(filepath.Join(dir, "tokens"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, fmt.Appendf(nil, "directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n", dir), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	out, err := exec.CommandContext(t.Context(), util, "--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", PIN).CombinedOutput()
	if err != nil {
		t.Fatalf("softhsm2-util: %v\n%s", err, out)
	}
	return Token{Module: library, Label: label}
}

// Kinds of keys.
const (
	P256    = "P-256"
	P384    = "P-384"
	RSA3072 = "RSA-3072"
)

var curves = map[string]elliptic.Curve{P256: elliptic.P256(), P384: elliptic.P384()}

var curveOIDs = map[string]asn1.ObjectIdentifier{P256: {1, 2, 840, 10045, 3, 1, 7}, P384: {1, 3, 132, 0, 34}}

// Add makes a key on the token, always asking for the PIN or not, and puts the certificate there that issue returns for it. It returns
// the certificate's SHA-256.
func (k Token) Add(t testing.TB, kind string, always bool, issue func(pub any) *x509.Certificate) (fingerprint string) {
	t.Helper()
	k.do(t, func(ctx *pkcs11.Ctx, s pkcs11.SessionHandle) error {
		id := make([]byte, 8)
		rand.Read(id) // never fails
		private := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true), pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
			pkcs11.NewAttribute(pkcs11.CKA_SIGN, true), pkcs11.NewAttribute(pkcs11.CKA_ID, id), pkcs11.NewAttribute(pkcs11.CKA_ALWAYS_AUTHENTICATE, always)}
		public := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true), pkcs11.NewAttribute(pkcs11.CKA_ID, id)}
		pub, err := generate(ctx, s, kind, public, private)
		if err != nil {
			return err
		}
		cert := issue(pub)
		sum := sha256.Sum256(cert.Raw)
		fingerprint = hex.EncodeToString(sum[:])
		return putCertificate(ctx, s, id, cert)
	})
	return fingerprint
}

// AddCertificate puts a certificate on the token to which it has no key, such as an authority's.
func (k Token) AddCertificate(t testing.TB, cert *x509.Certificate) {
	t.Helper()
	k.do(t, func(ctx *pkcs11.Ctx, s pkcs11.SessionHandle) error {
		return putCertificate(ctx, s, []byte(cert.SerialNumber.String()), cert)
	})
}

func putCertificate(ctx *pkcs11.Ctx, s pkcs11.SessionHandle, id []byte, cert *x509.Certificate) error {
	_, err := ctx.CreateObject(s, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false), pkcs11.NewAttribute(pkcs11.CKA_ID, id), pkcs11.NewAttribute(pkcs11.CKA_LABEL, cert.Subject.CommonName),
		pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, cert.RawSubject), pkcs11.NewAttribute(pkcs11.CKA_VALUE, cert.Raw)})
	return err
}

func generate(ctx *pkcs11.Ctx, s pkcs11.SessionHandle, kind string, public, private []*pkcs11.Attribute) (any, error) {
	if kind == RSA3072 {
		public = append(public, pkcs11.NewAttribute(pkcs11.CKA_MODULUS_BITS, 3072), pkcs11.NewAttribute(pkcs11.CKA_PUBLIC_EXPONENT, []byte{1, 0, 1}))
		h, _, err := ctx.GenerateKeyPair(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN, nil)}, public, private)
		if err != nil {
			return nil, err
		}
		a, err := ctx.GetAttributeValue(s, h, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_MODULUS, nil)})
		if err != nil {
			return nil, err
		}
		return &rsa.PublicKey{N: new(big.Int).SetBytes(a[0].Value), E: 65537}, nil
	}
	oid, err := asn1.Marshal(curveOIDs[kind])
	if err != nil {
		return nil, err
	}
	h, _, err := ctx.GenerateKeyPair(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_EC_KEY_PAIR_GEN, nil)}, append(public, pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, oid)), private)
	if err != nil {
		return nil, err
	}
	a, err := ctx.GetAttributeValue(s, h, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_EC_POINT, nil)})
	if err != nil {
		return nil, err
	}
	var point []byte
	if _, err := asn1.Unmarshal(a[0].Value, &point); err != nil {
		return nil, err
	}
	return ecdsa.ParseUncompressedPublicKey(curves[kind], point)
}

// do calls fn with a session in which the token's owner has logged in. Nobody else may use the module meanwhile.
func (k Token) do(t testing.TB, fn func(*pkcs11.Ctx, pkcs11.SessionHandle) error) {
	t.Helper()
	ctx := pkcs11.New(k.Module)
	if ctx == nil {
		t.Fatalf("%s cannot be loaded", k.Module)
	}
	defer ctx.Destroy()
	if err := ctx.Initialize(); err != nil {
		t.Fatalf("initialise SoftHSM2: %v", err)
	}
	defer ctx.Finalize()
	slots, err := ctx.GetSlotList(true)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range slots {
		info, err := ctx.GetTokenInfo(slot)
		if err != nil || info.Label != k.Label {
			continue
		}
		s, err := ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
		if err == nil {
			err = ctx.Login(s, pkcs11.CKU_USER, PIN)
		}
		if err == nil {
			err = fn(ctx, s)
		}
		if err != nil {
			t.Fatalf("token %s: %v", k.Label, err)
		}
		return
	}
	t.Fatalf("there is no token %s", k.Label)
}
