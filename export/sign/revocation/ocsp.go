package revocation

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // responders name the issuer by SHA-1; nothing rests on it but which certificate is spoken of
	_ "crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

// MaxOCSP is the largest response looked at, in bytes.
const MaxOCSP = 64 << 10

// ParseOCSP reads a responder's statement in DER about cert, which issuer issued, and checks who made it: the issuer, or
// a responder that the issuer named for this (RFC 6960, 4.2.2.2).
func ParseOCSP(der []byte, cert, issuer *x509.Certificate) (Verdict, error) {
	if len(der) > MaxOCSP {
		return Verdict{}, fmt.Errorf("%w: response too large", ErrStatement)
	}
	if err := aboutCertificate(der, cert, issuer); err != nil {
		return Verdict{}, err
	}
	r, err := ocsp.ParseResponseForCert(der, cert, nil) // checks the signature where a certificate is enclosed
	if err != nil {
		return Verdict{}, fmt.Errorf("%w: %w", ErrStatement, err)
	}
	v := Verdict{Kind: OCSP, ThisUpdate: r.ThisUpdate.UTC(), NextUpdate: r.NextUpdate.UTC()}
	if r.NextUpdate.IsZero() {
		v.NextUpdate = r.NextUpdate
	}
	if r.Certificate != nil && !r.Certificate.Equal(issuer) {
		v.Responder = r.Certificate
		if err := mayAnswer(r, issuer); err != nil {
			return Verdict{}, err
		}
	} else if err := r.CheckSignatureFrom(issuer); err != nil {
		return Verdict{}, fmt.Errorf("%w: not signed by the issuer: %w", ErrStatement, err)
	}
	switch r.Status {
	case ocsp.Good:
		v.Status = Good
	case ocsp.Revoked:
		v.Status, v.RevokedAt, v.Reason = Revoked, r.RevokedAt.UTC(), r.RevocationReason
	default:
		v.Status = Unknown
	}
	return v, nil
}

// mayAnswer checks that the issuer itself gave the responder its certificate, for this purpose, and that it was valid
// when the response was made.
func mayAnswer(r *ocsp.Response, issuer *x509.Certificate) error {
	c := r.Certificate
	if !bytes.Equal(c.RawIssuer, issuer.RawSubject) {
		return fmt.Errorf("%w: the responder is not the issuer's", ErrStatement)
	}
	if err := c.CheckSignatureFrom(issuer); err != nil {
		return fmt.Errorf("%w: the responder is not the issuer's: %w", ErrStatement, err)
	}
	if !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) {
		return fmt.Errorf("%w: the responder's certificate is not for responses", ErrStatement)
	}
	if len(c.UnhandledCriticalExtensions) > 0 {
		return fmt.Errorf("%w: the responder's certificate has limits that are not understood", ErrStatement)
	}
	if r.ProducedAt.Before(c.NotBefore) || r.ProducedAt.After(c.NotAfter) {
		return fmt.Errorf("%w: the responder's certificate was not valid when it answered", ErrStatement)
	}
	return nil
}

var oidHashes = map[string]crypto.Hash{
	asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}.String():             crypto.SHA1,
	asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}.String(): crypto.SHA256,
}

// aboutCertificate checks that exactly one answer of the response bears the certificate's serial number, and that it
// names its issuer by name and key (RFC 6960, 4.1.1). Package ocsp looks at the serial number only.
func aboutCertificate(der []byte, cert, issuer *x509.Certificate) error {
	bad := fmt.Errorf("%w: response cannot be read", ErrStatement)
	var resp, wrap, typed, octets, basic, data, answers cryptobyte.String
	var kind asn1.ObjectIdentifier
	var status int
	in := cryptobyte.String(der)
	if !in.ReadASN1(&resp, cbasn1.SEQUENCE) || !in.Empty() || !resp.ReadASN1Enum(&status) {
		return bad
	}
	if status != int(ocsp.Success) {
		return fmt.Errorf("%w: the responder gave no answer (%s)", ErrStatement, ocsp.ResponseStatus(status))
	}
	constructed := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }
	if !resp.ReadASN1(&wrap, constructed(0)) || !wrap.ReadASN1(&typed, cbasn1.SEQUENCE) || !typed.ReadASN1ObjectIdentifier(&kind) ||
		!typed.ReadASN1(&octets, cbasn1.OCTET_STRING) || !octets.ReadASN1(&basic, cbasn1.SEQUENCE) || !basic.ReadASN1(&data, cbasn1.SEQUENCE) ||
		!data.SkipOptionalASN1(constructed(0)) {
		return bad
	}
	var responder cryptobyte.String
	var any cbasn1.Tag
	if !data.ReadAnyASN1(&responder, &any) || !data.SkipASN1(cbasn1.GeneralizedTime) || !data.ReadASN1(&answers, cbasn1.SEQUENCE) {
		return bad
	}
	found := 0
	for !answers.Empty() {
		var one, id, alg, name, key cryptobyte.String
		var oid asn1.ObjectIdentifier
		serial := new(big.Int)
		if !answers.ReadASN1(&one, cbasn1.SEQUENCE) || !one.ReadASN1(&id, cbasn1.SEQUENCE) || !id.ReadASN1(&alg, cbasn1.SEQUENCE) ||
			!alg.ReadASN1ObjectIdentifier(&oid) || !id.ReadASN1(&name, cbasn1.OCTET_STRING) || !id.ReadASN1(&key, cbasn1.OCTET_STRING) ||
			!id.ReadASN1Integer(serial) || !id.Empty() {
			return bad
		}
		if serial.Cmp(cert.SerialNumber) != 0 {
			continue
		}
		wantName, wantKey, err := issuerHashes(oidHashes[oid.String()], issuer)
		if err != nil {
			return err
		}
		if !bytes.Equal(name, wantName) || !bytes.Equal(key, wantKey) {
			return fmt.Errorf("%w: the response is about a certificate of another issuer", ErrStatement)
		}
		found++
	}
	if found != 1 {
		return fmt.Errorf("%w: the response is about another certificate", ErrStatement)
	}
	return nil
}

func issuerHashes(h crypto.Hash, issuer *x509.Certificate) (name, key []byte, err error) {
	if h == 0 {
		return nil, nil, fmt.Errorf("%w: the response names the issuer by a hash that is not supported", ErrStatement)
	}
	var info, alg cryptobyte.String
	var bits asn1.BitString
	spki := cryptobyte.String(issuer.RawSubjectPublicKeyInfo)
	if !spki.ReadASN1(&info, cbasn1.SEQUENCE) || !info.ReadASN1(&alg, cbasn1.SEQUENCE) || !info.ReadASN1BitString(&bits) {
		return nil, nil, fmt.Errorf("%w: key of the issuer", ErrStatement)
	}
	w := h.New()
	w.Write(issuer.RawSubject)
	name = w.Sum(nil)
	w.Reset()
	w.Write(bits.RightAlign())
	return name, w.Sum(nil), nil
}

var oidNoCheck = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} // RFC 6960, 4.2.2.2.1 (id-pkix-ocsp-nocheck)

// MustCheck reports whether a responder's certificate has to be looked up in its turn: its issuer did not waive that, and
// it says where.
func MustCheck(responder *x509.Certificate) bool {
	for _, e := range responder.Extensions {
		if e.Id.Equal(oidNoCheck) {
			return false
		}
	}
	return len(responder.OCSPServer)+len(responder.CRLDistributionPoints) > 0
}
