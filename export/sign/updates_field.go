package sign

import (
	"slices"
	"strings"

	"tracemark/export/sign/pdffile"
)

// Keys that a signature field may have which was added after a signature, and its signature dictionary. Actions, optional
// content and parents are none of them.
var (
	fieldKeys = []string{"Type", "Subtype", "FT", "T", "TU", "V", "P", "Rect", "F", "Ff", "AP", "MK", "Border", "BS"}
	valueKeys = []string{"Type", "Filter", "SubFilter", "Contents", "ByteRange", "M", "Name", "Reason", "Location", "ContactInfo", "Cert", "Prop_Build", "Reference"}
)

// newFields accounts for the signature field that an update added, its signature, its picture and its place on a page.
func (v *verifier) newFields(r *revision) {
	if len(r.fields) > 1 {
		r.refuse("after it was signed an update of the file added more than one field.")
		return
	}
	for _, num := range r.fields {
		if !v.newField(r, num) {
			r.fields = nil
			return
		}
	}
	for _, num := range r.numbers() {
		r.page(num)
	}
}

// newField accounts for one; it must hold a signature or time-stamp that covers this very update.
func (v *verifier) newField(r *revision, num int) bool {
	o, err := r.after.Object(num)
	if err != nil {
		return false
	}
	d, err := r.after.Dict(o.Value)
	if err != nil || o.HasStream || !only(d, fieldKeys) || r.after.NameOf(d, "FT") != "Sig" || r.after.NameOf(d, "Subtype") != "Widget" {
		return false
	}
	i := slices.IndexFunc(v.found, func(s *found) bool { return s.field == num })
	if i < 0 || v.found[i].revision != r.number || !r.isNew(v.found[i].value) {
		r.refuse("after it was signed a signature field was added whose signature does not cover the update that it came with.")
		return false
	}
	s := v.found[i]
	value, err := r.after.Object(s.value)
	if err != nil {
		return false
	}
	vd, err := r.after.Dict(value.Value)
	if err != nil || value.HasStream || !only(vd, valueKeys) {
		return false
	}
	if _, ok := rectOf(r.after, d, "Rect"); !ok {
		return false
	}
	r.explain(num, kindField)
	r.explain(s.value, kindSignature)
	r.reach(value.Value, kindSignature, 0)
	if !r.picture(d) {
		return false
	}
	v.overlay(r, d, s)
	return true
}

func only(d pdffile.Dict, keys []string) bool {
	return !slices.ContainsFunc(d, func(e pdffile.Entry) bool { return !slices.Contains(keys, e.Key) })
}

// picture accounts for the appearance of a signature: one drawing and what it draws with.
func (r *revision) picture(field pdffile.Dict) bool {
	ap, err := r.after.DictOf(field, "AP")
	if err != nil {
		return false
	}
	if ap == nil {
		return true
	}
	if !only(ap, []string{"N"}) {
		return false
	}
	if v, ok := field.Get("AP"); ok {
		r.reach(v, kindAppearance, 0)
	}
	if v, ok := field.Get("MK"); ok {
		r.reach(v, kindAppearance, 0)
	}
	return true
}

// reach accounts for the new objects that a value leads to. It does not follow what was there before.
func (r *revision) reach(v pdffile.Span, kind string, depth int) {
	if depth > maxDepth {
		return
	}
	for _, ref := range pdffile.References(r.after.Raw(v)) {
		if r.explained[ref.Number] != "" || !r.isNew(ref.Number) || ref.Key == "Parent" || ref.Key == "P" {
			continue
		}
		o, err := r.after.Object(ref.Number)
		if err != nil {
			continue
		}
		r.explain(ref.Number, kind)
		r.reach(o.Value, kind, depth+1)
	}
}

// page accounts for a page, or its list of annotations, to which the new field was appended and nothing else.
func (r *revision) page(num int) {
	if r.isNew(num) || r.explained[num] != "" {
		return
	}
	was, err := r.before.Object(num)
	is, err2 := r.after.Object(num)
	if err != nil || err2 != nil || was.HasStream || is.HasStream {
		return
	}
	if r.after.Data[is.Value.From] == '[' {
		r.pageList(num, was, is)
		return
	}
	a, err := r.before.Dict(was.Value)
	b, err2 := r.after.Dict(is.Value)
	if err != nil || err2 != nil || r.before.NameOf(a, "Type") != "Page" || !r.onlyChanged(a, b, "Annots") {
		return
	}
	more := r.appended(a, b, "Annots", kindPageList)
	if slices.Equal(more, r.fields) && len(more) > 0 && r.standsOn(more[0], num) {
		r.explain(num, kindPage)
	}
}

// standsOn reports whether a field says that it stands on this page; one that is not seen need not say it.
func (r *revision) standsOn(field, page int) bool {
	o, err := r.after.Object(field)
	if err != nil {
		return false
	}
	d, err := r.after.Dict(o.Value)
	if err != nil {
		return false
	}
	p, ok := d.Get("P")
	if !ok {
		at, ok := rectOf(r.after, d, "Rect")
		return ok && at.empty()
	}
	num, ok := r.after.Reference(p)
	return ok && num == page
}

// pageList is page for a list of annotations that is an object of its own.
func (r *revision) pageList(num int, was, is pdffile.Object) {
	if len(r.fields) != 1 {
		return
	}
	field, err := r.after.Object(r.fields[0])
	if err != nil {
		return
	}
	d, err := r.after.Dict(field.Value)
	if err != nil {
		return
	}
	p, ok := d.Get("P")
	if !ok {
		return
	}
	of, ok := r.after.Reference(p)
	if !ok {
		return
	}
	old, err := r.before.Object(of)
	if err != nil {
		return
	}
	page, err := r.before.Dict(old.Value)
	if err != nil {
		return
	}
	at, ok := page.Get("Annots")
	if n, is := r.before.Reference(at); !ok || !is || n != num {
		return
	}
	a := pdffile.Dict{{Key: "Annots", Value: was.Value}}
	b := pdffile.Dict{{Key: "Annots", Value: is.Value}}
	if more := r.appended(a, b, "Annots", kindPageList); slices.Equal(more, r.fields) {
		r.explain(num, kindPageList)
	}
}

// validation accounts for the validation data: certificates, statements about revocation, and the lists that name them.
// What was there stays.
func (r *revision) validation(was, is pdffile.Dict) {
	at, has := is.Get("DSS")
	old, had := was.Get("DSS")
	if !has {
		return
	}
	if had {
		if same(r.before, old, r.after, at) {
			if _, indirect := r.after.Reference(at); !indirect {
				return
			}
		}
	}
	before, after := map[int]bool{}, map[int]bool{}
	if had && !validationObjects(r.before, old, before) || !validationObjects(r.after, at, after) {
		return
	}
	for num, stream := range before {
		if _, still := after[num]; stream && !still {
			r.refuse("after it was signed validation data were removed.")
			return
		}
	}
	for num, stream := range after {
		if _, was := before[num]; r.isNew(num) || was && !stream {
			r.explain(num, kindValidation)
		}
	}
}

// validationObjects collects the objects that make up the validation data, with whether each is a stream; false where
// something there has another form than it may have.
func validationObjects(f *pdffile.File, at pdffile.Span, out map[int]bool) bool {
	dss, ok := validationDict(f, at, out, "Type", "Certs", "OCSPs", "CRLs", "VRI")
	if !ok || !validationStreams(f, dss, out, "Certs", "OCSPs", "CRLs") {
		return false
	}
	v, has := dss.Get("VRI")
	if !has {
		return true
	}
	vri, ok := validationDict(f, v, out)
	for _, e := range vri {
		if e.Key == "Type" {
			continue
		}
		one, is := validationDict(f, e.Value, out, "Type", "Cert", "CRL", "OCSP", "TU", "TS")
		if !is || !digestKey(e.Key) || !validationStreams(f, one, out, "Cert", "CRL", "OCSP") {
			return false
		}
		if ts, has := one.Get("TS"); has && !validationStreams(f, pdffile.Dict{{Key: "TS", Value: ts}}, out, "TS") {
			return false
		}
		if tu, has := one.Get("TU"); has {
			if _, is := f.Reference(tu); is {
				return false
			}
		}
	}
	return ok
}

// digestKey reports whether a key is the SHA-1 of a signature in capitals, as the entries under /VRI are named.
func digestKey(s string) bool {
	return len(s) == 40 && strings.Trim(s, "0123456789ABCDEF") == ""
}

// validationDict reads a dictionary with no other keys than those named, any where none is named.
func validationDict(f *pdffile.File, at pdffile.Span, out map[int]bool, keys ...string) (pdffile.Dict, bool) {
	if num, is := f.Reference(at); is {
		out[num] = false
	}
	d, err := f.Dict(at)
	return d, err == nil && (len(keys) == 0 || only(d, keys))
}

// validationStreams collects the streams in lists; they have nothing but a length and a filter.
func validationStreams(f *pdffile.File, d pdffile.Dict, out map[int]bool, keys ...string) bool {
	for _, k := range keys {
		v, has := d.Get(k)
		if !has {
			continue
		}
		all := []pdffile.Span{v} // /TS is one stream, the others are lists
		if k != "TS" {
			if num, is := f.Reference(v); is {
				out[num] = false
			}
			var err error
			if all, err = f.Array(v); err != nil {
				return false
			}
		}
		for _, e := range all {
			num, is := f.Reference(e)
			if !is {
				return false
			}
			o, err := f.Object(num)
			if err != nil || !o.HasStream {
				return false
			}
			if sd, err := f.Dict(o.Value); err != nil || !only(sd, []string{"Length", "Filter"}) {
				return false
			}
			out[num] = true
		}
	}
	return true
}
