package pdf

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/boombuler/barcode/code128"
	qrcode "github.com/skip2/go-qrcode"

	"tracemark/casefile"
)

// Labels draws labels of exhibits on sheets of label paper, from the place start on the first sheet on (1 is the first). Each has its
// code as a QR code and as a Code 128, drawn as areas of black and not as pictures, so that they are sharp on any printer. What is
// too long is shortened and ends in "…".
func Labels(ctx context.Context, labels []casefile.Label, sheet casefile.LabelSheet, start int, made time.Time) (out []byte, err error) {
	defer func() { // as in Render
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("draw labels: %v", r)
		}
	}()
	if len(labels) == 0 || start < 1 || start > sheet.PerPage() {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]d labels cannot be printed from place %[2]d on a sheet of %[3]d",
			Do: "Choose at least one exhibit, and a place that is on the sheet", Args: []any{len(labels), start, sheet.PerPage()}}
	}
	cover, err := newCoverage()
	if err != nil {
		return nil, err
	}
	right := slices.ContainsFunc(labels, func(c casefile.Label) bool {
		return isRTL(c.Agency + c.CaseNumber + c.Exhibit + c.Kind + c.Description)
	})
	l := &layout{p: newLabelsPDF(sheet, made, right), cover: cover}
	for i, one := range labels {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := start - 1 + i
		if i == 0 || at%sheet.PerPage() == 0 {
			l.p.AddPage()
		}
		at %= sheet.PerPage()
		b := labelBox{l: l, x: sheet.Left + float64(at%sheet.Columns)*sheet.StepX, y: sheet.Top + float64(at/sheet.Columns)*sheet.StepY, w: sheet.Width, h: sheet.Height}
		if err := b.draw(one); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := l.p.Output(&b); err != nil {
		return nil, fmt.Errorf("write labels: %w", err)
	}
	return finish(b.Bytes(), finishing{version: "1.7"})
}

func newLabelsPDF(sheet casefile.LabelSheet, made time.Time, right bool) *fpdf.Fpdf {
	p := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: sheet.PageW, Ht: sheet.PageH}})
	addFonts(p, right)
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(made.UTC())
	p.SetModificationDate(made.UTC())
	p.SetTitle("Labels of exhibits", true)
	p.SetProducer(Producer, false)
	return p
}

// labelBox is the place of one label.
type labelBox struct {
	l          *layout
	x, y, w, h float64
}

// The parts of a label in millimetres. Printers leave out up to labelMargin at the edge of a sheet and move labels by as much.
const (
	labelMargin = 3.0
	barHeight   = 7.5 // of the Code 128, scaled with the label
	widestBar   = 0.36
	quietBars   = 10 // modules on either side (ISO/IEC 15417, 4.5)
	quietQR     = 4  // modules around (ISO/IEC 18004, 6.3.8)
	widestQR    = 0.9
)

var black = colour{0, 0, 0}

func (b labelBox) draw(c casefile.Label) error {
	grow := max(0.9, min(b.h/37, b.w/62, 1.5))
	bars, err := code128.Encode(c.Code)
	if err != nil {
		return fmt.Errorf("draw bar code of %s: %w", c.Exhibit, err)
	}
	qr, err := qrcode.New(c.Code, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("draw QR code of %s: %w", c.Exhibit, err)
	}
	qr.DisableBorder = true
	high := barHeight * grow
	foot := style{mono, "", 6 * grow, 2.4 * grow, black}
	barY := b.y + b.h - labelMargin - foot.line - high
	n := bars.Bounds().Dx()
	wide := min(widestBar, (b.w-labelMargin)/float64(n+2*quietBars)) // the quiet zones may lie in the margin
	left := b.x + (b.w-wide*float64(n))/2
	b.bars(n, func(i int) bool { r, _, _, _ := bars.At(i, 0).RGBA(); return r == 0 }, left, barY, wide, high)
	b.line(b.x+labelMargin, barY+high, b.w-2*labelMargin, foot, spaced(c.Code), true)
	squares := qr.Bitmap()
	quiet := float64(len(squares) + 2*quietQR)
	room := barY - b.y - 1.2
	cell := min(widestQR*grow, room/quiet, b.w*0.36/quiet)
	side := cell * quiet
	b.squares(squares, b.x+1+cell*quietQR, b.y+(room-side)/2+1+cell*quietQR, cell)
	b.texts(c, b.x+1+side, b.y+labelMargin-0.4, b.w-side-1-labelMargin, barY-0.8, grow)
	return nil
}

// bars draws n modules beside each other, those next to each other as one area: no hairline of white shows between them.
func (b labelBox) bars(n int, dark func(int) bool, x, y, wide, high float64) {
	b.l.p.SetFillColor(0, 0, 0)
	for i := 0; i < n; i++ {
		from := i
		for i < n && dark(i) {
			i++
		}
		if i > from {
			b.l.p.Rect(x+float64(from)*wide, y, float64(i-from)*wide, high, "F")
		}
	}
}

func (b labelBox) squares(dark [][]bool, x, y, cell float64) {
	for row := range dark {
		b.bars(len(dark[row]), func(i int) bool { return dark[row][i] }, x, y+float64(row)*cell, cell, cell*1.01)
	}
}

// line draws one line, shortened to the width w.
func (b labelBox) line(x, y, w float64, s style, text string, centred bool) {
	text = b.l.shorten(s, text, w)
	if centred {
		x += (w - b.l.widthOf(s, text)) / 2
	}
	b.l.drawAt(x, y, s, text)
}

// texts writes what a person reads beside the QR code, between y and low.
func (b labelBox) texts(c casefile.Label, x, y, w, low, grow float64) {
	small := style{sans, "", 6.5 * grow, 2.7 * grow, black}
	strong := style{sans, "B", 7.5 * grow, 3.1 * grow, black}
	id := style{mono, "", 4.6 * grow, 2 * grow, black}
	write := func(s style, text string) {
		if text != "" {
			b.line(x, y, w, s, text, false)
			y += s.line
		}
	}
	low -= id.line
	write(small, c.Agency)
	write(strong, c.CaseNumber)
	name := style{sans, "B", 15 * grow, 6 * grow, black}
	for b.l.widthOf(name, b.l.cover.clean(c.Exhibit)) > w && name.points > 9*grow {
		name.points -= 0.5
	}
	write(name, c.Exhibit)
	handling := c.Notice + "  " + c.HandlingCode
	if handling = strings.TrimSpace(handling); handling != "" {
		low -= strong.line
	}
	about := c.Kind
	if c.Description != "" {
		about += ": " + c.Description
	}
	room := int((low - y + 0.2) / small.line)
	for i, line := range b.wrapped(small, about, w, room) {
		if i < room {
			write(small, line)
		}
	}
	if handling != "" {
		b.line(x, low, w, strong, handling, false)
		low += strong.line
	}
	b.line(x, low, w, id, c.ID, false)
}

// wrapped breaks text into no more than n lines; the last one ends in "…" where there is more.
func (b labelBox) wrapped(s style, text string, w float64, n int) []string {
	lines := b.l.lines(s, text, w)
	if n < 1 {
		return nil
	}
	if len(lines) > n {
		lines[n-1] = strings.Join(lines[n-1:], " ")
		lines = lines[:n]
	}
	return lines
}

// spaced is a code with spaces, as people read it.
func spaced(code string) string {
	var parts []string
	for ; len(code) > 4; code = code[4:] {
		parts = append(parts, code[:4])
	}
	return strings.Join(append(parts, code), " ")
}
