package algorithm

import (
	"crypto"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// maxSalt bounds the salt of a PSS signature, in bytes: no hash in use is longer.
const maxSalt = 64

// HashIdentifier writes the AlgorithmIdentifier of a hash, parameters absent (RFC 5754, 2); nil for a hash not supported.
func HashIdentifier(h crypto.Hash) []byte { return hashIdentifier(h, false) }

func hashIdentifier(h crypto.Hash, null bool) []byte {
	for _, k := range hashes {
		if k.hash == h {
			return build(func(b *cryptobyte.Builder) { identifier(b, k.oid, null) })
		}
	}
	return nil
}

// Identifier writes the AlgorithmIdentifier of a signature.
func (a Algorithm) Identifier() []byte {
	switch {
	case a.Scheme == PSS:
		return a.pssIdentifier()
	case a.Scheme == PKCS1 && !a.named:
		return build(func(b *cryptobyte.Builder) { identifier(b, oidRSA, true) })
	}
	for _, s := range signatures {
		if s.scheme == a.Scheme && s.hash == a.Hash {
			return build(func(b *cryptobyte.Builder) { identifier(b, s.oid, a.Scheme == PKCS1) })
		}
	}
	return nil
}

// pssIdentifier writes RSASSA-PSS with its parameters; the hashes carry NULL in them (RFC 4055, 2.1 and 3.1).
func (a Algorithm) pssIdentifier() []byte {
	hash := hashIdentifier(a.Hash, true)
	tag := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidPSS)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(tag(0), func(b *cryptobyte.Builder) { b.AddBytes(hash) })
				b.AddASN1(tag(1), func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(oidMGF1)
						b.AddBytes(hash)
					})
				})
				b.AddASN1(tag(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(a.Salt)) })
			})
		})
	})
}

func identifier(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, null bool) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if null {
			b.AddASN1NULL()
		}
	})
}

func build(f func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	f(&b)
	return b.BytesOrPanic() // only constants and small numbers are written: nothing in it can be wrong
}

// ReadHash reads the AlgorithmIdentifier of a hash; its parameters may be absent or NULL.
func ReadHash(in *cryptobyte.String) (crypto.Hash, error) {
	oid, params, err := read(in)
	if err != nil {
		return 0, err
	}
	for _, k := range hashes {
		if k.oid.Equal(oid) && absentOrNull(params) {
			return k.hash, nil
		}
	}
	return 0, fmt.Errorf("%w: hash %s", ErrUnsupported, oid)
}

// Read reads the AlgorithmIdentifier of a signature over a digest by hash, as a SignerInfo names the two (RFC 5652, 5.3).
// The two may not contradict each other.
func Read(in *cryptobyte.String, hash crypto.Hash) (Algorithm, error) {
	oid, params, err := read(in)
	if err != nil {
		return Algorithm{}, err
	}
	switch {
	case oid.Equal(oidPSS):
		return readPSS(params, hash)
	case !absentOrNull(params):
	case oid.Equal(oidRSA):
		return Algorithm{Scheme: PKCS1, Hash: hash}, nil
	default:
		for _, s := range signatures {
			if s.oid.Equal(oid) && s.hash == hash {
				return Algorithm{Scheme: s.scheme, Hash: s.hash, named: s.scheme == PKCS1}, nil
			}
		}
	}
	return Algorithm{}, fmt.Errorf("%w: signature %s over %s", ErrUnsupported, oid, hash)
}

// readPSS reads RSASSA-PSS-params (RFC 4055, 3.1). What is left out would mean SHA-1, which is refused.
func readPSS(in cryptobyte.String, hash crypto.Hash) (Algorithm, error) {
	bad := fmt.Errorf("%w: parameters of RSA-PSS", ErrUnsupported)
	var params, hashAlg, mgfAlg, salt, trailer cryptobyte.String
	tag := func(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }
	var hasTrailer bool
	if !in.ReadASN1(&params, cbasn1.SEQUENCE) || !in.Empty() || !params.ReadASN1(&hashAlg, tag(0)) || !params.ReadASN1(&mgfAlg, tag(1)) ||
		!params.ReadASN1(&salt, tag(2)) || !params.ReadOptionalASN1(&trailer, &hasTrailer, tag(3)) || !params.Empty() {
		return Algorithm{}, bad
	}
	h, err := ReadHash(&hashAlg)
	if err != nil || h != hash || !hashAlg.Empty() {
		return Algorithm{}, bad
	}
	mgf, inner, err := read(&mgfAlg)
	if err != nil || !mgf.Equal(oidMGF1) || !mgfAlg.Empty() {
		return Algorithm{}, bad
	}
	if h, err = ReadHash(&inner); err != nil || h != hash || !inner.Empty() {
		return Algorithm{}, bad
	}
	var n, field int
	if !salt.ReadASN1Integer(&n) || !salt.Empty() || n < 1 || n > maxSalt { // 0 would mean "as long as can be" to crypto/rsa
		return Algorithm{}, bad
	}
	if hasTrailer && (!trailer.ReadASN1Integer(&field) || !trailer.Empty() || field != 1) {
		return Algorithm{}, bad
	}
	return Algorithm{Scheme: PSS, Hash: hash, Salt: n}, nil
}

func read(in *cryptobyte.String) (oid asn1.ObjectIdentifier, params cryptobyte.String, err error) {
	var alg cryptobyte.String
	if !in.ReadASN1(&alg, cbasn1.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&oid) {
		return nil, nil, fmt.Errorf("%w: not an algorithm identifier", ErrUnsupported)
	}
	return oid, alg, nil
}

func absentOrNull(params cryptobyte.String) bool {
	return len(params) == 0 || string(params) == "\x05\x00"
}
