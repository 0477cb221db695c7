package ui_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
)

// waiting is a verification that waits for the person at the desk, and the same one answered.
func waiting(mine bool) casefile.VerificationItem {
	q := casefile.VerificationRequest{ID: "q1", Number: 1, ComparisonID: "x1", Note: "breech face", Created: day}
	if mine {
		return casefile.VerificationItem{Verification: casefile.Verification{Request: q}, State: casefile.VerificationOpen, LabelA: "Specimen 1", LabelB: "Specimen 2", Mine: true}
	}
	v := casefile.Verification{Request: q, View: &casefile.VerificationView{RequestID: "q1", By: "p2", Created: day},
		Commitment: &casefile.Commitment{ComparisonID: "x1", Scale: "afte-1992", Value: "inconclusive-a", Reason: "too few ridges", By: "p2", Created: day}}
	return casefile.VerificationItem{Verification: v, State: v.State(), LabelA: "Q1", LabelB: "K1-1", ByName: "R. Marsh", VerifierName: "V. Verifier",
		Conclusion: &casefile.Conclusion{ComparisonID: "x0", Scale: "afte-1992", Value: "identification", Reason: "ridges agree", Created: day},
		May:        []casefile.StepKind{casefile.Consultation, casefile.Resolution}}
}

func TestAWaitingVerificationNamesNothing(t *testing.T) {
	f := newFake()
	f.verifications = []casefile.VerificationItem{waiting(true)}
	w := open(t, f, uitheme.Dark)
	see(t, w, "Waiting for you: 1 verification")
	w.Navigate(ui.Route{Place: ui.Verifications, CasePath: casePath})
	settle(t, w)
	see(t, w, "This verification waits for you", "Specimen 1 / Specimen 2", "Note: breech face")
	if text := shown(w); strings.Contains(text, "K1-1") || strings.Contains(text, "Identification") || strings.Contains(text, "R. Marsh") {
		t.Errorf("the page says too much:\n%s", text)
	}
}

func TestWhoRecordedAConsultationIsNamed(t *testing.T) {
	f := newFake()
	v := waiting(false)
	v.Verification.Steps = []casefile.VerificationStep{{Kind: casefile.Consultation, Text: "looked together", Created: day}}
	v.StepNames = []string{"C. Consultant"}
	f.verifications = []casefile.VerificationItem{v}
	w := open(t, f, uitheme.Dark)
	w.Navigate(ui.Route{Place: ui.Verifications, CasePath: casePath})
	settle(t, w)
	see(t, w, "looked together", "C. Consultant")
}

func TestADisagreementIsResolvedByAPersonWhoChooses(t *testing.T) {
	f := newFake()
	f.verifications = []casefile.VerificationItem{waiting(false)}
	w := open(t, f, uitheme.Light)
	w.Navigate(ui.Route{Place: ui.Verifications, CasePath: casePath})
	settle(t, w)
	see(t, w, "The two conclusions differ.", "First examiner", "ridges agree", "Verifier", "too few ridges", "Record a consultation…", "Resolve…")
	press(t, w, "Resolve…")
	settle(t, w)
	press(t, w, "Record")
	settle(t, w)
	if len(f.verifications[0].Verification.Steps) != 0 || !strings.Contains(w.Notice(), "Choose which view is reported") {
		t.Errorf("a view stands that nobody chose: %+v, %q", f.verifications[0].Verification.Steps, w.Notice())
	}
}

func TestAPairToVerifyIsShownWithoutNames(t *testing.T) {
	f := newFake()
	id := f.comparisons[0].Comparison.ID
	f.duty, f.comparisons[0].Comparison.Withheld = 1, true
	f.verifications = []casefile.VerificationItem{waiting(true)}
	w := open(t, f, uitheme.Dim)
	w.Navigate(ui.Route{Place: ui.Conclude, CasePath: casePath, Comparison: id})
	settle(t, w)
	see(t, w, "Specimen 1 / Specimen 2", "Commit this view", "Verification 1")
	for _, telling := range []string{"K1-1", "Show the figures without a view", "Issue signed report…", "Two shootings"} {
		if strings.Contains(shown(w), telling) {
			t.Errorf("the page says %q", telling)
		}
	}
	w.Navigate(ui.Route{Place: ui.Compare, CasePath: casePath, Comparison: id})
	settle(t, w)
	if err := w.Do("compare.reveal"); err == nil {
		t.Error("the figures of a pair to verify can be asked for")
	}
	for _, telling := range []string{"K1-1", "Two shootings", "Skip, with the reason above…"} {
		if strings.Contains(shown(w), telling) {
			t.Errorf("the microscope says %q", telling)
		}
	}
}
