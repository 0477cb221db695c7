package pdf_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

// hostile is text as people and attackers write it: emoji, scripts without a font, directions turned round, marks that
// cannot be seen, bytes that are no text, words wider than a page.
const hostile = "Q\U0001F52B \u05d0\u05d1 \u0627\u0644 漢字 \u202eback\u202c zero\u200bwidth e\u0301 x\u0323\u0301 \xff\xfe {nb} \\(a\\) <b> \x00 Ωμέγα Жук"

func TestHostileTextIsShownTruthfully(t *testing.T) {
	f := reporttest.Facts()
	long := strings.Repeat("LongLabelWithoutAnySpace", 40)
	f.A.Exhibit.Label, f.B.Exhibit.Label, f.Case.Title, f.Case.Number = hostile, long, hostile+long, hostile
	f.Agency.Name, f.Examiner.Name, f.A.Capture.FileName = hostile+" "+long, hostile, long+".x3p"
	f.Conclusion.Reason = strings.Repeat(hostile+"\n\n"+strings.Repeat("The marks agree in part. ", 60)+"\n", 12)
	f.A.Capture.Warnings = []string{strings.Repeat("A warning that does not end. ", 400), hostile}
	f.A.Exhibit.Description = strings.Repeat("A description longer than a page. ", 500)
	f.Signer.Name, f.Software = hostile, []string{hostile}
	for range 150 {
		f.Comparison.Params = append(f.Comparison.Params, casefile.Param{Name: long[:90], Value: hostile, Unit: "µm", Source: hostile})
	}
	f.Figures[2].Caption, f.Figures[0].Caption = strings.Repeat("A caption. ", 60), hostile
	f.Figures = append(f.Figures, report.Figure{Caption: "lost"})
	b := render(t, f)
	all := strings.Join(words(t, b), " ")
	joined := strings.ReplaceAll(all, " ", "")
	for _, want := range []string{"[U+1F52B]", "[U+05D0][U+05D1]", "[U+0627][U+0644]", "[U+6F22][U+5B57]", "[U+202E]back[U+202C]", "zero[U+200B]width",
		"{nb}", "\\(a\\)", "<b>", "[U+0000]", "Ωμέγα", "Жук", "é", long, "Pictureisnotavailable"} {
		if want == "Pictureisnotavailable" {
			want = "Thispictureisnotavailable."
		}
		if !strings.Contains(joined, want) {
			t.Errorf("the report does not show %q", want)
		}
	}
	for what, n := range map[string]int{"A warning that does not end.": 400, "A description longer than a page.": 500, "The marks agree in part.": 720, "A caption.": 60} {
		if got := strings.Count(joined, strings.ReplaceAll(what, " ", "")); got < n*8/10 { // some are split by a page's head and foot
			t.Errorf("%q stands %d times, want %d: text was cut", what, got, n)
		}
	}
}

func TestNoTextLeavesThePage(t *testing.T) {
	f := reporttest.Facts()
	f.A.Exhibit.Label = strings.Repeat("W", 300)
	f.ReportID = strings.Repeat("R-", 120)
	f.Case.Number = strings.Repeat("9", 300)
	// Every word's box, in points on a page of 595 × 842: none may leave the margins by more than a point of rounding.
	out := tool(t, render(t, f), "pdftotext", "-bbox", "FILE", "-")
	n := 0
	for _, line := range strings.Split(out, "\n") {
		if !strings.Contains(line, "<word ") {
			continue
		}
		n++
		x0, y0, x1, y1 := attr(t, line, "xMin"), attr(t, line, "yMin"), attr(t, line, "xMax"), attr(t, line, "yMax")
		if x0 < 61 || x1 > 595-61 || y0 < 20 || y1 > 842-20 {
			t.Errorf("outside the margins: %s", line)
		}
	}
	if n < 500 {
		t.Errorf("only %d words", n)
	}
}

func TestCancelledIsCancelled(t *testing.T) {
	d, err := report.Build(reporttest.Facts())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := pdf.Render(ctx, d); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkRender(b *testing.B) {
	d, err := report.Build(reporttest.Facts())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := pdf.Render(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
}
