package rules

import (
	"slices"
	"strings"

	"tracemark/export/pdf/object"
)

// operators are those of ISO 32000-1, table 51, without those for inline images, Type 3 fonts and compatibility sections.
var operators = func() map[string]bool {
	m := map[string]bool{}
	for _, op := range strings.Fields(`b B b* B* BDC BMC BT c cm CS cs Do DP EMC ET f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh
		T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`) {
		m[op] = true
	}
	return m
}()

var renderingIntents = []object.Name{"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}

// reader is the state of going through one content.
type reader struct {
	c         *checker
	resources object.Dict
	page      int
	depth     int
	text      bool
	font      []*usage // of each level of q
	mode      int64
}

// content checks a content stream and notes the characters that it draws in each font.
func (c *checker) content(b []byte, resources object.Dict, page int) {
	r := &reader{c: c, resources: resources, page: page, font: []*usage{nil}}
	if err := object.Content(b, r.operator); err != nil {
		c.add("6.2.2", "page %d: %v", page, err)
	}
	if r.depth != 0 || r.text {
		c.add("6.2.2", "page %d: q without Q or BT without ET", page)
	}
}

func (r *reader) operator(op string, args []any) error {
	c := r.c
	if !operators[op] {
		c.add("6.2.2", "page %d: operator %q", r.page, op)
		return nil
	}
	for _, a := range args {
		c.value(0, a)
	}
	switch op {
	case "q":
		if r.depth++; r.depth > maxDepth {
			c.add("6.1.13", "page %d: q within q more than %d times", r.page, maxDepth)
		}
		r.font = append(r.font, r.font[len(r.font)-1])
	case "Q":
		if r.depth--; r.depth < 0 {
			c.add("6.2.2", "page %d: Q without q", r.page)
			r.depth = 0
			return nil
		}
		r.font = r.font[:len(r.font)-1]
	case "BT", "ET":
		if (op == "BT") == r.text {
			c.add("6.2.2", "page %d: %s out of turn", r.page, op)
		}
		r.text = op == "BT"
	case "ri":
		if len(args) == 1 {
			c.intent(args[0], r.page)
		}
	case "g", "G":
		c.space(object.Name("DeviceGray"), r.page)
	case "rg", "RG":
		c.space(object.Name("DeviceRGB"), r.page)
	case "k", "K":
		c.space(object.Name("DeviceCMYK"), r.page)
	case "cs", "CS":
		if len(args) == 1 {
			if n, _ := args[0].(object.Name); n != "DeviceGray" && n != "DeviceRGB" {
				r.named("ColorSpace", args)
			} else {
				c.space(n, r.page)
			}
		}
	case "gs":
		r.named("ExtGState", args)
	case "sh":
		r.named("Shading", args)
	case "Do":
		r.named("XObject", args)
	case "Tr":
		if len(args) == 1 {
			r.mode, _ = args[0].(int64)
		}
	case "Tf":
		r.setFont(args)
	case "Tj", "'", "\"", "TJ":
		r.show(args)
	}
	return nil
}

// intent checks a rendering intent (6.2.6).
func (c *checker) intent(v any, page int) {
	if n, _ := c.file.Get(v).(object.Name); !slices.Contains(renderingIntents, n) {
		c.add("6.2.6", "page %d: rendering intent %v", page, v)
	}
}

// named returns the resource of a kind that the only operand names.
func (r *reader) named(kind object.Name, args []any) any {
	var name object.Name
	if len(args) > 0 {
		name, _ = args[0].(object.Name)
	}
	v := r.c.file.Dict(r.resources[kind])[name]
	if v == nil {
		r.c.add("6.2.2", "page %d: the resource /%s of /%s is not there", r.page, name, kind)
	}
	return v
}

func (r *reader) setFont(args []any) {
	v := r.named("Font", args)
	if v == nil {
		return
	}
	ref, ok := v.(object.Ref)
	if !ok {
		r.c.add("6.2.11.2", "page %d: a font that is no object of its own", r.page)
		return
	}
	u := r.c.fonts[ref]
	if u == nil {
		u = &usage{codes: map[uint16]bool{}, page: r.page}
		r.c.fonts[ref] = u
	}
	r.font[len(r.font)-1] = u
}

// show notes the codes of a text, which are of two bytes as Identity-H has them.
func (r *reader) show(args []any) {
	u := r.font[len(r.font)-1]
	if u == nil {
		r.c.add("6.2.11.2", "page %d: text without a font", r.page)
		return
	}
	if r.mode == 3 { // nothing is drawn
		return
	}
	var parts []any
	for _, a := range args {
		if list, ok := a.([]any); ok {
			parts = append(parts, list...)
		} else {
			parts = append(parts, a)
		}
	}
	for _, a := range parts {
		s, ok := a.(object.String)
		if !ok {
			continue
		}
		if len(s)%2 != 0 {
			r.c.add("6.2.11.2", "page %d: text of half a character", r.page)
		}
		for i := 0; i+1 < len(s); i += 2 {
			u.codes[uint16(s[i])<<8|uint16(s[i+1])] = true
		}
	}
}
