package sign

import (
	"slices"
	"testing"

	"tracemark/casefile"
)

func TestEveryKindOfObjectHasAWord(t *testing.T) {
	var all []string
	for _, m := range []map[string]string{kinds, types, risky} {
		for _, kind := range m {
			all = append(all, kind)
		}
	}
	all = append(all, kindCatalogue, kindForm, kindField, kindSignature, kindAppearance, kindPage, kindPageList, kindValidation, "drawing", "form field", "script", "picture", "action", "annotation")
	for _, kind := range all {
		if kind != "" && !slices.Contains(words, casefile.Word(kind)) {
			t.Errorf("%q has no word that can be translated", kind)
		}
	}
}
