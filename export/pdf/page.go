package pdf

import (
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"tracemark/export/report"
)

// layout places things on pages before anything is drawn, so that every page can say how many there are.
type layout struct {
	p       *fpdf.Fpdf // for the widths of texts, then for drawing
	cover   *coverage
	said    report.Words
	images  *pictures
	pages   [][]func()
	marks   []mark
	y       float64
	start   float64 // where the text of a page begins
	current style
	ends    bool // nothing but the end mark follows the section
}

// mark is an entry of the outline.
type mark struct {
	page int
	y    float64
	text string
}

func (l *layout) newPage() {
	l.pages = append(l.pages, nil)
	l.y = l.start
}

// do adds something to draw on the current page.
func (l *layout) do(f func()) { l.pages[len(l.pages)-1] = append(l.pages[len(l.pages)-1], f) }

// room returns the height that is left on the page.
func (l *layout) room() float64 { return bottom - l.y }

// need begins a new page unless h is left on this one.
func (l *layout) need(h float64) {
	if l.room() < h && l.y > l.start {
		l.newPage()
	}
}

// gap leaves space, none at the head of a page.
func (l *layout) gap(h float64) {
	if l.y > l.start {
		l.y += h
	}
}

func (l *layout) use(s style) {
	if l.current.family != s.family || l.current.weight != s.weight || l.current.points != s.points {
		l.p.SetFont(s.family, s.weight, s.points)
		l.current = s
	}
}

// piece is part of a line in one font.
type piece struct {
	text string
	s    style
}

// pieces takes a text that clean or lines returned apart by its marks.
func pieces(s style, text string) (all []piece, shift float64, right bool) {
	if !strings.ContainsAny(text, marks) {
		return []piece{{text, s}}, 0, false
	}
	other := style{rtl, "", s.points, s.line, s.colour}
	at, part := s, []rune(nil)
	flush := func(next style) {
		if len(part) > 0 {
			all = append(all, piece{string(part), at})
		}
		at, part = next, nil
	}
	moves := false
	for i, r := range []rune(text) {
		switch {
		case moves:
			shift, right, moves = float64(r-shiftZero)/10, i == 1, false
		case r == lineRTL:
			moves = true
		case r == fontRTL:
			flush(other)
		case r == fontSet:
			flush(s)
		default:
			part = append(part, r)
		}
	}
	flush(s)
	return all, shift, right
}

// widthOf returns the width of a text that clean or lines returned.
func (l *layout) widthOf(s style, text string) float64 {
	w := 0.0
	all, _, _ := pieces(s, text)
	for _, p := range all {
		l.use(p.s)
		w += l.p.GetStringWidth(p.text)
	}
	return w
}

// put draws one line whose box begins at x, y.
func (l *layout) put(x, y float64, s style, text string) {
	if text == "" {
		return
	}
	l.do(func() { l.drawAt(x, y, s, text) })
}

// drawAt draws at once. The middle of a line is the middle of its capitals, which are 0.7 of the size high in these fonts.
func (l *layout) drawAt(x, y float64, s style, text string) {
	base := y + s.line/2 + 0.35*s.points*mmPerPoint
	all, shift, right := pieces(s, text)
	l.p.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
	x += shift
	if right { // drawn in the order in which it is read, which is how programs take the text out
		x += l.widthOf(s, text)
		slices.Reverse(all)
	}
	for _, p := range all {
		l.use(p.s)
		w := l.p.GetStringWidth(p.text)
		if right {
			x -= w
		}
		l.drawPiece(x, base, p)
		if !right {
			x += w
		}
	}
}

// drawPiece draws words that are written from right to left one by one, the rightmost first.
func (l *layout) drawPiece(x, base float64, p piece) {
	if p.s.family != rtl {
		l.p.Text(x, base, p.text)
		return
	}
	words := strings.SplitAfter(p.text, " ")
	x += l.p.GetStringWidth(p.text)
	slices.Reverse(words)
	for _, w := range words {
		if x -= l.p.GetStringWidth(w); w != "" {
			l.p.Text(x, base, w)
		}
	}
}

// putRight draws a line that ends at x.
func (l *layout) putRight(x, y float64, s style, text string) {
	_, shift, _ := pieces(s, text)
	l.put(x-l.widthOf(s, text)-shift, y, s, text)
}

func (l *layout) rule(x, y, w, thick float64, c colour) {
	l.do(func() { l.ruleNow(x, y, w, thick, c) })
}

func (l *layout) ruleNow(x, y, w, thick float64, c colour) {
	l.p.SetDrawColor(c[0], c[1], c[2])
	l.p.SetLineWidth(thick)
	l.p.Line(x, y, x+w, y)
}

func (l *layout) box(x, y, w, h float64, c colour) {
	l.do(func() {
		l.p.SetFillColor(c[0], c[1], c[2])
		l.p.Rect(x, y, w, h, "F")
	})
}
