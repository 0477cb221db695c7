package pdf

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

const (
	sans = "LiberationSans"
	mono = "LiberationMono"
)

var faces = []struct {
	family, style string
	ttf           []byte
}{
	{sans, "", liberationsansregular.TTF},
	{sans, "B", liberationsansbold.TTF},
	{mono, "", liberationmonoregular.TTF},
}

// addFonts gives p its fonts. fpdf writes into the bytes that it is given, hence the copies.
func addFonts(p *fpdf.Fpdf) {
	for _, f := range faces {
		p.AddUTF8FontFromBytes(f.family, f.style, append([]byte(nil), f.ttf...))
	}
}

// parsed are the fonts as coverage needs them: every glyph must be in all of them, so that a text may change its style.
var parsed = sync.OnceValues(func() ([]*sfnt.Font, error) {
	var all []*sfnt.Font
	for _, f := range faces {
		p, err := sfnt.Parse(f.ttf)
		if err != nil {
			return nil, fmt.Errorf("parse font %s%s: %w", f.family, f.style, err)
		}
		all = append(all, p)
	}
	return all, nil
})

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

// drawable reports whether r can be drawn so that a reader sees what it is.
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
	for _, f := range c.fonts {
		if i, err := f.GlyphIndex(&c.buf, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

// clean returns s as it can be drawn on one line: composed, every character that cannot be drawn replaced by its code
// point.
func (c *coverage) clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	var b strings.Builder
	for _, r := range s {
		switch {
		case c.drawable(r):
			b.WriteRune(r)
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}
