package wording_test

import (
	"errors"
	"fmt"
	"testing"

	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/wording"
)

func TestErrorsAreSaidInTheLanguageOfTheScreen(t *testing.T) {
	empty := &casefile.Error{Code: casefile.Invalid, What: "%[1]s is empty", Do: "Get it again from where it came from", Args: []any{"scan.x3p"}}
	marks := &casefile.Error{What: "One capture shows the %[1]s and the other the %[2]s", Do: "Compare captures of the same mark",
		Args: []any{casefile.BreechFace, casefile.FiringPin}}
	inner := &casefile.Error{What: "The topography cannot be compared (%[1]v)", About: "scan.x3p",
		Args: []any{errors.New("prepare scan: only 0.25 mm² of breech face is measured, too little to compare")}}
	foreign := errors.New("x509: certificate signed by unknown authority")
	for _, c := range []struct {
		name         string
		err          error
		english, fr_ string
	}{
		{"what and what to do", empty, "scan.x3p is empty: get it again from where it came from.", "scan.x3p est vide : redemandez-le à sa source."},
		{"words of the domain", marks, "One capture shows the breech face and the other the firing pin: compare captures of the same mark.",
			"Une acquisition montre la trace « cuvette de tir » et l'autre la trace « percuteur » : comparez des acquisitions de la même trace."},
		{"an error of the imaging within", inner,
			"scan.x3p: The topography cannot be compared (prepare scan: only 0.25 mm² of breech face is measured, too little to compare).",
			"scan.x3p : La topographie ne peut pas être comparée (seuls 0,25 mm² de cuvette de tir sont mesurés, trop peu pour comparer)."},
		{"wrapped", fmt.Errorf("import: %w", empty), "import: scan.x3p is empty: get it again from where it came from.",
			"import: scan.x3p est vide : redemandez-le à sa source."},
		{"joined", errors.Join(empty, foreign), "scan.x3p is empty: get it again from where it came from.\nx509: certificate signed by unknown authority",
			"scan.x3p est vide : redemandez-le à sa source.\nx509: certificate signed by unknown authority"},
		{"not made for people", foreign, "x509: certificate signed by unknown authority", "x509: certificate signed by unknown authority"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in(t, language.English)
			if got := wording.Error(c.err); got != c.english {
				t.Errorf("English: got %q, want %q", got, c.english)
			}
			in(t, language.French)
			if got := plainSpaces(wording.Error(c.err)); got != c.fr_ {
				t.Errorf("French: got %q, want %q", got, c.fr_)
			}
		})
	}
}

func TestRecordedSentencesAreRecognised(t *testing.T) {
	in(t, language.French)
	for said, want := range map[string]string{
		"Both recordings are the same file.":                                            "Les deux enregistrements sont le même fichier.",
		"only 7 comparable cells, fewer than the 10 that the method was validated with": "seulement 7 cellules comparables, moins que les 10 avec lesquelles la méthode a été validée",
		"Its class characteristics differ: its ejector is stated as 8 o'clock, that of the exhibit searched for as 7 o'clock.": "Ses caractéristiques de classe diffèrent : " +
			"pour « éjecteur » elle indique 8 h, la pièce cherchée 7 h.",
		"PROBLEM: The original ab12 of the capture 01a2 is missing.":                                    "PROBLÈME : L'original ab12 (acquisition 01a2) manque.",
		"PROBLEM: The original ab12 of the capture is missing.":                                         "PROBLÈME : L'original ab12 (acquisition) manque.",
		"The case cannot be opened: check the disk and your rights on the folder.":                      "L'affaire ne peut pas être ouverte : vérifiez le disque et vos droits sur le dossier.",
		"What another version says of 7 cells.":                                                         "What another version says of 7 cells.",
		"the whole surfaces agree best at a turn of 45°, outside that range: use the registered method": "les surfaces entières concordent le mieux à une rotation de 45°, hors de cette plage : utilisez la méthode avec recalage",
	} {
		if got := plainSpaces(wording.Recorded(said)); got != want {
			t.Errorf("%q is said as\n  %q, want\n  %q", said, got, want)
		}
	}
	in(t, language.English)
	if got := wording.Recorded("Both recordings are the same file."); got != "Both recordings are the same file." {
		t.Errorf("in English a recorded sentence is said as %q", got)
	}
}

// plainSpaces takes the spaces that French sets before its marks for plain ones.
func plainSpaces(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r == '\u00a0' || r == '\u202f' {
			out[i] = ' '
		}
	}
	return string(out)
}
