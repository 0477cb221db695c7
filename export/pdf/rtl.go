package pdf

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
)

// The forms of an Arabic letter in a word, by their place in a block of presentation forms (Unicode, Arabic Presentation Forms-A and -B).
const (
	isolated = iota
	final
	initial
	medial
)

// joining says how a letter joins its neighbours: its forms, 0 for one that it has not.
type joining [4]rune

func (j joining) before() bool { return j[final] != 0 }   // joins the letter that stands before it
func (j joining) after() bool  { return j[initial] != 0 } // joins the letter that comes after it

const (
	lam     = 'ل'
	hamza   = 'ء'
	tatweel = 'ـ'
)

// forms are the letters' forms as NFKC has them: what it makes one letter is a form of it, and forms of a letter stand side by side in the order isolated,
// final, initial, medial. ligatures are lam with one of the four alefs, isolated and final, which have to be written as one.
var forms, ligatures = arabic()

func arabic() (map[rune]joining, map[rune][2]rune) {
	f, lig := map[rune]joining{}, map[rune][2]rune{}
	take := func(from, to rune) {
		for r := from; r <= to; {
			base := []rune(norm.NFKC.String(string(r)))
			n := rune(1)
			for r+n <= to && norm.NFKC.String(string(r+n)) == string(base) {
				n++
			}
			switch {
			case len(base) == 2 && base[0] == lam && n == 2:
				lig[base[1]] = [2]rune{r, r + 1}
			case len(base) == 1 && base[0] != r && (n == 1 || n == 2 || n == 4):
				if _, known := f[base[0]]; !known {
					var j joining
					for i := range n {
						j[i] = r + i
					}
					f[base[0]] = j
				}
			}
			r += n
		}
	}
	take(0xfe80, 0xfefc)
	take(0xfb50, 0xfbb1)
	take(0xfbd3, 0xfbe7)
	take(0xfbfc, 0xfbff)
	f[tatweel] = joining{tatweel, tatweel, tatweel, tatweel}
	return f, lig
}

// baseOf is the letter that a form is of.
var baseOf = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	for base, j := range forms {
		for _, r := range j {
			if r != 0 {
				m[r] = base
			}
		}
	}
	return m
})

// meant is the character that stands for what is drawn as r in the font of scripts from right to left.
func meant(r rune) rune {
	if base, ok := baseOf()[r]; ok {
		return base
	}
	if m, ok := mirrors[r]; ok {
		return m
	}
	return r
}

// mirrors are the characters that are drawn as one another in text from right to left (Unicode, BidiMirroring), as far as the fonts have them.
var mirrors = func() map[rune]rune {
	m := map[rune]rune{}
	pairs := []rune("()[]{}<>«»‹›≤≥")
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]], m[pairs[i+1]] = pairs[i+1], pairs[i]
	}
	return m
}()

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// isRTL reports whether s holds a character of a script that is written from right to left.
func isRTL(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		if r < 0x590 {
			return false
		}
		switch classOf(r) {
		case bidi.R, bidi.AL, bidi.AN:
			return true
		}
		return false
	})
}

// shape puts the letters of Arabic words into the forms that they have there. The order stays.
func shape(s string) []rune {
	in := []rune(s)
	var out []rune
	joined := false // the character before joins what follows
	for i := 0; i < len(in); i++ {
		r := in[i]
		j, ok := forms[r]
		if !ok {
			joined = false
			out = append(out, r)
			continue
		}
		if i+1 < len(in) && r == lam {
			if lig, ok := ligatures[in[i+1]]; ok {
				out = append(out, lig[btoi(joined)])
				joined = false // alef joins nothing after it
				i++
				continue
			}
		}
		next := joining{}
		if i+1 < len(in) {
			next = forms[in[i+1]]
		}
		before, after := joined && j.before(), j.after() && next.before()
		out = append(out, j[btoi(before)+2*btoi(after)])
		joined = j.after()
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rightToLeft says whether a paragraph runs from right to left: as its first letter does (Unicode Standard Annex 9, P2 and P3).
func rightToLeft(text []rune) bool {
	for _, r := range text {
		switch classOf(r) {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

// levels are the embedding levels of a paragraph without control characters (Unicode Standard Annex 9, W1 to I2): even ones run from left to right.
func levels(text []rune) []int {
	base := btoi(rightToLeft(text))
	c := make([]bidi.Class, len(text))
	for i, r := range text {
		c[i] = classOf(r)
	}
	edge := bidi.L
	if base == 1 {
		edge = bidi.R
	}
	weak(c, edge)
	brackets(text, c, edge)
	neutral(c, edge)
	out := make([]int, len(text))
	for i := range c {
		switch {
		case c[i] == bidi.EN || c[i] == bidi.AN: // I1, I2
			out[i] = 2
		case base == 0 && c[i] == bidi.R:
			out[i] = 1
		case base == 1:
			out[i] = 1 + btoi(c[i] == bidi.L)
		}
	}
	return out
}

// weak resolves numbers and what belongs to them (W1 to W7).
func weak(c []bidi.Class, edge bidi.Class) {
	strong := edge
	for i := range c {
		switch c[i] {
		case bidi.NSM: // W1
			c[i] = edge
			if i > 0 {
				c[i] = c[i-1]
			}
		case bidi.L, bidi.R, bidi.AL:
			strong = c[i]
		case bidi.EN: // W2
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		}
	}
	for i := range c {
		if c[i] == bidi.AL { // W3
			c[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(c); i++ { // W4
		a, b := c[i-1], c[i+1]
		if a == b && (c[i] == bidi.ES && a == bidi.EN || c[i] == bidi.CS && (a == bidi.EN || a == bidi.AN)) {
			c[i] = a
		}
	}
	for i := 0; i < len(c); i++ { // W5
		from := i
		for i < len(c) && c[i] == bidi.ET {
			i++
		}
		if i > from && (from > 0 && c[from-1] == bidi.EN || i < len(c) && c[i] == bidi.EN) {
			for k := from; k < i; k++ {
				c[k] = bidi.EN
			}
		}
	}
	strong = edge
	for i := range c {
		switch c[i] {
		case bidi.ET, bidi.ES, bidi.CS: // W6
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN: // W7
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// side is the direction that a class has for the neutral characters beside it.
func side(c bidi.Class) (bidi.Class, bool) {
	switch c {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return 0, false
}

// brackets resolves pairs of brackets (N0).
func brackets(text []rune, c []bidi.Class, edge bidi.Class) {
	type pair struct{ open, shut int }
	var pairs []pair
	var stack []int
	for i, r := range text {
		p, _ := bidi.LookupRune(r)
		if !p.IsBracket() || c[i] != bidi.ON {
			continue
		}
		if p.IsOpeningBracket() {
			if len(stack) == 63 {
				break
			}
			stack = append(stack, i)
			continue
		}
		for k := len(stack) - 1; k >= 0; k-- {
			if mirrors[text[stack[k]]] == r {
				pairs = append(pairs, pair{stack[k], i})
				stack = stack[:k]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.open - b.open })
	for _, p := range pairs {
		same, other := false, false
		for _, k := range c[p.open+1 : p.shut] {
			if s, ok := side(k); ok {
				same, other = same || s == edge, other || s != edge
			}
		}
		to := edge
		if !same {
			if !other {
				continue
			}
			before := edge
			for i := p.open - 1; i >= 0; i-- {
				if s, ok := side(c[i]); ok {
					before = s
					break
				}
			}
			to = before // where it is the other direction, that; else the paragraph's
		}
		c[p.open], c[p.shut] = to, to
	}
}

// neutral resolves what has no direction of its own (N1, N2).
func neutral(c []bidi.Class, edge bidi.Class) {
	before := edge
	for i := 0; i < len(c); i++ {
		if s, ok := side(c[i]); ok {
			before = s
			continue
		}
		from := i
		for i < len(c) {
			if _, ok := side(c[i]); ok {
				break
			}
			i++
		}
		to, after := edge, edge
		if i < len(c) {
			after, _ = side(c[i])
		}
		if before == after {
			to = before
		}
		for k := from; k < i; k++ {
			c[k] = to
		}
		i--
	}
}

// Marks in a text that is set in the order in which it is seen. No text holds them: they are no characters, and clean writes those as numbers.
const (
	fontRTL   = '\ue000' // what follows is drawn in the font for scripts from right to left
	fontSet   = '\ue001' // back to the font of the style
	lineRTL   = '\ue002' // the line runs from right to left; the next rune less shiftZero is how far it moves to the right, in tenths of a millimetre
	shiftZero = '\ue100'
	marks     = string(fontRTL) + string(fontSet) + string(lineRTL)
)

// visual returns a line of shaped text in the order in which it is seen from left to right (L2, L4), with marks where the font changes.
func visual(text []rune, level []int) string {
	text, level = slices.Clone(text), slices.Clone(level)
	for most := slices.Max(append(slices.Clone(level), 0)); most > 0; most-- {
		for i := 0; i < len(level); i++ {
			from := i
			for i < len(level) && level[i] >= most {
				i++
			}
			slices.Reverse(text[from:i])
			slices.Reverse(level[from:i])
		}
	}
	var b strings.Builder
	in := false
	letter := func(i int) bool { return i >= 0 && i < len(text) && isRTL(string(text[i])) }
	for i, r := range text {
		want := level[i]%2 == 1 || letter(i)
		if m, ok := mirrors[r]; ok && want {
			r = m
			want = letter(i-1) || letter(i+1) // a program that reads the text turns a word with its brackets round, and this font turns them back
		}
		if want != in {
			in = want
			if in {
				b.WriteRune(fontRTL)
			} else {
				b.WriteRune(fontSet)
			}
		}
		b.WriteRune(r)
	}
	if in {
		b.WriteRune(fontSet)
	}
	return b.String()
}

// paragraphMark goes before each line of a paragraph that runs from right to left, and moves it to the right.
func paragraphMark(shift float64) string {
	return string([]rune{lineRTL, shiftZero + rune(max(0, shift)*10)})
}

// why a text with characters from right to left is not drawn.
const (
	whyNumbers = casefile.Word("a number follows writing from right to left inside a sentence from left to right, and nobody can tell to which it belongs")
	whyScript  = casefile.Word("this script is written from right to left with letters whose forms are not known here")
	whyGlyph   = casefile.Word("the fonts do not have this character")
	whyMark    = casefile.Word("a mark cannot be placed on its letter")
	whyHidden  = casefile.Word("the character cannot be seen, or changes the direction of the text")
	whyDamaged = casefile.Word("the text is damaged")
)

// rtlProblem says why a text in which something is written from right to left cannot be ordered rightly: what, and why; nothing where it can.
func (c *coverage) rtlProblem(s string) (what rune, why casefile.Word) {
	text := []rune(s)
	for _, r := range text {
		switch class := classOf(r); {
		case r == ' ' || r == '\n' || r == '\t' || r == '\r':
			continue
		case class != bidi.R && class != bidi.AL && class != bidi.AN:
			if !c.drawable(r) {
				return r, c.whyNot(r)
			}
			if class != bidi.L && class != bidi.EN && !c.has(len(faces)-1, r) { // it may be drawn among letters from right to left
				return r, whyGlyph
			}
		case unicode.Is(unicode.Hebrew, r) || class == bidi.AN && unicode.IsDigit(r):
			if !c.has(len(faces)-1, r) {
				return r, whyGlyph
			}
		default:
			if why := c.arabicProblem(r); why != "" {
				return r, why
			}
		}
	}
	if rightToLeft(text) {
		return 0, ""
	}
	strong := bidi.L
	for _, r := range text {
		switch class := classOf(r); class {
		case bidi.L, bidi.R, bidi.AL:
			strong = class
		case bidi.EN, bidi.AN:
			if strong != bidi.L || class == bidi.AN {
				return r, whyNumbers
			}
		}
	}
	return 0, ""
}

// arabicProblem says why a letter or sign of the Arabic script cannot be drawn.
func (c *coverage) arabicProblem(r rune) casefile.Word {
	if r > 0xffff || !unicode.IsGraphic(r) {
		return whyHidden
	}
	j, ok := forms[r]
	if !ok {
		if unicode.Is(unicode.Arabic, r) && unicode.IsPunct(r) && c.has(len(faces)-1, r) || r == '؟' || r == '؛' {
			return ""
		}
		return whyScript
	}
	for _, f := range j {
		if f != 0 && !c.has(len(faces)-1, f) {
			return whyGlyph
		}
	}
	return ""
}
