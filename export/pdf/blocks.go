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
		text := strconv.Itoa(number) + "  " + l.cover.clean(s.Heading)
		l.marks = append(l.marks, mark{len(l.pages), l.y, strconv.Itoa(number) + "  " + plain(s.Heading)})
		l.put(left, l.y, sectionHd, text)
		l.y += sectionHd.line + 0.8
		l.rule(left, l.y, width, 0.35, accent)
		l.y += 2.6
	}
	for i, b := range s.Blocks {
		if i > 0 {
			l.gap(2.6)
		}
		if b.Heading != "" && i+1 < len(s.Blocks) && s.Blocks[i+1].Table != nil {
			if h := l.tableHeight(*s.Blocks[i+1].Table); h <= together {
				l.need(h + blockHd.line + 4) // a short table goes to the next page with its heading
			}
		}
		l.block(b)
	}
}

// opening returns the height that a section's heading needs with what must follow it on the same page: something, and its
// first figures where nothing but a paragraph comes before them.
func (l *layout) opening(s report.Section) float64 {
	const least = 34
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

func (l *layout) block(b report.Block) {
	switch {
	case b.Heading != "":
		l.gap(1.6)
		l.need(34) // no less than a table asks for, so that its heading stays with it
		l.put(left, l.y, blockHd, l.cover.clean(b.Heading))
		l.y += blockHd.line - 1.4
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

// notice sets text on a tinted ground with a bar at its side; it may run over several pages.
func (l *layout) notice(n report.Notice) {
	bar, tint, hd := accent, accentTint, noticeHd
	switch n.Kind {
	case report.NoticeWarning:
		bar, tint, hd = amber, amberTint, warningHd
	case report.NoticeInfo:
		bar, tint, hd = grey, greyTint, blockHd
	}
	const pad, inset = 2.6, 5.0
	type row struct {
		text string
		s    style
		gap  float64
	}
	var rows []row
	for _, line := range l.lines(hd, n.Title, width-2*inset) {
		if line != "" {
			rows = append(rows, row{line, hd, 0})
		}
	}
	for _, t := range n.Text {
		for i, line := range l.lines(body, t, width-2*inset) {
			r := row{line, body, 0}
			if i == 0 && len(rows) > 0 {
				r.gap = 1.2
			}
			rows = append(rows, r)
		}
	}
	total := 2 * pad
	for _, r := range rows {
		total += r.gap + r.s.line
	}
	if l.need(min(total, 40)); total <= bottom-l.start {
		l.need(total)
	}
	for len(rows) > 0 {
		h, n := 2*pad, 0
		for n < len(rows) && (n == 0 || h+rows[n].gap+rows[n].s.line <= l.room()) {
			h += rows[n].gap + rows[n].s.line
			n++
		}
		l.box(left, l.y, width, h, tint)
		l.box(left, l.y, 1.1, h, bar)
		y := l.y + pad
		for _, r := range rows[:n] {
			y += r.gap
			l.put(left+inset, y, r.s, r.text)
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

func (l *layout) pairs(pairs []report.Pair) {
	var rows [][]column
	h := 0.0
	for _, p := range pairs {
		vs := value
		if p.Mono {
			vs = valueMono
		}
		c := []column{{left, labelWidth - 3, label, false}, {left + labelWidth, width - labelWidth, vs, false}}
		h += l.rowHeight(c, []string{p.Name, p.Value}, padPair)
		rows = append(rows, c)
	}
	if h <= together {
		l.need(h)
	}
	for i, p := range pairs {
		l.row(rows[i], []string{p.Name, p.Value}, padPair, nil)
	}
}

func (l *layout) sign(s report.SignLine) {
	// The end mark, 16 mm with its space, shall not stand on a page alone: all of it moves together.
	if h := float64(len(l.lines(body, s.Text, width)))*body.line + 26 + 16; h <= together {
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
