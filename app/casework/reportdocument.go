package casework

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/annex"
	"tracemark/export/pdf"
	"tracemark/export/report"
)

// agencyReports is the folder within the data folder where an agency keeps how its reports look and read: letterhead, wordings, templates.
const agencyReports = "reports"

// reportMade is a report's document, made from the case as it is now.
type reportMade struct {
	facts    report.Facts
	style    report.Style
	doc      report.Document
	content  string            // digest of what it says, without what is procedural
	gaps     []report.Gap      // before its issue: without what is known only then
	phrases  []report.Finding  // that somebody can still word otherwise
	withheld []report.Withheld // what was taken out of it

	restricted []report.Restricted // what it would say and may not
}

// reportDocument makes the draft of a report's document from the case as it is now: the same case and version give the same content.
func (d *Desk) reportDocument(ctx context.Context, s *store.Store, r casefile.Report, progress casefile.Progress) (reportMade, error) {
	m := reportMade{}
	var err error
	if m.style, err = d.reportStyle(r); err != nil {
		return m, err
	}
	f, err := d.reportFacts(ctx, s, r, progress)
	if err != nil {
		return m, err
	}
	if err := m.redact(ctx, s, r, f); err != nil {
		return m, err
	}
	if err := d.reportFigures(ctx, s, r, &m.facts); err != nil {
		return m, err
	}
	if err := d.reportPhrases(r, &m); err != nil {
		return m, err
	}
	if err := m.build(r); err != nil {
		return m, err
	}
	return m, m.amend(ctx, s, r)
}

// redact takes what may not be used out of the facts, where the author has it withheld with a reason, and refuses it otherwise.
func (m *reportMade) redact(ctx context.Context, s *store.Store, r casefile.Report, f report.Facts) (err error) {
	secret, err := s.ReportSecret(ctx, r.ID)
	if err != nil {
		return err
	}
	if m.restricted, err = report.Restrictions(f, m.style); err != nil {
		return err
	}
	reasons := map[string]string{}
	for _, x := range r.Current().Content.Redactions {
		if x.Fact != report.AllRestricted && !slices.ContainsFunc(m.restricted, func(y report.Restricted) bool { return y.Name == x.Fact }) {
			return &casefile.Error{Code: casefile.Invalid, What: "The redaction of %[1]q names no fact that this report would state and may not",
				Do: "Take it out, or name a fact that the report is said to be held up by", Args: []any{x.Fact}}
		}
		reasons[x.Fact] = x.Reason
	}
	m.facts, m.withheld, err = report.Redact(f, m.style, secret, reasons)
	return err
}

// reportPhrases looks for claims that no examiner may make in what people wrote. Those in records that stay as they are the document quotes and disowns.
func (d *Desk) reportPhrases(r casefile.Report, m *reportMade) error {
	phrases, err := report.LoadPhrases(d.agencyFiles())
	if err != nil {
		return err
	}
	found := phrases.Check(m.style.Wording.Lang, report.FreeTexts(m.facts))
	m.facts.Quoted, m.facts.Suspended = report.Recorded(found), phrases.Suspended()
	m.phrases = slices.DeleteFunc(found, func(f report.Finding) bool { return f.Recorded })
	return nil
}

// build makes the document of the facts.
func (m *reportMade) build(r casefile.Report) (err error) {
	if m.doc, err = report.BuildWith(m.facts, m.style); err != nil {
		return err
	}
	if m.content, err = m.doc.ContentDigest(); err != nil {
		return err
	}
	must := m.style.Template.Obliged
	if m.facts.Life.Draft {
		must = report.BeforeIssue(must)
	} else {
		m.doc.Sections = append(m.doc.Sections, signaturePage(m))
	}
	m.gaps = report.Missing(m.doc, waived(r.Current().Content), must...)
	return report.CheckWithheld(m.doc, m.withheld)
}

// amend shows what the document says otherwise than the one that it takes the place of, which is read from that one's own file. One that an earlier version
// of this program issued does not hold what it says as data: then there is nothing to compare with.
func (m *reportMade) amend(ctx context.Context, s *store.Store, r casefile.Report) error {
	if m.facts.Life.Amends == nil {
		return nil
	}
	file, err := s.Originals().Read(ctx, r.AmendsSHA256)
	if err != nil {
		return err
	}
	attached, err := pdf.Attachments(file)
	if err != nil {
		return nil
	}
	old, err := annex.Read(attached)
	if err != nil {
		return nil
	}
	m.facts.Life.Amends.Changes = report.Changes(old.Document, m.doc)
	return m.build(r)
}

// released returns why the document may not go to the next step.
func (m reportMade) released() error {
	return errors.Join(report.PhraseError(m.phrases), report.GapsError(m.gaps), pdf.Check(m.doc))
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
