package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// ClaimedTime is the statement that goes with every SignedAt that no time-stamp proves.
const ClaimedTime = "The time of signing is the signer's own statement; no time-stamp proves it."

// Bounds on what one file may make the verifier do.
const (
	maxSignatures = 64
	maxFields     = 10000
	maxDepth      = 32 // of fields, chains and references
)

// verifier judges one file.
type verifier struct {
	Verification
	f     *pdffile.File
	opts  VerifyOptions
	found []*found // signatures and document time-stamps, in the order in which they were made
	dss   validationData
	odd   []pdffile.Oddity
}

// Verify checks every signature of pdf. A file that is damaged or not signed is no error: the result says so.
func Verify(pdf []byte, opts VerifyOptions) (Verification, error) {
	v := &verifier{opts: opts, Verification: Verification{Size: len(pdf), Signatures: []Signature{}, TimeStamps: []TimeStamp{},
		Problems: []Finding{}, Warnings: []Finding{}}}
	if opts.Now.IsZero() {
		v.opts.Now = time.Now()
	}
	sums := newSums(pdf)
	f, err := pdffile.Open(pdf)
	if err == nil {
		v.f = f
		err = v.file(sums)
	}
	v.SHA256 = hex.EncodeToString(sums.whole())
	marks := bytes.Count(pdf, []byte("/ByteRange"))
	switch {
	case errors.Is(err, pdffile.ErrNotPDF):
		return v.Verification, notPDF(err)
	case errors.Is(err, pdffile.ErrNotClassic):
		v.problem(CodeNotChecked, "This PDF uses cross-reference streams, which this program cannot check; use another verifier for it.")
	case err != nil:
		v.problem(CodeUnreadable, "The structure of this PDF cannot be read, so its signature cannot be checked: it was damaged or changed.")
	case v.f.Trailer().Has("Encrypt"): // said
	case !v.Signed && marks > len(v.found):
		v.problem(CodeStraySignature, "The file holds a signature that the document no longer refers to: it was changed after signing.")
	case !v.Signed:
		v.problem(CodeNotSigned, "This document is not signed.")
	case marks > len(v.found):
		v.problem(CodeStraySignature, "The file holds more signatures than the document refers to: it was changed after signing.")
	}
	v.conclude()
	return v.Verification, nil
}

func notPDF(err error) error {
	return &casefile.Error{Code: casefile.Invalid, What: "This file is not a PDF", Do: "choose the report that was issued", Cause: err}
}

func (v *verifier) problem(code Code, format string, args ...any) {
	v.Problems = append(v.Problems, finding(code, format, args...))
}

func (v *verifier) warn(code Code, format string, args ...any) {
	v.Warnings = append(v.Warnings, finding(code, format, args...))
}

// file looks at the whole file: its structure, its signatures one by one, what came after each, and who vouches for them when.
func (v *verifier) file(sums *sums) error {
	if v.f.Trailer().Has("Encrypt") {
		v.problem(CodeNotChecked, "This PDF is encrypted, which this program cannot check; use another verifier for it.")
		return nil
	}
	v.odd = v.f.Survey()
	_, root, err := v.f.Catalog()
	if err != nil {
		return err
	}
	form, err := v.f.DictOf(root, "AcroForm")
	if err != nil {
		return err
	}
	if form != nil {
		seen := 0
		if err := v.fields(form, "Fields", &seen, 0); err != nil {
			return err
		}
	}
	slices.SortStableFunc(v.found, func(a, b *found) int { return a.end - b.end })
	v.same()
	for _, s := range v.found {
		s.digest(v.f, sums)
	}
	v.structure()
	v.history()
	v.dss = readDSS(v.f, root)
	v.times()
	for _, s := range v.found {
		if !s.stamp {
			v.judge(s)
		}
	}
	return nil
}

// conclude puts the results in order and sums up.
func (v *verifier) conclude() {
	for _, s := range v.found {
		if s.stamp {
			v.TimeStamps = append(v.TimeStamps, s.token)
			for _, p := range s.token.Problems {
				v.problem(p.Code, "%[1]s: %[2]s", s.token.Field, p.Said)
			}
			continue
		}
		s.sig.Order = len(v.Signatures) + 1
		s.sig.Valid = len(s.sig.Problems) == 0
		v.Signatures = append(v.Signatures, s.sig)
		for _, p := range s.sig.Problems {
			v.problem(p.Code, "%[1]s: %[2]s", s.sig.Field, p.Said)
		}
	}
	v.Valid = v.Signed && len(v.Problems) == 0
}

// fields walks the fields under key of d, down to those that have none below them.
func (v *verifier) fields(d pdffile.Dict, key string, seen *int, depth int) error {
	all, err := v.f.ArrayOf(d, key)
	if err != nil {
		return err
	}
	for _, at := range all {
		if *seen++; *seen > maxFields || depth > maxDepth {
			return fmt.Errorf("%w: the form has too many fields", pdffile.ErrSyntax)
		}
		num, ok := v.f.Reference(at)
		if !ok {
			return fmt.Errorf("%w: a field is not an object of its own", pdffile.ErrSyntax)
		}
		field, err := v.f.Dict(at)
		if err != nil {
			return err
		}
		if err := v.fields(field, "Kids", seen, depth+1); err != nil {
			return err
		}
		value, filled := field.Get("V")
		if v.f.NameOf(field, "FT") != "Sig" || !filled {
			continue
		}
		if len(v.found) == maxSignatures {
			return fmt.Errorf("%w: more than %d signatures", pdffile.ErrSyntax, maxSignatures)
		}
		v.found = append(v.found, v.read(num, field, value))
	}
	return nil
}

// same finds signatures that two fields show, and names that two fields have: one of the two would be seen in place of the other.
func (v *verifier) same() {
	values, names := map[int]string{}, map[string]bool{}
	for _, s := range v.found {
		if first, twice := values[s.value]; twice && s.value != 0 {
			v.problem(CodeStructure, "The fields %[1]s and %[2]s show one and the same signature.", first, s.name)
		}
		values[s.value] = s.name
		if names[s.name] {
			v.problem(CodeStructure, "Two signature fields have the name %[1]s.", s.name)
		}
		names[s.name] = true
	}
}
