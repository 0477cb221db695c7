package sign_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/export/sign"
)

// The published families of attacks on signed PDF files, made here each from the description:
//
//   - Mladenov, Mainka, Meyer zu Selhausen, Grothe, Schwenk: 1 Trillion Dollar Refund – How To Spoof PDF Signatures.
//     CCS 2019, doi:10.1145/3319535.3339812 (universal signature forgery, incremental saving, signature wrapping)
//   - Mainka, Mladenov, Rohlmann: Shadow Attacks – Hiding and Replacing Content in Signed PDFs.
//     NDSS 2021, doi:10.14722/ndss.2021.24117 (hide, replace, hide and replace)
//   - Rohlmann, Mladenov, Mainka, Schwenk: Breaking the Specification – PDF Certification.
//     IEEE S&P 2021, doi:10.1109/SP40001.2021.00110 (evil annotation, sneaky signature)
type attack struct {
	name string
	make func(t *testing.T, p people, signed []byte) []byte
	says string // part of a problem
}

const forged = "BT /F1 24 Tf 72 700 Td (Identification) Tj ET"

func attacks() []attack {
	return slices.Concat(forgeries(), savings(), wrappings(), shadows(), certifications(), fields(), tables())
}

func TestPublishedAttacksAreSeen(t *testing.T) {
	p := somePeople(t)
	once := signed(t, letter(), p.examiner)
	if v := verify(t, once, sign.VerifyOptions{Roots: p.roots}); !v.Valid || len(v.Warnings) > 0 {
		t.Fatalf("the letter itself: %q %q", v.Problems, v.Warnings)
	}
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			b := a.make(t, p, slices.Clone(once))
			if bytes.Equal(b, once) {
				t.Fatal("nothing was changed")
			}
			v, err := sign.Verify(b, sign.VerifyOptions{Roots: p.roots, Now: clock.Add(time.Hour)})
			if err != nil {
				if !strings.Contains(err.Error(), a.says) {
					t.Errorf("got %v, want %q", err, a.says)
				}
				return
			}
			if v.Valid || !strings.Contains(strings.Join(sign.Sentences(v.Problems), "\n"), a.says) {
				t.Errorf("valid %v; want a problem with %q, got\n%s", v.Valid, a.says, strings.Join(sign.Sentences(v.Problems), "\n"))
			}
		})
	}
}

// rangeOf and contentsOf are the texts under /ByteRange and /Contents.
func rangeOf(t *testing.T, b []byte) string {
	m := byteRange.Find(b)
	if m == nil {
		t.Fatal("no byte range")
	}
	return string(m)
}

func contentsOf(b []byte) (from, to int) {
	i := bytes.Index(b, []byte("/Contents <")) + len("/Contents ")
	return i, i + bytes.IndexByte(b[i:], '>') + 1
}

// forgeries give readers a signature that they cannot check, and hope that they show it as good (USF). The change lies in
// the signature's own dictionary, or in a new version of it.
func forgeries() []attack {
	inPlace := func(name, says string, change func(t *testing.T, b []byte) []byte) attack {
		return attack{"forgery: " + name, func(t *testing.T, _ people, b []byte) []byte { return change(t, b) }, says}
	}
	ranged := func(name, with, says string) attack {
		return inPlace("byte range "+name, says, func(t *testing.T, b []byte) []byte { return replaced(t, b, rangeOf(t, b), with) })
	}
	contents := func(name, with, says string) attack {
		return inPlace("contents "+name, says, func(t *testing.T, b []byte) []byte {
			from, to := contentsOf(b)
			return replaced(t, b, string(b[from:to]), with)
		})
	}
	nothing, more := "does not say what it covers", "leaves out more than the signature itself"
	return []attack{
		ranged("missing", "", nothing), ranged("null", "/ByteRange null", nothing), ranged("empty", "/ByteRange []", nothing),
		ranged("zeros", "/ByteRange [0 0 0 0]", more), ranged("negative", "/ByteRange [0 -1 10 10]", nothing), ranged("huge", "/ByteRange [0 1 99999999 9]", more),
		ranged("of three", "/ByteRange [0 10 20]", nothing), ranged("of five", "/ByteRange [0 1 2 3 4]", nothing), ranged("real numbers", "/ByteRange [0 1.0 2.0 3]", nothing),
		ranged("of minus", "/ByteRange [0 1 2 -92233]", nothing),
		inPlace("contents missing", nothing, func(t *testing.T, b []byte) []byte { return replaced(t, b, "/Contents <", "/Kontents <") }), contents("null", "null", more), contents("empty", "<>", more), contents("zero", "<00>", more), contents("a literal string", "(sig)", more),
		inPlace("another subfilter", "cannot check", func(t *testing.T, b []byte) []byte {
			return replaced(t, b, "/SubFilter /ETSI.CAdES.detached", "/SubFilter /adbe.x509.rsa_sha1")
		}),
		inPlace("without a subfilter", "cannot check", func(t *testing.T, b []byte) []byte { return replaced(t, b, "/SubFilter /ETSI.CAdES.detached", "") }),
		inPlace("bytes behind the signature", "behind the signature", func(t *testing.T, b []byte) []byte {
			_, to := contentsOf(b)
			copy(b[to-9:], "deadbeef")
			return b
		}),
		inPlace("no signature in it", "damaged", func(t *testing.T, b []byte) []byte {
			from, to := contentsOf(b)
			copy(b[from+1:to-1], bytes.Repeat([]byte("0"), to-from-2))
			return b
		}),
		inPlace("a sequence with nothing in it", "damaged", func(t *testing.T, b []byte) []byte {
			from, to := contentsOf(b)
			copy(b[from+1:to-1], append([]byte("3000"), bytes.Repeat([]byte("0"), to-from-6)...))
			return b
		}),
		{"forgery: the signature written again without a range", func(t *testing.T, _ people, b []byte) []byte {
			n := numberOf(t, b, "/ByteRange")
			return edit{objects: map[int]string{n: "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260504123015Z) /Contents <00> >>"}}.on(b)
		}, nothing},
		{"forgery: the field shows null", func(t *testing.T, _ people, b []byte) []byte {
			n := numberOf(t, b, "/FT /Sig")
			return edit{objects: map[int]string{n: strings.Replace(object(t, b, n), "/V ", "/V null /W ", 1)}}.on(b)
		}, "cannot be read"},
		{"forgery: the form without the field", func(t *testing.T, _ people, b []byte) []byte {
			n := numberOf(t, b, "/SigFlags")
			return edit{objects: map[int]string{n: "<< /Fields [] /SigFlags 3 >>"}}.on(b)
		}, "no longer refers to"},
		{"forgery: encrypted", func(t *testing.T, _ people, b []byte) []byte {
			return edit{trailer: "/Encrypt << /Filter /Standard >> "}.on(b)
		}, "encrypted"},
	}
}

// savings change a document by an update behind the signature (ISA), with and without the parts that readers look for.
func savings() []attack {
	type m = map[int]string
	content := m{theContent: streamOf("", forged)}
	page := func(t *testing.T, b []byte, old, with string) m {
		return m{thePage: strings.Replace(object(t, b, thePage), old, with, 1)}
	}
	saving := func(name, says string, e func(t *testing.T, b []byte) edit) attack {
		return attack{"saving: " + name, func(t *testing.T, _ people, b []byte) []byte { return e(t, b).on(b) }, says}
	}
	plain := func(name, says string, e edit) attack {
		return saving(name, says, func(*testing.T, []byte) edit { return e })
	}
	return []attack{
		plain("other content", "replaced: content of a page (object 4)", edit{objects: content}),
		plain("without a table", "cannot be read", edit{objects: content, no: "table"}),
		plain("without a trailer", "cannot be read", edit{objects: content, no: "trailer"}),
		plain("without startxref", "added behind the end", edit{objects: content, no: "startxref"}),
		plain("without an end mark", "no proper end", edit{objects: content, no: "end"}),
		{"saving: bare objects", func(t *testing.T, _ people, b []byte) []byte {
			return append(b, "4 0 obj\n"+streamOf("", forged)+"\nendobj\n"...)
		}, "added behind the end"},
		{"saving: bare objects before the end mark", func(t *testing.T, _ people, b []byte) []byte {
			i := bytes.LastIndex(b, []byte("startxref"))
			return slices.Concat(b[:i], []byte("4 0 obj\n"+streamOf("", forged)+"\nendobj\n"), b[i:])
		}, "does not end where an update"},
		saving("with a copy of the signature", "holds more signatures", func(t *testing.T, b []byte) edit {
			n := numberOf(t, b, "/ByteRange")
			return edit{objects: m{theContent: content[theContent], n: object(t, b, n)}}
		}),
		saving("with a copy of the signature that covers the update", "leaves out more", func(t *testing.T, b []byte) edit {
			n := numberOf(t, b, "/ByteRange")
			return edit{objects: m{theContent: content[theContent], n: strings.Replace(object(t, b, n), rangeOf(t, b), fmt.Sprintf("/ByteRange [0 %d %d %d]", len(b), len(b)+1, 10), 1)}}
		}),
		plain("the page tree", "replaced: list of pages (object 2)", edit{objects: m{thePages: "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"}}),
		saving("turned page", "replaced: page (object 3)", func(t *testing.T, b []byte) edit { return edit{objects: page(t, b, "/Parent", "/Rotate 180 /Parent")} }),
		saving("other resources", "replaced: page (object 3)", func(t *testing.T, b []byte) edit { return edit{objects: page(t, b, "/F1 5 0 R", "/F1 9 0 R")} }),
		saving("more content", "replaced: page (object 3)", func(t *testing.T, b []byte) edit {
			objects := page(t, b, "/Contents 4 0 R", "/Contents [4 0 R 50 0 R]")
			objects[50] = streamOf("", forged)
			return edit{objects: objects}
		}),
		plain("the description", "replaced: description of the document (XMP) (object 6)", edit{objects: m{theXMP: streamOf("/Type /Metadata /Subtype /XML", "<x/>")}}),
		plain("the information", "replaced: description of the document (object 7)", edit{objects: m{theInfo: "<< /Producer (Forger) >>"}}),
		plain("another information", "trailer of the file was changed (/Info)", edit{objects: m{50: "<< /Producer (Forger) >>"}, info: "50 0 R"}),
		saving("an action on opening", "replaced: catalogue of the document (object 1)", func(t *testing.T, b []byte) edit {
			return edit{objects: m{theCatalog: with(object(t, b, theCatalog), "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")}}
		}),
		saving("scripts by name", "replaced: catalogue of the document (object 1)", func(t *testing.T, b []byte) edit {
			return edit{objects: m{theCatalog: with(object(t, b, theCatalog), "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>")}}
		}),
		saving("optional content", "replaced: catalogue of the document (object 1)", func(t *testing.T, b []byte) edit {
			return edit{objects: m{theCatalog: with(object(t, b, theCatalog), "/OCProperties << /OCGs [] /D << >> >>")}}
		}),
		saving("a value in the form", "list of signature fields", func(t *testing.T, b []byte) edit {
			n := numberOf(t, b, "/SigFlags")
			return edit{objects: m{n: strings.Replace(with(object(t, b, n), "/NeedAppearances true"), "/Fields [", "/Fields [50 0 R ", 1), 50: "<< /FT /Tx /T (x) /V (forged) >>"}}
		}),
		{"saving: then signed by the forger", func(t *testing.T, p people, b []byte) []byte {
			return withExtra(t, b, signed(t, b, p.forger), p, "4 0 obj\n"+content[theContent]+"\nendobj\n")
		}, "Signature 1: after it was signed this was replaced: content of a page (object 4)"},
		{"saving: in the forger's own update", func(t *testing.T, p people, b []byte) []byte {
			out := signed(t, b, p.forger)
			return resealed(t, b, out, p, func(s string) string { return strings.Replace(s, "/Contents 4 0 R", "/Contents 8 0 R", 1) })
		}, "replaced: page (object 3)"},
	}
}

// wrappings move part of what is signed and put something of their own where it was (SWA).
func wrappings() []attack {
	// wider puts room of the forger's behind the signature, inside the hole: the range is made to leave it out.
	wider := func(room string, shift bool) func(t *testing.T, _ people, b []byte) []byte {
		return func(t *testing.T, _ people, b []byte) []byte {
			_, to := contentsOf(b)
			out := slices.Concat(b[:to], []byte(room), b[to:])
			old := rangeOf(t, b)
			m := byteRange.FindSubmatch(b)
			from, second := number(t, m[1]), to
			if shift {
				second = to + len(room)
			}
			with := fmt.Sprintf("/ByteRange [0 %d %d %s]", from, second, m[3])
			if len(with) > len(old) {
				t.Skip("the numbers grew longer")
			}
			return replaced(t, out, old, with)
		}
	}
	more := "leaves out more"
	return []attack{
		{"wrapping: objects in the hole", wider("\n4 0 obj\n"+streamOf("", forged)+"\nendobj\n", true), "cannot be read"},
		{"wrapping: padding in the hole", wider(strings.Repeat(" ", 64), true), "cannot be read"},
		{"wrapping: the old range", wider("\n4 0 obj\n"+streamOf("", forged)+"\nendobj\n", false), "cannot be read"},
		{"wrapping: the hole begins earlier", func(t *testing.T, _ people, b []byte) []byte {
			m := byteRange.FindSubmatch(b)
			from := number(t, m[1])
			return replaced(t, b, rangeOf(t, b), fmt.Sprintf("/ByteRange [0 %d %s %s]", from-9, m[2], m[3]))
		}, more},
		{"wrapping: the second range moved to the end", func(t *testing.T, _ people, b []byte) []byte {
			m := byteRange.FindSubmatch(b)
			tail := b[number(t, m[2]):]
			out := edit{objects: map[int]string{theContent: streamOf("", forged)}}.on(b)
			with := fmt.Sprintf("/ByteRange [0 %s %d %d]", m[1], len(out), len(tail))
			if len(with) > len(m[0])+20 {
				t.Fatal("no room")
			}
			out = bytes.Replace(out, append(slices.Clone(m[0]), bytes.Repeat([]byte(" "), len(with)-len(m[0]))...), []byte(with), 1)
			return append(out, tail...)
		}, "the file was changed"},
		{"wrapping: ends before the end of the update", func(t *testing.T, p people, b []byte) []byte {
			m := byteRange.FindSubmatch(b)
			return replaced(t, b, rangeOf(t, b), fmt.Sprintf("/ByteRange [0 %s %s %d]", m[1], m[2], number(t, m[3])-30))
		}, "does not end where an update"},
		{"wrapping: the signature twice in the text", func(t *testing.T, _ people, b []byte) []byte {
			from, to := contentsOf(b)
			return edit{objects: map[int]string{50: "<< /Type /Sig /Contents " + string(b[from:to]) + " " + rangeOf(t, b) + " >>"}}.on(b)
		}, "added: signature (object 50)"},
	}
}

// shadows were prepared before the document was signed and come to light by an update that looks harmless (Hide, Replace,
// Hide and Replace). Each makes its own document, has it signed, and then lets it change.
func shadows() []attack {
	prepared := func(name, says string, objects func(o []string) []string, later func(t *testing.T, b []byte) []byte) attack {
		return attack{"shadow: " + name, func(t *testing.T, p people, _ []byte) []byte {
			return later(t, signed(t, file(objects(letterObjects()), ""), p.examiner))
		}, says}
	}
	same := func(o []string) []string { return o }
	byEdit := func(e edit) func(t *testing.T, b []byte) []byte {
		return func(_ *testing.T, b []byte) []byte { return e.on(b) }
	}
	type m = map[int]string
	return []attack{
		prepared("hide: the picture on top is freed", "removed: picture (object 8)", same, byEdit(edit{free: []int{thePicture}})),
		prepared("hide: the picture on top is emptied", "replaced: picture (object 8)", same, byEdit(edit{objects: m{thePicture: streamOf("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ImageMask true", "\x00")}})),
		prepared("hide: the page no longer names it", "replaced: page (object 3)", same, func(t *testing.T, b []byte) []byte {
			return edit{objects: m{thePage: strings.Replace(object(t, b, thePage), "/XObject << /Im 8 0 R >>", "", 1)}}.on(b)
		}),
		prepared("replace: the font", "replaced: font (object 5)", same, byEdit(edit{objects: m{theFont: "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}})),
		prepared("replace: a font that was missing", "added: font (object 9)", func(o []string) []string {
			o[thePage-1] = strings.Replace(o[thePage-1], "/F1 5 0 R", "/F1 5 0 R /F2 30 0 R", 1)
			return o
		}, byEdit(edit{objects: m{30: "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}})).saying("added: font (object 30)"),
		prepared("replace: content that was missing", "added: content of a page (object 40)", func(o []string) []string {
			o[thePage-1] = strings.Replace(o[thePage-1], "/Contents 4 0 R", "/Contents [4 0 R 40 0 R]", 1)
			return o
		}, byEdit(edit{objects: m{40: streamOf("", forged)}})),
		prepared("replace: the value of a form field", "replaced: form field (object 9)", func(o []string) []string {
			o[theCatalog-1] = with(o[theCatalog-1], "/AcroForm << /Fields [9 0 R] >>")
			return append(o, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (1) /Rect [0 0 9 9] >>")
		}, byEdit(edit{objects: m{9: "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (1000) /Rect [0 0 9 9] >>"}})),
		prepared("hide and replace: a second catalogue", "no longer refers to", func(o []string) []string {
			return append(o, "<< /Type /Catalog /Pages 10 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
		}, byEdit(edit{root: "9 0 R"})),
		prepared("hide and replace: the table points to hidden content", "brings back an older or hidden version of object 4", func(o []string) []string {
			return append(o, streamOf("", "% 4 0 obj\n4 0 obj\n"+streamOf("", forged)+"\nendobj\n"))
		}, func(t *testing.T, b []byte) []byte {
			return edit{point: map[int]int{theContent: bytes.Index(b, []byte("\n4 0 obj\n<<  /Length 44")) + 1}}.on(b)
		}),
		prepared("hide and replace: back to an older version", "brings back an older or hidden version of object 4", same, func(t *testing.T, b []byte) []byte {
			return edit{point: map[int]int{theContent: bytes.Index(b, []byte("\n4 0 obj\n")) + 1}}.on(b)
		}),
		{"shadow: hide and replace: an older page list among two versions", func(t *testing.T, p people, _ []byte) []byte {
			older := letter()
			b := signed(t, edit{objects: m{theContent: streamOf("", forged)}}.on(older), p.examiner)
			return edit{point: map[int]int{theContent: bytes.Index(older, []byte("\n4 0 obj\n")) + 1}}.on(b)
		}, "brings back an older or hidden version of object 4"},
		{"shadow: validation data that are content too", func(t *testing.T, p people, _ []byte) []byte {
			o := letterObjects()
			o[theCatalog-1] = with(o[theCatalog-1], "/DSS << /Certs 9 0 R >>")
			o[thePage-1] = strings.Replace(o[thePage-1], "/Contents 4 0 R", "/Contents 9 0 R", 1)
			b := signed(t, file(append(o, "[4 0 R]"), ""), p.examiner)
			return edit{objects: m{9: "[4 0 R 50 0 R]", 50: streamOf("", forged)}}.on(b)
		}, "replaced: content of a page (object 9)"},
	}
}

func (a attack) saying(s string) attack { a.says = s; return a }

// certifications use what certified documents allow: annotations and further signatures.
func certifications() []attack {
	type m = map[int]string
	certified := func(p string, later func(t *testing.T, who people, b []byte) []byte) func(t *testing.T, who people, _ []byte) []byte {
		return func(t *testing.T, who people, _ []byte) []byte { return later(t, who, certifiedLetter(t, who, p)) }
	}
	annotation := func(kind string) func(t *testing.T, who people, b []byte) []byte {
		return func(t *testing.T, _ people, b []byte) []byte {
			page := object(t, b, thePage)
			return edit{objects: m{thePage: strings.Replace(page, "/Annots [", "/Annots [50 0 R ", 1),
				50: "<< /Type /Annot /Subtype /" + kind + " /Rect [0 0 595 842] /Contents (forged) /AP << /N 51 0 R >> >>",
				51: streamOf("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "1 g 0 0 595 842 re f")}}.on(b)
		}
	}
	look := func(rect [4]float64) func(t *testing.T, who people, b []byte) []byte {
		return func(t *testing.T, who people, b []byte) []byte {
			out, err := sign.Sign(t.Context(), b, who.forger, sign.Options{At: clock, Appearance: letter(), Rect: rect})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	var all []attack
	for _, kind := range []string{"FreeText", "Stamp", "Redact", "Highlight", "Text", "Link"} {
		all = append(all, attack{"certification: evil annotation " + kind, certified("3", annotation(kind)), "replaced: page (object 3)"})
	}
	return append(all,
		attack{"certification: annotation where none is allowed", certified("1", annotation("FreeText")), "replaced: page (object 3)"},
		attack{"certification: further signature where none is allowed", certified("1", func(t *testing.T, who people, b []byte) []byte {
			return signed(t, b, who.forger)
		}), "does not allow further signatures"},
		attack{"certification: sneaky signature over the page", certified("2", look([4]float64{0, 0, 595, 842})), "covers a large part of a page"},
		attack{"certification: sneaky signature over another", func(t *testing.T, who people, _ []byte) []byte {
			first, err := sign.Sign(t.Context(), letter(), who.examiner, sign.Options{At: clock, Appearance: letter(), Rect: [4]float64{50, 50, 200, 120}})
			if err != nil {
				t.Fatal(err)
			}
			return look([4]float64{60, 60, 210, 130})(t, who, first)
		}, "laid over the picture of an earlier one"},
		attack{"certification: the signature's own picture", certified("2", func(t *testing.T, _ people, b []byte) []byte {
			n := numberOf(t, b, "/Subtype /Form /BBox [0 0 0 0]")
			return edit{objects: m{n: streamOf("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "1 g 0 0 595 842 re f")}}.on(b)
		}), "replaced"},
	)
}

// certifiedLetter is the letter with a signature that certifies it with DocMDP level p.
func certifiedLetter(t *testing.T, who people, p string) []byte {
	t.Helper()
	plain := letter()
	once := signed(t, plain, who.examiner)
	more := strings.Replace(string(once[len(plain):]), "/Location <FEFF004C00610062>", "/Reference[<</TransformMethod/DocMDP/TransformParams<</P "+p+">>>>]", 1)
	if (len(more)-len(once)+len(plain))%2 == 1 { // the room is written in pairs of digits
		more = strings.Replace(more, "/Reference[", "/Reference [", 1)
	}
	i := strings.Index(more, "/Contents <") + len("/Contents <")
	if grown := len(more) - (len(once) - len(plain)); grown > 0 { // the room for the signature shrinks, so that all behind it stays where it is
		more = more[:i] + more[i+grown:]
	}
	b := seal(t, append(slices.Clone(plain), more...), who.examiner)
	if v := verify(t, b, sign.VerifyOptions{Roots: who.roots}); !v.Valid {
		t.Fatalf("the certified letter itself: %q", v.Problems)
	}
	return b
}
