package sign

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// maxCertificates bounds the certificates that a signature may bring along.
const maxCertificates = 32

var errCMS = errors.New("cms structure")

// cms is a parsed SignedData with one signer.
type cms struct {
	hash     crypto.Hash
	alg      algorithm.Algorithm
	signer   *x509.Certificate
	others   []*x509.Certificate
	attrs    []byte // contents of the signed attributes, without their tag
	values   map[string][]byte
	sig      []byte
	tokens   [][]byte // time-stamps over the signature value
	unsigned bool     // something else hangs on the signature that it does not cover
}

// parseCMS reads a ContentInfo that fills der exactly, in DER, with nothing in it that is not understood.
func parseCMS(der []byte) (*cms, error) {
	var info, wrap, sd cryptobyte.String
	var kind asn1.ObjectIdentifier
	in := cryptobyte.String(der)
	if !in.ReadASN1(&info, cbasn1.SEQUENCE) || !in.Empty() || !info.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) ||
		!info.ReadASN1(&wrap, cbasn1.Tag(0).ContextSpecific().Constructed()) || !info.Empty() ||
		!wrap.ReadASN1(&sd, cbasn1.SEQUENCE) || !wrap.Empty() {
		return nil, fmt.Errorf("%w: not signed data", errCMS)
	}
	var version int
	var digests, encap, certs, signers, si cryptobyte.String
	if !sd.ReadASN1Integer(&version) || version != 1 || !sd.ReadASN1(&digests, cbasn1.SET) || !sd.ReadASN1(&encap, cbasn1.SEQUENCE) ||
		!sd.ReadASN1(&certs, cbasn1.Tag(0).ContextSpecific().Constructed()) {
		return nil, fmt.Errorf("%w: head of the signed data", errCMS)
	}
	var crls cryptobyte.String
	if !sd.ReadOptionalASN1(&crls, nil, cbasn1.Tag(1).ContextSpecific().Constructed()) ||
		!sd.ReadASN1(&signers, cbasn1.SET) || !sd.Empty() {
		return nil, fmt.Errorf("%w: tail of the signed data", errCMS)
	}
	if !encap.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidData) || !encap.Empty() {
		return nil, fmt.Errorf("%w: the signature is not detached", errCMS)
	}
	if !signers.ReadASN1(&si, cbasn1.SEQUENCE) || !signers.Empty() {
		return nil, fmt.Errorf("%w: not exactly one signer", errCMS)
	}
	c := &cms{values: map[string][]byte{}}
	all, err := certificates(certs)
	if err != nil {
		return nil, err
	}
	if err := c.signerInfo(si, all); err != nil {
		return nil, err
	}
	for !digests.Empty() { // exactly the signer's: readers may choose from the set what they hash with
		h, err := algorithm.ReadHash(&digests)
		if err != nil || h != c.hash {
			return nil, fmt.Errorf("%w: digest algorithms", errCMS)
		}
	}
	return c, nil
}

func certificates(in cryptobyte.String) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for !in.Empty() {
		var raw cryptobyte.String
		if len(all) == maxCertificates || !in.ReadASN1Element(&raw, cbasn1.SEQUENCE) {
			return nil, fmt.Errorf("%w: certificates", errCMS)
		}
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate: %w", errCMS, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// signerInfo reads RFC 5652, 5.3 and finds the signer among the certificates.
func (c *cms) signerInfo(si cryptobyte.String, all []*x509.Certificate) error {
	var version int
	var sid, issuer, attrs, sig, unsigned, serial cryptobyte.String
	if !si.ReadASN1Integer(&version) || version != 1 || !si.ReadASN1(&sid, cbasn1.SEQUENCE) ||
		!sid.ReadASN1Element(&issuer, cbasn1.SEQUENCE) || !sid.ReadASN1Element(&serial, cbasn1.INTEGER) || !sid.Empty() {
		return fmt.Errorf("%w: who signed", errCMS)
	}
	for _, cert := range all {
		der, err := asn1.Marshal(cert.SerialNumber)
		if err != nil || !bytes.Equal(der, serial) || !bytes.Equal(cert.RawIssuer, issuer) || c.signer != nil {
			c.others = append(c.others, cert)
			continue
		}
		c.signer = cert
	}
	if c.signer == nil {
		return fmt.Errorf("%w: the signer's certificate is not enclosed", errCMS)
	}
	var err error
	if c.hash, err = algorithm.ReadHash(&si); err != nil {
		return fmt.Errorf("%w: %w", errCMS, err)
	}
	if !si.ReadASN1(&attrs, cbasn1.Tag(0).ContextSpecific().Constructed()) {
		return fmt.Errorf("%w: no signed attributes", errCMS)
	}
	c.attrs = attrs
	if c.alg, err = algorithm.Read(&si, c.hash); err != nil {
		return fmt.Errorf("%w: %w", errCMS, err)
	}
	if !si.ReadASN1(&sig, cbasn1.OCTET_STRING) {
		return fmt.Errorf("%w: no signature value", errCMS)
	}
	c.sig = sig
	var has bool
	if !si.ReadOptionalASN1(&unsigned, &has, cbasn1.Tag(1).ContextSpecific().Constructed()) || !si.Empty() {
		return fmt.Errorf("%w: after the signature value", errCMS)
	}
	if has {
		c.hanging(unsigned)
	}
	return c.attributes(attrs)
}

// hanging reads the attributes that the signature does not cover: time-stamps, which cover themselves, and nothing else.
func (c *cms) hanging(in cryptobyte.String) {
	for !in.Empty() {
		var attr, vals, val cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !in.ReadASN1(&attr, cbasn1.SEQUENCE) || !attr.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidTimeStamp) ||
			!attr.ReadASN1(&vals, cbasn1.SET) || !attr.Empty() || !vals.ReadASN1Element(&val, cbasn1.SEQUENCE) || !vals.Empty() || len(c.tokens) == maxTokens {
			c.unsigned = true
			return
		}
		c.tokens = append(c.tokens, val)
	}
	c.unsigned = c.unsigned || len(c.tokens) == 0
}

// maxTokens bounds the time-stamps that one signature carries.
const maxTokens = 4

// attributes reads the signed attributes; none may stand twice and each has one value.
func (c *cms) attributes(in cryptobyte.String) error {
	for !in.Empty() {
		var attr, vals, val cryptobyte.String
		var oid asn1.ObjectIdentifier
		var tag cbasn1.Tag
		if !in.ReadASN1(&attr, cbasn1.SEQUENCE) || !attr.ReadASN1ObjectIdentifier(&oid) || !attr.ReadASN1(&vals, cbasn1.SET) ||
			!attr.Empty() || !vals.ReadAnyASN1Element(&val, &tag) || !vals.Empty() {
			return fmt.Errorf("%w: signed attribute", errCMS)
		}
		if _, twice := c.values[oid.String()]; twice {
			return fmt.Errorf("%w: signed attribute %s twice", errCMS, oid)
		}
		c.values[oid.String()] = val
	}
	return nil
}

// digestMatches reports whether the signature is about a document with this digest.
func (c *cms) digestMatches(digest []byte) bool {
	v := cryptobyte.String(c.values[oidMessageDigest.String()])
	var got cryptobyte.String
	return v.ReadASN1(&got, cbasn1.OCTET_STRING) && v.Empty() && subtle.ConstantTimeCompare(got, digest) == 1
}

// contentTypeIsData checks the content-type attribute (RFC 5652, 11.1).
func (c *cms) contentTypeIsData() bool {
	return bytes.Equal(c.values[oidContentType.String()], oidDER(oidData))
}

// bindsCertificate checks that signingCertificateV2 names the signer's certificate by its hash (RFC 5035): without it
// another certificate with the same key could be put in its place.
func (c *cms) bindsCertificate() error {
	v := cryptobyte.String(c.values[oidSigningCertV2.String()])
	if len(v) == 0 {
		return fault("it does not say which certificate it was made with (no signingCertificateV2)")
	}
	bad := fmt.Errorf("%w: signingCertificateV2", errCMS)
	var sc, ids, id, sum, issuerSerial cryptobyte.String
	if !v.ReadASN1(&sc, cbasn1.SEQUENCE) || !v.Empty() || !sc.ReadASN1(&ids, cbasn1.SEQUENCE) || !ids.ReadASN1(&id, cbasn1.SEQUENCE) {
		return bad
	}
	want := sha256.Sum256(c.signer.Raw)
	digest := want[:]
	if id.PeekASN1Tag(cbasn1.SEQUENCE) { // a hash algorithm other than the default
		h, err := algorithm.ReadHash(&id)
		if err != nil {
			return bad
		}
		w := h.New()
		w.Write(c.signer.Raw)
		digest = w.Sum(nil)
	}
	if !id.ReadASN1(&sum, cbasn1.OCTET_STRING) || !id.ReadOptionalASN1(&issuerSerial, nil, cbasn1.SEQUENCE) || !id.Empty() {
		return bad
	}
	if !bytes.Equal(sum, digest) {
		return fault("it was made with another certificate than the one enclosed")
	}
	return nil
}

// verify checks the signature value over the signed attributes with the signer's key.
func (c *cms) verify() error {
	h := c.hash.New()
	h.Write(tlv(tagSet, c.attrs))
	return c.alg.Verify(c.signer.PublicKey, h.Sum(nil), c.sig)
}
