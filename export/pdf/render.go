package pdf

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"codeberg.org/go-pdf/fpdf"

	"tracemark/export/report"
)

// The ICC's own sRGB profile; see icc/LICENSE.color.org.
//
//go:embed icc/sRGB2014.icc
var sRGB []byte

// Render draws the document.
func Render(ctx context.Context, d report.Document) (out []byte, err error) {
	defer func() { // fpdf panics on some input; every character is checked before it gets there, this is the second line
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("draw report %s: %v", d.ReportID, r)
		}
	}()
	cover, err := newCoverage()
	if err != nil {
		return nil, err
	}
	l := &layout{p: newPDF(d, cover), cover: cover, start: top + float64(len(d.Banners))*bannerStep}
	l.newPage()
	l.y -= 8 // the first page has no running head
	l.headOfReport(d)
	number := 0
	for _, s := range d.Sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.Heading != "" {
			number++
		}
		l.section(s, number)
	}
	l.endOfReport(d)
	for i, ops := range l.pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.p.AddPage()
		l.frame(d, i+1)
		for _, op := range ops {
			op()
		}
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
	return finish(b.Bytes())
}

func newPDF(d report.Document, cover *coverage) *fpdf.Fpdf {
	p := fpdf.New("P", "mm", "A4", "")
	addFonts(p)
	p.SetMargins(left, top, right)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(d.Issued.UTC())
	p.SetModificationDate(d.Issued.UTC())
	p.SetLang(d.Lang)
	p.SetTitle(cover.clean(titleOf(d)), true)
	p.SetAuthor(cover.clean(d.Author), true)
	p.SetSubject(cover.clean(nounOf(d)+" "+d.ReportID), true)
	p.SetCreator(cover.clean(d.Producer), true)
	p.SetProducer(producer, false)
	p.AddOutputIntent(fpdf.OutputIntentType{SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB",
		Info: "sRGB2014", ICCProfile: sRGB})
	p.SetXmpMetadata(xmp(d))
	return p
}

func titleOf(d report.Document) string { return d.Title + " " + d.ReportID + ", case " + d.Case }

const bannerStep = 7.0

// headOfReport sets agency and title on the first page.
func (l *layout) headOfReport(d report.Document) {
	l.paragraph(left, width, agencyLine, d.Agency)
	l.y += 0.6
	l.paragraph(left, width, titleStyle, d.Title)
	l.y += 3.5
}

// endOfReport sets the end mark.
func (l *layout) endOfReport(d report.Document) {
	l.gap(8)
	l.need(8)
	lines := l.lines(endText, d.EndMark, width)
	if len(lines) > 1 {
		l.paragraph(left, width, endText, d.EndMark)
		return
	}
	w := l.widthOf(endText, lines[0])
	x := left + (width-w)/2
	if w < width-20 {
		l.rule(left, l.y+endText.line/2, (width-w)/2-4, 0.2, hairline)
		l.rule(x+w+4, l.y+endText.line/2, (width-w)/2-4, 0.2, hairline)
	}
	l.put(x, l.y, endText, lines[0])
	l.y += endText.line
}

// frame draws what stands on every page: banners, running head, report id and page number.
func (l *layout) frame(d report.Document, page int) {
	y := 9.0
	for _, b := range d.Banners {
		l.p.SetFillColor(amberTint[0], amberTint[1], amberTint[2])
		l.p.SetDrawColor(amber[0], amber[1], amber[2])
		l.p.SetLineWidth(0.25)
		l.p.Rect(left, y, width, 5.6, "FD")
		text := l.cover.clean(b)
		l.drawAt(left+(width-l.drawnWidth(bannerText, text))/2, y+0.1, bannerText, text)
		y += bannerStep
	}
	y += 4
	if page > 1 {
		l.drawAt(left, y, running, l.shorten(running, d.Title+"  ·  case "+d.Case+"  ·  "+d.Agency, width))
		l.p.SetDrawColor(hairline[0], hairline[1], hairline[2])
		l.p.SetLineWidth(0.2)
		l.p.Line(left, y+5, left+width, y+5)
	}
	foot := 280.0
	l.p.SetDrawColor(hairline[0], hairline[1], hairline[2])
	l.p.SetLineWidth(0.2)
	l.p.Line(left, foot, left+width, foot)
	pages := fmt.Sprintf("Page %d of %d", page, len(l.pages))
	w := l.drawnWidth(running, pages)
	l.drawAt(left+width-w, foot+1.4, running, pages)
	noun := nounOf(d)
	at := l.drawnWidth(running, noun) + 2
	l.drawAt(left, foot+1.4, running, noun)
	l.drawAt(left+at, foot+1.4, runningID, l.shorten(runningID, d.ReportID, width-w-at-10))
}

// nounOf is what the document calls itself.
func nounOf(d report.Document) string {
	if d.Noun == "" {
		return "Report"
	}
	return d.Noun
}

// drawAt draws at once, drawnWidth measures for it; the layout's memory of the font does not hold while drawing.
func (l *layout) drawAt(x, y float64, s style, text string) {
	l.draw(x, y+s.line/2+0.35*s.points*mmPerPoint, s, text)
}

func (l *layout) drawnWidth(s style, text string) float64 {
	l.p.SetFont(s.family, s.weight, s.points)
	return l.p.GetStringWidth(text)
}

// shorten cuts a running line that is too wide and says so with dots; the whole text stands on the first page.
func (l *layout) shorten(s style, text string, w float64) string {
	text = l.cover.clean(text)
	if l.drawnWidth(s, text) <= w {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && l.drawnWidth(s, string(r)+"…") > w {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}
