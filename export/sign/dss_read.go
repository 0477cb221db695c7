package sign

import (
	"crypto/x509"
	"slices"
	"time"

	"tracemark/export/sign/pdffile"
	"tracemark/export/sign/revocation"
)

// Bounds on the validation data that are looked at: a report with five signers of different authorities has some 40 entries.
const (
	maxValidation     = 256
	maxValidationSize = revocation.MaxCRL
	maxValidationAll  = 64 << 20
)

// validationData are the certificates and statements about revocation that a file brings along (DSS; ETSI EN 319 142-1, 5.4.2).
type validationData struct {
	there       bool
	certs       []*x509.Certificate
	ocsps, crls [][]byte
	broken      bool // something in it cannot be read
	judged      map[question]revocation.Verdict
}

// question is about one certificate at one time. Answers are kept: several signatures share authorities, and lists are long.
type question struct {
	cert, issuer string
	at           int64
}

func (d validationData) ask(cert, issuer *x509.Certificate, at time.Time) revocation.Verdict {
	q := question{string(cert.Raw), string(issuer.Raw), at.UnixNano()}
	v, known := d.judged[q]
	if !known {
		v = revocation.Judge(cert, issuer, d.ocsps, d.crls, at)
		if d.judged != nil {
			d.judged[q] = v
		}
	}
	return v
}

// readDSS reads what stands under /DSS of the catalogue. What cannot be read there proves nothing and harms nothing.
func readDSS(f *pdffile.File, root pdffile.Dict) validationData {
	var d validationData
	at, ok := root.Get("DSS")
	if !ok {
		return d
	}
	dss, err := f.Dict(at)
	d.judged = map[question]revocation.Verdict{}
	if d.there = true; err != nil {
		d.broken = true
		return d
	}
	left := maxValidationAll
	read := func(key string, each func(b []byte)) {
		list, err := f.ArrayOf(dss, key)
		if err != nil || len(list) > maxValidation {
			d.broken = true
			return
		}
		for _, e := range list {
			num, ok := f.Reference(e)
			if !ok {
				d.broken = true
				continue
			}
			b, err := f.Stream(num, min(left, maxValidationSize))
			if err != nil {
				d.broken = true
				continue
			}
			left -= len(b)
			each(b)
		}
	}
	read("Certs", func(b []byte) {
		c, err := x509.ParseCertificate(b)
		if err != nil {
			d.broken = true
			return
		}
		if !slices.ContainsFunc(d.certs, c.Equal) {
			d.certs = append(d.certs, c)
		}
	})
	read("OCSPs", func(b []byte) { d.ocsps = append(d.ocsps, b) })
	read("CRLs", func(b []byte) { d.crls = append(d.crls, b) })
	return d
}

// judge says what the data show of a chain at a time; its last certificate, the root, answers for itself.
func (d validationData) judge(chain []*x509.Certificate, at time.Time) Revocation {
	if !d.there {
		return Revocation{Standing: StandingNotChecked}
	}
	out := Revocation{Standing: StandingGood}
	last := len(chain) - 1
	if !selfIssued(chain[last]) {
		last++ // its issuer is not known: nothing can be said of it
	}
	for i := range last {
		if i+1 == len(chain) {
			return d.worse(out, Revocation{Standing: StandingUnknown})
		}
		v := d.ask(chain[i], chain[i+1], at)
		one := Revocation{Standing: StandingUnknown, Source: string(v.Kind), At: v.ThisUpdate}
		switch {
		case v.Status == revocation.Revoked:
			one.Standing, one.At, one.Reason = StandingRevoked, v.RevokedAt, reasonName(v.Reason)
		case v.Status == revocation.Good && !v.RevokedAt.IsZero():
			one.Standing, one.At, one.Reason = StandingLater, v.RevokedAt, reasonName(v.Reason)
		case v.Status == revocation.Good:
			one.Standing = StandingGood
		}
		if i == 0 {
			out = one
		} else {
			out = d.worse(out, one)
		}
	}
	return out
}

// worse returns the one of two that says less good.
func (validationData) worse(a, b Revocation) Revocation {
	rank := []Standing{StandingGood, StandingLater, StandingUnknown, StandingNotChecked, StandingRevoked}
	if slices.Index(rank, b.Standing) > slices.Index(rank, a.Standing) {
		return b
	}
	return a
}

// stillGood reports whether a time-stamp service may still be believed at a time after it stamped: its key was not revoked
// since because it had been stolen (RFC 3161, 4; reasons of RFC 5280, 5.3.1).
func (d validationData) stillGood(chain []*x509.Certificate, at time.Time) bool {
	for i := range len(chain) - 1 {
		v := d.ask(chain[i], chain[i+1], at)
		harmless := v.Reason == 3 || v.Reason == 4 || v.Reason == 5 // affiliation changed, superseded, cessation of operation
		if v.Status == revocation.Revoked && !harmless {
			return false
		}
	}
	return true
}

func selfIssued(c *x509.Certificate) bool { return string(c.RawSubject) == string(c.RawIssuer) }

// reasonName names a reason for revocation (RFC 5280, 5.3.1).
func reasonName(n int) string {
	names := map[int]string{1: "key compromise", 2: "CA compromise", 3: "affiliation changed", 4: "superseded", 5: "cessation of operation",
		6: "certificate hold", 9: "privilege withdrawn", 10: "AA compromise"}
	return names[n]
}

// level says which level of PAdES baseline a signature has by what this program finds and finds good.
func (v *verifier) level(s *found) Level {
	if len(s.sig.Problems) > 0 || s.sig.Type != subFilter || slices.ContainsFunc(s.sig.Notes, func(n Finding) bool { return n.Code == CodeFormat }) {
		return ""
	}
	stamped := slices.ContainsFunc(s.sig.TimeStamps, func(t TimeStamp) bool { return t.Valid })
	var over []*found // time-stamps over the document that cover the signature
	for _, d := range v.found {
		if d.stamp && d.token.Valid && len(d.token.Problems) == 0 && d.revision > s.revision {
			over = append(over, d)
		}
	}
	if !stamped && len(over) == 0 {
		return BB
	}
	var needs []need
	needs = append(needs, need{s.path, s.sig.CheckedAt})
	needs = append(needs, s.tokenNeeds...)
	if len(s.sig.TimeStamps) == 0 {
		needs = append(needs, over[0].tokenNeeds...)
	}
	if !v.dss.answers(needs) {
		return BT
	}
	for _, d := range over {
		view := v.f.At(d.revision)
		if _, root, err := view.Catalog(); err == nil && readDSS(view, root).answers(needs) {
			return BLTA
		}
	}
	return BLT
}

// need is a chain whose standing at a time has to be known for judging a signature later.
type need struct {
	chain []*x509.Certificate
	at    time.Time
}

// answers reports whether the data hold all that is needed: chains that reach a root, and a statement about every
// certificate in them.
func (d validationData) answers(needs []need) bool {
	for _, n := range needs {
		if r := d.judge(n.chain, n.at); r.Standing != StandingGood && r.Standing != StandingLater {
			return false
		}
	}
	return d.there && !d.broken
}
