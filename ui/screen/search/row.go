package search

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// row is one result: what it is, the text around the words, who wrote it and when.
type row struct {
	title   *fw.Label
	excerpt *fw.RichText
	about   *fw.RichText
}

func newRow() fyne.CanvasObject {
	r := &row{title: widget.Strong(""), excerpt: fw.NewRichText(), about: widget.Caption("")}
	r.excerpt.Truncation = fyne.TextTruncateEllipsis
	// All rows are as high as this one.
	r.excerpt.Segments = marked(" ")
	return widget.NewRow(widget.Inset(widget.Tight(r.title, r.excerpt, r.about), 4, 2), r)
}

func (s *Screen) fill(i int, o fyne.CanvasObject) {
	r, f := widget.RowData[*row](o), s.found[i]
	r.title.SetText(name(f))
	r.excerpt.Segments = marked(f.Excerpt)
	r.excerpt.Refresh()
	when := ""
	if t, err := time.Parse(time.RFC3339Nano, f.At); err == nil {
		when = t.Local().Format("2006-01-02 15:04")
	}
	earlier := ""
	if f.Earlier {
		earlier = lang.L("an earlier version")
	}
	widget.SetText(r.about, wording.Lines(earlier, f.ByName, when))
	if i >= len(s.found)-1 {
		s.next()
	}
}

// name says what was found.
func name(f casefile.Found) string {
	title := strings.Join(strings.Fields(f.Title), " ")
	switch {
	case f.Number > 0:
		title = wording.Lines(lang.L("Comparison {{.N}}", map[string]any{"N": f.Number}), f.Of)
	case f.Of != "":
		title = wording.Lines(title, f.Of)
	}
	return wording.UpperFirst(kindName(f.Kind)) + ": " + title
}

// marked makes segments of an excerpt, in which what was found is bold.
func marked(excerpt string) (out []fw.RichTextSegment) {
	add := func(text string, found bool) {
		if text == "" {
			return
		}
		style := fw.RichTextStyle{ColorName: uitheme.ColorNameMuted, SizeName: theme.SizeNameText, Inline: true}
		if found {
			style.ColorName, style.TextStyle = theme.ColorNameForeground, fyne.TextStyle{Bold: true}
		}
		out = append(out, &fw.TextSegment{Text: text, Style: style})
	}
	excerpt = strings.Join(strings.FieldsFunc(excerpt, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
	for excerpt != "" {
		before, rest, found := strings.Cut(excerpt, casefile.FoundStart)
		add(before, false)
		if !found {
			break
		}
		word, after, _ := strings.Cut(rest, casefile.FoundEnd)
		add(word, true)
		excerpt = after
	}
	if len(out) == 0 {
		add(" ", false)
	}
	return out
}

// kindName is what a kind of thing is called.
func kindName(kind string) string {
	names := map[string]string{
		"case": lang.L("case"), "exhibit": lang.L("exhibit"), "recording": lang.L("recording"), "event": lang.L("event"), "comparison": lang.L("comparison"),
		"conclusion": lang.L("conclusion"), "annotation": lang.L("annotation"), "verification": lang.L("verification"), "custody": lang.L("custody"),
		"document": lang.L("document"), "hit": lang.L("hit"), "report": lang.L("report"), "candidate list": lang.L("candidate list"),
		"person": lang.L("person"), "other": lang.L("something else"),
	}
	if n, known := names[kind]; known {
		return n
	}
	return kind
}
