package timestamp

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
)

// Stamper returns a token over a digest; online's TimeStamper is one.
type Stamper interface {
	Stamp(ctx context.Context, digest []byte, hash crypto.Hash) (token []byte, err error)
}

// Stamp asks s for a token over content, such as the checkpoint of a log. It is checked without this program by
//
//	openssl ts -verify -data FILE -token_in -in FILE.tst -CAfile ISSUERS.pem
func Stamp(ctx context.Context, s Stamper, content []byte) ([]byte, error) {
	sum := sha256.Sum256(content)
	return s.Stamp(ctx, sum[:], crypto.SHA256)
}

// Verify checks that token is about content and comes from one of the trusted services. Where only the service is not
// trusted, or roots is nil, the token is returned together with an error that wraps ErrChain.
func Verify(content, token []byte, roots *x509.CertPool) (*Token, error) {
	t, err := Parse(token)
	if err != nil {
		return nil, err
	}
	h := t.Hash.New()
	h.Write(content)
	if err := t.Check(Expect{Digest: h.Sum(nil), Hash: t.Hash}); err != nil {
		return nil, err
	}
	_, err = t.Chain(roots)
	return t, err
}
