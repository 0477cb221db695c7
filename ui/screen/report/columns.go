package report

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	uitheme "tracemark/ui/theme"
)

// steps lays cells out in columns of the same width: as many beside each other as have the room that reading them needs, at most "most" (0 for
// all of them), the others in rows below. In a narrow window, or with large text, six columns would break words.
type steps struct {
	most, columns int
}

// narrowest is how narrow a column may be with text of the usual size: "Administrative review" beside its mark, or facts with their names.
const (
	narrowestStep  = 150
	narrowestFacts = 380
)

func (l *steps) fit(o []fyne.CanvasObject, width float32) int {
	n, least := len(o), float32(narrowestStep)
	if l.most > 0 {
		n, least = min(n, l.most), narrowestFacts
	}
	for n > 1 && (width+theme.Padding())/float32(n) < least*uitheme.Scale()+theme.Padding() || len(o)%n != 0 {
		n--
	}
	return max(n, 1)
}

// Layout implements fyne.Layout.
func (l *steps) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if len(o) == 0 {
		return
	}
	l.columns = l.fit(o, s.Width)
	gap := theme.Padding()
	w := (s.Width - gap*float32(l.columns-1)) / float32(l.columns)
	y := float32(0)
	for first := 0; first < len(o); first += l.columns {
		h := float32(0)
		for i, c := range o[first:min(first+l.columns, len(o))] {
			c.Move(fyne.NewPos(float32(i)*(w+gap), y))
			c.Resize(fyne.NewSize(w, c.MinSize().Height))
			h = max(h, c.MinSize().Height) // as it wraps at this width
		}
		for _, c := range o[first:min(first+l.columns, len(o))] {
			c.Resize(fyne.NewSize(w, h))
		}
		y += h + gap
	}
}

// MinSize implements fyne.Layout. The height is that of the arrangement last laid out.
func (l *steps) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	row := float32(0)
	n := max(l.columns, 1)
	if l.columns == 0 && l.most == 0 {
		n = max(len(o), 1)
	}
	for i, c := range o {
		m := c.MinSize()
		size.Width = max(size.Width, m.Width)
		if row = max(row, m.Height); (i+1)%n == 0 || i == len(o)-1 {
			size.Height += row
			if i < len(o)-1 {
				size.Height += theme.Padding()
			}
			row = 0
		}
	}
	return size
}
