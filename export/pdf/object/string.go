package object

import (
	"unicode/utf16"
	"unicode/utf8"
)

// literal takes a string in parentheses (ISO 32000-1, 7.3.4.2).
func (s *scanner) literal() (String, error) {
	s.pos++
	var out []byte
	for open := 1; s.pos < len(s.b); s.pos++ {
		switch c := s.b[s.pos]; c {
		case '\\':
			out = s.escape(out)
		case '(':
			open++
			out = append(out, c)
		case ')':
			if open--; open == 0 {
				s.pos++
				return String(out), nil
			}
			out = append(out, c)
		case '\r': // an end of line of any kind is a line feed
			if s.pos+1 < len(s.b) && s.b[s.pos+1] == '\n' {
				s.pos++
			}
			out = append(out, '\n')
		default:
			out = append(out, c)
		}
	}
	return "", s.fail("string without end")
}

// escape takes what follows a backslash; the scanner is left at its last byte.
func (s *scanner) escape(out []byte) []byte {
	s.pos++
	if s.pos >= len(s.b) {
		return out
	}
	switch c := s.b[s.pos]; c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if s.pos+1 < len(s.b) && s.b[s.pos+1] == '\n' {
			s.pos++
		}
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := 0
		for i := 0; i < 3 && s.pos < len(s.b) && s.b[s.pos] >= '0' && s.b[s.pos] <= '7'; i++ {
			n = n*8 + int(s.b[s.pos]-'0')
			s.pos++
		}
		s.pos--
		return append(out, byte(n))
	default:
		return append(out, c)
	}
}

func (s *scanner) hexString() (String, error) {
	s.pos++
	var out []byte
	digits, high := 0, byte(0)
	for ; s.pos < len(s.b); s.pos++ {
		c := s.b[s.pos]
		var d byte
		switch {
		case c == '>':
			s.pos++
			if digits%2 == 1 { // the last digit is zero where it is left out
				out = append(out, high<<4)
			}
			return String(out), nil
		case isSpace(c):
			continue
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			d = c - 'A' + 10
		default:
			return "", s.fail("hexadecimal string")
		}
		if digits++; digits%2 == 0 {
			out = append(out, high<<4|d)
		}
		high = d
	}
	return "", s.fail("string without end")
}

// Text returns a text string as text (ISO 32000-1, 7.9.2.2). Bytes that are not ASCII are read as UTF-8 where they are that, else as Latin-1, from which
// PDFDocEncoding differs in a few marks only.
func (s String) Text() string {
	if len(s) >= 2 && s[0] == 0xfe && s[1] == 0xff {
		var units []uint16
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	}
	if utf8.ValidString(string(s)) {
		return string(s)
	}
	var out []rune
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}
