package markup

import (
	"image"
	"math"

	fynetheme "fyne.io/fyne/v2/theme"

	"tracemark/ui/theme"
	"tracemark/ui/viewer"
	letters "tracemark/ui/viewer/ink"
)

// labelPad is the room round a label's text in units of the interface.
const labelPad = 4.0

// faceOf returns the interface's own bold type at a height, so that accents are drawn as elsewhere on the screen. It keeps the letters
// that were drawn, so that the next picture takes nothing from the heap.
func (h *hand) faceOf(px float64) *letters.Face {
	if h.face == nil || h.facePx != px {
		face, err := letters.NewFace(fynetheme.DefaultTextBoldFont().Content(), px)
		if err != nil { // the type is part of the program; without it the marker alone must do
			return nil
		}
		h.face, h.facePx = face, px
	}
	return h.face
}

// write writes a label on a shade to the right of a marker, or to its left where there is no room, within the side of the
// picture.
func (b *board) write(s []byte, marker viewer.Pixel, gap float64, selected bool) {
	face := b.faceOf(b.text)
	if face == nil {
		return
	}
	pad := int(math.Round(labelPad * b.unit))
	box := image.Rect(0, 0, face.Width(s)+2*pad, face.Height()+pad)
	at := image.Pt(int(math.Round(marker.X+gap)), int(math.Round(marker.Y))-box.Dy()/2)
	if left := int(math.Round(marker.X-gap)) - box.Dx(); at.X+box.Dx() > b.clip.Max.X && left >= b.clip.Min.X {
		at.X = left
	}
	at.X = max(min(at.X, b.clip.Max.X-box.Dx()), b.clip.Min.X)
	at.Y = max(min(at.Y, b.clip.Max.Y-box.Dy()), b.clip.Min.Y)
	box = box.Add(at)
	visible := box.Intersect(b.clip)
	if visible.Empty() {
		return
	}
	shade := theme.FieldShade
	if selected {
		shade.A = 0xff
	}
	part := &b.hand.part // of the picture, without SubImage's new one
	*part = image.RGBA{Pix: b.img.Pix[b.img.PixOffset(visible.Min.X, visible.Min.Y):], Stride: b.img.Stride, Rect: visible}
	letters.Fill(part, visible, shade)
	face.Text(part, box.Min.X+pad, box.Min.Y+pad/2, s, theme.FieldText)
	part.Pix = nil
}
