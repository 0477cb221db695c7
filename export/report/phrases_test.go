package report_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func phrases(t *testing.T, agency string) report.Phrases {
	t.Helper()
	folder := fstest.MapFS{}
	if agency != "" {
		folder["phrases.json"] = &fstest.MapFile{Data: []byte(agency)}
	}
	p, err := report.LoadPhrases(folder)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func found(p report.Phrases, text string) (ids []string) {
	for _, f := range p.Check("en", []report.FreeText{{Field: casefile.Sentence{Format: "Reasons"}, Text: text}}) {
		ids = append(ids, f.ID)
	}
	return ids
}

func TestClaimsThatNoExaminerMayMakeAreFound(t *testing.T) {
	p := phrases(t, "")
	for id, texts := range map[string][]string{
		"hundred-percent": {
			"I am 100% sure.", "The identification is 100 % certain.", "one hundred percent identification", "a hundred-percent agreement", "with 100 per cent confidence",
			"99.9 % certain", "100\u00a0%", "100\u202f%", "100 %", "100.0 %", "100,00%",
			"Je suis sûr à 100 %.", "cent pour cent certain", "certaine à 99,9 %", "100 pour cent", "100 pour-cent",
			"Estoy seguro al 100 %.", "cien por cien", "ciento por ciento", "100 por ciento", "segura al 99,9 por ciento",
		},
		"exclusion-of-all-others": {
			"It was fired by this pistol to the exclusion of all other firearms.", "TO THE EXCLUSION OF ALL OTHERS", "to the exclusion\nof all others", "to the exclu\u00adsion of every other gun",
			"The marks exclude all other firearms.", "ruling out every other weapon", "to the ex-\nclusion of all others", "to the exclusion of any other source", "All other firearms are excluded.",
			"à l’exclusion de toute autre arme", "à l'exclusion de tous les autres", "A L'EXCLUSION DE TOUTES LES AUTRES ARMES", "ce qui exclut toutes les autres armes", "excluant toute autre arme",
			"con exclusión de cualquier otra arma", "con exclusión de todas las demás", "excluyendo todas las demás armas", "descartando cualquier otra", "lo que excluye a todas las demás",
		},
		"zero-error": {
			"The method has a zero error rate.", "The error rate is zero.", "an error rate of 0 %", "There is no error rate.", "an error-free method", "The method is infallible.", "I have never been wrong.",
			"0 % false positive error rate",
			"Le taux d’erreur est nul.", "un taux d'erreur de zéro", "La méthode est infaillible.", "sans erreur possible", "zéro erreur",
			"La tasa de error es cero.", "tasa de error nula", "El método es infalible.", "sin margen de error", "cero errores",
		},
		"scientific-certainty": {
			"to a reasonable degree of scientific certainty", "within a reasonable degree of ballistic certainty", "with scientific certainty", "a high degree of certainty", "to a reasonable degree of professional certainty",
			"avec un degré raisonnable de certitude scientifique", "une certitude balistique",
			"con un grado razonable de certeza científica", "certeza balística", "un alto grado de certeza",
		},
		"absolute-certainty": {
			"I am absolutely certain.", "It can be said with certainty that it was fired by it.", "beyond any doubt", "There is no doubt that it did.", "without a shadow of a doubt", "undoubtedly", "Another firearm is practically impossible.",
			"It was unequivocally fired by it.",
			"avec une certitude absolue", "Sans aucun doute", "hors de tout doute", "Il ne fait aucun doute que", "indubitablement", "avec certitude",
			"con absoluta certeza", "sin ninguna duda", "sin lugar a dudas", "fuera de toda duda", "no cabe duda", "con toda seguridad", "indudablemente", "de forma inequívoca",
		},
		"individualisation": {
			"The marks individualise the pistol.", "individualized", "an individualization was made", "individ-\nualised", "IN\u00adDIVIDUALISATION",
			"L’arme a été individualisée.", "individualisation", "permet d'individualiser l'arme",
			"La vaina fue individualizada.", "individualización", "permite individualizar el arma",
		},
		"only-this-firearm": {
			"No other firearm could have made them.", "No other firearm in the world could leave this.", "Only this firearm could have fired it.", "marks unique to this firearm", "They are like a fingerprint.", "all other guns in the world",
			"Aucune autre arme n’a pu tirer.", "des traces propres à cette seule arme", "comme une empreinte digitale", "la seule arme au monde",
			"Ninguna otra arma pudo disparar.", "marcas únicas de esta arma", "como una huella dactilar", "única arma en el mundo que puede",
		},
		"perfect-match": {
			"a perfect match", "It is a match.", "an exact match", "The marks are identical.", "The striae match perfectly.", "a conclusive ballistic match",
			"une correspondance parfaite", "Les traces sont identiques.", "rigoureusement identiques",
			"una coincidencia total", "Las marcas son idénticas.", "coinciden plenamente",
		},
		"positive-identification": {
			"a positive identification", "It was positively identified.", "This proves that the pistol fired it.", "It was conclusively fired in it.",
			"une identification formelle", "L’arme est formellement identifiée.", "Cela prouve que l'arme a tiré.",
			"una identificación plena", "plenamente identificada", "Esto demuestra que el arma disparó.",
		},
		"probability-of-the-proposition": {
			"It is 61 times more likely that the pistol fired it.", "the probability that the firearm fired it", "most probably fired by this pistol", "The suspect is guilty.", "the accused fired the shot",
			"Il est 61 fois plus probable que l’arme ait tiré.", "la probabilité que cette arme ait tiré", "le coupable",
			"Es 61 veces más probable que el arma disparase.", "la probabilidad de que esta arma disparase", "el culpable",
		},
		"score-as-proof": {
			"The software confirmed the identification.", "The score proves that it was this pistol.", "IBIS identified the firearm.",
			"Le logiciel a confirmé l’identification.", "El programa confirma la identificación.",
		},
	} {
		for _, text := range texts {
			if ids := found(p, text); !slices.Contains(ids, id) {
				t.Errorf("%q: found %q, want %s", text, ids, id)
			}
		}
	}
}

func TestWhatMayBeSaidIsNotFound(t *testing.T) {
	p := phrases(t, "")
	for _, text := range []string{
		"", "The marks do not allow to exclude all other firearms.", "It is not possible to exclude all other firearms.", "This identification is not made to the exclusion of all other firearms.",
		"The marks cannot exclude all others.", "This is an opinion; no other firearm was excluded by it with certainty.", "It cannot be said with certainty which firearm left them.",
		"100 % of the cells agree.", "The scan covers 100% of the breech face.", "Taken at 100 % magnification.", "The error rate is not zero.", "No error rate is known for this make.", "No method is infallible.",
		"95 % confidence interval", "Individual characteristics agree over most of the breech face.", "the individual characteristics disagree", "The agreement exceeds the best known non-match.",
		"The findings are about 61 times more probable if the marks were made by one firearm than if they were made by different firearms.", "The count of congruent matching cells is 18.",
		"identification", "All discernible class characteristics agree and individual characteristics agree to a sufficient extent.", "9 mm Luger, Sellier & Bellot; serial no. 100",
		"A score is a lead, not a conclusion.", "It was not positively identified.", "The case has 1100 pages.",
		"Les traces ne permettent pas d’exclure toutes les autres armes.", "L’identification n’est pas prononcée à l’exclusion de toute autre arme.", "Il n’est pas possible d'exclure toutes les autres armes.",
		"On ne peut dire avec certitude quelle arme a laissé ces traces.", "Le taux d’erreur n’est pas nul.", "100 % des cellules concordent.", "Les caractéristiques individuelles concordent.",
		"Les constatations sont 61 fois plus probables si les traces proviennent d’une seule arme que si elles proviennent d’armes différentes.", "Aucune méthode n’est infaillible.",
		"Las marcas no permiten excluir todas las demás armas.", "La identificación no se hace con exclusión de cualquier otra arma.", "No es posible descartar todas las demás armas.",
		"No puede decirse con certeza qué arma las dejó.", "La tasa de error no es cero.", "El 100 % de las celdas concuerda.", "Las características individuales concuerdan.",
		"Los hallazgos son 61 veces más probables si las marcas proceden de una sola arma que si proceden de armas distintas.", "Ningún método es infalible.",
		"Пистолет, калибр 9 мм", "مسدس AB1234", "Πιστόλι",
	} {
		if ids := found(p, text); len(ids) > 0 {
			t.Errorf("%q: found %q", text, ids)
		}
	}
}

func TestScalesOfTheProgramClaimNothingThatNobodyMayClaim(t *testing.T) {
	p := phrases(t, "")
	for _, s := range casefile.Scales() {
		for _, l := range s.Levels {
			if ids := found(p, l.Name+". "+l.Meaning); len(ids) > 0 {
				t.Errorf("scale %s, %s: found %q", s.ID, l.ID, ids)
			}
		}
	}
}

func TestAFindingSaysWhereAndWhatAndWhy(t *testing.T) {
	p := phrases(t, "")
	field := casefile.Sentence{Format: "Description of %[1]s", Args: []any{"Q-3"}}
	list := p.Check("fr-FR", []report.FreeText{{Field: field, Text: "seen to the\u00a0EXCLU\u00adSION\n of  all others, 100 %"}, {Field: field, Text: "100 %", Recorded: true}})
	if len(list) != 3 {
		t.Fatalf("found %+v", list)
	}
	if f := list[1]; f.ID != "exclusion-of-all-others" || f.Found != "to the\u00a0EXCLU\u00adSION\n of  all others" || f.Field.String() != "Description of Q-3" || !strings.Contains(f.Why, "armes") || f.Recorded {
		t.Errorf("got %+v", f)
	}
	if !list[2].Recorded {
		t.Error("a text on record is not told from others")
	}
	var e *casefile.Error
	if err := report.PhraseError(list); !errors.As(err, &e) || e.Code != casefile.Refused || !strings.Contains(err.Error(), "Description of Q-3 says “100 %”") {
		t.Errorf("got %v", err)
	}
	if report.PhraseError(nil) != nil || report.PhraseError(report.Recorded(list)) != nil {
		t.Error("refused without a finding")
	}
}

func TestEveryPhraseHasItsReasonsInEveryLanguage(t *testing.T) {
	p := phrases(t, "")
	said := map[string]bool{}
	for _, lang := range report.Languages() {
		for _, f := range p.Check(lang, []report.FreeText{{Text: "100 %, to the exclusion of all others, zero error rate, scientific certainty, beyond any doubt, individualised, no other firearm could, a perfect match, " +
			"positively identified, guilty, the score confirms the identity"}}) {
			if f.Why == "" || f.Instead == "" || said[f.Why] || said[f.Instead] {
				t.Errorf("%s has no reasons of its own in %s: %q, %q", f.ID, lang, f.Why, f.Instead)
			}
			said[f.Why], said[f.Instead] = true, true
		}
	}
	if len(said) != 2*3*11 {
		t.Errorf("%d texts for 11 phrases", len(said))
	}
}

func TestAnAgencyAddsPhrasesAndSwitchesNoneOffInSilence(t *testing.T) {
	p := phrases(t, `[{"id":"moral","words":{"en":["to a moral certainty"]},"why":{"en":"It means nothing."}},
		{"id":"zero-error","patterns":{"fr":["\\bfiabilite totale\\b"]}}, {"id":"only-this-firearm","off":"court rule 7 asks for these words"}]`)
	if ids := found(p, "known to a Moral  Certainty"); !slices.Equal(ids, []string{"moral"}) {
		t.Errorf("own words: found %q", ids)
	}
	if ids := found(p, "une fiabilité totale, zero error rate"); !slices.Equal(ids, []string{"zero-error", "zero-error"}) {
		t.Errorf("own patterns beside the program's: found %q", ids)
	}
	if ids := found(p, "No other firearm could have made them."); len(ids) != 0 {
		t.Errorf("switched off: found %q", ids)
	}
	if s := p.Suspended(); len(s) != 1 || s[0] != (report.SuspendedPhrase{ID: "only-this-firearm", Reason: "court rule 7 asks for these words"}) {
		t.Errorf("suspended: %+v", s)
	}
	for name, file := range map[string]string{
		"no id": `[{"words":{"en":["x"]}}]`, "nothing to look for": `[{"id":"x"}]`, "accents": `[{"id":"x","patterns":{"fr":["sûr"]}}]`, "finds everything": `[{"id":"x","patterns":{"en":["a*"]}}]`,
		"no pattern": `[{"id":"x","patterns":{"en":["("]}}]`, "nothing to switch off": `[{"id":"x","off":"because"}]`, "no list": `{}`, "unknown field": `[{"id":"x","word":{}}]`,
	} {
		_, err := report.LoadPhrases(fstest.MapFS{"phrases.json": &fstest.MapFile{Data: []byte(file)}})
		var e *casefile.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzPhrases(f *testing.F) {
	for _, s := range []string{"100 %", "exclu\u00adsion", "a-\n-\n b", "\xff\xfe100 %", "ﬁnal", "é\u0301", "100\u00a0%\u200b"} {
		f.Add(s)
	}
	p, err := report.LoadPhrases(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range p.Check("en", []report.FreeText{{Text: text}}) {
			if x.Found == "" || !strings.Contains(text, x.Found) {
				t.Errorf("found %q in %q", x.Found, text)
			}
		}
		// The same claim is found whatever stands before it on a line of its own.
		if ids := found(p, text+".\n\nI am 100 % sure."); !slices.Contains(ids, "hundred-percent") {
			t.Errorf("after %q: found %q", text, ids)
		}
	})
}

func TestEveryTextThatAPersonWroteIsChecked(t *testing.T) {
	p := phrases(t, "")
	const claim = "a zero error rate"
	check := func(f report.Facts) []report.Finding { return p.Check("en", report.FreeTexts(f)) }
	if list := check(reporttest.Facts()); len(list) != 0 {
		t.Fatalf("the sample itself: %+v", list)
	}
	for want, change := range map[string]func(*report.Facts){
		"Title of the case":               func(f *report.Facts) { f.Case.Title = claim },
		"Offence":                         func(f *report.Facts) { f.Case.Offence = claim },
		"Description of Q-3":              func(f *report.Facts) { f.B.Exhibit.Description = claim },
		"Description of F-1":              func(f *report.Facts) { f.A.Parent.Description = claim },
		"Class characteristics of K-1":    func(f *report.Facts) { f.A.Exhibit.Class.BreechFace.AsSeen = claim },
		"Event Event 1":                   func(f *report.Facts) { f.A.Event.Place = claim },
		"Reasons of the conclusion":       func(f *report.Facts) { f.Conclusion.Reason += "\n" + claim },
		"Reasons of the provisional view": func(f *report.Facts) { f.Examination.Commitment.Reason = claim },
		"Text of marked region 2":         func(f *report.Facts) { f.Examination.Markup.Annotations[1].Text = claim },
		"Caption of figure 1":             func(f *report.Facts) { f.Figures[0].Caption = claim },
		"Scale " + casefile.AFTE.Name + ", Sure": func(f *report.Facts) {
			f.Scale.Levels = append(slices.Clone(f.Scale.Levels), casefile.Level{ID: "x", Name: "Sure", Meaning: claim})
		},
		"Reasons of the verifier, verification 4": func(f *report.Facts) {
			f.Verifications = []report.Verification{{Verification: casefile.Verification{Request: casefile.VerificationRequest{Number: 4}, Commitment: &casefile.Commitment{Reason: claim}}}}
		},
		"Steps of verification 4": func(f *report.Facts) {
			f.Verifications = []report.Verification{{Verification: casefile.Verification{Request: casefile.VerificationRequest{Number: 4}, Steps: []casefile.VerificationStep{{Text: claim}}}}}
		},
		"What is stated of deviations": func(f *report.Facts) { f.Statements.Deviations = claim },
		"Reason of the amendment":      func(f *report.Facts) { f.Life = &report.Life{Amends: &report.Amendment{Reason: claim}} },
		"Reason for leaving out a title": func(f *report.Facts) {
			f.Life = &report.Life{Waivers: []casefile.ReportWaiver{{Obligation: "a", Reason: claim}}}
		},
		"Custody of K-1, event 2": func(f *report.Facts) {
			f.A.Custody = &casefile.CustodyRecord{Exhibit: f.A.Exhibit, Links: []casefile.CustodyLink{{Event: casefile.CustodyEvent{Number: 2, Why: claim}}}}
		},
	} {
		f := reporttest.Facts()
		change(&f)
		if list := check(f); len(list) != 1 || list[0].Field.String() != want || list[0].ID != "zero-error" {
			t.Errorf("%s: found %+v", want, list)
		}
	}
}
