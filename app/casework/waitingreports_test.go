package casework_test

import (
	"testing"

	"tracemark/casefile"
)

// A report waits for whoever may take its next step, and an author's own draft waits for nobody else.
func TestAReportWaitsForWhoeverMayTakeItsNextStep(t *testing.T) {
	ctx := t.Context()
	x, k := concluded(t)
	if _, err := x.OpenCase(ctx, x.path); err != nil { // the desk looks through the cases that it knows
		t.Fatal(err)
	}
	waiting := func(name string) (n int) {
		t.Helper()
		if err := by(x.Desk, name, "examiner", func() error {
			list, err := x.WaitingReports(ctx)
			for _, w := range list {
				if w.State != casefile.ReportStateSubmitted || w.CasePath != x.path || w.Number != 1 || w.Since.IsZero() {
					t.Errorf("waits %+v", w)
				}
			}
			n = len(list)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: k.ID, Content: statedReport()})
	if err != nil {
		t.Fatal(err)
	}
	examiner := x.Settings().Examiner
	if n := waiting("Tina Reviewer") + waiting(examiner); n != 0 {
		t.Errorf("%d reports wait, of one draft", n)
	}
	if _, err := x.SubmitReport(ctx, x.path, r.Report.ID, ""); err != nil {
		t.Fatal(err)
	}
	if n := waiting("Tina Reviewer"); n != 1 {
		t.Errorf("%d reports wait for a reviewer, want 1", n)
	}
	if n := waiting(examiner); n != 0 {
		t.Errorf("%d reports wait for whoever wrote them", n)
	}
}
