package storetest

import (
	"context"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Issue takes a report on a conclusion through its whole life: begun, submitted and signed by the person with the id by, who concluded,
// reviewed, authorised, signed and issued by two people who are added for it. sha is of the file that is signed, among the originals.
func Issue(ctx context.Context, s *store.Store, by, comparison, conclusion, sha string) (casefile.IssuedReport, error) {
	var people [2]casefile.Person
	for i, p := range []casefile.Person{{Name: "R. Reviewer", Role: "technical reviewer", Agency: "Lab"}, {Name: "L. Leader", Role: "authoriser", Agency: "Lab"}} {
		p, err := s.AddPerson(ctx, by, p)
		if err != nil {
			return casefile.IssuedReport{}, err
		}
		people[i] = p
	}
	r, err := s.AddReport(ctx, by, casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: comparison, ConclusionID: conclusion},
		casefile.ReportContent{Statements: casefile.ReportStatements{Customer: "The court"}, Waivers: []casefile.ReportWaiver{{Obligation: "k", Reason: "nothing was sampled"}}})
	if err != nil {
		return casefile.IssuedReport{}, err
	}
	const digest = "digest of the text"
	for _, x := range []casefile.ReportStep{
		{Kind: casefile.ReportSubmitted, By: by}, {Kind: casefile.ReportTechnical, By: people[0].ID, Text: "the records support it"},
		{Kind: casefile.ReportAdministrative, By: people[0].ID}, {Kind: casefile.ReportAuthorised, By: people[1].ID},
		{Kind: casefile.ReportSigned, By: by, FileSHA256: sha, Signer: "A. Examiner", TestIdentity: true, Level: "B-B"},
		{Kind: casefile.ReportSigned, By: people[1].ID, FileSHA256: sha, Signer: "L. Leader", TestIdentity: true, Level: "B-B"},
		{Kind: casefile.ReportIssued, By: by, FileSHA256: sha, Signer: "L. Leader", TestIdentity: true, Level: "B-B"},
	} {
		x.Content = digest
		if r, err = s.AddReportStep(ctx, x.By, r.ID, casefile.ReportParties{Examiner: by}, x); err != nil {
			return casefile.IssuedReport{}, err
		}
	}
	issued, _ := r.Issued()
	return issued, nil
}

// report issues a report on the second conclusion and time-stamps it later.
func (f *Full) report(t testing.TB, s *store.Store, by string) {
	t.Helper()
	sha := putText(t, s, "%PDF")
	var err error
	if f.Report, err = Issue(t.Context(), s, by, f.Comparison.ID, f.Conclusions[1].ID, sha); err != nil {
		t.Fatal(err)
	}
	if err := s.AddReportWithheld(t.Context(), by, f.Report.ID, 1, putText(t, s, "what was withheld")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddReportCopy(t.Context(), by, f.Report.ID, casefile.ReportCopy{SHA256: putText(t, s, "%PDF and a time stamp"), Of: sha, Level: "B-LTA"}); err != nil {
		t.Fatal(err)
	}
}
