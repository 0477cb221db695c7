package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/sign/timestamp"
)

// Options say what the signature states about itself, all of which is the signer's claim, what it looks like and how much
// is added to it so that it can be checked later.
type Options struct {
	At       time.Time // when it is signed; the clock of the machine where it is zero
	Name     string    // of the signer; the certificate's where empty
	Role     string    // in which the signer signs, such as "technical reviewer"
	Reason   string
	Location string
	Contact  string

	// Level is what the result has, or there is no result; B-B where empty.
	Level Level
	Services

	// Appearance is a PDF whose first page shows the signature; nil signs invisibly. It is drawn as large as Rect allows (left,
	// bottom, right, top in points from the page's lower left corner) on Page (from 1; 0 is the last).
	Appearance []byte
	Page       int
	Rect       [4]float64
}

// subFilter names the kind of signature (ETSI EN 319 142-1, 6.3).
const subFilter = "ETSI.CAdES.detached"

// tokenRoom is kept for a time-stamp token, in bytes; one with a chain of four RSA certificates has some 9 kB.
const tokenRoom = 12 << 10

// Sign adds a PAdES signature by id to a PDF with a classic cross-reference table and returns the signed file. The bytes
// of pdf stay as they are: the signature is appended as an incremental update, so that further signatures leave the
// earlier ones good. It is an approval signature: it certifies nothing about later changes (no DocMDP), because certified
// documents allow changes that approval signatures do not, and the verifier judges every addition by itself.
//
// The level asked for is reached or there is an error and no file.
func Sign(ctx context.Context, pdf []byte, id identity.Identity, opts Options) ([]byte, error) {
	if opts.Level == "" {
		opts.Level = BB
	}
	if err := opts.enough(opts.Level); err != nil {
		return nil, err
	}
	alg, err := usable(id)
	if err != nil {
		return nil, err
	}
	if err := stillGood(pdf); err != nil {
		return nil, err
	}
	if opts.At.IsZero() {
		opts.At = time.Now()
	}
	at := opts.At.UTC().Truncate(time.Second)
	if at.Before(id.Certificate.NotBefore) || at.After(id.Certificate.NotAfter) {
		return nil, outsideValidity(id.Certificate)
	}
	opts.At = at
	r := request{id: id, alg: alg, role: opts.Role}
	room := reserve(id, opts)
	if opts.Level.atLeast(BT) {
		room += tokenRoom
		r.stamp = func(sig []byte) ([]byte, error) { return opts.stampSignature(ctx, sig, id) }
	}
	out, err := withRoom(room, func(room int) ([]byte, error) { return signOnce(ctx, pdf, r, opts, room) })
	if err != nil || !opts.Level.atLeast(BLT) {
		return out, err
	}
	return raise(ctx, out, opts.Level, opts.Services)
}

// stillGood refuses a file that was changed after somebody signed it: who signs last would answer for the change.
func stillGood(pdf []byte) error {
	if !bytes.Contains(pdf, []byte("/ByteRange")) {
		return nil // not signed: Verify would only read it all to say so
	}
	v, err := Verify(pdf, VerifyOptions{})
	if err != nil {
		return err
	}
	if v.Signed && !v.Valid {
		return &casefile.Error{Code: casefile.Refused, What: "The signatures that this file carries already are not valid", Do: "see what the check says, and sign the file as it was issued"}
	}
	return nil
}

// signOnce adds the signature, with so much room for it.
func signOnce(ctx context.Context, pdf []byte, r request, opts Options, room int) ([]byte, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	add := field{title: "Signature", entries: entries(r.id, opts), look: opts.Appearance, page: opts.Page, rect: opts.Rect}
	out, at, err := addField(f, add, room)
	if err != nil {
		return nil, asRead(err)
	}
	return out, fill(ctx, out, at, r.alg.Hash, func(digest []byte) ([]byte, error) { return newCMS(r, digest) })
}

// asRead lets errors for people pass and says of all others that the file cannot be read.
func asRead(err error) error {
	if _, ok := err.(*casefile.Error); ok {
		return err
	}
	return unreadable(err)
}

// entries are those of the signature dictionary that do not depend on the file.
func entries(id identity.Identity, opts Options) string {
	if opts.Name == "" {
		opts.Name = id.Name()
	}
	var d strings.Builder
	fmt.Fprintf(&d, "/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /%s\n/M %s\n/Name %s\n", subFilter, date(opts.At), textString(opts.Name))
	for _, kv := range [][2]string{{"Reason", opts.Reason}, {"Location", opts.Location}, {"ContactInfo", opts.Contact}} {
		if kv[1] != "" {
			fmt.Fprintf(&d, "/%s %s\n", kv[0], textString(kv[1]))
		}
	}
	return d.String()
}

// reserve is the size in bytes kept for the CMS: certificates, signature value and room for the frame around them.
func reserve(id identity.Identity, opts Options) int {
	n := 2048 + len(id.Certificate.Raw) + 2*len(id.Certificate.RawIssuer) + len(opts.Role)
	for _, c := range id.Chain {
		n += len(c.Raw)
	}
	return n
}

// stampSignature gets a token over a signature value and checks it, whoever it comes from.
func (s Services) stampSignature(ctx context.Context, sig []byte, id identity.Identity) ([]byte, error) {
	sum := sha256.Sum256(sig)
	token, t, err := s.stamp(ctx, sum[:])
	if err != nil {
		return nil, err
	}
	if t.Time.Before(id.Certificate.NotBefore) || t.Time.After(id.Certificate.NotAfter) {
		return nil, outsideValidity(id.Certificate)
	}
	return token, nil
}

// stamp gets a token over a SHA-256 digest and checks it. Where no roots are given the time-stamper alone answers for it.
func (s Services) stamp(ctx context.Context, digest []byte) ([]byte, *timestamp.Token, error) {
	token, err := s.TimeStamper.Stamp(ctx, digest, crypto.SHA256)
	if err != nil {
		return nil, nil, err
	}
	t, err := timestamp.Parse(token)
	if err == nil {
		err = t.Check(timestamp.Expect{Digest: digest, Hash: crypto.SHA256})
	}
	if err == nil && s.TimeStampRoots != nil {
		_, err = t.Chain(s.TimeStampRoots)
	}
	if err != nil {
		return nil, nil, badToken(err)
	}
	return token, t, nil
}

func badToken(err error) error {
	return &casefile.Error{Code: casefile.Refused, What: "The time-stamp received cannot be relied on (%[1]s)",
		Do: "choose another time-stamp service, or add its issuer to the trusted ones if it is the right one", Args: []any{timestamp.Why(err)}, Cause: err}
}
