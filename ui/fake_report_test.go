package ui_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"tracemark/casefile"
)

// reporting is what a fake knows of reports: it keeps the real rules of who may take which step.
type reporting struct {
	kept    []casefile.Report
	desk    string // id of the person at the desk; "p1" where empty
	gaps    []casefile.ReportGap
	phrases []casefile.ReportPhrase
	checked []string // files, each with the folder of its originals
	file    casefile.FileReport
}

func (r *reporting) me() string {
	if r.desk == "" {
		return "p1"
	}
	return r.desk
}

var parties = casefile.ReportParties{Examiner: "p1", Others: []string{"p9"}}

func (f *fake) reportLine(r casefile.Report) casefile.ReportLine {
	l := casefile.ReportLine{Report: r, State: r.State(), AuthorName: "R. Marsh", ComparisonNumber: 1, LabelA: "Q1", LabelB: "K1-1"}
	for _, k := range casefile.ReportStepKinds() {
		if casefile.MayStep(r, parties, k, f.me()) == nil {
			l.Mine = append(l.Mine, k)
		}
	}
	return l
}

func (f *fake) ReportLines(context.Context, string) ([]casefile.ReportLine, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []casefile.ReportLine
	for _, r := range slices.Backward(f.kept) {
		out = append(out, f.reportLine(r))
	}
	return out, nil
}

func (f *fake) Report(_ context.Context, _, id string) (casefile.ReportDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.report(id)
}

func (f *fake) report(id string) (casefile.ReportDetail, error) {
	i := slices.IndexFunc(f.kept, func(r casefile.Report) bool { return r.ID == id })
	if i < 0 {
		return casefile.ReportDetail{}, &casefile.Error{Code: casefile.NotFound, What: "There is no such report"}
	}
	r := f.kept[i]
	d := casefile.ReportDetail{ReportLine: f.reportLine(r), Names: map[string]string{"p1": "R. Marsh", "p2": "V. Verifier", "p3": "A. Authoriser"},
		Content: "d1", Title: "Comparison report", Sections: []string{"Items", "Method", "Results"}, Authenticated: true}
	for _, k := range casefile.ReportStepKinds() {
		err := casefile.MayStep(r, parties, k, f.me())
		c := casefile.ReportChoice{Kind: k, May: err == nil}
		if err != nil {
			c.Why = err.Error()
		}
		d.Choices = append(d.Choices, c)
	}
	if err := casefile.MayChange(r, parties, f.me()); err != nil {
		d.WhyNot = err.Error()
	} else {
		d.MayChange = true
	}
	for _, g := range f.gaps {
		g.Reason, _ = r.Current().Content.Waived(g.Obligation)
		d.Gaps = append(d.Gaps, g)
	}
	d.Phrases = f.phrases
	return d, nil
}

func (f *fake) ReportTemplates(context.Context) ([]casefile.ReportTemplate, error) {
	return []casefile.ReportTemplate{{ID: "comparison", Kind: casefile.ReportOnComparison, Title: "Comparison report"}, {ID: "notes", Kind: casefile.ReportOfNotes, Title: "Examination notes"}}, nil
}

func (f *fake) BeginReport(_ context.Context, _ string, n casefile.NewReport) (casefile.ReportDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := casefile.Report{ID: fmt.Sprintf("TM-%d", len(f.kept)+1), Number: len(f.kept) + 1, Kind: n.Kind, ComparisonID: n.About, By: f.me(), Created: day,
		Versions: []casefile.ReportVersion{{Version: 1, Content: n.Content, By: f.me(), Created: day}}}
	f.kept = append(f.kept, r)
	return f.report(r.ID)
}

func (f *fake) ChangeReport(_ context.Context, _, id string, c casefile.ReportContent, reason string) (casefile.ReportDetail, error) {
	return f.rewritten(id, func(r *casefile.Report) error {
		if err := casefile.MayChange(*r, parties, f.me()); err != nil {
			return err
		}
		r.Versions = append(r.Versions, casefile.ReportVersion{Version: len(r.Versions) + 1, Content: c, Reason: reason, By: f.me(), Created: day})
		return nil
	})
}

func (f *fake) rewritten(id string, change func(*casefile.Report) error) (casefile.ReportDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.kept {
		if f.kept[i].ID == id {
			if err := change(&f.kept[i]); err != nil {
				return casefile.ReportDetail{}, err
			}
		}
	}
	return f.report(id)
}

func (f *fake) AmendReport(ctx context.Context, path, id, reason string) (casefile.ReportDetail, error) {
	d, err := f.BeginReport(ctx, path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: "k1"})
	if err != nil {
		return d, err
	}
	return f.rewritten(d.Report.ID, func(r *casefile.Report) error {
		r.Amends, r.Reason = id, reason
		return nil
	})
}

func (f *fake) step(id string, s casefile.ReportStep) (casefile.ReportDetail, error) {
	return f.rewritten(id, func(r *casefile.Report) error {
		if err := casefile.MayStep(*r, parties, s.Kind, f.me()); err != nil {
			return err
		}
		if s.Kind == casefile.ReportSigned {
			if err := f.closed(); err != nil {
				return err
			}
			s.Capacity, _ = casefile.SigningAs(*r, parties, f.me())
			s.Level, s.Signer, s.TestIdentity = "B-B", "Test identity of "+f.me(), true
		}
		s.Version, s.By, s.Created = r.Current().Version, f.me(), day
		r.Steps = append(r.Steps, s)
		return nil
	})
}

// through takes the steps of the first report up to a kind, each by somebody who may.
func (f *fake) through(t *testing.T, last casefile.ReportStepKind) {
	t.Helper()
	was := f.desk
	for _, s := range []struct {
		who  string
		kind casefile.ReportStepKind
	}{{"p1", casefile.ReportSubmitted}, {"p2", casefile.ReportTechnical}, {"p2", casefile.ReportAdministrative}, {"p3", casefile.ReportAuthorised},
		{"p1", casefile.ReportSigned}, {"p3", casefile.ReportSigned}} {
		f.desk = s.who
		if _, err := f.step("TM-1", casefile.ReportStep{Kind: s.kind, Content: "d1"}); err != nil {
			t.Fatal(err)
		}
		if s.kind == last {
			break
		}
	}
	f.desk = was
}

// issue issues the first report.
func (f *fake) issue(t *testing.T) {
	t.Helper()
	f.through(t, casefile.ReportIssued)
	if _, err := f.ReleaseReport(t.Context(), "", "TM-1", "/tmp/report.pdf", nil); err != nil {
		t.Fatal(err)
	}
}

func (f *fake) StepReport(_ context.Context, _, id string, k casefile.ReportStepKind, text string, _ casefile.Progress) (casefile.ReportDetail, error) {
	return f.step(id, casefile.ReportStep{Kind: k, Text: text, Content: "d1"})
}

func (f *fake) SignReport(_ context.Context, _, id string, _ casefile.Progress) (casefile.ReportDetail, error) {
	return f.step(id, casefile.ReportStep{Kind: casefile.ReportSigned, Content: "d1"})
}

func (f *fake) ReleaseReport(_ context.Context, _, id, target string, _ casefile.Progress) (casefile.ReleasedReport, error) {
	d, err := f.step(id, casefile.ReportStep{Kind: casefile.ReportIssued, Content: "d1"})
	if err != nil {
		return casefile.ReleasedReport{}, err
	}
	r, _ := d.Report.Issued()
	r.Signer, r.TestIdentity = "Test identity of R. Marsh", true
	f.mu.Lock()
	defer f.mu.Unlock()
	f.comparisons[0].Report = &r
	f.reports = append(f.reports, casefile.ReportItem{Report: r, ComparisonNumber: 1, LabelA: "Q1", LabelB: "K1-1"})
	return casefile.ReleasedReport{Report: r, File: filepath.Clean(target)}, nil
}

func (f *fake) ExtendReport(_ context.Context, _, id, target string, _ casefile.Progress) (casefile.ReleasedReport, error) {
	_, err := f.rewritten(id, func(r *casefile.Report) error {
		r.Copies = append(r.Copies, casefile.ReportCopy{SHA256: "ef56", Level: "B-LTA", By: f.me(), Created: day})
		return nil
	})
	return casefile.ReleasedReport{File: target}, err
}

func (f *fake) BatchRecords(ctx context.Context, path string, b casefile.ReportBatch, p casefile.Progress) ([]casefile.ReportLine, error) {
	for _, e := range f.exhibits {
		if _, err := f.BeginReport(ctx, path, casefile.NewReport{Kind: b.Kind, About: e.Exhibit.ID, Content: b.Content}); err != nil {
			return nil, err
		}
	}
	return f.ReportLines(ctx, path)
}

func (f *fake) WaitingReports(context.Context) ([]casefile.WaitingReport, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []casefile.WaitingReport
	for _, r := range f.kept {
		if l := f.reportLine(r); l.State != casefile.ReportStateDraft && slices.Contains(l.Mine, l.State.Next()) {
			out = append(out, casefile.WaitingReport{CasePath: casePath, CaseNumber: "DEMO-1", ReportID: r.ID, Number: r.Number, Kind: r.Kind, State: l.State, Since: day})
		}
	}
	return out, nil
}

func (f *fake) DraftReport(context.Context, string, string, casefile.Progress) (string, error) {
	return "/tmp/draft.pdf", nil
}

func (f *fake) ReportFile(context.Context, string, string) (string, error) {
	return "/tmp/issued.pdf", nil
}

func (f *fake) CheckReport(_ context.Context, file string, o casefile.FileCheck, _ casefile.Progress) (casefile.FileReport, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checked = append(f.checked, file+" "+o.Originals)
	out := f.file
	out.Name = filepath.Base(file)
	return out, nil
}
