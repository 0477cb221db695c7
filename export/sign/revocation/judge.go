package revocation

import (
	"crypto/x509"
	"time"
)

// maxAge is how old a statement may be that does not say when the next one comes; slack is how far clocks may be apart.
const (
	maxAge = 24 * time.Hour
	slack  = 5 * time.Minute
)

// Judge says what statements, in DER, show of cert at a time: when it signed, by a time that is trusted. Statements that
// do not count (see ErrStatement) are passed over.
//
// Revoked is said where any statement names a revocation at that time or before; a later revocation leaves what was
// signed before good. Good is said where a statement speaks of that time: it was made then or later, while the
// certificate had not expired (lists drop expired certificates), or it was made before and its successor was not due yet.
// Of several the latest is returned, which says most.
func Judge(cert, issuer *x509.Certificate, ocsps, crls [][]byte, at time.Time) Verdict {
	best := Verdict{Status: Unknown}
	consider := func(v Verdict, err error) {
		if err == nil {
			best = better(best, v.at(cert, at))
		}
	}
	for _, der := range ocsps {
		consider(ParseOCSP(der, cert, issuer))
	}
	for _, der := range crls {
		consider(ParseCRL(der, cert, issuer))
	}
	return best
}

// better prefers a revocation to anything, the earliest of several; then the latest statement that it was good.
func better(a, b Verdict) Verdict {
	switch {
	case a.Status == Revoked && b.Status == Revoked:
		if b.RevokedAt.Before(a.RevokedAt) {
			return b
		}
		return a
	case b.Status == Revoked, a.Status == Unknown && b.Status != Unknown:
		return b
	case a.Status == Good && b.Status == Good && b.ThisUpdate.After(a.ThisUpdate):
		return b
	}
	return a
}

// at turns what a statement says into what it says of a time.
func (v Verdict) at(cert *x509.Certificate, at time.Time) Verdict {
	if v.Status == Revoked {
		if v.RevokedAt.After(at) {
			v.Status = Good // RevokedAt stays: it was revoked since
		}
		return v
	}
	if v.Status == Good && !v.speaksOf(cert, at) {
		v.Status = Unknown
	}
	return v
}

func (v Verdict) speaksOf(cert *x509.Certificate, at time.Time) bool {
	if v.ThisUpdate.After(at.Add(slack)) {
		return !v.ThisUpdate.After(cert.NotAfter)
	}
	return v.Fresh(at)
}

// Fresh reports whether the statement still holds at a time: it was made before, and its successor is not due.
func (v Verdict) Fresh(at time.Time) bool {
	if v.ThisUpdate.After(at.Add(slack)) {
		return false
	}
	if v.NextUpdate.IsZero() {
		return at.Sub(v.ThisUpdate) <= maxAge
	}
	return !at.After(v.NextUpdate)
}
