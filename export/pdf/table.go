package pdf

import (
	"regexp"

	"tracemark/export/report"
)

// column is where a cell's text stands and how it is set.
type column struct {
	x, w  float64
	s     style
	right bool
}

// identifier matches hashes and ids: they are set in a font of equal widths, so that they can be compared by eye.
var identifier = regexp.MustCompile(`^[0-9A-Fa-f-]{32,}$`)

// grid is a table with its columns measured out.
type grid struct {
	cols, heads []column
	titles      []string
}

// padColumn is the space at each side of a column's text.
const padColumn = 1.4

func (l *layout) newGrid(t report.Table) grid {
	const pad = padColumn
	var g grid
	x := left
	widths := l.columnWidths(t)
	for i, c := range t.Columns {
		w := widths[i]
		col := column{x + pad, w - 2*pad, cellText, c.Right}
		if i == 0 { // flush with the text above
			col.x, col.w = left, w-pad
			if c.Title == "" {
				col.s = cellLabel
			}
		}
		hd := col
		hd.s = columnHd
		g.cols, g.heads, g.titles = append(g.cols, col), append(g.heads, hd), append(g.titles, c.Title)
		x += w
	}
	return g
}

// columnWidths shares the table's width out as its columns ask, and gives a column that would break a word what it lacks, from what the others can spare.
func (l *layout) columnWidths(t report.Table) []float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.Share
	}
	widths, least := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	lacks, spare := 0.0, 0.0
	for i, c := range t.Columns {
		widths[i] = width * c.Share / sum
		least[i] = l.longestWord(t, i) + 2*padColumn + 0.1
		if d := widths[i] - least[i]; d < 0 {
			lacks -= d
		} else {
			spare += d
		}
	}
	if lacks == 0 || spare == 0 {
		return widths
	}
	give := min(1, spare/lacks)
	for i := range widths {
		if d := widths[i] - least[i]; d < 0 {
			widths[i] -= d * give
		} else {
			widths[i] -= d * min(1, lacks/spare)
		}
	}
	return widths
}

// longestWord is how wide the widest word of a column is. Hashes are not counted: they break anywhere.
func (l *layout) longestWord(t report.Table, i int) float64 {
	most := 0.0
	of := func(s style, text string) {
		for _, word := range l.kept(s, l.cover.clean(text), width/6) {
			if w := l.widthOf(s, word); w > most && !identifier.MatchString(word) && w < width/4 {
				most = w
			}
		}
	}
	of(columnHd, t.Columns[i].Title)
	for _, row := range t.Rows {
		if i < len(row) {
			of(cellText, row[i])
		}
	}
	return most
}

// columns returns how the cells of one row are set.
func (g grid) columns(t report.Table, cells []string) []column {
	row := append([]column(nil), g.cols...)
	for j := range row {
		if j < len(cells) && t.Columns[j].Mono && identifier.MatchString(cells[j]) {
			row[j].s = cellMono
		}
	}
	return row
}

// Space above and below the text of a row.
const (
	padHead = 0.9
	padRow  = 1.0
)

// beginning returns the height of a table's head with its first rows, of all of it where it is kept on one page.
func (l *layout) beginning(t report.Table) float64 {
	if h := l.tableHeight(t); h <= together {
		return h
	}
	return l.tableHeight(report.Table{Columns: t.Columns, Rows: t.Rows[:min(2, len(t.Rows))]})
}

// tableHeight returns how high a table is on one page.
func (l *layout) tableHeight(t report.Table) float64 {
	g := l.newGrid(t)
	h := l.rowHeight(g.heads, g.titles, padHead)
	for _, cells := range t.Rows {
		h += l.rowHeight(g.columns(t, cells), cells, padRow)
	}
	return h
}

func (l *layout) rowHeight(cols []column, cells []string, pad float64) float64 {
	lines, lineH := l.cells(cols, cells)
	most := 1
	for _, c := range lines {
		most = max(most, len(c))
	}
	return float64(most)*lineH + 2*pad
}

// together is the height up to which a table is kept on one page.
const together = 70.0

func (l *layout) table(t report.Table) {
	if len(t.Columns) == 0 {
		return
	}
	g := l.newGrid(t)
	head := func() {
		l.row(g.heads, g.titles, padHead, nil)
		l.rule(left, l.y, width, 0.3, accent)
	}
	l.need(24)
	if h := l.tableHeight(t); h <= together {
		l.need(h)
	}
	if h := l.tableHeight(report.Table{Columns: t.Columns, Rows: t.Rows[:min(1, len(t.Rows))]}); h <= (bottom-l.start)*0.6 { // no head alone at the foot of a page
		l.need(h)
	}
	from, page := l.y, len(l.pages)
	head()
	again := head
	if len(l.pages) > page || l.y-from > (bottom-l.start)/4 { // titles this long are not repeated
		again = nil
	}
	for i, cells := range t.Rows {
		if i > 0 && i == len(t.Rows)-2 { // the last row does not stand on a page alone
			h := l.rowHeight(g.columns(t, cells), cells, padRow) + l.rowHeight(g.columns(t, t.Rows[i+1]), t.Rows[i+1], padRow)
			if h > l.room() && h <= together {
				l.newPage()
				if again != nil {
					again()
				}
			}
		}
		l.row(g.columns(t, cells), cells, padRow, again)
		if i < len(t.Rows)-1 {
			l.rule(left, l.y, width, 0.12, hairline)
		}
	}
	l.rule(left, l.y, width, 0.2, grey)
	l.y += 0.8
}

// cells breaks the cells of a row into lines and returns the height of a line.
func (l *layout) cells(cols []column, cells []string) (lines [][]string, lineH float64) {
	lines = make([][]string, len(cols))
	for i, c := range cols {
		if i < len(cells) {
			lines[i] = l.lines(c.s, cells[i], c.w)
		}
		lineH = max(lineH, c.s.line)
	}
	return lines, lineH
}

// row sets one row of cells. A row that does not fit moves to the next page whole; one that is higher than a page runs
// over. head is set again at the top of each page begun.
func (l *layout) row(cols []column, cells []string, pad float64, head func()) {
	lines, lineH := l.cells(cols, cells)
	most := 1
	for _, c := range lines {
		most = max(most, len(c))
	}
	begin := func() {
		l.newPage()
		if head != nil {
			head()
		}
	}
	if h := float64(most)*lineH + 2*pad; h > l.room() && (h <= (bottom-l.start)*0.6 || l.room() < 3*lineH) && l.y > l.start {
		begin()
	}
	l.y += pad
	for n := 0; n < most; {
		if l.room() < lineH {
			begin()
			l.y += pad
		}
		fits := min(most-n, max(1, int((l.room()+1e-6)/lineH)))
		for i, c := range cols { // cell by cell, which is the order in which programs read the text
			st := style{c.s.family, c.s.weight, c.s.points, lineH, c.s.colour}
			for k := n; k < min(n+fits, len(lines[i])); k++ {
				if y := l.y + float64(k-n)*lineH; c.right {
					l.putRight(c.x+c.w, y, st, lines[i][k])
				} else {
					l.put(c.x, y, st, lines[i][k])
				}
			}
		}
		n += fits
		l.y += float64(fits) * lineH
	}
	l.y += pad
}
