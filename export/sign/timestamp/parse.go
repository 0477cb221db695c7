package timestamp

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

var (
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}         // RFC 5652, 5.1
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}         // RFC 5652, 11.1
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}         // RFC 5652, 11.2
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}  // RFC 3161, 2.4.2
	oidSigningCert   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12} // RFC 2634, 5.4
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // RFC 5035, 3
)

// maxCertificates bounds the certificates that a token may bring along.
const maxCertificates = 16

func tag(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }

func broken(where string) error { return fmt.Errorf("%w: %s", ErrToken, where) }

// Parse reads a token that fills der exactly: a SignedData with one signer over a TSTInfo, with the certificate of the
// service in it. What no signature covers and no time-stamp needs, enclosed lists and unsigned attributes, is refused.
func Parse(der []byte) (*Token, error) {
	if len(der) > MaxToken {
		return nil, broken("too large")
	}
	var info, wrap, sd, digests, encap, certs, signers, si, octets, content cryptobyte.String
	var kind asn1.ObjectIdentifier
	in := cryptobyte.String(der)
	if !in.ReadASN1(&info, cbasn1.SEQUENCE) || !in.Empty() || !info.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) ||
		!info.ReadASN1(&wrap, tag(0)) || !info.Empty() || !wrap.ReadASN1(&sd, cbasn1.SEQUENCE) || !wrap.Empty() {
		return nil, broken("not signed data")
	}
	var version int
	if !sd.ReadASN1Integer(&version) || version != 3 || !sd.ReadASN1(&digests, cbasn1.SET) || !sd.ReadASN1(&encap, cbasn1.SEQUENCE) ||
		!sd.ReadASN1(&certs, tag(0)) || !sd.ReadASN1(&signers, cbasn1.SET) || !sd.Empty() {
		return nil, broken("frame of the signed data")
	}
	if !encap.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidTSTInfo) || !encap.ReadASN1(&octets, tag(0)) || !encap.Empty() ||
		!octets.ReadASN1(&content, cbasn1.OCTET_STRING) || !octets.Empty() {
		return nil, broken("it does not hold a time-stamp")
	}
	if !signers.ReadASN1(&si, cbasn1.SEQUENCE) || !signers.Empty() {
		return nil, broken("not exactly one signer")
	}
	t := &Token{DER: bytes.Clone(der), info: content, values: map[string][]byte{}}
	if err := t.readInfo(content); err != nil {
		return nil, err
	}
	all, err := readCertificates(certs)
	if err != nil {
		return nil, err
	}
	if err := t.readSigner(si, all); err != nil {
		return nil, err
	}
	if h, err := algorithm.ReadHash(&digests); err != nil || h != t.hash || !digests.Empty() {
		return nil, broken("digest algorithms")
	}
	return t, nil
}

// readInfo reads TSTInfo (RFC 3161, 2.4.2).
func (t *Token) readInfo(in cryptobyte.String) error {
	var info, imprint, digest, accuracy, ext cryptobyte.String
	var version int
	t.Serial = new(big.Int)
	if !in.ReadASN1(&info, cbasn1.SEQUENCE) || !in.Empty() || !info.ReadASN1Integer(&version) || version != 1 ||
		!info.ReadASN1ObjectIdentifier(&t.Policy) || !info.ReadASN1(&imprint, cbasn1.SEQUENCE) {
		return broken("head of the time-stamp")
	}
	var err error
	if t.Hash, err = algorithm.ReadHash(&imprint); err != nil {
		return fmt.Errorf("%w: %w", ErrToken, err)
	}
	if !imprint.ReadASN1(&digest, cbasn1.OCTET_STRING) || !imprint.Empty() || len(digest) != t.Hash.Size() {
		return broken("imprint")
	}
	t.Imprint = bytes.Clone(digest)
	if !info.ReadASN1Integer(t.Serial) {
		return broken("serial number")
	}
	if t.Time, err = readTime(&info); err != nil {
		return err
	}
	var has bool
	if !info.ReadOptionalASN1(&accuracy, &has, cbasn1.SEQUENCE) {
		return broken("accuracy")
	}
	if has {
		if t.Accuracy, err = readAccuracy(accuracy); err != nil {
			return err
		}
	}
	var ordering bool
	if info.PeekASN1Tag(cbasn1.BOOLEAN) && !info.ReadASN1Boolean(&ordering) {
		return broken("ordering")
	}
	if info.PeekASN1Tag(cbasn1.INTEGER) {
		if t.Nonce = new(big.Int); !info.ReadASN1Integer(t.Nonce) {
			return broken("nonce")
		}
	}
	if !info.SkipOptionalASN1(tag(0)) || !info.ReadOptionalASN1(&ext, &has, tag(1)) || !info.Empty() {
		return broken("tail of the time-stamp")
	}
	for !ext.Empty() {
		var one cryptobyte.String
		var oid asn1.ObjectIdentifier
		critical := false
		if !ext.ReadASN1(&one, cbasn1.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&oid) ||
			one.PeekASN1Tag(cbasn1.BOOLEAN) && !one.ReadASN1Boolean(&critical) || critical {
			return broken("an extension that is not understood")
		}
	}
	return nil
}

// readTime reads genTime: GeneralizedTime in UTC with seconds and, where needed, a fraction (RFC 3161, 2.4.2).
func readTime(in *cryptobyte.String) (time.Time, error) {
	var raw cryptobyte.String
	if !in.ReadASN1(&raw, cbasn1.GeneralizedTime) || !strings.HasSuffix(string(raw), "Z") {
		return time.Time{}, broken("time")
	}
	at, err := time.Parse("20060102150405Z", string(raw)) // takes a fraction where there is one
	if err != nil {
		return time.Time{}, broken("time")
	}
	return at.UTC(), nil
}

// readAccuracy reads seconds, [0] milliseconds and [1] microseconds, each of which may be absent.
func readAccuracy(in cryptobyte.String) (time.Duration, error) {
	var total time.Duration
	for _, part := range []struct {
		tag  cbasn1.Tag
		unit time.Duration
		most int64
	}{{cbasn1.INTEGER, time.Second, 1 << 31}, {cbasn1.Tag(0).ContextSpecific(), time.Millisecond, 999}, {cbasn1.Tag(1).ContextSpecific(), time.Microsecond, 999}} {
		if !in.PeekASN1Tag(part.tag) {
			continue
		}
		var n int64
		if !in.ReadASN1Int64WithTag(&n, part.tag) || n < 0 || n > part.most {
			return 0, broken("accuracy")
		}
		total += time.Duration(n) * part.unit
	}
	if !in.Empty() {
		return 0, broken("accuracy")
	}
	return total, nil
}

func readCertificates(in cryptobyte.String) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for !in.Empty() {
		var raw cryptobyte.String
		if len(all) == maxCertificates || !in.ReadASN1Element(&raw, cbasn1.SEQUENCE) {
			return nil, broken("certificates")
		}
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate: %w", ErrToken, err)
		}
		all = append(all, c)
	}
	return all, nil
}
