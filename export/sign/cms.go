package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/identity"
	"tracemark/export/sign/algorithm"
)

// Object identifiers, with where they are defined.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}         // RFC 5652, 4
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}         // RFC 5652, 5.1
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}         // RFC 5652, 11.1
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}         // RFC 5652, 11.2
	oidSigningTime   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}         // RFC 5652, 11.3
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // RFC 5035, 3
	oidTimeStamp     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14} // RFC 3161, appendix A
	oidSignerAttr    = asn1.ObjectIdentifier{0, 4, 0, 19122, 1, 1}               // ETSI EN 319 122-1, 5.2.6.1 (signer-attributes-v2)
	oidName          = asn1.ObjectIdentifier{2, 5, 4, 41}                        // X.520, name
)

// request is what a CMS signature is to hold.
type request struct {
	id    identity.Identity
	alg   algorithm.Algorithm
	role  string                                   // claimed by the signer; none where empty
	stamp func(sig []byte) (tst []byte, err error) // returns a time-stamp token over a signature value; nil: none
}

// newCMS makes the CMS SignedData over a document with this digest, with the signed attributes that PAdES B-B asks for
// and no signing-time, which it forbids (ETSI EN 319 142-1, 6.3). The value is checked before it is used: a card may
// return something else than a signature.
func newCMS(r request, digest []byte) ([]byte, error) {
	attrs, err := signedAttributes(r.id.Certificate, digest, r.role)
	if err != nil {
		return nil, err
	}
	h := r.alg.Hash.New()
	h.Write(tlv(tagSet, attrs)) // RFC 5652, 5.4: hashed under its universal tag
	toSign := h.Sum(nil)
	sig, err := r.alg.Sign(r.id.Key, toSign)
	if err == nil {
		err = r.alg.Verify(r.id.Certificate.PublicKey, toSign, sig)
	}
	if err != nil {
		return nil, cannotSign(fmt.Errorf("sign attributes: %w", err))
	}
	var token []byte
	if r.stamp != nil {
		if token, err = r.stamp(sig); err != nil {
			return nil, err
		}
	}
	return assemble(r.id, r.alg, attrs, sig, token)
}

// assemble writes the SignedData of id's certificates with the contents of the signed attributes, their signature and,
// where there is one, the time-stamp token over it as the only unsigned attribute.
func assemble(id identity.Identity, alg algorithm.Algorithm, attrs, sig, token []byte) ([]byte, error) {
	serial, err := asn1.Marshal(id.Certificate.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("write serial number: %w", err)
	}
	hashAlg := algorithm.HashIdentifier(alg.Hash)
	var unsigned []byte
	if token != nil {
		unsigned = tlv(0xa1, attribute(oidTimeStamp, token))
	}
	signer := seq([]byte{2, 1, 1}, seq(id.Certificate.RawIssuer, serial), hashAlg, tlv(0xa0, attrs), alg.Identifier(), tlv(4, sig), unsigned)
	certs := [][]byte{id.Certificate.Raw}
	for _, c := range id.Chain {
		certs = append(certs, c.Raw)
	}
	signed := seq([]byte{2, 1, 1}, tlv(tagSet, hashAlg), seq(oidDER(oidData)), tlv(0xa0, setOf(certs)), tlv(tagSet, signer))
	return seq(oidDER(oidSignedData), tlv(0xa0, signed)), nil
}

// signedAttributes returns the contents of the SET OF attributes.
func signedAttributes(cert *x509.Certificate, digest []byte, role string) ([]byte, error) {
	serial, err := asn1.Marshal(cert.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("write serial number: %w", err)
	}
	sum := sha256.Sum256(cert.Raw)
	// ESSCertIDv2 with the default hash SHA-256 left out, as DER wants; GeneralNames holds one directoryName [4].
	issuerSerial := seq(seq(tlv(0xa4, cert.RawIssuer)), serial)
	certID := seq(tlv(4, sum[:]), issuerSerial)
	all := [][]byte{
		attribute(oidContentType, oidDER(oidData)),
		attribute(oidMessageDigest, tlv(4, digest)),
		attribute(oidSigningCertV2, seq(seq(certID))),
	}
	if role != "" {
		all = append(all, attribute(oidSignerAttr, claimedRole(role)))
	}
	return setOf(all), nil
}

// claimedRole writes signer-attributes-v2 with one claimed attribute: the role, as a name. The standard leaves open which
// attribute says a role; this is the one that the European Commission's DSS library writes and shows.
func claimedRole(role string) []byte {
	claimed := seq(oidDER(oidName), tlv(tagSet, tlv(tagUTF8, []byte(role))))
	return seq(tlv(0xa0, claimed))
}

// readRole returns the role that the value of signer-attributes-v2 claims, "" where it does not claim one in this way.
func readRole(value []byte) string {
	in := cryptobyte.String(value)
	var all, claimed, attr, vals, text cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !in.ReadASN1(&all, cbasn1.SEQUENCE) || !in.Empty() || !all.ReadASN1(&claimed, cbasn1.Tag(0).ContextSpecific().Constructed()) ||
		!claimed.ReadASN1(&attr, cbasn1.SEQUENCE) || !attr.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidName) ||
		!attr.ReadASN1(&vals, cbasn1.SET) || !vals.ReadASN1(&text, cbasn1.UTF8String) || !vals.Empty() {
		return ""
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return seq(oidDER(oid), tlv(tagSet, value))
}

const (
	tagSequence = 0x30
	tagSet      = 0x31
	tagUTF8     = 0x0c
)

// tlv writes one DER element.
func tlv(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	out := []byte{tag}
	switch n := len(body); {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	case n < 0x10000:
		out = append(out, 0x82, byte(n>>8), byte(n))
	default:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, body...)
}

func seq(parts ...[]byte) []byte { return tlv(tagSequence, parts...) }

// setOf joins elements in the order that DER gives a SET OF (X.690, 11.6).
func setOf(parts [][]byte) []byte {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, bytes.Compare)
	return bytes.Join(parts, nil)
}

// oidDER writes an object identifier; those of this package are all well formed.
func oidDER(oid asn1.ObjectIdentifier) []byte {
	der, err := asn1.Marshal(oid)
	if err != nil {
		panic("sign: object identifier " + oid.String() + ": " + err.Error())
	}
	return der
}
