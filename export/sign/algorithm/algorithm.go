// Package algorithm knows how signatures are computed: which algorithm a key signs with, how CMS and the tokens of
// time-stamp services name it (AlgorithmIdentifier), and whether a signature value is right.
//
// RSA signs as RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, from 3072 bits; ECDSA signs on P-256
// with SHA-256 and on P-384 with SHA-384. More is verified than signed: RSA from 2048 bits, PKCS #1 v1.5 and PSS, with
// SHA-256, SHA-384 or SHA-512, and ECDSA on P-521 too. SHA-1 and anything older is refused.
//
// Sources: RFC 4055 and 4056 (PSS), RFC 5754 (SHA-2 in CMS), RFC 5758 (ECDSA), NIST SP 800-131A rev. 2, ETSI TS 119 312.
package algorithm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // the hashes that Hash may name
	_ "crypto/sha512"
	"encoding/asn1"
	"errors"
	"fmt"
)

// Shortest RSA keys, in bits: to sign with (128 bits of strength, NIST SP 800-57 part 1 rev. 5, table 2), and to be
// believed (SP 800-131A rev. 2, table 2).
const (
	MinSignRSA   = 3072
	MinVerifyRSA = 2048
)

// ErrKey is wrapped where a key is of a kind or length that is not supported.
var ErrKey = errors.New("key not supported")

// ErrUnsupported is wrapped where an algorithm is named that is not supported, or in a way that is not.
var ErrUnsupported = errors.New("algorithm not supported")

// Scheme is a family of signatures.
type Scheme string

// The families of signatures.
const (
	PSS   Scheme = "RSA-PSS"
	PKCS1 Scheme = "RSA" // RSASSA-PKCS1-v1_5
	ECDSA Scheme = "ECDSA"
)

// Algorithm is how a signature is computed.
type Algorithm struct {
	Scheme Scheme
	Hash   crypto.Hash
	Salt   int  // length in bytes, PSS only
	named  bool // PKCS1 only: by its own identifier (sha256WithRSAEncryption), not by that of the key (RFC 5754, 3.2)
}

// ForKey returns the algorithm that a key signs with.
func ForKey(pub crypto.PublicKey) (Algorithm, error) {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < MinSignRSA {
			return Algorithm{}, fmt.Errorf("%w: RSA of %d bits", ErrKey, k.N.BitLen())
		}
		return Algorithm{Scheme: PSS, Hash: crypto.SHA256, Salt: crypto.SHA256.Size()}, nil
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return Algorithm{Scheme: ECDSA, Hash: crypto.SHA256}, nil
		case elliptic.P384():
			return Algorithm{Scheme: ECDSA, Hash: crypto.SHA384}, nil
		}
	}
	return Algorithm{}, fmt.Errorf("%w: %T", ErrKey, pub)
}

// String names the algorithm for people.
func (a Algorithm) String() string { return string(a.Scheme) + " with " + a.Hash.String() }

// SignerOpts are what a crypto.Signer has to be given: a card decides by their type how it pads.
func (a Algorithm) SignerOpts() crypto.SignerOpts {
	if a.Scheme == PSS {
		return &rsa.PSSOptions{SaltLength: a.Salt, Hash: a.Hash}
	}
	return a.Hash
}

// Sign lets key sign a digest.
func (a Algorithm) Sign(key crypto.Signer, digest []byte) ([]byte, error) {
	return key.Sign(rand.Reader, digest, a.SignerOpts())
}

// Verify checks a signature value over a digest.
func (a Algorithm) Verify(pub crypto.PublicKey, digest, sig []byte) error {
	if len(digest) != a.Hash.Size() {
		return fmt.Errorf("digest of %d bytes for %s", len(digest), a)
	}
	switch k := pub.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < MinVerifyRSA {
			return fmt.Errorf("%w: RSA of %d bits", ErrKey, k.N.BitLen())
		}
		switch a.Scheme {
		case PSS:
			return rsa.VerifyPSS(k, a.Hash, digest, sig, &rsa.PSSOptions{SaltLength: a.Salt, Hash: a.Hash})
		case PKCS1:
			return rsa.VerifyPKCS1v15(k, a.Hash, digest, sig)
		case ECDSA:
		}
	case *ecdsa.PublicKey:
		if a.Scheme != ECDSA {
			break
		}
		if !ecdsa.VerifyASN1(k, digest, sig) {
			return errors.New("ECDSA verification error")
		}
		return nil
	}
	return fmt.Errorf("%w: %T does not sign with %s", ErrKey, pub, a.Scheme)
}

// Object identifiers.
var (
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1} // RFC 5754, 2
	oidSHA384 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}

	oidRSA         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}  // RFC 5754, 3.2
	oidPSS         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10} // RFC 4055, 3.1
	oidMGF1        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}  // RFC 4055, 2.2
	oidRSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSASHA384   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSASHA512   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2} // RFC 5754, 3.3
	oidECDSASHA384 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSASHA512 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

var hashes = []struct {
	hash crypto.Hash
	oid  asn1.ObjectIdentifier
}{{crypto.SHA256, oidSHA256}, {crypto.SHA384, oidSHA384}, {crypto.SHA512, oidSHA512}}

// signatures are the algorithms that their identifier names whole.
var signatures = []struct {
	oid    asn1.ObjectIdentifier
	scheme Scheme
	hash   crypto.Hash
}{
	{oidRSASHA256, PKCS1, crypto.SHA256}, {oidRSASHA384, PKCS1, crypto.SHA384}, {oidRSASHA512, PKCS1, crypto.SHA512},
	{oidECDSASHA256, ECDSA, crypto.SHA256}, {oidECDSASHA384, ECDSA, crypto.SHA384}, {oidECDSASHA512, ECDSA, crypto.SHA512},
}
