package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// besideOrBelow lays two columns beside each other where both have the room that they need, else the second below the first: with
// large text on a small screen nothing is cut off at the side.
type besideOrBelow struct{ below bool }

// Layout implements fyne.Layout.
func (l *besideOrBelow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b, gap := o[0], o[1], theme.Padding()
	l.below = s.Width < 2*max(a.MinSize().Width, b.MinSize().Width)+gap
	if l.below {
		a.Move(fyne.Position{})
		a.Resize(fyne.NewSize(s.Width, a.MinSize().Height))
		h := a.MinSize().Height // as it wraps at this width
		a.Resize(fyne.NewSize(s.Width, h))
		b.Move(fyne.NewPos(0, h+gap))
		b.Resize(fyne.NewSize(s.Width, max(b.MinSize().Height, s.Height-h-gap)))
		return
	}
	w := (s.Width - gap) / 2
	for i, c := range o {
		c.Move(fyne.NewPos(float32(i)*(w+gap), 0))
		c.Resize(fyne.NewSize(w, s.Height))
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
