package desktop

import (
	"context"
	"fmt"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/ui"
)

// The people of the album's report beside its examiner.
const (
	albumReviewer   = "Demo Reviewer"
	albumAuthoriser = "Demo Authoriser"
)

// issueReport takes a report on the album's conclusion from its draft to its issue, each step by somebody who may, and returns its id.
func issueReport(ctx context.Context, desk *casework.Desk, at ui.Route) (string, error) {
	r, err := desk.BeginReport(ctx, at.CasePath, casefile.NewReport{Kind: casefile.ReportOnComparison, About: at.Comparison, Content: casefile.ReportContent{
		Language: "en",
		Statements: casefile.ReportStatements{Customer: "Demonstration court (simulated)", Contact: "nobody: this is a demonstration", Place: "On a computer: everything is simulated",
			Condition: "simulated", Received: "never: nothing was received", Sampling: "none: every item was compared", Deviations: "none", External: "none"}}})
	if err != nil {
		return "", fmt.Errorf("begin the album's report: %w", err)
	}
	id := r.Report.ID
	examiner := desk.Settings().Examiner
	defer desk.Use(func(s *casework.Settings) { s.Examiner = examiner })
	for _, step := range []struct {
		who string
		do  func() (casefile.ReportDetail, error)
	}{
		{examiner, func() (casefile.ReportDetail, error) { return desk.SubmitReport(ctx, at.CasePath, id, "") }},
		{albumReviewer, func() (casefile.ReportDetail, error) {
			return desk.ReviewReport(ctx, at.CasePath, id, casefile.ReportTechnical, "Simulated data: the notes support what it says.")
		}},
		{albumReviewer, func() (casefile.ReportDetail, error) {
			return desk.ReviewReport(ctx, at.CasePath, id, casefile.ReportAdministrative, "")
		}},
		{albumAuthoriser, func() (casefile.ReportDetail, error) { return desk.AuthoriseReport(ctx, at.CasePath, id, "") }},
		{examiner, func() (casefile.ReportDetail, error) { return desk.SignReport(ctx, at.CasePath, id, nil) }},
		{albumAuthoriser, func() (casefile.ReportDetail, error) { return desk.SignReport(ctx, at.CasePath, id, nil) }},
	} {
		desk.Use(func(s *casework.Settings) { s.Examiner = step.who })
		d, err := step.do()
		if err != nil {
			return "", fmt.Errorf("the album's report, by %s: %w", step.who, err)
		}
		if len(d.Gaps) > 0 {
			return "", fmt.Errorf("the album's report does not state %v", d.Gaps)
		}
	}
	desk.Use(func(s *casework.Settings) { s.Examiner = examiner })
	_, err = desk.ReleaseReport(ctx, at.CasePath, id, "", nil)
	return id, err
}
