// Package language chooses the language of the interface: the texts of assets/translations, fyne's own texts, and the rules
// for plurals.
//
// Fyne takes the language from the system and has no call to choose another. Use reads the translations while the process
// says, for that moment, that the system's language is the chosen one; on systems that ask elsewhere for it, the chosen texts
// are read under the name of the system's language instead, and fyne's own few texts (in file dialogs) stay as they are.
//
// Texts of the interface are asked for by lang.L. What comes from below it (sentences of errors, names of stages, levels of
// conclusion scales) is constant English there, and its translations are in the same files: Translate finds them. Not
// translated is what is data: labels, file names, names of methods.
package language

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/assets"
)

// Tag names a language as its translation file does; System is whichever the system speaks, English where there is no
// translation into that.
type Tag string

// The languages that there are translations for.
const (
	System  Tag = ""
	English Tag = "en"
	French  Tag = "fr"
	Spanish Tag = "es"
)

// All returns the languages, each with its name in itself.
func All() []struct {
	Tag  Tag
	Name string
} {
	return []struct {
		Tag  Tag
		Name string
	}{{English, "English"}, {French, "Français"}, {Spanish, "Español"}}
}

// current is the language in use, known only to Use and Current: like fyne's own translations it belongs to the process.
var current = English

// texts are the texts of the language in use by their English, but for those that count something.
var texts atomic.Pointer[map[string]string]

// Translate returns the translation of an English text that was not written for lang.L, such as the format of an error's
// sentence; what no translation file knows stays as it is. It may be called from any goroutine.
func Translate(english string) string {
	if all := texts.Load(); all != nil {
		if s, ok := (*all)[english]; ok {
			return s
		}
	}
	return english
}

// Texts returns the English texts that have one form, with their translations into the language in use; they are not to be changed.
func Texts() map[string]string {
	if all := texts.Load(); all != nil {
		return *all
	}
	return nil
}

// Current returns the language in use, never System.
func Current() Tag { return current }

// Use makes a language that of all texts asked for from now on. What is on the screen already does not change. It must be
// called before anything of the interface is made, and later only on the user-interface goroutine.
func Use(t Tag) error {
	t = known(t)
	data, err := assets.Translations.ReadFile("translations/" + string(t) + ".json")
	if err != nil {
		return fmt.Errorf("read the translation %q: %w", t, err)
	}
	err = pretend(t, func() error { return lang.AddTranslationsForLocale(data, fyne.Locale(t)) })
	if err != nil {
		return fmt.Errorf("read the translation %q: %w", t, err)
	}
	if in, want := sample(data); lang.X(in, in) != want {
		if err := lang.AddTranslationsForLocale(data, lang.SystemLocale()); err != nil {
			return fmt.Errorf("read the translation %q for the system's language: %w", t, err)
		}
	}
	current = t
	all := plain(data)
	texts.Store(&all)
	return nil
}

// known returns t, or the system's language where t is none of ours, or else English.
func known(t Tag) Tag {
	base, _, _ := strings.Cut(string(lang.SystemLocale()), "-")
	for _, want := range []Tag{t, Tag(base)} {
		for _, l := range All() {
			if l.Tag == want {
				return want
			}
		}
	}
	return English
}

// pretend does something while the environment says that the system's language is t.
func pretend(t Tag, do func() error) error {
	for name, value := range map[string]string{"LC_ALL": string(t), "LANGUAGE": ""} {
		was, had := os.LookupEnv(name)
		if err := os.Setenv(name, value); err != nil {
			return err
		}
		defer func() {
			if had {
				_ = os.Setenv(name, was)
			} else {
				_ = os.Unsetenv(name)
			}
		}()
	}
	return do()
}

// plain returns the texts of a translation file that have one form.
func plain(data []byte) map[string]string {
	all, one := map[string]any{}, map[string]string{}
	if json.Unmarshal(data, &all) != nil {
		return one
	}
	for key, text := range all {
		if s, ok := text.(string); ok {
			one[key] = s
		}
	}
	return one
}

// sample returns a text with its translation, to see which language is in use.
func sample(data []byte) (in, out string) {
	const key = "Settings" // a plain text that differs in every language
	return key, plain(data)[key]
}

// One reports whether a count takes the singular: 1, and in French 0 as well (Unicode CLDR, plural rules).
func One(n int) bool { return n == 1 || current == French && (n == 0 || n == -1) }
