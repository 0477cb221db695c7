package analysis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/surface"
)

// DefaultScore is the name of the score that the product decides by.
const DefaultScore = compare.DefaultScore

// CheckMethods refuses a name that is no method's.
func CheckMethods(names []string) error {
	known := map[string]bool{}
	for _, m := range compare.Methods() {
		known[m.Name] = true
	}
	for _, m := range names {
		if !known[m] {
			return &casefile.Error{Code: casefile.Invalid, What: "There is no method called %[1]q",
				Do: "Use original, high, registered or surface", Args: []any{m}}
		}
	}
	return nil
}

// Prepare makes a surface ready for comparison.
func Prepare(ctx context.Context, s *surface.Surface) (*compare.Scan, error) {
	scan, err := compare.Prepare(ctx, s, compare.Default())
	return scan, cannotCompare(err)
}

// Pair compares two prepared surfaces by the methods named, or by all of them. The digits are the same for (a, b) and (b, a).
func Pair(ctx context.Context, a, b *compare.Scan, methods ...string) ([]imaging.Result, error) {
	results, err := compare.Pair(ctx, a, b, methods...)
	return results, cannotCompare(err)
}

// PairChecked is Pair for a comparison that a person reads: it also says when one of the surfaces looks mirrored. Too slow for galleries.
func PairChecked(ctx context.Context, a, b *compare.Scan, methods ...string) ([]imaging.Result, error) {
	results, err := compare.PairChecked(ctx, a, b, methods...)
	return results, cannotCompare(err)
}

func cannotCompare(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &casefile.Error{Code: casefile.Invalid, What: "The topography cannot be compared (%[1]v)",
		Do: "Look at the scans, or record the mark again", Args: []any{err}, Cause: err}
}

// About says in an error of this package which recordings it speaks of.
func About(what string, err error) error {
	e, ok := err.(*casefile.Error) //nolint:errorlint // only an error that this package itself made is rewritten
	if !ok {
		return err
	}
	return &casefile.Error{Code: e.Code, What: e.What, Do: e.Do, Args: e.Args, About: what, Cause: e}
}

// Params lists the parameters of the methods, ready to print and to store.
func Params() []casefile.Param {
	var list []casefile.Param
	for _, p := range compare.Default().List() {
		list = append(list, casefile.Param{Name: p.Name, Value: p.Value, Unit: p.Unit, Source: p.Source})
	}
	return list
}

// ParamsDigest returns the SHA-256 of parameters' names, values and units, in hexadecimal: scores under different
// digests are not comparable.
func ParamsDigest(params []casefile.Param) string {
	h := sha256.New()
	for _, p := range params {
		fmt.Fprintf(h, "%q %q %q\n", p.Name, p.Value, p.Unit) // a hash does not fail
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Domain says on what the methods were validated, as sentences for a report.
func Domain() []string {
	return []string{
		"The methods compare topographies of breech-face impressions on cartridge cases.",
		"Their parameters were chosen on published work and on one public collection: 40 cartridge cases fired in 10 consecutively manufactured 9 mm Ruger slides (Fadul et al. 2011), recorded by confocal microscopy and sampled at 6.25 µm.",
		"Other makes, ammunition, instruments and marks are outside what these figures speak for, until the agency has validated the methods on them.",
	}
}

// Current reports whether a stored comparison of topographies was made by the methods, versions and parameters of this program.
func Current(k casefile.Comparison) bool {
	if !slices.Equal(k.Params, Params()) {
		return false
	}
	for _, m := range compare.Methods() {
		if r, ok := k.Result(m.Name); !ok || r.Version != m.Version {
			return false
		}
	}
	return true
}
