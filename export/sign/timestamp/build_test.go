package timestamp_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// service is a time-stamp service that does as the test says: openssl's refuses to make what is wrong here.
type service struct {
	root, cert *x509.Certificate
	key        *ecdsa.PrivateKey
	now        time.Time

	policy      asn1.ObjectIdentifier
	version     int64
	hash        crypto.Hash // of the imprint
	noBinding   bool
	oldBinding  bool // signingCertificate (SHA-1) in place of signingCertificateV2
	otherCert   []byte
	contentType asn1.ObjectIdentifier
	extension   bool // a critical one that nobody knows
	noCert      bool
	spoil       func(info []byte) []byte // after the digest was taken
}

var (
	tstInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	ekuOID  = asn1.ObjectIdentifier{2, 5, 29, 37}
	stampEK = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	ocspEK  = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}
)

// newService makes a service whose certificate is for purposes, marked critical or not.
func newService(t testing.TB, critical bool, purposes ...asn1.ObjectIdentifier) *service {
	t.Helper()
	s := &service{now: time.Now().UTC().Truncate(time.Second), version: 1, hash: crypto.SHA256, policy: asn1.ObjectIdentifier{1, 2, 3}, contentType: tstInfo}
	rootKey, key := newKey(t), newKey(t)
	eku, err := asn1.Marshal(purposes)
	if err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: s.now.AddDate(-1, 0, 0), NotAfter: s.now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageCertSign}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Service"}, NotBefore: s.now.Add(-time.Hour),
		NotAfter: s.now.Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
	if len(purposes) > 0 {
		leaf.ExtraExtensions = []pkix.Extension{{Id: ekuOID, Critical: critical, Value: eku}}
	}
	s.root, s.cert, s.key = create(t, root, root, rootKey.Public(), rootKey), create(t, leaf, root, key.Public(), rootKey), key
	return s
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func create(t testing.TB, c, parent *x509.Certificate, pub crypto.PublicKey, by crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, pub, by)
	if err != nil {
		t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func der(f func(b *cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	f(&b)
	return b.BytesOrPanic()
}

func tagged(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }

// info writes TSTInfo over a digest.
func (s *service) info(digest []byte, nonce *big.Int) []byte {
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(s.version)
			b.AddASN1ObjectIdentifier(s.policy)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddBytes(algorithm.HashIdentifier(s.hash))
				b.AddASN1OctetString(digest)
			})
			b.AddASN1Int64(77)
			b.AddASN1GeneralizedTime(s.now)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(2)
				b.AddASN1(cbasn1.Tag(0).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddUint16(500) }) // 0x01f4
			})
			if nonce != nil {
				b.AddASN1BigInt(nonce)
			}
			if s.extension {
				b.AddASN1(tagged(1), func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 2, 3, 4})
						b.AddASN1Boolean(true)
						b.AddASN1OctetString(nil)
					})
				})
			}
		})
	})
}

func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
		})
	})
}

func (s *service) binding() []byte {
	cert := s.cert.Raw
	if s.otherCert != nil {
		cert = s.otherCert
	}
	v2, v1 := sha256.Sum256(cert), sha1.Sum(cert)
	oid, sum := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, v2[:]
	if s.oldBinding {
		oid, sum = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}, v1[:]
	}
	nest := func(inner func(b *cryptobyte.Builder)) func(b *cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) { b.AddASN1(cbasn1.SEQUENCE, inner) }
	}
	return attribute(oid, der(nest(nest(nest(func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum) })))))
}

// token makes a token over a digest.
func (s *service) token(t testing.TB, digest []byte, nonce *big.Int) []byte {
	t.Helper()
	info := s.info(digest, nonce)
	sum := sha256.Sum256(info)
	if s.spoil != nil {
		info = s.spoil(info)
	}
	attrs := [][]byte{
		attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}, der(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(s.contentType) })),
		attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, der(func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum[:]) })),
	}
	if !s.noBinding {
		attrs = append(attrs, s.binding())
	}
	slices.SortFunc(attrs, bytes.Compare)
	set := slices.Concat(attrs...)
	h := sha256.Sum256(der(func(b *cryptobyte.Builder) { b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(set) }) }))
	sig, err := ecdsa.SignASN1(rand.Reader, s.key, h[:])
	if err != nil {
		t.Fatal(err)
	}
	alg := algorithm.Algorithm{Scheme: algorithm.ECDSA, Hash: crypto.SHA256}
	serial, err := asn1.Marshal(s.cert.SerialNumber)
	if err != nil {
		t.Fatal(err)
	}
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2})
			b.AddASN1(tagged(0), func(b *cryptobyte.Builder) {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1Int64(3)
					b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(algorithm.HashIdentifier(crypto.SHA256)) })
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(tstInfo)
						b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { b.AddASN1OctetString(info) })
					})
					b.AddASN1(tagged(0), func(b *cryptobyte.Builder) {
						if !s.noCert {
							b.AddBytes(s.cert.Raw)
						}
					})
					b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) {
						b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1Int64(1)
							b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
								b.AddBytes(s.cert.RawIssuer)
								b.AddBytes(serial)
							})
							b.AddBytes(algorithm.HashIdentifier(crypto.SHA256))
							b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { b.AddBytes(set) })
							b.AddBytes(alg.Identifier())
							b.AddASN1OctetString(sig)
						})
					})
				})
			})
		})
	})
}

// reply wraps a token as a service does, with a status.
func reply(status int64, token []byte) []byte {
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(status) })
			b.AddBytes(token)
		})
	})
}
