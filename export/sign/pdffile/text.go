package pdffile

import (
	"bytes"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// Bytes returns the bytes of the string at v, nil when there is none.
func (f *File) Bytes(v Span) []byte {
	raw := f.Raw(v)
	switch {
	case len(raw) >= 2 && raw[0] == '<' && raw[1] != '<':
		digits := bytes.Map(func(r rune) rune {
			if r < 0x80 && isSpace(byte(r)) {
				return -1
			}
			return r
		}, raw[1:len(raw)-1])
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		out := make([]byte, len(digits)/2)
		if _, err := hex.Decode(out, digits); err != nil {
			return nil
		}
		return out
	case len(raw) >= 2 && raw[0] == '(':
		return readLiteral(raw[1 : len(raw)-1])
	}
	return nil
}

// readLiteral resolves the escapes of a literal string (ISO 32000-1, 7.3.4.2).
func readLiteral(raw []byte) []byte {
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			out = append(out, raw[i])
			continue
		}
		i++
		switch c := raw[i]; c {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case '\n':
		case '0', '1', '2', '3', '4', '5', '6', '7':
			n := 0
			for j := 0; j < 3 && i < len(raw) && raw[i] >= '0' && raw[i] <= '7'; j++ {
				n = n*8 + int(raw[i]-'0')
				i++
			}
			i--
			out = append(out, byte(n))
		default:
			out = append(out, c)
		}
	}
	return out
}

// Text returns the text string at v (7.9.2.2); bytes that are neither UTF-16 nor UTF-8 become U+FFFD.
func (f *File) Text(v Span) string {
	raw := f.Bytes(v)
	if bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
		var u []uint16
		for i := 2; i+1 < len(raw); i += 2 {
			u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		return string(utf16.Decode(u))
	}
	return strings.ToValidUTF8(string(raw), "�")
}
