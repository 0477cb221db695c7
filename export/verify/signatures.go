package verify

import (
	"errors"
	"slices"

	"tracemark/casefile"
	"tracemark/export/sign"
)

// unsettled are the codes of a signature's notes that leave a question open which whoever relies on the report has to answer otherwise.
var unsettled = []sign.Code{sign.CodeClaimedTime, sign.CodeIssuer, sign.CodeTest, sign.CodeRevocation, sign.CodeTimeStampIssuer, sign.CodeExpired,
	sign.CodePrepared, sign.CodeNotChecked, sign.CodeFuture}

// signatures judges who signed, when, and what changed since.
func (c *check) signatures() error {
	v, err := sign.Verify(c.file, sign.VerifyOptions{Roots: c.o.Roots, TimeStampRoots: c.o.TimeStampRoots, Now: c.o.Now})
	if err != nil {
		return err // it is no PDF; anything else is a finding
	}
	if p, ok := uncheckable(v); ok {
		return &casefile.Error{Code: casefile.Invalid, What: "This file is of a kind that cannot be checked here, whether it is good or not",
			Do: "Use another verifier, or ask for the file as it was issued", Cause: errors.New(p.String())}
	}
	for _, p := range v.Problems {
		c.r.Findings = append(c.r.Findings, finding(casefile.FindingProblem, p))
	}
	for _, w := range v.Warnings {
		c.r.Findings = append(c.r.Findings, finding(casefile.FindingOpen, w))
	}
	if v.Valid {
		c.fact("unchanged", "Nothing was changed since it was signed.")
	}
	for _, s := range v.Signatures {
		c.r.Signatures = append(c.r.Signatures, signature(s))
		for _, n := range s.Notes {
			if n.Code == sign.CodeAdded {
				continue // it belongs to its signature, and is said there
			}
			kind := casefile.FindingFact
			if slices.Contains(unsettled, n.Code) && !(n.Code == sign.CodeClaimedTime && !s.ProvenAt.IsZero()) {
				kind = casefile.FindingOpen
			}
			if f := finding(kind, n); !slices.ContainsFunc(c.r.Findings, func(g casefile.FileFinding) bool {
				return g.Code == f.Code && g.Sentence.String() == f.Sentence.String()
			}) {
				c.r.Findings = append(c.r.Findings, f)
			}
		}
		if s.TestIdentity && !slices.ContainsFunc(s.Notes, func(n sign.Finding) bool { return n.Code == sign.CodeTest }) {
			c.open(string(sign.CodeTest), "%[1]s is a TEST IDENTITY: it proves nothing about who signed.", s.Signer)
		}
		if s.Trust == sign.Trusted && s.Revocation.Standing != sign.StandingGood && s.Revocation.Standing != sign.StandingLater &&
			!slices.ContainsFunc(s.Notes, func(n sign.Finding) bool { return n.Code == sign.CodeRevocation }) {
			c.open(string(sign.CodeRevocation), "Whether the certificate of %[1]s had been revoked is not known: the file holds nothing that says so.", s.Signer)
		}
	}
	c.signers(v.Signatures)
	return nil
}

// uncheckable returns why a file is of a kind that is not checked here, where nothing worse is known of it: to call it not valid would call good files of
// other programs forged.
func uncheckable(v sign.Verification) (why sign.Finding, ok bool) {
	for _, p := range v.Problems {
		if p.Code != sign.CodeNotChecked {
			return why, false
		}
		why = p
	}
	return why, len(v.Problems) > 0
}

// signers looks whether all have signed who must: a report that its examiner alone signed was not issued in this form, and whoever cuts signatures
// off a file leaves one in which nothing was changed. The roles are signed; they are those of casefile.Capacity.
func (c *check) signers(list []sign.Signature) {
	as := map[casefile.Capacity]string{}
	by := map[string]casefile.Capacity{}
	for _, s := range list {
		role := casefile.Capacity(s.Role)
		switch role {
		case casefile.SignsAsExaminer, casefile.SignsAsVerifier, casefile.SignsAsAuthoriser:
		default:
			continue
		}
		as[role] = s.Fingerprint
		if first, ok := by[s.Fingerprint]; ok && first != role {
			c.problem("one_signer", "One certificate (%[1]s) signed as %[2]s and as %[3]s: these are to be two people.", s.Signer, casefile.Word(first), casefile.Word(role))
		}
		by[s.Fingerprint] = role
	}
	if len(as) == 0 {
		return
	}
	for _, role := range []casefile.Capacity{casefile.SignsAsExaminer, casefile.SignsAsAuthoriser} {
		if as[role] == "" {
			c.problem("signer_missing", "The signature of the %[1]s is missing: the report was never issued like this, or signatures were cut off.", casefile.Word(role))
		}
	}
}

func finding(kind casefile.FindingKind, f sign.Finding) casefile.FileFinding {
	return casefile.FileFinding{Kind: kind, Code: string(f.Code), Sentence: f.Said}
}

func signature(s sign.Signature) casefile.FileSignature {
	out := casefile.FileSignature{Valid: s.Valid, Field: s.Field, Signer: s.Signer, Subject: s.Subject, Issuer: s.Issuer, Serial: s.Serial,
		Fingerprint: s.Fingerprint, Test: s.TestIdentity, Reason: s.Reason, Level: string(s.Level), Time: s.SignedAt, Trust: string(s.Trust),
		Revocation: string(s.Revocation.Standing), CoversAll: s.CoversAll, Problems: []casefile.FileFinding{}, Notes: []casefile.FileFinding{}}
	if !s.ProvenAt.IsZero() {
		out.Time, out.TimeTrusted = s.ProvenAt, true
	}
	for _, p := range s.Problems {
		out.Problems = append(out.Problems, finding(casefile.FindingProblem, p))
	}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, finding(casefile.FindingFact, n))
	}
	return out
}
