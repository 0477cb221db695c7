package revocation

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// MaxCRL is the largest list looked at, in bytes (16 MiB).
const MaxCRL = 16 << 20

var oidIssuingPoint = asn1.ObjectIdentifier{2, 5, 29, 28} // RFC 5280, 5.2.5

const removeFromCRL = 8 // RFC 5280, 5.3.1

// ParseCRL reads a list in DER and checks that the certificate's issuer signed it and that it would name cert if cert
// were revoked.
func ParseCRL(der []byte, cert, issuer *x509.Certificate) (Verdict, error) {
	if len(der) > MaxCRL {
		return Verdict{}, fmt.Errorf("%w: list too large", ErrStatement)
	}
	l, err := x509.ParseRevocationList(der)
	if err != nil {
		return Verdict{}, fmt.Errorf("%w: %w", ErrStatement, err)
	}
	if !bytes.Equal(l.RawIssuer, cert.RawIssuer) || !bytes.Equal(issuer.RawSubject, cert.RawIssuer) {
		return Verdict{}, fmt.Errorf("%w: the list is of another issuer", ErrStatement)
	}
	if err := l.CheckSignatureFrom(issuer); err != nil {
		return Verdict{}, fmt.Errorf("%w: the list is not signed by the issuer: %w", ErrStatement, err)
	}
	for _, e := range l.Extensions {
		if e.Id.Equal(oidIssuingPoint) {
			if err := covers(e.Value, cert); err != nil {
				return Verdict{}, err
			}
		} else if e.Critical { // a delta list is one of these
			return Verdict{}, fmt.Errorf("%w: the list has limits that are not understood (%s)", ErrStatement, e.Id)
		}
	}
	v := Verdict{Status: Good, Kind: CRL, ThisUpdate: l.ThisUpdate.UTC(), NextUpdate: l.NextUpdate}
	if !l.NextUpdate.IsZero() {
		v.NextUpdate = l.NextUpdate.UTC()
	}
	for _, r := range l.RevokedCertificateEntries {
		if r.SerialNumber.Cmp(cert.SerialNumber) != 0 || r.ReasonCode == removeFromCRL {
			continue
		}
		if at := r.RevocationTime.UTC(); v.Status == Good || at.Before(v.RevokedAt) {
			v.Status, v.RevokedAt, v.Reason = Revoked, at, r.ReasonCode
		}
	}
	return v, nil
}

// covers reads issuingDistributionPoint and checks that the list is a whole one that certificates of cert's kind are on.
// A list for one distribution point counts only where the certificate names that very point.
func covers(value []byte, cert *x509.Certificate) error {
	bad := fmt.Errorf("%w: the list has limits that are not understood", ErrStatement)
	var idp, point, name, one cryptobyte.String
	in := cryptobyte.String(value)
	if !in.ReadASN1(&idp, cbasn1.SEQUENCE) || !in.Empty() {
		return bad
	}
	tag := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific() }
	var has bool
	if !idp.ReadOptionalASN1(&point, &has, tag(0).Constructed()) {
		return bad
	}
	if has {
		if !point.ReadASN1(&name, tag(0).Constructed()) || !point.Empty() {
			return bad
		}
		named := false
		for !name.Empty() {
			var kind cbasn1.Tag
			if !name.ReadAnyASN1(&one, &kind) {
				return bad
			}
			for _, at := range cert.CRLDistributionPoints {
				named = named || kind == tag(6) && at == string(one)
			}
		}
		if !named {
			return fmt.Errorf("%w: the list is for other certificates", ErrStatement)
		}
	}
	for !idp.Empty() {
		var kind cbasn1.Tag
		var flag cryptobyte.String
		if !idp.ReadAnyASN1(&flag, &kind) {
			return bad
		}
		switch set := len(flag) == 1 && flag[0] != 0; {
		case kind == tag(1) && set && cert.IsCA, kind == tag(2) && set && !cert.IsCA:
			return fmt.Errorf("%w: the list is for other certificates", ErrStatement)
		case kind == tag(1) || kind == tag(2):
		default: // some reasons only, indirect, attribute certificates
			return bad
		}
	}
	return nil
}
