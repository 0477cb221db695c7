package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"reflect"
	"strings"

	"tracemark/assets"
	"tracemark/assets/reports"
	"tracemark/casefile"
	"tracemark/casefile/recorded"
)

// Language is what a FileReport is said in. It is safe for use by several goroutines.
type Language struct {
	tag   string
	texts map[string]string
	other *recorded.Sentences // nil in English
}

// English returns the language in which everything is worded.
func English() Language { return Language{tag: "en"} }

// NewLanguage returns the language with the tag: "en", "fr" or "es".
func NewLanguage(tag string) (Language, error) {
	switch tag {
	case "", "en":
		return English(), nil
	case "fr", "es":
	default:
		return Language{}, &casefile.Error{Code: casefile.Invalid, What: "There is no language %[1]q here", Do: "Choose en, fr or es", Args: []any{tag}}
	}
	l := Language{tag: tag, texts: map[string]string{}}
	for _, f := range []struct {
		files fs.FS
		name  string
	}{{reports.Files, tag + ".json"}, {assets.Translations, "translations/" + tag + ".json"}} {
		data, err := fs.ReadFile(f.files, f.name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return l, fmt.Errorf("read the texts of %s: %w", tag, err)
		}
		var all map[string]any
		if err == nil {
			if err = json.Unmarshal(data, &all); err != nil {
				return l, fmt.Errorf("read the texts of %s: %w", tag, err)
			}
		}
		texts := map[string]string{}
		for key, v := range all {
			if s, ok := v.(string); ok {
				texts[key] = s
			}
		}
		maps.Copy(l.texts, texts)
	}
	l.other = recorded.New(recorded.Language{Texts: l.texts, Number: l.number, Word: l.translate})
	return l, nil
}

// number writes a number with the decimal comma that French and Spanish have.
func (l Language) number(formatted string) string {
	if l.tag == "en" {
		return formatted
	}
	return strings.Replace(formatted, ".", ",", 1)
}

func (l Language) translate(english string) string {
	if s, ok := l.texts[english]; ok {
		return s
	}
	return english
}

// Say returns a sentence in the language.
func (l Language) Say(s casefile.Saying) string {
	format, args := s.Saying()
	return l.say(format, args...)
}

func (l Language) say(format string, args ...any) string {
	words := make([]any, len(args))
	for i, a := range args {
		words[i] = l.word(a)
	}
	return put(l.translate(format), words)
}

// put puts values into a format with indexed verbs; one without verbs leaves them out.
func put(format string, args []any) string {
	if !strings.Contains(format, "%[") {
		args = nil
	}
	return fmt.Sprintf(format, args...)
}

// Error returns what an error says to people, in the language.
func (l Language) Error(err error) string {
	var e *casefile.Error
	if !errors.As(err, &e) {
		return l.Recorded(err.Error())
	}
	said := l.say(e.What, e.Args...)
	if e.Do != "" {
		words := make([]any, len(e.Args))
		for i, a := range e.Args {
			words[i] = l.word(a)
		}
		if do := put(casefile.LowerFirst(l.translate(e.Do)), words); l.other != nil {
			said = l.other.Join(said, do)
		} else {
			said += ": " + do
		}
	}
	return said + "."
}

// Recorded returns in the language what was recorded in English, such as a warning; what nobody recognises stays as it is.
func (l Language) Recorded(text string) string {
	if l.other == nil {
		return text
	}
	said, _ := l.other.Say(text)
	return said
}

// number is written as numbers are in a language, whatever verb puts it in.
type number struct {
	l Language
	v float64
}

// Format implements fmt.Formatter.
func (n number) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, n.l.number(fmt.Sprintf(fmt.FormatString(s, verb), n.v)))
}

// word returns a value of a sentence with what belongs to the domain said in the language.
func (l Language) word(a any) any {
	switch a := a.(type) {
	case float64:
		return number{l, a}
	case casefile.Saying:
		return l.Say(a)
	case error:
		return l.Error(a)
	}
	if v := reflect.ValueOf(a); v.Kind() == reflect.String && v.Type() != reflect.TypeFor[string]() {
		return l.Recorded(l.translate(v.String()))
	}
	return a
}
