package casefile

import (
	"errors"
	"strings"
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
type Error struct {
	Code  ErrorCode
	What  string // a sentence without its full stop
	Do    string // what to do next, the same way; may be empty
	Cause error
}

// Error returns the text for people: what happened, then what to do.
func (e *Error) Error() string {
	if e.Do == "" {
		return e.What + "."
	}
	return e.What + ": " + lowerFirst(e.Do) + "."
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

func lowerFirst(s string) string {
	r, rest := s[:1], s[1:]
	if len(rest) > 0 && rest[:1] == strings.ToUpper(rest[:1]) && rest[:1] != strings.ToLower(rest[:1]) {
		return s // an abbreviation such as "X3P"
	}
	return strings.ToLower(r) + rest
}
