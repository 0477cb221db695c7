package pdf_test

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"testing"

	"tracemark/export/pdf"
)

// carrier is the smallest file with an attachment.
func carrier(data string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range []string{"<</Names <</EmbeddedFiles <</Names [(a) 2 0 R]>>>>>>",
		"<</Type /Filespec /F (a) /UF (a) /AFRelationship /Data /Desc (d) /EF <</F 3 0 R /UF 3 0 R>>>>",
		fmt.Sprintf("<</Subtype /text#2Fplain /Params <</Size %d /CheckSum <%x>>> /Length %d>>\nstream\n%s\nendstream", len(data), md5.Sum([]byte(data)), len(data), data)} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

func TestTheSmallestAttachmentIsRead(t *testing.T) {
	all, err := pdf.Attachments(carrier("hello"))
	if err != nil || len(all) != 1 || string(all[0].Data) != "hello" || all[0].MediaType != "text/plain" {
		t.Errorf("%+v, %v", all, err)
	}
}

func FuzzAttachments(f *testing.F) {
	f.Add(carrier("hello"))
	f.Add(carrier(""))
	f.Add([]byte("%PDF-1.7\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := pdf.Attachments(b)
		for i, a := range all {
			if err != nil || i > 0 && all[i-1].Name >= a.Name {
				t.Errorf("%q after an error or out of its place", a.Name)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range append(logical, hostile, "plain", "x\u0323", "AB \u202e12") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := written()
		d.Title, d.EndMark = s, s
		b, err := pdf.Render(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) == 0 {
			t.Error("no file")
		}
	})
}
