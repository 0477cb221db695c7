package sign

import (
	"slices"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// references remembers under which keys every object of the file is referred to, revision by revision.
type references struct {
	f    *pdffile.File
	keys map[int][]string
}

func newReferences(f *pdffile.File) *references { return &references{f: f, keys: map[int][]string{}} }

// maxKeysKept bounds what is remembered of one object.
const maxKeysKept = 16

// add takes in the references in the objects of one revision, whether the document still leads to them or not.
func (x *references) add(i int) {
	view := x.f.At(i)
	for num := range x.f.Revisions[i].Offsets {
		o, err := view.Object(num)
		if err != nil {
			continue
		}
		x.take(view.Raw(o.Value))
	}
	for _, e := range x.f.Revisions[i].Trailer {
		if num, ok := view.Reference(e.Value); ok {
			x.keep(num, e.Key)
		}
	}
}

func (x *references) take(raw []byte) {
	for _, r := range pdffile.References(raw) {
		x.keep(r.Number, r.Key)
	}
}

func (x *references) keep(num int, key string) {
	if all := x.keys[num]; len(all) < maxKeysKept && !slices.Contains(all, key) {
		x.keys[num] = append(all, key)
	}
}

// allow reports whether an object that an update brought as part of what is allowed is used for nothing else: a new one is
// referred to by nothing older, which would begin to show it, and a replaced one only from where its kind belongs.
func (x *references) allow(r *revision, num int, kind string) bool {
	used := x.keys[num]
	if r.isNew(num) {
		return len(used) == 0
	}
	var keys []string
	switch kind {
	case kindForm:
		keys = []string{"AcroForm", "Fields"}
	case kindPageList:
		keys = []string{"Annots"}
	case kindValidation:
		keys = []string{"DSS", "Certs", "OCSPs", "CRLs", "VRI", "Cert", "CRL", "OCSP", "Extensions"}
	case kindCatalogue:
		keys = []string{"Root"}
	default: // a page, which was compared key by key
		return kind == kindPage
	}
	return !slices.ContainsFunc(used, func(k string) bool { return !slices.Contains(keys, k) && !(kind == kindValidation && digestKey(k)) })
}

// kinds name what stands under a key.
var kinds = map[string]string{
	"Contents": "content of a page", "Font": "font", "FontFile": "font", "FontFile2": "font", "FontFile3": "font", "FontDescriptor": "font",
	"DescendantFonts": "font", "ToUnicode": "font", "Encoding": "font", "Widths": "font", "W": "font", "CIDToGIDMap": "font", "Metadata": "description of the document (XMP)",
	"Info": "description of the document", "Root": kindCatalogue, "Pages": "list of pages", "Kids": "page", "Annots": "annotation", "AP": "picture of an annotation",
	"N": "picture of an annotation", "OpenAction": "action", "AA": "action", "A": "action", "JS": "script", "JavaScript": "script", "OCProperties": "optional content",
	"OCGs": "optional content", "OC": "optional content", "Names": "attached files", "EmbeddedFiles": "attached files", "EF": "attached files", "AF": "attached files",
	"F": "attached files", "UF": "attached files", "OutputIntents": "colour profile", "DestOutputProfile": "colour profile", "AcroForm": kindForm, "Fields": "form field",
	"V": "value of a field", "Outlines": "bookmarks", "Dests": "bookmarks", "Resources": "resources of a page", "SMask": "picture", "DSS": kindValidation,
}

// types name what a dictionary says it is.
var types = map[string]string{
	"Catalog": kindCatalogue, "Pages": "list of pages", "Page": "page", "Font": "font", "FontDescriptor": "font", "Annot": "annotation", "Sig": kindSignature,
	"DocTimeStamp": kindSignature, "Metadata": "description of the document (XMP)", "Filespec": "attached files", "EmbeddedFile": "attached files", "OCG": "optional content",
	"OCMD": "optional content", "Action": "action", "ObjStm": "objects packed into a stream", "XRef": "hidden table of objects", "Outlines": "bookmarks", "DSS": kindValidation,
}

// kind names an object for a person, by what it says it is, else by what refers to it.
func (x *references) kind(f *pdffile.File, num int) string {
	if o, err := f.Object(num); err == nil && f.Data[o.Value.From] == '<' {
		if d, err := f.Dict(o.Value); err == nil {
			switch sub := f.NameOf(d, "Subtype"); {
			case sub == "Image":
				return "picture"
			case f.NameOf(d, "Type") == "Annot" && sub == "Widget" || d.Has("FT"):
				return "form field"
			case types[f.NameOf(d, "Type")] != "":
				return types[f.NameOf(d, "Type")]
			case d.Has("JS"):
				return "script"
			case sub == "Form":
				return "drawing"
			}
		}
	}
	for _, k := range x.keys[num] {
		if kinds[k] != "" {
			return kinds[k]
		}
	}
	return "object of no known kind"
}

// words are all that an object is called, spelled out for those who translate.
var words = []casefile.Word{
	casefile.Word("action"),
	casefile.Word("alternative pictures"),
	casefile.Word("annotation"),
	casefile.Word("attached files"),
	casefile.Word("bookmarks"),
	casefile.Word("catalogue of the document"),
	casefile.Word("colour profile"),
	casefile.Word("content of a page"),
	casefile.Word("content of another file"),
	casefile.Word("description of the document"),
	casefile.Word("description of the document (XMP)"),
	casefile.Word("drawing"),
	casefile.Word("font"),
	casefile.Word("form field"),
	casefile.Word("form that programs draw"),
	casefile.Word("hidden table of objects"),
	casefile.Word("list of pages"),
	casefile.Word("list of signature fields"),
	casefile.Word("list of what stands on a page"),
	casefile.Word("moving picture"),
	casefile.Word("object of no known kind"),
	casefile.Word("objects packed into a stream"),
	casefile.Word("optional content"),
	casefile.Word("page"),
	casefile.Word("picture"),
	casefile.Word("picture of a signature"),
	casefile.Word("picture of an annotation"),
	casefile.Word("resources of a page"),
	casefile.Word("script"),
	casefile.Word("signature"),
	casefile.Word("signature field"),
	casefile.Word("validation data"),
	casefile.Word("value of a field"),
}

// word returns what an object is called, to be said in any language.
func word(kind string) casefile.Word {
	if i := slices.Index(words, casefile.Word(kind)); i >= 0 {
		return words[i]
	}
	return words[slices.Index(words, "object of no known kind")]
}
