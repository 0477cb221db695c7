package pdf

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"tracemark/casefile"
)

// Look is what a visible signature shows, in the report's language. Empty fields take no line.
type Look struct {
	Heading string // "Signed electronically by"
	Name    string
	Role    string
	Reason  string
	Date    string
	Level   string // where a reader finds how much the signature can prove: the picture itself proves nothing
	Notice  string // set apart: that this is a test identity
	Lang    string // BCP 47
	Made    time.Time
	// Width and Height in millimetres; DefaultLook where 0. What does not fit is set smaller.
	Width, Height float64
}

// DefaultLook is the size of a visible signature in millimetres that states none.
var DefaultLook = struct{ Width, Height float64 }{80, 30}

// Appearance draws the look of a visible signature as a PDF of one page, which is as large as the look, with its fonts embedded as in a report. The same look
// gives the same bytes.
func Appearance(a Look) (out []byte, err error) {
	defer func() { // as in RenderWith
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("draw the look of a signature: %v", r)
		}
	}()
	cover, err := newCoverage()
	if err != nil {
		return nil, err
	}
	right := false
	for _, f := range []struct {
		field casefile.Word
		text  string
	}{{casefile.Word("the heading"), a.Heading}, {casefile.Word("the signer's name"), a.Name}, {casefile.Word("the signer's role"), a.Role},
		{casefile.Word("the reason"), a.Reason}, {casefile.Word("the date"), a.Date}, {casefile.Word("the level"), a.Level}, {casefile.Word("the notice"), a.Notice}} {
		if what, why := cover.problem(f.text); why != "" {
			return nil, cannotDraw(f.field, what, why)
		}
		right = right || isRTL(f.text)
	}
	w, h := a.Width, a.Height
	if w <= 0 || h <= 0 {
		w, h = DefaultLook.Width, DefaultLook.Height
	}
	p := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: w, Ht: h}})
	addFonts(p, right)
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(instant(a.Made))
	p.SetModificationDate(instant(a.Made))
	p.SetLang(a.Lang)
	p.SetTitle(plain(a.Heading+" "+a.Name), true)
	p.SetProducer(Producer, false)
	addIntent(p)
	l := &layout{p: p, cover: cover}
	p.AddPage()
	l.look(a, w, h)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, fmt.Errorf("write the look of a signature: %w", err)
	}
	m := metadata{title: plain(a.Heading + " " + a.Name), lang: a.Lang, date: instant(a.Made)}
	return finish(b.Bytes(), finishing{version: "1.4", xmp: m.xmp(), cidSet: true})
}

// look draws the lines into a frame, at the largest size at which all of them fit.
func (l *layout) look(a Look, w, h float64) {
	const pad = 2.2
	type row struct {
		s    style
		text string
	}
	grow, rows := 1.0, []row(nil)
	for ; grow > 0.3; grow -= 0.05 {
		rows = rows[:0]
		high := 2 * pad
		set := func(weight string, points, line float64, c colour, text string) {
			if text == "" {
				return
			}
			s := style{sans, weight, points * grow, line * grow, c}
			for _, part := range l.lines(s, text, w-2*pad-1.5) {
				rows = append(rows, row{s, part})
				high += s.line
			}
		}
		set("", 7, 3.3, grey, a.Heading)
		set("B", 10, 4.6, ink, a.Name)
		set("", 7.6, 3.6, ink, a.Role)
		set("", 7.6, 3.6, ink, a.Reason)
		set("", 7.6, 3.6, ink, a.Date)
		set("", 6.4, 3, grey, a.Level)
		set("B", 7.6, 3.6, amber, a.Notice)
		if high <= h {
			break
		}
	}
	fill, bar := accentTint, accent
	if a.Notice != "" {
		fill, bar = amberTint, amber
	}
	l.p.SetFillColor(fill[0], fill[1], fill[2])
	l.p.Rect(0, 0, w, h, "F")
	l.p.SetFillColor(bar[0], bar[1], bar[2])
	l.p.Rect(0, 0, 1.1, h, "F")
	y := pad
	for _, r := range rows {
		l.drawAt(pad+1.5, y, r.s, r.text)
		y += r.s.line
	}
}

// cannotDraw says which field holds what cannot be drawn, and why.
func cannotDraw(field any, what rune, why casefile.Word) error {
	return &casefile.Error{Code: casefile.Refused, What: "The character %[2]s in %[1]s cannot be drawn in a report: %[3]s",
		Do: "Write it with other letters, or in Latin ones with a photograph of the original", Args: []any{field, fmt.Sprintf("%U", what), why}}
}
