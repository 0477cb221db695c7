package store

import (
	"fmt"
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
		return &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("The %s has %d characters, more than the %d that fit", what, n, longestName),
			Do: "Give a shorter one"}
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, hidden) {
		return &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("The %s %q has line breaks or invisible characters in it", what, name),
			Do: "Give one that is a single line of plain text"}
	}
	return nil
}

// hidden reports whether r cannot be seen, or moves what can. The two joiners belong to the spelling of some languages.
func hidden(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return !unicode.IsGraphic(r) && r != nonJoiner && r != joiner || unicode.In(r, unicode.Zl, unicode.Zp)
}
