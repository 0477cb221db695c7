package sign

import (
	"crypto"
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// tokenFrame checks the parts of a time-stamp token that its signature does not cover, and that package timestamp has no
// use for: they hold nothing but the one digest algorithm of the signer. Anything more could be changed unseen.
func tokenFrame(der []byte) bool {
	var info, wrap, sd, digests, encap, certs, signers, si cryptobyte.String
	var kind asn1.ObjectIdentifier
	var version int
	in := cryptobyte.String(der)
	if !in.ReadASN1(&info, cbasn1.SEQUENCE) || !in.Empty() || !info.ReadASN1ObjectIdentifier(&kind) ||
		!info.ReadASN1(&wrap, cbasn1.Tag(0).ContextSpecific().Constructed()) || !info.Empty() || !wrap.ReadASN1(&sd, cbasn1.SEQUENCE) || !wrap.Empty() ||
		!sd.ReadASN1Integer(&version) || !sd.ReadASN1(&digests, cbasn1.SET) || !sd.ReadASN1(&encap, cbasn1.SEQUENCE) ||
		!sd.ReadASN1(&certs, cbasn1.Tag(0).ContextSpecific().Constructed()) || !sd.ReadASN1(&signers, cbasn1.SET) || !sd.Empty() || // no lists of revoked certificates
		!signers.ReadASN1(&si, cbasn1.SEQUENCE) || !signers.Empty() {
		return false
	}
	hash, ok := onlyHash(&digests)
	if !ok {
		return false
	}
	// SignerInfo: version, who, digest algorithm, attributes, signature algorithm, signature; no attributes that are not covered.
	var who, attrs, alg, value cryptobyte.String
	var tag cbasn1.Tag
	if !si.ReadASN1Integer(&version) || !si.ReadAnyASN1(&who, &tag) {
		return false
	}
	mine, err := algorithm.ReadHash(&si)
	return err == nil && mine == hash && si.ReadASN1(&attrs, cbasn1.Tag(0).ContextSpecific().Constructed()) &&
		si.ReadASN1(&alg, cbasn1.SEQUENCE) && si.ReadASN1(&value, cbasn1.OCTET_STRING) && si.Empty()
}

func onlyHash(in *cryptobyte.String) (crypto.Hash, bool) {
	h, err := algorithm.ReadHash(in)
	return h, err == nil && in.Empty()
}
