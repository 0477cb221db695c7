package pdf

import (
	"fmt"
	"strings"

	"tracemark/export/report"
)

const (
	figureGap  = 5.0   // between two that stand side by side
	figureHigh = 122.0 // no higher than this, so that the caption stays with it and another of the usual shape fits below
	figureLess = 0.75  // a picture is drawn this much smaller at the most, rather than leave the rest of a page empty
	figureText = 1.8   // from a picture to its caption
)

// figures sets pictures side by side with their captions, together on one page.
func (l *layout) figures(all []*report.Picture) {
	w, high, textHigh, captions := l.measure(all)
	l.gap(1.5)
	if rest := l.room() - textHigh - figureText - 0.7; rest < high && rest >= figureLess*high {
		high = rest
	}
	l.need(high + textHigh + figureText + 0.7)
	for i, f := range all {
		x := left + float64(i)*(w+figureGap)
		l.picture(f, x, w, high)
		y := l.y + high + figureText
		for k, line := range captions[i] {
			if k == 0 {
				l.captionHead(x, y, f.Number, line)
			} else {
				l.put(x, y, caption, line)
			}
			y += caption.line
		}
	}
	l.y += high + figureText + textHigh + 1.5
}

// measure returns the width of each of the pictures that stand side by side, the height of the highest and of the longest
// caption, and the captions' lines.
func (l *layout) measure(all []*report.Picture) (w, high, textHigh float64, captions [][]string) {
	n := float64(len(all))
	w = (width - (n-1)*figureGap) / n
	if len(all) == 1 && all[0].Half {
		w = (width - figureGap) / 2
	}
	captions = make([][]string, len(all))
	for i, f := range all {
		captions[i] = l.lines(caption, l.figureNo(f.Number)+"  "+f.Caption, w)
		textHigh = max(textHigh, float64(len(captions[i]))*caption.line)
		_, h := size(f, w, figureHigh)
		high = max(high, h)
	}
	return w, high, textHigh, captions
}

// captionHead sets the first line of a caption with its number in bold.
func (l *layout) captionHead(x, y float64, number int, line string) {
	head := l.figureNo(number)
	rest, ok := strings.CutPrefix(line, head)
	if !ok {
		l.put(x, y, caption, line)
		return
	}
	l.put(x, y, captionNo, head)
	l.put(x+l.widthOf(captionNo, head), y, caption, rest)
}

// figureNo is what a picture is called.
func (l *layout) figureNo(number int) string {
	return l.cover.clean(fmt.Sprintf(l.said.Figure, number))
}

// size returns how large a picture is drawn in the room that is given.
func size(f *report.Picture, w, high float64) (float64, float64) {
	if f.Width < 1 || f.Height < 1 {
		return w, 20
	}
	h := w * float64(f.Height) / float64(f.Width)
	if h > high {
		return w * high / h, high
	}
	return w, h
}

func (l *layout) picture(f *report.Picture, x, w, high float64) {
	pw, ph := size(f, w, high)
	y := l.y
	if f.Image == nil || f.Image.Bounds().Empty() {
		l.box(x, y, pw, ph, greyTint)
		l.put(x+4, y+8, label, l.cover.clean(l.said.NoImage))
		return
	}
	number := l.images.add(f.Image, pw, ph)
	l.do(func() {
		l.standIn(number, x+(w-pw)/2, y, pw, ph)
		l.p.SetDrawColor(hairline[0], hairline[1], hairline[2])
		l.p.SetLineWidth(0.15)
		l.p.Rect(x+(w-pw)/2, y, pw, ph, "D")
	})
}
