package wording

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/ui/language"
)

// Said returns a sentence or a name of the layers below, such as a level of a conclusion scale, a stage of a preparation or
// the name of a code, in the language of the screen. What no translation file knows, such as the levels of an agency's own
// scale, stays as it is. Reports say these sentences in English, and the case file keeps their ids.
func Said(s string) string {
	if hour, ok := strings.CutSuffix(s, " o'clock"); ok {
		return lang.L("{{.N}} o'clock", map[string]any{"N": hour})
	}
	return language.Translate(s)
}
