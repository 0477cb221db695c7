package report

import (
	"encoding/json"
	"fmt"
	"maps"
)

// Wording says the texts of reports in one language. English texts are the keys: a text that the language lacks is said in English, and an agency
// may say any text in words of its own, English ones too.
type Wording struct {
	Lang  string // BCP 47: "en", "fr", "es"
	texts map[string]string
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
