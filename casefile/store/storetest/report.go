package storetest

import (
	"context"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Issue takes a report on a conclusion through its whole life: begun, submitted and signed by the person with the id by, who concluded,
// reviewed, authorised, signed and issued by two people who are added for it. sha is of the file that is signed, among the originals.
// done, where it is not nil, is told of each thing as soon as it is recorded: "begun" with the report's id, "step" with the step's.
func Issue(ctx context.Context, s *store.Store, by, comparison, conclusion, sha string, done func(what, id string)) (casefile.IssuedReport, error) {
	tell := func(what, id string) {
		if done != nil {
			done(what, id)
		}
	}
	var people [2]casefile.Person
	for i, p := range []casefile.Person{{Name: "R. Reviewer", Role: "technical reviewer", Agency: "Lab"}, {Name: "L. Leader", Role: "authoriser", Agency: "Lab"}} {
		p, err := s.AddPerson(ctx, by, p)
		if err != nil {
			return casefile.IssuedReport{}, err
		}
		people[i] = p
	}
	r, err := s.AddReport(ctx, by, casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: comparison, ConclusionID: conclusion}, stated())
	if err != nil {
		return casefile.IssuedReport{}, err
	}
	tell("begun", r.ID)
	for _, x := range life(by, people[0].ID, people[1].ID, sha) {
		if r, err = s.AddReportStep(ctx, x.By, r.ID, casefile.ReportParties{Examiner: by}, x); err != nil {
			return casefile.IssuedReport{}, err
		}
		tell("step", r.Steps[len(r.Steps)-1].ID)
	}
	issued, _ := r.Issued()
	return issued, nil
}

// stated is what people wrote for a report.
func stated() casefile.ReportContent {
	return casefile.ReportContent{Statements: casefile.ReportStatements{Customer: "The court"}, Waivers: []casefile.ReportWaiver{{Obligation: "k", Reason: "nothing was sampled"}}}
}

// life is every step of a report by the person who concluded, a reviewer and an authoriser; sha is of the signed file.
func life(by, reviewer, authoriser, sha string) []casefile.ReportStep {
	steps := []casefile.ReportStep{
		{Kind: casefile.ReportSubmitted, By: by}, {Kind: casefile.ReportTechnical, By: reviewer, Text: "the records support it"},
		{Kind: casefile.ReportAdministrative, By: reviewer}, {Kind: casefile.ReportAuthorised, By: authoriser},
		{Kind: casefile.ReportSigned, By: by, FileSHA256: sha, Signer: "A. Examiner", TestIdentity: true, Level: "B-B"},
		{Kind: casefile.ReportSigned, By: authoriser, FileSHA256: sha, Signer: "L. Leader", TestIdentity: true, Level: "B-B"},
		{Kind: casefile.ReportIssued, By: by, FileSHA256: sha, Signer: "L. Leader", TestIdentity: true, Level: "B-B"},
	}
	for i := range steps {
		steps[i].Content = "digest of the text"
	}
	return steps
}

// States puts a report in each state that one can be in into a filled case, of every kind, beside the one that Fill issued: custody records
// at every stop on the way; a returned one that has a new version, and one that awaits it; notes that were withdrawn; and an amendment of
// what was issued.
func States(t testing.TB, s *store.Store, by string, f Full) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	reviewer, err := s.AddPerson(ctx, by, casefile.Person{Name: "R. Fourth", Role: "technical reviewer", Agency: "Lab"})
	must(err)
	authoriser, err := s.AddPerson(ctx, by, casefile.Person{Name: "L. Fifth", Role: "authoriser", Agency: "Lab"})
	must(err)
	steps := life(by, reviewer.ID, authoriser.ID, putText(t, s, "%PDF of a record"))
	begin := func(r casefile.Report, p casefile.ReportParties, n int) casefile.Report {
		t.Helper()
		r, err := s.AddReport(ctx, by, r, stated())
		must(err)
		for _, x := range steps[:n] {
			r, err = s.AddReportStep(ctx, x.By, r.ID, p, x)
			must(err)
		}
		return r
	}
	own := casefile.ReportParties{Examiner: by}
	back := casefile.ReportStep{Kind: casefile.ReportReturned, By: reviewer.ID, Text: "the place is missing"}
	for n := range steps {
		begin(casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: f.Exhibits[1].ID}, own, n)
	}
	for _, again := range []bool{false, true} {
		r := begin(casefile.Report{Kind: casefile.ReportOfCustody, ExhibitID: f.Exhibits[0].ID}, own, 1)
		_, err := s.AddReportStep(ctx, back.By, r.ID, own, back)
		must(err)
		if again {
			c := stated()
			c.Statements.Place = "Laboratory"
			_, err := s.AddReportVersion(ctx, by, r.ID, c, own, "the place is stated")
			must(err)
		}
	}
	notes := begin(casefile.Report{Kind: casefile.ReportOfNotes, ComparisonID: f.Comparison.ID}, own, 2)
	_, err = s.AddReportStep(ctx, by, notes.ID, own, casefile.ReportStep{Kind: casefile.ReportWithdrawn, By: by, Text: "not asked for any more"})
	must(err)
	v := f.Verification
	begin(casefile.Report{Kind: casefile.ReportOfVerification, ComparisonID: f.Comparison.ID, ConclusionID: v.Request.ConclusionID, VerificationID: v.Request.ID},
		casefile.ReportParties{Examiner: v.View.By, Others: []string{by}}, 1)
	begin(casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[1].ID,
		Amends: f.Report.ID, AmendsSHA256: f.Report.SHA256, Reason: "a serial number was misread"}, own, 5)
}

// report issues a report on the second conclusion and time-stamps it later.
func (f *Full) report(t testing.TB, s *store.Store, by string) {
	t.Helper()
	sha := putText(t, s, "%PDF")
	var err error
	if f.Report, err = Issue(t.Context(), s, by, f.Comparison.ID, f.Conclusions[1].ID, sha, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.AddReportWithheld(t.Context(), by, f.Report.ID, 1, putText(t, s, "what was withheld")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddReportCopy(t.Context(), by, f.Report.ID, casefile.ReportCopy{SHA256: putText(t, s, "%PDF and a time stamp"), Of: sha, Level: "B-LTA"}); err != nil {
		t.Fatal(err)
	}
}
