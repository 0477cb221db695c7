package cli

import (
	"context"
	"path/filepath"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// The simulated people of the demonstration beside its examiner. Nobody logs in: whoever acts is who the settings name, and the report says that names
// are stated and not authenticated.
const (
	demoVerifier   = "V. Sample (simulated verifier)"
	demoReviewer   = "R. Sample (simulated reviewer)"
	demoAuthoriser = "L. Sample (simulated head of laboratory)"
)

// as has the desk act as somebody else for the time of do.
func as(desk *casework.Desk, name, role string, do func() error) error {
	was := desk.Settings()
	desk.Use(func(s *casework.Settings) { s.Examiner, s.Role = name, role })
	defer desk.Use(func(s *casework.Settings) { s.Examiner, s.Role = was.Examiner, was.Role })
	return do()
}

// demoVerify has a second simulated examiner come to a view of their own.
func demoVerify(ctx context.Context, desk *casework.Desk, made *demoMade, comparisonID string, progress casefile.Progress) error {
	v, err := desk.AskVerification(ctx, made.Case, comparisonID, "", "", progress)
	if err != nil {
		return err
	}
	return as(desk, demoVerifier, "examiner", func() error {
		_, err := desk.Answer(ctx, made.Case, v.Request.ID, "identification", "Demonstration on simulated data: the same detail, seen by somebody else.")
		return err
	})
}

// demoReport takes the report on a comparison through its whole life, by four simulated people.
func demoReport(ctx context.Context, desk *casework.Desk, made *demoMade, comparisonID, out string, progress casefile.Progress) (casefile.ReleasedReport, error) {
	r, err := desk.BeginReport(ctx, made.Case, casefile.NewReport{Kind: casefile.ReportOnComparison, About: comparisonID, Content: demoContent()})
	if err != nil {
		return casefile.ReleasedReport{}, err
	}
	id := r.Report.ID
	note := func(r casefile.ReportDetail, err error) error {
		if err == nil {
			made.Life = append(made.Life, string(r.State))
		}
		return err
	}
	made.Life = append(made.Life, string(r.State))
	if made.Draft, err = desk.DraftReport(ctx, made.Case, id, progress); err != nil {
		return casefile.ReleasedReport{}, err
	}
	steps := []struct {
		name, role string
		do         func() error
	}{
		{"", "", func() error { return note(desk.SubmitReport(ctx, made.Case, id, "")) }},
		{demoReviewer, "technical reviewer", func() error {
			return note(desk.ReviewReport(ctx, made.Case, id, casefile.ReportTechnical, "The cells shown support what is said."))
		}},
		{demoReviewer, "technical reviewer", func() error { return note(desk.ReviewReport(ctx, made.Case, id, casefile.ReportAdministrative, "")) }},
		{demoAuthoriser, "authoriser", func() error { return note(desk.AuthoriseReport(ctx, made.Case, id, "")) }},
		{"", "", func() error { return note(desk.SignReport(ctx, made.Case, id, progress)) }},
		{demoVerifier, "examiner", func() error { return note(desk.SignReport(ctx, made.Case, id, progress)) }},
		{demoAuthoriser, "authoriser", func() error { return note(desk.SignReport(ctx, made.Case, id, progress)) }},
	}
	for _, s := range steps {
		if s.name == "" {
			err = s.do()
		} else {
			err = as(desk, s.name, s.role, s.do)
		}
		if err != nil {
			return casefile.ReleasedReport{}, err
		}
	}
	released, err := desk.ReleaseReport(ctx, made.Case, id, filepath.Join(out, "report.pdf"), progress)
	if err == nil {
		made.Life = append(made.Life, string(casefile.ReportStateIssued))
	}
	return released, err
}

// demoContent is what an author would write.
func demoContent() casefile.ReportContent {
	return casefile.ReportContent{Statements: casefile.ReportStatements{
		Customer: "Nobody: this is a demonstration", Contact: "none, as nobody asked for it", Place: "At this workstation, on simulated data",
		Condition: "Simulated items have no condition.", Received: "Simulated and imported on the day of this report.",
		Sampling: "Every simulated cartridge case was recorded.", Environment: "Of no bearing: nothing was measured.", Deviations: "None.", External: "None.",
	}}
}
