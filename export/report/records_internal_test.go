package report

import (
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/imaging"
)

// everyRecord are facts of notes, records of verification and of custody in which every part has something to say.
func everyRecord() map[string]Facts {
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	notes := everything()
	notes.Withheld = &Withholding{Full: "1", Notes: []WithheldNote{{Number: 1, What: "exhibit: description", Use: casefile.UseNo}, {Number: 2, What: "case: title", Use: casefile.UseAsk}}}
	notes.Quoted = []Finding{{Field: casefile.Sentence{Format: "Reasons of the conclusion"}, Found: "100 %", Recorded: true}}
	notes.Suspended = []SuspendedPhrase{{ID: "x", Reason: "y"}}
	scene := casefile.Scene{Mode: "split", UMPerPx: 2, Markup: 1, Sides: [2]casefile.SceneSide{{Colour: "relief"}, {Colour: "relief"}}}
	notes.Bench = &Bench{
		Masks:       [2][]casefile.MaskItem{{{Mask: casefile.Mask{ID: "m", Version: 2, Origin: casefile.MaskPainted}}}},
		Markups:     []casefile.Markup{{Version: 1, Annotations: notes.Examination.Markup.Annotations}, {Version: 2, Annotations: []casefile.Annotation{{ID: "9", Likeness: casefile.Similar, A: &casefile.Shape{Kind: casefile.Brush, Points: make([]imaging.Point, 9)}}}}, {Version: 3, Annotations: []casefile.Annotation{{ID: "9", Likeness: casefile.Dissimilar}}}},
		Commitments: []casefile.Commitment{*notes.Examination.Commitment, {Skipped: true}}, Conclusions: []casefile.Conclusion{notes.Conclusion},
		Snapshots: []casefile.Snapshot{{Scene: scene, InReport: true}, {Scene: scene}},
		Candidate: &BenchCandidate{List: casefile.Correlation{AsOf: at, LeftOut: make([]casefile.LeftOut, 2), Stages: []casefile.SearchStage{{Stage: casefile.StageClass, Mark: casefile.BreechFace, Recordings: 4, LeftOut: 1, Passed: 1}}},
			Line: casefile.Candidate{State: casefile.HitProposed, Marks: []casefile.CandidateMark{{Mark: casefile.FiringPin, Scores: []imaging.Score{{Name: imaging.ScoreHigh}}}}}},
	}
	for _, k := range []casefile.ActKind{casefile.ActViewedCandidate, casefile.ActViewedComparison, casefile.ActFlipped, casefile.ActRevealed, casefile.ActPrintedLabel, casefile.ActSearched} {
		notes.Bench.Acts = append(notes.Bench.Acts, casefile.Act{Kind: k, Seconds: 3, Exposed: casefile.Exposures(), Created: at})
	}
	plate := Plate{A: "K", B: "Q", Reduction: [2][2]int{{1, 1}, {1, 1}}}
	notes.Figures = []Figure{PlateFigure(nil, plate), SplitFigure(nil, plate), PlateFigure(nil, Plate{Reduction: [2][2]int{{2, 2}, {1, 1}}, Marked: 1})}
	bare := everything()
	bare.Bench = &Bench{}
	out := map[string]Facts{"notes": notes, "notes, bare": bare}
	for state, v := range map[string]casefile.Verification{
		"open": {Request: casefile.VerificationRequest{ConclusionID: "c", Sealed: "p"}},
		"disputed": {Request: casefile.VerificationRequest{ConclusionID: "c", ComparisonID: "k2", Verifier: "v"}, View: &casefile.VerificationView{}, Commitment: &casefile.Commitment{Scale: "lr-verbal", Value: "neither", Created: at},
			Steps: []casefile.VerificationStep{{Kind: casefile.Consultation, Created: at}}},
		"resolved": {Request: casefile.VerificationRequest{ConclusionID: "c", ComparisonID: "k2"}, View: &casefile.VerificationView{}, Commitment: &casefile.Commitment{Scale: "three-conclusions", Value: "inconclusive", Created: at},
			Steps: []casefile.VerificationStep{{Kind: casefile.Resolution, Stands: casefile.VerifierStands, Created: at}}},
	} {
		f := everything()
		f.Verifications = []Verification{{Verification: v}}
		if v.Commitment != nil {
			f.Verifications[0].Scale, _ = casefile.ScaleCalled(v.Commitment.Scale)
			own := f.Comparison
			own.ID, own.HashA, own.HashB = "k2", "2", "1"
			f.Bench = &Bench{Own: &own}
		}
		out["verification, "+state] = f
	}
	chain := everything().A.Custody
	all := casefile.CustodyRecord{Exhibit: casefile.Exhibit{ID: "a", Label: "K-1", Kind: casefile.KindPart, Origin: casefile.Known}, Labels: chain.Labels, Links: chain.Links,
		State: casefile.CustodyState{ExhibitID: "a", Known: true, Since: at, Due: "2026-09-01", Condition: "dry", Quantity: chain.Links[0].Event.Quantity, With: "x"}}
	for _, k := range casefile.CustodyKinds() {
		all.Links = append(all.Links, casefile.CustodyLink{Event: casefile.CustodyEvent{Kind: k, From: casefile.Party{Name: "A", Document: "1", Proof: casefile.ByPassphrase}, To: casefile.Party{Name: "B", Proof: casefile.BySession},
			Happened: at, Due: "2026-09-01", Void: true, Version: 2, SealsBefore: []string{"1"}}, Earlier: []casefile.CustodyEvent{{Kind: k, Version: 1}}})
	}
	for _, k := range []casefile.IrregularityKind{casefile.NoBeginning, casefile.NotFromHolder, casefile.SealsDiffer, casefile.SealBroken, casefile.CountDiffers, casefile.OutOfOrder, casefile.LaterUnfitting, casefile.AfterEnd} {
		all.Links[0].Breaks = append(all.Links[0].Breaks, casefile.Irregularity{Kind: k, Expected: string(casefile.Consumed), Found: "2"})
	}
	gone := casefile.CustodyRecord{Exhibit: casefile.Exhibit{ID: "b", Label: "Q", Kind: casefile.KindDocument}, State: casefile.CustodyState{ExhibitID: "b", Known: true, Gone: casefile.Destroyed}, Links: all.Links[3:4]}
	gone.Links[0].Event.Void = false
	none := casefile.CustodyRecord{Exhibit: casefile.Exhibit{ID: "c", Label: "R", Kind: casefile.KindFirearm}, State: casefile.CustodyState{ExhibitID: "c"}}
	f := everything()
	out["custody"] = Facts{ReportID: "r", Issued: at, Life: f.Life, Examiner: f.Examiner, Custody: []casefile.CustodyRecord{all, gone, none}}
	return out
}

func TestNoRecordSaysAnEnglishTextInAnotherLanguage(t *testing.T) {
	for name, f := range everyRecord() {
		template := map[byte]string{'n': "notes", 'v': "verification", 'c': "custody"}[name[0]]
		for _, lang := range Languages() {
			missed := map[string]bool{}
			s := strict(t, lang, template, missed)
			if _, err := BuildWith(f, s); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for text := range missed {
				t.Errorf("%s, %s lacks %q", name, lang, text)
			}
		}
	}
}

func TestWordsAroundOpinionsAreTranslated(t *testing.T) {
	list, err := LoadOpinions(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"fr", "es"} {
		missed := map[string]bool{}
		w := strict(t, lang, TemplateComparison, missed).Wording
		for _, o := range list {
			for _, text := range append(append(append([]string{o.Source}, o.Propositions...), o.Means...), o.DoesNot...) {
				if got := w.Recorded(text); got == text {
					t.Errorf("%s lacks %q", lang, text)
				}
			}
		}
	}
	for _, s := range casefile.Scales() {
		if o := (&builder{}).opinionOn(s); len(o.Propositions) < 2 || len(o.DoesNot) == 0 || o.Scales[0] == "*" {
			t.Errorf("there are no words around opinions on %s: %+v", s.ID, o)
		}
	}
}
