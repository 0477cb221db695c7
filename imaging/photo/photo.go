// Package photo holds photographs as values: pixels, bit depth and scale. It decodes nothing, package cv does; but it
// reads what the first bytes of a file say, so that nobody has to allocate memory on the word of a stranger.
//
// # Frame and units
//
// Row 0 is at the top, column 0 at the left. Scale is µm per pixel, NaN where it is unknown, and it usually is: see Scale.
//
// # Limits
//
// PNG, JPEG and TIFF with 8 or 16 bits per channel and BMP with 8, grey or colour. Photographs are for looking at; no
// score is computed from them.
package photo

import (
	"errors"
	"fmt"
	"image"
	"math"
)

// Limits on files, so that a lying header or an oversized file cannot exhaust the machine.
const (
	MaxBytes  = 512 << 20   // of a file
	MaxPixels = 120_000_000 // of a picture: 1 GB as 16-bit colour
	maxSide   = 65_500      // JPEG's own limit; OpenCV stops at 2^20
)

// ErrFormat is wrapped by errors about files that are no photograph this program reads.
var ErrFormat = errors.New("unreadable photograph")

// Photo is a photograph. It does not change: steps that alter one return another.
type Photo struct {
	// Image is *image.Gray, *image.Gray16, *image.RGBA or *image.RGBA64, without transparency.
	Image  image.Image
	Depth  int    // bits per channel, 8 or 16
	Format string // of the file it came from: png, jpeg, bmp, tiff
	Scale  Scale
}

// New makes a photograph of img, which must be of one of the types that Photo.Image names.
func New(img image.Image, format string, s Scale) (*Photo, error) {
	depth := 8
	switch img.(type) {
	case *image.Gray, *image.RGBA:
	case *image.Gray16, *image.RGBA64:
		depth = 16
	default:
		return nil, fmt.Errorf("%w: pixels of type %T", ErrFormat, img)
	}
	if img.Bounds().Empty() {
		return nil, fmt.Errorf("%w: no pixels", ErrFormat)
	}
	return &Photo{Image: img, Depth: depth, Format: format, Scale: s}, nil
}

// Size returns the number of columns and rows.
func (p *Photo) Size() (w, h int) { return p.Image.Bounds().Dx(), p.Image.Bounds().Dy() }

// Grey reports whether the photograph has no colour.
func (p *Photo) Grey() bool {
	switch p.Image.(type) {
	case *image.Gray, *image.Gray16:
		return true
	}
	return false
}

// Scale is what one pixel measures on the object, in µm, and who says so. The zero Scale is not valid: use Unknown.
//
// Files seldom know it. Most state a resolution for printing or the default of the program that wrote them (72, 96, 300
// dots per inch), which says nothing of the object. A stated resolution is therefore believed only if it is explicit and
// can be a microscope's: see fromDensity. A person must still confirm it.
type Scale struct {
	X, Y   float64 // µm per pixel, NaN where unknown
	Source string  // where it comes from: "PNG pHYs", "TIFF resolution", "BMP resolution", "ImageJ", "examiner"; empty where unknown
}

// Unknown is the scale of a photograph that does not state one.
func Unknown() Scale { return Scale{X: math.NaN(), Y: math.NaN()} }

// Known reports whether both scales are known.
func (s Scale) Known() bool { return s.X > 0 && s.Y > 0 }

// Times returns the scale after the picture was made smaller by fx and fy (pixels before ÷ pixels after).
func (s Scale) Times(fx, fy float64) Scale { return Scale{X: s.X * fx, Y: s.Y * fy, Source: s.Source} }

// What a stated resolution must be to be taken for a microscope's.
const (
	minUM = 0.02 // µm per pixel: finer than light resolves, so a mistake
	maxUM = 12.7 // 2000 dots per inch: coarser is a page, a screen, or a photograph by hand
)

// usualDPI are resolutions that printers, scanners and programs write by default, in dots per inch. Those below 2000
// are refused by maxUM already.
var usualDPI = []float64{2400, 2540, 2880, 3200, 3600, 4000, 4800, 5760, 6400, 7200, 9600, 12800, 19200}

// fromDensity returns the scale that x and y pixels per metre mean, Unknown unless they can be a microscope's: between
// minUM and maxUM, the same in both directions within 1 %, and no printer's or scanner's default.
func fromDensity(x, y float64, source string) Scale {
	s := Scale{X: 1e6 / x, Y: 1e6 / y, Source: source}
	if !(x > 0 && y > 0) || s.X < minUM || s.X > maxUM || math.Abs(s.X/s.Y-1) > 0.01 {
		return Unknown()
	}
	for _, dpi := range usualDPI {
		if math.Abs(x*0.0254/dpi-1) < 0.001 {
			return Unknown()
		}
	}
	return s
}
