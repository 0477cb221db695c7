package desktop

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/image/draw"

	"tracemark/ui/language"
	"tracemark/ui/theme"
)

// The guide's pictures are parts of the album's English sheets in the dark theme: that one neither glares in a dim room nor
// looks odd on a light page, for most of a sheet is the field, which is dark in every theme.
var guideParts = []struct {
	sheet string
	part  image.Rectangle // of the sheet; what is wider than guideWidth is made smaller
}{
	{"case", image.Rect(0, 0, 1366, 720)},
	{"prepare", image.Rect(0, 0, 1366, 720)},
	{"candidates-withheld", image.Rect(0, 0, 1366, 640)},
	{"compare-withheld", image.Rect(0, 0, 1366, 720)},
	{"compare-beside", image.Rect(180, 92, 1366, 680)},
	{"compare-commit", image.Rect(606, 92, 1366, 680)},
	{"compare-cells", image.Rect(180, 92, 1366, 680)},
	{"compare-profile", image.Rect(180, 92, 1366, 683)},
	{"conclude", image.Rect(0, 0, 1366, 620)},
	{"reports", image.Rect(0, 0, 1366, 620)},
	{"check", image.Rect(0, 0, 1366, 620)},
	{"settings", image.Rect(0, 0, 1366, 620)},
}

// guideWidth is the width of the guide's column, in pixels.
const guideWidth = 760

// DrawGuide makes the guide's pictures of an album in the folder album and writes them into the folder guide.
func DrawGuide(album, guide string) error {
	from := filepath.Join(album, string(language.English)+"-"+string(theme.Dark))
	for _, p := range guideParts {
		img, err := readPicture(filepath.Join(from, p.sheet+".png"))
		if err != nil {
			return fmt.Errorf("read the album: %w", err)
		}
		if !p.part.In(img.Bounds()) {
			return fmt.Errorf("make the guide's picture %s: the part %v is not on the sheet", p.sheet, p.part)
		}
		width := min(p.part.Dx(), guideWidth)
		out := image.NewRGBA(image.Rect(0, 0, width, (p.part.Dy()*width+p.part.Dx()/2)/p.part.Dx()))
		draw.CatmullRom.Scale(out, out.Rect, img, p.part, draw.Src, nil)
		if err := writeSmall(filepath.Join(guide, p.sheet+".png"), out); err != nil {
			return fmt.Errorf("write the guide's picture: %w", err)
		}
	}
	return nil
}

func readPicture(file string) (image.Image, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// writeSmall writes a picture with at most 256 colours: a third of the size, and no difference that one sees on a screen.
func writeSmall(file string, img *image.RGBA) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, reduced(img))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// reducedBits is how many bits of each colour are told apart: five, so that greys have 32 steps.
const reducedBits = 5

// vivid is how many grey pixels a pixel of the purest colour counts as much as when the colours of a picture are chosen. Marks
// and lines are thin and colourful; the greys and the ground are many, and near to each other.
const vivid = 40

// reduced returns a picture in its most frequent colours; the others become the one that is nearest. Colours are told apart
// by the mean of all pixels that share their first bits.
func reduced(img *image.RGBA) *image.Paletted {
	type bin struct{ n, r, g, b int }
	key := func(i int) uint32 {
		const drop = 8 - reducedBits
		return uint32(img.Pix[i]>>drop)<<(2*reducedBits) | uint32(img.Pix[i+1]>>drop)<<reducedBits | uint32(img.Pix[i+2]>>drop)
	}
	bins := map[uint32]*bin{}
	for i := 0; i < len(img.Pix); i += 4 {
		b := bins[key(i)]
		if b == nil {
			b = &bin{}
			bins[key(i)] = b
		}
		b.n, b.r, b.g, b.b = b.n+1, b.r+int(img.Pix[i]), b.g+int(img.Pix[i+1]), b.b+int(img.Pix[i+2])
	}
	weight := func(key uint32) int {
		b := bins[key]
		return b.n + vivid*(max(b.r, b.g, b.b)-min(b.r, b.g, b.b))/0xff
	}
	keys := slices.SortedFunc(maps.Keys(bins), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a, b))
	})
	var p color.Palette
	for _, k := range keys[:min(len(keys), 256)] {
		b := bins[k]
		p = append(p, color.RGBA{R: uint8(b.r / b.n), G: uint8(b.g / b.n), B: uint8(b.b / b.n), A: 0xff})
	}
	nearest := make(map[uint32]uint8, len(keys))
	for _, k := range keys {
		b := bins[k]
		nearest[k] = uint8(p.Index(color.RGBA{R: uint8(b.r / b.n), G: uint8(b.g / b.n), B: uint8(b.b / b.n), A: 0xff}))
	}
	out := image.NewPaletted(img.Rect, p)
	for i := range out.Pix {
		out.Pix[i] = nearest[key(4*i)]
	}
	return out
}
