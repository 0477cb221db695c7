package casework

import (
	"context"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/verify"
)

// MailReport writes a small copy of an issued report to target, for sending by mail: its pictures are smaller and lossy, every page says so, it bears no
// signature and no attachments. What counts is the issued file.
func (d *Desk) MailReport(ctx context.Context, path, ref, target string, progress casefile.Progress) (string, error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return "", err
	}
	target, err := freshFile(target)
	if err != nil {
		return "", err
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return "", err
	}
	issued, ok := r.Issued()
	if !ok {
		return "", &casefile.Error{Code: casefile.Conflict, What: "Report %[1]d is not issued", Do: "Issue it first", Args: []any{r.Number}}
	}
	if err := d.noteReport(ctx, s, me, r.ComparisonID); err != nil {
		return "", err
	}
	file, err := s.Originals().Read(ctx, issued.SHA256)
	if err != nil {
		return "", err
	}
	doc, err := verify.Document(ctx, file)
	if err != nil {
		return "", err
	}
	small, err := pdf.RenderWith(ctx, doc, pdf.Options{Mail: true}, progress)
	if err != nil {
		return "", failedReport("drawn", err)
	}
	if err := writeFile(target, small, 0o644); err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the disk and your rights on the folder", Args: []any{target}, Cause: err}
	}
	return target, nil
}
