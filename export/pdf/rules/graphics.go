package rules

import (
	"slices"

	"tracemark/export/pdf/object"
)

const (
	maxData  = 256 << 20 // bytes of a stream that is unpacked
	maxDepth = 28        // of q within q
	maxPages = 100_000
)

// intents checks the output intents and their profile (6.2.3).
func (c *checker) intents(root object.Dict) {
	n := 0
	for _, v := range c.file.Array(root["OutputIntents"]) {
		d := c.file.Dict(v)
		if c.file.Get(d["S"]) != object.Name("GTS_PDFA1") {
			continue
		}
		n++
		s, ok := c.file.Get(d["DestOutputProfile"]).(*object.Stream)
		if !ok {
			c.add("6.2.3", "the output intent has no profile")
			continue
		}
		c.profile(s)
	}
	if n != 1 {
		c.add("6.2.3", "%d output intents for PDF/A", n)
	}
}

// profile checks the head of an ICC profile (ISO 15076-1, 7.2).
func (c *checker) profile(s *object.Stream) {
	b, err := c.file.Data(s, maxData)
	if err != nil || len(b) < 128 || string(b[36:40]) != "acsp" {
		c.add("6.2.3", "the profile of the output intent is no ICC profile")
		return
	}
	if b[8] != 2 && b[8] != 4 {
		c.add("6.2.3", "ICC profile of version %d", b[8])
	}
	if class := string(b[12:16]); class != "prtr" && class != "mntr" {
		c.add("6.2.3", "ICC profile of class %q", class)
	}
	n, _ := c.file.Get(s.Dict["N"]).(int64)
	if want := map[string]int64{"GRAY": 1, "RGB ": 3, "CMYK": 4}[string(b[16:20])]; n != want || want == 0 {
		c.add("6.2.3", "ICC profile of %q with /N %d", b[16:20], n)
	}
	c.iccN = n
}

// pages goes through the tree of pages.
func (c *checker) pages(root object.Dict) {
	seen := map[object.Ref]bool{}
	count := 0
	var walk func(v any, inherited object.Dict, depth int)
	walk = func(v any, inherited object.Dict, depth int) {
		r, isRef := v.(object.Ref)
		d := c.file.Dict(v)
		if d == nil || depth > 40 || isRef && seen[r] || count > maxPages {
			c.add("6.1.1", "the tree of pages is broken")
			return
		}
		seen[r] = true
		if d["Resources"] != nil {
			inherited = c.file.Dict(d["Resources"])
		}
		if c.file.Get(d["Type"]) == object.Name("Pages") {
			for _, kid := range c.file.Array(d["Kids"]) {
				walk(kid, inherited, depth+1)
			}
			return
		}
		count++
		c.page(d, inherited, count)
	}
	walk(root["Pages"], nil, 0)
	if count == 0 {
		c.add("6.1.1", "there are no pages")
	}
}

func (c *checker) page(d, resources object.Dict, number int) {
	if d["Group"] != nil {
		c.add("6.2.10", "page %d: a transparency group", number)
	}
	if d["PresSteps"] != nil {
		c.add("6.10", "page %d: presentation steps", number)
	}
	var content []byte
	for _, v := range list(c.file, d["Contents"]) {
		s, ok := c.file.Get(v).(*object.Stream)
		if !ok {
			c.add("6.2.2", "page %d: its content is no stream", number)
			continue
		}
		b, err := c.file.Data(s, maxData)
		if err != nil {
			c.add("6.1.7", "page %d: %v", number, err)
			continue
		}
		content = append(append(content, b...), '\n')
	}
	c.content(content, resources, number)
	c.resources(resources, number)
	for _, v := range list(c.file, d["Annots"]) {
		c.annotation(c.file.Dict(v), number)
	}
}

// resources checks the objects that a content may use.
func (c *checker) resources(r object.Dict, page int) {
	states := c.file.Dict(r["ExtGState"])
	for _, k := range keys(states) {
		c.state(c.file.Dict(states[k]), page)
	}
	spaces := c.file.Dict(r["ColorSpace"])
	for _, k := range keys(spaces) {
		c.space(spaces[k], page)
	}
	for _, key := range []object.Name{"Pattern", "Shading"} {
		if len(c.file.Dict(r[key])) > 0 {
			c.add("6.2.4.1", "page %d: /%s is not known here", page, key)
		}
	}
	objects := c.file.Dict(r["XObject"])
	for _, k := range keys(objects) {
		ref, isRef := objects[k].(object.Ref)
		if isRef && c.forms[ref] {
			continue
		}
		c.forms[ref] = true
		s, ok := c.file.Get(objects[k]).(*object.Stream)
		if !ok {
			c.add("6.2.2", "page %d: /%s is no stream", page, k)
			continue
		}
		switch c.file.Get(s.Dict["Subtype"]) {
		case object.Name("Image"):
			c.image(s, page)
		case object.Name("Form"):
			c.form(s, page)
		default:
			c.add("6.2.9", "page %d: an external object of an unknown kind", page)
		}
	}
}

// state checks an extended graphics state: only what concerns lines and text is known.
func (c *checker) state(d object.Dict, page int) {
	for _, k := range keys(d) {
		switch k {
		case "Type", "LW", "LC", "LJ", "ML", "D", "FL", "SM", "SA":
		case "CA", "ca":
			if n, ok := c.file.Number(d[k]); !ok || n != 1 {
				c.add("6.2.10", "page %d: /%s makes what is drawn transparent", page, k)
			}
		case "BM":
			if b := c.file.Get(d[k]); b != object.Name("Normal") && b != object.Name("Compatible") {
				c.add("6.2.10", "page %d: blend mode %v", page, b)
			}
		case "SMask":
			if c.file.Get(d[k]) != object.Name("None") {
				c.add("6.2.10", "page %d: soft mask", page)
			}
		default:
			c.add("6.2.5", "page %d: graphics state parameter /%s", page, k)
		}
	}
}

// space checks a colour space.
func (c *checker) space(v any, page int) {
	switch s := c.file.Get(v); s {
	case object.Name("DeviceGray"):
		if c.iccN == 0 {
			c.add("6.2.4.3", "page %d: DeviceGray without an output intent", page)
		}
	case object.Name("DeviceRGB"):
		if c.iccN != 3 {
			c.add("6.2.4.3", "page %d: DeviceRGB without an RGB profile as output intent", page)
		}
	default:
		c.add("6.2.4.1", "page %d: colour space %v", page, s)
	}
}

func (c *checker) image(s *object.Stream, page int) {
	d := s.Dict
	for key, clause := range map[object.Name]string{"Alternates": "6.2.8.1", "OPI": "6.2.8.1", "SMask": "6.2.10", "SMaskInData": "6.2.10"} {
		if d[key] != nil {
			c.add(clause, "page %d: an image with /%s", page, key)
		}
	}
	if c.file.Get(d["Interpolate"]) == true {
		c.add("6.2.8.1", "page %d: an image that is interpolated", page)
	}
	if d["Intent"] != nil {
		c.intent(d["Intent"], page)
	}
	bits, _ := c.file.Get(d["BitsPerComponent"]).(int64)
	if !slices.Contains([]int64{1, 2, 4, 8, 16}, bits) {
		c.add("6.2.8.1", "page %d: an image of %d bits", page, bits)
		return
	}
	c.space(d["ColorSpace"], page)
	w, _ := c.file.Get(d["Width"]).(int64)
	h, _ := c.file.Get(d["Height"]).(int64)
	if w < 1 || h < 1 || w > 1<<20 || h > 1<<20 {
		c.add("6.2.8.1", "page %d: an image of %d by %d", page, w, h)
		return
	}
	c.pixels(s, w, h, bits, page)
}

// pixels checks that the parameters of the filter are those of the image. The data itself is not unpacked: it is most of a file, and the writer's own.
func (c *checker) pixels(s *object.Stream, w, h, bits int64, page int) {
	filters := list(c.file, s.Dict["Filter"])
	if len(filters) != 1 || c.file.Get(filters[0]) != object.Name("FlateDecode") {
		return
	}
	colours := int64(1)
	if c.file.Get(s.Dict["ColorSpace"]) == object.Name("DeviceRGB") {
		colours = 3
	}
	for _, v := range list(c.file, s.Dict["DecodeParms"]) {
		p := c.file.Dict(v)
		for key, want := range map[object.Name]int64{"Columns": w, "Colors": colours, "BitsPerComponent": bits} {
			if n, _ := c.file.Get(p[key]).(int64); n != want {
				c.add("6.1.7", "page %d: an image of %d by %d whose filter has /%s %d", page, w, h, key, n)
			}
		}
	}
}

func (c *checker) form(s *object.Stream, page int) {
	d := s.Dict
	if d["PS"] != nil || c.file.Get(d["Subtype2"]) == object.Name("PS") || d["OPI"] != nil {
		c.add("6.2.9", "page %d: a form with PostScript or OPI", page)
	}
	if d["Ref"] != nil {
		c.add("6.2.9", "page %d: a reference to another file's page", page)
	}
	if d["Group"] != nil {
		c.add("6.2.10", "page %d: a transparency group", page)
	}
	b, err := c.file.Data(s, maxData)
	if err != nil {
		c.add("6.1.7", "page %d: %v", page, err)
		return
	}
	r := c.file.Dict(d["Resources"])
	c.content(b, r, page)
	c.resources(r, page)
}
