package sign

import (
	"cmp"
	"maps"
	"slices"

	"tracemark/export/sign/pdffile"
)

// A document can be prepared for a later forgery before it is signed: content that is in the file and not shown, or shown
// content that can change by itself. The signature is good nevertheless, and the forgery itself is found (history); that
// it was prepared is said as a warning, because whoever signed may have been shown something else (Mainka et al., NDSS
// 2021, doi:10.14722/ndss.2021.24117).

// risky keys let a document change by itself or take content from elsewhere.
var risky = map[string]string{
	"JavaScript": "script", "JS": "script", "AA": "action", "XFA": "form that programs draw", "OCProperties": "optional content", "OC": "optional content",
	"Launch": "action", "RichMedia": "moving picture", "Movie": "moving picture", "Ref": "content of another file", "FFilter": "content of another file",
	"Alternates": "alternative pictures",
}

// riskyActions are the kinds of action that do more than turn to a place or open an address.
var riskyActions = []string{"JavaScript", "Launch", "SubmitForm", "ResetForm", "ImportData", "Hide", "SetOCGState", "Rendition", "Trans", "GoToE", "GoTo3DView", "Movie", "Sound", "Named"}

// prepared looks at the document as it was when it was first signed; -1 stands for the whole file.
func (v *verifier) prepared(first int) {
	if len(v.found) == 0 {
		return
	}
	if first < 0 {
		first = len(v.f.Revisions) - 1
	}
	f := v.f.At(first)
	if first > 1 { // the signature itself came with one
		v.warn(CodePrepared, "The document had been changed when it was first signed (%[1]d times); older versions of it are in the file.", first-1)
	}
	reached := map[int]bool{}
	missing := 0
	var queue []int
	take := func(raw []byte) {
		for _, r := range pdffile.References(raw) {
			if !reached[r.Number] {
				reached[r.Number] = true
				queue = append(queue, r.Number)
			}
		}
	}
	for _, e := range f.Trailer() {
		take(f.Raw(e.Value))
	}
	found := map[string]int{}
	for len(queue) > 0 {
		num := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		o, err := f.Object(num)
		if err != nil {
			missing++
			continue
		}
		take(f.Raw(o.Value))
		v.suspicious(f, o, found)
	}
	hidden := map[int]bool{}
	for _, r := range f.Revisions {
		for num := range r.Offsets {
			if !reached[num] {
				hidden[num] = true
			}
		}
	}
	v.sayPrepared(f, hidden, missing, found)
}

func (v *verifier) sayPrepared(f *pdffile.File, hidden map[int]bool, missing int, found map[string]int) {
	refs := newReferences(f)
	for i, num := range slices.Sorted(maps.Keys(hidden)) {
		if i == maxNamed {
			v.warn(CodePrepared, "%[1]d more objects were in the file when it was signed that are no part of the document.", len(hidden)-maxNamed)
			break
		}
		v.warn(CodePrepared, "When it was signed this was in the file and no part of the document: %[1]s (object %[2]d).", word(refs.kind(f, num)), num)
	}
	if missing > 0 {
		v.warn(CodePrepared, "When it was signed the document referred to %[1]d objects that were not there.", missing)
	}
	for _, what := range slices.SortedFunc(maps.Keys(found), cmp.Compare[string]) {
		v.warn(CodePrepared, "When it was signed the document held something that can change what it shows: %[1]s (object %[2]d).", word(what), found[what])
	}
}

// suspicious looks for what can change what a document shows.
func (v *verifier) suspicious(f *pdffile.File, o pdffile.Object, found map[string]int) {
	mark := func(what string) {
		if _, had := found[what]; !had {
			found[what] = o.Number
		}
	}
	if f.Data[o.Value.From] != '<' && f.Data[o.Value.From] != '[' {
		return
	}
	pdffile.Dicts(f.Raw(o.Value), func(d pdffile.Dict, raw []byte) {
		in := &pdffile.File{Data: raw}
		for _, e := range d {
			if what := risky[e.Key]; what != "" {
				mark(what)
			}
		}
		if d.Has("S") && slices.Contains(riskyActions, in.NameOf(d, "S")) && !d.Has("K") {
			mark("action")
		}
		switch in.NameOf(d, "Type") {
		case "ObjStm", "XRef":
			mark("objects packed into a stream")
		}
		switch sub := in.NameOf(d, "Subtype"); {
		case sub == "Widget" || in.NameOf(d, "FT") != "":
			if in.NameOf(d, "FT") != "Sig" {
				mark("form field")
			}
		case d.Has("Rect") && sub != "Link" && sub != "":
			mark("annotation")
		}
		if o.HasStream && d.Has("F") && d.Has("Length") && in.NameOf(d, "Type") != "EmbeddedFile" {
			mark("content of another file")
		}
	})
}
