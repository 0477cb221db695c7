package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // SHA-384 for P-384
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"tracemark/export/identity"
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
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}     // RFC 5754, 2
	oidSHA384        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1} // RFC 5754, 3.2
	oidRSASHA256     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSASHA384     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSASHA512     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECDSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2} // RFC 5754, 3.3
	oidECDSASHA384   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSASHA512   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

// minRSABits is the shortest RSA key accepted, for signing and verifying alike (NIST SP 800-131A rev. 2, table 2).
const minRSABits = 2048

var errKey = errors.New("key not supported")

// algorithm is how a key signs.
type algorithm struct {
	hash crypto.Hash
	oid  asn1.ObjectIdentifier // of the hash
	sig  asn1.ObjectIdentifier
	null bool // the signature algorithm has a NULL parameter
}

// algorithmOf chooses the algorithm for a key: SHA-256, with P-384 SHA-384, which is as strong as the curve.
func algorithmOf(pub crypto.PublicKey) (algorithm, error) {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < minRSABits {
			return algorithm{}, fmt.Errorf("%w: RSA of %d bits", errKey, k.N.BitLen())
		}
		return algorithm{crypto.SHA256, oidSHA256, oidRSA, true}, nil
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return algorithm{crypto.SHA256, oidSHA256, oidECDSASHA256, false}, nil
		case elliptic.P384():
			return algorithm{crypto.SHA384, oidSHA384, oidECDSASHA384, false}, nil
		}
	}
	return algorithm{}, fmt.Errorf("%w: %T", errKey, pub)
}

// newCMS makes the CMS SignedData over a document with this digest, with the three signed attributes that PAdES B-B
// asks for and no signing-time, which it forbids (ETSI EN 319 142-1, 6.3).
func newCMS(id identity.Identity, alg algorithm, digest []byte) ([]byte, error) {
	attrs, err := signedAttributes(id.Certificate, digest)
	if err != nil {
		return nil, err
	}
	h := alg.hash.New()
	h.Write(tlv(tagSet, attrs)) // RFC 5652, 5.4: hashed under its universal tag
	sig, err := id.Key.Sign(rand.Reader, h.Sum(nil), alg.hash)
	if err != nil {
		return nil, fmt.Errorf("sign attributes: %w", err)
	}
	return assemble(id, alg, attrs, sig)
}

// assemble writes the SignedData of id's certificates with the contents of the signed attributes and their signature.
func assemble(id identity.Identity, alg algorithm, attrs, sig []byte) ([]byte, error) {
	serial, err := asn1.Marshal(id.Certificate.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("write serial number: %w", err)
	}
	hashAlg := seq(oidDER(alg.oid)) // parameters absent: RFC 5754, 2
	sigAlg := seq(oidDER(alg.sig))
	if alg.null {
		sigAlg = seq(oidDER(alg.sig), []byte{5, 0})
	}
	signer := seq([]byte{2, 1, 1}, seq(id.Certificate.RawIssuer, serial), hashAlg, tlv(0xa0, attrs), sigAlg, tlv(4, sig))
	certs := [][]byte{id.Certificate.Raw}
	for _, c := range id.Chain {
		certs = append(certs, c.Raw)
	}
	signed := seq([]byte{2, 1, 1}, tlv(tagSet, hashAlg), seq(oidDER(oidData)), tlv(0xa0, setOf(certs)), tlv(tagSet, signer))
	return seq(oidDER(oidSignedData), tlv(0xa0, signed)), nil
}

// signedAttributes returns the contents of the SET OF attributes.
func signedAttributes(cert *x509.Certificate, digest []byte) ([]byte, error) {
	serial, err := asn1.Marshal(cert.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("write serial number: %w", err)
	}
	sum := sha256.Sum256(cert.Raw)
	// ESSCertIDv2 with the default hash SHA-256 left out, as DER wants; GeneralNames holds one directoryName [4].
	issuerSerial := seq(seq(tlv(0xa4, cert.RawIssuer)), serial)
	certID := seq(tlv(4, sum[:]), issuerSerial)
	return setOf([][]byte{
		attribute(oidContentType, oidDER(oidData)),
		attribute(oidMessageDigest, tlv(4, digest)),
		attribute(oidSigningCertV2, seq(seq(certID))),
	}), nil
}

func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return seq(oidDER(oid), tlv(tagSet, value))
}

const (
	tagSequence = 0x30
	tagSet      = 0x31
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
