package rules

import (
	"slices"

	"tracemark/export/pdf/object"
)

// annotations are the kinds that PDF/A-3 allows (6.3.1).
var annotations = []object.Name{"Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
	"Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Widget", "PrinterMark", "TrapNet", "Watermark", "Redact"}

// Flags of annotations (ISO 32000-1, table 165).
const (
	flagInvisible    = 1 << 0
	flagHidden       = 1 << 1
	flagPrint        = 1 << 2
	flagNoView       = 1 << 5
	flagToggleNoView = 1 << 8
)

func (c *checker) annotation(d object.Dict, page int) {
	kind, _ := c.file.Get(d["Subtype"]).(object.Name)
	if !slices.Contains(annotations, kind) {
		c.add("6.3.1", "page %d: annotation of the kind %q", page, kind)
	}
	if kind == "Popup" {
		return
	}
	flags, _ := c.file.Get(d["F"]).(int64)
	if flags&flagPrint == 0 || flags&(flagInvisible|flagHidden|flagNoView|flagToggleNoView) != 0 {
		c.add("6.3.2", "page %d: the flags %d of a %s do not have it printed, or hide it", page, flags, kind)
	}
	if n, ok := c.file.Number(d["CA"]); ok && n != 1 {
		c.add("6.2.10", "page %d: a transparent annotation", page)
	}
	ap := c.file.Dict(d["AP"])
	if ap == nil {
		if kind != "Link" && !empty(c.file.Array(d["Rect"]), c.file) {
			c.add("6.3.3", "page %d: a %s without an appearance", page, kind)
		}
		return
	}
	for k := range ap {
		if k != "N" {
			c.add("6.3.3", "page %d: a %s with more than its normal appearance", page, kind)
		}
	}
	s, ok := c.file.Get(ap["N"]).(*object.Stream)
	if !ok {
		if c.file.Get(d["FT"]) != object.Name("Btn") {
			c.add("6.3.3", "page %d: the appearance of a %s is no stream", page, kind)
		}
		return
	}
	c.form(s, page)
	if kind == "Widget" && d["A"] != nil {
		c.add("6.4.1", "page %d: a form field with an action", page)
	}
}

// empty reports whether a rectangle has no size: what has none is not seen.
func empty(rect []any, f *object.File) bool {
	if len(rect) != 4 {
		return false
	}
	var n [4]float64
	for i, v := range rect {
		x, ok := f.Number(v)
		if !ok {
			return false
		}
		n[i] = x
	}
	return n[0] == n[2] && n[1] == n[3]
}

// forms4 checks interactive forms (6.4).
func (c *checker) forms4(root object.Dict) {
	form := c.file.Dict(root["AcroForm"])
	if c.file.Get(form["NeedAppearances"]) == true {
		c.add("6.4.1", "viewers are asked to draw the fields of the form themselves")
	}
	if form["XFA"] != nil {
		c.add("6.4.2", "there is an XFA form")
	}
}

// attachments checks embedded files (6.8).
func (c *checker) attachments(root object.Dict) {
	named := c.file.Array(c.file.Dict(c.file.Dict(root["Names"])["EmbeddedFiles"])["Names"])
	associated := map[object.Ref]bool{}
	for _, v := range c.file.Array(root["AF"]) {
		if r, ok := v.(object.Ref); ok {
			associated[r] = true
		}
	}
	listed := map[object.Ref]bool{}
	for i := 1; i < len(named); i += 2 {
		r, ok := named[i].(object.Ref)
		if !ok || !associated[r] {
			c.add("6.8", "attachment %d is not in the catalogue's array /AF", i/2+1)
		}
		listed[r] = true
	}
	for _, n := range c.file.Numbers() {
		d := c.file.Dict(object.Ref{Num: n})
		if d["EF"] == nil {
			continue
		}
		if !listed[object.Ref{Num: n}] {
			c.add("6.8", "object %d: a file that is not among the embedded files", n)
		}
		c.filespec(n, d)
	}
}

func (c *checker) filespec(n int, d object.Dict) {
	f := c.file
	if f.Get(d["Type"]) != object.Name("Filespec") {
		c.add("6.8", "object %d: a file specification without its type", n)
	}
	for _, k := range []object.Name{"F", "UF"} {
		if s, ok := f.Get(d[k]).(object.String); !ok || s == "" {
			c.add("6.8", "object %d: an attachment without /%s", n, k)
		}
	}
	switch r := f.Get(d["AFRelationship"]); r {
	case object.Name("Source"), object.Name("Data"), object.Name("Alternative"), object.Name("Supplement"), object.Name("Unspecified"):
	default:
		c.add("6.8", "object %d: an attachment whose relation is %v", n, r)
	}
	s, ok := f.Get(f.Dict(d["EF"])["F"]).(*object.Stream)
	if !ok {
		c.add("6.8", "object %d: an attachment without data", n)
		return
	}
	if media, ok := f.Get(s.Dict["Subtype"]).(object.Name); !ok || !mediaType.MatchString(string(media)) {
		c.add("6.8", "object %d: an attachment without a media type", n)
	}
	params := f.Dict(s.Dict["Params"])
	if date, ok := f.Get(params["ModDate"]).(object.String); !ok || !pdfDate.MatchString(string(date)) {
		c.add("6.8", "object %d: an attachment without the date of its change", n)
	}
	b, err := f.Data(s, maxData)
	if size, ok := f.Get(params["Size"]).(int64); err != nil || !ok || size != int64(len(b)) {
		c.add("6.8", "object %d: an attachment that is not as long as it says", n)
	}
}
