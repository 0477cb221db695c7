package wording

import (
	"strconv"
	"strings"
	"sync"

	"tracemark/casefile/recorded"
	"tracemark/ui/language"
)

// Recorded returns a sentence that was put together below the interface, and that a case, a file or the service may have kept so, in the
// language of the screen; see package recorded. One that nobody recognises is shown as it was recorded.
func Recorded(s string) string {
	if language.Current() == language.English || s == "" {
		return s
	}
	out, _ := current().Say(s)
	return out
}

// AllRecorded returns each of several recorded sentences as Recorded does.
func AllRecorded(sentences []string) []string {
	out := make([]string, len(sentences))
	for i, s := range sentences {
		out[i] = Recorded(s)
	}
	return out
}

// ParamName returns the name of a method's parameter. One of the preparation is named after its step: "preparation, mask: …".
func ParamName(name string) string {
	if step, title, ok := strings.Cut(name, ": "); ok {
		if said := language.Translate(title); said != title {
			return put(joined, []any{Recorded(step), said})
		}
	}
	return Recorded(name)
}

// ParamValue returns a parameter's value with its unit.
func ParamValue(value, unit string) string {
	said := Recorded(value)
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		said = language.Number(value)
	}
	return strings.TrimSpace(said + " " + Said(unit))
}

// UpperFirst begins s with a capital letter.
func UpperFirst(s string) string { return recorded.UpperFirst(s) }

var (
	inUseLock sync.Mutex
	inUse     *recorded.Sentences
	inUseFor  language.Tag
)

// current is what says recorded sentences in the language of the screen.
func current() *recorded.Sentences {
	inUseLock.Lock()
	defer inUseLock.Unlock()
	if l := language.Current(); inUse == nil || inUseFor != l {
		inUse, inUseFor = recorded.New(recorded.Language{Texts: language.Texts(), Number: language.Number, Word: Said}), l
	}
	return inUse
}
