package x3p

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	"tracemark/imaging"
)

// defaultBackground is the colour that fix3p and x3ptools give to what nobody painted.
var defaultBackground = color.NRGBA{R: 0xcd, G: 0x7f, B: 0x32, A: 0xff}

// maxMaskBytes bounds the packed picture of a mask.
const maxMaskBytes = 64 << 20

// paintedMask reads bindata/mask.png where there is one. A mask that cannot be used is a warning only: the surface
// does not need it.
func (d *decoder) paintedMask() {
	f, err := d.c.find(maskName)
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
	m := painted(img, d.ix.maskBG)
	d.f.PaintedMask = &m
}

// painted is on where img is neither transparent nor of the background colour. That colour is the one stated, else the
// programs' default where the picture uses it, else black: some programs paint white on black and state nothing.
func painted(img image.Image, stated string) imaging.Mask {
	b := img.Bounds()
	m := imaging.NewMask(b.Dx(), b.Dy())
	bg, ok := parseColour(stated)
	if !ok && uses(img, defaultBackground) {
		bg = defaultBackground
	}
	for y := range m.H {
		for x := range m.W {
			c := colourAt(img, x, y)
			m.On[y*m.W+x] = c.A != 0 && !sameColour(c, bg)
		}
	}
	return m
}

func uses(img image.Image, want color.NRGBA) bool {
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			if sameColour(colourAt(img, x, y), want) {
				return true
			}
		}
	}
	return false
}

func colourAt(img image.Image, x, y int) color.NRGBA {
	b := img.Bounds()
	return color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
}

func sameColour(a, b color.NRGBA) bool { return a.R == b.R && a.G == b.G && a.B == b.B }

// parseColour reads #rrggbb, with or without an alpha.
func parseColour(s string) (c color.NRGBA, ok bool) {
	s = strings.TrimPrefix(s, "#")
	if len(s) < 6 {
		return c, false
	}
	v, err := strconv.ParseUint(s[:6], 16, 32)
	if err != nil {
		return c, false
	}
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}, true
}

// encodeMask paints m white on black.
func encodeMask(m imaging.Mask) ([]byte, error) {
	if m.W < 1 || m.H < 1 || len(m.On) != m.W*m.H {
		return nil, fmt.Errorf("%d points for %d × %d", len(m.On), m.W, m.H)
	}
	img := image.NewGray(image.Rect(0, 0, m.W, m.H))
	for i, on := range m.On {
		if on {
			img.Pix[i] = 0xff
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}
