package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"sync"

	"tracemark/assets"
	"tracemark/casefile"
	"tracemark/casefile/recorded"
)

// Wording says the texts of documents in one language. English texts are the keys: a text that the language lacks is said in English, and an agency
// may say any text in words of its own, English ones too. The zero value is English.
//
// Three kinds of text are told apart, so that nothing that a person wrote is ever translated by chance: a text of this package (Say, Count), a word
// of the domain such as a kind of exhibit (Term), and a sentence that the case has recorded in English (Recorded). Everything else is data.
type Wording struct {
	Lang    string // BCP 47: "en", "fr", "es"
	texts   map[string]string
	program map[string]string // what the screens say in the language
	known   *recorded.Sentences
	missed  func(text string) // told of every text and term without a translation; for tests
}

// Say returns a text with its values, which may stand in another order in a translation: write %[1]s, %[2]d. Numbers with decimals are
// written as the language does.
func (w Wording) Say(text string, values ...any) string {
	text = w.text(text)
	if len(values) == 0 {
		return text
	}
	given := make([]any, len(values))
	for i, v := range values {
		switch x := v.(type) {
		case float64:
			v = number{x, w}
		case string:
			v = isolated(x)
		}
		given[i] = v
	}
	return unbroken(fmt.Sprintf(text, given...))
}

// Count is Say with one of two texts: one where the language takes the singular for n, else many.
func (w Wording) Count(n int, one, many string, values ...any) string {
	if n == 1 || w.Lang == "fr" && n == 0 { // Unicode CLDR, plural rules
		return w.Say(one, values...)
	}
	return w.Say(many, values...)
}

// text looks a text up: what the agency and the language's file say, else what the screens say.
func (w Wording) text(text string) string {
	if t := w.texts[text]; t != "" {
		return t
	}
	if t := w.program[text]; t != "" {
		return t
	}
	if w.missed != nil && w.foreign() {
		w.missed(text)
	}
	return text
}

// Has reports whether the language has a translation of the text; English has every one.
func (w Wording) Has(text string) bool {
	return !w.foreign() || w.texts[text] != "" || w.program[text] != ""
}

// foreign reports whether the language is another than English.
func (w Wording) foreign() bool { return w.Lang != "" && w.Lang != "en" }

// Term says a word of the domain: a code of a list, a kind, a mark, a state. What no file knows stays as it is.
func (w Wording) Term(word string) string {
	if word == "" {
		return ""
	}
	for _, texts := range []map[string]string{w.texts, w.program} {
		if t := texts[word]; t != "" {
			return t
		}
		if t := texts[recorded.UpperFirst(word)]; t != "" {
			return casefile.LowerFirst(t)
		}
	}
	if hour, ok := strings.CutSuffix(word, " o'clock"); ok {
		return w.Say("%s o'clock", hour)
	}
	if w.missed != nil && w.foreign() {
		w.missed(word)
	}
	return word
}

// soft is Term for what may be somebody's own word, such as a role or the name of a parameter.
func (w Wording) soft(word string) string {
	w.missed = nil
	return w.Term(word)
}

// Recorded says a sentence that was recorded in English, such as a note of a method, as far as it is recognised.
func (w Wording) Recorded(sentence string) string {
	if t := w.texts[sentence]; t != "" {
		return t
	}
	if w.known == nil || sentence == "" {
		return sentence
	}
	out, _ := w.known.Say(sentence)
	return out
}

// AllRecorded is Recorded for several sentences.
func (w Wording) AllRecorded(sentences []string) []string {
	out := make([]string, len(sentences))
	for i, s := range sentences {
		out[i] = w.Recorded(s)
	}
	return out
}

// read takes in a JSON object of English text to text; what it says replaces what was said before.
func (w Wording) read(data []byte) error {
	texts := map[string]string{}
	if err := json.Unmarshal(data, &texts); err != nil {
		return err
	}
	maps.Copy(w.texts, texts)
	return nil
}

// withProgram adds what the screens say in the language.
func (w Wording) withProgram() Wording {
	if w.foreign() {
		w.program = screenTexts(w.Lang)()
		w.known = screenSentences(w.Lang)()
	}
	return w
}

// The screens' texts are read once for each language: they are the program's own.
var (
	frenchTexts  = sync.OnceValue(func() map[string]string { return readScreenTexts("fr") })
	spanishTexts = sync.OnceValue(func() map[string]string { return readScreenTexts("es") })

	frenchSentences  = sync.OnceValue(func() *recorded.Sentences { return sentencesOf(Wording{Lang: "fr", program: frenchTexts()}) })
	spanishSentences = sync.OnceValue(func() *recorded.Sentences { return sentencesOf(Wording{Lang: "es", program: spanishTexts()}) })
)

func screenTexts(lang string) func() map[string]string {
	if lang == "fr" {
		return frenchTexts
	}
	return spanishTexts
}

func screenSentences(lang string) func() *recorded.Sentences {
	if lang == "fr" {
		return frenchSentences
	}
	return spanishSentences
}

func sentencesOf(w Wording) *recorded.Sentences {
	return recorded.New(recorded.Language{Texts: w.program, Number: w.decimals, Word: w.Term})
}

// readScreenTexts reads those texts of a translation file that have one form. The files are part of the program and tested; one that cannot be
// read leaves texts in English.
func readScreenTexts(lang string) map[string]string {
	all, out := map[string]any{}, map[string]string{}
	data, err := assets.Translations.ReadFile("translations/" + lang + ".json")
	if err != nil || json.Unmarshal(data, &all) != nil {
		return out
	}
	for key, text := range all {
		if s, ok := text.(string); ok {
			out[key] = s
		}
	}
	return out
}

// decimals writes a number that was formatted for programs with the decimal mark of the language.
func (w Wording) decimals(formatted string) string {
	if w.Lang == "fr" || w.Lang == "es" {
		return strings.Replace(formatted, ".", ",", 1)
	}
	return formatted
}

// number is written as numbers are in a language, whatever verb puts it in.
type number struct {
	value float64
	w     Wording
}

// Format implements fmt.Formatter.
func (n number) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, n.w.decimals(fmt.Sprintf(fmt.FormatString(s, verb), n.value)))
}
