package sign

import (
	"context"
	"crypto"
	"crypto/x509"

	"tracemark/casefile"
	"tracemark/export/sign/revocation"
)

// TimeStamper returns an RFC 3161 token over a digest; *online.TimeStamper is one.
type TimeStamper interface {
	Stamp(ctx context.Context, digest []byte, hash crypto.Hash) (token []byte, err error)
}

// Services are what the levels above B-B need. What comes from them is checked here again.
type Services struct {
	TimeStamper TimeStamper       // from B-T on
	Revocation  revocation.Source // from B-LT on; *online.Revocation is one
	// Roots and TimeStampRoots are the issuers to which the certificates of signers and of time-stamp services must lead:
	// from B-LT on both are needed, as what has to lie in the file cannot be told otherwise.
	Roots, TimeStampRoots *x509.CertPool
}

// rank orders the levels; ok is false for what is not a level.
func (l Level) rank() (rank int, ok bool) {
	for i, known := range []Level{BB, BT, BLT, BLTA} {
		if l == known {
			return i, true
		}
	}
	return 0, false
}

// atLeast reports whether l has all that other has.
func (l Level) atLeast(other Level) bool {
	mine, ok := l.rank()
	theirs, _ := other.rank()
	return ok && mine >= theirs
}

// enough says what is missing for a level.
func (s Services) enough(l Level) error {
	lacks := func(what, do string) error {
		return &casefile.Error{Code: casefile.Refused, What: what, Do: do, Args: []any{string(l)}}
	}
	if _, ok := l.rank(); !ok {
		return lacks("There is no signature level %[1]q", "choose B-B, B-T, B-LT or B-LTA")
	}
	switch {
	case l.atLeast(BT) && s.TimeStamper == nil:
		return lacks("A signature of level %[1]s needs a time-stamp, and no time-stamp service is set", "name one in the settings, or sign at level B-B")
	case l.atLeast(BLT) && s.Revocation == nil:
		return lacks("A signature of level %[1]s needs revocation data, and looking them up is not allowed", "allow it in the settings, or sign at level B-T")
	case l.atLeast(BLT) && s.Roots == nil:
		return lacks("A signature of level %[1]s needs the issuers of the signers' certificates, and none are trusted", "add them in the settings, or sign at level B-T")
	case l.atLeast(BLT) && s.TimeStampRoots == nil:
		return lacks("A signature of level %[1]s needs the issuers of the time-stamp service, and none are trusted", "add them in the settings, or sign at level B-T")
	}
	return nil
}
