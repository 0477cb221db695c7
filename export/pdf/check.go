package pdf

import (
	"fmt"

	"tracemark/casefile"
	"tracemark/export/report"
)

// Check refuses a document in which a text cannot be drawn so that a reader sees what it is: a character that the fonts do not have or that cannot be seen, a
// mark on a letter, writing from right to left that cannot be ordered without a doubt. A draft shows such characters by their numbers; a report that is to
// be signed must not. The error names the field and the character.
func Check(d report.Document) error {
	cover, err := newCoverage()
	if err != nil {
		return err
	}
	texts(d, func(field any, text string) bool {
		what, why := cover.problem(text)
		if why != "" {
			err = cannotDraw(field, what, why)
		}
		return err == nil
	})
	return err
}

// texts gives see each text that is drawn, with the name of its field, in the order in which they are read, until it returns false. What is drawn as one
// line is one text.
func texts(d report.Document, see func(field any, text string) bool) {
	w := d.Said()
	ok := see(casefile.Word("the title"), d.Title) && see(casefile.Word("the report's id"), d.ReportID) && see(casefile.Word("the agency's name"), d.Agency) && see(casefile.Word("the case number"), d.Case) &&
		see(casefile.Word("the word for the document"), nounOf(d)) && see(casefile.Word("the watermark"), d.Watermark) && see(casefile.Word("the end mark"), d.EndMark)
	for _, b := range append(d.Banners, w.PageOf, w.Case, w.Figure, w.NoImage, w.Lossy, w.Code) {
		ok = ok && see(casefile.Word("a line of every page"), b)
	}
	if h := d.Letterhead; h != nil {
		for _, line := range h.Lines {
			ok = ok && see(casefile.Word("the letterhead"), line)
		}
		ok = ok && see(casefile.Word("the foot of the letterhead"), h.Foot)
	}
	for _, s := range d.Sections {
		ok = ok && see(casefile.Word("the heading of a section"), s.Heading)
		for _, b := range s.Blocks {
			if !ok {
				return
			}
			ok = blockTexts(d, s, b, see)
		}
	}
}

func blockTexts(d report.Document, s report.Section, b report.Block, see func(field any, text string) bool) bool {
	var where any = casefile.Word("a paragraph of the report's head")
	if s.Heading != "" {
		where = casefile.Sentence{Format: "a paragraph of “%[1]s”", Args: []any{s.Heading}}
	}
	ok := see(where, b.Heading) && see(where, b.Paragraph)
	if b.Notice != nil {
		ok = ok && see(where, b.Notice.Title)
		for _, t := range b.Notice.Text {
			ok = ok && see(where, t)
		}
	}
	for _, it := range b.Items {
		ok = ok && see(where, it)
	}
	for _, p := range b.Pairs {
		ok = ok && see("“"+p.Name+"”", p.Name) && see("“"+p.Name+"”", p.Value)
	}
	if b.Table != nil {
		ok = ok && tableTexts(*b.Table, where, see)
	}
	for _, f := range b.Figures {
		if f != nil {
			ok = ok && see(casefile.Sentence{Format: "the caption of picture %[1]d", Args: []any{f.Number}}, fmt.Sprintf(d.Said().Figure, f.Number)+"  "+f.Caption)
		}
	}
	if b.Sign != nil {
		for _, t := range append([]string{b.Sign.Text}, signLines(*b.Sign)...) {
			ok = ok && see(casefile.Word("the place of the signature"), t)
		}
	}
	return ok
}

func tableTexts(t report.Table, where any, see func(field any, text string) bool) bool {
	ok := true
	for _, c := range t.Columns {
		ok = ok && see(casefile.Word("the title of a column"), c.Title)
	}
	for _, cells := range t.Rows {
		for i, cell := range cells {
			field := where
			switch {
			case i > 0 && len(cells[0]) > 0 && len(cells[0]) < 60: // the first column names the row
				field = "“" + cells[0] + "”"
			case i < len(t.Columns) && t.Columns[i].Title != "":
				field = "“" + t.Columns[i].Title + "”"
			}
			ok = ok && see(field, cell)
		}
	}
	return ok
}
