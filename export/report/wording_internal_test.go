package report

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/assets/reports"
	"tracemark/casefile"
	"tracemark/imaging"
)

// strict is a style that notes every text and term that its language lacks.
func strict(t *testing.T, lang, template string, missed map[string]bool) Style {
	t.Helper()
	s, err := LoadStyle(lang, template, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Wording.missed = func(text string) { missed[text] = true }
	return s
}

// everything is a comparison in which every part has something to say.
func everything() Facts {
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	n := 3
	f := Facts{ReportID: "r", Issued: at, Scale: casefile.AFTE, Examiner: casefile.Person{Name: "A", Role: "examiner"}, Issuer: casefile.Person{Name: "B", Role: "verifier"}}
	f.A = Item{Exhibit: casefile.Exhibit{ID: "a", Label: "K-1", Kind: casefile.KindCartridgeCase, Origin: casefile.Known}, Capture: casefile.Capture{ID: "ca", ExhibitID: "a", SHA256: "1", Mark: casefile.BreechFace,
		Kind: casefile.Topography, Synthetic: true, Scale: casefile.Scale{X: 1.5, Y: 1.5, Source: "file"}, Warnings: []string{"x"}}}
	f.B = Item{Exhibit: casefile.Exhibit{ID: "b", Label: "Q-1", Kind: casefile.KindBullet, Origin: casefile.Questioned}, Capture: casefile.Capture{ID: "cb", ExhibitID: "b", SHA256: "2", Mark: casefile.BreechFace,
		Kind: casefile.Topography, Scale: casefile.Scale{X: 1.5, Y: 1.5, Source: "examiner"}}}
	f.A.Event = &casefile.Event{Label: "E", Kind: "test fire"}
	f.A.Exhibit.Class.FiringPin, f.B.Exhibit.Class.FiringPin = casefile.FiringPinShapes.Encode("elliptical"), casefile.FiringPinShapes.Encode("rectangular")
	f.A.Mask = &casefile.MaskItem{Mask: casefile.Mask{ID: "m", Version: 2, Origin: casefile.MaskPainted, Reason: "edge"}}
	f.A.Custody = &casefile.CustodyRecord{Links: []casefile.CustodyLink{
		{Event: casefile.CustodyEvent{Kind: casefile.Seized, SealsAfter: []string{"S1"}, Happened: at, Condition: "dry", Quantity: &n}},
		{Event: casefile.CustodyEvent{Kind: casefile.Stored, SealsBefore: []string{"S2"}, Happened: at, Explanation: "relabelled"}, Of: "x",
			Breaks: []casefile.Irregularity{{Kind: casefile.SealsDiffer, Expected: "S1", Found: "S2"}, {Kind: casefile.NoBeginning}, {Kind: casefile.AfterEnd, Expected: string(casefile.Destroyed)}}}},
		Labels: map[string]string{"x": "F-1"}}
	var cells []imaging.Cell
	for _, r := range reasons {
		cells = append(cells, imaging.Cell{Reason: r.reason})
	}
	f.Comparison = casefile.Comparison{ID: "k", A: "ca", B: "cb", HashA: "1", HashB: "2", MaskA: "m", Default: imaging.ScoreOriginal, Created: at,
		Results: []imaging.Result{{Method: imaging.MethodOriginal, CellsAB: cells, Scores: []imaging.Score{{Name: imaging.ScoreOriginal, Value: 3.5}}, Pose: &imaging.Pose{}, Notes: []string{"x"}}, {Method: imaging.MethodSurface}}}
	f.Conclusion = casefile.Conclusion{ID: "c", ComparisonID: "k", Scale: casefile.AFTE.ID, Value: "inconclusive-b", Created: at.Add(time.Hour), Supersedes: "c0"}
	f.Corrected = &casefile.Conclusion{ID: "c0", Scale: casefile.AFTE.ID, Value: "elimination", Created: at}
	f.Examination = &Examination{Exposed: casefile.Exposures(), Seconds: 5, Flips: 2, Commitment: &casefile.Commitment{ComparisonID: "k", Blind: true, Value: "elimination", Markup: 1, Created: at, By: ""}, Scale: casefile.AFTE,
		Markup: casefile.Markup{Version: 2, Annotations: []casefile.Annotation{{Likeness: casefile.Similar, Character: casefile.SubclassCharacter, A: &casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 1}}}},
			{Likeness: casefile.Dissimilar, Character: casefile.ClassCharacter, B: &casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 1}}}}}}}
	for _, k := range []casefile.StepKind{casefile.Consultation, casefile.Resolution, casefile.Withdrawal} {
		f.Verifications = append(f.Verifications, Verification{Verification: casefile.Verification{Request: casefile.VerificationRequest{Number: 1}, View: &casefile.VerificationView{Sealed: "p"},
			Commitment: &casefile.Commitment{Value: "match"}, Steps: []casefile.VerificationStep{{Kind: k, Stands: casefile.FirstStands, Text: "x", Created: at}}}})
	}
	f.Life = &Life{Version: 1, Waivers: []casefile.ReportWaiver{{Obligation: "k", Reason: "x"}}, Amends: &Amendment{ReportID: "r0", SHA256: "3", Issued: at, Reason: "x", Changes: []Change{{Section: "s", Was: "1", Now: "2"}}}}
	for _, k := range casefile.ReportStepKinds() {
		f.Life.Steps = append(f.Life.Steps, LifeStep{ReportStep: casefile.ReportStep{Kind: k, Version: 1, Capacity: casefile.SignsAsAuthoriser, Created: at}, Person: casefile.Person{Name: "C"}})
	}
	f.Signer = Signer{Name: "B", Test: true}
	f.Explanation = &casefile.Explanation{Thresholds: []imaging.RuleCount{{Rule: imaging.Rule{MinR: 0.5, WithinUM: 20, WithinDeg: 6}, Count: 3, Own: true}}, Filters: []imaging.FilterOutcome{{Setting: "x"}}}
	scene := casefile.Scene{Mode: "split", Divider: "vertical", Swapped: true, UMPerPx: 2, Overlays: []string{"cells", "annotations"},
		Sides: [2]casefile.SceneSide{{Colour: "relief", Ring: true}, {Colour: "height", Flipped: true, Filtered: true, Stretch: 2}}}
	f.Figures = []Figure{PairFigure(nil, "K", "Q"), CellsFigure(nil, "K", "Q", "original", 1, 2), SimilarityFigure(nil, "K", "Q", 50), DifferenceFigure(nil, "K", "Q", 1.5, 0.5, 1, 0.5),
		SnapshotFigure(casefile.Snapshot{Number: 1, Caption: "x", Scene: scene}, "K", "Q"), SnapshotFigure(casefile.Snapshot{Number: 2, Scene: scene}, "K", "Q")}
	return f
}

func TestNoDocumentSaysAnEnglishTextInAnotherLanguage(t *testing.T) {
	draft, photographs, mixed := everything(), everything(), everything()
	draft.Life.Draft = true
	for _, f := range []*Facts{&photographs, &mixed} {
		f.B.Capture.Kind, f.Comparison.Default, f.Explanation, f.A.Mask, f.Comparison.MaskA = casefile.Photograph, "", nil, nil, ""
		f.Comparison.Results, f.Comparison.Params = nil, nil
		f.Figures = []Figure{PhotographsFigure(nil, "K", "Q"), MixedFigure(nil, "K", "Q"), RegisteredFigure(nil, "K", "Q")}
	}
	photographs.A.Capture.Kind = casefile.Photograph
	photographs.Comparison.Results = []imaging.Result{{Method: imaging.MethodPhotographs, PhotoPose: &imaging.PhotoPose{}, Scores: []imaging.Score{{Name: imaging.ScorePhotoTrust}}, Notes: []string{"x"}}, {Method: imaging.MethodPhotographs}}
	for _, lang := range Languages() {
		missed := map[string]bool{}
		s := strict(t, lang, TemplateComparison, missed)
		s.Template.Sections = append(s.Template.Sections, Part{Builder: "instructions"})
		for name, f := range map[string]Facts{"full": everything(), "draft": draft, "photographs": photographs, "topography and photograph": mixed, "nothing of the life": func() Facts { f := everything(); f.Life = nil; f.Examination = nil; return f }()} {
			if _, err := BuildWith(f, s); err != nil {
				t.Errorf("%s, %s: %v", lang, name, err)
			}
		}
		for text := range missed {
			t.Errorf("%s lacks %q", lang, text)
		}
	}
}

func TestEveryTextOfATemplateIsTranslated(t *testing.T) {
	list, err := Templates(nil)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	for _, lang := range []string{"fr", "es"} {
		missed := map[string]bool{}
		w := strict(t, lang, TemplateComparison, missed).Wording
		for _, p := range list {
			for _, text := range []string{p.Title, p.Noun, p.End} {
				_ = w.Say(text)
			}
			for _, s := range p.Sections {
				for _, text := range append(slices.Clone(s.Text), s.Heading) {
					if text != "" {
						_ = w.Say(text)
					}
				}
			}
		}
		for _, o := range Obligations() {
			_ = w.Say(o.Text())
		}
		for text := range missed {
			t.Errorf("%s lacks %q", lang, text)
		}
	}
}

func TestEveryWordOfTheDomainIsTranslated(t *testing.T) {
	var words []string
	for _, k := range []casefile.ExhibitKind{casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge, casefile.KindPart, casefile.KindDocument} {
		words = append(words, string(k))
	}
	for _, s := range []casefile.CodeState{casefile.NotVisible, casefile.NotDetermined, casefile.NotApplicable} {
		words = append(words, string(s))
	}
	for _, s := range []casefile.ShapeKind{casefile.Brush, casefile.Polygon, casefile.Ellipse, casefile.Arrow} {
		words = append(words, string(s))
	}
	for _, c := range []casefile.Capacity{casefile.SignsAsExaminer, casefile.SignsAsVerifier, casefile.SignsAsAuthoriser} {
		words = append(words, string(c))
	}
	words = append(words, string(casefile.Questioned), string(casefile.Known), string(casefile.Topography), string(casefile.Photograph), string(casefile.Similar), string(casefile.Dissimilar),
		string(casefile.ClassCharacter), string(casefile.SubclassCharacter), string(casefile.IndividualCharacter), string(casefile.MaskProposed), string(casefile.MaskPainted), string(casefile.MaskFromFile))
	for _, c := range casefile.ClassFields() {
		words = append(words, c.Name)
	}
	for _, list := range []casefile.CodeList{casefile.BreechFacePatterns, casefile.FiringPinShapes, casefile.ClockPositions, casefile.EventKinds} {
		for _, c := range list.Codes {
			words = append(words, c.Name)
		}
	}
	for _, lang := range []string{"fr", "es"} {
		missed := map[string]bool{}
		w := strict(t, lang, TemplateComparison, missed).Wording
		for _, word := range words {
			_ = w.Term(word)
		}
		for _, s := range casefile.Scales() {
			for _, sentence := range append([]string{s.Name, s.Source}, s.Propositions...) {
				if w.Recorded(sentence) == sentence {
					t.Errorf("%s lacks %q of the scale %s", lang, sentence, s.ID)
				}
			}
			for _, l := range s.Levels {
				if w.Recorded(l.Meaning) == l.Meaning {
					t.Errorf("%s lacks %q of the scale %s", lang, l.Meaning, s.ID)
				}
			}
		}
		for word := range missed {
			t.Errorf("%s lacks %q", lang, word)
		}
	}
}

// verbs are the places of a format; "%%" is a percent sign.
var verbs = regexp.MustCompile(`%(?:%|[-+#0-9.]*(?:\[\d+\])?[a-zA-Z])`)

// alike are texts that are the same in English and another language.
var alike = map[string][]string{
	"fr": {"A: %s", "B: %s", "Conclusion", "Consultation", "Description", "Instrument", "Points", "Score", "Scores", "Section", "Translation x, y", "Verification %d", "Figure %[1]d.", "annotations", "relief", "score", "visible", "%[1]s, version %[2]s",
		"Notes", "description", "calibre", "Corrections", "document %s", "date"},
	"es": {"Comparable", "calibre", "extractor", "visible", "%[1]s, %[2]s, %[3]d bytes"},
}

func TestATranslationPutsInTheSameValues(t *testing.T) {
	for _, lang := range []string{"fr", "es"} {
		data, err := fs.ReadFile(reports.Files, lang+".json")
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]string
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		for english, text := range all {
			a, b := verbs.FindAllString(english, -1), verbs.FindAllString(text, -1)
			numbered := strings.Contains(english, "[")
			if numbered {
				slices.Sort(a)
				slices.Sort(b)
				a, b = slices.Compact(a), slices.Compact(b)
			}
			if !slices.Equal(a, b) {
				t.Errorf("%s: %q puts in %v, %q puts in %v", lang, english, a, text, b)
			}
			if text == "" || strings.TrimSpace(text) != text {
				t.Errorf("%s: %q is said as %q", lang, english, text)
			}
			letters := strings.TrimFunc(verbs.ReplaceAllString(english, ""), func(r rune) bool { return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') })
			if text == english && len(letters) > 3 && !slices.Contains(alike[lang], english) && !strings.Contains(english, "SHA-256") && !strings.Contains(english, "ISO") {
				t.Errorf("%s: %q is the English text", lang, english)
			}
		}
	}
}
