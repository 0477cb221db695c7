package recorded_test

import (
	"strings"
	"testing"

	"tracemark/casefile/recorded"
)

func french() *recorded.Sentences {
	return recorded.New(recorded.Language{
		Texts: map[string]string{
			"%[1]s: %[2]s":               "%[1]s : %[2]s",
			"Only %d of %d cells are %s": "Sur %[2]d cellules, %[1]d seulement sont %[3]s",
			"congruent":                  "congruentes",
			"The file is empty":          "Le fichier est vide",
			"Choose another":             "Choisissez-en un autre",
			"%s %% lies at %.1f µm":      "%s %% se trouve à %.1f µm",
			"The set is of version %s":   "L'ensemble est de la version %s",
			"no %s":                      "pas de %s",
		},
		Number: func(s string) string { return strings.Replace(s, ".", ",", 1) },
	})
}

func TestASentenceIsRecognisedByItsFormat(t *testing.T) {
	for said, want := range map[string]string{
		"The file is empty":                    "Le fichier est vide",
		"The file is empty.":                   "Le fichier est vide.",
		"The file is empty: choose another.":   "Le fichier est vide : choisissez-en un autre.",
		"The file is empty; The file is empty": "Le fichier est vide; Le fichier est vide",
		"Only 3 of 49 cells are congruent.":    "Sur 49 cellules, 3 seulement sont congruentes.",
		"2.5 % lies at 12.5 µm":                "2,5 % se trouve à 12,5 µm",
		"The set is of version 1.2":            "L'ensemble est de la version 1.2", // no decimals
	} {
		if got, ok := french().Say(said); !ok || got != want {
			t.Errorf("%q is said as %q (%v), want %q", said, got, ok, want)
		}
	}
	for _, unknown := range []string{"Something else.", "no", ""} {
		if got, ok := french().Say(unknown); ok || got != unknown {
			t.Errorf("%q is said as %q", unknown, got)
		}
	}
}
