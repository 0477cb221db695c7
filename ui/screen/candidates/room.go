package candidates

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// endOrBelow lays all objects but the first one after the other at the end of its line where it keeps the room that it asks for, else
// below it, in as many lines as they need: with large text on a small screen nothing is cut off at the side.
type endOrBelow struct {
	least  float32 // the width that the first asks for in fyne units; its own least where that is more
	height float32 // of the arrangement last laid out
}

// Layout implements fyne.Layout.
func (l *endOrBelow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	first, rest, gap := o[0], o[1:], theme.Padding()
	end := float32(0)
	for _, c := range rest {
		end += c.MinSize().Width + gap
	}
	first.Move(fyne.Position{})
	if s.Width >= max(l.least, first.MinSize().Width)+end {
		first.Resize(fyne.NewSize(s.Width-end, s.Height))
		x := s.Width - end + gap
		l.height = first.MinSize().Height
		for _, c := range rest {
			m := c.MinSize()
			c.Resize(m)
			c.Move(fyne.NewPos(x, max((s.Height-m.Height)/2, 0)))
			x += m.Width + gap
			l.height = max(l.height, m.Height)
		}
		return
	}
	h := first.MinSize().Height
	first.Resize(fyne.NewSize(s.Width, h))
	x, y, line := float32(0), h+gap, float32(0)
	for _, c := range rest {
		m := c.MinSize()
		if x > 0 && x+m.Width > s.Width {
			x, y, line = 0, y+line+gap, 0
		}
		c.Resize(m)
		c.Move(fyne.NewPos(x, y))
		x, line = x+m.Width+gap, max(line, m.Height)
	}
	l.height = y + line
}

// MinSize implements fyne.Layout. The height is that of the arrangement last laid out.
func (l *endOrBelow) MinSize(o []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, c := range o {
		m = m.Max(c.MinSize())
	}
	return fyne.NewSize(m.Width, max(m.Height, l.height))
}

// besideOrBelow lays two cards beside each other where both have the room that they need, else the second below the first.
type besideOrBelow struct{ below bool }

// Layout implements fyne.Layout.
func (l *besideOrBelow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b, gap := o[0], o[1], theme.Padding()
	l.below = s.Width < 2*max(a.MinSize().Width, b.MinSize().Width)+gap
	if !l.below {
		w := (s.Width - gap) / 2
		for i, c := range o {
			c.Move(fyne.NewPos(float32(i)*(w+gap), 0))
			c.Resize(fyne.NewSize(w, s.Height))
		}
		return
	}
	y := float32(0)
	for _, c := range o {
		c.Move(fyne.NewPos(0, y))
		c.Resize(fyne.NewSize(s.Width, c.MinSize().Height))
		c.Resize(fyne.NewSize(s.Width, c.MinSize().Height)) // as it wraps at this width
		y += c.Size().Height + gap
	}
}

// MinSize implements fyne.Layout. The height is that of the arrangement last laid out.
func (l *besideOrBelow) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.below {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height+theme.Padding())
	}
	return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
}
