package storetest

import (
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
)

// verify puts a verification into the case that disagrees with the conclusion that stands, was talked about and was resolved.
func (f *Full) verify(t testing.TB, s *store.Store, by string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	verifier, err := s.AddPerson(ctx, by, casefile.Person{Name: "V. Second", Role: string(casefile.Verifier), Agency: "Agency"})
	must(err)
	reviewer, err := s.AddPerson(ctx, by, casefile.Person{Name: "R. Third", Role: string(casefile.TechnicalReviewer), Agency: "Agency"})
	must(err)
	f.Own, err = s.AddComparison(ctx, by, casefile.Comparison{A: f.Captures[1].ID, B: f.Captures[0].ID, MaskB: f.Masks[1].ID, Default: imaging.ScoreHigh,
		Results: []imaging.Result{{Method: imaging.MethodHigh, Version: "1", Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: 17}}}}})
	must(err)
	f.Verification.Request, err = s.AskVerification(ctx, by, casefile.VerificationRequest{ConclusionID: f.Conclusions[1].ID, ComparisonID: f.Own.ID, Verifier: verifier.ID,
		Note: "breech face only"})
	must(err)
	view, err := s.AddCommitment(ctx, verifier.ID, casefile.Commitment{ComparisonID: f.Own.ID, Scale: casefile.AFTE.ID,
		Value: "inconclusive-a", Reason: "too few ridges", Exposed: []casefile.Exposure{casefile.ExposedPose}, Blind: true, AsOf: &casefile.AFTE})
	must(err)
	answer, err := s.AddVerificationView(ctx, verifier.ID, casefile.VerificationView{RequestID: f.Verification.Request.ID, CommitmentID: view.ID})
	must(err)
	f.Verification.View, f.Verification.Commitment = &answer, &view
	for _, x := range []casefile.VerificationStep{
		{Kind: casefile.Consultation, Text: "both looked again under raking light", By: verifier.ID},
		{Kind: casefile.Resolution, Text: "reported with both views", Stands: casefile.NeitherStands, By: reviewer.ID},
	} {
		x.RequestID = f.Verification.Request.ID
		step, err := s.AddVerificationStep(ctx, x.By, x)
		must(err)
		f.Verification.Steps = append(f.Verification.Steps, step)
	}
}
