package casefile

import (
	"fmt"
	"strings"
)

// Sentence is a sentence, or a clause of one, that is said to people: a constant English format and the values in it, so
// that the window can say it in the language of whoever sits before it. The verbs of Format are indexed ("%[1]s"), because
// another language may need the values in another order. Kept in a case, printed or sent, it is its English text.
type Sentence struct {
	Format string
	Args   []any
}

// String returns the sentence in English.
func (s Sentence) String() string { return format(s.Format, s.Args) }

// Saying returns the sentence's parts.
func (s Sentence) Saying() (format string, args []any) { return s.Format, s.Args }

// Word is a word of the domain that is put into a sentence, such as "mask" or "line of text". Unlike a label or a file's
// name it is translated with the sentence.
type Word string

// Saying is implemented by what knows its English format and the values in it: a Sentence, and errors of packages that
// cannot import this one and are shown to people all the same.
type Saying interface {
	Saying() (format string, args []any)
}

// format puts args into a format with indexed verbs. What and Do of an Error share their values, so either may leave some
// of them out, which Printf takes as meant only where at least one verb is indexed.
func format(format string, args []any) string {
	if !strings.Contains(format, "%[") {
		args = nil
	}
	return fmt.Sprintf(format, args...)
}
