package wording_test

import (
	"testing"

	"tracemark/ui/language"
	"tracemark/ui/wording"
)

// What export/report says of a likelihood ratio, with numbers as the language on the screen writes them.
func TestALikelihoodRatioIsSaidInTheLanguageOfTheScreen(t *testing.T) {
	if err := language.Use(language.French); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = language.Use(language.English) })
	for said, want := range map[string]string{
		"Likelihood ratio 61 (95 % interval 17 to 61), the limit of this set":                                                                         "Rapport de vraisemblance 61 (intervalle à 95 % : 17 à 61), la limite de cet ensemble",
		"Likelihood ratio 3.0 (95 % interval 1 in 2.0 to 20)":                                                                                         "Rapport de vraisemblance 3,0 (intervalle à 95 % : 1 sur\u00a02,0 à 20)",
		"Likelihood ratio 1 in 14 (95 % interval 1 in 14 to 1 in 2.0)":                                                                                "Rapport de vraisemblance 1 sur 14 (intervalle à 95 % : 1 sur 14 à 1 sur 2,0)",
		"It holds on the marks, instruments and spacing above, on condition that the firearm is of a make named above, which recordings do not show.": "Il vaut pour les traces, les instruments et le pas ci-dessus, à condition que l'arme soit d'une marque nommée ci-dessus, ce que les enregistrements ne montrent pas.",
	} {
		if got := wording.Recorded(said); got != want {
			t.Errorf("%q is said as\n%q, want\n%q", said, got, want)
		}
	}
}
