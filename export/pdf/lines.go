package pdf

import "strings"

// lines breaks text into lines no wider than w: at spaces, inside a word only where it is wider than a line by itself. There is one at least.
func (l *layout) lines(s style, text string, w float64) []string {
	var out []string
	for _, p := range paragraphs(composed(text)) {
		if l.cover.ordered(p) {
			out = append(out, l.orderedLines(s, p, w)...)
		} else {
			out = append(out, l.brokenLines(s, l.cover.escape(p), w)...)
		}
	}
	return out
}

// brokenLines breaks a text that runs from left to right.
func (l *layout) brokenLines(s style, text string, w float64) []string {
	var out []string
	line, lineW := "", 0.0
	space := l.widthOf(s, " ")
	flush := func() {
		if line != "" {
			out = append(out, line)
		}
		line, lineW = "", 0
	}
	for _, word := range l.kept(s, text, w) {
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

// kept returns the words of a text, those as one that belong on one line where they fit on it: a number with its unit, and a sign that stands alone with
// what it belongs to, as French sets it.
func (l *layout) kept(s style, text string, w float64) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, breaks) {
		if n := len(out) - 1; n >= 0 && belongs(out[n], word) && l.widthOf(s, out[n]+" "+word) <= w {
			out[n] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

// units are those that documents state, as words.
var units = map[string]bool{"%": true, "µm": true, "mm": true, "nm": true, "s": true, "min": true, "ms": true, "UTC": true, "°C": true, "MB": true}

func belongs(before, word string) bool {
	if before == "«" || word == "»" || word == ":" || word == ";" || word == "?" || word == "!" {
		return true
	}
	last := before[len(before)-1]
	return last >= '0' && last <= '9' && units[strings.TrimRight(word, ".,;:)")]
}

// orderedLines breaks a text with writing from right to left: in the order in which it is read, with the levels of the whole paragraph, then each line is
// put into the order in which it is seen. Where the paragraph runs from right to left and has several lines they end at the right.
func (l *layout) orderedLines(s style, text string, w float64) []string {
	all := shape(strings.Join(strings.Fields(text), " "))
	level := levels(all)
	right := rightToLeft(all)
	var out []string
	for from := 0; from < len(all); {
		to, good := from, 0
		for to < len(all) && (to == from || l.widthOf(s, visual(all[from:to+1], level[from:to+1])) <= w) {
			if to++; to == len(all) || all[to] == ' ' {
				good = to
			}
		}
		if good > from {
			to = good
		}
		out = append(out, visual(all[from:to], level[from:to]))
		for from = to; from < len(all) && all[from] == ' '; from++ {
		}
	}
	for i := range out {
		if shift := w - l.widthOf(s, out[i]); right && len(out) > 1 {
			out[i] = paragraphMark(shift) + out[i]
		} else if right {
			out[i] = paragraphMark(0) + out[i]
		}
	}
	return out
}

// breaks says where a line may end: not at a space that keeps words together.
func breaks(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// fit returns how many bytes of word fit into w: at least one character, at most where a hyphen, slash or underscore makes a better end if there is one in
// the second half, or where what comes after it is not broken again.
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
	if end < len(word) && good > 0 && (good > end/2 || l.widthOf(s, word[good:]) <= w) {
		return good
	}
	return end
}

// shorten returns text as one line that is not wider than w: what is too long ends in dots.
func (l *layout) shorten(s style, text string, w float64) string {
	return l.shortened(s, l.cover.clean(text), w)
}

// shortened shortens what clean returned. Writing from right to left, whose beginning is at its right, is left out whole.
func (l *layout) shortened(s style, text string, w float64) string {
	if l.widthOf(s, text) <= w {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && l.widthOf(s, string(r)+"…") > w {
		if r = r[:len(r)-1]; len(r) > 0 && r[len(r)-1] == fontSet {
			r = []rune(string(r)[:strings.LastIndex(string(r), string(fontRTL))])
		}
	}
	if strings.Count(string(r), string(fontRTL)) > strings.Count(string(r), string(fontSet)) { // the cut fell between the marks
		r = []rune(string(r)[:strings.LastIndex(string(r), string(fontRTL))])
	}
	return string(r) + "…"
}
