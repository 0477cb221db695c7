package reporttest

import (
	"fmt"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
)

// Complete returns the facts of a report that lacks nothing: customer, place, custody, review, authorisation.
func Complete() report.Facts {
	f := Facts()
	f.Statements = casefile.ReportStatements{
		Customer: "Public prosecutor's office, Exampletown", Contact: "2 Court Street, 12345 Exampletown", Place: "Example Forensic Laboratory, room 12", Condition: "clean, undamaged", Received: "2 April 2026",
		Sampling: "One of three test fires was chosen by lot.", Environment: "21 °C", Deviations: "None.", External: "None.",
	}
	for n, i := range []*report.Item{&f.A, &f.B} {
		r := Chain(n+1, i.Exhibit)
		i.Custody = &r
	}
	anna := f.Examiner
	bert := casefile.Person{ID: "p9", Name: "Bert Muster", Role: "authoriser", Agency: f.Agency.Name}
	f.Life = &report.Life{Version: 1}
	for n, k := range []casefile.ReportStepKind{casefile.ReportSubmitted, casefile.ReportTechnical, casefile.ReportAdministrative, casefile.ReportAuthorised} {
		p := bert
		if n == 0 {
			p = anna
		}
		f.Life.Steps = append(f.Life.Steps, report.LifeStep{ReportStep: casefile.ReportStep{ID: fmt.Sprint(n), Version: 1, Kind: k, Created: Clock.Add(time.Duration(n) * time.Hour)}, Person: p, Authenticated: true})
	}
	return f
}

// Chain returns the chain of custody of an exhibit with a correction and an event that does not fit the others, which is explained.
func Chain(n int, e casefile.Exhibit) casefile.CustodyRecord {
	finder := casefile.Party{Name: "C. Example", Organisation: "City Police", Document: fmt.Sprintf("service card %04d", n)}
	clerk := casefile.Party{Name: "D. Clerk", PersonID: "p5", Proof: casefile.BySession}
	anna := casefile.Party{Name: "Anna Beispiel", PersonID: "p1", Proof: casefile.ByPassphrase}
	at := func(days, hours int) time.Time {
		return Clock.AddDate(0, 0, -40+days).Add(time.Duration(hours) * time.Hour)
	}
	one := 1
	seal := func(k int) string { return fmt.Sprintf("S-%04d-%d", n, k) }
	events := []casefile.CustodyEvent{
		{Kind: casefile.Seized, To: finder, Happened: at(0, 0), Place: "5 Corner Street", Why: "found beside the car", SealsAfter: []string{seal(1)}, Quantity: &one},
		{Kind: casefile.BookedIn, From: finder, To: clerk, Happened: at(1, 2), Place: "store, shelf 12", Why: "to be examined", SealsBefore: []string{seal(1)}, SealsAfter: []string{seal(1)}, Condition: "clean, undamaged"},
		{Kind: casefile.HandedOver, From: clerk, To: anna, Happened: at(3, 1), Place: "laboratory 12", Why: "examination", SealsBefore: []string{seal(1)}, SealsAfter: []string{seal(1)}},
		{Kind: casefile.Opened, From: anna, Happened: at(3, 2), Place: "laboratory 12", Why: "recording", SealsBefore: []string{seal(1)}},
		{Kind: casefile.Sealed, From: anna, Happened: at(3, 5), Place: "laboratory 12", SealsAfter: []string{seal(2)}, Condition: "unchanged"},
		{Kind: casefile.HandedOver, From: finder, To: clerk, Happened: at(5, 0), Place: "store, shelf 12", SealsBefore: []string{seal(2)}, SealsAfter: []string{seal(2)},
			Explanation: "signed for by the wrong person; the courier is known", Irregular: []casefile.Irregularity{{Kind: casefile.NotFromHolder, Expected: "Anna Beispiel", Found: "C. Example (City Police)"}}},
	}
	var versions []casefile.CustodyEvent
	for i, v := range events {
		v.ID, v.ExhibitID, v.Number, v.Version, v.By, v.Created = fmt.Sprintf("%s-%d", e.ID, i+1), e.ID, i+1, 1, "p5", v.Happened.Add(10*time.Minute)
		versions = append(versions, v)
	}
	wrong := versions[1]
	wrong.Place, wrong.ID = "store, shelf 21", wrong.ID+"-1"
	versions[1].Version, versions[1].Reason, versions[1].Created = 2, "the shelf was misread", wrong.Created.Add(time.Hour)
	versions = append(versions, wrong)
	links, state := casefile.NewCustodies([]casefile.Exhibit{e}, versions).Of(e.ID)
	return casefile.CustodyRecord{Exhibit: e, State: state, Links: links, Labels: map[string]string{e.ID: e.Label}, Names: map[string]string{"p1": "Anna Beispiel", "p5": "D. Clerk"}}
}

// Custody returns the facts of a custody record of so many exhibits.
func Custody(exhibits int) report.Facts {
	f := Complete()
	out := report.Facts{ReportID: f.ReportID, Issued: f.Issued, Agency: f.Agency, Case: f.Case, Examiner: f.Examiner, Issuer: f.Issuer, Signer: f.Signer, Log: f.Log, Software: f.Software,
		Life: f.Life}
	for n := range exhibits {
		out.Custody = append(out.Custody, Chain(n+1, casefile.Exhibit{ID: fmt.Sprintf("e%d", n+1), Label: fmt.Sprintf("Q-%d", n+1), Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned,
			Description: fmt.Sprintf("cartridge case %d, 9 mm Luger", n+1)}))
	}
	return out
}

// Notes returns the facts of examination notes.
func Notes() report.Facts {
	f := Complete()
	f.Bench = bench(f)
	return f
}

// bench is everything on record of the examination of f's comparison.
func bench(f report.Facts) *report.Bench {
	at := func(min int) time.Time { return Clock.Add(time.Duration(min-90) * time.Minute) }
	first := f.Examination.Markup
	first.Version, first.By, first.Created = 1, "p1", at(20)
	first.Annotations = slices.Clone(first.Annotations)
	second := first
	second.Version, second.Created = 2, at(25)
	second.Annotations = slices.Clone(first.Annotations[:1])
	second.Annotations[0].Text = "three ridges, one broken"
	second.Annotations = append(second.Annotations, casefile.Annotation{ID: "3", Likeness: casefile.Similar, A: &casefile.Shape{Kind: casefile.Brush, WidthUM: 60, Points: line(40)}})
	view := *f.Examination.Commitment
	view.By, view.Created = "p1", at(30)
	concluded := f.Conclusion
	concluded.By = "p1"
	earlier := concluded
	earlier.ID, earlier.Value, earlier.Created, earlier.Reason = "0190b1b0-0000-7000-8000-0000000000cb", "inconclusive-a", at(35), "Too little detail."
	concluded.Supersedes = earlier.ID
	scene := casefile.Scene{Mode: "split", Divider: "vertical", SplitAt: 0.5, Linked: true, UMPerPx: 3.125, WidthPx: 1200, HeightPx: 800, Markup: 2, Overlays: []string{"annotations"},
		Sides: [2]casefile.SceneSide{{Centre: imaging.Point{X: 1900, Y: 2010}, Filtered: true, Colour: "relief", Azimuth: 315, Elevation: 45, Stretch: 1},
			{Centre: imaging.Point{X: 1850, Y: 1990}, AngleDeg: -7.5, Filtered: true, Colour: "relief", Azimuth: 315, Elevation: 45, Stretch: 1}}}
	mask := casefile.MaskItem{Mask: casefile.Mask{ID: "m1", CaptureID: f.A.Capture.ID, Version: 1, Origin: casefile.MaskProposed, SHA256: sum("a1"), Points: 60000, By: "p1", Created: at(5)}, ByName: "Anna Beispiel", Share: 0.58}
	painted := mask
	painted.Mask.ID, painted.Mask.Version, painted.Mask.Origin, painted.Mask.Reason, painted.Mask.SHA256, painted.Share = "m2", 2, casefile.MaskPainted, "a scratch left out", sum("b2"), 0.56
	return &report.Bench{
		Masks: [2][]casefile.MaskItem{{mask, painted}}, Markups: []casefile.Markup{first, second}, Commitments: []casefile.Commitment{view}, Conclusions: []casefile.Conclusion{earlier, concluded},
		Acts: []casefile.Act{{Kind: casefile.ActViewedCandidate, Subject: "list/key", Seconds: 31, By: "p1", Created: at(8)}, {Kind: casefile.ActViewedComparison, Subject: f.Comparison.ID, Seconds: 723, By: "p1", Created: at(10)},
			{Kind: casefile.ActFlipped, Subject: f.Comparison.ID, Detail: "B", By: "p1", Created: at(12)},
			{Kind: casefile.ActRevealed, Subject: f.Comparison.ID, Exposed: []casefile.Exposure{casefile.ExposedScore, casefile.ExposedCells}, By: "p1", Created: at(31)}},
		Snapshots: []casefile.Snapshot{{ID: "s1", ComparisonID: f.Comparison.ID, Number: 1, Caption: "ridges", Scene: scene, SHA256: sum("c3"), InReport: true, By: "p1", Created: at(26)},
			{ID: "s2", ComparisonID: f.Comparison.ID, Number: 2, Scene: scene, SHA256: sum("d4"), By: "p1", Created: at(27)}},
		Candidate: &report.BenchCandidate{
			List: casefile.Correlation{ID: "0190b1b0-0000-7000-8000-0000000000ff", Service: "embedded", GallerySize: 420, AsOf: at(0), Method: imaging.MethodHigh, Version: "cmc-1",
				Stages:  []casefile.SearchStage{{Stage: casefile.StageClass, Mark: casefile.BreechFace, Recordings: 420, LeftOut: 120}, {Stage: casefile.StageCells, Mark: casefile.BreechFace, Recordings: 300}},
				LeftOut: []casefile.LeftOut{{ExhibitID: "x1"}}},
			Line: casefile.Candidate{Rank: 2, Label: f.B.Exhibit.Label, AgencyName: f.Agency.Name, State: casefile.Compared,
				Marks: []casefile.CandidateMark{{Mark: casefile.BreechFace, Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: 21}}}}}},
		Names: map[string]string{"p1": "Anna Beispiel", "p2": "Bruno Second"},
	}
}

// sum is a made-up SHA-256.
func sum(two string) (s string) {
	for range 32 {
		s += two
	}
	return s
}

// line is a brush's line of n points.
func line(n int) (out []imaging.Point) {
	for i := range n {
		out = append(out, imaging.Point{X: float64(500 + 10*i), Y: float64(700 + 5*i)})
	}
	return out
}

// VerificationRecord returns the facts of the record of a verification: one that agreed, or one that did not and was resolved.
func VerificationRecord(agrees bool) report.Facts {
	f := Complete()
	bruno := casefile.Person{ID: "p2", Name: "Bruno Second", Role: "verifier", Agency: f.Agency.Name}
	f.Conclusion.By = "p1"
	f.Examination.Commitment.By = "p1"
	v := report.Verification{Scale: casefile.AFTE, Verifier: bruno, Names: map[string]string{"p1": "Anna Beispiel", "p2": "Bruno Second", "p9": "Bert Muster"},
		Verification: casefile.Verification{
			Request: casefile.VerificationRequest{ID: "0190b1b0-0000-7000-8000-0000000000a1", Number: 1, ConclusionID: f.Conclusion.ID, Verifier: "p2", ComparisonID: "0190b1b0-0000-7000-8000-0000000000d2",
				Note: "Please by Friday.", By: "p1", Created: Clock},
			View: &casefile.VerificationView{CommitmentID: "0190b1b0-0000-7000-8000-0000000000e2", Agrees: agrees, By: "p2", Created: Clock.Add(26 * time.Hour)},
			Commitment: &casefile.Commitment{ID: "0190b1b0-0000-7000-8000-0000000000e2", ComparisonID: "0190b1b0-0000-7000-8000-0000000000d2", Scale: casefile.AFTE.ID, Value: "identification",
				Reason: "Parallel marks agree over most of the breech face.", Blind: true, By: "p2", Created: Clock.Add(26 * time.Hour)},
		}}
	if !agrees {
		v.Commitment.Value, v.Commitment.Reason = "inconclusive-a", "Some parallel marks agree; too few."
		v.Steps = []casefile.VerificationStep{
			{Kind: casefile.Consultation, Text: "Both looked at the region between four and eight o'clock", By: "p1", Created: Clock.Add(30 * time.Hour)},
			{Kind: casefile.Resolution, Text: "The views differ on what suffices", Stands: casefile.NeitherStands, By: "p9", Created: Clock.Add(50 * time.Hour)},
		}
	}
	f.Verifications = []report.Verification{v}
	own := f.Comparison
	own.ID, own.Number, own.A, own.B, own.HashA, own.HashB = v.Request.ComparisonID, 4, f.Comparison.B, f.Comparison.A, f.Comparison.HashB, f.Comparison.HashA
	f.Bench = bench(f)
	f.Bench.Own, f.Bench.Candidate, f.Bench.Conclusions, f.Bench.Commitments = &own, nil, nil, nil
	return f
}
