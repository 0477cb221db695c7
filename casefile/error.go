package casefile

import (
	"errors"
	"unicode"
	"unicode/utf8"
)

// ErrorCode sorts errors for whoever handles them.
type ErrorCode string

// The codes of an Error.
const (
	Invalid  ErrorCode = "invalid"   // the input is wrong
	NotFound ErrorCode = "not found" // what was named does not exist
	Conflict ErrorCode = "conflict"  // it clashes with what is there
	Refused  ErrorCode = "refused"   // not allowed
	Damaged  ErrorCode = "damaged"   // what is stored is not what was stored
	Failed   ErrorCode = "failed"    // something outside failed: disk, network
)

// Error is the one kind of error that is shown to a person: what happened and what to do next, both safe to show. The
// cause stays inside, for the log.
//
// What and Do are constant English sentences, so that the window can say them in another language; what varies is in Args
// and put in by indexed verbs, as in "%[1]s is empty". A percent sign is written "%%". An argument may be a Word, a value
// of the domain such as a MarkKind, a Sentence or another error: these are translated with the sentence.
type Error struct {
	Code  ErrorCode
	What  string // a sentence without its full stop
	Do    string // what to do next, the same way; may be empty
	Args  []any  // of both
	About string // what it speaks of, where that is said before it, such as a file's name
	Cause error
}

// Error returns the text for people, in English: what happened, then what to do.
func (e *Error) Error() string {
	said := format(e.What, e.Args)
	if e.About != "" {
		said = e.About + ": " + said
	}
	if e.Do != "" {
		said += ": " + format(LowerFirst(e.Do), e.Args)
	}
	return said + "."
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf returns the code of the Error in err's chain, Failed when there is none.
func CodeOf(err error) ErrorCode {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Failed
}

// LowerFirst begins the format of a sentence in lower case, to go on with it after a colon, unless it begins with an
// abbreviation such as "X3P" or with a value.
func LowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsLower(second) || unicode.IsSpace(second) {
		return string(unicode.ToLower(first)) + s[n:]
	}
	return s
}
