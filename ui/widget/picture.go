package widget

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

// Picture is a thumbnail of fixed size on the dark field that specimens lie on. It is empty until it is given an image.
type Picture struct {
	fw.BaseWidget
	// Key names what is shown, so that a picture that arrives late can be told from the one that is wanted now.
	Key string

	side  float32
	img   *canvas.Image
	badge fyne.CanvasObject
}

// NewPicture returns an empty picture of side×side; syntheticWord is what it says over simulated data.
func NewPicture(side float32, syntheticWord string) *Picture {
	p := &Picture{side: side, img: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}}
	p.badge = container.NewVBox(container.NewHBox(Inset(NewBadge(syntheticWord), 3, 3)))
	p.badge.Hide()
	p.ExtendBaseWidget(p)
	return p
}

// Set shows an image of the thing that key names, with the synthetic badge where it is simulated.
func (p *Picture) Set(key string, img *image.RGBA, synthetic bool) {
	p.Key = key
	p.img.Image = nil
	if img != nil {
		p.img.Image = img
	}
	p.badge.Hide()
	if synthetic {
		p.badge.Show()
	}
	p.img.Refresh()
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	bg := canvas.NewRectangle(uitheme.Field)
	bg.CornerRadius = 4
	return fw.NewSimpleRenderer(Fixed(container.NewStack(bg, Inset(p.img, 2, 2), p.badge), p.side, p.side))
}
