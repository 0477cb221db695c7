package sign

import (
	"crypto/x509"
	"slices"
	"time"

	"tracemark/export/identity"
)

// judge judges who signed: the chain at the time that is proven, or now where none is, and what is known of its revocation.
func (v *verifier) judge(s *found) {
	c := s.cms
	if c == nil {
		return
	}
	s.path = s.sig.certificate(c, v.dss, v.opts)
	s.sig.noteAdded()
	s.sig.Level = v.level(s)
}

// certificate judges the signer's certificate and its chain, and returns the chain as far as it is known.
func (s *Signature) certificate(c *cms, dss validationData, opts VerifyOptions) []*x509.Certificate {
	cert := c.signer
	if cert.KeyUsage != 0 && cert.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		s.problem(CodeCertificate, "the signer's certificate is not meant for signing documents.")
	}
	if len(cert.ExtKeyUsage) > 0 && !slices.ContainsFunc(cert.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u != x509.ExtKeyUsageTimeStamping && u != x509.ExtKeyUsageOCSPSigning && u != x509.ExtKeyUsageCodeSigning
	}) && len(cert.UnknownExtKeyUsage) == 0 {
		s.problem(CodeCertificate, "the signer's certificate is not meant for signing documents.")
	}
	s.statedTime(cert, opts.Now)
	s.CheckedAt = opts.Now
	if !s.ProvenAt.IsZero() {
		s.CheckedAt = s.ProvenAt
		s.note(CodeProvenTime, "A time-stamp proves that the signature was there at %[1]s UTC.", s.ProvenAt.UTC().Format(time.DateTime))
	}
	path := enclosedChain(cert, c.others, dss.certs)
	trusted, expired := chainTo(cert, opts.Roots, slices.Concat(c.others, dss.certs), s.CheckedAt, s.SignedAt)
	if trusted != nil {
		path = trusted
	}
	for _, p := range path {
		s.Chain = append(s.Chain, p.Subject.String())
	}
	s.unchained(c, path)
	s.TestIdentity = identity.AnyTest(path...)
	s.Revocation = dss.judge(path, s.CheckedAt)
	s.trust(opts, trusted != nil, expired, cert)
	s.revoked()
	return path
}

// statedTime compares the time that the signer states with what is known.
func (s *Signature) statedTime(cert *x509.Certificate, now time.Time) {
	if s.ProvenAt.IsZero() && !s.SignedAt.IsZero() {
		s.note(CodeClaimedTime, ClaimedTime)
	}
	at := s.SignedAt
	if at.IsZero() {
		return
	}
	if at.Before(cert.NotBefore) || at.After(cert.NotAfter) {
		s.problem(CodeValidity, "the signer's certificate was not valid at the stated time of signing (valid from %[1]s to %[2]s).",
			cert.NotBefore.UTC().Format(time.DateOnly), cert.NotAfter.UTC().Format(time.DateOnly))
	}
	if at.After(now.Add(clockSlack)) {
		s.problem(CodeFuture, "the stated time of signing lies in the future, by the clock of this computer.")
	}
	if !s.ProvenAt.IsZero() && at.After(s.ProvenAt.Add(clockSlack)) {
		s.problem(CodeFuture, "the stated time of signing is later than the time at which a time-stamp proves that it was signed.")
	}
}

// trust says what is known of the issuer.
func (s *Signature) trust(opts VerifyOptions, chained, expired bool, cert *x509.Certificate) {
	switch {
	case s.TestIdentity:
		s.Trust = TrustTest
		s.note(CodeTest, "Signed with a TEST IDENTITY: it proves nothing about who signed.")
	case opts.Roots == nil:
		s.note(CodeIssuer, "The issuer of the certificate was not checked: no trusted issuers were given.")
	case chained:
		s.Trust = Trusted
	case expired:
		s.Trust = TrustExpired
	default:
		s.Trust = TrustUnknownIssuer
		s.note(CodeIssuer, "The issuer of the certificate (%[1]s) is not among the trusted issuers.", s.Issuer)
	}
	if opts.Now.After(cert.NotAfter) {
		if s.ProvenAt.IsZero() {
			s.note(CodeExpired, "The signer's certificate has expired since (on %[1]s), and no time-stamp proves that it was used before.", cert.NotAfter.UTC().Format(time.DateOnly))
		} else {
			s.note(CodeExpired, "The signer's certificate has expired since (on %[1]s).", cert.NotAfter.UTC().Format(time.DateOnly))
		}
	}
}

// revoked says what is known of the chain's revocation.
func (s *Signature) revoked() {
	at := s.Revocation.At.UTC().Format(time.DateTime)
	switch s.Revocation.Standing {
	case StandingRevoked:
		s.Trust = TrustRevoked
		if s.ProvenAt.IsZero() {
			s.problem(CodeRevoked, "a certificate of the signer's chain was revoked at %[1]s UTC, and no time-stamp proves that it was signed before.", at)
		} else {
			s.problem(CodeRevoked, "a certificate of the signer's chain had been revoked at %[1]s UTC, before it was signed.", at)
		}
	case StandingLater:
		s.note(CodeRevokedLater, "A certificate of the signer's chain was revoked at %[1]s UTC, after it was signed: the signature stands.", at)
	case StandingUnknown:
		s.note(CodeRevocation, "What the file holds does not say of every certificate of the chain whether it was revoked.")
	case StandingNotChecked:
		s.note(CodeRevocation, "Whether the certificate was revoked was not checked: the file holds nothing that says it.")
	case StandingGood:
	}
}

// chainTo returns the chain from a certificate to one of roots as of a time; expired is true where the certificate
// has expired and there is one as of the time that the signer states.
func chainTo(cert *x509.Certificate, roots *x509.CertPool, between []*x509.Certificate, at, stated time.Time) (chain []*x509.Certificate, expired bool) {
	if roots == nil {
		return nil, false
	}
	pool := x509.NewCertPool()
	for _, c := range between {
		pool.AddCert(c)
	}
	find := func(at time.Time) []*x509.Certificate {
		chains, err := cert.Verify(x509.VerifyOptions{Roots: roots, Intermediates: pool, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		if err != nil {
			return nil
		}
		for _, c := range chains { // one with a test authority in it makes all of them suspect
			if identity.AnyTest(c...) {
				return c
			}
		}
		return chains[0]
	}
	if chain = find(at); chain == nil && at.After(cert.NotAfter) {
		return nil, !stated.IsZero() && find(stated) != nil
	}
	return chain, false
}

// unchained notes certificates that travel with the signature and that nothing in it vouches for.
func (s *Signature) unchained(c *cms, path []*x509.Certificate) {
	for _, o := range c.others {
		if !slices.ContainsFunc(path, o.Equal) {
			s.problem(CodeUnproven, "a certificate is enclosed that does not belong to the signer's chain (%[1]s).", identity.NameOf(o))
		}
	}
	top := path[len(path)-1]
	if string(top.RawSubject) == string(top.RawIssuer) && top.CheckSignature(top.SignatureAlgorithm, top.RawTBSCertificate, top.Signature) != nil {
		s.problem(CodeUnproven, "the certificate of the authority enclosed (%[1]s) is damaged.", identity.NameOf(top))
	}
}

// noteAdded says that the document was added to after the signature in a way that is allowed.
func (s *Signature) noteAdded() {
	if len(s.Changes) == 0 || s.CoversAll || slices.ContainsFunc(s.Changes, func(c Change) bool { return !c.Allowed }) {
		return
	}
	s.note(CodeAdded, "The document was added to after this signature, by what is allowed: further signatures, time-stamps and validation data.")
}
