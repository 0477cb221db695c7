package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
)

var (
	baseFontRE   = regexp.MustCompile(`/BaseFont /(utf8\w+)`)
	descriptorRE = regexp.MustCompile(`/FontDescriptor (\d+) 0 R`)
	fontNameRE   = regexp.MustCompile(`/FontName /\w+`)
)

// rewriteFont writes anew what fpdf says of a font, whose seven objects stand at the head of o in the order in which fpdf writes them: the composite font,
// its descendant, ToUnicode, CIDSystemInfo, descriptor, CIDToGIDMap, font file. The codes of a text are its characters in UTF-16. New are the name with the
// tag of a subset (ISO 32000-1, 9.6.4), widths of exactly the characters that are in the subset, and a ToUnicode that lists them. What is added goes to
// the end of all.
func rewriteFont(o []written, cidSet bool, all *[]written) error {
	if len(o) < 7 {
		return errFinish
	}
	m := baseFontRE.FindSubmatch(o[0].head)
	ref := descriptorRE.FindSubmatch(o[1].head)
	if m == nil || ref == nil {
		return errFinish
	}
	at := slices.IndexFunc(faces, func(f face) bool { return strings.EqualFold("utf8"+f.family+f.style, string(m[1])) })
	if at < 0 {
		return errFinish
	}
	chars, err := subset(o[5].data)
	if err != nil {
		return err
	}
	name := tag(chars) + "+" + faces[at].name
	n := len(*all) - len(o) + 1 // number of the first of the seven: o is the tail of all
	o[0].head = fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>\n", name, n+1, n+2)
	widths, err := faces[at].widths(chars)
	if err != nil {
		return err
	}
	o[1].head = fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo %d 0 R /FontDescriptor %d 0 R /W [%s] /CIDToGIDMap %d 0 R>>\n",
		name, n+3, n+4, widths, n+5)
	o[2] = stream(deflate(toUnicode(chars, faces[at].family == rtl)), "/Filter /FlateDecode")
	o[3].head = []byte("<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>\n")
	o[4].head = fontNameRE.ReplaceAll(o[4].head, []byte("/FontName /"+name))
	if cidSet {
		o[4].head = bytes.Replace(o[4].head, []byte("/FontFile2 "), fmt.Appendf(nil, " /CIDSet %d 0 R /FontFile2 ", len(*all)+1), 1)
		*all = append(*all, stream(deflate(cidSetOf(chars)), "/Filter /FlateDecode")) // last: o is the old tail from here on
	}
	return nil
}

// subset returns the characters that have a glyph, ascending, from the map from characters to glyphs.
func subset(packed []byte) ([]rune, error) {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errFinish
	}
	m, err := io.ReadAll(z)
	if err != nil || len(m) != 1<<17 {
		return nil, errFinish
	}
	var out []rune
	for c := range 1 << 16 {
		if m[2*c] != 0 || m[2*c+1] != 0 {
			out = append(out, rune(c))
		}
	}
	return out, nil
}

// tag is six capital letters that differ where the characters do.
func tag(chars []rune) string {
	sum := sha256.Sum256([]byte(string(chars)))
	out := make([]byte, 6)
	for i := range out {
		out[i] = 'A' + sum[i]%26
	}
	return string(out)
}

// toUnicode writes the CMap from codes to characters (ISO 32000-1, 9.10.3). They are the same but for two things in the font of scripts that are written
// from right to left: a letter in the form that it has in a word stands for the letter, and a bracket that was mirrored for the bracket it mirrors.
func toUnicode(chars []rune, mirrored bool) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(chars, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, c := range part {
			to := c
			if mirrored {
				to = meant(c)
			}
			fmt.Fprintf(&b, "<%04X> <%04X>\n", c, to)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}

// cidSetOf has a bit for each character of the subset (ISO 32000-1, table 124), and for the glyph of what is missing.
func cidSetOf(chars []rune) []byte {
	set := make([]byte, 1)
	if len(chars) > 0 {
		set = make([]byte, chars[len(chars)-1]/8+1)
	}
	set[0] |= 0x80
	for _, c := range chars {
		set[c/8] |= 0x80 >> (c % 8)
	}
	return set
}

// packers are kept from one file to the next: each takes more than a megabyte, which many small files in a row would spend their time on.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// deflate packs data as the filter FlateDecode has it.
func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := packers.Get().(*zlib.Writer)
	z.Reset(&b)
	_, _ = z.Write(data) // a bytes.Buffer takes everything
	_ = z.Close()
	packers.Put(z)
	return b.Bytes()
}
