package verify

import (
	"errors"
	"strings"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/pdf"
)

// annexes reads the files inside the file.
func (c *check) annexes() error {
	list, err := pdf.Attachments(c.file)
	if err != nil {
		c.problem("attachments_unreadable", "The files inside the file cannot be read (%[1]v): it was damaged or changed, or another program wrote it.", err)
		return nil
	}
	c.attached = list
	for _, a := range list {
		c.r.Attachments = append(c.r.Attachments, casefile.FileAttachment{Name: a.Name, MediaType: a.MediaType, Relation: string(a.Relation),
			Size: int64(len(a.Data)), SHA256: digest(a.Data), State: casefile.StateUnknown})
	}
	e, err := annex.Read(list)
	var newer *annex.NewerError
	switch {
	case errors.Is(err, annex.ErrNone):
		c.open("no_annexes", "The file has no annexes of Tracemark: nothing of its content could be checked beyond its signatures.")
		return nil
	case errors.As(err, &newer):
		c.open("annexes_newer", "The annexes are of the newer form %[1]q: check the file with a newer version of this program.", newer.Schema)
		return nil
	case err != nil:
		c.problem("annexes", "The annexes are not as they were written (%[1]v).", err)
		c.mark(casefile.StateDiffers)
		return nil
	}
	c.evidence = &e
	c.mark(casefile.StateAgrees)
	d := e.Document
	c.r.About = &casefile.FileAbout{ReportID: d.ReportID, Title: d.Title, Agency: d.Agency, Case: d.Case, Author: d.Author, Issued: d.Issued,
		Lang: d.Lang, Program: d.Producer, Draft: d.Watermark != ""}
	if d.Watermark != "" {
		c.problem("draft", "This is a DRAFT: it was never issued.")
	}
	for _, banner := range d.Banners {
		c.fact("banner", "On every page stands: %[1]s.", casefile.Word(banner))
	}
	c.fact("annexes_agree", "The annexes belong to this report and agree with each other by SHA-256.")
	return nil
}

// mark says of all annexes what became of their check.
func (c *check) mark(state casefile.FileState) {
	for i, a := range c.r.Attachments {
		switch {
		case a.Name == annex.ExtractName, a.Name == annex.OriginalsName, a.Name == annex.MethodName, a.Name == annex.LogName, strings.HasPrefix(a.Name, "mask-"):
			c.r.Attachments[i].State = state
		}
	}
}
