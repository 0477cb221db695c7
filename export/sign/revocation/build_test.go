package revocation_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

// authority issues certificates and statements about them, right ones and wrong ones.
type authority struct {
	t    testing.TB
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

var now = time.Now().UTC().Truncate(time.Second)

func newAuthority(t testing.TB, name string) authority {
	t.Helper()
	a := authority{t: t, key: newKey(t)}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, SubjectKeyId: []byte{1, 2, 3}}
	a.cert = a.create(c, c, a.key.Public())
	return a
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (a authority) create(c, parent *x509.Certificate, pub crypto.PublicKey) *x509.Certificate {
	a.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, pub, a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// issue makes a certificate that says where it can be looked up.
func (a authority) issue(serial int64, change func(*x509.Certificate)) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key := newKey(a.t)
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "Anna"}, NotBefore: now.AddDate(0, -6, 0), NotAfter: now.AddDate(0, 6, 0)}
	if change != nil {
		change(c)
	}
	return a.create(c, a.cert, key.Public()), key
}

// answer makes a response about cert, signed by the authority itself unless a responder is given.
func (a authority) answer(cert *x509.Certificate, change func(*ocsp.Response), responder *x509.Certificate, key crypto.Signer) []byte {
	a.t.Helper()
	r := ocsp.Response{Status: ocsp.Good, SerialNumber: cert.SerialNumber, ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour)}
	if change != nil {
		change(&r)
	}
	if responder == nil {
		responder, key = a.cert, a.key
	} else {
		r.Certificate = responder
	}
	der, err := ocsp.CreateResponse(a.cert, responder, r, key)
	if err != nil {
		a.t.Fatal(err)
	}
	return der
}

// list makes a revocation list.
func (a authority) list(change func(*x509.RevocationList), revoked ...x509.RevocationListEntry) []byte {
	a.t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(7), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour), RevokedCertificateEntries: revoked}
	if change != nil {
		change(l)
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, a.cert, a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	return der
}

func entry(serial int64, at time.Time, reason int) x509.RevocationListEntry {
	return x509.RevocationListEntry{SerialNumber: big.NewInt(serial), RevocationTime: at, ReasonCode: reason}
}
