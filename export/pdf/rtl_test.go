package pdf_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/report"
)

// written is a document of some values, as short as one can be.
func written(pairs ...report.Pair) report.Document {
	return report.Document{Title: "Comparison report", ReportID: "TM-1", Lang: "en-GB", Agency: "City Laboratory", Case: "26-1", Author: "A", Producer: "test",
		Issued: time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC), EndMark: "End of report TM-1",
		Sections: []report.Section{{Heading: "Items", Blocks: []report.Block{{Pairs: pairs}}}}}
}

// logical are values that are written from right to left, some of them with what is written the other way, and never turned round.
var logical = []string{
	"ظرف خرطوشة",
	"خرطوشة من مسرح الجريمة",
	"ظرف رقم 12 من عيار 9 ملم",
	"الرقم التسلسلي AB1234 على المقبض",
	"السلاح (AB1234) محفوظ",
	"רובה מספר AB1234",
	"תרמיל מזירת הפשע",
	"ציוד (תרמיל) נוסף",
	"Наган ظرف",
	"كيس «أ» (ب) [3]",
	"الأسلحة والذخائر",
	"لا إله آلة",
	"کارتریج پوکه گلوله",
	"١٢٣٤ ظرف",
}

func TestWritingFromRightToLeftIsReadBack(t *testing.T) {
	for _, v := range logical {
		t.Run(v, func(t *testing.T) {
			d := written(report.Pair{Name: "Label", Value: v})
			if err := pdf.Check(d); err != nil {
				t.Fatal(err)
			}
			b, err := pdf.Render(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			keep(t, b)
			got, want := readBack(tool(t, b, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-")), readBack(v)
			if beside.MatchString(v) { // pdftotext puts a bracket that touches such a word to its other side
				got, want = brackets.ReplaceAllString(got, ""), brackets.ReplaceAllString(want, "")
			}
			if !strings.Contains(got, want) {
				t.Errorf("no %q in\n%q", want, got)
			}
		})
	}
}

var (
	brackets = regexp.MustCompile(`[()«»\[\]]`)
	beside   = regexp.MustCompile(`[()«»\[\]][\p{Arabic}\p{Hebrew}]`)
)

// readBack is text as a program takes it out of a page, without its marks of direction and its spaces, which are where words are apart.
func readBack(s string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(s))), "")
}

func TestWhatCannotBeOrderedIsRefusedWithItsField(t *testing.T) {
	for name, v := range map[string]string{
		"a number after Arabic in a Latin sentence":    "Label ظرف 12",
		"a number after Hebrew in a Latin sentence":    "Label תרמיל AB-12 רובה 7",
		"points on Hebrew letters":                     "שָׁלוֹם",
		"vowel marks on Arabic letters":                "ظَرْف",
		"an Arabic letter without known forms":         "ݐظرف",
		"Syriac":                                       "ܫܠܡܐ",
		"Chinese":                                      "漢字",
		"an emoji":                                     "Q\U0001F52B",
		"an override":                                  "AB\u202e1234",
		"a right-to-left mark":                         "AB\u200f1234",
		"a mark without a composed letter":             "x\u0323",
		"bytes that are no text":                       "A\xff",
		"a mathematical letter beyond the basic plane": "\U0001D400",
	} {
		t.Run(name, func(t *testing.T) {
			err := pdf.Check(written(report.Pair{Name: "Serial number", Value: v}))
			if casefile.CodeOf(err) != casefile.Refused || err == nil || !strings.Contains(err.Error(), "“Serial number”") {
				t.Fatalf("got %v", err)
			}
			b, err := pdf.Render(t.Context(), written(report.Pair{Name: "Serial number", Value: v}))
			if err != nil {
				t.Fatal(err)
			}
			if out := tool(t, b, "pdftotext", "-raw", "FILE", "-"); !strings.Contains(out, "[U+") && !strings.Contains(out, "\ufffd") {
				t.Errorf("a draft does not say that a character is not drawn: %q", out)
			}
		})
	}
}
