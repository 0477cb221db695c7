package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// pair is a named value, on a line of its own where that is needed.
func (b *builder) pair(name, value string) Pair {
	return Pair{Name: name, Value: value, Alone: rightToLeft(value)}
}

// must is a value that meets an obligation, or says that it is not stated.
func (b *builder) must(o Obligation, name, value string) Pair {
	p := b.pair(name, b.stated(value))
	p.Meets, p.Missing = []Obligation{o}, !says(value)
	return p
}

// hash is a value in a font of equal widths, or that it is not stated.
func (b *builder) hash(name, value string) Pair {
	return Pair{Name: name, Value: b.stated(value), Mono: value != ""}
}

// rightToLeft reports whether a text holds letters that are written from right to left. Amid other text such a value would be put in an order that
// nobody can check by eye, so it stands alone; what has none, as serial numbers and ids have none, is never touched.
func rightToLeft(text string) bool {
	for _, r := range text {
		if r < unicode.MaxLatin1 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		if c := p.Class(); c == bidi.R || c == bidi.AL {
			return true
		}
	}
	return false
}

// isolated puts a value that is written from right to left on a line of its own in a sentence.
func isolated(value string) string {
	if rightToLeft(value) {
		return "\n" + value + "\n"
	}
	return value
}

// unbroken takes away the blanks around the line breaks in a sentence, and those at its ends.
func unbroken(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// beside joins those of vs that are not empty, on lines of their own where one of them is written from right to left.
func beside(sep string, vs ...string) string {
	for _, v := range vs {
		if rightToLeft(v) {
			return join("\n", vs...)
		}
	}
	return join(sep, vs...)
}
