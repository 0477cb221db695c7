package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
)

// Header is what the first bytes of a file say.
type Header struct {
	Format        string // png, jpeg, bmp or tiff
	Width, Height int    // before any turning by an EXIF orientation
	Scale         Scale
}

// ReadHeader reads what b says of itself without decoding its pixels, and refuses what must not be decoded: other
// formats, sizes beyond the limits, JPEG files that end early (decoders fill the missing part with grey).
func ReadHeader(b []byte) (Header, error) {
	h := Header{Scale: Unknown()}
	if len(b) > MaxBytes {
		return h, fmt.Errorf("%w: %d bytes; up to %d are read", ErrFormat, len(b), MaxBytes)
	}
	var err error
	switch {
	case len(b) == 0:
		return h, fmt.Errorf("%w: the file is empty", ErrFormat)
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		h.Format = "png"
		err = h.png(b)
	case bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}):
		h.Format = "jpeg"
		err = h.jpeg(b)
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		h.Format = "tiff"
		err = h.tiff(b)
	case bytes.HasPrefix(b, []byte("BM")):
		h.Format = "bmp"
		err = h.bmp(b)
	default:
		return h, fmt.Errorf("%w: it is not PNG, JPEG, BMP or TIFF", ErrFormat)
	}
	if err != nil {
		return h, fmt.Errorf("%w: damaged %s header: %w", ErrFormat, h.Format, err)
	}
	if h.Width < 1 || h.Height < 1 || h.Width > maxSide || h.Height > maxSide || h.Width > MaxPixels/h.Height {
		return h, fmt.Errorf("%w: it states %d × %d pixels; up to %d pixels are read", ErrFormat, h.Width, h.Height, MaxPixels)
	}
	return h, nil
}

func (h *Header) png(b []byte) error {
	cfg, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return err
	}
	h.Width, h.Height = cfg.Width, cfg.Height
	// Chunks: length, type, data, CRC. pHYs comes before the pixels: x, y per unit, and 1 where the unit is the metre.
	for at := 8; at+12 <= len(b); {
		n := int(binary.BigEndian.Uint32(b[at:]))
		name := string(b[at+4 : at+8])
		if n > len(b)-at-12 || name == "IDAT" {
			break
		}
		if data := b[at+8 : at+8+n]; name == "pHYs" && n == 9 && data[8] == 1 {
			h.Scale = fromDensity(float64(binary.BigEndian.Uint32(data)), float64(binary.BigEndian.Uint32(data[4:])), "PNG pHYs")
		}
		at += 12 + n
	}
	return nil
}

// jpeg takes the size only. The density of JFIF and EXIF is whatever the camera's maker put there, never a scale.
func (h *Header) jpeg(b []byte) error {
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return err
	}
	h.Width, h.Height = cfg.Width, cfg.Height
	start := bytes.LastIndex(b, []byte{0xff, 0xda}) // pixels begin
	end := bytes.LastIndex(b, []byte{0xff, 0xd9})   // picture ends
	if end < start || end < 0 {
		return errors.New("its end is missing")
	}
	return nil
}
