package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign/algorithm"
)

// selfSigned is an identity for a key.
func selfSigned(t *testing.T, key crypto.Signer) identity.Identity {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: strings.Repeat("Anna ", 10)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return identity.Identity{Key: key, Certificate: c}
}

func TestASignatureThatDoesNotFitIsMadeAgain(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := request{id: selfSigned(t, key), alg: algorithm.Algorithm{Scheme: algorithm.ECDSA, Hash: crypto.SHA256}}
	tries := 0
	out, err := withRoom(100, func(room int) ([]byte, error) {
		tries++
		return signOnce(t.Context(), tinyPDF("0 0 1 1 re f", ""), r, Options{At: time.Now()}, room)
	})
	if err != nil || tries != 2 {
		t.Fatalf("%d tries, %v", tries, err)
	}
	if v, err := Verify(out, VerifyOptions{}); err != nil || !v.Valid {
		t.Errorf("got %+v, %v", v, err)
	}
	out, err = withRoom(100, func(int) ([]byte, error) { return []byte("half"), tooSmall{need: 200} })
	if out != nil || err == nil {
		t.Errorf("got %q, %v", out, err)
	}
}

// Until RSA keys signed as PSS, detached signatures of the case's exports were PKCS #1 v1.5, from 2048 bits.
func TestDetachedSignaturesMadeEarlierAreStillGood(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	id := selfSigned(t, key)
	content, now := []byte("manifest"), time.Now()
	h := crypto.SHA256.New()
	h.Write(content)
	old := request{id: id, alg: algorithm.Algorithm{Scheme: algorithm.PKCS1, Hash: crypto.SHA256}}
	p7s, err := newCMS(old, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(p7s, oidDER(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1})) {
		t.Fatal("not as it was written")
	}
	if s := VerifyDetached(content, p7s, now, VerifyOptions{}); !s.Valid {
		t.Errorf("got %+v", s)
	}
}
