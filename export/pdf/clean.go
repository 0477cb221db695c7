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
	all := paragraphs(composed(s))
	for i, p := range all {
		if !c.ordered(p) {
			all[i] = c.escape(p)
			continue
		}
		text := shape(strings.Join(strings.Fields(p), " "))
		all[i] = visual(text, levels(text))
		if len(all) == 1 && rightToLeft(text) {
			all[i] = paragraphMark(0) + all[i]
		}
	}
	return strings.Join(all, " ")
}

// paragraphs are the parts of a text that are ordered each by itself: its lines where something in it is written from right to left, which is how a sentence
// holds such a value; else all of it.
func paragraphs(s string) []string {
	if !strings.Contains(s, "\n") || !isRTL(s) {
		return []string{s}
	}
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, line)
		}
	}
	return out
}

// ordered reports whether a paragraph has writing from right to left that is drawn rightly.
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
	for _, p := range paragraphs(composed(s)) {
		if isRTL(p) {
			if what, why = c.rtlProblem(p); why != "" {
				return what, why
			}
			continue
		}
		for _, r := range p {
			if !c.drawable(r) && r != '\t' && r != '\n' && r != '\r' {
				return r, c.whyNot(r)
			}
		}
	}
	return 0, ""
}

// plain is s as metadata and bookmarks hold it: as it is, on one line, but for what cannot be seen or turns the direction of writing, and for what fpdf does
// not write, characters beyond the basic plane; these stand as their code points.
func plain(s string) string {
	var b strings.Builder
	for _, r := range composed(s) {
		if r <= 0xffff && (unicode.IsGraphic(r) || unicode.IsSpace(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
