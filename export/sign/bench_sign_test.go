package sign_test

import (
	"bytes"
	"fmt"
	"testing"

	"tracemark/export/identity"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// filled is a PDF of one page and about so many bytes: a report full of pictures, as far as signing is concerned.
func filled(size int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	add := func(body string, data []byte) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s", len(at), body)
		if data != nil {
			b.WriteString("\nstream\n")
			b.Write(data)
			b.WriteString("\nendstream")
		}
		b.WriteString("\nendobj\n")
	}
	add("<< /Type /Catalog /Pages 2 0 R >>", nil)
	add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", nil)
	add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>", nil)
	picture := bytes.Repeat([]byte("picture "), 1<<17)
	for b.Len() < size {
		data := picture[:min(len(picture), size-b.Len())]
		add(fmt.Sprintf("<< /Length %d >>", len(data)), data)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// BenchmarkSign is signing at level B-B, without the network, of a small report and of the largest that may be.
func BenchmarkSign(b *testing.B) {
	p := signtest.New(b)
	for _, size := range []int{100 << 10, 80 << 20} {
		pdf := filled(size)
		for _, k := range []struct {
			name string
			id   identity.Identity
		}{{"RSA-3072-PSS", p.RSA}, {"P-256", p.P256}, {"P-384", p.P384}} {
			b.Run(fmt.Sprintf("%s/%dkB", k.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					if _, err := sign.Sign(b.Context(), pdf, k.id, sign.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
