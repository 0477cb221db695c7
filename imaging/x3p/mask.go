package x3p

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"tracemark/imaging"
)

// defaultBackground is the colour that fix3p and x3ptools give to what nobody painted, where the file does not say.
var defaultBackground = color.NRGBA{R: 0xcd, G: 0x7f, B: 0x32, A: 0xff}

// maxMaskBytes bounds the packed picture of a mask.
const maxMaskBytes = 64 << 20

// paintedMask reads bindata/mask.png where there is one. A mask that cannot be used is a warning only: the surface
// does not need it.
func (d *decoder) paintedMask() {
	f, err := d.c.find("bindata/mask.png")
	if err != nil || f == nil {
		return
	}
	b, err := slurp(f, maxMaskBytes)
	if err != nil {
		d.warn("The file's painted mask cannot be read and was left out.")
		return
	}
	w, h := d.f.Surface.Size()
	cfg, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil || cfg.Width != w || cfg.Height != h {
		d.warn("The file's painted mask does not fit its surface and was left out.")
		return
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		d.warn("The file's painted mask cannot be read and was left out.")
		return
	}
	m := painted(img, parseColour(d.ix.maskBG))
	d.f.PaintedMask = &m
}

// painted is on where img is neither transparent nor of the background colour.
func painted(img image.Image, bg color.NRGBA) imaging.Mask {
	b := img.Bounds()
	m := imaging.NewMask(b.Dx(), b.Dy())
	for y := range m.H {
		for x := range m.W {
			c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
			m.On[y*m.W+x] = c.A != 0 && (c.R != bg.R || c.G != bg.G || c.B != bg.B)
		}
	}
	return m
}

// parseColour reads #rrggbb, with or without an alpha.
func parseColour(s string) color.NRGBA {
	s = strings.TrimPrefix(s, "#")
	if len(s) < 6 {
		return defaultBackground
	}
	v, err := strconv.ParseUint(s[:6], 16, 32)
	if err != nil {
		return defaultBackground
	}
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}
