package rules_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tracemark/export/pdf"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
)

// sample is a small document with everything that a report has in it.
func sample(t testing.TB) []byte {
	t.Helper()
	grey, colours := image.NewGray(image.Rect(0, 0, 12, 7)), image.NewRGBA(image.Rect(0, 0, 9, 5))
	colours.Set(2, 2, color.RGBA{200, 10, 10, 255})
	d := report.Document{Title: "Comparison report", ReportID: "TM-1", Lang: "en-GB", Agency: "Лаборатория", Case: "26-1", Author: "Anna Beispiel", Producer: "test",
		Issued: time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC), EndMark: "End of report TM-1", Code: "TM-1 0123", Watermark: "DRAFT",
		Sections: []report.Section{{Heading: "Items", Blocks: []report.Block{{Pairs: []report.Pair{{Name: "Label", Value: "ظرف رقم 12"}}},
			{Figures: []*report.Picture{{Number: 1, Width: 12, Height: 7, Image: grey, Caption: "A"}, {Number: 2, Width: 9, Height: 5, Image: colours, Caption: "B"}}}}}},
		Attachments: []report.Attachment{{Name: "extract.json", MediaType: "application/json", Relation: report.RelationData, Description: "Extract", Data: []byte("{}")}}}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAReportBreaksNoRule(t *testing.T) {
	for _, f := range rules.Check(sample(t)) {
		t.Error(f)
	}
}

// change replaces the first place where old stands and writes the table of objects anew.
func change(t *testing.T, b []byte, old, with string) []byte {
	t.Helper()
	re := regexp.MustCompile(old)
	at := re.FindSubmatchIndex(b)
	if at == nil {
		t.Fatalf("nothing in the file matches %s", old)
	}
	out := append(append(bytes.Clone(b[:at[0]]), re.Expand(nil, []byte(with), b, at)...), b[at[1]:]...)
	return tabled(out)
}

var (
	objectRE = regexp.MustCompile(`(?m)^(\d+) 0 obj$`)
	xrefRE   = regexp.MustCompile(`(?s)\nxref\n0 \d+\n.*?trailer\n`)
	startRE  = regexp.MustCompile(`startxref\n\d+\n`)
)

func tabled(b []byte) []byte {
	m := xrefRE.FindIndex(b)
	if m == nil {
		return b
	}
	at := map[int]int{}
	most := 0
	for _, o := range objectRE.FindAllSubmatchIndex(b[:m[0]+1], -1) {
		n, _ := strconv.Atoi(string(b[o[2]:o[3]]))
		at[n], most = o[0], max(most, n)
	}
	var x strings.Builder
	fmt.Fprintf(&x, "\nxref\n0 %d\n0000000000 65535 f \n", most+1)
	for n := 1; n <= most; n++ {
		fmt.Fprintf(&x, "%010d 00000 n \n", at[n])
	}
	x.WriteString("trailer\n")
	out := append(append(bytes.Clone(b[:m[0]]), x.String()...), b[m[1]:]...)
	return startRE.ReplaceAll(out, fmt.Appendf(nil, "startxref\n%d\n", m[0]+1))
}

func clauses(found []rules.Finding) string {
	var out []string
	for _, f := range found {
		out = append(out, f.String())
	}
	return strings.Join(out, "\n")
}

func TestTheTableWrittenAnewIsSound(t *testing.T) {
	if found := rules.Check(tabled(sample(t))); len(found) > 0 {
		t.Error(clauses(found))
	}
}

// content makes a stream of an unpacked content, in the place of the first page's.
func content(ops string) [2]string {
	return [2]string{`(?s)<</Filter /FlateDecode /Length \d+>>\nstream\n.*?\nendstream`, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(ops), ops)}
}

func TestEachRuleBrokenOnceIsFound(t *testing.T) {
	whole := sample(t)
	for _, c := range []struct {
		name, clause string
		change       [2]string
	}{
		{"version", "6.1.2", [2]string{`%PDF-1.7`, `%PDF-2.0`}},
		{"binary comment", "6.1.2", [2]string{`\n%[^a-z]`, "\n%a"}},
		{"comment", "6.1.2", [2]string{`\n%[^\n]{4,8}\n`, "\n"}},
		{"id", "6.1.3", [2]string{`/ID \[<\w+><\w+>\]\n`, ""}},
		{"id of one part", "6.1.3", [2]string{`/ID \[<(\w+)><\w+>\]`, "/ID [<$1>]"}},
		{"encrypted", "6.1.3", [2]string{`/ID \[`, "/Encrypt <<>>\n/ID ["}},
		{"after the end", "6.1.3", [2]string{`%%EOF\n$`, "%%EOF\nmore"}},
		{"data outside", "6.1.7", [2]string{`<</Type /EmbeddedFile `, "<</Type /EmbeddedFile /FFilter /FlateDecode "}},
		{"filter", "6.1.7", [2]string{`/Filter /FlateDecode /Params`, "/Filter /LZWDecode /Params"}},
		{"two filters", "6.1.7", [2]string{`/Filter /FlateDecode /Params`, "/Filter [/ASCIIHexDecode /FlateDecode] /Params"}},
		{"columns of an image", "6.1.7", [2]string{`/Columns 12`, "/Columns 13"}},
		{"name", "6.1.8", [2]string{`/Type /Catalog`, "/Type /Catalog /X#FFY 1"}},
		{"permissions", "6.1.12", [2]string{`/Type /Catalog`, "/Type /Catalog /Perms <</Other 1>>"}},
		{"integer", "6.1.13", [2]string{`/Type /Catalog`, "/Type /Catalog /X 3000000000"}},
		{"long string", "6.1.13", [2]string{`/Type /Catalog`, "/Type /Catalog /X (" + strings.Repeat("a", 32768) + ")"}},
		{"long name", "6.1.13", [2]string{`/Type /Catalog`, "/Type /Catalog /X /" + strings.Repeat("a", 128)}},
		{"q too deep", "6.1.13", content(strings.Repeat("q ", 29) + strings.Repeat("Q ", 29))},
		{"operator", "6.2.2", content("1 0 0 xx")},
		{"inline image", "6.2.2", content("BI /W 1 /H 1 ID x EI")},
		{"q without Q", "6.2.2", content("q")},
		{"Q without q", "6.2.2", content("Q")},
		{"BT without ET", "6.2.2", content("BT")},
		{"a font that is not there", "6.2.2", content("BT /Nix 12 Tf ET")},
		{"an image that is not there", "6.2.2", content("/Nix Do")},
		{"no output intent", "6.2.3", [2]string{`/OutputIntents`, "/OutputIntentX"}},
		{"another output intent", "6.2.3", [2]string{`/S /GTS_PDFA1`, "/S /GTS_PDFX"}},
		{"profile that is none", "6.2.3", [2]string{`/DestOutputProfile \d+ 0 R`, "/DestOutputProfile 4 0 R"}},
		{"colours of the profile", "6.2.3", [2]string{`/N 3`, "/N 4"}},
		{"cmyk", "6.2.4", content("0 0 0 1 k")},
		{"colour space", "6.2.4", [2]string{`/ColorSpace /DeviceRGB`, "/ColorSpace /DeviceCMYK"}},
		{"pattern", "6.2.4", [2]string{`/XObject <<`, "/Pattern <</P 1 0 R>> /XObject <<"}},
		{"transfer function", "6.2.5", [2]string{`/XObject <<`, "/ExtGState <</G <</TR /Identity>>>> /XObject <<"}},
		{"rendering intent", "6.2.6", content("/Best ri")},
		{"interpolated", "6.2.8", [2]string{`/Subtype /Image`, "/Subtype /Image /Interpolate true"}},
		{"alternates", "6.2.8", [2]string{`/Subtype /Image`, "/Subtype /Image /Alternates []"}},
		{"bits", "6.2.8", [2]string{`/BitsPerComponent 8 /Filter`, "/BitsPerComponent 7 /Filter"}},
		{"soft mask", "6.2.10", [2]string{`/Subtype /Image`, "/Subtype /Image /SMask 4 0 R"}},
		{"group", "6.2.10", [2]string{`<</Type /Page\n`, "<</Type /Page /Group <</S /Transparency>>\n"}},
		{"alpha", "6.2.10", [2]string{`/XObject <<`, "/ExtGState <</G <</ca 0.5>>>> /XObject <<"}},
		{"blend mode", "6.2.10", [2]string{`/XObject <<`, "/ExtGState <</G <</BM /Multiply>>>> /XObject <<"}},
		{"unknown xobject", "6.2.9", [2]string{`/Subtype /Image`, "/Subtype /PS"}},
		{"simple font", "6.2.11.2", [2]string{`/Subtype /Type0`, "/Subtype /Type1"}},
		{"no subset tag", "6.2.11.2", [2]string{`/BaseFont /\w{6}\+`, "/BaseFont /"}},
		{"descriptor", "6.2.11.2", [2]string{`/StemV \d+`, ""}},
		{"half a character", "6.2.11.2", [2]string{content("")[0], ""}},
		{"system info", "6.2.11.3.1", [2]string{`/CIDSystemInfo \d+ 0 R`, ""}},
		{"map of glyphs", "6.2.11.3.2", [2]string{`/CIDToGIDMap \d+ 0 R`, ""}},
		{"encoding", "6.2.11.3.3", [2]string{`/Identity-H`, "/Identity-V"}},
		{"not embedded", "6.2.11.4.1", [2]string{`/FontFile2 \d+ 0 R`, ""}},
		{"font file that is none", "6.2.11.4.1", [2]string{`/FontFile2 \d+ 0 R`, "/FontFile2 4 0 R"}},
		{"cid set", "6.2.11.4.2", [2]string{`/FontFile2 `, "/CIDSet 4 0 R /FontFile2 "}},
		{"width", "6.2.11.5", [2]string{`(/W \[\d+ \[)\d+`, "${1}3"}},
		{"glyph", "6.2.11.8", [2]string{`/CIDToGIDMap \d+ 0 R`, "/CIDToGIDMap 4 0 R"}},
		{"annotation", "6.3.1", [2]string{`<</Type /Page\n`, "<</Type /Page /Annots [<</Subtype /Movie /F 4 /Rect [0 0 0 0]>>]\n"}},
		{"flags", "6.3.2", [2]string{`<</Type /Page\n`, "<</Type /Page /Annots [<</Subtype /Link /Rect [0 0 0 0]>>]\n"}},
		{"hidden", "6.3.2", [2]string{`<</Type /Page\n`, "<</Type /Page /Annots [<</Subtype /Link /F 6 /Rect [0 0 0 0]>>]\n"}},
		{"appearance", "6.3.3", [2]string{`<</Type /Page\n`, "<</Type /Page /Annots [<</Subtype /Widget /F 4 /Rect [0 0 9 9]>>]\n"}},
		{"need appearances", "6.4.1", [2]string{`/Type /Catalog`, "/Type /Catalog /AcroForm <</NeedAppearances true>>"}},
		{"xfa", "6.4.2", [2]string{`/Type /Catalog`, "/Type /Catalog /AcroForm <</XFA ()>>"}},
		{"launch", "6.5.1", [2]string{`/Type /Catalog`, "/Type /Catalog /OpenAction <</S /Launch>>"}},
		{"script", "6.5.1", [2]string{`/Names <<`, "/Names <</JavaScript <</Names []>> "}},
		{"additional actions", "6.5.2", [2]string{`<</Type /Page\n`, "<</Type /Page /AA <<>>\n"}},
		{"no metadata", "6.6.2.1", [2]string{`/Metadata \d+ 0 R`, ""}},
		{"encoding of metadata", "6.6.2.1", [2]string{`id="W5M0MpCehiHzreSzNTczkc9d"\?>\n`, `id="W5M0" encoding="x"?>`}},
		{"broken metadata", "6.6.2.1", [2]string{`</dc:format>`, "</dc:formax>"}},
		{"unknown property", "6.6.2.3", [2]string{`dc:format>(.*)</dc:format`, "dc:formax>$1</dc:formax"}},
		{"title", "6.6.3", [2]string{`(?s)/Title \([^)]*\)\n/Sub`, "/Title (x)\n/Sub"}},
		{"date", "6.6.3", [2]string{`/ModDate \(D:2026`, "/ModDate (D:2025"}},
		{"part", "6.6.4", [2]string{`<pdfaid:part>3`, "<pdfaid:part>2"}},
		{"relation", "6.8", [2]string{`/AFRelationship /Data `, ""}},
		{"unicode name", "6.8", [2]string{`/UF \(extract.json\)`, ""}},
		{"media type", "6.8", [2]string{`/Subtype /application#2Fjson `, ""}},
		{"date of an attachment", "6.8", [2]string{`/ModDate \(D:\d+Z\)>> /Length`, ">> /Length"}},
		{"size of an attachment", "6.8", [2]string{`/Size 2 `, "/Size 3 "}},
		{"not associated", "6.8", [2]string{`/AF \[[^\]]*\]`, ""}},
		{"not named", "6.8", [2]string{`/Names <</EmbeddedFiles <<.*>>>>\n`, "\n"}},
		{"optional content", "6.9", [2]string{`/Type /Catalog`, "/Type /Catalog /OCProperties <<>>"}},
		{"presentations", "6.10", [2]string{`/Names <<`, "/Names <</AlternatePresentations <<>> "}},
		{"steps", "6.10", [2]string{`<</Type /Page\n`, "<</Type /Page /PresSteps <<>>\n"}},
		{"requirements", "6.11", [2]string{`/Type /Catalog`, "/Type /Catalog /Requirements []"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "half a character" {
				font := regexp.MustCompile(`/Font <<\n(/F\w+) `).FindSubmatch(whole)
				c.change = content("BT " + string(font[1]) + " 12 Tf (a) Tj ET")
			}
			found := rules.Check(change(t, whole, c.change[0], c.change[1]))
			if len(found) == 0 {
				t.Fatal("nothing is found")
			}
			ok := false
			for _, f := range found {
				ok = ok || strings.HasPrefix(f.Clause, c.clause)
			}
			if !ok {
				t.Errorf("want %s, got\n%s", c.clause, clauses(found))
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n"))
	f.Add(sample(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		if found := rules.Check(b); len(found) > 1000 {
			t.Errorf("%d findings", len(found))
		}
	})
}
