package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"tracemark/imaging/photo"
)

// pngWith returns a PNG of 4×3 pixels with a pHYs chunk.
func pngWith(t testing.TB, x, y uint32, unit byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	body := binary.BigEndian.AppendUint32([]byte("pHYs"), x)
	body = append(binary.BigEndian.AppendUint32(body, y), unit)
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
	const afterIHDR = 8 + 25
	return append(append(append([]byte{}, b.Bytes()[:afterIHDR]...), chunk...), b.Bytes()[afterIHDR:]...)
}

// tiffWith returns the header of a TIFF of 4×3 pixels with a resolution of num/den.
func tiffWith(order binary.AppendByteOrder, num, den uint32, unit uint16, about string) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	const entries, first = 7, 8
	data := uint32(first + 2 + 12*entries + 4)
	b = order.AppendUint32(b, first)
	b = order.AppendUint16(b, entries)
	tag := func(id, kind uint16, count, value uint32) {
		b = order.AppendUint16(order.AppendUint16(b, id), kind)
		b = order.AppendUint32(b, count)
		if kind == 3 {
			b = order.AppendUint16(order.AppendUint16(b, uint16(value)), 0)
		} else {
			b = order.AppendUint32(b, value)
		}
	}
	tag(256, 3, 1, 4)
	tag(257, 4, 1, 3)
	tag(258, 3, 1, 8)
	tag(270, 2, uint32(len(about)), data+8)
	tag(282, 5, 1, data)
	tag(283, 5, 1, data)
	tag(296, 3, 1, uint32(unit))
	b = order.AppendUint32(b, 0)
	b = order.AppendUint32(order.AppendUint32(b, num), den)
	return append(b, about...)
}

// bmpWith returns a BMP of 4×3 grey pixels of 8 bits with a resolution in pixels per metre.
func bmpWith(x, y uint32) []byte {
	le := binary.LittleEndian
	b := []byte("BM")
	b = le.AppendUint32(b, 14+40+1024+12)
	b = le.AppendUint32(b, 0)
	b = le.AppendUint32(b, 14+40+1024)
	for _, v := range []uint32{40, 4, 3} {
		b = le.AppendUint32(b, v)
	}
	b = le.AppendUint16(le.AppendUint16(b, 1), 8)
	for _, v := range []uint32{0, 12, x, y, 256, 0} {
		b = le.AppendUint32(b, v)
	}
	for i := range 256 {
		b = append(b, byte(i), byte(i), byte(i), 0)
	}
	return append(b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
}

func TestScaleIsBelievedOnlyWhereItCanBeAMicroscopes(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	nan := math.NaN()
	for name, c := range map[string]struct {
		file []byte
		um   float64
	}{
		"PNG at 6.25 µm":                    {pngWith(t, 160_000, 160_000, 1), 6.25},
		"PNG at 72 dpi":                     {pngWith(t, 2835, 2835, 1), nan},
		"PNG at 300 dpi":                    {pngWith(t, 11811, 11811, 1), nan},
		"PNG at 4800 dpi, a scanner's":      {pngWith(t, 188_976, 188_976, 1), nan},
		"PNG that states a ratio only":      {pngWith(t, 160_000, 160_000, 0), nan},
		"PNG with unequal sides":            {pngWith(t, 160_000, 80_000, 1), nan},
		"PNG with a density of 0":           {pngWith(t, 0, 0, 1), nan},
		"PNG finer than light":              {pngWith(t, math.MaxUint32, math.MaxUint32, 1), nan},
		"TIFF at 2 µm, per centimetre":      {tiffWith(le, 5000, 1, 3, ""), 2},
		"TIFF at 2 µm, per inch, Motorola":  {tiffWith(be, 127_000, 10, 2, ""), 2},
		"TIFF at 96 dpi":                    {tiffWith(le, 96, 1, 2, ""), nan},
		"TIFF of no unit":                   {tiffWith(le, 5000, 1, 1, ""), nan},
		"TIFF divided by 0":                 {tiffWith(le, 5000, 0, 3, ""), nan},
		"TIFF of ImageJ in µm":              {tiffWith(le, 16, 10, 1, "ImageJ=1.53t\nunit=micron\n"), 0.625},
		"TIFF of ImageJ with an escaped µ":  {tiffWith(be, 16, 10, 1, "ImageJ=1.53t\nunit=\\u00B5m\n"), 0.625},
		"TIFF of ImageJ in pixels":          {tiffWith(le, 16, 10, 1, "ImageJ=1.53t\nunit=pixel\n"), nan},
		"TIFF that merely mentions microns": {tiffWith(le, 16, 10, 1, "unit=micron\n"), nan},
		"BMP at 2.5 µm":                     {bmpWith(400_000, 400_000), 2.5},
		"BMP at 96 dpi":                     {bmpWith(3780, 3780), nan},
		"BMP that states nothing":           {bmpWith(0, 0), nan},
		"JPEG at any density":               {jpegWith(t), nan},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := photo.ReadHeader(c.file)
			if err != nil {
				t.Fatal(err)
			}
			if h.Width != 4 || h.Height != 3 {
				t.Errorf("%d × %d pixels", h.Width, h.Height)
			}
			if h.Scale.Known() == math.IsNaN(c.um) || h.Scale.Known() && math.Abs(h.Scale.X-c.um) > 1e-3*c.um {
				t.Errorf("scale %+v, want %g µm per pixel", h.Scale, c.um)
			}
			if h.Scale.Known() != (h.Scale.Source != "") {
				t.Errorf("source %q of scale %+v", h.Scale.Source, h.Scale)
			}
		})
	}
}

// jpegWith returns a JPEG whose JFIF block states 5000 pixels per cm.
func jpegWith(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3)), nil); err != nil {
		t.Fatal(err)
	}
	jfif := []byte("\xff\xe0\x00\x10JFIF\x00\x01\x01\x02\x13\x88\x13\x88\x00\x00")
	return append(append(append([]byte{}, b.Bytes()[:2]...), jfif...), b.Bytes()[2:]...)
}

func TestHeadersThatMustNotBeDecoded(t *testing.T) {
	big := pngWith(t, 1, 1, 0)
	binary.BigEndian.PutUint32(big[16:], 60_000)
	binary.BigEndian.PutUint32(big[20:], 60_000)
	binary.BigEndian.PutUint32(big[29:], crc32.ChecksumIEEE(big[12:29]))
	float := tiffWith(binary.LittleEndian, 1, 1, 1, "")
	float[8+2+2*12+8] = 32
	far := tiffWith(binary.LittleEndian, 1, 1, 1, "")
	binary.LittleEndian.PutUint32(far[4:], 1<<31)
	bmp := func(at int, v ...byte) []byte {
		b := bmpWith(0, 0)
		copy(b[at:], v)
		return b
	}
	for name, b := range map[string][]byte{
		"a BMP that ends early": bmpWith(0, 0)[:14+40+1024+11], "a BMP of its header": bmpWith(0, 0)[:54],
		"a BMP of 2 gigapixels by 3": bmp(18, 0xff, 0xff, 0xff, 0x7f), "a BMP of no width": bmp(18, 0, 0, 0, 0),
		"a BMP whose pixels are far": bmp(10, 0xff, 0xff, 0xff, 0x7f), "a BMP that holds a JPEG": bmp(30, 4),
		"a BMP with an old header": bmp(14, 12), "a BMP of 7 bits": bmp(28, 7), "a BMP of a lowest height": bmp(22, 0, 0, 0, 0x80),
		"3.6 gigapixels": big, "32 bits": float, "a directory beyond the end": far, "nothing": nil, "text": []byte("BMP"),
		"a JPEG without its end": jpegWith(t)[:200], "a TIFF of 8 bytes": []byte("II*\x00\x08\x00\x00\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := photo.ReadHeader(b); !errors.Is(err, photo.ErrFormat) {
				t.Errorf("got %v, want ErrFormat", err)
			}
		})
	}
}

func TestNewRefusesOtherPixels(t *testing.T) {
	for name, img := range map[string]image.Image{
		"a palette": image.NewPaletted(image.Rect(0, 0, 2, 2), nil), "no pixels": image.NewGray(image.Rectangle{}),
	} {
		if _, err := photo.New(img, "png", photo.Unknown()); !errors.Is(err, photo.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := photo.New(image.NewGray16(image.Rect(0, 0, 2, 3)), "tiff", photo.Unknown())
	if err != nil || p.Depth != 16 || !p.Grey() || p.Scale.Known() {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzReadHeader(f *testing.F) {
	f.Add(pngWith(f, 160_000, 160_000, 1))
	f.Add(tiffWith(binary.LittleEndian, 5000, 1, 3, "ImageJ=1\nunit=um\n"))
	f.Add(tiffWith(binary.BigEndian, 5000, 1, 3, ""))
	f.Add([]byte{0xff, 0xd8, 0xff, 0xe0})
	f.Add(bmpWith(400_000, 400_000))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := photo.ReadHeader(b)
		if err == nil && (h.Width < 1 || h.Height < 1 || h.Width > photo.MaxPixels/h.Height) {
			t.Errorf("%+v", h)
		}
	})
}
