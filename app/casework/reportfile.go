package casework

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/pdf"
)

// DraftReport draws a report as it stands and returns the file, which a viewer can open. Every page says that it is a draft, also when it was authorised:
// what is the report is the signed file alone.
func (d *Desk) DraftReport(ctx context.Context, path, ref string, progress casefile.Progress) (string, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return "", err
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return "", err
	}
	if err := d.noteReport(ctx, s, me, r.ComparisonID); err != nil {
		return "", err
	}
	file, err := d.draftPDF(ctx, s, r, progress)
	if err != nil {
		return "", err
	}
	return d.forViewer(r.ID, fmt.Sprintf("draft-%d-version-%d.pdf", r.Number, r.Current().Version), file)
}

// draftPDF draws the draft of a report.
func (d *Desk) draftPDF(ctx context.Context, s *store.Store, r casefile.Report, progress casefile.Progress) ([]byte, error) {
	made, err := d.reportDocument(ctx, s, r, progress)
	if err != nil {
		return nil, err
	}
	file, err := pdf.RenderWith(ctx, made.doc, pdf.Options{}, progress)
	if err != nil {
		return nil, failedReport("drawn", err)
	}
	return file, nil
}

// forViewer writes a file in a folder of its own, so that it has its own name in the viewer.
func (d *Desk) forViewer(id, name string, data []byte) (string, error) {
	dir := filepath.Join(d.home, "opened", id)
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		file := filepath.Join(dir, name)
		if err = writeFile(file, data, 0o600); err == nil {
			return file, nil
		}
	}
	return "", &casefile.Error{Code: casefile.Failed, What: "The report cannot be copied for viewing", Do: "Check the disk and the permissions of %[1]s", Args: []any{d.home}, Cause: err}
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
		if list[i].ComparisonID == "" {
			continue
		}
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
	return d.forViewer(r.ID, "report-"+r.ID+".pdf", data)
}
