package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
)

// around is how many words an excerpt shows before and after the first that was found.
const around = 8

// excerpt returns a piece of a text around the first of the words that were looked for, with every one of them marked. It does what
// FTS5's snippet does, which would look each of a page's texts up in the list of all that a word stands in.
func excerpt(text string, wanted []string) string {
	words := strings.Fields(text)
	first := -1
	hits := make([]bool, len(words))
	for i, w := range words {
		for _, part := range terms(w) {
			for _, q := range wanted {
				hits[i] = hits[i] || strings.HasPrefix(fold(part), q)
			}
		}
		if hits[i] && first < 0 {
			first = i
		}
	}
	first = max(first, 0)
	from, to := max(0, first-around), min(len(words), first+around+1)
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(' ')
		}
		if hits[i] {
			b.WriteString(casefile.FoundStart + words[i] + casefile.FoundEnd)
		} else {
			b.WriteString(words[i])
		}
	}
	if to < len(words) {
		b.WriteString(" …")
	}
	return b.String()
}

// terms splits a text where the index does: at everything that is neither letter, number nor mark.
func terms(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}

// fold takes case and accents away.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// folded are the words of a query as excerpt compares them.
func folded(text string) (out []string) {
	for _, w := range terms(text) {
		out = append(out, fold(w))
	}
	return out
}
