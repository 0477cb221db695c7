package report

import "slices"

// part is a section that templates can name: how it is made, and about which subjects. A part of no subject serves all.
//
// A new kind of document adds a map of its parts to parts, its subject with the check of its facts to subjects, the facts to Facts
// as an optional field, and a JSON file to assets/reports/templates. A part that has nothing to say returns a section without blocks,
// which is left out.
type part struct {
	make     func(*builder) Section
	subjects []Subject
}

func (p part) of(s Subject) bool { return len(p.subjects) == 0 || slices.Contains(p.subjects, s) }

// SubjectComparison is a comparison with the conclusion from it.
const SubjectComparison Subject = "comparison"

// subjects are what documents can be about, each with what refuses facts that do not belong together.
var subjects = map[Subject]func(Facts) error{
	SubjectComparison: Facts.check, SubjectNotes: Facts.checkNotes, SubjectVerification: Facts.checkVerification, SubjectCustody: Facts.checkCustody,
}

// parts returns the parts by name, one map for each idea.
func parts() []map[string]part {
	return []map[string]part{comparisonParts(), sharedParts(), gateParts(), notesParts(), verificationParts(), custodyParts(), recipientParts()}
}

func partNamed(name string) (part, bool) {
	for _, m := range parts() {
		if p, ok := m[name]; ok {
			return p, true
		}
	}
	return part{}, false
}

// comparisonParts are the parts of the report on a comparison.
func comparisonParts() map[string]part {
	of := func(build func(*builder) Section) part {
		return part{make: build, subjects: []Subject{SubjectComparison, SubjectNotes, SubjectVerification}}
	}
	return map[string]part{
		"head":         of(headOfComparison),
		"items":        of(items),
		"integrity":    of(integrity),
		"recordings":   of(recordings),
		"method":       of(method),
		"results":      of(results),
		"reference":    of(reference),
		"uncertainty":  of(uncertainty),
		"pictures":     of(pictures),
		"limits":       of(limits),
		"examination":  of(examination),
		"conclusion":   of(conclusion),
		"verification": of(verification),
		"parameters":   of(parameters),
	}
}

// sharedParts are the parts that every document can have.
func sharedParts() map[string]part {
	return map[string]part{
		"circumstances": {make: circumstances},
		"amendment":     {make: amendment},
		"review":        {make: review},
		"record":        {make: record},
	}
}
