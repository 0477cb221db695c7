package guide

import (
	"fyne.io/fyne/v2"

	uitheme "tracemark/ui/theme"
)

// page lays blocks below each other in a column of a readable width.
type page struct{}

// MinSize implements fyne.Layout.
func (page) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, o := range objects {
		m := o.MinSize()
		size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (page) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width, y := min(size.Width, columnWidth*uitheme.Scale()), float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		h := o.MinSize().Height // of text that wraps and of pictures, known with their width
		o.Resize(fyne.NewSize(width, h))
		o.Move(fyne.NewPos(0, y))
		y += h
	}
}

// drawing gives a picture its height for the width there is, never more than its own.
type drawing struct{ size, given fyne.Size }

// leastDrawing is the least width of a picture.
const leastDrawing = 200

// MinSize implements fyne.Layout.
func (d *drawing) MinSize([]fyne.CanvasObject) fyne.Size {
	width := d.size.Width
	if d.given.Width > 0 {
		width = min(width, d.given.Width)
	}
	return fyne.NewSize(leastDrawing, d.size.Height*width/d.size.Width)
}

// Layout implements fyne.Layout.
func (d *drawing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	d.given = size
	width := min(size.Width, d.size.Width)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(width, d.size.Height*width/d.size.Width))
}
