package rules

import (
	"math"
	"regexp"
	"slices"

	"tracemark/export/pdf/object"
)

// usage is what the pages draw in a font.
type usage struct {
	codes map[uint16]bool
	page  int // where it is used first
}

var subsetName = regexp.MustCompile(`^[A-Z]{6}\+.`)

func (c *checker) checkFonts() {
	var refs []object.Ref
	for r := range c.fonts {
		refs = append(refs, r)
	}
	slices.SortFunc(refs, func(a, b object.Ref) int { return a.Num - b.Num })
	for _, r := range refs {
		c.font(r.Num, c.file.Dict(r), c.fonts[r])
	}
}

// font checks a composite font and its descendant (6.2.11).
func (c *checker) font(n int, d object.Dict, u *usage) {
	f := c.file
	if f.Get(d["Type"]) != object.Name("Font") || f.Get(d["Subtype"]) != object.Name("Type0") {
		c.add("6.2.11.2", "font %d: only composite fonts are known here, not %v", n, f.Get(d["Subtype"]))
		return
	}
	if f.Get(d["Encoding"]) != object.Name("Identity-H") {
		c.add("6.2.11.3.3", "font %d: encoding %v", n, f.Get(d["Encoding"]))
		return
	}
	var cid object.Dict
	if all := f.Array(d["DescendantFonts"]); len(all) == 1 {
		cid = f.Dict(all[0])
	}
	if f.Get(cid["Subtype"]) != object.Name("CIDFontType2") {
		c.add("6.2.11.2", "font %d: its descendant is no TrueType font", n)
		return
	}
	desc := f.Dict(cid["FontDescriptor"])
	base, _ := f.Get(cid["BaseFont"]).(object.Name)
	if f.Get(d["BaseFont"]) != base || f.Get(desc["FontName"]) != base || !subsetName.MatchString(string(base)) {
		c.add("6.2.11.2", "font %d: its names differ or have no tag of a subset", n)
	}
	for _, k := range []object.Name{"Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV"} {
		if f.Get(desc[k]) == nil {
			c.add("6.2.11.2", "font %d: its descriptor has no /%s", n, k)
		}
	}
	if f.Dict(cid["CIDSystemInfo"]) == nil {
		c.add("6.2.11.3.1", "font %d: it has no CIDSystemInfo", n)
	}
	file, ok := f.Get(desc["FontFile2"]).(*object.Stream)
	if !ok {
		c.add("6.2.11.4.1", "font %d: it is not embedded", n)
		return
	}
	data, err := f.Data(file, maxData)
	if err != nil {
		c.add("6.2.11.4.1", "font %d: %v", n, err)
		return
	}
	tt, err := parseTrueType(data)
	if err != nil {
		c.add("6.2.11.4.1", "font %d: %v", n, err)
		return
	}
	toGlyph, ok := c.glyphMap(n, cid)
	if !ok {
		return
	}
	c.glyphs(n, cid, tt, toGlyph, u)
	c.cidSet(n, desc, tt, toGlyph)
}

// glyphMap reads CIDToGIDMap (6.2.11.3.2).
func (c *checker) glyphMap(n int, cid object.Dict) (func(code uint16) int, bool) {
	switch m := c.file.Get(cid["CIDToGIDMap"]).(type) {
	case object.Name:
		if m == "Identity" {
			return func(code uint16) int { return int(code) }, true
		}
	case *object.Stream:
		b, err := c.file.Data(m, 1<<17)
		if err == nil {
			return func(code uint16) int {
				if i := 2 * int(code); i+1 < len(b) {
					return int(b[i])<<8 | int(b[i+1])
				}
				return 0
			}, true
		}
	}
	c.add("6.2.11.3.2", "font %d: it has no CIDToGIDMap", n)
	return nil, false
}

// glyphs checks that each character drawn has a glyph in the font file, with the width that the PDF states.
func (c *checker) glyphs(n int, cid object.Dict, tt *trueType, toGlyph func(uint16) int, u *usage) {
	widths := c.widths(n, cid)
	otherwise := 1000.0
	if w, ok := c.file.Number(cid["DW"]); ok {
		otherwise = w
	}
	var codes []uint16
	for code := range u.codes {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		g := toGlyph(code)
		if g == 0 {
			c.add("6.2.11.8", "font %d: character %d is drawn without a glyph", n, code)
			continue
		}
		if !tt.has(g) {
			c.add("6.2.11.4.1", "font %d: the glyph of character %d is not in the font file", n, code)
			continue
		}
		w, ok := widths[code]
		if !ok {
			w = otherwise
		}
		if want := tt.width(g); math.Abs(w-want) > 1 {
			c.add("6.2.11.5", "font %d: character %d is %.1f wide in the font, %.1f in the PDF", n, code, want, w)
		}
	}
}

// widths reads the array W (ISO 32000-1, 9.7.4.3).
func (c *checker) widths(n int, cid object.Dict) map[uint16]float64 {
	out := map[uint16]float64{}
	w := c.file.Array(cid["W"])
	for i := 0; i+1 < len(w); {
		first, ok := c.file.Number(w[i])
		if !ok || first < 0 || first > 65535 {
			break
		}
		if each := c.file.Array(w[i+1]); each != nil {
			for k, v := range each {
				if x, ok := c.file.Number(v); ok && int(first)+k < 1<<16 {
					out[uint16(int(first)+k)] = x
				}
			}
			i += 2
			continue
		}
		last, ok := c.file.Number(w[i+1])
		if !ok || last > 65535 || i+2 >= len(w) {
			break
		}
		x, ok := c.file.Number(w[i+2])
		if !ok {
			break
		}
		for k := int(first); k <= int(last); k++ {
			out[uint16(k)] = x
		}
		i += 3
		if i == len(w) {
			return out
		}
	}
	return out
}

// cidSet checks that a CIDSet, where there is one, has every character that has a glyph (6.2.11.4.2).
func (c *checker) cidSet(n int, desc object.Dict, tt *trueType, toGlyph func(uint16) int) {
	if desc["CIDSet"] == nil {
		return
	}
	s, ok := c.file.Get(desc["CIDSet"]).(*object.Stream)
	if !ok {
		c.add("6.2.11.4.2", "font %d: its CIDSet is no stream", n)
		return
	}
	set, err := c.file.Data(s, 1<<13)
	if err != nil {
		c.add("6.2.11.4.2", "font %d: its CIDSet cannot be read", n)
		return
	}
	for code := range 1 << 16 {
		in := code/8 < len(set) && set[code/8]&(0x80>>(code%8)) != 0
		if has := code == 0 || toGlyph(uint16(code)) > 0 && tt.has(toGlyph(uint16(code))); in != has {
			c.add("6.2.11.4.2", "font %d: CIDSet and font file differ in character %d", n, code)
			return
		}
	}
}
