package casework_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/sign"
)

// concluded is a case in which a comparison was concluded from.
func concluded(t *testing.T) (examined, casefile.Comparison) {
	t.Helper()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	x.commit(k, false)
	if _, err := x.Conclude(t.Context(), x.path, k.ID, "identification", "ridges agree"); err != nil {
		t.Fatal(err)
	}
	return x, k
}

func refusedAs(t *testing.T, what string, err error, words string) {
	t.Helper()
	if code := casefile.CodeOf(err); err == nil || code != casefile.Refused && code != casefile.Conflict || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v", what, err)
	}
}

func TestAReportLivesThroughItsStatesAndItsBytesStay(t *testing.T) {
	ctx := t.Context()
	x, k := concluded(t)
	r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: k.ID})
	if err != nil {
		t.Fatal(err)
	}
	id := r.Report.ID
	if len(r.Gaps) == 0 || r.Ready() || r.State != casefile.ReportStateDraft {
		t.Fatalf("%+v", r)
	}
	_, err = x.SubmitReport(ctx, x.path, id, "")
	refusedAs(t, "submitted with gaps", err, "does not say")
	c := statedReport()
	c.Statements.Remarks = "The match is 100 % certain."
	if r, err = x.ChangeReport(ctx, x.path, id, c, "filled in"); err != nil || len(r.Phrases) == 0 {
		t.Fatalf("%+v, %v", r.Phrases, err)
	}
	_, err = x.SubmitReport(ctx, x.path, id, "")
	refusedAs(t, "submitted with a claim", err, "100 %")
	if r, err = x.ChangeReport(ctx, x.path, id, statedReport(), "worded otherwise"); err != nil || !r.Ready() || r.Report.Current().Version != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	_, err = x.SignReport(ctx, x.path, id, nil)
	refusedAs(t, "a draft is signed", err, "whose state is: draft")
	if _, err := x.SubmitReport(ctx, x.path, id, ""); err != nil {
		t.Fatal(err)
	}
	_, err = x.ReviewReport(ctx, x.path, id, casefile.ReportTechnical, "")
	refusedAs(t, "reviewed by its author", err, "own report")
	review := func(kind casefile.ReportStepKind, text string) (err error) {
		return by(x.Desk, "R. Reviewer", "technical reviewer", func() error { _, err := x.ReviewReport(ctx, x.path, id, kind, text); return err })
	}
	if err := review(casefile.ReportReturned, "name the bag"); err != nil {
		t.Fatal(err)
	}
	_, err = x.SubmitReport(ctx, x.path, id, "")
	refusedAs(t, "submitted again without a new version", err, "needs a new version")
	if _, err = x.ChangeReport(ctx, x.path, id, statedReport(), "the bag is named in the custody"); err != nil {
		t.Fatal(err)
	}
	draft, err := x.DraftReport(ctx, x.path, id, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.SubmitReport(ctx, x.path, id, ""); err != nil {
		t.Fatal(err)
	}
	// The case says something else: the review is refused until the author has made a version of that.
	x.Use(func(s *casework.Settings) { s.Address = "2 Other Street" })
	refusedAs(t, "reviewed after a change", review(casefile.ReportTechnical, ""), "changed since report 1 was submitted")
	if r, err = x.Report(ctx, x.path, "1"); err != nil || !r.Changed {
		t.Errorf("the change is not shown: %+v, %v", r.Changed, err)
	}
	if _, err = x.ChangeReport(ctx, x.path, id, statedReport(), "the laboratory has moved"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "r.pdf")
	issued, err := issueBegun(ctx, x.Desk, x.path, id, file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	v, err := sign.Verify(data, sign.VerifyOptions{})
	if err != nil || !v.Valid || len(v.Signatures) != 2 || v.Signatures[0].Visible == "" || v.Signatures[0].Level != sign.BB {
		t.Fatalf("%+v, %v", v, err)
	}
	if files, err := pdf.Attachments(data); err != nil || len(files) < 4 {
		t.Errorf("%d files travel with it, %v", len(files), err)
	}
	for name, step := range map[string]error{
		"submitted": second(x.SubmitReport(ctx, x.path, id, "")), "signed": second(x.SignReport(ctx, x.path, id, nil)), "withdrawn": second(x.WithdrawReport(ctx, x.path, id, "r")),
		"changed": second(x.ChangeReport(ctx, x.path, id, statedReport(), "r")), "authorised": second(x.AuthoriseReport(ctx, x.path, id, "")),
	} {
		refusedAs(t, name+" after the issue", step, "is issued")
	}
	_, err = x.ReleaseReport(ctx, x.path, id, "", nil)
	refusedAs(t, "issued twice", err, "is issued")

	for _, name := range []string{draft, file} {
		text := pdfText(t, name)
		if has := strings.Contains(text, "not issued: a draft"); has != (name == draft) {
			t.Errorf("%s says that it is a draft: %v", name, has)
		}
	}
	x.amended(t, k, issued, data)
	if v, err := x.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func second[T any](_ T, err error) error { return err }

// amended amends an issued report: the new one names it with its hash and shows what changed, and its own bytes stay.
func (x examined) amended(t *testing.T, k casefile.Comparison, old casefile.ReleasedReport, data []byte) {
	t.Helper()
	ctx := t.Context()
	_, err := x.AmendReport(ctx, x.path, old.Report.ID, " ")
	refusedAs(t, "amended without a reason", err, "without a reason")
	r, err := x.AmendReport(ctx, x.path, old.Report.ID, "the customer was wrong")
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.AmendReport(ctx, x.path, old.Report.ID, "again")
	refusedAs(t, "amended twice at once", err, "amends this report already")
	c := r.Report.Current().Content
	c.Statements.Customer = "Court of appeal"
	if _, err := x.ChangeReport(ctx, x.path, r.Report.ID, c, "the right customer"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "second.pdf")
	if _, err := issueBegun(ctx, x.Desk, x.path, r.Report.ID, file); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(pdfText(t, file)), "")
	for _, said := range []string{old.Report.ID, old.Report.SHA256, "Regionalcourt", "Courtofappeal", "thecustomerwaswrong"} {
		if !strings.Contains(text, said) {
			t.Errorf("the amendment does not say %s", said)
		}
	}
	again, err := os.ReadFile(old.File)
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("the old file changed: %v", err)
	}
	kept, err := x.ReportFile(ctx, x.path, old.Report.ID)
	if err == nil {
		again, err = os.ReadFile(kept)
	}
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("the case's own old file changed: %v", err)
	}
	lines, err := x.ReportLines(ctx, x.path)
	if err != nil || len(lines) != 2 || lines[1].SupersededBy != r.Report.ID || lines[0].SupersededBy != "" {
		t.Errorf("%+v, %v", lines, err)
	}
	if item, err := x.Comparison(ctx, x.path, k.ID); err != nil || item.Report == nil || item.Report.ID != r.Report.ID || !item.Locked() {
		t.Errorf("%+v, %v", item.Report, err)
	}
}

func TestEveryKindOfReportIsIssued(t *testing.T) {
	ctx := t.Context()
	x, k := concluded(t)
	if _, err := x.AskVerification(ctx, x.path, k.ID, "", "", nil); err != nil {
		t.Fatal(err)
	}
	if err := by(x.Desk, "B. Second", "examiner", func() error { _, err := x.Answer(ctx, x.path, "1", "inconclusive-a", "few ridges"); return err }); err != nil {
		t.Fatal(err)
	}
	for kind, about := range map[casefile.ReportKind]string{casefile.ReportOfNotes: k.ID, casefile.ReportOfCustody: casework.DemoQuestioned} {
		for _, language := range casefile.ReportLanguages() {
			t.Run(string(kind)+" "+language, func(t *testing.T) {
				c := statedReport()
				c.Language = language
				r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: kind, About: about, Content: c})
				if err != nil || r.Refused != "" {
					t.Fatalf("%v, %s", err, r.Refused)
				}
				for _, g := range r.Gaps {
					c.Waivers = append(c.Waivers, casefile.ReportWaiver{Obligation: g.Obligation, Reason: "a test"})
				}
				if r, err = x.ChangeReport(ctx, x.path, r.Report.ID, c, "the rest"); err != nil || !r.Ready() {
					t.Fatalf("%+v, %v", r.Gaps, err)
				}
				if _, err := issueBegun(ctx, x.Desk, x.path, r.Report.ID, filepath.Join(t.TempDir(), "r.pdf")); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
	t.Run("verification", func(t *testing.T) {
		r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: casefile.ReportOfVerification, About: "1", Content: statedReport()})
		if err != nil || r.Refused != "" {
			t.Fatalf("%v, %s", err, r.Refused)
		}
		if _, err := x.DraftReport(ctx, x.path, r.Report.ID, nil); err != nil {
			t.Error(err)
		}
		_, err = x.SignReport(ctx, x.path, r.Report.ID, nil)
		refusedAs(t, "a draft is signed", err, "draft")
	})
	if item, err := x.Comparison(ctx, x.path, k.ID); err != nil || item.Locked() {
		t.Errorf("notes lock the conclusion: %+v, %v", item.Report, err)
	}
	if v, err := x.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestRecordsAreMadeOfEveryExhibitAtOnce(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	folder := filepath.Join(t.TempDir(), "records")
	var told []int64
	b := casefile.ReportBatch{Kind: casefile.ReportOfCustody, Folder: folder, Content: statedReport()}
	list, err := x.BatchRecords(ctx, x.path, b, func(done, total int64, _ string) { told = append(told, done) })
	if err != nil || len(list) < 4 || !slices.IsSorted(told) || told[len(told)-1] != int64(len(list)) {
		t.Fatalf("%d records, %v, %v", len(list), told, err)
	}
	if files, err := filepath.Glob(filepath.Join(folder, "draft-*.pdf")); err != nil || len(files) != len(list) {
		t.Errorf("%v, %v", files, err)
	}
	again, err := x.BatchRecords(ctx, x.path, b, nil)
	if err != nil || len(again) != len(list) || again[0].Report.ID != list[0].Report.ID {
		t.Errorf("those under way are begun again: %+v, %v", again, err)
	}
}

// pdfText returns what a reader can take out of a PDF.
func pdfText(t *testing.T, file string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
