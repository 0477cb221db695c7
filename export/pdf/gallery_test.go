package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"tracemark/export/pdf"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
)

// gallery is a document of what is hard to set: forty exhibits, long names, empty fields, values in other scripts.
func gallery(t testing.TB) report.Document {
	d := full(t)
	d.Sections = d.Sections[:1]
	d.Agency = strings.Repeat("National Institute of Forensic Science and Criminalistics, ", 3) + "Department of Firearms"
	d.Title = "Examination notes (bench record) of the comparison of forty cartridge cases"
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("K-%d", i+1), []string{"cartridge case, 9 mm Luger", "гильза, калибр 9 мм", "κάλυκας 9 mm", "ظرف رقم 12 من عيار 9 ملم", ""}[i%5],
			[]string{"sealed, intact", "", strings.Repeat("found under the third step of the stairs ", 4)}[i%3], fmt.Sprintf("%064x", i*7919)})
	}
	d.Sections = append(d.Sections, report.Section{Heading: "Exhibits", Blocks: []report.Block{{Table: &report.Table{
		Columns: []report.Column{{Title: "Exhibit", Share: 1}, {Title: "What it is", Share: 2}, {Title: "Condition on receipt", Share: 2}, {Title: "SHA-256", Share: 2.2, Mono: true}}, Rows: rows}}}},
		report.Section{Heading: "Values", Blocks: []report.Block{{Pairs: []report.Pair{{Name: "Empty", Value: ""}, {Name: "Label in Arabic", Value: "الرقم التسلسلي AB1234 على المقبض"},
			{Name: "A long value in Arabic", Value: strings.Repeat("تم العثور على ظرف الخرطوشة رقم 12 في مسرح الجريمة (AB1234) وحفظ في كيس. ", 5)},
			{Name: "Label in Hebrew", Value: "תרמיל מזירת הפשע, רובה AB1234"}, {Name: "Cyrillic", Value: "Гильза № 3, оружие ПМ АБ 1234"}, {Name: "Greek", Value: "Κάλυκας Α, Διεύθυνση Εγκληματολογικών Ερευνών"},
			{Name: strings.Repeat("A name that is long ", 5), Value: strings.Repeat("longvaluewithoutspaces", 20)}, {Name: "Hash", Value: strings.Repeat("0123456789abcdef", 8), Mono: true}}},
			{Notice: &report.Notice{Kind: report.NoticeOpinion, Title: "Заключение", Text: []string{"خلص الفاحص إلى تطابق العلامات", "A sentence that names רובה and goes on."}}},
			{Items: []string{"العنصر الأول", "second"}}, {Sign: &report.SignLine{Name: "Анна Παπαδοπούλου", Role: "Examiner", Date: "4 May 2026", Text: "Signed electronically."}}}})
	return d
}

func TestWhatIsHardToSetStaysOnThePage(t *testing.T) {
	d := gallery(t)
	if err := pdf.Check(d); err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	for _, f := range rules.Check(b) {
		t.Error(f)
	}
	for _, line := range strings.Split(tool(t, b, "pdftotext", "-bbox", "FILE", "-"), "\n") {
		if !strings.Contains(line, "<word ") || strings.Contains(line, ">DRAFT<") {
			continue
		}
		if x0, x1, y1 := attr(t, line, "xMin"), attr(t, line, "xMax"), attr(t, line, "yMax"); x0 < 61 || x1 > 595-61 || y1 > 842-10 {
			t.Errorf("outside the margins: %s", line)
		}
	}
	heads := 0
	for _, p := range words(t, b) {
		heads += strings.Count(p, "Condition on receipt")
	}
	if heads < 3 {
		t.Errorf("the head of a table over several pages stands %d times", heads)
	}
}
