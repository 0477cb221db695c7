package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/sqlite"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

func TestStepsOfAReportAreTakenInOrderByWhoeverMay(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	r, err := s.AddReport(ctx, by.ID, casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: f.Exhibits[0].ID}, casefile.ReportContent{})
	if err != nil || r.Number != 2 || r.State() != casefile.ReportStateDraft {
		t.Fatalf("%+v, %v", r, err)
	}
	other, err := s.AddPerson(ctx, by.ID, casefile.Person{Name: "O. Other", Role: "authoriser", Agency: "Lab"})
	if err != nil {
		t.Fatal(err)
	}
	p := casefile.ReportParties{Examiner: by.ID}
	step := func(by string, x casefile.ReportStep) error {
		x.Content = "text"
		_, err := s.AddReportStep(ctx, by, r.ID, p, x)
		return err
	}
	wantError(t, step(other.ID, casefile.ReportStep{Kind: casefile.ReportTechnical}), casefile.Conflict, "whose state is: draft")
	wantError(t, step(other.ID, casefile.ReportStep{Kind: casefile.ReportSubmitted}), casefile.Refused, "Only the author")
	wantError(t, step(by.ID, casefile.ReportStep{Kind: casefile.ReportSubmitted, By: other.ID}), casefile.Refused, "another person's name")
	if err := step(by.ID, casefile.ReportStep{Kind: casefile.ReportSubmitted}); err != nil {
		t.Fatal(err)
	}
	wantError(t, step(by.ID, casefile.ReportStep{Kind: casefile.ReportTechnical}), casefile.Refused, "own report")
	_, err = s.AddReportStep(ctx, other.ID, r.ID, p, casefile.ReportStep{Kind: casefile.ReportTechnical, Content: "another"})
	wantError(t, err, casefile.Conflict, "has changed since it was submitted")
	_, err = s.AddReportVersion(ctx, other.ID, r.ID, casefile.ReportContent{}, p, "better")
	wantError(t, err, casefile.Refused, "Only the author")
	if r, err = s.AddReportVersion(ctx, by.ID, r.ID, casefile.ReportContent{Language: "fr"}, p, "in French"); err != nil || r.State() != casefile.ReportStateDraft {
		t.Fatalf("%+v, %v", r, err)
	}
	if err := step(by.ID, casefile.ReportStep{Kind: casefile.ReportWithdrawn, Text: "not needed"}); err != nil {
		t.Fatal(err)
	}
	wantError(t, step(by.ID, casefile.ReportStep{Kind: casefile.ReportSubmitted}), casefile.Refused, "was withdrawn")
	if back, err := s.Report(ctx, "2"); err != nil || back.State() != casefile.ReportStateWithdrawn || len(back.Versions) != 2 || back.Current().Content.Language != "fr" || len(back.Steps) != 2 {
		t.Errorf("%+v, %v", back, err)
	}
	// Also whoever gets around the rules above is stopped by the database.
	db, err := sqlite.Open(filepath.Join(s.Dir(), store.DatabaseName), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`INSERT INTO report_step SELECT report_id, number + 1, 'x', version, 'submitted', '', 'text', '', '', '', 0, '', by, created FROM report_step WHERE report_id = ? ORDER BY number DESC LIMIT 1`, r.ID)
	if err == nil || !strings.Contains(err.Error(), "takes no further step") {
		t.Errorf("a step after the end: %v", err)
	}
}

func TestWhatAReportIsAboutIsInTheCase(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	for name, c := range map[string]struct {
		r     casefile.Report
		code  casefile.ErrorCode
		words string
	}{
		"of no kind":                        {casefile.Report{Kind: "poem"}, casefile.Invalid, "no kind of report"},
		"about nothing":                     {casefile.Report{Kind: casefile.ReportOfCustody}, casefile.Invalid, "what it is about"},
		"about too much":                    {casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: f.Exhibits[0].ID, ComparisonID: f.Comparison.ID}, casefile.Invalid, "what it is about"},
		"of an exhibit elsewhere":           {casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: "elsewhere"}, casefile.NotFound, "not in this case"},
		"on a conclusion that was replaced": {casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[0].ID}, casefile.Refused, "conclusion that holds"},
		"of a verification of another conclusion": {casefile.Report{Kind: casefile.ReportOfVerification, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[0].ID,
			VerificationID: f.Verification.Request.ID}, casefile.NotFound, "not in this case"},
		"in place of none": {casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[1].ID, Amends: "none-at-all", Reason: "r"}, casefile.NotFound, "no report"},
		"in place of another file": {casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[1].ID, Amends: f.Report.ID,
			AmendsSHA256: strings.Repeat("0", 64), Reason: "r"}, casefile.Invalid, "as that was issued"},
		"in place of another without a reason": {casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[1].ID, Amends: f.Report.ID,
			AmendsSHA256: f.Report.SHA256}, casefile.Refused, "without a reason"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.AddReport(ctx, by.ID, c.r, casefile.ReportContent{})
			wantError(t, err, c.code, c.words)
		})
	}
}

// A report that an earlier version issued is listed, counted, locks its conclusion and can be amended as any other.
func TestReportsOfEarlierVersionsAreStillReports(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	own, err := s.AddComparison(ctx, by.ID, casefile.Comparison{A: f.Captures[0].ID, B: f.Captures[1].ID})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: own.ID, Scale: casefile.AFTE.ID, Value: "identification", Reason: "r", AsOf: &casefile.AFTE})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(filepath.Join(s.Dir(), store.DatabaseName), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`INSERT INTO issued_report VALUES ('0198-old', ?, ?, ?, 'A. Examiner', 1, ?, '2025-01-01T00:00:00Z')`, own.ID, c.ID, f.Report.SHA256, by.ID)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	list, err := s.IssuedReports(ctx, "")
	if err != nil || len(list) != 2 || list[0].ID != "0198-old" || list[0].Kind != casefile.ReportOnComparison || list[1].ID != f.Report.ID {
		t.Fatalf("%+v, %v", list, err)
	}
	if n, err := s.Counts(ctx); err != nil || n.Reports != 2 {
		t.Errorf("%+v, %v", n, err)
	}
	_, err = s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: own.ID, Scale: casefile.AFTE.ID, Value: "elimination", Reason: "r", AsOf: &casefile.AFTE})
	wantError(t, err, casefile.Refused, "report has been issued")
	if _, err := s.AddMarkup(ctx, by.ID, own.ID, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("annotated: %v", err)
	}
	r, err := s.AddReport(ctx, by.ID, casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: own.ID, ConclusionID: c.ID, Amends: "0198-old", AmendsSHA256: f.Report.SHA256, Reason: "an error"},
		casefile.ReportContent{})
	if err != nil || r.Amends != "0198-old" {
		t.Errorf("%+v, %v", r, err)
	}
}
