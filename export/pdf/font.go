package pdf

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

const (
	sans = "LiberationSans"
	mono = "LiberationMono"
	rtl  = "DejaVuSans" // for scripts that are written from right to left, which Liberation has not
)

// face is a font as this package uses it.
type face struct {
	family, style string
	name          string // PostScript
	ttf           []byte
}

var faces = []face{
	{sans, "", "LiberationSans", liberationsansregular.TTF},
	{sans, "B", "LiberationSans-Bold", liberationsansbold.TTF},
	{mono, "", "LiberationMono", liberationmonoregular.TTF},
	{rtl, "", "DejaVuSans", dejavusans.TTF},
}

// addFonts gives p its fonts, that for scripts from right to left where it is needed. fpdf writes into the bytes that it is given, hence the copies.
func addFonts(p *fpdf.Fpdf, withRTL bool) {
	for _, f := range faces {
		if f.family != rtl || withRTL {
			p.AddUTF8FontFromBytes(f.family, f.style, append([]byte(nil), f.ttf...))
		}
	}
}

// parsed are the fonts for questions about them, in the order of faces.
var parsed = sync.OnceValues(func() ([]*sfnt.Font, error) {
	var all []*sfnt.Font
	for _, f := range faces {
		p, err := sfnt.Parse(f.ttf)
		if err != nil {
			return nil, fmt.Errorf("parse font %s: %w", f.name, err)
		}
		all = append(all, p)
	}
	return all, nil
})

// font returns the parsed font.
func (f face) font() (*sfnt.Font, error) {
	all, err := parsed()
	if err != nil {
		return nil, err
	}
	for i := range faces {
		if faces[i].name == f.name {
			return all[i], nil
		}
	}
	return nil, fmt.Errorf("no font %s", f.name)
}

// widths writes the widths of characters, in thousandths of the size, as the array W has them (ISO 32000-1, 9.7.4.3).
func (f face) widths(chars []rune) (string, error) {
	p, err := f.font()
	if err != nil {
		return "", err
	}
	var buf sfnt.Buffer
	var b strings.Builder
	em := p.UnitsPerEm()
	for i, c := range chars {
		g, err := p.GlyphIndex(&buf, c)
		if err != nil {
			return "", fmt.Errorf("width of %U in %s: %w", c, f.name, err)
		}
		// At a size of one em to the unit an advance is a whole number of the font's own units.
		adv, err := p.GlyphAdvance(&buf, g, fixed.I(int(em)), font.HintingNone)
		if err != nil {
			return "", fmt.Errorf("width of %U in %s: %w", c, f.name, err)
		}
		switch {
		case i == 0:
			fmt.Fprintf(&b, "%d [", c)
		case chars[i-1] != c-1:
			fmt.Fprintf(&b, "] %d [", c)
		default:
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d", int(math.Round(float64(adv)/64*1000/float64(em))))
	}
	if len(chars) > 0 {
		b.WriteByte(']')
	}
	return b.String(), nil
}

// coverage knows which characters can be drawn.
type coverage struct {
	fonts []*sfnt.Font
	buf   sfnt.Buffer
	known map[rune]bool
}

func newCoverage() (*coverage, error) {
	fonts, err := parsed()
	if err != nil {
		return nil, err
	}
	return &coverage{fonts: fonts, known: map[rune]bool{}}, nil
}

// drawable reports whether r can be drawn from left to right so that a reader sees what it is.
func (c *coverage) drawable(r rune) bool {
	ok, seen := c.known[r]
	if !seen {
		ok = c.judge(r)
		c.known[r] = ok
	}
	return ok
}

func (c *coverage) judge(r rune) bool {
	if r == ' ' || r == '\u00a0' {
		return true
	}
	// fpdf holds no character beyond the basic plane and panics on it; it places no combining marks.
	if r > 0xfffe || !unicode.IsGraphic(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Zs, r) {
		return false
	}
	props, _ := bidi.LookupRune(r)
	switch props.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return false
	}
	for i := range faces { // every glyph must be in all of them, so that a text may change its style
		if faces[i].family != rtl && !c.has(i, r) {
			return false
		}
	}
	return true
}

// has reports whether the font of this index has a glyph of its own for r.
func (c *coverage) has(face int, r rune) bool {
	i, err := c.fonts[face].GlyphIndex(&c.buf, r)
	return err == nil && i != 0
}

// composed is s in the form in which it is judged and drawn. The narrow space that keeps words together, as French has it, is one of usual width.
func composed(s string) string {
	return norm.NFC.String(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\u202f", "\u00a0"))
}
