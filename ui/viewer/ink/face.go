package ink

import (
	"image"
	"image/color"
	"math"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Face writes in one size of one font. It keeps every letter it has drawn, so it belongs to one goroutine.
type Face struct {
	font            *opentype.Font
	buf             sfnt.Buffer
	face            font.Face
	letters         map[rune]letter
	ascent, descent int
}

// letter is a glyph's cover, row by row, and where it stands from the pen.
type letter struct {
	cover   []uint8
	w, h    int
	x, y    int
	advance int // in 64ths of a pixel
}

// NewFace returns a face of a TrueType or OpenType font, px pixels from line to line before leading.
func NewFace(ttf []byte, px float64) (*Face, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: max(px, 4), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, err
	}
	m := face.Metrics()
	return &Face{font: f, face: face, letters: map[rune]letter{}, ascent: m.Ascent.Ceil(), descent: m.Descent.Ceil()}, nil
}

// Height returns the pixels of a line from its highest to its lowest letter.
func (f *Face) Height() int { return f.ascent + f.descent }

// Width returns the pixels that a text is wide.
func (f *Face) Width(text []byte) int {
	sum := 0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		sum += f.letter(r).advance
	}
	return (sum + 63) / 64
}

// Text writes with its upper left corner at (x, y) and returns the pixels it is wide.
func (f *Face) Text(dst *image.RGBA, x, y int, text []byte, c color.NRGBA) int {
	pen := x * 64
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		l := f.letter(r)
		f.draw(dst, l, (pen+32)/64+l.x, y+f.ascent+l.y, c)
		pen += l.advance
	}
	return (pen+63)/64 - x
}

func (f *Face) draw(dst *image.RGBA, l letter, x, y int, c color.NRGBA) {
	for j := range l.h {
		if y+j < dst.Rect.Min.Y || y+j >= dst.Rect.Max.Y {
			continue
		}
		for i := range l.w {
			if a := l.cover[j*l.w+i]; a > 0 && x+i >= dst.Rect.Min.X && x+i < dst.Rect.Max.X {
				Dot(dst, x+i, y+j, c, float64(a)/255)
			}
		}
	}
}

// letter returns a glyph, drawn on first use.
func (f *Face) letter(r rune) letter {
	if l, ok := f.letters[r]; ok {
		return l
	}
	var l letter
	if box, mask, at, advance, ok := f.face.Glyph(fixed.P(0, 0), f.drawable(r)); ok {
		l = letter{w: box.Dx(), h: box.Dy(), x: box.Min.X, y: box.Min.Y, advance: int(advance)}
		l.cover = make([]uint8, l.w*l.h)
		for j := range l.h {
			for i := range l.w {
				_, _, _, a := mask.At(at.X+i, at.Y+j).RGBA()
				l.cover[j*l.w+i] = uint8(math.Round(float64(a) / 257))
			}
		}
	}
	f.letters[r] = l
	return l
}

// drawable returns r, or what reads the same where the font has no such letter: not every font has a minus of its own.
func (f *Face) drawable(r rune) rune {
	if i, err := f.font.GlyphIndex(&f.buf, r); err == nil && i != 0 {
		return r
	}
	switch r {
	case '\u2212': // minus
		return '\u2013' // en dash
	case '\u202f', '\u2009': // narrow spaces
		return ' '
	}
	return utf8.RuneError
}
