package x3p

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
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
	d.maskPart = f
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
	if d.flipX || d.flipY { // it is painted in the order of the file
		img = flipped(img, d.flipX, d.flipY)
		var turned bytes.Buffer
		if err := png.Encode(&turned, img); err != nil {
			d.warn("The file's painted mask cannot be turned with its surface and was left out.")
			return
		}
		b = turned.Bytes()
	}
	m := painted(img, d.ix.maskBG)
	d.f.PaintedMask, d.painted = &m, b
}

func flipped(img image.Image, x, y bool) image.Image {
	b := img.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for row := range b.Dy() {
		for col := range b.Dx() {
			c, r := col, row
			if x {
				c = b.Dx() - 1 - col
			}
			if y {
				r = b.Dy() - 1 - row
			}
			out.SetNRGBA(col, row, colourAt(img, c, r))
		}
	}
	return out
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

// maskChange says what became of a file's mask.
type maskChange int

const (
	maskKept maskChange = iota // none, or the one that was read
	maskNew
	maskGone
)

// maskColour is what a new mask is painted in, and maskMeaning what the file says of that colour.
var maskColour = color.NRGBA{R: 0x1f, G: 0x78, B: 0xb4, A: 0xff}

const maskMeaning = "takes part in comparison"

// mask returns the picture to write for m, nil for none: the one that was read where m is still what it shows.
func (r *rest) encodeMask(m *imaging.Mask) ([]byte, maskChange, error) {
	switch {
	case m == nil && r.painted == nil:
		return nil, maskKept, nil
	case m == nil:
		return nil, maskGone, nil
	}
	if r.painted != nil {
		img, err := png.Decode(bytes.NewReader(r.painted))
		if err == nil && sameMask(painted(img, r.background), *m) {
			return r.painted, maskKept, nil
		}
	}
	b, err := paintMask(*m)
	return b, maskNew, err
}

func sameMask(a, b imaging.Mask) bool { return a.W == b.W && a.H == b.H && slices.Equal(a.On, b.On) }

// paintMask paints m on the default background.
func paintMask(m imaging.Mask) ([]byte, error) {
	if m.W < 1 || m.H < 1 || len(m.On) != m.W*m.H {
		return nil, fmt.Errorf("%d points for %d × %d", len(m.On), m.W, m.H)
	}
	// Without a palette: x3ptools expects three or four channels.
	img := image.NewNRGBA(image.Rect(0, 0, m.W, m.H))
	for i, on := range m.On {
		c := defaultBackground
		if on {
			c = maskColour
		}
		copy(img.Pix[4*i:], []byte{c.R, c.G, c.B, c.A})
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// setMask says in main.xml what the colours of a new mask mean, in the element that fix3p reads. What the element of an
// older mask said of its colours is not so of a new one.
func (n *node) setMask(change maskChange) {
	if change == maskKept {
		return
	}
	n.remove("Record3", "Mask")
	if change == maskGone {
		return
	}
	hex := func(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
	n.set("", "Record3", "Mask")
	n.all("Record3", "Mask")[0].kids = []piece{{raw: []byte("<Background>" + hex(defaultBackground) + "</Background>" +
		`<Annotations><Annotation color="` + hex(maskColour) + `">` + maskMeaning + "</Annotation></Annotations><Version>2</Version>")}}
}
