package wording_test

import (
	"slices"
	"testing"

	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/wording"
)

func in(t *testing.T, l language.Tag) {
	t.Helper()
	if err := language.Use(l); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := language.Use(language.English); err != nil {
			t.Error(err)
		}
	})
}

// A sentence of the domain that is changed there must be changed here too, or it would silently stay English.
func TestTheDomainsSentencesAreTranslated(t *testing.T) {
	for _, l := range []language.Tag{language.French, language.Spanish} {
		in(t, l)
		all := []string{casefile.LeadBanner, casefile.AFTE.Name}
		for _, level := range casefile.AFTE.Levels {
			all = append(all, level.Name, level.Meaning)
		}
		for _, list := range []casefile.CodeList{casefile.BreechFacePatterns, casefile.FiringPinShapes, casefile.ClockPositions} {
			for _, c := range list.Codes {
				all = append(all, c.Name)
			}
		}
		for _, s := range all {
			if got := wording.Said(s); got == s && !slices.Contains([]string{"Identification", "Circular", "Granular", "Rectangular"}, s) {
				t.Errorf("in %s %q is said in English", l, s)
			}
		}
		if got := wording.Said("Our own level"); got != "Our own level" {
			t.Errorf("an agency's own level is said as %q", got)
		}
	}
}

func TestCountingFollowsTheLanguage(t *testing.T) {
	for l, want := range map[language.Tag][3]string{language.English: {"0 many", "1 one", "2 many"}, language.French: {"0 one", "1 one", "2 many"},
		language.Spanish: {"0 many", "1 one", "2 many"}} {
		in(t, l)
		for n, w := range want {
			if got := wording.Count(n, "one", "many"); got != w {
				t.Errorf("in %s %d is %q, want %q", l, n, got, w)
			}
		}
	}
}

// A sentence that no format knows is left alone; it was once asked about itself until the stack was full.
func TestASentenceThatNobodyKnowsStaysAsItIs(t *testing.T) {
	in(t, language.French)
	const s = "Something that an agency's own service said, in one part only"
	if got := wording.Recorded(s); got != s {
		t.Errorf("it is said as %q", got)
	}
}
