package casework

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// agencyReports is the folder within the data folder where an agency keeps how its reports look and read: letterhead, wordings, templates.
const agencyReports = "reports"

// reportMade is a report's document, made from the case as it is now.
type reportMade struct {
	facts   report.Facts
	style   report.Style
	doc     report.Document
	content string       // digest of what it says, without what is procedural
	gaps    []report.Gap // before its issue: without what is known only then
	phrases []casefile.ReportPhrase
}

// reportDocument makes the draft of a report's document from the case as it is now: the same case and version give the same content.
func (d *Desk) reportDocument(ctx context.Context, s *store.Store, r casefile.Report, progress casefile.Progress) (reportMade, error) {
	m := reportMade{}
	var err error
	if m.style, err = d.reportStyle(r); err != nil {
		return m, err
	}
	if m.facts, err = d.reportFacts(ctx, s, r, progress); err != nil {
		return m, err
	}
	return m, m.build(r)
}

// build makes the document of the facts.
func (m *reportMade) build(r casefile.Report) (err error) {
	if m.doc, err = report.BuildWith(m.facts, m.style); err != nil {
		return err
	}
	if m.content, err = contentDigest(m.doc); err != nil {
		return err
	}
	must := m.style.Template.Obliged
	if m.facts.Life == nil || m.facts.Life.Draft {
		must = report.BeforeIssue(must)
	}
	m.gaps = report.Missing(m.doc, waived(r.Current().Content), must...)
	return nil
}

// released returns why the document may not go to the next step.
func (m reportMade) released() error {
	if err := report.GapsError(m.gaps); err != nil {
		return err
	}
	if len(m.phrases) > 0 {
		return &casefile.Error{Code: casefile.Refused, What: "The report claims what no examiner may claim: %[1]q", Do: "Word it otherwise", Args: []any{m.phrases[0].Found}}
	}
	return nil
}

func waived(c casefile.ReportContent) map[report.Obligation]string {
	out := map[report.Obligation]string{}
	for _, w := range c.Waivers {
		out[report.Obligation(w.Obligation)] = w.Reason
	}
	return out
}

// reportStyle returns how a report looks and reads: the agency's files over the program's.
func (d *Desk) reportStyle(r casefile.Report) (report.Style, error) {
	c := r.Current().Content
	template := c.Template
	if template == "" {
		template = string(r.Kind)
	}
	language := c.Language
	if language == "" {
		language = casefile.ReportLanguages()[0]
	}
	style, err := report.LoadStyle(language, template, d.agencyFiles())
	if err != nil {
		return style, err
	}
	if string(style.Template.Subject) != string(r.Kind) {
		return style, &casefile.Error{Code: casefile.Invalid, What: "The template %[1]q is for another kind of report", Do: "Choose another one", Args: []any{template}}
	}
	return style, nil
}

// agencyFiles returns the folder of the agency's own files, nil where there is none.
func (d *Desk) agencyFiles() fs.FS {
	dir := filepath.Join(d.home, agencyReports)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}

// ReportTemplates returns the forms that reports can take: the program's and the agency's own.
func (d *Desk) ReportTemplates(ctx context.Context) ([]casefile.ReportTemplate, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	list, err := report.Templates(d.agencyFiles())
	if err != nil {
		return nil, err
	}
	var out []casefile.ReportTemplate
	for _, t := range list {
		out = append(out, casefile.ReportTemplate{ID: t.ID, Kind: casefile.ReportKind(t.Subject), Title: t.Title})
	}
	return out, nil
}
