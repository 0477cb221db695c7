package verify

import (
	"context"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/pdf"
	"tracemark/export/report"
)

// Document returns the document of a report's file with the pictures that the file has, to be drawn otherwise, such as for mail. The
// attachments are left out: what is drawn of it is no longer the report.
func Document(ctx context.Context, file []byte) (report.Document, error) {
	no := func(err error) error {
		return &casefile.Error{Code: casefile.Invalid, What: "This file does not hold the document that it was drawn from", Do: "Use the issued file itself", Cause: err}
	}
	c := &check{ctx: ctx, file: file}
	var err error
	if c.attached, err = pdf.Attachments(file); err != nil {
		return report.Document{}, no(err)
	}
	e, err := annex.Read(c.attached)
	if err != nil {
		return report.Document{}, no(err)
	}
	c.evidence = &e
	base, err := firstRevision(file)
	if err != nil {
		return report.Document{}, no(err)
	}
	doc, err := c.drawable(base)
	if err != nil {
		return doc, no(err)
	}
	doc.Attachments = nil
	return doc, nil
}
