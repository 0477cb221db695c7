package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/sign"
)

// Issued is a report that left the case, and where its copy was written.
type Issued struct {
	Report casefile.IssuedReport `json:"report"`
	File   string                `json:"file"`
}

// IssueReport issues the signed report on a comparison's conclusion and returns the absolute path of its copy.
func (d *Desk) IssueReport(ctx context.Context, path, comparison, target string, progress casefile.Progress) (string, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return "", err
	}
	issued, err := d.Issue(ctx, path, comparison, target, progress)
	return issued.File, err
}

// IssueOptions say what a report holds beyond what every report does.
type IssueOptions struct {
	// Filters has the scores computed anew under other filters, which takes seconds.
	Filters bool
}

// Issue makes the report on a comparison's conclusion, signs it, keeps it in the case, and writes a copy to target.
// comparison is a number, an id or the beginning of one.
func (d *Desk) Issue(ctx context.Context, path, comparison, target string, progress casefile.Progress) (Issued, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return Issued{}, err
	}
	return d.IssueWith(ctx, path, comparison, target, IssueOptions{}, progress)
}

// IssueWith is Issue with options.
func (d *Desk) IssueWith(ctx context.Context, path, comparison, target string, o IssueOptions, progress casefile.Progress) (Issued, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return Issued{}, err
	}
	target, err := freshFile(target)
	if err != nil {
		return Issued{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return Issued{}, err
	}
	id, err := d.signer()
	if err != nil {
		return Issued{}, err
	}
	tell(progress, 0, 4, "report")
	facts, err := d.facts(ctx, s, me, comparison, id, o, progress)
	if err != nil {
		return Issued{}, err
	}
	tell(progress, 1, 4, "report")
	file, err := makeSigned(ctx, facts, id)
	if err != nil {
		return Issued{}, err
	}
	tell(progress, 2, 4, "report")
	if err := d.noteReport(ctx, s, me, facts.Comparison.ID); err != nil {
		return Issued{}, err
	}
	sha, _, err := s.Originals().Put(ctx, bytes.NewReader(file))
	if err != nil {
		return Issued{}, err
	}
	r, err := s.AddIssuedReport(ctx, me, casefile.IssuedReport{
		ID: facts.ReportID, ComparisonID: facts.Comparison.ID, ConclusionID: facts.Conclusion.ID, SHA256: sha,
		Signer: id.Name(), TestIdentity: id.Test(), Created: facts.Issued,
	})
	if err != nil {
		return Issued{}, err
	}
	tell(progress, 3, 4, "report")
	if err := writeFile(target, file, 0o644); err != nil {
		return Issued{}, &casefile.Error{Code: casefile.Failed, What: "The report was issued and is in the case, but its copy %[1]s cannot be written",
			Do: "Open it from the case, or check the disk and issue another copy", Args: []any{target}, Cause: err}
	}
	tell(progress, 4, 4, "report")
	return Issued{Report: r, File: target}, nil
}

// FreshFile returns the absolute path of a PDF file that may be written, or says why it may not.
func FreshFile(target string) (string, error) { return freshFile(target) }

// freshFile returns the absolute path of a PDF file that may be written. One that exists is not overwritten: it may be
// a report that somebody relies on.
func freshFile(target string) (string, error) {
	if target == "" {
		return "", &casefile.Error{Code: casefile.Invalid, What: "The report needs a file to be written to", Do: "Name a PDF file"}
	}
	abs, err := filepath.Abs(target)
	if err != nil {
		return "", fmt.Errorf("report file %q: %w", target, err)
	}
	if _, err := os.Lstat(abs); err == nil {
		return "", &casefile.Error{Code: casefile.Conflict, What: "%[1]s exists already", Do: "Name a new file; reports are not overwritten", Args: []any{abs}}
	}
	if info, err := os.Stat(filepath.Dir(abs)); err != nil || !info.IsDir() {
		return "", &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s", Do: "Make it, or name another one", Args: []any{filepath.Dir(abs)}, Cause: err}
	}
	return abs, nil
}

// makeSigned makes the report and signs it.
func makeSigned(ctx context.Context, facts report.Facts, id identity.Identity) ([]byte, error) {
	doc, err := report.Build(facts)
	if err != nil {
		return nil, err
	}
	return signedPDF(ctx, doc, id, "Report "+facts.ReportID)
}

// signedPDF draws a document, signs it and checks what it made as somebody else would.
func signedPDF(ctx context.Context, doc report.Document, id identity.Identity, reason string) ([]byte, error) {
	plain, err := pdf.Render(ctx, doc)
	if err != nil {
		return nil, failedReport("drawn", err)
	}
	signed, err := sign.Sign(ctx, plain, id, sign.Options{At: doc.Issued, Reason: reason})
	if err != nil {
		return nil, failedReport("signed", err)
	}
	v, err := sign.Verify(signed, sign.VerifyOptions{Now: doc.Issued})
	if err == nil && !v.Valid {
		err = errors.New(strings.Join(sign.Sentences(v.Problems), " "))
	}
	if err != nil {
		return nil, failedReport("verified", err)
	}
	return signed, nil
}

func failedReport(step string, err error) error {
	var said *casefile.Error
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &said) {
		return err
	}
	return &casefile.Error{Code: casefile.Failed, What: "The report could not be %[1]s (%[2]v)",
		Do: "Nothing was issued; check the signing identity and try again", Args: []any{casefile.Word(step), err}, Cause: err}
}

// facts gathers all that a report states.
func (d *Desk) facts(ctx context.Context, s *store.Store, me, comparison string, id identity.Identity, o IssueOptions, progress casefile.Progress) (report.Facts, error) {
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return report.Facts{}, err
	}
	conclusion, ok, err := s.CurrentConclusion(ctx, k.ID)
	if err != nil {
		return report.Facts{}, err
	}
	if !ok {
		return report.Facts{}, &casefile.Error{Code: casefile.Conflict, What: "Nothing was concluded from comparison %[1]d yet",
			Do: "Record the conclusion first; a report states one", Args: []any{k.Number}}
	}
	f := report.Facts{
		Issued: d.now().UTC().Truncate(time.Second), Comparison: k, Conclusion: conclusion,
		Software: version.Software(), Signer: report.Signer{Name: id.Name(), Test: id.Test()}, Domain: analysis.Domain(),
	}
	if f.Scale, err = scaleOn(conclusion.On()); err != nil {
		return f, err
	}
	verifications, err := d.verified(ctx, s, conclusion)
	if err != nil {
		return f, err
	}
	if f.Verifications, err = verificationFacts(ctx, s, verifications); err != nil {
		return f, err
	}
	if f.Examination, err = examinationFacts(ctx, d, s, k, conclusion); err != nil {
		return f, err
	}
	if f.ReportID, err = newID(); err != nil {
		return f, err
	}
	if f.Case, err = s.Case(ctx); err != nil {
		return f, err
	}
	f.Agency = report.Agency{Name: f.Case.Agency}
	if f.Examiner, err = s.Person(ctx, conclusion.By); err != nil {
		return f, err
	}
	if f.Issuer, err = s.Person(ctx, me); err != nil {
		return f, err
	}
	if f.Corrected, err = corrected(ctx, s, conclusion); err != nil {
		return f, err
	}
	if f.A, err = reportItem(ctx, s, k.A, k.MaskA); err != nil {
		return f, err
	}
	if f.B, err = reportItem(ctx, s, k.B, k.MaskB); err != nil {
		return f, err
	}
	if earlier, err := s.IssuedReports(ctx, k.ID); err != nil {
		return f, err
	} else if n := len(earlier); n > 0 {
		f.Supersedes = earlier[n-1].ID
	}
	head, err := d.signCheckpoint(ctx, s, me, "report "+f.ReportID)
	if err != nil {
		return f, err
	}
	f.Log = report.LogState{Size: head.Size, Root: head.Root}
	if casefile.PairOf(f.A.Capture, f.B.Capture) != casefile.TwoTopographies {
		f.Domain = nil
	} else if f.Reference, err = Place(ctx, d.Settings().ReferenceSet, k, f.A.Capture, f.B.Capture, [2]*casefile.MaskItem{f.A.Mask, f.B.Mask}); err != nil {
		return f, err
	}
	e, err := d.explain(ctx, s, k, o.Filters, progress)
	if err != nil {
		return f, err
	}
	f.Explanation = &e
	if f.Figures, err = d.figures(ctx, s, f); err != nil {
		return f, err
	}
	chosen, err := snapshotFigures(ctx, s, f)
	f.Figures = append(f.Figures, chosen...)
	return f, err
}

// corrected returns the conclusion that c replaces, nil where it replaces none.
func corrected(ctx context.Context, s *store.Store, c casefile.Conclusion) (*casefile.Conclusion, error) {
	if c.Supersedes == "" {
		return nil, nil
	}
	list, err := s.Conclusions(ctx, c.ComparisonID)
	if err != nil {
		return nil, err
	}
	for _, earlier := range list {
		if earlier.ID == c.Supersedes {
			return &earlier, nil
		}
	}
	return nil, &casefile.Error{Code: casefile.Damaged, What: "The conclusion that this one corrects is not in the case", Do: "Verify the case"}
}

func reportItem(ctx context.Context, s *store.Store, captureID, maskID string) (item report.Item, err error) {
	if item.Capture, err = s.Capture(ctx, captureID); err != nil {
		return item, err
	}
	if item.Mask, err = maskItem(ctx, s, item.Capture, maskID); err != nil {
		return item, err
	}
	if item.Exhibit, err = s.Exhibit(ctx, item.Capture.ExhibitID); err != nil {
		return item, err
	}
	if item.Exhibit.EventID != "" {
		e, err := s.Event(ctx, item.Exhibit.EventID)
		if err != nil {
			return item, err
		}
		item.Event = &e
	}
	if item.Exhibit.ParentID != "" {
		p, err := s.Exhibit(ctx, item.Exhibit.ParentID)
		if err != nil {
			return item, err
		}
		item.Parent = &p
	}
	return item, nil
}

// Reports returns the reports issued in a case, newest first.
func (d *Desk) Reports(ctx context.Context, path string) ([]casefile.ReportItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	list, err := s.IssuedReports(ctx, "")
	if err != nil {
		return nil, err
	}
	items := make([]casefile.ReportItem, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		k, err := s.Comparison(ctx, list[i].ComparisonID)
		if err != nil {
			return nil, err
		}
		if l.bystander(k.ID) != nil {
			continue
		}
		c, err := comparisonItem(ctx, s, k)
		if err != nil {
			return nil, err
		}
		items = append(items, casefile.ReportItem{Report: list[i], ComparisonNumber: k.Number,
			LabelA: c.A.Exhibit.Label, LabelB: c.B.Exhibit.Label})
	}
	return items, nil
}

// ReportFile writes an issued report, checked against its hash, to a file that a viewer can open, and returns its path.
func (d *Desk) ReportFile(ctx context.Context, path, reportID string) (string, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return "", err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return "", err
	}
	r, err := s.IssuedReport(ctx, reportID)
	if err != nil {
		return "", err
	}
	if err := d.noteReport(ctx, s, me, r.ComparisonID); err != nil {
		return "", err
	}
	data, err := s.Originals().Read(ctx, r.SHA256)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(d.home, "opened")
	if err = os.MkdirAll(dir, 0o700); err == nil {
		file := filepath.Join(dir, "report-"+r.ID+".pdf")
		if err = writeFile(file, data, 0o600); err == nil {
			return file, nil
		}
	}
	return "", &casefile.Error{Code: casefile.Failed, What: "The report cannot be copied for viewing", Do: "Check the disk and the permissions of %[1]s", Args: []any{d.home}, Cause: err}
}
