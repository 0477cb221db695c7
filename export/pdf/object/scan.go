package object

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// ErrSyntax is about a file that is not written as a PDF file has to be.
var ErrSyntax = errors.New("pdf syntax")

// maxDepth is how deep values may be nested.
const maxDepth = 48

// scanner reads values from bytes.
type scanner struct {
	b   []byte
	pos int
}

func (s *scanner) fail(what string) error {
	return fmt.Errorf("%w at byte %d: %s", ErrSyntax, s.pos, what)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// space skips white space and comments.
func (s *scanner) space() {
	for s.pos < len(s.b) {
		switch c := s.b[s.pos]; {
		case isSpace(c):
			s.pos++
		case c == '%':
			for s.pos < len(s.b) && s.b[s.pos] != '\n' && s.b[s.pos] != '\r' {
				s.pos++
			}
		default:
			return
		}
	}
}

func (s *scanner) has(word string) bool {
	return s.pos <= len(s.b) && bytes.HasPrefix(s.b[s.pos:], []byte(word))
}

// word takes a run of regular characters.
func (s *scanner) word() string {
	from := s.pos
	for s.pos < len(s.b) && isRegular(s.b[s.pos]) {
		s.pos++
	}
	return string(s.b[from:s.pos])
}

// keyword takes exactly this word.
func (s *scanner) keyword(want string) error {
	s.space()
	at := s.pos
	if got := s.word(); got != want {
		s.pos = at
		return s.fail("no " + want)
	}
	return nil
}

// integer takes a whole number without a sign.
func (s *scanner) integer() (int, error) {
	s.space()
	at := s.pos
	n, err := strconv.ParseUint(s.word(), 10, 40)
	if err != nil {
		s.pos = at
		return 0, s.fail("no number")
	}
	return int(n), nil
}

// value takes one value. Where refs is set two numbers and an R are a reference; a stream's data is not taken.
func (s *scanner) value(depth int, refs bool) (any, error) {
	s.space()
	if depth > maxDepth {
		return nil, s.fail("nested too deep")
	}
	if s.pos >= len(s.b) {
		return nil, s.fail("end of the data")
	}
	switch c := s.b[s.pos]; {
	case c == '/':
		return s.name()
	case c == '(':
		return s.literal()
	case s.has("<<"):
		return s.dict(depth, refs)
	case c == '<':
		return s.hexString()
	case c == '[':
		return s.array(depth, refs)
	case isDelimiter(c):
		return nil, s.fail("unexpected " + string(rune(c)))
	}
	return s.atom(refs)
}

// atom takes a number, a reference or a word with a meaning.
func (s *scanner) atom(refs bool) (any, error) {
	at := s.pos
	w := s.word()
	switch w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		if refs && n >= 0 && n < 1<<31 && w[0] != '+' && w[0] != '-' {
			if r, ok := s.reference(int(n)); ok {
				return r, nil
			}
		}
		return n, nil
	}
	if isReal(w) {
		if x, err := strconv.ParseFloat(w, 64); err == nil {
			return x, nil
		}
	}
	s.pos = at
	return nil, s.fail("not a value")
}

// isReal leaves out what Go takes for a number and PDF does not: exponents, infinities, hexadecimal digits.
func isReal(w string) bool {
	for i := range len(w) {
		if c := w[i]; (c < '0' || c > '9') && c != '.' && (i > 0 || c != '-' && c != '+') {
			return false
		}
	}
	return w != ""
}

// reference takes the rest of a reference whose first number was taken.
func (s *scanner) reference(num int) (Ref, bool) {
	at := s.pos
	gen, err := s.integer()
	if err == nil && gen <= 65535 && s.keyword("R") == nil {
		return Ref{num, gen}, true
	}
	s.pos = at
	return Ref{}, false
}

func (s *scanner) name() (Name, error) {
	s.pos++
	w := s.word()
	if bytes.IndexByte([]byte(w), '#') < 0 {
		return Name(w), nil
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] != '#' {
			out = append(out, w[i])
			continue
		}
		if i+2 >= len(w) {
			return "", s.fail("name escape")
		}
		n, err := strconv.ParseUint(w[i+1:i+3], 16, 8)
		if err != nil {
			return "", s.fail("name escape")
		}
		out = append(out, byte(n))
		i += 2
	}
	return Name(out), nil
}

func (s *scanner) array(depth int, refs bool) ([]any, error) {
	s.pos++
	out := []any{}
	for {
		s.space()
		if s.pos < len(s.b) && s.b[s.pos] == ']' {
			s.pos++
			return out, nil
		}
		v, err := s.value(depth+1, refs)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (s *scanner) dict(depth int, refs bool) (Dict, error) {
	s.pos += 2
	out := Dict{}
	for {
		s.space()
		if s.has(">>") {
			s.pos += 2
			return out, nil
		}
		if s.pos >= len(s.b) || s.b[s.pos] != '/' {
			return nil, s.fail("no key")
		}
		k, err := s.name()
		if err != nil {
			return nil, err
		}
		v, err := s.value(depth+1, refs)
		if err != nil {
			return nil, err
		}
		if _, twice := out[k]; twice {
			return nil, s.fail("key " + string(k) + " twice")
		}
		out[k] = v
	}
}
