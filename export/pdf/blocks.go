package pdf

import (
	"strconv"

	"tracemark/export/report"
)

func (l *layout) section(s report.Section, number int) {
	if s.NewPage && l.y > l.start {
		l.newPage()
	}
	if s.Heading != "" {
		l.gap(7)
		l.need(l.opening(s))
		l.marks = append(l.marks, mark{len(l.pages), l.y, strconv.Itoa(number) + "  " + plain(s.Heading)})
		head := strconv.Itoa(number) + "  "
		in := l.widthOf(sectionHd, head)
		l.put(left, l.y, sectionHd, head)
		for _, line := range l.lines(sectionHd, s.Heading, width-in) {
			l.put(left+in, l.y, sectionHd, line)
			l.y += sectionHd.line
		}
		l.y += 0.8
		l.rule(left, l.y, width, 0.35, accent)
		l.y += 2.6
	}
	for i, b := range s.Blocks {
		if i > 0 {
			l.gap(2.6)
		}
		if b.Heading != "" && i+1 < len(s.Blocks) {
			l.need(min(blockHd.line+5+l.first(s.Blocks[i+1]), bottom-l.start)) // what is kept together goes to the next page with its heading
		}
		l.block(b)
	}
}

// opening returns the height that a section's heading needs with what must follow it on the same page: something, and its
// first figures where nothing but a paragraph comes before them.
func (l *layout) opening(s report.Section) float64 {
	least := 34.0
	if len(s.Blocks) > 0 {
		h := sectionHd.line + 5 + l.first(s.Blocks[0])
		switch {
		case len(s.Blocks) == 1:
		case s.Blocks[0].Heading != "":
			h += blockHd.line + 5 + l.first(s.Blocks[1])
		case s.Blocks[1].Sign != nil: // who signs does not stand on a page alone
			h += l.signHeight(*s.Blocks[1].Sign) + 3
		}
		least = max(least, min(h, bottom-l.start))
	}
	for i, b := range s.Blocks[:min(2, len(s.Blocks))] {
		if b.Figures == nil {
			continue
		}
		_, high, textHigh, _ := l.measure(b.Figures)
		h := sectionHd.line + 12 + high + textHigh
		if i == 1 {
			h += float64(len(l.lines(body, s.Blocks[0].Paragraph, width))) * body.line
		}
		return max(least, min(h, bottom-l.start)) // what fits on no page is not waited for
	}
	return least
}

// first returns the height of what a block keeps together at its beginning; 0 where that is a line or two.
func (l *layout) first(b report.Block) float64 {
	switch {
	case b.Notice != nil && b.Notice.Kind == report.NoticeInfo:
		return min(l.noticeHeight(*b.Notice), noticeBegins)
	case b.Notice != nil:
		if h := l.noticeHeight(*b.Notice); h <= bottom-l.start {
			return h
		}
	case b.Pairs != nil:
		if h := l.pairsHeight(b.Pairs); h <= together {
			return h
		}
	case b.Table != nil:
		return l.beginning(*b.Table)
	}
	return 0
}

func (l *layout) block(b report.Block) {
	switch {
	case b.Heading != "":
		l.gap(1.6)
		l.need(34) // no less than a table asks for, so that its heading stays with it
		for _, line := range l.lines(blockHd, b.Heading, width) {
			l.put(left, l.y, blockHd, line)
			l.y += blockHd.line
		}
		l.y -= 1.4
	case b.Paragraph != "":
		l.paragraph(left, width, body, b.Paragraph)
	case b.Items != nil:
		l.items(b.Items)
	case b.Notice != nil:
		l.notice(*b.Notice)
	case b.Pairs != nil:
		l.pairs(b.Pairs)
	case b.Table != nil:
		l.table(*b.Table)
	case b.Figures != nil:
		l.figures(b.Figures)
	case b.Sign != nil:
		l.sign(*b.Sign)
	}
}

// paragraph sets running text; a page neither begins nor ends with a single line of it where that can be helped.
func (l *layout) paragraph(x, w float64, s style, text string) {
	lines := l.lines(s, text, w)
	for i, line := range lines {
		keep := 1
		if i == 0 || i == len(lines)-2 {
			keep = min(2, len(lines)-i)
		}
		l.need(float64(keep) * s.line)
		l.put(x, l.y, s, line)
		l.y += s.line
	}
}

func (l *layout) items(items []string) {
	for i, it := range items {
		if i > 0 {
			l.gap(1.2)
		}
		l.need(min(2, float64(len(l.lines(body, it, width-5)))) * body.line)
		l.put(left+0.8, l.y, style{sans, "B", body.points, body.line, accent}, "•")
		l.paragraph(left+5, width-5, body, it)
	}
}

// Space above and below a notice's text, and at its sides.
const padNotice, insetNotice = 2.6, 5.0

// noticeBegins is how much of a notice stands on a page at least.
const noticeBegins = 40.0

// noticeRow is a line of a notice with the space above it.
type noticeRow struct {
	text string
	s    style
	gap  float64
}

func (l *layout) noticeRows(n report.Notice, hd style) (rows []noticeRow) {
	for _, line := range l.lines(hd, n.Title, width-2*insetNotice) {
		if line != "" {
			rows = append(rows, noticeRow{line, hd, 0})
		}
	}
	for _, t := range n.Text {
		for i, line := range l.lines(body, t, width-2*insetNotice) {
			r := noticeRow{line, body, 0}
			if i == 0 && len(rows) > 0 {
				r.gap = 1.2
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// noticeHeight is how high a notice is, to the width of a hair.
func (l *layout) noticeHeight(n report.Notice) float64 {
	h := 2 * padNotice
	for _, r := range l.noticeRows(n, noticeHd) {
		h += r.gap + r.s.line
	}
	return h
}

// notice sets text on a tinted ground with a bar at its side; it may run over several pages.
func (l *layout) notice(n report.Notice) {
	bar, tint, hd := accent, accentTint, noticeHd
	switch n.Kind {
	case report.NoticeWarning:
		bar, tint, hd = amber, amberTint, warningHd
	case report.NoticeInfo:
		bar, tint, hd = grey, greyTint, blockHd
	}
	rows := l.noticeRows(n, hd)
	total := 2 * padNotice
	for _, r := range rows {
		total += r.gap + r.s.line
	}
	if l.need(min(total, noticeBegins)); total <= bottom-l.start && n.Kind != report.NoticeInfo { // opinions and warnings are seen whole
		l.need(total)
	}
	for len(rows) > 0 {
		h, n := 2*padNotice, 0
		for n < len(rows) && (n == 0 || h+rows[n].gap+rows[n].s.line <= l.room()) {
			h += rows[n].gap + rows[n].s.line
			n++
		}
		l.box(left, l.y, width, h, tint)
		l.box(left, l.y, 1.1, h, bar)
		y := l.y + padNotice
		for _, r := range rows[:n] {
			y += r.gap
			l.put(left+insetNotice, y, r.s, r.text)
			y += r.s.line
		}
		l.y += h
		if rows = rows[n:]; len(rows) > 0 {
			l.newPage()
		}
	}
}

const labelWidth = 47.0

const padPair = 0.75

// pairRows are how the rows of named values are set.
func (l *layout) pairRows(pairs []report.Pair) (rows [][]column) {
	for _, p := range pairs {
		vs := value
		if p.Mono {
			vs = valueMono
		}
		rows = append(rows, []column{{left, labelWidth - 3, label, false}, {left + labelWidth, width - labelWidth, vs, false}})
	}
	return rows
}

func (l *layout) pairsHeight(pairs []report.Pair) (h float64) {
	for i, c := range l.pairRows(pairs) {
		h += l.rowHeight(c, []string{pairs[i].Name, pairs[i].Value}, padPair)
	}
	return h
}

func (l *layout) pairs(pairs []report.Pair) {
	if h := l.pairsHeight(pairs); h <= together {
		l.need(h)
	}
	for i, c := range l.pairRows(pairs) {
		l.row(c, []string{pairs[i].Name, pairs[i].Value}, padPair, nil)
	}
}

// signHeight is the height of the place of a signature, with the end mark where that follows: it shall not stand on a page alone.
func (l *layout) signHeight(s report.SignLine) float64 {
	h := float64(len(l.lines(body, s.Text, width)))*body.line + 26
	if l.ends {
		h += 16
	}
	return h
}

func (l *layout) sign(s report.SignLine) {
	if h := l.signHeight(s); h <= together {
		l.need(h)
	}
	l.gap(4)
	l.paragraph(left, width, body, s.Text)
	l.gap(5)
	l.need(20)
	l.rule(left, l.y, 80, 0.25, grey)
	l.y += 1
	for i, line := range signLines(s) {
		st := label
		if i == 0 {
			st = style{sans, "B", 9.5, 4.8, ink}
		}
		l.paragraph(left, width, st, line)
	}
}

// signLines are the lines below the place of a signature; what is not stated takes no line.
func signLines(s report.SignLine) []string {
	where := s.Role
	if s.Place != "" {
		where += ", " + s.Place
	}
	return []string{s.Name, where, s.Date}
}
