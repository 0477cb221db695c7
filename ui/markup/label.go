package markup

import (
	"image"
	"image/color"
	"math"
	"sync"

	fynetheme "fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// labelPad is the room round a label's text in units of the interface.
const labelPad = 4.0

// labelFont is the interface's own bold type, so that accents are drawn as elsewhere on the screen.
var labelFont = sync.OnceValues(func() (*opentype.Font, error) {
	return opentype.Parse(fynetheme.DefaultTextBoldFont().Content())
})

// write writes a label on a shade to the right of a marker, or to its left where there is no room, within the side of the
// picture.
func (b *board) write(s string, marker viewer.Pixel, gap float64, selected bool) {
	f, err := labelFont()
	if err != nil { // the type is part of the program; without it the marker alone must do
		return
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: b.text, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return
	}
	defer face.Close()
	width := font.MeasureString(face, s).Ceil()
	m := face.Metrics()
	up, down := m.Ascent.Ceil(), m.Descent.Ceil()
	pad := int(math.Round(labelPad * b.unit))
	box := image.Rect(0, 0, width+2*pad, up+down+pad)
	at := image.Pt(int(math.Round(marker.X+gap)), int(math.Round(marker.Y))-box.Dy()/2)
	if left := int(math.Round(marker.X-gap)) - box.Dx(); at.X+box.Dx() > b.clip.Max.X && left >= b.clip.Min.X {
		at.X = left
	}
	at.X = max(min(at.X, b.clip.Max.X-box.Dx()), b.clip.Min.X)
	at.Y = max(min(at.Y, b.clip.Max.Y-box.Dy()), b.clip.Min.Y)
	box = box.Add(at)
	shade := color.NRGBA(theme.FieldShade)
	if selected {
		shade.A = 0xff
	}
	visible := box.Intersect(b.clip)
	for y := visible.Min.Y; y < visible.Max.Y; y++ {
		for x := visible.Min.X; x < visible.Max.X; x++ {
			mix(b.img, x, y, shade, 1)
		}
	}
	if visible.Empty() {
		return
	}
	d := font.Drawer{Dst: b.img.SubImage(visible).(*image.RGBA), Src: image.NewUniform(theme.FieldText), Face: face,
		Dot: fixed.P(box.Min.X+pad, box.Min.Y+pad/2+up)}
	d.DrawString(s)
}
