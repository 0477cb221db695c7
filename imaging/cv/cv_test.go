package cv_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"tracemark/imaging/cv"
	"tracemark/imaging/photo"
)

// pattern fills a picture so that every pixel and channel differs from its neighbours.
func pattern(img interface {
	image.Image
	Set(x, y int, c color.Color)
}) image.Image {
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			img.Set(x, y, color.NRGBA64{R: uint16(x*5021 + y*13), G: uint16(y * 4001), B: uint16((x + y) * 2999), A: 0xffff})
		}
	}
	return img
}

func encoded(t testing.TB, format string, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 100})
	case "bmp":
		err = bmp.Encode(&b, img)
	case "tiff":
		err = tiff.Encode(&b, img, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecodeGivesThePixelsThatWereWritten(t *testing.T) {
	r := image.Rect(0, 0, 13, 7)
	for name, c := range map[string]struct {
		img   image.Image
		depth int
		grey  bool
	}{
		"8-bit grey":    {pattern(image.NewGray(r)), 8, true},
		"8-bit colour":  {pattern(image.NewRGBA(r)), 8, false},
		"16-bit grey":   {pattern(image.NewGray16(r)), 16, true},
		"16-bit colour": {pattern(image.NewRGBA64(r)), 16, false},
	} {
		for _, format := range []string{"png", "tiff", "bmp"} {
			if format == "bmp" && c.depth == 16 {
				continue // BMP has none
			}
			t.Run(name+" "+format, func(t *testing.T) {
				p, err := cv.Decode(encoded(t, format, c.img))
				if err != nil {
					t.Fatal(err)
				}
				if p.Depth != c.depth || p.Grey() != c.grey && format != "bmp" || // a BMP's grey is a palette
					p.Format != format || p.Scale.Known() {
					t.Errorf("depth %d, grey %v, %s, scale %+v", p.Depth, p.Grey(), p.Format, p.Scale)
				}
				for y := range 7 {
					for x := range 13 {
						r1, g1, b1, _ := c.img.At(x, y).RGBA()
						r2, g2, b2, a := p.Image.At(x, y).RGBA()
						if r1 != r2 || g1 != g2 || b1 != b2 || a != 0xffff {
							t.Fatalf("pixel %d,%d is %v, want %v", x, y, p.Image.At(x, y), c.img.At(x, y))
						}
					}
				}
			})
		}
	}
}

func TestDecodeJPEG(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 32, 16))
	for i := range img.Pix {
		img.Pix[i] = []uint8{200, 100, 50, 255}[i%4]
	}
	p, err := cv.Decode(encoded(t, "jpeg", img))
	if err != nil {
		t.Fatal(err)
	}
	c := p.Image.(*image.RGBA).RGBAAt(10, 10)
	if abs(int(c.R)-200) > 3 || abs(int(c.G)-100) > 3 || abs(int(c.B)-50) > 3 { // JPEG's rounding of one flat colour
		t.Errorf("colour %v, want 200, 100, 50", c)
	}
}

func TestOrientationOfJPEGIsApplied(t *testing.T) {
	b := encoded(t, "jpeg", pattern(image.NewGray(image.Rect(0, 0, 32, 16))))
	// An EXIF block with one entry: orientation 6, to be turned a quarter clockwise.
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00")
	app1 := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	turned := append(append(append([]byte{}, b[:2]...), append(app1, exif...)...), b[2:]...)
	p, err := cv.Decode(turned)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := p.Size(); w != 16 || h != 32 {
		t.Errorf("%d×%d, want 16×32", w, h)
	}
}

func TestBadBytesAreErrors(t *testing.T) {
	img := pattern(image.NewRGBA(image.Rect(0, 0, 200, 200)))
	for _, format := range []string{"png", "jpeg", "tiff", "bmp"} {
		good := encoded(t, format, img)
		for name, b := range map[string][]byte{
			"half":        good[:len(good)/2],
			"head":        good[:20],
			"head, zeros": append(append([]byte{}, good[:60]...), make([]byte, 4000)...),
		} {
			t.Run(format+" "+name, func(t *testing.T) {
				if p, err := cv.Decode(b); !errors.Is(err, photo.ErrFormat) {
					t.Errorf("got %v, %v; want photo.ErrFormat", p, err)
				}
			})
		}
	}
	for name, b := range map[string][]byte{"nothing": nil, "text": []byte("hello"), "a GIF": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")} {
		t.Run(name, func(t *testing.T) {
			if _, err := cv.Decode(b); !errors.Is(err, photo.ErrFormat) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestGreyAndThumbnail(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 50))
	for i := range img.Pix {
		img.Pix[i] = []uint8{100, 200, 50, 255}[i%4]
	}
	p, err := photo.New(img, "png", photo.Scale{X: 2, Y: 2, Source: "examiner"})
	if err != nil {
		t.Fatal(err)
	}
	g, err := cv.Grey(p)
	if err != nil {
		t.Fatal(err)
	}
	// 0.299·100 + 0.587·200 + 0.114·50 = 153.
	if v := g.Image.(*image.Gray).GrayAt(3, 3).Y; v != 153 || !g.Grey() || g.Scale != p.Scale {
		t.Errorf("grey %d, want 153", v)
	}
	s, err := cv.Thumbnail(p, 20)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := s.Size(); w != 20 || h != 10 || s.Scale.X != 10 || s.Scale.Y != 10 {
		t.Errorf("thumbnail %d×%d at %+v", w, h, s.Scale)
	}
	if c := s.Image.(*image.RGBA).RGBAAt(5, 5); c != (color.RGBA{100, 200, 50, 255}) {
		t.Errorf("colour %v", c)
	}
	if same, err := cv.Thumbnail(p, 100); err != nil || same != p {
		t.Errorf("a photograph that fits is changed: %v", err)
	}
	if _, err := cv.Resize(p, 0, 5); err == nil {
		t.Error("a size of 0 is no error")
	}
	sub, err := photo.New(img.SubImage(image.Rect(10, 10, 30, 40)), "png", photo.Unknown())
	if err != nil {
		t.Fatal(err)
	}
	if d, err := cv.Resize(sub, 40, 60); err != nil || d.Image.(*image.RGBA).RGBAAt(20, 30) != (color.RGBA{100, 200, 50, 255}) {
		t.Errorf("part of a photograph: %v", err)
	}
}

func TestResizeToTheSameSizeChangesNothing(t *testing.T) {
	r := image.Rect(0, 0, 13, 7)
	for name, img := range map[string]image.Image{
		"8-bit grey": pattern(image.NewGray(r)), "8-bit colour": pattern(image.NewRGBA(r)),
		"16-bit grey": pattern(image.NewGray16(r)), "16-bit colour": pattern(image.NewRGBA64(r)),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := photo.New(img, "png", photo.Unknown())
			if err != nil {
				t.Fatal(err)
			}
			q, err := cv.Resize(p, 13, 7)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 13 * 7 {
				if got, want := q.Image.At(i%13, i/13), img.At(i%13, i/13); got != want {
					t.Fatalf("pixel %d is %v, want %v", i, got, want)
				}
			}
			g, err := cv.Grey(q)
			if err != nil || !g.Grey() || g.Depth != p.Depth {
				t.Errorf("grey: %+v, %v", g, err)
			}
		})
	}
}

// TestRealPhotographs reads the photographs below TRACEMARK_SCANS.
func TestRealPhotographs(t *testing.T) {
	root := os.Getenv("TRACEMARK_SCANS")
	if root == "" {
		t.Skip("set TRACEMARK_SCANS to a folder of real scans and photographs to run this test")
	}
	var names []string
	for _, ext := range []string{"*.png", "*.jpg", "*.jpeg", "*.tif"} {
		found, err := filepath.Glob(filepath.Join(root, "photos", "*", ext))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) == 0 {
		t.Skip("no photographs there")
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := cv.Decode(b)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
			continue
		}
		w, h := p.Size()
		t.Logf("%s: %d×%d, %d bit, grey %v, scale %+v", filepath.Base(name), w, h, p.Depth, p.Grey(), p.Scale)
		// NIST's reference images state 2.53 µm in pHYs, which is a microscope's (6.6 mm across); phones know nothing.
		if nist := strings.HasPrefix(filepath.Base(name), "NBIDE"); nist != p.Scale.Known() || nist && math.Abs(p.Scale.X-2.53) > 0.01 {
			t.Errorf("%s: scale %+v", filepath.Base(name), p.Scale)
		}
	}
}

func FuzzDecode(f *testing.F) {
	img := pattern(image.NewRGBA(image.Rect(0, 0, 9, 5)))
	for _, format := range []string{"png", "jpeg", "tiff", "bmp"} {
		f.Add(encoded(f, format, img))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := cv.Decode(b)
		if err != nil && !errors.Is(err, photo.ErrFormat) {
			t.Errorf("not photo.ErrFormat: %v", err)
		}
		if err == nil {
			if w, h := p.Size(); w < 1 || h < 1 {
				t.Errorf("%d×%d", w, h)
			}
		}
	})
}

func abs(i int) int { return max(i, -i) }
