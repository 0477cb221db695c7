package prepare

import (
	"image/color"
	"math"

	"tracemark/imaging"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// tint draws a mask over the specimen A: what is left out is tinted, and the border is a bright line. It never changes.
type tint struct {
	mask   imaging.Mask
	dx, dy float64 // of the grid, µm
}

// How much of the tint's colour covers what is left out: the relief must still be seen under it.
const tintShare = 0.42

// Draw implements viewer.Layer.
func (t tint) Draw(p *viewer.Plate) {
	clip := p.Clip(viewer.A).Intersect(p.Image.Rect)
	if clip.Empty() || t.mask.W == 0 {
		return
	}
	// The way from the screen to the grid is affine: three points tell it.
	at := func(x, y float64) (u, v float64) {
		q := p.Stage.Specimen(viewer.A, viewer.Pixel{X: x, Y: y})
		return q.X / t.dx, q.Y / t.dy
	}
	x0, y0 := float64(clip.Min.X)+0.5, float64(clip.Min.Y)+0.5
	u0, v0 := at(x0, y0)
	ux, vx := at(x0+1, y0)
	uy, vy := at(x0, y0+1)
	ux, vx, uy, vy = ux-u0, vx-v0, uy-u0, vy-v0
	above := make([]state, clip.Dx())
	for y := range clip.Dy() {
		u, v := u0+float64(y)*uy, v0+float64(y)*vy
		row := p.Image.Pix[p.Image.PixOffset(clip.Min.X, clip.Min.Y+y):]
		left := off
		for x := range clip.Dx() {
			s := t.state(u, v)
			if x > 0 && border(s, left) || y > 0 && border(s, above[x]) {
				paint(row[4*x:], theme.Dissimilar, 1)
			} else if s == leftOut {
				paint(row[4*x:], theme.Dissimilar, tintShare)
			}
			left, above[x] = s, s
			u, v = u+ux, v+vx
		}
	}
}

// state is what the mask says of a place.
type state uint8

const (
	off state = iota // beyond the grid
	leftOut
	takesPart
)

func (t tint) state(u, v float64) state {
	x, y := int(math.Floor(u+0.5)), int(math.Floor(v+0.5))
	switch {
	case x < 0 || y < 0 || x >= t.mask.W || y >= t.mask.H:
		return off
	case t.mask.On[y*t.mask.W+x]:
		return takesPart
	}
	return leftOut
}

// border reports whether the mask's border runs between two neighbours.
func border(a, b state) bool { return a != b && a != off && b != off }

// paint mixes a share of c into a pixel.
func paint(pix []uint8, c color.NRGBA, share float64) {
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		pix[i] = uint8(float64(pix[i])*(1-share) + float64(v)*share + 0.5)
	}
}
