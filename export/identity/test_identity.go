package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// What a test certificate's subject says. IsTest looks for these words.
const (
	testMark = "TEST IDENTITY"
	testUnit = "Not for casework"
)

// TestYears is how long a test identity lasts.
const TestYears = 5

// maxCommonName is the length in characters that X.520 allows a common name (ub-common-name, RFC 5280 appendix A.1).
const maxCommonName = 64

// NewTestIdentity makes an ECDSA P-256 key with a certificate issued by itself that says it is a test, and returns it as
// a PKCS#12 file under passphrase. now is when its validity begins.
func NewTestIdentity(name, agency, passphrase string, now time.Time) (p12 []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make test key: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("make test serial number: %w", err)
	}
	subject := pkix.Name{CommonName: testName(name), OrganizationalUnit: []string{testUnit}}
	if agency = plain(agency); agency != "" {
		subject.Organization = []string{cut(agency, maxCommonName)}
	}
	now = now.UTC().Truncate(time.Second)
	cert := &x509.Certificate{
		SerialNumber: serial, Subject: subject,
		NotBefore: now.Add(-time.Minute), NotAfter: now.AddDate(TestYears, 0, 0), // a clock a little behind still finds it valid
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("issue test certificate: %w", err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("read test certificate back: %w", err)
	}
	p12, err = pkcs12.Modern.Encode(key, parsed, nil, passphrase)
	if err != nil {
		return nil, fmt.Errorf("write test identity as PKCS#12: %w", err)
	}
	return p12, nil
}

func testName(name string) string {
	const mark = " (" + testMark + ")"
	return cut(plain(name), maxCommonName-len(mark)) + mark
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// Save writes an identity file that only its owner may read. It does not replace one that is there: a key that is
// overwritten is lost.
func Save(path string, p12 []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("save identity: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("save identity: %w", err)
	}
	_, werr := f.Write(p12)
	if serr := f.Sync(); werr == nil {
		werr = serr
	}
	if cerr := f.Close(); werr == nil {
		werr = cerr
	}
	if werr != nil {
		_ = os.Remove(path) // half a key is no key
		return fmt.Errorf("save identity: %w", werr)
	}
	return nil
}
