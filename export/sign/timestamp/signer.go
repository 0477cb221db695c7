package timestamp

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// readSigner reads SignerInfo (RFC 5652, 5.3) and finds the service's certificate among those enclosed.
func (t *Token) readSigner(si cryptobyte.String, all []*x509.Certificate) error {
	var version int
	if !si.ReadASN1Integer(&version) {
		return broken("signer")
	}
	is, err := readSignerID(&si, version)
	if err != nil {
		return err
	}
	for _, c := range all {
		if t.Signer == nil && is(c) {
			t.Signer = c
		} else {
			t.Others = append(t.Others, c)
		}
	}
	if t.Signer == nil {
		return broken("the certificate of the service is not enclosed")
	}
	if t.hash, err = algorithm.ReadHash(&si); err != nil {
		return fmt.Errorf("%w: %w", ErrToken, err)
	}
	var attrs, sig cryptobyte.String
	if !si.ReadASN1(&attrs, tag(0)) {
		return broken("no signed attributes")
	}
	if t.alg, err = algorithm.Read(&si, t.hash); err != nil {
		return fmt.Errorf("%w: %w", ErrToken, err)
	}
	if !si.ReadASN1(&sig, cbasn1.OCTET_STRING) || !si.Empty() {
		return broken("signature value")
	}
	t.attrs, t.sig = attrs, sig
	return t.readAttributes(attrs)
}

// readSignerID reads who signed: issuer and serial number, or with version 3 the identifier of the key.
func readSignerID(si *cryptobyte.String, version int) (func(*x509.Certificate) bool, error) {
	var id, issuer, serial cryptobyte.String
	switch {
	case version == 1 && si.ReadASN1(&id, cbasn1.SEQUENCE) && id.ReadASN1Element(&issuer, cbasn1.SEQUENCE) &&
		id.ReadASN1Element(&serial, cbasn1.INTEGER) && id.Empty():
		return func(c *x509.Certificate) bool {
			der, err := asn1.Marshal(c.SerialNumber)
			return err == nil && bytes.Equal(der, serial) && bytes.Equal(c.RawIssuer, issuer)
		}, nil
	case version == 3 && si.ReadASN1(&id, cbasn1.Tag(0).ContextSpecific()) && len(id) > 0:
		return func(c *x509.Certificate) bool { return bytes.Equal(c.SubjectKeyId, id) }, nil
	}
	return nil, broken("who signed")
}

// readAttributes reads the signed attributes; none may stand twice and each has one value.
func (t *Token) readAttributes(in cryptobyte.String) error {
	for !in.Empty() {
		var attr, vals, val cryptobyte.String
		var oid asn1.ObjectIdentifier
		var any cbasn1.Tag
		if !in.ReadASN1(&attr, cbasn1.SEQUENCE) || !attr.ReadASN1ObjectIdentifier(&oid) || !attr.ReadASN1(&vals, cbasn1.SET) ||
			!attr.Empty() || !vals.ReadAnyASN1Element(&val, &any) || !vals.Empty() {
			return broken("signed attribute")
		}
		if _, twice := t.values[oid.String()]; twice {
			return broken("a signed attribute twice")
		}
		t.values[oid.String()] = val
	}
	return nil
}
