package pdffile

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
)

// maxDepth bounds how deep arrays and dictionaries may nest; ordinary files stay below 10.
const maxDepth = 32

// ErrSyntax is wrapped by everything that is not understood.
var ErrSyntax = errors.New("pdf syntax")

// Span is the place of one value in the file: the bytes from inclusive to exclusive.
type Span struct{ From, To int }

// Entry is one key of a dictionary, without its slash and with its escapes resolved, and the place of its value.
type Entry struct {
	Key   string
	Value Span
}

// Dict is a dictionary as it stands in the file: keys in order, values as places.
type Dict []Entry

// Get returns the value under key.
func (d Dict) Get(key string) (Span, bool) {
	for _, e := range d {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Span{}, false
}

// Has reports whether d has the key.
func (d Dict) Has(key string) bool {
	_, ok := d.Get(key)
	return ok
}

// scanner reads PDF objects (ISO 32000-1, 7.2 and 7.3).
type scanner struct {
	b   []byte
	pos int
}

func (s *scanner) fail(what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrSyntax, what, s.pos)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

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

func (s *scanner) peek() byte {
	if s.pos < len(s.b) {
		return s.b[s.pos]
	}
	return 0
}

func (s *scanner) has(word string) bool {
	return len(s.b)-s.pos >= len(word) && string(s.b[s.pos:s.pos+len(word)]) == word
}

// word expects word next, after white space.
func (s *scanner) word(word string) error {
	s.space()
	if !s.has(word) {
		return s.fail("no " + word)
	}
	s.pos += len(word)
	return nil
}

// integer reads a whole number that is not negative.
func (s *scanner) integer() (int, error) {
	s.space()
	n, from := 0, s.pos
	for s.pos < len(s.b) && isDigit(s.b[s.pos]) {
		if s.pos-from > 15 {
			return 0, s.fail("number too long")
		}
		n = n*10 + int(s.b[s.pos]-'0')
		s.pos++
	}
	if s.pos == from {
		return 0, s.fail("no number")
	}
	return n, nil
}

// value skips one value and returns its place.
func (s *scanner) value(depth int) (Span, error) {
	s.space()
	from := s.pos
	var err error
	switch c := s.peek(); {
	case depth > maxDepth:
		err = s.fail("nested too deep")
	case s.pos >= len(s.b):
		err = s.fail("end of file inside a value")
	case s.has("<<"):
		_, err = s.dict(depth)
	case c == '<':
		err = s.hex()
	case c == '(':
		err = s.literal()
	case c == '[':
		_, err = s.array(depth)
	case c == '/':
		s.pos++
		s.regular()
	case isDigit(c):
		s.number()
	default:
		if s.regular(); s.pos == from {
			err = s.fail("unexpected character")
		}
	}
	return Span{from, s.pos}, err
}

func (s *scanner) regular() {
	for s.pos < len(s.b) && !isSpace(s.b[s.pos]) && !isDelim(s.b[s.pos]) {
		s.pos++
	}
}

// number skips a number, or a reference when one follows ("12 0 R").
func (s *scanner) number() {
	s.regular()
	end := s.pos
	if _, err := s.integer(); err == nil {
		if s.word("R") == nil && (s.pos == len(s.b) || isSpace(s.peek()) || isDelim(s.peek())) {
			return
		}
	}
	s.pos = end
}

func (s *scanner) hex() error {
	s.pos++
	for s.pos < len(s.b) && (isHex(s.b[s.pos]) || isSpace(s.b[s.pos])) {
		s.pos++
	}
	if s.peek() != '>' {
		return s.fail("hexadecimal string not closed")
	}
	s.pos++
	return nil
}

func (s *scanner) literal() error {
	open := 0
	for s.pos < len(s.b) {
		c := s.b[s.pos]
		s.pos++
		switch c {
		case '\\':
			s.pos++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return nil
			}
		}
	}
	s.pos = len(s.b)
	return s.fail("string not closed")
}

func (s *scanner) array(depth int) ([]Span, error) {
	if err := s.word("["); err != nil {
		return nil, err
	}
	var all []Span
	for {
		if s.space(); s.peek() == ']' {
			s.pos++
			return all, nil
		}
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
}

func (s *scanner) dict(depth int) (Dict, error) {
	if err := s.word("<<"); err != nil {
		return nil, err
	}
	var d Dict
	for {
		s.space()
		if s.has(">>") {
			s.pos += 2
			return d, nil
		}
		if s.peek() != '/' {
			return nil, s.fail("no key in dictionary")
		}
		from := s.pos + 1
		s.pos++
		s.regular()
		key, ok := unescape(s.b[from:s.pos])
		if !ok {
			return nil, s.fail("name with a broken escape")
		}
		if _, twice := d.Get(key); twice { // which of the two counts would differ from reader to reader
			return nil, s.fail("key /" + key + " stands twice in a dictionary")
		}
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if d = append(d, Entry{key, v}); len(d) > maxKeys {
			return nil, s.fail("too many keys in a dictionary")
		}
	}
}

// maxKeys bounds a dictionary: looking for keys that stand twice takes time with the square of it.
const maxKeys = 4096

// unescape resolves the escapes of a name ("#41" is "A", 7.3.5): left alone, a key could be written so that this reader
// takes it for another than a viewer does.
func unescape(raw []byte) (string, bool) {
	if !bytes.Contains(raw, []byte("#")) {
		return string(raw), true
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '#' {
			out = append(out, raw[i])
			continue
		}
		if i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2]) {
			return "", false
		}
		var c [1]byte
		if _, err := hex.Decode(c[:], raw[i+1:i+3]); err != nil || c[0] == 0 {
			return "", false
		}
		out = append(out, c[0])
		i += 2
	}
	return string(out), true
}

// blank skips white space only, no comments, and is true so that it can stand in a condition.
func (s *scanner) blank() bool {
	for s.pos < len(s.b) && isSpace(s.b[s.pos]) {
		s.pos++
	}
	return true
}
