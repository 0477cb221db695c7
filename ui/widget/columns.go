package widget

import "fyne.io/fyne/v2"

// Columns lays objects beside each other, each with its share of the width. They wrap: the row is as high as the highest.
type Columns []float32

// Layout implements fyne.Layout.
func (c Columns) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	x := float32(0)
	for i, o := range objects {
		w := s.Width * c[i%len(c)]
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, s.Height))
		x += w
	}
}

// MinSize implements fyne.Layout.
func (c Columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(120, 0)
	for _, o := range objects {
		m.Height = max(m.Height, o.MinSize().Height)
	}
	return m
}
