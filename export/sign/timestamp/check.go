package timestamp

import (
	"bytes"
	"crypto"
	"crypto/sha1" //nolint:gosec // signingCertificate (RFC 2634) binds by SHA-1 and most services still send it
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// Expect is what a token has to be about.
type Expect struct {
	Digest []byte      // of the content
	Hash   crypto.Hash // that made Digest
	Nonce  *big.Int    // that the request carried; nil: not compared
}

// Check checks all of a token but whether its service is trusted: the imprint, the nonce, the signature, that the
// signature names its certificate, and that this certificate is one for time-stamps and was valid at the token's time.
func (t *Token) Check(want Expect) error {
	if t.Hash != want.Hash || !bytes.Equal(t.Imprint, want.Digest) {
		return ErrImprint
	}
	if want.Nonce != nil && (t.Nonce == nil || t.Nonce.Cmp(want.Nonce) != 0) {
		return ErrNonce
	}
	if err := t.checkSignature(); err != nil {
		return err
	}
	if err := t.bindsCertificate(); err != nil {
		return err
	}
	if err := forTimeStamps(t.Signer); err != nil {
		return err
	}
	if t.Time.Before(t.Signer.NotBefore) || t.Time.After(t.Signer.NotAfter) {
		return fmt.Errorf("%w: it was not valid at the time of the time-stamp", ErrPurpose)
	}
	return nil
}

// Chain returns the certificates from the service's to one of roots, as they were valid at the token's time. Certificates
// enclosed in the token and those in between help to find the way.
func (t *Token) Chain(roots *x509.CertPool, between ...*x509.Certificate) ([]*x509.Certificate, error) {
	if roots == nil {
		return nil, fmt.Errorf("%w: no trusted services were given", ErrChain)
	}
	pool := x509.NewCertPool()
	for _, c := range append(between, t.Others...) {
		pool.AddCert(c)
	}
	chains, err := t.Signer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: pool, CurrentTime: t.Time,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChain, err)
	}
	return chains[0], nil
}

func (t *Token) checkSignature() error {
	if !bytes.Equal(t.values[oidContentType.String()], element(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidTSTInfo) })) {
		return fmt.Errorf("%w: it does not say that it is about a time-stamp", ErrSignature)
	}
	h := t.hash.New()
	h.Write(t.info)
	if !bytes.Equal(t.values[oidMessageDigest.String()], element(func(b *cryptobyte.Builder) { b.AddASN1OctetString(h.Sum(nil)) })) {
		return fmt.Errorf("%w: its digest differs", ErrSignature)
	}
	h = t.hash.New() // RFC 5652, 5.4: hashed under the universal tag
	h.Write(element(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(t.attrs) })
	}))
	if err := t.alg.Verify(t.Signer.PublicKey, h.Sum(nil), t.sig); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return nil
}

func element(f func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	f(&b)
	return b.BytesOrPanic()
}

// bindsCertificate checks that the first certificate named by the signed attributes is the service's (RFC 3161, 2.4.2;
// RFC 5816). Where both attributes are there, both must name it.
func (t *Token) bindsCertificate() error {
	named := 0
	for _, oid := range []asn1.ObjectIdentifier{oidSigningCert, oidSigningCertV2} {
		v, has := t.values[oid.String()]
		if !has {
			continue
		}
		named++
		got, sum, err := firstCertID(v, oid.Equal(oidSigningCertV2), t.Signer.Raw)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, sum) {
			return fmt.Errorf("%w: it names another certificate", ErrSignature)
		}
	}
	if named == 0 {
		return fmt.Errorf("%w: it does not name its certificate", ErrSignature)
	}
	return nil
}

// firstCertID returns the hash in the first ESSCertID or ESSCertIDv2 of v, and the hash that cert has.
func firstCertID(v cryptobyte.String, v2 bool, cert []byte) (got, want []byte, err error) {
	bad := fmt.Errorf("%w: the statement which certificate it was made with is damaged", ErrSignature)
	var sc, ids, id, sum cryptobyte.String
	if !v.ReadASN1(&sc, cbasn1.SEQUENCE) || !v.Empty() || !sc.ReadASN1(&ids, cbasn1.SEQUENCE) || !ids.ReadASN1(&id, cbasn1.SEQUENCE) {
		return nil, nil, bad
	}
	h := crypto.SHA256
	switch {
	case !v2:
		h = crypto.SHA1
	case id.PeekASN1Tag(cbasn1.SEQUENCE):
		if h, err = algorithm.ReadHash(&id); err != nil {
			return nil, nil, bad
		}
	}
	if !id.ReadASN1(&sum, cbasn1.OCTET_STRING) || !id.SkipOptionalASN1(cbasn1.SEQUENCE) || !id.Empty() {
		return nil, nil, bad
	}
	if h == crypto.SHA1 {
		s := sha1.Sum(cert) //nolint:gosec // see above: it picks one certificate of few, nothing rests on it alone
		return sum, s[:], nil
	}
	w := h.New()
	w.Write(cert)
	return sum, w.Sum(nil), nil
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// forTimeStamps checks that a certificate may sign time-stamps and nothing else (RFC 3161, 2.3).
func forTimeStamps(c *x509.Certificate) error {
	if len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) != 0 {
		return fmt.Errorf("%w: its purpose is not time-stamps alone", ErrPurpose)
	}
	for _, e := range c.Extensions {
		if e.Id.Equal(oidExtKeyUsage) && !e.Critical {
			return fmt.Errorf("%w: its purpose is not marked critical", ErrPurpose)
		}
	}
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("%w: its key may not sign", ErrPurpose)
	}
	return nil
}
