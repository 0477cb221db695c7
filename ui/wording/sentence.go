package wording

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"tracemark/casefile"
	"tracemark/ui/language"
)

// joined goes on after a sentence with what to do, or with its cause; a language may want a space before the colon.
const joined = "%[1]s: %[2]s"

// Error returns the sentence that an error says to people, in the language of the screen. Of a casefile.Error, or one that
// wraps it, that is its sentence; errors joined are said one to a line; what was never worded for people stays as it is.
func Error(err error) string {
	if err == nil {
		return ""
	}
	switch e := err.(type) { //nolint:errorlint // the outermost decides what is around the sentence
	case *casefile.Error:
		return refusal(e)
	case casefile.Saying:
		return Sentence(e)
	case interface{ Unwrap() []error }:
		lines := []string{}
		for _, one := range e.Unwrap() {
			lines = append(lines, Error(one))
		}
		return strings.Join(lines, "\n")
	}
	if inner := errors.Unwrap(err); inner != nil && strings.Contains(err.Error(), inner.Error()) {
		return strings.Replace(err.Error(), inner.Error(), Error(inner), 1)
	}
	return reworded(err.Error())
}

// reworded returns the text of an error that was not made for people: behind the steps that led to it there may be a sentence
// that is known.
func reworded(text string) string {
	for rest, more := text, true; more; _, rest, more = strings.Cut(rest, ": ") {
		if said := Recorded(rest); said != rest {
			return said
		}
	}
	return text
}

func refusal(e *casefile.Error) string {
	said := put(e.What, e.Args)
	if e.About != "" {
		said = put(joined, []any{e.About, said})
	}
	if e.Do != "" {
		said = put(joined, []any{said, clause(e.Do, e.Args)})
	}
	return said + "."
}

// Sentence returns a sentence in the language of the screen.
func Sentence(s casefile.Saying) string {
	format, args := s.Saying()
	return put(format, args)
}

// number is written as numbers are in the language of the screen, whatever verb puts it in.
type number float64

// Format implements fmt.Formatter.
func (n number) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, language.Number(fmt.Sprintf(fmt.FormatString(s, verb), float64(n))))
}

// put puts args into the translation of a format.
func put(format string, args []any) string {
	return casefile.Sentence{Format: language.Translate(format), Args: words(args)}.String()
}

// clause is put for what follows a colon.
func clause(format string, args []any) string {
	return casefile.Sentence{Format: casefile.LowerFirst(language.Translate(format)), Args: words(args)}.String()
}

// words returns args with what belongs to the domain said in the language of the screen.
func words(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = word(a)
	}
	return out
}

func word(a any) any {
	switch a := a.(type) {
	case casefile.Word:
		return Recorded(string(a))
	case casefile.MarkKind:
		return casefile.LowerFirst(Mark(a))
	case casefile.ExhibitKind:
		return casefile.LowerFirst(Kind(a))
	case casefile.Origin:
		return Origin(a)
	case casefile.CandidateState:
		return State(a)
	case casefile.CaptureKind:
		return CaptureKind(a)
	case float64:
		return number(a)
	case error:
		return Error(a)
	case casefile.Saying:
		return Sentence(a)
	case []casefile.Word:
		said := make([]string, len(a))
		for i, w := range a {
			said[i] = Said(string(w))
		}
		return strings.Join(said, ", ")
	}
	if v := reflect.ValueOf(a); v.Kind() == reflect.String && v.Type() != reflect.TypeFor[string]() {
		return language.Translate(v.String()) // a value of another of the domain's types
	}
	return a
}
