package casework_test

import (
	"context"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// statedReport is content that states all that no record of a case holds.
func statedReport() casefile.ReportContent {
	return casefile.ReportContent{Statements: casefile.ReportStatements{
		Customer: "Regional court", Contact: "1 Court Square", Place: "Laboratory, room 2", Condition: "In sealed bags, seals whole.", Received: "2026-01-02, by hand.",
		Sampling: "All cartridge cases were recorded.", Environment: "21 °C.", Deviations: "None.", External: "None.", Remarks: "telling remark",
	}}
}

// by has a desk without accounts act as somebody for the time of do.
func by(d *casework.Desk, name, role string, do func() error) error {
	was := d.Settings()
	d.Use(func(s *casework.Settings) { s.Examiner, s.Role = name, role })
	defer d.Use(func(s *casework.Settings) { s.Examiner, s.Role = was.Examiner, was.Role })
	return do()
}

// issueReport takes the report on a comparison through its whole life at a desk without accounts, as three people, and writes it to a file.
func issueReport(ctx context.Context, d *casework.Desk, path, comparison, target string) (casefile.ReleasedReport, error) {
	r, err := d.BeginReport(ctx, path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: comparison, Content: statedReport()})
	if err != nil {
		return casefile.ReleasedReport{}, err
	}
	return issueBegun(ctx, d, path, r.Report.ID, target)
}

// issueBegun goes on with a report that was begun.
func issueBegun(ctx context.Context, d *casework.Desk, path, id, target string) (casefile.ReleasedReport, error) {
	const reviewer, leader = "R. Reviewer", "L. Leader"
	for _, step := range []struct {
		who, role string
		do        func() error
	}{
		{"", "", func() error { _, err := d.SubmitReport(ctx, path, id, ""); return err }},
		{reviewer, "technical reviewer", func() error {
			_, err := d.ReviewReport(ctx, path, id, casefile.ReportTechnical, "")
			return err
		}},
		{reviewer, "technical reviewer", func() error {
			_, err := d.ReviewReport(ctx, path, id, casefile.ReportAdministrative, "")
			return err
		}},
		{leader, "authoriser", func() error { _, err := d.AuthoriseReport(ctx, path, id, ""); return err }},
		{"", "", func() error { _, err := d.SignReport(ctx, path, id, nil); return err }},
		{leader, "authoriser", func() error { _, err := d.SignReport(ctx, path, id, nil); return err }},
	} {
		do := step.do
		if step.who != "" {
			do = func() error { return by(d, step.who, step.role, step.do) }
		}
		if err := do(); err != nil {
			return casefile.ReleasedReport{}, err
		}
	}
	return d.ReleaseReport(ctx, path, id, target, nil)
}
