package pdf

import (
	"fmt"
	"math"

	qrcode "github.com/skip2/go-qrcode"

	"tracemark/export/report"
)

const (
	bannerStep = 7.0
	logoWide   = 46.0 // a logo is no larger than this
	logoHigh   = 18.0
	codeSide   = 27.0 // of the QR code with its quiet zone
	footTop    = 280.0
)

// headOfReport sets letterhead, code and title on the first page.
func (l *layout) headOfReport(d report.Document) error {
	from, w := l.y, width
	codeEnd := from
	if d.Code != "" {
		var err error
		if codeEnd, err = l.code(d.Code, from); err != nil {
			return err
		}
		w -= codeSide + 4
	}
	x := left
	logoEnd := from
	if h := d.Letterhead; h != nil && h.Logo != nil && h.Logo.Bounds().Dx() > 0 && h.Logo.Bounds().Dy() > 0 {
		size := h.Logo.Bounds()
		lw, lh := logoHigh*float64(size.Dx())/float64(size.Dy()), logoHigh
		if lw > logoWide {
			lw, lh = logoWide, logoWide*float64(size.Dy())/float64(size.Dx())
		}
		number := l.images.add(h.Logo, lw, lh)
		l.do(func() { l.standIn(number, left, from, lw, lh) })
		x, w, logoEnd = left+lw+5, w-lw-5, from+lh
	}
	l.paragraph(x, w, agencyLine, d.Agency)
	if d.Letterhead != nil {
		for _, line := range d.Letterhead.Lines {
			l.paragraph(x, w, letterLine, line)
		}
	}
	l.y = max(l.y, logoEnd) + 0.6
	if d.Letterhead != nil {
		l.rule(left, l.y+1, x+w-left, 0.25, hairline)
		l.y += 3
	}
	l.paragraph(left, x+w-left, titleStyle, d.Title)
	l.y = max(l.y, codeEnd) + 3.5
	return nil
}

// code draws a QR code at the right of the first page, as areas of black so that it is sharp on any printer, and says where its caption ends.
func (l *layout) code(text string, y float64) (float64, error) {
	qr, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return 0, fmt.Errorf("draw the code of the report: %w", err)
	}
	qr.DisableBorder = true
	squares := qr.Bitmap()
	cell := codeSide / float64(len(squares)+2*quietQR)
	x, below := left+width-codeSide, y+codeSide
	l.do(func() { labelBox{l: l}.squares(squares, x+cell*quietQR, y+cell*quietQR, cell) })
	for _, line := range l.lines(codeText, l.said.Code, codeSide) {
		l.put(x, below, codeText, line)
		below += codeText.line
	}
	return below, nil
}

// watermark draws a word across the page, in a light grey under everything: PDF/A-1 allows no transparency.
func (l *layout) watermark(d report.Document) {
	text := l.cover.clean(d.Watermark)
	if text == "" {
		return
	}
	s := style{sans, "B", 120, 40, watermarkGrey}
	for s.points > 8 && l.widthOf(s, text) > 250 {
		s.points -= 4
	}
	w := l.widthOf(s, text)
	l.p.TransformBegin()
	l.p.TransformRotate(math.Atan2(pageH, pageW)*180/math.Pi, pageW/2, pageH/2)
	l.drawAt((pageW-w)/2, pageH/2-s.line/2, s, text)
	l.p.TransformEnd()
	l.current = style{} // the end of a transformation brings the font of before back
}

// head draws what stands at the head of every page: banners, and the running head from the second page on.
func (l *layout) head(d report.Document, page int) {
	y := 9.0
	for _, b := range d.Banners {
		l.p.SetFillColor(amberTint[0], amberTint[1], amberTint[2])
		l.p.SetDrawColor(amber[0], amber[1], amber[2])
		l.p.SetLineWidth(0.25)
		l.p.Rect(left, y, width, 5.6, "FD")
		text := l.shorten(bannerText, b, width-4)
		l.drawAt(left+(width-l.widthOf(bannerText, text))/2, y+0.1, bannerText, text)
		y += bannerStep
	}
	y += 4
	if page > 1 {
		text := l.cover.clean(d.Title) + "  ·  " + l.cover.clean(fmt.Sprintf(l.said.Case, d.Case)) + "  ·  " + l.cover.clean(d.Agency)
		l.drawAt(left, y, running, l.shortened(running, text, width))
		l.ruleNow(left, y+5, width, 0.2, hairline)
	}
}

// foot draws what stands at the foot of every page: what the document is, its id, the page's number, and the letterhead's foot.
func (l *layout) foot(d report.Document, page int) {
	l.ruleNow(left, footTop, width, 0.2, hairline)
	noun := l.cover.clean(nounOf(d))
	at := l.widthOf(running, noun) + 2
	pages := l.cover.clean(fmt.Sprintf(l.said.PageOf, page, len(l.pages)))
	w := l.widthOf(running, pages)
	l.drawAt(left, footTop+1.4, running, noun)
	l.drawAt(left+at, footTop+1.4, runningID, l.shorten(runningID, d.ReportID, width-w-at-10))
	l.drawAt(left+width-w, footTop+1.4, running, pages)
	if d.Letterhead == nil || d.Letterhead.Foot == "" {
		return
	}
	y := footTop + 5.2
	for i, line := range l.lines(footLine, d.Letterhead.Foot, width) {
		if i == 2 { // more would leave the page
			break
		}
		l.drawAt(left, y, footLine, line)
		y += footLine.line
	}
}
