package score

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Domain is what a reference set was measured on, and so all that it can speak for. A field that is empty is not stated:
// the set then speaks for nothing that depends on it. A set that does not state the makes of its firearms so speaks for no pair:
// how alike two firearms' marks are depends on how they were made. Makes and ammunition can be unknown of the pair too, on which see
// Subject. Its scans were masked by the program: that is how sets are measured.
type Domain struct {
	Mark         string   `json:"mark,omitempty"`        // "breech-face", ...
	Instruments  []string `json:"instruments,omitempty"` // maker and model, as scans state them
	SpacingMinUM float64  `json:"spacing_min_um,omitempty"`
	SpacingMaxUM float64  `json:"spacing_max_um,omitempty"`
	Makes        []string `json:"makes,omitempty"`      // of the firearms
	Ammunition   []string `json:"ammunition,omitempty"` // fired in them
}

// Subject is a pair of marks that a set is asked about. Makes and Ammunition are often not known; the answer then holds
// on the condition that they are the set's, or where the set does not state its ammunition either, that it is like the set's: the
// answer is not declined, and whoever shows it must say so.
type Subject struct {
	Method, Version string
	ParamsDigest    string
	Mark            string
	Instruments     []string  // of both scans, "" where a scan states none
	SpacingUM       []float64 // of both scans, along both axes; NaN where not known
	Painted         bool      // a scan was compared under a mask that the program did not propose
	Makes           []string
	Ammunition      []string
}

// spacingTolerance is how far a spacing may lie outside the set's: files round it to some four digits.
const spacingTolerance = 0.005

func (d Domain) validate() error {
	switch lo, hi := d.SpacingMinUM, d.SpacingMaxUM; {
	case lo == 0 && hi == 0:
	case !(lo > 0) || !(hi >= lo) || math.IsInf(hi, 0):
		return fmt.Errorf("%w: the spacing of its domain, %g to %g µm, is not a range", ErrReference, lo, hi)
	}
	for _, list := range [][]string{d.Instruments, d.Makes, d.Ammunition} {
		if slices.ContainsFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" }) {
			return fmt.Errorf("%w: its domain has an empty name", ErrReference)
		}
	}
	return nil
}

// zero reports whether nothing is stated.
func (d Domain) zero() bool {
	return d.Mark == "" && d.SpacingMinUM == 0 && d.SpacingMaxUM == 0 && len(d.Instruments)+len(d.Makes)+len(d.Ammunition) == 0
}

// ErrOtherMethod is wrapped by the error of SameMethod.
var ErrOtherMethod = errors.New("measured by another method, version or parameters")

// SameMethod says whether the set's scores are made as the subject's are: otherwise not even their order can be compared.
func (r ReferenceSet) SameMethod(s Subject) error {
	if r.Method == s.Method && r.Version == s.Version && r.ParamsDigest == s.ParamsDigest {
		return nil
	}
	return fmt.Errorf("%w: %q is of %s %s", ErrOtherMethod, r.Name, r.Method, r.Version)
}

// Outside says, in sentences, why the set cannot speak for the subject; nothing when it can.
func (r ReferenceSet) Outside(s Subject) []string {
	if r.SameMethod(s) != nil {
		return []string{fmt.Sprintf("The set was measured by %s %s with other parameters or in another version than this pair.", r.Method, r.Version)}
	}
	d := r.Domain
	var why []string
	switch {
	case d.Mark == "":
		why = append(why, "The set does not state which mark it was measured on.")
	case !strings.EqualFold(d.Mark, s.Mark):
		why = append(why, fmt.Sprintf("The set was measured on %s marks, this pair shows %s.", d.Mark, orUnknown(s.Mark, "a mark that is not stated")))
	}
	why = append(why, d.otherInstruments(s.Instruments)...)
	why = append(why, d.otherSpacing(s.SpacingUM)...)
	if s.Painted {
		why = append(why, "A scan of this pair was compared under a mask that a person painted or that was read from a file; the set's scans were masked by the program.")
	}
	if len(d.Makes) == 0 {
		why = append(why, "The set does not state the make of its firearms.")
	} else {
		why = append(why, others("firearms of the make", d.Makes, s.Makes)...)
	}
	return append(why, others("ammunition", d.Ammunition, s.Ammunition)...)
}

func (d Domain) otherInstruments(list []string) []string {
	if len(d.Instruments) == 0 {
		return []string{"The set does not state the instrument that it was recorded by."}
	}
	var why []string
	for _, i := range list {
		switch {
		case strings.TrimSpace(i) == "":
			why = append(why, "A scan does not state the instrument that recorded it.")
		case !contains(d.Instruments, i):
			why = append(why, fmt.Sprintf("The set was recorded by %s, a scan of this pair by %s.", strings.Join(d.Instruments, ", "), i))
		}
	}
	return unique(why)
}

func (d Domain) otherSpacing(list []float64) []string {
	if d.SpacingMinUM == 0 {
		return []string{"The set does not state the spacing of its scans."}
	}
	var why []string
	furthest, off := 0.0, 0.0 // one sentence is enough: a pair's axes often differ in the last digit alone
	for _, v := range list {
		switch {
		case math.IsNaN(v):
			why = append(why, "The spacing of a scan is not known.")
		case v < d.SpacingMinUM*(1-spacingTolerance) || v > d.SpacingMaxUM*(1+spacingTolerance):
			if far := math.Max(d.SpacingMinUM/v, v/d.SpacingMaxUM); far > off {
				furthest, off = v, far
			}
		}
	}
	if off > 0 {
		why = append(why, fmt.Sprintf("The set's scans are spaced %s µm, a scan of this pair %.4g µm.", d.Spacing(), furthest))
	}
	return unique(why)
}

// Spacing writes the range of spacings in µm, without the unit; "" when it is not stated.
func (d Domain) Spacing() string {
	switch {
	case d.SpacingMinUM == 0:
		return ""
	case d.SpacingMinUM == d.SpacingMaxUM:
		return fmt.Sprintf("%.4g", d.SpacingMinUM)
	}
	return fmt.Sprintf("%.4g to %.4g", d.SpacingMinUM, d.SpacingMaxUM)
}

// others says which of the subject's values are stated and not among the set's, which may state none.
func others(what string, set, subject []string) []string {
	var why []string
	for _, v := range subject {
		switch {
		case strings.TrimSpace(v) == "" || contains(set, v):
		case len(set) == 0:
			why = append(why, fmt.Sprintf("This pair is of %s %s, and the set does not state its own.", what, v))
		default:
			why = append(why, fmt.Sprintf("The set holds %s %s, this pair %s: limits set on one do not transfer to another.", what, strings.Join(set, ", "), v))
		}
	}
	return unique(why)
}

func contains(list []string, v string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(folded(s), folded(v)) })
}

// micro are the two characters for "micro", which people write as u: "µsurf" and "usurf" are one instrument.
var micro = strings.NewReplacer("\u00b5", "u", "\u03bc", "u")

// folded is a name without what does not distinguish it.
func folded(name string) string { return micro.Replace(strings.Join(strings.Fields(name), " ")) }

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func orUnknown(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s + " marks"
}
