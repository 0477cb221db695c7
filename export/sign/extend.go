package sign

import (
	"context"
	"crypto"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
	"tracemark/export/sign/timestamp"
)

// docStampFilter names the kind of a document time-stamp (ETSI EN 319 142-1, 5.4.3).
const docStampFilter = "ETSI.RFC3161"

// Extend raises the signatures of a file to a level by incremental updates and returns the new file: B-T adds a
// time-stamp over the document where a signature has none; B-LT adds the certificates and revocation statements of every
// signature and time-stamp; B-LTA adds a time-stamp over all of that. Extending a B-LTA file to B-LTA renews it: the
// statements about the last time-stamp's service go in and a new time-stamp follows, which is to be done before that
// service's certificate or its algorithms lose their strength.
//
// Nothing is put on top of a file that is not valid as it is. The level asked for is reached or there is an error and no
// file.
func Extend(ctx context.Context, pdf []byte, level Level, s Services) ([]byte, error) {
	if level == BB {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "A signature has level B-B from the beginning", Do: "choose B-T, B-LT or B-LTA"}
	}
	if err := s.enough(level); err != nil {
		return nil, err
	}
	v, err := Verify(pdf, VerifyOptions{})
	if err != nil {
		return nil, err
	}
	if !v.Valid {
		return nil, &casefile.Error{Code: casefile.Refused, What: "The signatures of this file are not valid, so that nothing is added to it",
			Do: "see what the check says, and use the file that was issued"}
	}
	signed, err := signaturesOf(pdf)
	if err != nil {
		return nil, err
	}
	if provenAt(signed).IsZero() || !allProven(signed) {
		if pdf, err = addStamp(ctx, pdf, s); err != nil {
			return nil, err
		}
	}
	if !level.atLeast(BLT) {
		return pdf, nil
	}
	return raise(ctx, pdf, level, s)
}

// raise adds to a file whose signatures all have a time-stamp what B-LT or B-LTA asks for.
func raise(ctx context.Context, pdf []byte, level Level, s Services) ([]byte, error) {
	signed, err := signaturesOf(pdf)
	if err != nil {
		return nil, err
	}
	if !allProven(signed) { // an earlier signature of level B-B: the new one's level needs nothing, the document does
		if pdf, err = addStamp(ctx, pdf, s); err != nil {
			return nil, err
		}
		if signed, err = signaturesOf(pdf); err != nil {
			return nil, err
		}
	}
	stored, err := storedIn(pdf)
	if err != nil {
		return nil, err
	}
	e, err := gather(ctx, signed, stored, s)
	if err != nil {
		return nil, err
	}
	if pdf, err = addDSS(pdf, e); err != nil || level != BLTA {
		return pdf, err
	}
	return addStamp(ctx, pdf, s)
}

// storedIn returns the certificates and statements that a file holds already.
func storedIn(pdf []byte) (validationData, error) {
	f, err := open(pdf)
	if err != nil {
		return validationData{}, err
	}
	_, root, err := f.Catalog()
	if err != nil {
		return validationData{}, unreadable(err)
	}
	return readDSS(f, root), nil
}

// addStamp adds a time-stamp over the whole document.
func addStamp(ctx context.Context, pdf []byte, s Services) ([]byte, error) {
	return withRoom(tokenRoom, func(room int) ([]byte, error) {
		f, err := open(pdf)
		if err != nil {
			return nil, err
		}
		out, at, err := addField(f, field{title: "Time-stamp", entries: "/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /" + docStampFilter + "\n"}, room)
		if err != nil {
			return nil, asRead(err)
		}
		return out, fill(ctx, out, at, crypto.SHA256, func(digest []byte) ([]byte, error) {
			token, _, err := s.stamp(ctx, digest)
			return token, err
		})
	})
}

// standing is a signature or a document time-stamp of a file.
type standing struct {
	end    int // of what it covers
	cms    *cms
	tokens []*timestamp.Token // over the signature, or the time-stamp itself
}

// provenAt returns the earliest time at which the first of signed is proven to have been there: by its own time-stamp or
// by a time-stamp over the document that follows. It is zero where there is none.
func provenAt(signed []standing) time.Time {
	var at time.Time
	for i, s := range signed {
		for _, t := range s.tokens {
			if (i == 0 || s.cms == nil) && (at.IsZero() || t.Time.Before(at)) {
				at = t.Time
			}
		}
	}
	return at
}

// allProven reports whether the time of every signature is proven.
func allProven(signed []standing) bool {
	for i := range signed {
		if provenAt(signed[i:]).IsZero() {
			return false
		}
	}
	return len(signed) > 0
}

// signaturesOf returns the signatures and document time-stamps of a file in the order in which they were made.
func signaturesOf(pdf []byte) ([]standing, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	_, root, err := f.Catalog()
	if err != nil {
		return nil, unreadable(err)
	}
	form, err := f.DictOf(root, "AcroForm")
	if err != nil {
		return nil, unreadable(err)
	}
	fields, err := f.ArrayOf(form, "Fields")
	if err != nil {
		return nil, unreadable(err)
	}
	var all []standing
	for _, at := range fields[:min(len(fields), maxFields)] {
		d, err := f.Dict(at)
		if err != nil {
			return nil, unreadable(err)
		}
		if f.NameOf(d, "FT") != "Sig" || !d.Has("V") {
			continue
		}
		one, err := readFound(f, d)
		if err != nil {
			return nil, &casefile.Error{Code: casefile.Refused, What: "A signature in this file is of a kind to which nothing can be added", Do: "keep the file as it is", Cause: err}
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b standing) int { return a.end - b.end })
	return all, nil
}

func readFound(f *pdffile.File, widget pdffile.Dict) (one standing, err error) {
	d, err := f.DictOf(widget, "V")
	if err != nil {
		return one, err
	}
	br, err := f.ArrayOf(d, "ByteRange")
	contents, ok := d.Get("Contents")
	if err != nil || len(br) != 4 || !ok {
		return one, fmt.Errorf("%w: signature dictionary", pdffile.ErrSyntax)
	}
	for _, v := range br[2:] {
		n, err := f.Int(v)
		if err != nil {
			return one, err
		}
		one.end += n
	}
	var der cryptobyte.String
	padded := cryptobyte.String(f.Bytes(contents))
	if !padded.ReadASN1Element(&der, cbasn1.SEQUENCE) {
		return one, errCMS
	}
	switch kind := f.NameOf(d, "SubFilter"); kind {
	case docStampFilter:
		t, err := timestamp.Parse(der)
		one.tokens = []*timestamp.Token{t}
		return one, err
	case subFilter:
		if one.cms, err = parseCMS(der); err != nil {
			return one, err
		}
	default:
		return one, fmt.Errorf("signature of kind %q", kind)
	}
	for _, raw := range one.cms.tokens {
		t, err := timestamp.Parse(raw)
		if err != nil {
			return one, err
		}
		one.tokens = append(one.tokens, t)
	}
	return one, nil
}
