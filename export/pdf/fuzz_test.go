package pdf_test

import (
	"testing"

	"tracemark/export/pdf"
)

func FuzzAttachments(f *testing.F) {
	d := written()
	d.Attachments = full(f).Attachments
	b, err := pdf.Render(f.Context(), d)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Names <</EmbeddedFiles <</Names [(a) 2 0 R]>>>>>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n" +
		"trailer\n<</Root 1 0 R>>\nstartxref\n76\n%%EOF\n"))
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
