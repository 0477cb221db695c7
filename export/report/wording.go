package report

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
)

// Wording says the texts of reports in one language. English texts are the keys: a text that the language lacks is said in English, and an agency
// may say any text in words of its own, English ones too.
type Wording struct {
	Lang  string // BCP 47: "en", "fr", "es"
	texts map[string]string
}

// ReadWording reads the texts of a language from JSON objects of English text to text; what a later file says replaces what an earlier said.
func ReadWording(lang string, files ...fs.File) (Wording, error) {
	w := Wording{Lang: lang, texts: map[string]string{}}
	for _, f := range files {
		texts := map[string]string{}
		if err := json.NewDecoder(f).Decode(&texts); err != nil {
			return w, fmt.Errorf("read the wording of %s: %w", lang, err)
		}
		maps.Copy(w.texts, texts)
	}
	return w, nil
}

// Say returns the text in the wording's language with its values, which may stand in another order there: write %[1]s, %[2]d.
func (w Wording) Say(text string, values ...any) string {
	if t := w.texts[text]; t != "" {
		text = t
	}
	if len(values) == 0 {
		return text
	}
	return fmt.Sprintf(text, values...)
}
