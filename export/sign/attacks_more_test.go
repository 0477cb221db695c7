package sign_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fields attack by way of the signature fields, in an update that the forger signs with a good certificate: alone, that
// signature has nothing wrong with it.
func fields() []attack {
	exchange := func(name, says, old, with string) attack {
		return attack{"field: " + name, func(t *testing.T, p people, b []byte) []byte {
			return resealed(t, b, signed(t, b, p.forger), p, func(s string) string {
				if len(with) > len(old) {
					t.Fatalf("%q is longer than %q", with, old)
				}
				return strings.Replace(s, old, with+strings.Repeat(" ", len(old)-len(with)), 1)
			})
		}, says}
	}
	type m = map[int]string
	return []attack{
		exchange("with an action", "added: form field (object", "/F 132\n/AP", "/AA"),
		exchange("optional content", "added: form field", "/F 132\n", "/OC/A\n"),
		exchange("the annotations in another order", "replaced: page (object 3)", "/Annots [", "/Ann    ["),
		exchange("the first field left out", "no longer refers to", "/Fields [", "/Fiel   ["),
		exchange("another page content", "replaced: page (object 3)", "/Contents 4 0 R", "/Contents 8 0 R"),
		{"field: one name for two", func(t *testing.T, p people, b []byte) []byte {
			return resealed(t, b, signed(t, b, p.forger), p, func(s string) string {
				return strings.Replace(s, "00200032>", "00200031>", 1) // "Signature 2" becomes "Signature 1"
			})
		}, "Two signature fields have the name"},
		{"field: one signature in two", func(t *testing.T, p people, b []byte) []byte {
			n, form := numberOf(t, b, "/FT /Sig"), numberOf(t, b, "/SigFlags")
			return edit{objects: m{50: object(t, b, n), form: strings.Replace(object(t, b, form), "/Fields [", "/Fields [50 0 R ", 1)}}.on(b)
		}, "one and the same signature"},
		{"field: another value for the old field", func(t *testing.T, p people, b []byte) []byte {
			twice := signed(t, b, p.forger)
			first, second := numberOf(t, b, "/FT /Sig"), numberOf(t, twice, "/ByteRange")
			return edit{objects: m{first: regexp.MustCompile(`/V \d+ 0 R`).ReplaceAllString(object(t, twice, first), fmt.Sprintf("/V %d 0 R", second))}}.on(twice)
		}, "the file was changed"},
		{"field: an empty one is added", func(t *testing.T, _ people, b []byte) []byte {
			form := numberOf(t, b, "/SigFlags")
			return edit{objects: m{50: "<< /Type /Annot /Subtype /Widget /FT /Sig /T (later) /P 3 0 R /Rect [0 0 0 0] /F 132 >>",
				form: strings.Replace(object(t, b, form), "]", " 50 0 R]", 1)}}.on(b)
		}, "does not cover the update that it came with"},
		{"field: a text field is added", func(t *testing.T, _ people, b []byte) []byte {
			form := numberOf(t, b, "/SigFlags")
			return edit{objects: m{50: "<< /Type /Annot /Subtype /Widget /FT /Tx /T (later) /P 3 0 R /Rect [0 0 9 9] /V (forged) >>",
				form: strings.Replace(object(t, b, form), "]", " 50 0 R]", 1)}}.on(b)
		}, "added: form field (object 50)"},
		{"field: hidden objects beside a good signature", func(t *testing.T, p people, b []byte) []byte {
			// The forger signs, then puts an object of its own into the update and signs again.
			out := signed(t, b, p.forger)
			return withExtra(t, b, out, p, "60 0 obj\n"+streamOf("", forged)+"\nendobj\n")
		}, "added: object of no known kind (object 60)"},
		{"field: escaped names", func(t *testing.T, _ people, b []byte) []byte {
			return edit{objects: m{theCatalog: with(object(t, b, theCatalog), "/Open#41ction [3 0 R /Fit]")}}.on(b)
		}, "replaced: catalogue of the document (object 1)"},
		{"field: a key twice", func(t *testing.T, _ people, b []byte) []byte {
			return edit{objects: m{theCatalog: with(object(t, b, theCatalog), "/P#61ges 2 0 R")}}.on(b)
		}, "cannot be read"},
	}
}

// withExtra puts an object before the last table of a file that the forger signed, adds it to that table and signs anew.
func withExtra(t *testing.T, before, after []byte, p people, extra string) []byte {
	i := newestTable(after)
	num := extra[:strings.IndexByte(extra, ' ')]
	table := string(after[i:])
	table = strings.Replace(table, "trailer", fmt.Sprintf("%s 1\n%010d 00000 n \ntrailer", num, i), 1)
	table = regexp.MustCompile(`startxref\n\d+`).ReplaceAllString(table, "startxref\n"+strconv.Itoa(i+len(extra)))
	return seal(t, slices.Concat(after[:i], []byte(extra), []byte(table)), p.forger)
}

// tables attack by way of the cross-reference tables and the bytes that they do not name.
func tables() []attack {
	type m = map[int]string
	content := m{theContent: streamOf("", forged)}
	table := func(name, says string, e func(t *testing.T, b []byte) edit) attack {
		return attack{"table: " + name, func(t *testing.T, _ people, b []byte) []byte { return e(t, b).on(b) }, says}
	}
	return []attack{
		table("leads to itself", "cannot be read", func(_ *testing.T, b []byte) edit { return edit{objects: content, prev: len(b) + 200} }),
		table("leads forward", "cannot be read", func(_ *testing.T, b []byte) edit { return edit{objects: content, prev: len(b) * 4} }),
		table("jumps over the signature", "no longer refers to", func(_ *testing.T, b []byte) edit {
			return edit{prev: number2(startxref.FindSubmatch(b)[1])}
		}),
		table("names an object twice", "names object 4 twice", func(*testing.T, []byte) edit { return edit{objects: content, twice: []int{theContent}} }),
		table("points into another object", "brings back an older or hidden version of object 4", func(_ *testing.T, b []byte) edit {
			return edit{point: map[int]int{theContent: bytes.Index(b, []byte("stream")) + 2}}
		}),
		table("holds bytes that belong to nothing", "belongs to no part of the document", func(*testing.T, []byte) edit { return edit{hidden: "4 0 obj\n(hidden)\nendobj\n"} }),
		table("holds a remark", "a remark was put between the objects", func(*testing.T, []byte) edit { return edit{hidden: "% %PDF-1.7\n"} }),
		table("holds a second file", "a remark was put between the objects", func(*testing.T, []byte) edit { return edit{hidden: string(letter())} }),
		table("has text behind the end", "added behind the end", func(*testing.T, []byte) edit { return edit{after: "4 0 obj\n(x)\nendobj\n"} }),
		table("of a hybrid file", "cross-reference streams", func(*testing.T, []byte) edit { return edit{objects: content, trailer: "/XRefStm 15 "} }),
		table("not of the form fixed", "cannot be read", func(*testing.T, []byte) edit {
			return edit{objects: content, table: func(s string) string { return strings.Replace(s, " 00000 n \n", " 0 n \n", 1) }}
		}),
		table("with another identity", "given another identity", func(_ *testing.T, b []byte) edit {
			return edit{}.identified("<00><00>")
		}),
		table("of a generation", "cannot be read", func(*testing.T, []byte) edit {
			return edit{objects: content, table: func(s string) string { return strings.Replace(s, " 00000 n", " 00001 n", 1) }}
		}),
		{"table: the catalogue of another trailer", func(t *testing.T, _ people, b []byte) []byte {
			return edit{objects: m{50: object(t, b, theCatalog)}, root: "50 0 R"}.on(b)
		}, "trailer of the file was changed (/Root)"},
		{"table: a stream", func(t *testing.T, _ people, b []byte) []byte {
			start := len(b)
			return fmt.Appendf(b, "50 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n",
				streamOf("/Type /XRef /W [1 2 1] /Index [4 1] /Size 51 /Root 1 0 R /Prev "+strconv.Itoa(newestTable(b)), "\x01\x00\x00\x00"), start)
		}, "cross-reference streams"},
		{"table: bytes before the header", func(_ *testing.T, _ people, b []byte) []byte { return append([]byte("%PDF-1.4\n"), b...) }, "cannot be read"},
		{"table: something before the header", func(_ *testing.T, _ people, b []byte) []byte { return append([]byte("GIF89a"), b...) }, "not a PDF"},
		{"table: cut off", func(_ *testing.T, _ people, b []byte) []byte { return b[:len(b)-8] }, "cannot be read"},
	}
}

func number2(b []byte) int {
	n, _ := strconv.Atoi(string(b))
	return n
}

// identified gives an update a /ID of its own.
func (e edit) identified(id string) edit { e.id = "/ID [" + id + "]"; return e }
