package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"tracemark/export/identity"
)

// ClaimedTime is the statement that goes with every SignedAt.
const ClaimedTime = "The time of signing is the signer's own statement; no time-stamp proves it."

// Verify checks every signature of pdf. A file that is damaged or not signed is no error: the result says so.
func Verify(pdf []byte, opts VerifyOptions) (Verification, error) {
	sum := sha256.Sum256(pdf)
	v := Verification{SHA256: hex.EncodeToString(sum[:]), Size: len(pdf), Signatures: []Signature{}, TimeStamps: []TimeStamp{}, Problems: []Finding{}, Warnings: []Finding{}}
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	f, err := openFile(pdf)
	if err == nil {
		err = v.signatures(f, opts)
	}
	marks := bytes.Count(pdf, []byte("/ByteRange"))
	switch {
	case errors.Is(err, errNotPDF):
		return v, unreadable(err)
	case errors.Is(err, errNotClassic):
		v.Problems = append(v.Problems, finding(CodeNotChecked, "This PDF uses cross-reference streams, which this program cannot check; use another verifier for it."))
	case err != nil:
		v.Problems = append(v.Problems, finding(CodeUnreadable, "The structure of this PDF cannot be read, so its signature cannot be checked: it was damaged or changed."))
	case !v.Signed && marks > 0:
		v.Problems = append(v.Problems, finding(CodeStraySignature, "The file holds a signature that the document no longer refers to: it was changed after signing."))
	case !v.Signed:
		v.Problems = append(v.Problems, finding(CodeNotSigned, "This document is not signed."))
	case marks > len(v.Signatures):
		v.Problems = append(v.Problems, finding(CodeStraySignature, "The file holds more signatures than the document refers to: it was changed after signing."))
	}
	v.conclude(len(pdf))
	return v, nil
}

// conclude sums up: later signatures cover the earlier ones, so only the newest has to cover the whole file.
func (v *Verification) conclude(size int) {
	slices.SortStableFunc(v.Signatures, func(a, b Signature) int { return a.end - b.end })
	for i := range v.Signatures {
		s := &v.Signatures[i]
		if last := i == len(v.Signatures)-1; !s.CoversAll && last {
			if s.end > 0 && s.end < size {
				s.problem(CodeNotAllowed, "%[1]d bytes were added after it was signed; what they change is not covered by the signature.", size-s.end)
			}
		} else if !s.CoversAll {
			s.note(CodeAdded, "The document was added to after this signature; the addition is covered by the next signature.")
		}
		s.Valid = len(s.Problems) == 0
		for _, p := range s.Problems {
			v.Problems = append(v.Problems, finding(p.Code, "%[1]s: %[2]s", s.Field, p.Said))
		}
	}
	v.Valid = v.Signed && len(v.Problems) == 0
}

// Bounds on what one file may make the verifier do: a signature costs a hash over the file, a field a look at it.
const (
	maxSignatures = 64
	maxFields     = 10000
)

// signatures finds the signature fields of the form and checks each.
func (v *Verification) signatures(f *file, opts VerifyOptions) error {
	_, root, err := f.catalog()
	if err != nil {
		return err
	}
	form, err := f.dictOf(root, "AcroForm")
	if err != nil || form == nil {
		return err
	}
	seen := 0
	return v.fields(f, form, "Fields", &seen, 0, opts)
}

// fields walks the fields under key of d, down to those that have none below them.
func (v *Verification) fields(f *file, d dict, key string, seen *int, depth int, opts VerifyOptions) error {
	list, ok := d.get(key)
	if !ok {
		return nil
	}
	all, err := f.arrayAt(list)
	if err != nil {
		return err
	}
	for _, at := range all {
		if *seen++; *seen > maxFields || depth > maxDepth {
			return fmt.Errorf("%w: the form has too many fields", errSyntax)
		}
		field, err := f.dictAt(at)
		if err != nil {
			return err
		}
		if err := v.fields(f, field, "Kids", seen, depth+1, opts); err != nil {
			return err
		}
		value, filled := field.get("V")
		if f.name(field, "FT") != "Sig" || !filled {
			continue
		}
		if len(v.Signatures) == maxSignatures {
			return fmt.Errorf("%w: more than %d signatures", errSyntax, maxSignatures)
		}
		v.Signed = true
		s := newSignature()
		s.Field = f.text(field, "T")
		if s.Field == "" {
			s.Field = "Signature"
		}
		f.check(&s, value, opts)
		v.Signatures = append(v.Signatures, s)
	}
	return nil
}

func (f *file) text(d dict, key string) string {
	v, ok := d.get(key)
	if !ok {
		return ""
	}
	if v, err := f.resolve(v); err == nil {
		return readText(f.b, v)
	}
	return ""
}

// check fills s from the signature dictionary at value.
func (f *file) check(s *Signature, value span, opts VerifyOptions) {
	d, err := f.dictAt(value)
	if err != nil {
		s.problem(CodeDamaged, "the signature cannot be read: it was damaged or changed.")
		return
	}
	s.Type, s.Reason, s.Location = f.name(d, "SubFilter"), f.text(d, "Reason"), f.text(d, "Location")
	at, stated := readDate(f.text(d, "M"))
	s.SignedAt = at
	if stated {
		s.note(CodeClaimedTime, ClaimedTime)
	} else {
		s.problem(CodeFormat, "it does not state a time of signing that can be read.")
	}
	if s.Type != subFilter {
		s.problem(CodeNotChecked, "it is of type %[1]q, which this program cannot check; use another verifier for it.", s.Type)
		return
	}
	contents, covered, err := f.byteRange(d)
	if err != nil {
		s.problem(CodeRange, "%[1]s: the file was changed.", err)
		return
	}
	s.end = covered.to
	s.CoversAll = covered.to == len(f.b)
	der, err := f.unpad(contents)
	if err != nil {
		s.problem(CodeDamaged, "%[1]s.", err)
		return
	}
	c, err := parseCMS(der)
	if err != nil {
		s.problem(CodeDamaged, "the signature itself is damaged or of a kind that cannot be checked.")
		return
	}
	s.cryptography(f, c, contents, covered)
	s.certificate(c, opts)
}

// byteRange checks that the range begins at the first byte, leaves out exactly the string under /Contents, and says
// where it ends. Everything else could hide content that the signature does not cover.
func (f *file) byteRange(d dict) (contents, covered span, err error) {
	v, ok := d.get("ByteRange")
	contents, has := d.get("Contents")
	if !ok || !has {
		return span{}, span{}, errors.New("it does not say what it covers")
	}
	parts, err := f.arrayAt(v)
	if err != nil || len(parts) != 4 {
		return span{}, span{}, errors.New("it does not say what it covers")
	}
	var n [4]int
	for i, p := range parts {
		s := &scanner{b: f.b[:p.to], pos: p.from}
		if n[i], err = s.integer(); err != nil || s.pos != p.to {
			return span{}, span{}, errors.New("it does not say what it covers")
		}
	}
	if n[0] != 0 || n[1] != contents.from || n[2] != contents.to || n[2]+n[3] > len(f.b) || n[3] < 1 {
		return span{}, span{}, errors.New("the range that it covers leaves out more than the signature itself")
	}
	return contents, span{0, n[2] + n[3]}, nil
}

// unpad decodes the signature's hexadecimal string and takes the zeros away that fill the room kept for it.
func (f *file) unpad(contents span) ([]byte, error) {
	raw := f.b[contents.from:contents.to]
	if len(raw) < 4 || raw[0] != '<' || raw[len(raw)-1] != '>' {
		return nil, errors.New("the signature is not a hexadecimal string: the file was changed")
	}
	raw = raw[1 : len(raw)-1]
	if bytes.ContainsAny(raw, "abcdef") && bytes.ContainsAny(raw, "ABCDEF") {
		return nil, errors.New("the signature's own text was altered (mixed upper and lower case)")
	}
	der := make([]byte, hex.DecodedLen(len(raw)))
	if _, err := hex.Decode(der, raw); err != nil {
		return nil, errors.New("the signature is not a hexadecimal string: the file was changed")
	}
	n, ok := derLength(der)
	if !ok {
		return nil, errors.New("the signature itself is damaged")
	}
	for _, b := range der[n:] {
		if b != 0 {
			return nil, errors.New("there is something behind the signature, in the room kept for it, that does not belong there")
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

// cryptography checks what the signature of a PDF covers.
func (s *Signature) cryptography(f *file, c *cms, contents, covered span) {
	h := c.hash.New()
	h.Write(f.b[:contents.from])
	h.Write(f.b[contents.to:covered.to])
	s.content(c, h.Sum(nil))
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
			s.problem(CodeDamaged, "%[1]s.", err)
		}
	}
	if _, has := c.values[oidSigningTime.String()]; has {
		s.note(CodeFormat, "The signature carries a signing-time attribute, which PAdES baseline does not allow.")
	}
	if c.stamped {
		s.note(CodeTimeStamp, "The signature carries a time-stamp, which this program does not check.")
	} else if c.unsigned {
		s.problem(CodeUnproven, "the signature carries attributes that it does not cover.")
	}
}

// certificate checks the signer's certificate at the stated time, and its issuer.
func (s *Signature) certificate(c *cms, opts VerifyOptions) {
	cert := c.signer
	sum := sha256.Sum256(cert.Raw)
	s.Signer, s.Subject, s.Issuer = identity.NameOf(cert), cert.Subject.String(), cert.Issuer.String()
	s.Serial, s.Fingerprint = cert.SerialNumber.Text(16), hex.EncodeToString(sum[:])
	s.TestIdentity = identity.IsTest(cert)
	s.Algorithm = cert.PublicKeyAlgorithm.String() + " with " + c.hash.String()
	if s.TestIdentity {
		s.note(CodeTest, "Signed with a TEST IDENTITY: it proves nothing about who signed.")
	}
	if cert.KeyUsage != 0 && cert.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		s.problem(CodeCertificate, "the signer's certificate is not meant for signing documents.")
	}
	at := s.SignedAt
	if !at.IsZero() {
		if at.Before(cert.NotBefore) || at.After(cert.NotAfter) {
			s.problem(CodeValidity, "the signer's certificate was not valid at the stated time of signing (valid from %[1]s to %[2]s).",
				cert.NotBefore.UTC().Format(time.DateOnly), cert.NotAfter.UTC().Format(time.DateOnly))
		} else if opts.Now.After(cert.NotAfter) {
			s.note(CodeExpired, "The signer's certificate has expired since (on %[1]s).", cert.NotAfter.UTC().Format(time.DateOnly))
		}
		if at.After(opts.Now.Add(clockSlack)) {
			s.problem(CodeFuture, "the stated time of signing lies in the future, by the clock of this computer.")
		}
	}
	if opts.Roots == nil {
		s.note(CodeIssuer, "The issuer of the certificate was not checked: no trusted issuers were given.")
		return
	}
	between := x509.NewCertPool()
	for _, o := range c.others {
		between.AddCert(o)
	}
	_, err := cert.Verify(x509.VerifyOptions{Roots: opts.Roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if s.Trust = Trusted; err != nil {
		s.Trust = TrustUnknownIssuer
		s.note(CodeIssuer, "The issuer of the certificate (%[1]s) is not among the trusted issuers.", s.Issuer)
	}
}

// clockSlack is how far the clocks of signer and verifier may be apart before a time counts as being in the future.
const clockSlack = 5 * time.Minute

func sortedKeys(m map[int]int) []int { return slices.Sorted(maps.Keys(m)) }
