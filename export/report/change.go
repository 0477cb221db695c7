package report

import (
	"fmt"
	"slices"
	"strings"
)

// Changes returns what a document says otherwise than the one that it replaces, in the order of the new document, what is gone where it stood. The
// table of changes of an amendment is made from it (ISO/IEC 17025:2017, 7.8.8: any change is identified).
//
// Procedural elements, the documents' own ids and the old one's own table of changes are left out; pictures are compared by the hash of their pixels.
// The two are compared in one language: of documents in two languages only that is said, so build the new one in the language of the old one.
func Changes(old, now Document) []Change {
	if language(old.Lang) != language(now.Lang) {
		return []Change{{What: "Language", Was: old.Lang, Now: now.Lang}}
	}
	out := changesOf("", []atom{{what: "Title", cells: []string{old.Title}}, {what: "Agency", cells: []string{old.Agency}}, {what: "Case", cells: []string{old.Case}}, {what: "Author", cells: []string{old.Author}}},
		[]atom{{what: "Title", cells: []string{now.Title}}, {what: "Agency", cells: []string{now.Agency}}, {what: "Case", cells: []string{now.Case}}, {what: "Author", cells: []string{now.Author}}})
	was := old.sectionAtoms()
	is := now.sectionAtoms()
	for _, i := range aligned(headings(was), headings(is)) {
		switch {
		case i.old < 0:
			out = append(out, changesOf(is[i.now].heading, nil, is[i.now].atoms)...)
		case i.now < 0:
			out = append(out, changesOf(was[i.old].heading, was[i.old].atoms, nil)...)
		default:
			out = append(out, changesOf(is[i.now].heading, was[i.old].atoms, is[i.now].atoms)...)
		}
	}
	return out
}

// partAmendment is the part with the table of changes.
const partAmendment = "amendment"

func language(tag string) string {
	l, _, _ := strings.Cut(tag, "-")
	return l
}

// atom is the smallest thing that is said by itself: a value, a row, a paragraph, a picture.
type atom struct {
	what    string   // what names it within its section; "" for a text
	columns []string // of a row, after the first
	cells   []string // what is said: one text, or the row's cells after the first
}

func (a atom) text() string { return strings.Join(a.cells, "; ") }

// atoms of one section.
type atoms struct {
	heading string
	atoms   []atom
}

func headings(list []atoms) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.heading
	}
	return out
}

func (d Document) sectionAtoms() []atoms {
	var out []atoms
	for _, s := range d.Sections {
		if s.Part == partAmendment {
			continue
		}
		a := atoms{heading: s.Heading}
		under := ""
		for _, b := range s.Blocks {
			if b.Procedural {
				continue
			}
			if b.Heading != "" {
				under = b.Heading
			}
			a.atoms = append(a.atoms, d.blockAtoms(b, under)...)
		}
		out = append(out, a)
	}
	return out
}

// blockAtoms takes a block apart; under is the heading within the section that it stands under.
func (d Document) blockAtoms(b Block, under string) (out []atom) {
	text := func(s string) {
		if s != "" && s != d.ReportID {
			out = append(out, atom{cells: []string{s}})
		}
	}
	text(b.Heading)
	text(b.Paragraph)
	for _, s := range b.Items {
		text(s)
	}
	if b.Notice != nil {
		text(b.Notice.Title)
		for _, s := range b.Notice.Text {
			text(s)
		}
	}
	for _, p := range b.Pairs {
		if !p.Procedural && p.Value != d.ReportID {
			out = append(out, atom{what: join(": ", under, p.Name), cells: []string{p.Value}})
		}
	}
	if t := b.Table; t != nil {
		for _, row := range t.Rows {
			out = append(out, rowAtom(t.Columns, row, under))
		}
	}
	for _, p := range b.Figures {
		out = append(out, atom{what: fmt.Sprintf("%d. %s", p.Number, firstSentence(p.Caption)), columns: []string{"", "SHA-256"}, cells: []string{p.Caption, p.SHA256}})
	}
	return out
}

func rowAtom(columns []Column, row []string, under string) atom {
	if len(row) < 2 {
		return atom{cells: row}
	}
	a := atom{what: join(": ", under, row[0]), cells: row[1:]}
	for _, c := range columns[min(1, len(columns)):] {
		a.columns = append(a.columns, c.Title)
	}
	return a
}

func firstSentence(s string) string {
	head, _, _ := strings.Cut(s, ". ")
	return strings.TrimSuffix(head, ".")
}

// changesOf compares the atoms of one section.
func changesOf(section string, old, now []atom) (out []Change) {
	keys := func(list []atom) []string {
		keys := make([]string, len(list))
		for i, a := range list {
			if keys[i] = "=" + a.what; a.what == "" {
				keys[i] = "~" + a.text() // a text is itself
			}
		}
		return keys
	}
	pairs := aligned(keys(old), keys(now))
	for k := 0; k < len(pairs); k++ {
		i := pairs[k]
		switch {
		case i.old >= 0 && i.now >= 0:
			out = append(out, cellChanges(section, old[i.old], now[i.now])...)
		case i.old >= 0 && k+1 < len(pairs) && pairs[k+1].old < 0 && old[i.old].what == "" && now[pairs[k+1].now].what == "":
			// A text in the place of another is that text, changed.
			out = append(out, Change{Section: section, Was: old[i.old].text(), Now: now[pairs[k+1].now].text()})
			k++
		case i.old >= 0:
			out = append(out, Change{Section: section, What: old[i.old].what, Was: old[i.old].text()})
		default:
			out = append(out, Change{Section: section, What: now[i.now].what, Now: now[i.now].text()})
		}
	}
	return out
}

// cellChanges compares two rows, values or texts of one name.
func cellChanges(section string, old, now atom) (out []Change) {
	if slices.Equal(old.cells, now.cells) {
		return nil
	}
	if len(old.cells) != len(now.cells) || !slices.Equal(old.columns, now.columns) {
		return []Change{{Section: section, What: now.what, Was: old.text(), Now: now.text()}}
	}
	for i := range now.cells {
		if old.cells[i] == now.cells[i] {
			continue
		}
		what := now.what
		if i < len(now.columns) {
			what = join(", ", what, now.columns[i])
		}
		out = append(out, Change{Section: section, What: what, Was: old.cells[i], Now: now.cells[i]})
	}
	return out
}

// match is a place in the old list, in the new one, or in both; -1 where it is in one alone.
type match struct{ old, now int }

// aligned lays two lists of keys beside each other by their longest common subsequence, what is gone before what came in its place.
func aligned(old, now []string) []match {
	// common[i][j] is how many of old[i:] and now[j:] can be matched.
	common := make([][]int32, len(old)+1)
	for i := range common {
		common[i] = make([]int32, len(now)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			if old[i] == now[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var gone, came []int
	var out []match
	flush := func() {
		// One for one, so that a text that took another's place stands beside it.
		for len(gone) > 0 || len(came) > 0 {
			if len(gone) > 0 {
				out = append(out, match{gone[0], -1})
				gone = gone[1:]
			}
			if len(came) > 0 {
				out = append(out, match{-1, came[0]})
				came = came[1:]
			}
		}
	}
	i, j := 0, 0
	for i < len(old) || j < len(now) {
		switch {
		case i < len(old) && j < len(now) && old[i] == now[j]:
			flush()
			out = append(out, match{i, j})
			i++
			j++
		case j == len(now) || i < len(old) && common[i+1][j] >= common[i][j+1]:
			gone = append(gone, i)
			i++
		default:
			came = append(came, j)
			j++
		}
	}
	flush()
	return out
}
