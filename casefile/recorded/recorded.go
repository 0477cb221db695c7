// Package recorded says in another language what was recorded in English: a note of a method, a warning about a file, the reason for which
// something was left out of a search. Such sentences are English for good, because what is recorded is not reworded; here one is recognised
// by the format that made it and said by that format's translation. One that nobody recognises, such as another version's, is left alone.
package recorded

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tracemark/casefile"
)

// Language is what a language is said by.
type Language struct {
	// Texts are English texts with their translations, formats ("%d points") among them.
	Texts map[string]string
	// Number writes a number that was formatted for programs as the language does.
	Number func(string) string
	// Word says a single word or name in other ways than by Texts; it returns what it does not know unchanged. It may be nil.
	Word func(string) string
}

// Sentences says recorded sentences in one language. It is safe for use by several goroutines.
type Sentences struct {
	language Language
	moulds   func() []mould
	said     sync.Map // sentence → translation, "" for none
}

// New returns what says recorded sentences in a language. The formats are read when the first sentence needs them.
func New(l Language) *Sentences {
	return &Sentences{language: l, moulds: sync.OnceValue(func() []mould {
		var all []mould
		for format, said := range l.Texts {
			if strings.Contains(format, "%") {
				all = append(all, mouldOf(format, said))
			}
		}
		return all
	})}
}

// Say returns the translation of a sentence by its format: as it stands, without its full stop, several at once, or as what happened with what
// to do behind it. ok is false where nobody recognises it; the sentence is then returned as it is.
func (s *Sentences) Say(sentence string) (said string, ok bool) {
	if out, ok := s.recognised(sentence); ok {
		return out, true
	}
	return sentence, false
}

func (s *Sentences) recognised(sentence string) (string, bool) {
	if known, ok := s.said.Load(sentence); ok {
		return known.(string), known != ""
	}
	out, ok := s.recognise(sentence)
	s.said.Store(sentence, out)
	return out, ok
}

func (s *Sentences) recognise(sentence string) (string, bool) {
	if out := s.text(sentence); out != sentence {
		return out, true
	}
	for _, between := range []string{"; ", ". "} { // several at once
		if out, ok := s.several(sentence, between); ok {
			return out, true
		}
	}
	if out, ok := s.withWhatToDo(sentence); ok {
		return out, true
	}
	if out, ok := s.fit(sentence); ok {
		return out, true
	}
	if short, ok := strings.CutSuffix(sentence, "."); ok {
		if out, ok := s.recognised(short); ok {
			return out + ".", true
		}
	}
	return "", false
}

// several says sentences that follow each other, if each of them is known.
func (s *Sentences) several(sentence, between string) (string, bool) {
	parts := strings.Split(sentence, between)
	if len(parts) == 1 { // it would be asked about itself for ever
		return "", false
	}
	all := true
	for i, p := range parts {
		said, ok := s.recognised(p)
		parts[i], all = said, all && ok
	}
	return strings.Join(parts, between), all
}

// withWhatToDo says what happened and, behind a colon, what to do.
func (s *Sentences) withWhatToDo(sentence string) (string, bool) {
	for at := strings.Index(sentence, ": "); at >= 0; {
		what, do := sentence[:at], sentence[at+2:]
		if a, ok := s.recognised(what); ok && do != "" {
			b, ok := s.recognised(do)
			if !ok {
				b, ok = s.recognised(UpperFirst(do))
			}
			if ok {
				return s.Join(a, casefile.LowerFirst(b)), true
			}
		}
		next := strings.Index(sentence[at+2:], ": ")
		if next < 0 {
			break
		}
		at += 2 + next
	}
	return "", false
}

// Join sets what follows a colon behind what stands before it; a language may want a space before the colon.
func (s *Sentences) Join(before, behind string) string {
	return fmt.Sprintf(s.text("%[1]s: %[2]s"), before, behind)
}

// text returns a text's translation, the text itself where there is none.
func (s *Sentences) text(english string) string {
	if t, ok := s.language.Texts[english]; ok {
		return t
	}
	return english
}

// word says a single word or name in every way there is.
func (s *Sentences) word(v string) string {
	if s.language.Word != nil {
		return s.language.Word(v)
	}
	return s.text(v)
}

// figure is a number that a language may write in another way. What a version puts in is none.
var figure = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$`)

// fit finds the format with the most plain text that a sentence fits.
func (s *Sentences) fit(sentence string) (out string, ok bool) {
	best := 0
	for _, m := range s.moulds() {
		if len(m.piece) < best || len(m.piece) < 4 || !strings.Contains(sentence, m.piece) {
			continue
		}
		values := m.fits.FindStringSubmatch(sentence)
		if values == nil {
			continue
		}
		for i, v := range values[1:] {
			values[i+1] = s.value(v, m.counts[i])
		}
		best, out, ok = len(m.piece), m.fill(values[1:]), true
	}
	return out, ok
}

// value says what was put into a format.
func (s *Sentences) value(v string, counts bool) string {
	if counts && figure.MatchString(v) {
		return s.language.Number(v)
	}
	if said, known := s.recognised(v); known {
		return said
	}
	if said := s.word(v); said != v {
		return said
	}
	if noun, id, ok := strings.Cut(v, " "); ok && s.text(noun) != noun && !strings.Contains(id, " ") { // a row
		return s.text(noun) + " " + id
	}
	if upper := UpperFirst(v); s.text(upper) != upper { // the name of a characteristic
		return casefile.LowerFirst(s.text(upper))
	}
	return v
}

// UpperFirst begins s with a capital letter.
func UpperFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// place returns the number in a verb such as "%[2]d", otherwise the one given.
func place(verb string, otherwise int) int {
	i := strings.IndexByte(verb, '[')
	if i < 0 {
		return otherwise
	}
	n, err := strconv.Atoi(verb[i+1 : strings.IndexByte(verb, ']')])
	if err != nil {
		return otherwise
	}
	return n
}
