package sign

import (
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign/timestamp"
)

func newTimeStamp() TimeStamp {
	return TimeStamp{Trust: TrustNotChecked, Revocation: Revocation{Standing: StandingNotChecked}, Problems: []Finding{}, Notes: []Finding{}}
}

func (t *TimeStamp) wrong(format string, args ...any) {
	t.Problems = append(t.Problems, finding(CodeTimeStamp, format, args...))
}

func (t *TimeStamp) note(code Code, format string, args ...any) {
	t.Notes = append(t.Notes, finding(code, format, args...))
}

// read fills in what a token says and what checking it showed.
func (t *TimeStamp) read(k *timestamp.Token, checked error) {
	t.Time, t.Service, t.Issuer = k.Time, identity.NameOf(k.Signer), k.Signer.Issuer.String()
	t.Serial, t.Policy = k.Signer.SerialNumber.Text(16), k.Policy.String()
	switch {
	case checked == nil && !tokenFrame(k.DER):
		t.wrong("the time-stamp carries something that it does not cover.")
	case checked == nil:
		t.Valid = true
	case errors.Is(checked, timestamp.ErrImprint):
		t.wrong("the time-stamp is about something else: the document was changed after it.")
	case errors.Is(checked, timestamp.ErrPurpose):
		t.wrong("the time-stamp was made with a certificate that is not meant for time-stamps, or was not valid then.")
	default:
		t.wrong("the time-stamp was altered, or not made by the service that it names.")
	}
}

// stamps reads the time-stamps that hang on a signature.
func (s *found) stamps() {
	for _, der := range s.cms.tokens {
		t := newTimeStamp()
		k, err := timestamp.Parse(der)
		if err != nil {
			t.wrong("the time-stamp on the signature cannot be read.")
		} else {
			t.read(k, k.Check(timestamp.Expect{Digest: sum(k.Hash, s.cms.sig), Hash: k.Hash}))
		}
		s.signatureTokens = append(s.signatureTokens, k)
		s.sig.TimeStamps = append(s.sig.TimeStamps, t)
		s.sig.Problems = append(s.sig.Problems, t.Problems...)
	}
}

// times judges the time-stamps, from the newest back: a service is judged at the time that a newer time-stamp, whose
// service is trusted, proves for its token, the newest at the time of checking (ETSI EN 319 102-1, 5.6.2.4).
func (v *verifier) times() {
	known := v.opts.Now
	for i := len(v.found) - 1; i >= 0; i-- {
		s := v.found[i]
		if s.stamp {
			if s.parsed != nil {
				v.service(s, &s.token, s.parsed, known)
				if s.token.Valid && s.token.Trust == Trusted && s.revision >= 0 && s.token.Time.Before(known) {
					known = s.token.Time
				}
			}
			continue
		}
		proven := time.Time{}
		if known.Before(v.opts.Now) {
			proven = known
		}
		for j, k := range s.signatureTokens {
			if k == nil {
				continue
			}
			t := &s.sig.TimeStamps[j]
			v.service(s, t, k, known)
			if t.Valid && t.Trust == Trusted && (proven.IsZero() || t.Time.Before(proven)) {
				proven = t.Time
			}
		}
		s.sig.ProvenAt = proven
	}
}

// service judges who made a time-stamp, as of at.
func (v *verifier) service(s *found, t *TimeStamp, k *timestamp.Token, at time.Time) {
	chain, err := k.Chain(v.opts.TimeStampRoots, v.dss.certs...)
	if err != nil {
		chain = enclosedChain(k.Signer, k.Others, v.dss.certs)
	}
	s.tokenNeeds = append(s.tokenNeeds, need{chain, k.Time})
	t.Revocation = v.dss.judge(chain, k.Time)
	for _, o := range k.Others {
		if !slices.ContainsFunc(chain, o.Equal) {
			s.problem(CodeUnproven, "a certificate is enclosed with the time-stamp that does not belong to its chain (%[1]s).", identity.NameOf(o))
		}
	}
	switch {
	case identity.AnyTest(chain...):
		t.Trust = TrustTest
		t.note(CodeTest, "The time-stamp is of a TEST service: it proves no time.")
	case t.Time.After(v.opts.Now.Add(clockSlack)):
		t.note(CodeFuture, "The time of the time-stamp lies in the future, by the clock of this computer: it proves no time.")
	case v.opts.TimeStampRoots == nil:
		t.note(CodeTimeStampIssuer, "Who made the time-stamp was not checked: no trusted time-stamp services were given.")
	case err != nil:
		t.Trust = TrustUnknownIssuer
		t.note(CodeTimeStampIssuer, "The time-stamp service (%[1]s) is not among the trusted ones: it proves no time.", t.Service)
	case t.Revocation.Standing == StandingRevoked, !v.dss.stillGood(chain, at):
		t.Trust = TrustRevoked
		t.note(CodeRevoked, "The certificate of the time-stamp service was revoked: it proves no time.")
	case at.After(k.Signer.NotAfter):
		t.Trust = TrustExpired
		t.note(CodeExpired, "The certificate of the time-stamp service has expired since (on %[1]s), and no newer time-stamp keeps the proof.",
			k.Signer.NotAfter.UTC().Format(time.DateOnly))
	default:
		t.Trust = Trusted
	}
}

// enclosedChain follows the issuers from a certificate through those enclosed, as far as they lead; each step is checked by
// the issuer's signature. It says nothing about trust.
func enclosedChain(leaf *x509.Certificate, pools ...[]*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for len(chain) < maxDepth {
		last := chain[len(chain)-1]
		var next *x509.Certificate
		for _, c := range slices.Concat(pools...) {
			if !slices.ContainsFunc(chain, c.Equal) && string(c.RawSubject) == string(last.RawIssuer) && last.CheckSignatureFrom(c) == nil {
				next = c
				break
			}
		}
		if next == nil {
			break
		}
		chain = append(chain, next)
	}
	return chain
}
