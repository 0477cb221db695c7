package sign

import (
	"bytes"
	"cmp"
	"slices"

	"tracemark/export/sign/pdffile"
)

// After a signature a report may be added to in three ways only, each an update of the file of its own: a further
// signature, validation data, and a time-stamp over the document. The rule is that of DocMDP level 1 with the further
// signature added, whatever level a file claims: forms and annotations never change in a report (ISO 32000-2, 12.8.2.2;
// PAdES, ETSI EN 319 142-1, 5.4 and 5.5). Everything else is named and makes the file not valid. This closes the
// incremental saving, shadow and annotation attacks by construction: not what is dangerous is looked for, but what is
// allowed is accounted for, object by object, and the rest refused.

// Kinds of objects, as a person names them.
const (
	kindCatalogue  = "catalogue of the document"
	kindForm       = "list of signature fields"
	kindField      = "signature field"
	kindSignature  = "signature"
	kindAppearance = "picture of a signature"
	kindPage       = "page"
	kindPageList   = "list of what stands on a page"
	kindValidation = "validation data"
)

// How an object changed.
const (
	howAdded    = "added"
	howReplaced = "replaced"
	howRemoved  = "removed"
)

// revision compares the document before and after one update of the file.
type revision struct {
	before, after *pdffile.File
	number        int
	own           map[int]int    // offsets of the objects that came with the update
	explained     map[int]string // those that belong to what is allowed, with their kind
	fields        []int          // signature fields that were added
	reasons       []Finding      // why something is not allowed that is no object of its own
}

// history looks at every update that came after the first signature, and tells each signature what came after it.
func (v *verifier) history() {
	first := -1
	for _, s := range v.found {
		if s.revision >= 0 && (first < 0 || s.revision < first) {
			first = s.revision
		}
	}
	v.prepared(first)
	if first < 0 {
		return
	}
	refs := newReferences(v.f)
	for i := 0; i <= first; i++ {
		refs.add(i)
	}
	for i := first + 1; i < len(v.f.Revisions); i++ {
		r := &revision{before: v.f.At(i - 1), after: v.f.At(i), number: i, own: v.f.Revisions[i].Offsets, explained: map[int]string{}}
		v.update(r, refs)
		refs.add(i)
	}
}

// update judges one update and reports it to every signature before it.
func (v *verifier) update(r *revision, refs *references) {
	r.trailer()
	r.catalogue()
	v.newFields(r)
	for _, num := range r.numbers() {
		if kind, ok := r.explained[num]; ok && !refs.allow(r, num, kind) {
			delete(r.explained, num)
		}
	}
	var changes []Change
	bad := 0
	for _, num := range r.numbers() {
		c := Change{Object: num, How: howAdded, Update: r.number, Kind: r.explained[num], Allowed: r.explained[num] != ""}
		if _, was := r.before.RevisionOf(num); was {
			c.How = howReplaced
		}
		if !c.Allowed {
			c.Kind = refs.kind(r.after, num)
			bad++
		}
		changes = append(changes, c)
	}
	for _, num := range v.f.Revisions[r.number].Free {
		changes = append(changes, Change{Object: num, How: howRemoved, Update: r.number, Kind: refs.kind(r.before, num)})
		bad++
	}
	for _, s := range v.found {
		if s.revision < 0 || s.revision >= r.number {
			continue
		}
		if s.stamp {
			if bad+len(r.reasons) > 0 {
				s.token.note(CodeNotAllowed, "The document was changed after this time-stamp in a way that is not allowed.")
			}
			continue
		}
		s.sig.Changes = append(s.sig.Changes, changes...)
		s.sig.Problems = append(s.sig.Problems, r.reasons...)
		s.sig.notAllowed(changes)
		if s.certify == 1 && len(r.fields) > 0 && !v.stamped(r.number) {
			s.sig.problem(CodeNotAllowed, "it does not allow further signatures, and one was added.")
		}
	}
}

// stamped reports whether the update brought a document time-stamp, which is allowed after every signature.
func (v *verifier) stamped(revision int) bool {
	return slices.ContainsFunc(v.found, func(s *found) bool { return s.stamp && s.revision == revision })
}

// maxNamed bounds how many changes of one update are said one by one.
const maxNamed = 5

// notAllowed says what was changed.
func (s *Signature) notAllowed(changes []Change) {
	said, more := 0, 0
	for _, c := range changes {
		switch {
		case c.Allowed:
			continue
		case said == maxNamed:
			more++
			continue
		}
		said++
		switch kind := word(c.Kind); c.How {
		case howReplaced:
			s.problem(CodeNotAllowed, "after it was signed this was replaced: %[1]s (object %[2]d).", kind, c.Object)
		case howRemoved:
			s.problem(CodeNotAllowed, "after it was signed this was removed: %[1]s (object %[2]d).", kind, c.Object)
		default:
			s.problem(CodeNotAllowed, "after it was signed this was added: %[1]s (object %[2]d).", kind, c.Object)
		}
	}
	if more > 0 {
		s.problem(CodeNotAllowed, "%[1]d more objects were changed after it was signed.", more)
	}
}

func (r *revision) refuse(format string, args ...any) {
	r.reasons = append(r.reasons, finding(CodeNotAllowed, format, args...))
}

func (r *revision) numbers() []int {
	all := make([]int, 0, len(r.own))
	for n := range r.own {
		all = append(all, n)
	}
	slices.SortFunc(all, cmp.Compare[int])
	return all
}

// isNew reports whether an object came with the update and was not there before.
func (r *revision) isNew(num int) bool {
	_, own := r.own[num]
	_, was := r.before.RevisionOf(num)
	return own && !was
}

// explain marks an object as part of what is allowed, where the update brought it.
func (r *revision) explain(num int, kind string) {
	if _, own := r.own[num]; own {
		r.explained[num] = kind
	}
}

// trailer checks that the trailer leads to the same document.
func (r *revision) trailer() {
	was, is := r.before.Trailer(), r.after.Trailer()
	for _, e := range is {
		switch old, had := was.Get(e.Key); {
		case e.Key == "Size" || e.Key == "Prev" || e.Key == "ID":
		case !had || !same(r.before, old, r.after, e.Value):
			r.refuse("after it was signed the trailer of the file was changed (/%[1]s).", e.Key)
		}
	}
	for _, e := range was {
		if e.Key != "Prev" && !is.Has(e.Key) {
			r.refuse("after it was signed the trailer of the file was changed (/%[1]s).", e.Key)
		}
	}
	old, had := was.Get("ID")
	now, has := is.Get("ID")
	if !had || !has {
		return
	}
	a, err := r.before.Array(old)
	b, err2 := r.after.Array(now)
	if err != nil || err2 != nil || len(a) != 2 || len(b) != 2 || !bytes.Equal(r.before.Bytes(a[0]), r.after.Bytes(b[0])) {
		r.refuse("after it was signed the file was given another identity (/ID).")
	}
}

// same reports whether two values are written the same way.
func same(f *pdffile.File, a pdffile.Span, g *pdffile.File, b pdffile.Span) bool {
	return bytes.Equal(f.Raw(a), g.Raw(b))
}

// onlyChanged reports whether only the named keys of a dictionary differ.
func (r *revision) onlyChanged(was, is pdffile.Dict, keys ...string) bool {
	for _, e := range is {
		old, had := was.Get(e.Key)
		if !slices.Contains(keys, e.Key) && (!had || !same(r.before, old, r.after, e.Value)) {
			return false
		}
	}
	for _, e := range was {
		if !is.Has(e.Key) {
			return false
		}
	}
	return true
}

// catalogue accounts for the catalogue and what it may newly lead to.
func (r *revision) catalogue() {
	num, is, err := r.after.Catalog()
	oldNum, was, err2 := r.before.Catalog()
	if err != nil || err2 != nil || num != oldNum || r.after.NameOf(is, "Type") != "Catalog" {
		return // the trailer says so, or nothing below is explained
	}
	if !r.onlyChanged(was, is, "AcroForm", "DSS", "Extensions") || !r.extensions(was, is) {
		return
	}
	r.explain(num, kindCatalogue)
	r.form(was, is)
	r.validation(was, is)
}

// extensions accepts the note that a file uses validation data (ETSI EN 319 142-1, 5.6), given directly.
func (r *revision) extensions(was, is pdffile.Dict) bool {
	now, has := is.Get("Extensions")
	if old, had := was.Get("Extensions"); !has || had && same(r.before, old, r.after, now) {
		return true
	}
	all, err := r.after.Dict(now)
	if err != nil {
		return false
	}
	if num, ok := r.after.Reference(now); ok {
		r.explain(num, kindValidation)
	}
	for _, e := range all {
		if e.Key != "ESIC" && e.Key != "ADBE" && e.Key != "ISO_" && e.Key != "Type" {
			return false
		}
		if bytes.ContainsAny(r.after.Raw(e.Value), "()[]") { // numbers and names, nothing that could hold more
			return false
		}
	}
	return true
}

// form accounts for the form and finds the fields that were added to it.
func (r *revision) form(was, is pdffile.Dict) {
	at, has := is.Get("AcroForm")
	if !has {
		return
	}
	old, had := was.Get("AcroForm")
	oldForm, err := r.before.DictOf(was, "AcroForm")
	form, err2 := r.after.DictOf(is, "AcroForm")
	if err != nil || err2 != nil || form == nil {
		return
	}
	keys := []string{"Fields", "SigFlags"}
	if !r.onlyChanged(oldForm, form, keys...) {
		r.refuse("after it was signed the form of the document was changed.")
		return
	}
	if v, ok := form.Get("SigFlags"); ok {
		if n, err := r.after.Int(v); err != nil || n&1 == 0 {
			r.refuse("after it was signed the form of the document was changed.")
			return
		}
	}
	num, indirect := r.after.Reference(at)
	oldNum, wasIndirect := 0, false
	if had {
		oldNum, wasIndirect = r.before.Reference(old)
	}
	if indirect && (r.isNew(num) || wasIndirect && num == oldNum) {
		r.explain(num, kindForm)
	}
	r.fields = r.appended(oldForm, form, "Fields", kindForm)
}

// appended returns the references that were appended to the array under key; nil where it was changed otherwise. An array
// that is an object of its own is accounted for.
func (r *revision) appended(was, is pdffile.Dict, key, kind string) []int {
	old, err := r.before.ArrayOf(was, key)
	now, err2 := r.after.ArrayOf(is, key)
	if err != nil || err2 != nil || len(now) < len(old) {
		return nil
	}
	for i := range old {
		if !same(r.before, old[i], r.after, now[i]) {
			return nil
		}
	}
	var more []int
	for _, e := range now[len(old):] {
		num, ok := r.after.Reference(e)
		if !ok || !r.isNew(num) || slices.Contains(more, num) {
			return nil
		}
		more = append(more, num)
	}
	if v, ok := is.Get(key); ok {
		if num, indirect := r.after.Reference(v); indirect {
			oldNum := 0
			if v, ok := was.Get(key); ok {
				oldNum, _ = r.before.Reference(v)
			}
			if r.isNew(num) || num == oldNum {
				r.explain(num, kind)
			}
		}
	}
	return more
}
