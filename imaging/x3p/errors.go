package x3p

import "fmt"

// Kind says what is wrong with a file that cannot be read.
type Kind string

// The kinds of FormatError.
const (
	KindNotX3P      Kind = "not x3p"     // another sort of file, or not a zip at all
	KindTruncated   Kind = "truncated"   // begins like a zip but its end is missing
	KindCorrupt     Kind = "corrupt"     // a part is damaged or missing
	KindUnsafe      Kind = "unsafe"      // names that reach outside the file, ambiguous names, bombs
	KindIndex       Kind = "index"       // main.xml is missing or cannot be understood
	KindShape       Kind = "shape"       // the stated size and the stored points disagree
	KindTooLarge    Kind = "too large"   // more points than this program accepts
	KindNoData      Kind = "no data"     // no point was measured
	KindUnsupported Kind = "unsupported" // a profile, layers, a scattered point cloud
)

// FormatError says in one sentence why a file could not be read as a surface.
type FormatError struct {
	Kind    Kind
	Message string // one sentence for a person
	Err     error  // the cause, where there is one
}

// Error returns the sentence, with the cause behind it.
func (e *FormatError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *FormatError) Unwrap() error { return e.Err }

func fail(kind Kind, format string, args ...any) error {
	return &FormatError{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

func failWith(kind Kind, cause error, format string, args ...any) error {
	return &FormatError{Kind: kind, Message: fmt.Sprintf(format, args...), Err: cause}
}
