package pdffile_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tracemark/export/sign/pdffile"
)

// document writes objects, numbered from 1, the first its catalogue.
func document(bodies ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var table strings.Builder
	for i, body := range bodies {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		len(bodies)+1, table.String(), len(bodies)+1, b.Len())
	return b.Bytes()
}

func packed(b []byte) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		panic(err) // a buffer does not fail
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

func open(t *testing.T, b []byte) *pdffile.File {
	t.Helper()
	f, err := pdffile.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestStreamsAreUnpackedUpToALimit(t *testing.T) {
	big := bytes.Repeat([]byte("0"), 1<<20)
	p := packed(big)
	stream := func(entries, data string) string {
		return fmt.Sprintf("<< %s/Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
	}
	f := open(t, document("<< /Type /Catalog >>", stream("/Filter /FlateDecode ", p), stream("", "plain"), stream("/Filter [/FlateDecode] ", packed([]byte("one"))),
		"<< /Filter /FlateDecode /Length 6 0 R >>\nstream\n"+p+"\nendstream", fmt.Sprint(len(p)), stream("/Filter [/ASCIIHexDecode /FlateDecode] ", "00"), stream("/F (other) ", ""), "<< >>"))
	if odd := f.Survey(); len(odd) > 0 {
		t.Errorf("a tidy file is odd: %+v", odd)
	}
	for num, want := range map[int]string{3: "plain", 4: "one", 2: string(big), 5: string(big)} {
		if got, err := f.Stream(num, len(big)); err != nil || string(got) != want {
			t.Errorf("stream %d: %d bytes, %v", num, len(got), err)
		}
	}
	for num, limit := range map[int]int{2: len(big) - 1, 3: 4} {
		if _, err := f.Stream(num, limit); !errors.Is(err, pdffile.ErrTooLarge) {
			t.Errorf("stream %d with limit %d: %v", num, limit, err)
		}
	}
	for _, num := range []int{7, 8, 9, 99} {
		if _, err := f.Stream(num, 100); !errors.Is(err, pdffile.ErrSyntax) {
			t.Errorf("stream %d: %v", num, err)
		}
	}
}

func TestValuesAreReadAsViewersReadThem(t *testing.T) {
	f := open(t, document(`<< /Type /Cat#61log /A#42 (a\(b\)\051\n) /C <FEFF004100e9> /D [1 2 0 R << /X /Y >>] /N 12 /M -1 >>`, "(x)"))
	_, d, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if got := f.NameOf(d, "Type"); got != "Catalog" {
		t.Errorf("name with an escape: %q", got)
	}
	if got := f.TextOf(d, "AB"); got != "a(b))\n" {
		t.Errorf("string under a key with an escape: %q", got)
	}
	if got := f.TextOf(d, "C"); got != "Aé" {
		t.Errorf("UTF-16: %q", got)
	}
	all, err := f.ArrayOf(d, "D")
	if err != nil || len(all) != 3 {
		t.Fatalf("array: %v %v", all, err)
	}
	if num, ok := f.Reference(all[1]); !ok || num != 2 {
		t.Errorf("reference: %d %v", num, ok)
	}
	n, _ := d.Get("N")
	m, _ := d.Get("M")
	if got, err := f.Int(n); err != nil || got != 12 {
		t.Errorf("number: %d %v", got, err)
	}
	if _, err := f.Int(m); err == nil {
		t.Error("a negative number was taken")
	}
	o, err := f.Object(1)
	if err != nil {
		t.Fatal(err)
	}
	if refs := pdffile.References(f.Raw(o.Value)); len(refs) != 1 || refs[0] != (pdffile.Ref{Number: 2, Key: "D"}) {
		t.Errorf("references: %+v", refs)
	}
}

func TestWhatIsNotReadIsAnError(t *testing.T) {
	good := string(document("<< /Type /Catalog >>"))
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"no PDF":            {"%!PS", pdffile.ErrNotPDF},
		"nothing":           {"", pdffile.ErrNotPDF},
		"no startxref":      {"%PDF-1.7\n", pdffile.ErrSyntax},
		"a stream as table": {"%PDF-1.7\n1 0 obj\n<< >>\nendobj\nstartxref\n9\n%%EOF\n", pdffile.ErrNotClassic},
		"a hybrid file":     {strings.Replace(good, "/Size", "/XRefStm 9 /Size", 1), pdffile.ErrNotClassic},
		"a circle":          {strings.Replace(good, "/Root", fmt.Sprintf("/Prev %d /Root", strings.Index(good, "xref")), 1), pdffile.ErrSyntax},
		"short entries":     {strings.Replace(good, " n \n", " n\n", 1), pdffile.ErrSyntax},
		"a key twice":       {strings.Replace(good, "/Root", "/Si#7ae 9 /Root", 1), pdffile.ErrSyntax},
		"a huge table":      {strings.Replace(good, "0 2\n", "0 999999999\n", 1), pdffile.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pdffile.Open([]byte(c.file)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(document("<< /Type /Catalog /A [1 2 0 R] /B (x\\)y) /C <00ff> >>", "<< /Length 3 >>\nstream\nabc\nendstream"))
	f.Add(document("<< /Type /Catalog /Pages 2 0 R /Pa#67es2 3 0 R >>", "<< /Kids [3 0 R] >>", "<< /Filter /FlateDecode /Length 11 >>\nstream\n"+packed([]byte("abc"))+"\nendstream"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := pdffile.Open(b)
		if err != nil {
			return
		}
		file.Survey()
		for i := range file.Revisions {
			v := file.At(i)
			if _, d, err := v.Catalog(); err == nil {
				for _, e := range d {
					v.NameOf(d, e.Key)
					v.TextOf(d, e.Key)
					_, _ = v.ArrayOf(d, e.Key) // whether it is one does not matter here
				}
			}
			for num := range file.Revisions[i].Offsets {
				o, err := v.Object(num)
				if err != nil {
					continue
				}
				pdffile.References(v.Raw(o.Value))
				pdffile.Dicts(v.Raw(o.Value), func(pdffile.Dict, []byte) {})
				if got, err := v.Decoded(o, 1000); err == nil && len(got) > 1000 {
					t.Error("more than the limit")
				}
			}
		}
	})
}
