package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/sign/algorithm"
)

// MaxDetached is the largest detached signature looked at, in bytes (1 MiB).
const MaxDetached = 1 << 20

// detachedType is what Signature.Type says of a detached signature.
const detachedType = "CMS detached"

// Detached signs content by id and returns a CMS SignedData in DER that lies beside it (RFC 5652; the form that S/MIME
// calls p7s). It states no time: at, which must lie within the certificate's validity, is only checked, and content
// should state it. It is checked without this program by
//
//	openssl cms -verify -binary -inform DER -in FILE.p7s -content FILE -CAfile ISSUERS.pem -out /dev/null
//
// (-noverify in place of -CAfile leaves the issuer out).
func Detached(ctx context.Context, content []byte, id identity.Identity, at time.Time) ([]byte, error) {
	alg, err := usable(id)
	if err != nil {
		return nil, err
	}
	if at.Before(id.Certificate.NotBefore) || at.After(id.Certificate.NotAfter) {
		return nil, outsideValidity(id.Certificate)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h := alg.Hash.New()
	h.Write(content)
	return newCMS(request{id: id, alg: alg}, h.Sum(nil))
}

// VerifyDetached checks that p7s signs content; at is the time that content states. It takes exactly the form that
// Detached writes, to the byte: there is no byte of p7s whose change goes unnoticed, but in certificates of issuers where
// no roots are given; Certificates returns them, for content to bind.
func VerifyDetached(content, p7s []byte, at time.Time, opts VerifyOptions) Signature {
	s := newSignature()
	s.Type, s.SignedAt, s.CoversAll = detachedType, at, true
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	c, err := parseDetached(p7s)
	if err != nil {
		s.problem(CodeDamaged, "the signature itself is damaged or of a kind that cannot be checked.")
		return s
	}
	h := c.hash.New()
	h.Write(content)
	s.content(c, h.Sum(nil))
	s.whoSigned(c)
	s.certificate(c, validationData{}, opts)
	s.Valid = len(s.Problems) == 0
	return s
}

// Certificates returns the certificates in DER that lie in a detached signature, the signer's first, the others in the
// order in which they stand.
func Certificates(p7s []byte) ([][]byte, error) {
	c, err := parseDetached(p7s)
	if err != nil {
		return nil, err
	}
	all := [][]byte{c.signer.Raw}
	for _, o := range c.others {
		all = append(all, o.Raw)
	}
	return all, nil
}

// parseDetached reads p7s and makes sure that it is written as Detached writes it.
func parseDetached(p7s []byte) (*cms, error) {
	if len(p7s) > MaxDetached {
		return nil, errCMS
	}
	c, err := parseCMS(p7s)
	if err != nil {
		return nil, err
	}
	again, err := assemble(identity.Identity{Certificate: c.signer, Chain: c.others}, c.alg, c.attrs, c.sig, nil)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, p7s) {
		return nil, errors.Join(errCMS, errors.New("not written canonically"))
	}
	return c, nil
}

// usable says how id signs, or why it cannot.
func usable(id identity.Identity) (algorithm.Algorithm, error) {
	if id.Certificate == nil || id.Key == nil {
		return algorithm.Algorithm{}, &casefile.Error{Code: casefile.Invalid, What: "There is no identity to sign with", Do: "choose one in the settings"}
	}
	alg, err := algorithm.ForKey(id.Certificate.PublicKey)
	if err != nil {
		return algorithm.Algorithm{}, &casefile.Error{Code: casefile.Refused, What: "This identity's key cannot sign",
			Do: "use an RSA key of at least 3072 bits, or ECDSA P-256 or P-384", Cause: err}
	}
	if pub, ok := id.Key.Public().(interface{ Equal(crypto.PublicKey) bool }); ok && !pub.Equal(id.Certificate.PublicKey) {
		return algorithm.Algorithm{}, &casefile.Error{Code: casefile.Invalid, What: "The identity's key does not belong to its certificate", Do: "load it again"}
	}
	return alg, nil
}

func outsideValidity(c *x509.Certificate) error {
	return &casefile.Error{Code: casefile.Refused, What: "The signer's certificate is valid from %[1]s to %[2]s only",
		Do: "check the clock, or renew the identity", Args: []any{c.NotBefore.UTC().Format(time.DateTime), c.NotAfter.UTC().Format(time.DateTime)}}
}

func cannotSign(err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "The identity's key did not sign",
		Do: "check that the card or key file can be reached, then try again", Cause: err}
}
