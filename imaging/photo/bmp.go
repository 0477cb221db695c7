package photo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Header sizes of BMP files that name their pixels in the same places: BITMAPINFOHEADER and its successors (Microsoft,
// "Bitmap Header Types"). Older and rarer headers are refused.
var bmpHeaders = map[uint32]bool{40: true, 52: true, 56: true, 108: true, 124: true}

// bmpCompressions are the ways of packing that OpenCV reads: none, run lengths of 8 and 4 bits, masks.
const (
	bmpPlain = 0
	bmpRLE8  = 1
	bmpRLE4  = 2
	bmpMasks = 3
)

// bmp reads the file header (14 bytes) and the information header behind it. All numbers are little-endian. A negative
// height means that the first row is at the top.
func (h *Header) bmp(b []byte) error {
	if len(b) < 14+40 {
		return errShort
	}
	le := binary.LittleEndian
	if size := le.Uint32(b[14:]); !bmpHeaders[size] || uint64(14+size) > uint64(len(b)) {
		return fmt.Errorf("a header of %d bytes", size)
	}
	width, height := int64(int32(le.Uint32(b[18:]))), int64(int32(le.Uint32(b[22:])))
	planes, bits, packing := le.Uint16(b[26:]), int64(le.Uint16(b[28:])), le.Uint32(b[30:])
	if height < 0 {
		height = -height
	}
	if width > maxSide || height > maxSide || width < 1 || height < 1 {
		return fmt.Errorf("it states %d × %d pixels", width, height)
	}
	h.Width, h.Height = int(width), int(height)
	pixels := int64(le.Uint32(b[10:]))
	if planes != 1 || pixels < 14+40 || pixels >= int64(len(b)) {
		return errors.New("its pixels are nowhere")
	}
	switch {
	case packing == bmpPlain && (bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32),
		packing == bmpMasks && (bits == 16 || bits == 32):
		row := (width*bits + 31) / 32 * 4 // rows end on multiples of four bytes
		if int64(len(b))-pixels < row*height {
			return errShort
		}
	case packing == bmpRLE8 && bits == 8, packing == bmpRLE4 && bits == 4:
		// Two bytes give at most 255 pixels, so a file cannot hold more than this.
		if width*height > (int64(len(b))-pixels)*255/2+maxSide {
			return errShort
		}
	default:
		return fmt.Errorf("%d bits per pixel, packed in way %d", bits, packing)
	}
	x, y := int32(le.Uint32(b[38:])), int32(le.Uint32(b[42:])) // pixels per metre, 0 where nobody says
	h.Scale = fromDensity(math.Abs(float64(x)), math.Abs(float64(y)), "BMP resolution")
	return nil
}
