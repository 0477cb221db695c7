package revocation

import (
	"context"
	"crypto/x509"
	"errors"
	"time"
)

// Status is what is known of a certificate.
type Status string

// What can be known of a certificate.
const (
	Unknown Status = "unknown"
	Good    Status = "not revoked"
	Revoked Status = "revoked"
)

// Kind is where a verdict comes from.
type Kind string

// Where a verdict comes from.
const (
	OCSP Kind = "OCSP"
	CRL  Kind = "CRL"
)

// ErrStatement is wrapped by everything that makes a statement not count: it cannot be read, is about another
// certificate, or is not signed by whoever may make it.
var ErrStatement = errors.New("statement about revocation does not count")

// Verdict is what one statement, or all of them together, say of a certificate.
type Verdict struct {
	Status     Status    `json:"status"`
	RevokedAt  time.Time `json:"revoked_at,omitzero"`
	Reason     int       `json:"reason,omitempty"` // RFC 5280, 5.3.1
	ThisUpdate time.Time `json:"this_update,omitzero"`
	NextUpdate time.Time `json:"next_update,omitzero"` // zero where the statement does not say
	Kind       Kind      `json:"kind,omitempty"`
	// Responder signed the statement; nil where the issuer itself did.
	Responder *x509.Certificate `json:"-"`
}

// Evidence is a statement as it was fetched, with what it says. One of OCSP and CRL is set.
type Evidence struct {
	Verdict
	OCSP, CRL []byte // DER
}

// Source finds out about a certificate; online's Revocation is one.
type Source interface {
	Fetch(ctx context.Context, cert, issuer *x509.Certificate) (Evidence, error)
}
