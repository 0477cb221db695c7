package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainText is a text as phrases are looked for in it, with the way back.
type plainText struct {
	source   string
	text     string
	from, to []int // for each byte of text: where what it came from begins and ends in source
}

// plain writes a text in small letters, without accents and without what cannot be seen (soft hyphens, zero-width blanks), any white space as
// one blank, dashes and apostrophes as the plain ones, and a word that was hyphenated at a line's end in one piece: so that it makes no difference how
// somebody set it.
func plain(source string) plainText {
	p := plainText{source: source}
	var out []byte
	add := func(r rune, from, to int) {
		n := len(out)
		if r == ' ' && (n == 0 || out[n-1] == ' ') {
			return
		}
		out = utf8.AppendRune(out, r)
		for len(p.from) < len(out) {
			p.from, p.to = append(p.from, from), append(p.to, to)
		}
	}
	joins := false // a word was hyphenated at the end of a line
	var it norm.Iter
	it.InitString(norm.NFKD, source)
	for !it.Done() {
		from := it.Pos()
		segment := string(it.Next())
		for _, r := range segment {
			if n := len(out); breaksLine(r) && n > 1 && out[n-1] == '-' && out[n-2] >= 'a' && out[n-2] <= 'z' {
				out, p.from, p.to, joins = out[:n-1], p.from[:n-1], p.to[:n-1], true
			}
			r = plainRune(r)
			if joins = joins && r == ' '; r >= 0 && !joins {
				add(r, from, it.Pos())
			}
		}
	}
	p.text = string(out)
	return p
}

func breaksLine(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }

// plainRune returns the rune as phrases are looked for, -1 where it says nothing.
func plainRune(r rune) rune {
	switch {
	case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
		return ' '
	case unicode.In(r, unicode.Mn, unicode.Cf) || unicode.IsControl(r):
		return -1
	case r == '\u2212' || unicode.Is(unicode.Pd, r):
		return '-'
	case strings.ContainsRune("‘’‛ʼ′`´", r):
		return '\''
	}
	return unicode.ToLower(r)
}

// original returns what stands in the source for a span of the plain text.
func (p plainText) original(from, to int) string {
	return strings.TrimSpace(p.source[p.from[from]:p.to[to-1]])
}
