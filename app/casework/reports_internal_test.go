package casework

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/sign"
)

// reportStation is a workstation with accounts, a case with a concluded comparison in which nothing is withheld, and the report that is begun on it.
type reportStation struct {
	*Desk
	t    *testing.T
	dir  string
	id   string // of the report
	k    casefile.Comparison
	role casefile.Role // who is logged in
}

func newReportStation(t *testing.T) *reportStation {
	t.Helper()
	d, _ := newStation(t)
	ctx := t.Context()
	d.Use(func(s *Settings) { s.CommitFirst, s.Address = false, "1 Street" })
	x := &reportStation{Desk: d, t: t, dir: filepath.Join(t.TempDir(), "demo")}
	x.as(casefile.Examiner)
	if _, err := d.MakeDemoCase(ctx, x.dir, t.TempDir(), nil); err != nil {
		t.Fatal(err)
	}
	items, err := d.Exhibits(ctx, x.dir)
	if err != nil {
		t.Fatal(err)
	}
	if x.k, err = d.Compare(ctx, x.dir, items[0].Captures[0].ID, items[2].Captures[0].ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Conclude(ctx, x.dir, x.k.ID, "identification", "the ridges agree"); err != nil {
		t.Fatal(err)
	}
	x.id = x.begin()
	return x
}

func (x *reportStation) begin() string {
	x.t.Helper()
	r, err := x.BeginReport(x.t.Context(), x.dir, casefile.NewReport{Kind: casefile.ReportOnComparison, About: x.k.ID, Content: casefile.ReportContent{Statements: casefile.ReportStatements{
		Customer: "court", Contact: "1 Square", Place: "laboratory", Condition: "whole", Received: "2026-01-02", Sampling: "all", Environment: "21 °C", Deviations: "none", External: "none"}}})
	if err != nil || !r.Authenticated {
		x.t.Fatalf("%+v, %v", r.Authenticated, err)
	}
	return r.Report.ID
}

func (x *reportStation) as(role casefile.Role) {
	x.t.Helper()
	if x.role != role {
		logIn(x.t, x.Desk, strings.ReplaceAll(string(role), " ", "-"), personWords)
		x.role = role
	}
}

// calls are the steps as calls of the desk.
func (x *reportStation) calls() map[string]func() error {
	ctx := x.t.Context()
	of := func(_ casefile.ReportDetail, err error) error { return err }
	return map[string]func() error{
		"submit":    func() error { return of(x.SubmitReport(ctx, x.dir, x.id, "")) },
		"technical": func() error { return of(x.ReviewReport(ctx, x.dir, x.id, casefile.ReportTechnical, "")) },
		"admin":     func() error { return of(x.ReviewReport(ctx, x.dir, x.id, casefile.ReportAdministrative, "")) },
		"authorise": func() error { return of(x.AuthoriseReport(ctx, x.dir, x.id, "")) },
		"sign":      func() error { return of(x.SignReport(ctx, x.dir, x.id, nil)) },
		"issue":     func() error { _, err := x.ReleaseReport(ctx, x.dir, x.id, "", nil); return err },
	}
}

// The way of a report, step by step: before each, everybody tries everything, and only what is in the table is allowed; then it is done by the one named
// first.
func TestWhoMayTakeWhichStepOfAReport(t *testing.T) {
	x := newReportStation(t)
	way := []struct {
		state casefile.ReportState
		by    casefile.Role
		step  string
	}{
		{casefile.ReportStateDraft, casefile.Examiner, "submit"},
		{casefile.ReportStateSubmitted, casefile.TechnicalReviewer, "technical"},
		{casefile.ReportStateTechnical, casefile.TechnicalReviewer, "admin"},
		{casefile.ReportStateReviewed, casefile.Authoriser, "authorise"},
		{casefile.ReportStateAuthorised, casefile.Examiner, "sign"},
		{casefile.ReportStateSigning, casefile.Authoriser, "sign"},
		{casefile.ReportStateSigned, casefile.Examiner, "issue"},
		{casefile.ReportStateIssued, "", ""},
	}
	for _, w := range way {
		t.Run(string(w.state), func(t *testing.T) {
			x.t = t
			for _, role := range casefile.Roles() {
				x.as(role)
				steps := x.calls()
				for name, do := range steps {
					if role == w.by && name == w.step || w.state == casefile.ReportStateSigned && role == casefile.Authoriser && name == "issue" {
						continue
					}
					if err := do(); casefile.CodeOf(err) != casefile.Refused && casefile.CodeOf(err) != casefile.Conflict || err == nil {
						t.Fatalf("%s by the %s while it is %s: %v", name, role, w.state, err)
					}
				}
			}
			if w.step == "" {
				return
			}
			x.as(w.by)
			r, err := x.Report(t.Context(), x.dir, x.id)
			if err != nil || r.State != w.state {
				t.Fatalf("%s, %v", r.State, err)
			}
			if err := x.calls()[w.step](); err != nil {
				t.Fatal(err)
			}
			if slices.Contains(r.Mine, casefile.ReportSubmitted) != (w.step == "submit") || slices.Contains(r.Mine, casefile.ReportSigned) != (w.step == "sign") {
				t.Errorf("the %s is told %v", w.by, r.Mine)
			}
		})
	}
	x.t = t
	x.theFile()
}

// theFile is signed by the two people themselves.
func (x *reportStation) theFile() {
	x.t.Helper()
	x.as(casefile.ReadOnly) // the court reads it
	file, err := x.ReportFile(x.t.Context(), x.dir, x.id)
	if err != nil {
		x.t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		x.t.Fatal(err)
	}
	v, err := sign.Verify(data, sign.VerifyOptions{})
	if err != nil || !v.Valid || len(v.Signatures) != 2 {
		x.t.Fatalf("%+v, %v", v, err)
	}
	for i, name := range []string{"The examiner", "The authoriser"} {
		if s := v.Signatures[i]; !strings.Contains(s.Signer, name) || s.Level != sign.BB || s.Visible == "" {
			x.t.Errorf("signature %d is by %q, %s, %q", i+1, s.Signer, s.Level, s.Visible)
		}
	}
}

// A second examiner who verified takes no part in the technical review, may sign, and may let it pass administratively.
func TestAVerifierSignsAndDoesNotReview(t *testing.T) {
	x := newReportStation(t)
	ctx := t.Context()
	x.as(casefile.Administrator)
	list, err := x.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(a casefile.Account) bool { return a.LogIn == "verifier" })
	a := list[i]
	a.Roles = []casefile.Role{casefile.Verifier, casefile.TechnicalReviewer}
	if _, err := x.ChangePerson(ctx, a, "reviews too"); err != nil {
		t.Fatal(err)
	}
	x.as(casefile.Examiner)
	if _, err := x.AskVerification(ctx, x.dir, x.k.ID, a.ID, "", nil); err != nil {
		t.Fatal(err)
	}
	x.as(casefile.Verifier)
	if _, err := x.Report(ctx, x.dir, x.id); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("the verifier sees the report before the view: %v", err)
	}
	if _, err := x.Answer(ctx, x.dir, "1", "identification", "ridges"); err != nil {
		t.Fatal(err)
	}
	do := func(role casefile.Role, step string) error { x.as(role); return x.calls()[step]() }
	if err := do(casefile.Examiner, "submit"); err != nil {
		t.Fatal(err)
	}
	if err := do(casefile.Verifier, "technical"); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "part of the work") {
		t.Errorf("the verifier reviews: %v", err)
	}
	for _, s := range []struct {
		role casefile.Role
		step string
	}{{casefile.TechnicalReviewer, "technical"}, {casefile.Verifier, "admin"}, {casefile.Authoriser, "authorise"}, {casefile.Examiner, "sign"}, {casefile.Verifier, "sign"},
		{casefile.Authoriser, "sign"}, {casefile.Authoriser, "issue"}} {
		if err := do(s.role, s.step); err != nil {
			t.Fatalf("%s by the %s: %v", s.step, s.role, err)
		}
	}
	r, err := x.Report(ctx, x.dir, x.id)
	if err != nil || r.State != casefile.ReportStateIssued || r.Report.Steps[5].Capacity != casefile.SignsAsVerifier {
		t.Errorf("%+v, %v", r.Report.Steps, err)
	}
	if v, err := x.VerifyCase(ctx, x.dir, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}
