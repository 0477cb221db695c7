package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign/pdffile"
	"tracemark/export/sign/timestamp"
)

// found is a signature field that is filled: with a signature, or with a time-stamp over the document.
type found struct {
	name            string
	field, value    int // object numbers, 0 where it is none
	revision        int // that it covers to the end, -1 where its range is not that
	stamp           bool
	sig             Signature
	cms             *cms
	token           TimeStamp
	parsed          *timestamp.Token
	signatureTokens []*timestamp.Token  // beside sig.TimeStamps, nil for one that cannot be read
	path            []*x509.Certificate // the signer's chain as far as it is known
	tokenNeeds      []need              // chains of its time-stamps
	contents        pdffile.Span        // the signature's own text
	end             int                 // of what it covers
	certify         int                 // P of DocMDP, 0 where it does not certify
}

func (s *found) problem(code Code, format string, args ...any) {
	if s.stamp {
		s.token.Problems = append(s.token.Problems, finding(code, format, args...))
		return
	}
	s.sig.problem(code, format, args...)
}

// read reads the signature dictionary at value, the field's.
func (v *verifier) read(num int, field pdffile.Dict, value pdffile.Span) *found {
	s := &found{field: num, name: v.f.TextOf(field, "T"), revision: -1, sig: newSignature(), token: newTimeStamp()}
	if s.name == "" {
		s.name = "Signature"
	}
	s.sig.Field, s.token.Field = s.name, s.name
	s.sig.Visible = v.visible(field)
	s.value, _ = v.f.Reference(value)
	d, err := v.f.Dict(value)
	if err != nil || s.value == 0 {
		v.Signed = true
		s.problem(CodeDamaged, "the signature cannot be read: it was damaged or changed.")
		return s
	}
	s.sig.Type = v.f.NameOf(d, "SubFilter")
	s.stamp = v.f.NameOf(d, "Type") == "DocTimeStamp"
	v.Signed = v.Signed || !s.stamp
	if want := map[bool]string{false: subFilter, true: docStampFilter}[s.stamp]; s.sig.Type != want {
		s.problem(CodeNotChecked, "it is of type %[1]q, which this program cannot check; use another verifier for it.", s.sig.Type)
	}
	if !s.stamp {
		v.claims(s, d)
	}
	v.covered(s, d)
	if s.end == 0 {
		return s
	}
	der, err := unpad(v.f.Raw(s.contents))
	if err != nil {
		s.problem(CodeDamaged, "%[1]s.", faultOf(err))
		return s
	}
	if s.stamp {
		s.parsed, err = timestamp.Parse(der)
	} else {
		s.cms, err = parseCMS(der)
	}
	if err != nil {
		s.problem(CodeDamaged, "the signature itself is damaged or of a kind that cannot be checked.")
	}
	return s
}

// claims reads what the signer says about the signature.
func (v *verifier) claims(s *found, d pdffile.Dict) {
	s.sig.Reason, s.sig.Location = v.f.TextOf(d, "Reason"), v.f.TextOf(d, "Location")
	at, stated := readDate(v.f.TextOf(d, "M"))
	if s.sig.SignedAt = at; !stated {
		s.problem(CodeFormat, "it does not state a time of signing that can be read.")
	}
	refs, err := v.f.ArrayOf(d, "Reference")
	if err != nil {
		s.problem(CodeDamaged, "what it says about later changes cannot be read.")
	}
	for _, r := range refs {
		ref, err := v.f.Dict(r)
		if err != nil || v.f.NameOf(ref, "TransformMethod") != "DocMDP" {
			continue
		}
		s.certify = 2 // ISO 32000-1, table 254
		if params, err := v.f.DictOf(ref, "TransformParams"); err == nil {
			if p, ok := params.Get("P"); ok {
				if s.certify, err = v.f.Int(p); err != nil {
					s.certify = 1
				}
			}
		}
	}
}

// covered checks that the range begins at the first byte, leaves out exactly the string under /Contents, and ends where an
// update of the file ends, the one that the signature came with. Everything else could hide content that it does not cover.
func (v *verifier) covered(s *found, d pdffile.Dict) {
	contents, end, err := byteRange(v.f, d)
	if err != nil {
		s.problem(CodeRange, "%[1]s: the file was changed.", faultOf(err))
		return
	}
	s.contents, s.end = contents, end
	s.sig.Covers, s.token.Covers = end, end
	s.sig.CoversAll = end == len(v.f.Data)
	for i, r := range v.f.Revisions {
		if end == r.End || i+1 < len(v.f.Revisions) && end < r.End && len(bytes.Trim(v.f.Data[max(end, r.TrailerEnd):r.End], "\r\n")) == 0 {
			s.revision = i
		}
	}
	if s.revision < 0 {
		s.problem(CodeRange, "the range that it covers does not end where an update of the file ends: the file was changed.")
		return
	}
	for _, num := range []int{s.field, s.value} {
		if r, ok := v.f.RevisionOf(num); !ok || r != s.revision {
			s.problem(CodeRange, "its own objects do not lie in the update that it covers: the file was changed.")
			return
		}
	}
}

// digest checks what the signature covers, its own signature value and the binding of the certificate.
func (s *found) digest(f *pdffile.File, sums *sums) {
	switch {
	case s.cms != nil:
		s.sig.content(s.cms, sums.without(s.cms.hash, s.contents.From, s.contents.To, s.end))
		s.sig.whoSigned(s.cms)
		s.stamps()
	case s.parsed != nil:
		want := timestamp.Expect{Digest: sums.without(s.parsed.Hash, s.contents.From, s.contents.To, s.end), Hash: s.parsed.Hash}
		s.token.read(s.parsed, s.parsed.Check(want))
	}
}

var errNoRange = fault("it does not say what it covers")

func byteRange(f *pdffile.File, d pdffile.Dict) (contents pdffile.Span, end int, err error) {
	v, ok := d.Get("ByteRange")
	contents, has := d.Get("Contents")
	if !ok || !has || v.From == v.To || f.Data[v.From] != '[' {
		return contents, 0, errNoRange
	}
	parts, err := f.Array(v)
	if err != nil || len(parts) != 4 {
		return contents, 0, errNoRange
	}
	var n [4]int
	for i, p := range parts {
		if _, is := f.Reference(p); is {
			return contents, 0, errNoRange
		}
		if n[i], err = f.Int(p); err != nil {
			return contents, 0, errNoRange
		}
	}
	if n[0] != 0 || n[1] != contents.From || n[2] != contents.To || n[3] < 1 || n[3] > len(f.Data)-n[2] {
		return contents, 0, fault("the range that it covers leaves out more than the signature itself")
	}
	return contents, n[2] + n[3], nil
}

// unpad decodes the signature's hexadecimal string and takes the zeros away that fill the room kept for it.
func unpad(raw []byte) ([]byte, error) {
	if len(raw) < 4 || raw[0] != '<' || raw[len(raw)-1] != '>' {
		return nil, fault("the signature is not a hexadecimal string: the file was changed")
	}
	raw = raw[1 : len(raw)-1]
	if bytes.ContainsAny(raw, "abcdef") && bytes.ContainsAny(raw, "ABCDEF") {
		return nil, fault("the signature's own text was altered (mixed upper and lower case)")
	}
	der := make([]byte, hex.DecodedLen(len(raw)))
	if _, err := hex.Decode(der, raw); err != nil {
		return nil, fault("the signature is not a hexadecimal string: the file was changed")
	}
	n, ok := derLength(der)
	if !ok {
		return nil, fault("the signature itself is damaged")
	}
	for _, b := range der[n:] {
		if b != 0 {
			return nil, fault("there is something behind the signature, in the room kept for it, that does not belong there")
		}
	}
	return der[:n], nil
}

// derLength returns the length of the DER element that der begins with.
func derLength(der []byte) (int, bool) {
	if len(der) < 2 || der[0] != tagSequence {
		return 0, false
	}
	n, head := int(der[1]), 2
	if n >= 0x80 {
		octets := n & 0x7f
		if octets < 1 || octets > 4 || len(der) < 2+octets {
			return 0, false
		}
		n, head = 0, 2+octets
		for _, b := range der[2:head] {
			n = n<<8 | int(b)
		}
	}
	return head + n, n >= 0 && head+n <= len(der)
}

// content checks digest, signature and the binding of the certificate.
func (s *Signature) content(c *cms, digest []byte) {
	if !c.digestMatches(digest) {
		s.problem(CodeChanged, "the document was changed after it was signed.")
	}
	if !c.contentTypeIsData() {
		s.problem(CodeFormat, "the signature does not say that it is about a document.")
	}
	if err := c.verify(); err != nil {
		s.problem(CodeKey, "the signature was not made with the key of the certificate enclosed.")
	}
	if err := c.bindsCertificate(); err != nil {
		if errors.Is(err, errCMS) {
			s.problem(CodeCertificate, "the statement which certificate it was made with is damaged.")
		} else {
			s.problem(CodeCertificate, "%[1]s.", faultOf(err))
		}
	}
	if _, has := c.values[oidSigningTime.String()]; has {
		s.note(CodeFormat, "The signature carries a signing-time attribute, which PAdES baseline does not allow.")
	}
	if c.unsigned {
		s.problem(CodeUnproven, "the signature carries attributes that it does not cover.")
	}
}

// whoSigned fills in what the certificate says.
func (s *Signature) whoSigned(c *cms) {
	cert := c.signer
	sum := sha256.Sum256(cert.Raw)
	s.Signer, s.Subject, s.Issuer = identity.NameOf(cert), cert.Subject.String(), cert.Issuer.String()
	s.Serial, s.Fingerprint = cert.SerialNumber.Text(16), hex.EncodeToString(sum[:])
	s.Algorithm = c.alg.String()
	s.Role = readRole(c.values[oidSignerAttr.String()])
}

// clockSlack is how far the clocks of signer and verifier may be apart before a time counts as being in the future.
const clockSlack = 5 * time.Minute
