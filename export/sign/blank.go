package sign

import (
	"math"
	"strconv"
	"strings"

	"tracemark/export/sign/pdffile"
)

// maxContent is the largest content of a page that is read, in bytes after unpacking (16 MiB).
const maxContent = 16 << 20

// blank reports whether nothing is drawn in a rectangle of a page as it stands in f. It takes the page for not blank wherever it cannot tell: an
// operator that it does not know, text that begins left of the rectangle and could run into it, another annotation.
func blank(f *pdffile.File, page pdffile.Dict, at rect, except int) bool {
	if !annotationsLeave(f, page, at, except) {
		return false
	}
	content, ok := contentOf(f, page)
	if !ok {
		return false
	}
	d := drawing{at: at, state: state{matrix: unmoved, width: 1}, image: func(name string) bool { return isImage(f, page, name) }}
	return d.run(content)
}

// isImage reports whether a name stands for a picture among the resources of a page. Other things that are drawn by name can draw anywhere.
func isImage(f *pdffile.File, page pdffile.Dict, name string) bool {
	d := page
	for _, key := range []string{"Resources", "XObject", strings.TrimPrefix(name, "/")} {
		next, err := f.DictOf(d, key)
		if err != nil || next == nil {
			return false
		}
		d = next
	}
	v, ok := d.Get("Subtype")
	return ok && string(f.Raw(v)) == "/Image"
}

// annotationsLeave reports whether no annotation of the page but except, an object's number, lies in the rectangle.
func annotationsLeave(f *pdffile.File, page pdffile.Dict, at rect, except int) bool {
	if _, there := page.Get("Annots"); !there {
		return true
	}
	all, err := f.ArrayOf(page, "Annots")
	if err != nil {
		return false
	}
	for _, a := range all {
		if num, ok := f.Reference(a); ok && num == except {
			continue
		}
		d, err := f.Dict(a)
		if err != nil {
			return false
		}
		if r, ok := rectOf(f, d, "Rect"); !ok || r.overlaps(at) {
			return false
		}
	}
	return true
}

// contentOf returns what a page draws, its streams one after the other.
func contentOf(f *pdffile.File, page pdffile.Dict) (out []byte, ok bool) {
	c, there := page.Get("Contents")
	if !there {
		return nil, true
	}
	streams := []pdffile.Span{c}
	if all, err := f.Array(c); err == nil {
		streams = all
	}
	for _, s := range streams {
		num, ref := f.Reference(s)
		if !ref {
			return nil, false
		}
		b, err := f.Stream(num, maxContent-len(out))
		if err != nil {
			return nil, false
		}
		out = append(append(out, b...), '\n')
	}
	return out, true
}

// matrix is a transformation of the plane (ISO 32000-1, 8.3.3).
type matrix [6]float64

var unmoved = matrix{1, 0, 0, 1, 0, 0}

// then returns what m does followed by what n does.
func (m matrix) then(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// state is what q keeps and Q brings back, as far as it says where things are.
type state struct {
	matrix matrix
	size   float64 // of the font
	lead   float64
	width  float64 // of lines
}

// drawing follows the content of a page.
type drawing struct {
	at         rect
	state      state
	kept       []state
	text, line matrix
	path       rect // around what was added since the last painting
	some       bool
	numbers    []float64
	name       string                 // the last one
	image      func(name string) bool // whether it stands for a picture
}

// run reports whether nothing that the content draws touches the rectangle.
func (d *drawing) run(content []byte) bool {
	for t := (tokens{b: content}); ; {
		word, kind := t.next()
		switch kind {
		case tokenEnd:
			return true
		case tokenNumber:
			n, err := strconv.ParseFloat(word, 64)
			if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || len(d.numbers) > 64 {
				return false
			}
			d.numbers = append(d.numbers, n)
		case tokenOther:
			d.name = word
		case tokenWord:
			if !d.do(word) {
				return false
			}
			d.numbers = d.numbers[:0]
		default:
			return false
		}
	}
}

// arity is how many numbers an operator takes, of those that say where things are.
var arity = map[string]int{"cm": 6, "Td": 2, "TD": 2, "Tm": 6, "TL": 1, "Tf": 1, "w": 1, "re": 4, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4}

// still are operators that draw nothing and move nothing.
var still = map[string]bool{"g": true, "G": true, "rg": true, "RG": true, "k": true, "K": true, "cs": true, "CS": true, "sc": true, "SC": true, "scn": true, "SCN": true,
	"J": true, "j": true, "M": true, "d": true, "ri": true, "i": true, "gs": true, "W": true, "W*": true, "Tc": true, "Tw": true, "Tz": true, "Tr": true, "Ts": true,
	"BMC": true, "BDC": true, "EMC": true, "MP": true, "DP": true, "h": true}

// do follows one operator; false where it draws in the rectangle or is not known.
func (d *drawing) do(op string) bool {
	n := d.numbers
	if want, ok := arity[op]; ok {
		if len(n) < want {
			return false
		}
		n = n[len(n)-want:]
	}
	switch op {
	case "q":
		d.kept = append(d.kept, d.state)
		return len(d.kept) < 1<<10
	case "Q":
		if len(d.kept) == 0 {
			return false
		}
		d.state, d.kept = d.kept[len(d.kept)-1], d.kept[:len(d.kept)-1]
	case "cm":
		d.state.matrix = matrix(n).then(d.state.matrix)
	case "w":
		d.state.width = math.Abs(n[0])
	case "Tf":
		d.state.size = math.Abs(n[0])
	case "TL":
		d.state.lead = n[0]
	case "BT":
		d.text, d.line = unmoved, unmoved
	case "ET":
	case "Td", "TD":
		if op == "TD" {
			d.state.lead = -n[1]
		}
		d.line = matrix{1, 0, 0, 1, n[0], n[1]}.then(d.line)
		d.text = d.line
	case "Tm":
		d.line = matrix(n)
		d.text = d.line
	case "T*", "'", "\"":
		d.line = matrix{1, 0, 0, 1, 0, -d.state.lead}.then(d.line)
		d.text = d.line
		return op == "T*" || d.writes()
	case "Tj", "TJ":
		return d.writes()
	case "Do":
		return d.image(d.name) && !d.corners(0, 0, 1, 1).overlaps(d.at)
	case "re":
		d.add(d.corners(n[0], n[1], n[0]+n[2], n[1]+n[3]))
	case "m", "l", "c", "v", "y":
		for i := 0; i+1 < len(n); i += 2 {
			d.add(d.corners(n[i], n[i+1], n[i], n[i+1]))
		}
	case "n":
		d.path, d.some = rect{}, false
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		painted := d.path
		if pen := d.state.width * scaleOf(d.state.matrix); op[0] != 'f' && op[0] != 'F' {
			painted = rect{painted.left - pen, painted.bottom - pen, painted.right + pen, painted.top + pen}
		}
		if d.some && touches(painted, d.at) {
			return false
		}
		d.path, d.some = rect{}, false
	default:
		return still[op]
	}
	return true
}

// touches is rect.overlaps that also knows lines, which have no area.
func touches(a, b rect) bool {
	return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top || !a.empty() && a.overlaps(b)
}

// writes reports whether text that is written now stays out of the rectangle. How wide it is nobody asks: upright, it may reach the page's right edge.
func (d *drawing) writes() bool {
	m := d.text.then(d.state.matrix)
	if m[1] != 0 || m[2] != 0 || m[0] <= 0 || m[3] <= 0 {
		return false
	}
	x, y := m.at(0, 0)
	size := d.state.size * m[3]
	if size == 0 {
		return false
	}
	return x >= d.at.right || y+1.2*size <= d.at.bottom || y-0.5*size >= d.at.top
}

// corners returns the upright rectangle around one of the drawing's own.
func (d *drawing) corners(x0, y0, x1, y1 float64) rect {
	r := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [4][2]float64{{x0, y0}, {x0, y1}, {x1, y0}, {x1, y1}} {
		x, y := d.state.matrix.at(p[0], p[1])
		r = rect{min(r.left, x), min(r.bottom, y), max(r.right, x), max(r.top, y)}
	}
	return r
}

func (d *drawing) add(r rect) {
	if !d.some {
		d.path, d.some = r, true
		return
	}
	d.path = rect{min(d.path.left, r.left), min(d.path.bottom, r.bottom), max(d.path.right, r.right), max(d.path.top, r.top)}
}

func scaleOf(m matrix) float64 { return math.Max(math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])) }

// tokens takes the content of a page apart.
type tokens struct {
	b  []byte
	at int
}

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenWord
	tokenOther // a name, a string, part of an array or dictionary
	tokenBad
)

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return space(c)
}

// next returns the next token and moves on.
func (t *tokens) next() (string, tokenKind) {
	for t.at < len(t.b) && space(t.b[t.at]) {
		t.at++
	}
	if t.at >= len(t.b) {
		return "", tokenEnd
	}
	switch c := t.b[t.at]; c {
	case '(':
		return "", t.literal()
	case '<', '>':
		t.at++
		if t.at < len(t.b) && t.b[t.at] == c {
			t.at++
			return "", tokenOther
		}
		for c == '<' && t.at < len(t.b) {
			t.at++
			if t.b[t.at-1] == '>' {
				return "", tokenOther
			}
		}
		return "", tokenBad
	case '[', ']':
		t.at++
		return "", tokenOther
	case '{', '}', ')':
		return "", tokenBad
	case '%':
		for t.at < len(t.b) && t.b[t.at] != '\n' && t.b[t.at] != '\r' {
			t.at++
		}
		return "", tokenOther
	}
	from := t.at
	for t.at++; t.at < len(t.b) && !delimiter(t.b[t.at]); t.at++ {
	}
	word, first := string(t.b[from:t.at]), t.b[from]
	switch {
	case first == '/':
		return word, tokenOther
	case first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.':
		return word, tokenNumber
	}
	return word, tokenWord
}

// literal passes a string in parentheses.
func (t *tokens) literal() tokenKind {
	depth := 0
	for ; t.at < len(t.b); t.at++ {
		switch t.b[t.at] {
		case '\\':
			t.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				t.at++
				return tokenOther
			}
		}
	}
	return tokenBad
}
