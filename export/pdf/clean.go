package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"tracemark/casefile"
)

// clean returns s as one line in the order in which it is seen: characters that cannot be drawn stand as their code points, and so does everything that is
// written from right to left where it cannot be ordered rightly.
func (c *coverage) clean(s string) string {
	s = composed(s)
	if c.ordered(s) {
		text := shape(strings.Join(strings.Fields(s), " "))
		line := visual(text, levels(text))
		if rightToLeft(text) {
			return paragraphMark(0) + line
		}
		return line
	}
	return c.escape(s)
}

// ordered reports whether s has writing from right to left that is drawn rightly.
func (c *coverage) ordered(s string) bool {
	if !isRTL(s) {
		return false
	}
	_, why := c.rtlProblem(s)
	return why == ""
}

// escape replaces what cannot be drawn from left to right by its code point.
func (c *coverage) escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case c.drawable(r):
			b.WriteRune(r)
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

// whyNot says why a character is not drawable.
func (c *coverage) whyNot(r rune) casefile.Word {
	switch {
	case unicode.Is(unicode.M, r):
		return whyMark
	case !unicode.IsGraphic(r):
		return whyHidden
	}
	return whyGlyph
}

// problem says which character of s cannot be drawn, and why; nothing where all of it can.
func (c *coverage) problem(s string) (what rune, why casefile.Word) {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > '~' || r < ' ' }) {
		return 0, ""
	}
	if i := strings.ToValidUTF8(s, ""); len(i) != len(s) {
		return unicode.ReplacementChar, whyDamaged
	}
	s = composed(s)
	if isRTL(s) {
		return c.rtlProblem(s)
	}
	for _, r := range s {
		if !c.drawable(r) && r != '\t' && r != '\n' && r != '\r' {
			return r, c.whyNot(r)
		}
	}
	return 0, ""
}

// plain is s as metadata and bookmarks hold it: as it is, on one line.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r > 0xffff && !unicode.IsGraphic(r) {
			return ' '
		}
		return r
	}, composed(s)), unicode.IsSpace), " ")
}
