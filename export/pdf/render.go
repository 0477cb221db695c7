package pdf

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"tracemark/casefile"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
)

// The ICC's own sRGB profile; see icc/LICENSE.color.org.
//
//go:embed icc/sRGB2014.icc
var sRGB []byte

// Render draws the document as it is issued.
func Render(ctx context.Context, d report.Document) ([]byte, error) {
	return RenderWith(ctx, d, Options{}, nil)
}

// RenderWith draws the document; progress, which may be nil, is told of its pictures. The file says that it conforms to PDF/A-3b where the
// own check of package rules finds nothing.
func RenderWith(ctx context.Context, d report.Document, o Options, progress casefile.Progress) (out []byte, err error) {
	defer func() { // fpdf panics on some input; every character is checked before it gets there, this is the second line
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("draw report %s: %v", d.ReportID, r)
		}
	}()
	if err := checkAttachments(d.Attachments); err != nil {
		return nil, err
	}
	if o.Mail {
		d.Banners = append(append([]string{}, d.Banners...), d.Said().Lossy)
	}
	images := newPictures(ctx, o, countPictures(d), progress)
	drawn, drawErr := drawPages(ctx, d, images)
	pictures, err := images.finished() // whatever happened, no goroutine is left behind
	if drawErr != nil {
		return nil, drawErr
	}
	if err != nil {
		return nil, fmt.Errorf("draw report %s: %w", d.ReportID, err)
	}
	f := finishing{version: "1.7", pictures: pictures, attachments: d.Attachments, date: pdfDate(instant(d.Issued))}
	part := "3"
	if o.Part1 {
		f.version, f.attachments, f.cidSet, part = "1.4", nil, true, "1"
	}
	for _, part := range []string{part, ""} {
		f.xmp = xmp(d, part, o.Mail)
		if out, err = finish(drawn, f); err != nil {
			return nil, fmt.Errorf("write report %s: %w", d.ReportID, err)
		}
		if part != "3" || len(rules.Check(out)) == 0 { // what the check finds something in makes no claim
			break
		}
	}
	return out, nil
}

// drawPages lays the document out and draws it, stand-ins for its pictures.
func drawPages(ctx context.Context, d report.Document, images *pictures) ([]byte, error) {
	cover, err := newCoverage()
	if err != nil {
		return nil, err
	}
	l := &layout{p: newPDF(d, images.mail), cover: cover, said: d.Said(), images: images, start: top + float64(len(d.Banners))*bannerStep}
	l.newPage()
	l.y -= 8 // the first page has no running head
	if err := l.headOfReport(d); err != nil {
		return nil, err
	}
	number := 0
	for i, s := range d.Sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.Heading != "" {
			number++
		}
		l.ends = i == len(d.Sections)-1
		l.section(s, number)
	}
	l.endOfReport(d)
	for i, ops := range l.pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.p.AddPage()
		l.watermark(d)
		l.head(d, i+1)
		for _, op := range ops {
			op()
		}
		l.foot(d, i+1)
		for _, m := range l.marks {
			if m.page == i+1 {
				l.p.Bookmark(m.text, 0, m.y)
			}
		}
	}
	var b bytes.Buffer
	if err := l.p.Output(&b); err != nil {
		return nil, fmt.Errorf("write report %s: %w", d.ReportID, err)
	}
	return b.Bytes(), nil
}

func newPDF(d report.Document, mail bool) *fpdf.Fpdf {
	right := false
	texts(d, func(_ any, text string) bool {
		right = right || isRTL(text)
		return !right
	})
	p := fpdf.New("P", "mm", "A4", "")
	addFonts(p, right)
	p.SetMargins(left, top, rightEdge)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	at := instant(d.Issued)
	p.SetCreationDate(at)
	p.SetModificationDate(at)
	p.SetLang(d.Lang)
	p.SetTitle(plain(titleOf(d)), true)
	p.SetAuthor(plain(d.Author), true)
	p.SetSubject(subjectOf(d), true)
	p.SetCreator(plain(d.Producer), true)
	p.SetProducer(Producer, false)
	if mail {
		p.SetKeywords(plain(d.Said().Lossy), true)
	}
	addIntent(p)
	return p
}

// addIntent says what the colours are. The metadata that are set here only hold the place for those that finish writes.
func addIntent(p *fpdf.Fpdf) {
	p.AddOutputIntent(fpdf.OutputIntentType{SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB",
		Info: "sRGB2014", ICCProfile: sRGB})
	p.SetXmpMetadata([]byte("-"))
}

func titleOf(d report.Document) string {
	return d.Title + " " + d.ReportID + ", " + fmt.Sprintf(d.Said().Case, d.Case)
}

func subjectOf(d report.Document) string { return plain(nounOf(d) + " " + d.ReportID) }

// nounOf is what the document calls itself.
func nounOf(d report.Document) string {
	if d.Noun == "" {
		return "Report"
	}
	return d.Noun
}

// instant is a time as files state it. fpdf takes no time for now: the same document would not be the same file.
func instant(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return t.UTC()
}

func pdfDate(t time.Time) string { return t.UTC().Format("D:20060102150405Z") }

func countPictures(d report.Document) int {
	n := 0
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			for _, f := range b.Figures {
				if f != nil && f.Image != nil {
					n++
				}
			}
		}
	}
	if d.Letterhead != nil && d.Letterhead.Logo != nil {
		n++
	}
	return n
}

// endOfReport sets the end mark.
func (l *layout) endOfReport(d report.Document) {
	lines := l.lines(endText, d.EndMark, width)
	l.gap(max(2, min(8, l.room()-float64(len(lines))*endText.line))) // rather close to the text than on a page alone
	l.need(endText.line)
	if len(lines) > 1 {
		l.paragraph(left, width, endText, d.EndMark)
		return
	}
	w := l.widthOf(endText, lines[0])
	x := left + (width-w)/2
	if w < width-20 && strings.TrimSpace(lines[0]) != "" {
		l.rule(left, l.y+endText.line/2, (width-w)/2-4, 0.2, hairline)
		l.rule(x+w+4, l.y+endText.line/2, (width-w)/2-4, 0.2, hairline)
	}
	l.put(x, l.y, endText, lines[0])
	l.y += endText.line
}
