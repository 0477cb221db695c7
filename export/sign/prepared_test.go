package sign_test

import (
	"strings"
	"testing"

	"tracemark/export/sign"
)

// A document that was prepared for an attack is signed rightly: the signature is valid, and what was prepared is said.
func TestWhatWasPreparedBeforeSigningIsSaid(t *testing.T) {
	p := somePeople(t)
	at := func(n int, change func(string) string) func([]string) []string {
		return func(o []string) []string { o[n-1] = change(o[n-1]); return o }
	}
	more := func(s string) func(string) string { return func(d string) string { return with(d, s) } }
	for name, c := range map[string]struct {
		objects func([]string) []string
		says    string
	}{
		"a second catalogue": {func(o []string) []string { return append(o, "<< /Type /Catalog /Pages 2 0 R >>") }, "no part of the document: catalogue of the document (object 9)"},
		"an unused page":     {func(o []string) []string { return append(o, "<< /Type /Page /Parent 2 0 R >>") }, "no part of the document: page (object 9)"},
		"unused content":     {func(o []string) []string { return append(o, streamOf("", forged)) }, "no part of the document: object of no known kind (object 9)"},
		"an unused drawing":  {func(o []string) []string { return append(o, streamOf("/Subtype /Form", forged)) }, "no part of the document: drawing (object 9)"},
		"a missing font":     {at(thePage, func(s string) string { return strings.Replace(s, "5 0 R", "50 0 R", 1) }), "referred to 1 objects that were not there"},
		"a script":           {at(theCatalog, more("/OpenAction << /S /JavaScript /JS (x) >>")), "can change what it shows: script (object 1)"},
		"an action":          {at(thePage, more("/AA << /O << /S /Named /N /Print >> >>")), "can change what it shows: action (object 3)"},
		"optional content":   {at(theCatalog, more("/OCProperties << /OCGs [] >>")), "can change what it shows: optional content (object 1)"},
		"an overlay":         {at(thePage, more("/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] >>]")), "can change what it shows: annotation (object 3)"},
		"a form field": {func(o []string) []string {
			return append(at(theCatalog, more("/AcroForm << /Fields [9 0 R] >>"))(o), "<< /FT /Tx /T (amount) /V (1) >>")
		}, "can change what it shows: form field (object 9)"},
		"a form that draws":   {at(theCatalog, more("/AcroForm << /Fields [] /XFA 4 0 R >>")), "can change what it shows: form that programs draw (object 12)"},
		"another file's text": {at(theContent, func(string) string { return streamOf("/F (other.txt)", "") }), "can change what it shows: content of another file (object 4)"},
		"packed objects": {func(o []string) []string {
			o[theInfo-1] = "<< /X 9 0 R >>"
			return append(o, streamOf("/Type /ObjStm /N 0 /First 0", ""))
		}, "objects packed into a stream (object 9)"},
		"an escaped name": {at(theCatalog, more("/Open#41ction << /S /Java#53cript /J#53 (x) >>")), "can change what it shows: script (object 1)"},
	} {
		t.Run(name, func(t *testing.T) {
			v := verify(t, signed(t, file(c.objects(letterObjects()), ""), p.examiner), sign.VerifyOptions{Roots: p.roots})
			if got := strings.Join(sign.Sentences(v.Warnings), "\n"); !v.Valid || !strings.Contains(got, c.says) {
				t.Errorf("valid %v, want a warning with %q, got\n%s\n%q", v.Valid, c.says, got, v.Problems)
			}
		})
	}
	t.Run("an older version", func(t *testing.T) {
		b := signed(t, edit{objects: map[int]string{theContent: streamOf("", forged)}}.on(letter()), p.examiner)
		v := verify(t, b, sign.VerifyOptions{Roots: p.roots})
		if !v.Valid || len(v.Warnings) != 1 || !strings.Contains(v.Warnings[0].String(), "had been changed when it was first signed (1 times)") {
			t.Errorf("got valid %v, %q %q", v.Valid, v.Warnings, v.Problems)
		}
	})
	t.Run("bytes that belong to nothing", func(t *testing.T) {
		b := signed(t, edit{objects: map[int]string{theInfo: "<< >>"}, hidden: "4 0 obj\n" + streamOf("", forged) + "\nendobj\n"}.on(letter()), p.examiner)
		v := verify(t, b, sign.VerifyOptions{Roots: p.roots})
		if got := strings.Join(sign.Sentences(v.Warnings), "\n"); !v.Valid || !strings.Contains(got, "belonged to no part of the document when it was signed") {
			t.Errorf("got valid %v, %s", v.Valid, got)
		}
	})
}
