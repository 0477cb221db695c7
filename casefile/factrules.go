package casefile

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// longestFact is how many characters one value may have, in bytes of a page or two; longer things are documents.
const longestFact = 8000

// Check makes sure that the facts are about fields there are and say things that can be said. apart are the paths of fields
// that lie elsewhere in the record and may have a provenance here.
func (f Facts) Check(fields []Field, apart ...string) error {
	for _, path := range slices.Sorted(maps.Keys(f.Values)) {
		field, ok := FieldAt(fields, path)
		if !ok {
			return noField(path)
		}
		if err := field.check(f.Values[path]); err != nil {
			return err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(f.Provenance)) {
		if _, ok := FieldAt(fields, path); !ok && !slices.Contains(apart, path) {
			return noField(path)
		}
		if err := f.Provenance[path].Check(); err != nil {
			return err
		}
	}
	return nil
}

func noField(path string) error {
	return &Error{Code: Invalid, What: "There is no field %[1]q here", Do: "Look at the list of fields that there are", Args: []any{path}}
}

// check makes sure that v is a value of its field.
func (f Field) check(v Value) error {
	switch v.State {
	case NotVisible, NotDetermined, NotApplicable:
		if v != (Value{State: v.State}) {
			return f.wrong("%[1]s has a value and is said to have none: %[2]s", "Say the one or the other", v.Text(), nil)
		}
		return nil
	case Stated:
	default:
		return f.wrong("%[1]s has a state that there is not: %[2]s", "Use stated, not visible, not determined or not applicable", string(v.State), nil)
	}
	numeric := f.Kind == FieldNumber || f.Kind == FieldCount
	switch {
	case numeric != (v.Unit != ""):
		return f.wrong("%[1]s must have a number with a unit, or neither: %[2]s", "Correct it", v.Text(), nil)
	case f.Kind == FieldNumber && !slices.Contains(f.Units, v.Unit) || f.Kind == FieldCount && v.Unit != UnitCount:
		return f.wrong("%[1]s has a unit that is not known here: %[2]s", "Use one of %[3]s", v.Text(), nil, strings.Join(f.Units, ", "))
	case !numeric && v.Code == "" && v.AsSeen == "":
		return f.wrong("%[1]s is stated without a value: %[2]s", "Say what it is, or leave it empty", f.Path, nil)
	case f.Kind == FieldDate && !IsDate(v.AsSeen):
		return f.wrong("%[1]s is not a date: %[2]s", "Write it as 2026, 2026-01 or 2026-01-31", v.AsSeen, nil)
	case utf8.RuneCountInString(v.AsSeen) > longestFact || !utf8.ValidString(v.AsSeen):
		return f.wrong("%[1]s is too long or no text", "Attach it as a document", "", nil)
	}
	return nil
}

// Check makes sure that the provenance is of kinds that there are.
func (p Provenance) Check() error {
	switch {
	case p.Kind != SourceUnsaid && !slices.Contains(SourceKinds(), p.Kind):
		return &Error{Code: Invalid, What: "There is no kind of source called %[1]q", Do: "Use examination, document, witness, firm's answer, agency's answer, register, reference or inference", Args: []any{p.Kind}}
	case p.Use != UseUnsaid && !slices.Contains(Uses(), p.Use):
		return &Error{Code: Invalid, What: "Use in proceedings is yes, no or ask, not %[1]q", Args: []any{p.Use}}
	}
	return nil
}

// ExhibitPaths are the fields of an exhibit that lie in its own columns and may have a provenance.
func ExhibitPaths() []string {
	paths := []string{"label", "kind", "origin", "event", "parent", "quantity", "description"}
	for _, f := range ClassFields() {
		paths = append(paths, f.Key)
	}
	return paths
}

// CasePaths are the same of cases.
func CasePaths() []string {
	return []string{"number", "title", "agency", "offence", "status", "handling-code", "retain-until", "review-on", "related"}
}

// EventPaths are the same of events.
func EventPaths() []string { return []string{"label", "kind", "date", "place"} }

// Check makes sure that the case's own fields are what they may be.
func (c Case) Check() error {
	if !slices.Contains(CaseStatuses(), c.Status) {
		return &Error{Code: Invalid, What: "A case is open, suspended, closed or archived, not %[1]s", Args: []any{c.Status}}
	}
	for _, day := range []string{c.RetainUntil, c.ReviewOn} {
		if day != "" && (len(day) != len("2026-01-31") || !IsDate(day)) {
			return &Error{Code: Invalid, What: "%[1]s is not a day", Do: "Write it as 2026-01-31", Args: []any{day}}
		}
	}
	for _, r := range c.Related {
		if strings.TrimSpace(r.Number) == "" || strings.TrimSpace(r.Reason) == "" {
			return &Error{Code: Invalid, What: "A related case needs its number and the reason", Do: "Give both"}
		}
		if r.Number == c.Number && (r.Agency == "" || r.Agency == c.Agency) {
			return &Error{Code: Invalid, What: "A case is not related to itself", Do: "Give the number of the other case"}
		}
	}
	return c.Facts.Check(CaseFields(), CasePaths()...)
}

// CheckFacts makes sure that what is said of the exhibit fits its kind.
func (e Exhibit) CheckFacts() error {
	if e.Quantity < 0 {
		return &Error{Code: Invalid, What: "A lot cannot have %[1]d things", Do: "Say how many there are, or 0 for a single thing", Args: []any{e.Quantity}}
	}
	for _, f := range ClassFields() {
		if _, there := e.Facts.Values[f.Key]; there {
			return noField(f.Key)
		}
	}
	return e.Facts.Check(Fields(e.Kind), ExhibitPaths()...)
}

// Check makes sure that the event's fields are what they may be.
func (e Event) Check() error {
	if e.Date != "" && !IsDate(e.Date) {
		return &Error{Code: Invalid, What: "%[1]s is not a date", Do: "Write it as 2026, 2026-01 or 2026-01-31", Args: []any{e.Date}}
	}
	return e.Facts.Check(EventFields(), EventPaths()...)
}

// Check makes sure that what is said of the document is what can be said.
func (d Document) Check() error {
	switch {
	case strings.TrimSpace(d.Title) == "":
		return &Error{Code: Invalid, What: "The document has no title", Do: "Give it one"}
	case !slices.Contains(DocumentKinds(), d.Kind):
		return &Error{Code: Invalid, What: "There is no kind of document called %[1]q", Do: "Use note, letter, statement, warrant, report, answer, photograph, drawing, recording or other document", Args: []any{d.Kind}}
	case d.Subject != AboutCase && d.Subject != AboutExhibit && d.Subject != AboutEvent || (d.Subject == AboutCase) != (d.SubjectID == ""):
		return &Error{Code: Invalid, What: "A document belongs to the case, to an exhibit or to an event", Do: "Say to which"}
	case d.Date != "" && !IsDate(d.Date):
		return &Error{Code: Invalid, What: "%[1]s is not a date", Do: "Write it as 2026, 2026-01 or 2026-01-31", Args: []any{d.Date}}
	}
	return d.Provenance.Check()
}
