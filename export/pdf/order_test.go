package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"runtime"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

// tall is a document of every kind of block, several pages long, each text of which says which it is.
func tall() (d report.Document, texts []string) {
	d = written()
	d.Sections = nil
	say := func(format string, args ...any) string {
		t := fmt.Sprintf(format, args...)
		texts = append(texts, t)
		return t
	}
	for s := range 4 {
		sec := report.Section{Heading: say("Section %d of the reading order", s+1)}
		sec.Blocks = append(sec.Blocks, report.Block{Paragraph: say("Paragraph %d.%s", s, strings.Repeat(" It runs over lines.", 40))})
		sec.Blocks = append(sec.Blocks, report.Block{Heading: say("Heading %d in the section", s)})
		var rows [][]string
		for r := range 14 {
			rows = append(rows, []string{say("Row %d.%d", s, r), say("left cell %d.%d with so many words that they take more than one line of the column", s, r),
				say("right cell %d.%d with so many words that they too take more than one line", s, r)})
		}
		sec.Blocks = append(sec.Blocks, report.Block{Table: &report.Table{Columns: []report.Column{{Share: 1}, {Share: 2}, {Share: 2}}, Rows: rows}})
		sec.Blocks = append(sec.Blocks, report.Block{Items: []string{say("Item one of %d", s), say("Item two of %d", s)}})
		sec.Blocks = append(sec.Blocks, report.Block{Notice: &report.Notice{Kind: report.NoticeOpinion, Title: say("Notice %d", s),
			Text: []string{say("What the notice %d says.", s)}}})
		sec.Blocks = append(sec.Blocks, report.Block{Pairs: []report.Pair{{Name: say("Name %d", s), Value: say("Value %d, which is long enough to take two lines of its column at the very least, as values do", s)}}})
		d.Sections = append(d.Sections, sec)
	}
	return d, texts
}

func TestTheTextIsReadInItsOrder(t *testing.T) {
	d, texts := tall()
	d.Watermark, d.Banners = "DRAFT", []string{"BANNER"}
	d.Letterhead = &report.Letterhead{Foot: "Foot of the letterhead"}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	raw := tool(t, b, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-")
	pages := strings.Split(raw, "\f")
	var all strings.Builder
	for i, p := range pages[:len(pages)-1] {
		p = readBack(p)
		// What stands on every page comes first and last on each; it is taken out to join what runs over two pages.
		head := readBack("DRAFT BANNER")
		if i > 0 {
			head += readBack("Comparison report · case 26-1 · City Laboratory")
		}
		foot := readBack(fmt.Sprintf("Report TM-1 Page %d of %d Foot of the letterhead", i+1, len(pages)-1))
		rest, ok := strings.CutPrefix(p, head)
		if !ok {
			t.Fatalf("page %d begins %q", i+1, p[:80])
		}
		if rest, ok = strings.CutSuffix(rest, foot); !ok {
			t.Fatalf("page %d ends %q", i+1, p[len(p)-80:])
		}
		all.WriteString(rest)
	}
	text, at := all.String(), 0
	for _, want := range texts {
		i := strings.Index(text[at:], readBack(want))
		if i < 0 {
			t.Fatalf("%q does not come after what stands before it:\n%s", want, text[at:min(len(text), at+300)])
		}
		at += i + len(readBack(want))
	}
}

func TestTheCodeIsReadBackFromTheDrawnPage(t *testing.T) {
	d := full(t)
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	for _, dpi := range []int{120, 150, 300} {
		page := pageImages(t, b, dpi)[0]
		r := page.Bounds()
		part := image.NewGray(image.Rect(0, 0, r.Dx()/2, r.Dy()/3))
		draw.Draw(part, part.Bounds(), page, image.Pt(r.Dx()/2, 0), draw.Src)
		if got := scan(t, qrcode.NewQRCodeReader(), part); got != d.Code {
			t.Errorf("at %d dpi: %q", dpi, got)
		}
	}
}

func TestSameBytesOnAnyNumberOfProcessors(t *testing.T) {
	d := full(t)
	var first []byte
	for _, n := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(n)
		b, err := pdf.Render(t.Context(), d)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Errorf("another file on %d processors", n)
		}
	}
}

func TestProgressTellsOfEveryPicture(t *testing.T) {
	d := full(t)
	var last, total int64
	_, err := pdf.RenderWith(t.Context(), d, pdf.Options{}, func(done, of int64, label string) {
		if done != last+1 || label == "" {
			t.Errorf("%d after %d, %q", done, last, label)
		}
		last, total = done, of
	})
	if err != nil || last != total || total < 2 {
		t.Errorf("%d of %d, %v", last, total, err)
	}
}

// broken is a picture that is not what it says.
type broken struct{ image.Image }

func (broken) Bounds() image.Rectangle { return image.Rect(0, 0, 9, 9) }

func TestAPictureThatCannotBeReadIsAnError(t *testing.T) {
	d := written()
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, report.Block{Figures: []*report.Picture{{Number: 1, Width: 9, Height: 9, Image: broken{}}}})
	if _, err := pdf.Render(t.Context(), d); err == nil {
		t.Error("no error")
	}
}

func TestAMailVariantSaysSoOnEachPage(t *testing.T) {
	d, _ := tall()
	b, err := pdf.RenderWith(t.Context(), d, pdf.Options{Mail: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range words(t, b) {
		if !strings.Contains(p, report.English.Lossy) {
			t.Errorf("page %d does not", i+1)
		}
	}
	if out := tool(t, b, "pdfinfo", "FILE"); !strings.Contains(out, report.English.Lossy) {
		t.Errorf("the metadata do not: %s", out)
	}
}

func TestADocumentOfOtherScriptsIsDrawnAsItIs(t *testing.T) {
	values := []string{"Экспертно-криминалистический центр", "Διεύθυνση Εγκληματολογικών Ερευνών", "Łódź, Žilina, Çeşme, Ñandú", "№ 12 – 9 mm × 19"}
	var pairs []report.Pair
	for i, v := range values {
		pairs = append(pairs, report.Pair{Name: fmt.Sprintf("Field %d", i), Value: v})
	}
	d := written(pairs...)
	if err := pdf.Check(d); err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(words(t, b), " ")
	for _, v := range values {
		if !strings.Contains(text, v) {
			t.Errorf("no %q", v)
		}
	}
}

func TestCheckLooksAtEveryField(t *testing.T) {
	const bad = "\U0001F52B"
	for name, spoil := range map[string]func(d *report.Document){
		"title":    func(d *report.Document) { d.Title = bad },
		"id":       func(d *report.Document) { d.ReportID = bad },
		"agency":   func(d *report.Document) { d.Agency = bad },
		"case":     func(d *report.Document) { d.Case = bad },
		"noun":     func(d *report.Document) { d.Noun = bad },
		"end mark": func(d *report.Document) { d.EndMark = bad },
		"banner":   func(d *report.Document) { d.Banners = []string{bad} },
		"words":    func(d *report.Document) { d.Words.PageOf = bad },
		"lines":    func(d *report.Document) { d.Letterhead = &report.Letterhead{Lines: []string{bad}} },
		"foot":     func(d *report.Document) { d.Letterhead = &report.Letterhead{Foot: bad} },
		"section":  func(d *report.Document) { d.Sections[0].Heading = bad },
		"heading":  func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Heading: bad} },
		"text":     func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Paragraph: bad} },
		"item":     func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Items: []string{bad}} },
		"name":     func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Pairs: []report.Pair{{Name: bad}}} },
		"notice":   func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Notice: &report.Notice{Title: bad}} },
		"noticed": func(d *report.Document) {
			d.Sections[0].Blocks[0] = report.Block{Notice: &report.Notice{Text: []string{bad}}}
		},
		"column": func(d *report.Document) {
			d.Sections[0].Blocks[0] = report.Block{Table: &report.Table{Columns: []report.Column{{Title: bad}}}}
		},
		"cell": func(d *report.Document) {
			d.Sections[0].Blocks[0] = report.Block{Table: &report.Table{Columns: []report.Column{{}}, Rows: [][]string{{bad}}}}
		},
		"caption": func(d *report.Document) {
			d.Sections[0].Blocks[0] = report.Block{Figures: []*report.Picture{{Caption: bad}}}
		},
		"signer": func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Sign: &report.SignLine{Name: bad}} },
		"role":   func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Sign: &report.SignLine{Role: bad}} },
		"signed": func(d *report.Document) { d.Sections[0].Blocks[0] = report.Block{Sign: &report.SignLine{Text: bad}} },
	} {
		t.Run(name, func(t *testing.T) {
			d := written(report.Pair{Name: "Label", Value: "A1"})
			if err := pdf.Check(d); err != nil {
				t.Fatalf("before: %v", err)
			}
			spoil(&d)
			if err := pdf.Check(d); casefile.CodeOf(err) != casefile.Refused || err == nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestWhatTheProgramSaysItselfIsDrawn builds documents in each language and looks whether the fonts have every character of their wordings.
func TestWhatTheProgramSaysItselfIsDrawn(t *testing.T) {
	for _, lang := range report.Languages() {
		for template, f := range map[string]report.Facts{"comparison": reporttest.Complete(), "notes": reporttest.Notes(), "custody": reporttest.Custody(40),
			"verification": reporttest.VerificationRecord(true)} {
			t.Run(template+" "+lang, func(t *testing.T) {
				style, err := report.LoadStyle(lang, template, nil)
				if err != nil {
					t.Fatal(err)
				}
				d, err := report.BuildWith(f, style)
				if err != nil {
					t.Fatal(err)
				}
				if err := pdf.Check(d); err != nil {
					t.Error(err)
				}
				b, err := pdf.Render(t.Context(), d)
				if err != nil {
					t.Fatal(err)
				}
				keep(t, b)
				for _, finding := range rules.Check(b) {
					t.Error(finding)
				}
			})
		}
	}
}

// TestAValueOnALineOfItsOwn has a value in Arabic inside a sentence, as the wordings put it there.
func TestAValueOnALineOfItsOwn(t *testing.T) {
	d := written()
	const sentence = "The exhibit called\nظرف رقم 12 (AB1234)\nwas examined on 4 May 2026."
	d.Sections[0].Blocks = []report.Block{{Paragraph: sentence}, {Items: []string{sentence}}}
	d.Title = "Comparison report of\nظرف 12\nand 13"
	if err := pdf.Check(d); err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	text := readBack(tool(t, b, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-"))
	if strings.Count(text, readBack(sentence)) != 2 {
		t.Errorf("%q", text)
	}
}

// TestWordsAreKeptTogether looks at where lines end: not before a colon in French, and in a long word at its hyphen.
func TestWordsAreKeptTogether(t *testing.T) {
	d := written()
	for _, space := range []string{"\u00a0", "\u202f"} {
		for n := range 12 {
			d.Sections[0].Blocks = append(d.Sections[0].Blocks, report.Block{Paragraph: strings.Repeat("mot ", 22+n) + "explication" + space + ": suite de la phrase"})
		}
	}
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, report.Block{Table: &report.Table{Columns: []report.Column{{Title: "A", Share: 7}, {Title: "Meilleure non-correspondance connue", Share: 1.2}},
		Rows: [][]string{{"a", "1"}}}})
	if err := pdf.Check(d); err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(tool(t, b, "pdftotext", "-layout", "-enc", "UTF-8", "FILE", "-"), "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, ":") || strings.HasSuffix(line, "corresponda") {
			t.Errorf("a line is %q", line)
		}
	}
}
