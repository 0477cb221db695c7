package sign_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"

	"tracemark/export/identity"
	"tracemark/export/sign"
)

// Numbers of the objects of letter.
const (
	theCatalog = 1 + iota
	thePages
	thePage
	theContent
	theFont
	theXMP
	theInfo
	thePicture
)

func streamOf(entries, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

// letterObjects are a page with text, a font, a picture, a description and what forgers replace.
func letterObjects() []string {
	return []string{
		"<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /Im 8 0 R >> >> >>",
		streamOf("", "BT /F1 24 Tf 72 700 Td (Identification: cannot be excluded) Tj ET q 100 0 0 100 72 500 cm /Im Do Q"),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		streamOf("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
		"<< /Producer (Test) >>",
		streamOf("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "\x80"),
	}
}

// file writes a document of these objects, numbered from 1, the first its catalogue.
func file(bodies []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, body := range bodies {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(bodies)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(bodies)+1, trailer, start)
	return b.Bytes()
}

func letter() []byte { return file(letterObjects(), "") }

// edit is an incremental update as a forger writes it.
type edit struct {
	objects map[int]string
	free    []int
	hidden  string      // bytes before the first object that no table names
	point   map[int]int // entries of the table that lead elsewhere
	twice   []int       // objects that the table names twice
	root    string      // of the trailer; "1 0 R" where empty
	info    string      // likewise; "7 0 R"
	id      string      // likewise; that of the file
	trailer string      // more keys of the trailer
	prev    int         // of the trailer; that of the file where 0
	no      string      // what is left out: "table", "trailer", "startxref", "end"
	table   func(s string) string
	after   string // behind the end mark
}

var startxref = regexp.MustCompile(`startxref\s+(\d+)`)

func newestTable(pdf []byte) int {
	all := startxref.FindAllSubmatch(pdf, -1)
	n, _ := strconv.Atoi(string(all[len(all)-1][1]))
	return n
}

// size is one more than the highest object number in use.
func size(pdf []byte) int {
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^(\d+) 0 obj`).FindAllSubmatch(pdf, -1) {
		k, _ := strconv.Atoi(string(m[1]))
		n = max(n, k)
	}
	return n + 1
}

func (e edit) on(pdf []byte) []byte {
	b := bytes.NewBuffer(slices.Clone(pdf))
	b.WriteString(e.hidden)
	at := map[int]int{}
	var nums []int
	for n := range e.objects {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	for _, n := range nums {
		at[n] = b.Len()
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, e.objects[n])
	}
	for n, to := range e.point {
		at[n] = to
		nums = append(nums, n)
	}
	nums = append(nums, e.twice...)
	slices.Sort(nums)
	start := b.Len()
	var x strings.Builder
	x.WriteString("xref\n")
	for _, n := range e.free {
		fmt.Fprintf(&x, "%d 1\n0000000000 00001 f \n", n)
	}
	for _, n := range nums {
		fmt.Fprintf(&x, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	table := x.String()
	if e.table != nil {
		table = e.table(table)
	}
	if e.no != "table" {
		b.WriteString(table)
	}
	root, prev := "1 0 R", e.prev
	if e.root != "" {
		root = e.root
	}
	info := "7 0 R"
	if e.info != "" {
		info = e.info
	}
	if prev == 0 {
		prev = newestTable(pdf)
	}
	id := e.id
	if m := regexp.MustCompile(`/ID \[[^\]]*\]`).FindAll(pdf, -1); len(m) > 0 && id == "" {
		id = string(m[len(m)-1])
	}
	if e.no != "trailer" {
		fmt.Fprintf(b, "trailer\n<< /Size %d /Root %s /Info %s /Prev %d %s %s>>\n", max(size(pdf), size(b.Bytes())), root, info, prev, id, e.trailer)
	}
	if e.no != "startxref" {
		fmt.Fprintf(b, "startxref\n%d\n", start)
	}
	if e.no != "end" {
		b.WriteString("%%EOF\n")
	}
	b.WriteString(e.after)
	return b.Bytes()
}

// people are who signs letters: an examiner, and a forger with a good certificate of the same issuer's making.
type people struct {
	examiner, forger identity.Identity
	roots            *x509.CertPool
}

func somePeople(t testing.TB) people {
	t.Helper()
	var p people
	for _, id := range []*identity.Identity{&p.examiner, &p.forger} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		var roots *x509.CertPool
		if *id, roots = issue(t, key, x509.KeyUsageDigitalSignature); p.roots == nil {
			p.roots = roots
		}
	}
	return p
}

// replaced exchanges the first text that fits, filled with blanks to the same length, so that all places stay.
func replaced(t testing.TB, pdf []byte, old, with string) []byte {
	t.Helper()
	if len(with) > len(old) || !bytes.Contains(pdf, []byte(old)) {
		t.Fatalf("%q cannot stand in place of %q", with, old)
	}
	return bytes.Replace(pdf, []byte(old), []byte(with+strings.Repeat(" ", len(old)-len(with))), 1)
}

// object returns the newest version of an object as text.
func object(t testing.TB, pdf []byte, num int) string {
	t.Helper()
	head := fmt.Sprintf("\n%d 0 obj\n", num)
	i := bytes.LastIndex(pdf, []byte(head))
	if i < 0 {
		t.Fatalf("no object %d", num)
	}
	rest := pdf[i+len(head):]
	return string(rest[:bytes.Index(rest, []byte("\nendobj"))])
}

// with adds entries to a dictionary that is written as text.
func with(dict, more string) string {
	i := strings.LastIndex(dict, ">>")
	return dict[:i] + more + " " + dict[i:]
}

// numberOf finds an object by a text in it.
func numberOf(t testing.TB, pdf []byte, text string) int {
	t.Helper()
	i := bytes.LastIndex(pdf, []byte(text))
	if i < 0 {
		t.Fatalf("no %q", text)
	}
	all := regexp.MustCompile(`(?m)^(\d+) 0 obj`).FindAllSubmatch(pdf[:i], -1)
	return number(t.(*testing.T), all[len(all)-1][1])
}

// resealed is a file in whose newest update, which came with a signature by the forger, something was exchanged for a text
// of the same length, and which the forger then signed again: nothing is wrong with that signature itself.
func resealed(t testing.TB, before, after []byte, p people, change func(string) string) []byte {
	t.Helper()
	more := change(string(after[len(before):]))
	if len(more) != len(after)-len(before) || more == string(after[len(before):]) {
		t.Fatal("the exchange must change the update and keep its length")
	}
	return seal(t, append(slices.Clone(before), more...), p.forger)
}

// seal signs the newest signature dictionary of a file anew, over everything but the signature's own text.
func seal(t testing.TB, b []byte, id identity.Identity) []byte {
	t.Helper()
	all := byteRange.FindAllIndex(b, -1)
	r := all[len(all)-1]
	from := r[1] + bytes.Index(b[r[1]:], []byte("/Contents <")) + len("/Contents ")
	to := from + bytes.IndexByte(b[from:], '>') + 1
	written := fmt.Sprintf("/ByteRange [0 %d %d %d]", from, to, len(b)-to)
	if len(written) > r[1]-r[0] {
		for len(written) > r[1]-r[0] && b[r[1]] == ' ' {
			r[1]++
		}
	}
	if len(written) > r[1]-r[0] {
		t.Fatalf("no room for %q", written)
	}
	copy(b[r[0]:r[1]], written+strings.Repeat(" ", r[1]-r[0]-len(written)))
	cms, err := sign.Detached(t.Context(), slices.Concat(b[:from], b[to:]), id, clock)
	if err != nil {
		t.Fatal(err)
	}
	text := hex.EncodeToString(cms)
	copy(b[from+1:to-1], text+strings.Repeat("0", to-from-2-len(text)))
	return b
}
