package ui_test

import (
	"context"
	"slices"

	"tracemark/casefile"
)

// verifying is what a fake knows of verifications.
type verifying struct {
	verifications []casefile.VerificationItem
	duty          int // number of the verification that the comparison c1 waits for the person at the desk with
	sealed        casefile.SealedCase
	given         []casefile.SealedOrder
}

func (f *fake) Verifications(context.Context, string) ([]casefile.VerificationItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.verifications), nil
}

func (f *fake) Waiting(context.Context) ([]casefile.WaitingVerification, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []casefile.WaitingVerification{}
	for _, v := range f.verifications {
		if v.Mine {
			out = append(out, casefile.WaitingVerification{CasePath: casePath, CaseNumber: "DEMO-1", Number: v.Verification.Request.Number,
				ComparisonID: v.Verification.Request.ComparisonID, Created: day})
		}
	}
	return out, nil
}

func (f *fake) Verifiers(context.Context, string, string) ([]casefile.Person, error) {
	return []casefile.Person{{ID: "p2", Name: "V. Verifier", Agency: "Central Laboratory"}}, nil
}

func (f *fake) AskVerification(_ context.Context, _, comparison, verifier, note string, _ casefile.Progress) (casefile.Verification, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := casefile.Verification{Request: casefile.VerificationRequest{ID: "q1", Number: len(f.verifications) + 1, ComparisonID: comparison, Verifier: verifier, Note: note, Created: day}}
	f.verifications = slices.Insert(f.verifications, 0, casefile.VerificationItem{Verification: v, State: v.State(), LabelA: "Q1", LabelB: "K1-1",
		Conclusion: &casefile.Conclusion{ID: "x", ComparisonID: comparison, Scale: "afte", Value: "identification", Reason: "ridges", Created: day}, ByName: "R. Marsh",
		May: []casefile.StepKind{casefile.Withdrawal}})
	return v, nil
}

func (f *fake) GiveVerification(_ context.Context, _, _ string, o casefile.SealedOrder, _ casefile.Progress) (casefile.SealedSlip, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.given = append(f.given, o)
	return casefile.SealedSlip{File: o.File, Number: 1}, nil
}

func (f *fake) FollowUp(_ context.Context, _, id string, step casefile.VerificationStep) (casefile.VerificationItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.verifications, func(v casefile.VerificationItem) bool { return v.Verification.Request.ID == id })
	v := &f.verifications[i]
	step.Created = day
	v.Verification.Steps = append(v.Verification.Steps, step)
	v.State, v.May = v.Verification.State(), nil
	return *v, nil
}

func (f *fake) SealedCase(context.Context, string) (casefile.SealedCase, error) { return f.sealed, nil }

func (f *fake) OpenVerification(context.Context, string, casefile.Progress) (casefile.CaseRef, error) {
	return f.cases[0], nil
}

func (f *fake) ReturnVerification(_ context.Context, _, file string, _ casefile.Progress) (casefile.SealedSlip, error) {
	return casefile.SealedSlip{File: file}, nil
}

func (f *fake) TakeVerification(context.Context, string, string, casefile.Progress) (casefile.VerificationItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.verifications[0], nil
}
