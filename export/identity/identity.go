// Package identity holds the key and certificate that a report is signed with.
//
// An identity comes from a PKCS#12 file, the form in which authorities hand out soft keys, or from any other
// crypto.Signer such as a smart card. A test identity can be made on the spot: its certificate is issued by itself and
// says in its subject that it is a test, so that every program that shows the signer shows that too.
//
// Limits: the package neither checks revocation nor decides whom to trust; that is the verifier's business.
package identity

import (
	"crypto"
	"crypto/x509"

	"software.sslmate.com/src/go-pkcs12"

	"tracemark/casefile"
)

// MaxPKCS12 is the largest PKCS#12 file read, in bytes; one with a long chain has some 20 kB.
const MaxPKCS12 = 1 << 20

// Identity is somebody who can sign.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // issuers of Certificate, nearest first; may be empty
}

// Name returns the name that the certificate gives its holder.
func (id Identity) Name() string { return NameOf(id.Certificate) }

// Test reports whether the certificate, or one of those that vouch for it, says that it is a test.
func (id Identity) Test() bool {
	return IsTest(id.Certificate) || AnyTest(id.Chain...)
}

// NameOf returns the common name of the certificate's subject, its whole subject where it has none.
func NameOf(c *x509.Certificate) string {
	if c == nil {
		return ""
	}
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

// LoadPKCS12 reads the key and certificates of a PKCS#12 file.
func LoadPKCS12(data []byte, passphrase string) (Identity, error) {
	if len(data) > MaxPKCS12 {
		return Identity{}, &casefile.Error{Code: casefile.Invalid, What: "The identity file is too large to be a PKCS#12 file",
			Do: "choose the .p12 or .pfx file that your authority gave you"}
	}
	key, cert, chain, err := pkcs12.DecodeChain(data, passphrase)
	switch {
	case err == pkcs12.ErrIncorrectPassword:
		return Identity{}, &casefile.Error{Code: casefile.Refused, What: "The passphrase does not open this identity file",
			Do: "type it again", Cause: err}
	case err != nil:
		return Identity{}, &casefile.Error{Code: casefile.Invalid, What: "The identity file cannot be read as PKCS#12",
			Do: "choose the .p12 or .pfx file that your authority gave you", Cause: err}
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Identity{}, &casefile.Error{Code: casefile.Invalid, What: "The identity file holds a key that cannot sign (%[1]T)",
			Do: "ask for an RSA or ECDSA signing key", Args: []any{key}}
	}
	return Identity{Key: signer, Certificate: cert, Chain: chain}, nil
}
