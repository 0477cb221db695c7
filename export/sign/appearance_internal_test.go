package sign

import (
	"bytes"
	"crypto"
	"fmt"
	"testing"

	"tracemark/export/sign/pdffile"
)

// tinyPDF is one page of 200 by 200 points with a content and a resource, by hand.
func tinyPDF(content string, page string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, body := range []string{"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200] /Resources << /Font << /F1 5 0 R >> >> >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + " >>",
		fmt.Sprintf("<< /Length 6 0 R >>\nstream\n%s\nendstream", content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Loop 5 0 R /Odd#20Name [<41> (a) true null 1.5 -3] >>",
		fmt.Sprint(len(content))} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// FuzzAppearance: whatever a picture of a signature holds, the file that it is put into can still be read, object by
// object.
func FuzzAppearance(f *testing.F) {
	f.Add(tinyPDF("0 0 10 10 re f", ""))
	f.Add(tinyPDF("BT /F1 9 Tf (A) Tj ET", "/MediaBox [0 0 10.5 20] /Resources << /Font << /F1 5 0 R >> >>"))
	f.Add([]byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"))
	base := tinyPDF("0 0 10 10 re f", "")
	f.Fuzz(func(t *testing.T, look []byte) {
		file, err := pdffile.Open(base)
		if err != nil {
			t.Fatal(err)
		}
		out, at, err := addField(file, field{title: "Signature", entries: "/Type /Sig\n", look: look, rect: [4]float64{10, 10, 60, 40}}, 10)
		if err != nil {
			return
		}
		if err := fill(t.Context(), out, at, crypto.SHA256, func([]byte) ([]byte, error) { return []byte{0x30, 0}, nil }); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		got, err := pdffile.Open(out)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for num := range got.Revisions[1].Offsets {
			if _, err := got.Object(num); err != nil {
				t.Errorf("object %d: %v\n%s", num, err, out)
			}
		}
	})
}
