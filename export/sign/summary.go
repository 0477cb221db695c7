package sign

import (
	"fmt"
	"time"
)

// Summary says in sentences what the verification shows: first the verdict, then who signed and when, then what a
// reader must know.
func (v Verification) Summary() []string {
	verdict := "NOT VALID: this document is not what was signed, or its signature cannot be relied on."
	switch {
	case v.Valid:
		verdict = "Valid: nothing was changed since the document was signed."
	case !v.Signed:
		verdict = "NOT VALID: no signature could be checked."
	}
	out := append([]string{verdict}, Sentences(v.Problems)...)
	for _, s := range v.Signatures {
		if s.Signer == "" {
			continue // nothing is known of who signed; the problem has been said
		}
		at := "at a time that is not stated"
		if !s.SignedAt.IsZero() {
			at = "at " + s.SignedAt.UTC().Format(time.DateTime) + " UTC"
		}
		out = append(out, fmt.Sprintf("%s: signed by %s %s (certificate %s, issued by %s).", s.Field, s.Signer, at, s.Serial, s.Issuer))
		switch s.Trust {
		case Trusted:
			out = append(out, "The certificate comes from a trusted issuer.")
		case TrustUnknownIssuer, TrustNotChecked: // said in the notes
		}
		out = append(out, Sentences(s.Notes)...)
	}
	return out
}
