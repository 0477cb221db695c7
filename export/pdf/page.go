package pdf

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// layout places things on pages before anything is drawn, so that every page can say how many there are.
type layout struct {
	p       *fpdf.Fpdf // for the widths of texts, then for drawing
	cover   *coverage
	pages   [][]func()
	marks   []mark
	y       float64
	start   float64 // where the text of a page begins
	current style
}

// mark is an entry of the outline.
type mark struct {
	page int
	y    float64
	text string
}

func (l *layout) newPage() {
	l.pages = append(l.pages, nil)
	l.y = l.start
}

// do adds something to draw on the current page.
func (l *layout) do(f func()) { l.pages[len(l.pages)-1] = append(l.pages[len(l.pages)-1], f) }

// room returns the height that is left on the page.
func (l *layout) room() float64 { return bottom - l.y }

// need begins a new page unless h is left on this one.
func (l *layout) need(h float64) {
	if l.room() < h && l.y > l.start {
		l.newPage()
	}
}

// gap leaves space, none at the head of a page.
func (l *layout) gap(h float64) {
	if l.y > l.start {
		l.y += h
	}
}

func (l *layout) use(s style) {
	if l.current.family != s.family || l.current.weight != s.weight || l.current.points != s.points {
		l.p.SetFont(s.family, s.weight, s.points)
		l.current = s
	}
}

func (l *layout) widthOf(s style, text string) float64 {
	l.use(s)
	return l.p.GetStringWidth(text)
}

// put draws one line whose box begins at x, y.
func (l *layout) put(x, y float64, s style, text string) {
	if text == "" {
		return
	}
	// The middle of a line is the middle of its capitals, which are 0.7 of the size high in these fonts.
	base := y + s.line/2 + 0.35*s.points*mmPerPoint
	l.do(func() { l.draw(x, base, s, text) })
}

func (l *layout) draw(x, base float64, s style, text string) {
	l.p.SetFont(s.family, s.weight, s.points)
	l.p.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
	l.p.Text(x, base, text)
}

// putRight draws a line that ends at x.
func (l *layout) putRight(x, y float64, s style, text string) {
	l.put(x-l.widthOf(s, text), y, s, text)
}

func (l *layout) rule(x, y, w, thick float64, c colour) {
	l.do(func() {
		l.p.SetDrawColor(c[0], c[1], c[2])
		l.p.SetLineWidth(thick)
		l.p.Line(x, y, x+w, y)
	})
}

func (l *layout) box(x, y, w, h float64, c colour) {
	l.do(func() {
		l.p.SetFillColor(c[0], c[1], c[2])
		l.p.Rect(x, y, w, h, "F")
	})
}

// lines breaks text into lines no wider than w: at spaces, inside a word only where it is wider than a line by itself.
func (l *layout) lines(s style, text string, w float64) []string {
	var out []string
	line, lineW := "", 0.0
	space := l.widthOf(s, " ")
	flush := func() {
		if line != "" {
			out = append(out, line)
		}
		line, lineW = "", 0
	}
	for _, word := range strings.Fields(l.cover.clean(text)) {
		ww := l.widthOf(s, word)
		if line != "" && lineW+space+ww <= w {
			line, lineW = line+" "+word, lineW+space+ww
			continue
		}
		flush()
		for ww > w {
			head := l.fit(s, word, w)
			if identifier.MatchString(word) && head > 8 {
				head -= head % 8 // hashes side by side break at the same places
			}
			out = append(out, word[:head])
			word = word[head:]
			ww = l.widthOf(s, word)
		}
		line, lineW = word, ww
	}
	flush()
	if out == nil {
		out = []string{""}
	}
	return out
}

// fit returns how many bytes of word fit into w: at least one character, at most where a hyphen, slash or underscore
// makes a better end if there is one in the second half.
func (l *layout) fit(s style, word string, w float64) int {
	end, good, sum := 0, 0, 0.0
	for i, r := range word {
		size := len(string(r))
		sum += l.widthOf(s, word[i:i+size])
		if sum > w && i > 0 {
			break
		}
		end = i + size
		if r == '-' || r == '/' || r == '_' || r == '.' || r == ']' {
			good = end
		}
	}
	if good > end/2 && end < len(word) {
		return good
	}
	return end
}
