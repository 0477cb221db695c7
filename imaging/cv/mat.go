package cv

import (
	"encoding/binary"
	"fmt"
	"image"

	"gocv.io/x/gocv"

	"tracemark/imaging/photo"
)

// fromMat copies the pixels of a Mat, whose colours are in the order blue, green, red.
func fromMat(m gocv.Mat) (image.Image, error) {
	r := image.Rect(0, 0, m.Cols(), m.Rows())
	switch m.Type() {
	case gocv.MatTypeCV8UC1:
		src, err := m.DataPtrUint8()
		if err != nil {
			return nil, fmt.Errorf("read pixels: %w", err)
		}
		img := image.NewGray(r)
		copy(img.Pix, src)
		return img, nil
	case gocv.MatTypeCV8UC3:
		src, err := m.DataPtrUint8()
		if err != nil {
			return nil, fmt.Errorf("read pixels: %w", err)
		}
		img := image.NewRGBA(r)
		for i, j := 0, 0; j+3 < len(img.Pix); i, j = i+3, j+4 {
			img.Pix[j], img.Pix[j+1], img.Pix[j+2], img.Pix[j+3] = src[i+2], src[i+1], src[i], 0xff
		}
		return img, nil
	case gocv.MatTypeCV16UC1:
		src, err := m.DataPtrUint16()
		if err != nil {
			return nil, fmt.Errorf("read pixels: %w", err)
		}
		img := image.NewGray16(r)
		for i, v := range src {
			binary.BigEndian.PutUint16(img.Pix[2*i:], v)
		}
		return img, nil
	case gocv.MatTypeCV16UC3:
		src, err := m.DataPtrUint16()
		if err != nil {
			return nil, fmt.Errorf("read pixels: %w", err)
		}
		img := image.NewRGBA64(r)
		for i, j := 0, 0; j+7 < len(img.Pix); i, j = i+3, j+8 {
			binary.BigEndian.PutUint16(img.Pix[j:], src[i+2])
			binary.BigEndian.PutUint16(img.Pix[j+2:], src[i+1])
			binary.BigEndian.PutUint16(img.Pix[j+4:], src[i])
			binary.BigEndian.PutUint16(img.Pix[j+6:], 0xffff)
		}
		return img, nil
	}
	return nil, fmt.Errorf("%w: pixels of OpenCV type %d", photo.ErrFormat, m.Type())
}

// toMat copies the pixels of p into a Mat that own keeps. They are copied, not lent: C must not hold on to Go memory.
func toMat(own *mats, p *photo.Photo) (gocv.Mat, error) {
	w, h := p.Size()
	fill := func(t gocv.MatType) gocv.Mat { return own.keep(gocv.NewMatWithSize(h, w, t)) }
	switch img := p.Image.(type) {
	case *image.Gray:
		m := fill(gocv.MatTypeCV8UC1)
		dst, err := m.DataPtrUint8()
		for y := 0; err == nil && y < h; y++ {
			copy(dst[y*w:(y+1)*w], img.Pix[y*img.Stride:])
		}
		return m, err
	case *image.RGBA:
		m := fill(gocv.MatTypeCV8UC3)
		dst, err := m.DataPtrUint8()
		for i := 0; err == nil && i < w*h; i++ {
			s := img.Pix[i/w*img.Stride+i%w*4:]
			dst[3*i], dst[3*i+1], dst[3*i+2] = s[2], s[1], s[0]
		}
		return m, err
	case *image.Gray16:
		m := fill(gocv.MatTypeCV16UC1)
		dst, err := m.DataPtrUint16()
		for i := 0; err == nil && i < w*h; i++ {
			dst[i] = binary.BigEndian.Uint16(img.Pix[i/w*img.Stride+i%w*2:])
		}
		return m, err
	case *image.RGBA64:
		m := fill(gocv.MatTypeCV16UC3)
		dst, err := m.DataPtrUint16()
		for i := 0; err == nil && i < w*h; i++ {
			s := img.Pix[i/w*img.Stride+i%w*8:]
			dst[3*i] = binary.BigEndian.Uint16(s[4:])
			dst[3*i+1] = binary.BigEndian.Uint16(s[2:])
			dst[3*i+2] = binary.BigEndian.Uint16(s)
		}
		return m, err
	}
	return gocv.Mat{}, fmt.Errorf("%w: pixels of type %T", photo.ErrFormat, p.Image)
}
