package wording_test

import (
	"testing"

	"tracemark/ui/language"
	"tracemark/ui/wording"
)

func TestThatNoAgencyIsNamedIsSaidInTheLanguageOfTheScreen(t *testing.T) {
	for tag, want := range map[language.Tag]string{language.English: "Unnamed agency", language.French: "Organisme sans nom", language.Spanish: "Organismo sin nombre"} {
		in(t, tag)
		if got := wording.Agency("Unnamed agency"); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if got := wording.Agency("Harbour Police"); got != "Harbour Police" {
			t.Errorf("%s: a name is changed to %q", tag, got)
		}
	}
}
