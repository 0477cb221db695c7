package timestamp_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"slices"
	"testing"
	"time"

	"tracemark/export/sign/timestamp"
)

var content = []byte("content\n")

func expect(nonce *big.Int) timestamp.Expect {
	sum := sha256.Sum256(content)
	return timestamp.Expect{Digest: sum[:], Hash: crypto.SHA256, Nonce: nonce}
}

func pool(c *x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(c)
	return p
}

// check does all that a client does to a token.
func check(der []byte, want timestamp.Expect, roots *x509.CertPool) (*timestamp.Token, error) {
	t, err := timestamp.Parse(der)
	if err != nil {
		return nil, err
	}
	if err := t.Check(want); err != nil {
		return nil, err
	}
	_, err = t.Chain(roots)
	return t, err
}

func TestAGoodTokenSaysWhenAndByWhom(t *testing.T) {
	for name, old := range map[string]bool{"signingCertificateV2": false, "signingCertificate": true} {
		t.Run(name, func(t *testing.T) {
			s := newService(t, true, stampEK)
			s.oldBinding = old
			nonce := big.NewInt(-4711) // a service may send it back only, not judge it
			got, err := check(s.token(t, expect(nil).Digest, nonce), expect(nonce), pool(s.root))
			if err != nil {
				t.Fatal(err)
			}
			if !got.Time.Equal(s.now) || got.Accuracy != 2500*time.Millisecond || !got.Policy.Equal(s.policy) || got.Serial.Int64() != 77 || !got.Signer.Equal(s.cert) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestEveryFaultOfATokenIsFound(t *testing.T) {
	other := newService(t, true, stampEK)
	for name, c := range map[string]struct {
		critical bool
		purposes []asn1.ObjectIdentifier
		spoil    func(s *service)
		want     error
	}{
		"purpose not critical":       {false, []asn1.ObjectIdentifier{stampEK}, func(*service) {}, timestamp.ErrPurpose},
		"another purpose as well":    {true, []asn1.ObjectIdentifier{stampEK, ocspEK}, func(*service) {}, timestamp.ErrPurpose},
		"unknown purpose as well":    {true, []asn1.ObjectIdentifier{stampEK, {1, 2, 3, 4}}, func(*service) {}, timestamp.ErrPurpose},
		"another purpose":            {true, []asn1.ObjectIdentifier{ocspEK}, func(*service) {}, timestamp.ErrPurpose},
		"no purpose":                 {true, nil, func(*service) {}, timestamp.ErrPurpose},
		"certificate expired":        {true, nil, func(s *service) { s.now = s.now.Add(2 * time.Hour) }, timestamp.ErrPurpose},
		"certificate not yet valid":  {true, nil, func(s *service) { s.now = s.now.Add(-2 * time.Hour) }, timestamp.ErrPurpose},
		"certificate not named":      {true, nil, func(s *service) { s.noBinding = true }, timestamp.ErrSignature},
		"another certificate named":  {true, nil, func(s *service) { s.otherCert = other.cert.Raw }, timestamp.ErrSignature},
		"another, by SHA-1":          {true, nil, func(s *service) { s.otherCert, s.oldBinding = other.cert.Raw, true }, timestamp.ErrSignature},
		"not about a time-stamp":     {true, nil, func(s *service) { s.contentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1} }, timestamp.ErrSignature},
		"key of another":             {true, nil, func(s *service) { s.key = other.key }, timestamp.ErrSignature},
		"no certificate":             {true, nil, func(s *service) { s.noCert = true }, timestamp.ErrToken},
		"version 2":                  {true, nil, func(s *service) { s.version = 2 }, timestamp.ErrToken},
		"unknown critical extension": {true, nil, func(s *service) { s.extension = true }, timestamp.ErrToken},
		"imprint of another length":  {true, nil, func(s *service) { s.hash = crypto.SHA384 }, timestamp.ErrToken},
		"altered after signing": {true, nil, func(s *service) {
			s.spoil = func(b []byte) []byte { return bytes.Replace(b, []byte{77}, []byte{78}, 1) }
		}, timestamp.ErrSignature},
		"service not trusted": {true, nil, func(s *service) { s.root = other.root }, timestamp.ErrChain},
	} {
		t.Run(name, func(t *testing.T) {
			if c.purposes == nil && name != "no purpose" {
				c.purposes = []asn1.ObjectIdentifier{stampEK}
			}
			s := newService(t, c.critical, c.purposes...)
			c.spoil(s)
			if _, err := check(s.token(t, expect(nil).Digest, nil), expect(nil), pool(s.root)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestATokenForAnotherRequestIsRefused(t *testing.T) {
	s := newService(t, true, stampEK)
	nonce, digest := big.NewInt(5), expect(nil).Digest
	wrong := slices.Clone(digest)
	wrong[31] ^= 1
	for name, c := range map[string]struct {
		token []byte
		want  error
	}{
		"nonce missing": {s.token(t, digest, nil), timestamp.ErrNonce},
		"another nonce": {s.token(t, digest, big.NewInt(6)), timestamp.ErrNonce},
		"another text":  {s.token(t, wrong, nonce), timestamp.ErrImprint},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := check(c.token, expect(nonce), pool(s.root)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	if _, err := check(s.token(t, digest, nil), timestamp.Expect{Digest: digest, Hash: crypto.SHA512}, pool(s.root)); !errors.Is(err, timestamp.ErrImprint) {
		t.Errorf("another hash: %v", err)
	}
	if _, err := check(s.token(t, digest, nil), expect(nil), nil); !errors.Is(err, timestamp.ErrChain) {
		t.Errorf("no roots: %v", err)
	}
}

// token is one that openssl made over content, with the root of its service.
func madeByOpenSSL(t testing.TB) (token []byte, roots *x509.CertPool) {
	t.Helper()
	token, err := os.ReadFile("testdata/token.der")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/root.der")
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return token, pool(root)
}

// Every bit of a token is flipped: none is such that nobody notices. This holds because the form is strict; bits in
// certificates other than the service's own would be free, and this token carries none.
func TestEveryFlippedBitOfATokenIsNoticed(t *testing.T) {
	token, roots := madeByOpenSSL(t)
	if _, err := check(token, expect(nil), roots); err != nil {
		t.Fatal(err)
	}
	free := 0
	for i := range token {
		for bit := range 8 {
			b := slices.Clone(token)
			b[i] ^= 1 << bit
			if _, err := check(b, expect(nil), roots); err == nil {
				free++
				t.Errorf("bit %d of byte %d (%02x) changes nothing", bit, i, token[i])
			}
		}
		if free > 20 {
			t.FailNow()
		}
	}
	for _, b := range [][]byte{append(slices.Clone(token), 0), token[:len(token)-1], nil} {
		if _, err := check(b, expect(nil), roots); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("%d bytes: %v", len(b), err)
		}
	}
}

func TestVerifyReadsATokenWithoutTheService(t *testing.T) {
	token, roots := madeByOpenSSL(t)
	got, err := timestamp.Verify(content, token, roots)
	if err != nil || got.Time.Year() != 2026 {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := timestamp.Verify(content, token, nil); got == nil || !errors.Is(err, timestamp.ErrChain) {
		t.Errorf("without roots: got %v, %v", got, err)
	}
	if got, err := timestamp.Verify([]byte("other"), token, roots); got != nil || !errors.Is(err, timestamp.ErrImprint) {
		t.Errorf("other content: got %v, %v", got, err)
	}
}

func FuzzToken(f *testing.F) {
	token, roots := madeByOpenSSL(f)
	made, err := check(token, expect(nil), roots)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := check(b, expect(nil), roots)
		if err == nil && (!got.Time.Equal(made.Time) || got.Serial.Cmp(made.Serial) != 0 || !got.Signer.Equal(made.Signer)) {
			t.Errorf("another token than the one made is accepted: %+v", got)
		}
	})
}
