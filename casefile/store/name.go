package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tracemark/casefile"
)

// longestName is how many characters the name of anything may have. A label on a bag has a few; a table in a report
// takes some lines of this many.
const longestName = 200

// checkName refuses as the name of what anything that a list, a terminal or a report would not show as one line as it
// stands: line breaks, control characters, and the invisible ones that turn the direction of writing around.
func checkName(what, name string) error {
	if n := utf8.RuneCountInString(name); n > longestName {
		return &casefile.Error{Code: casefile.Invalid, What: "The %[1]s has %[2]d characters, more than the %[3]d that fit",
			Do: "Give a shorter one", Args: []any{casefile.Word(what), n, longestName}}
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, hidden) {
		return &casefile.Error{Code: casefile.Invalid, What: "The %[1]s %[2]q has line breaks or invisible characters in it",
			Do: "Give one that is a single line of plain text", Args: []any{casefile.Word(what), name}}
	}
	return nil
}

// CheckExhibitLabel refuses a label that no exhibit can have.
func CheckExhibitLabel(label string) error { return checkName("exhibit's label", label) }

// CheckEventLabel refuses a label that no event can have.
func CheckEventLabel(label string) error { return checkName("event's label", label) }

// hidden reports whether r cannot be seen, or moves what can. The two joiners belong to the spelling of some languages.
func hidden(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return !unicode.IsGraphic(r) && r != nonJoiner && r != joiner || unicode.In(r, unicode.Zl, unicode.Zp)
}
