// Package cv decodes, turns grey, shrinks and registers photographs with OpenCV. It is the only importer of gocv and the owner of
// every Mat: none leaves this package, and each is closed before the function that made it returns.
//
// # Frame and units
//
// Pixels are as in package photo. A JPEG's EXIF orientation is applied, so a photograph stands upright.
//
// # Registration
//
// Register lays one photograph of a mark on another, for viewing. It says how likely chance alone would give a pose as good
// and trusts none above MaxChance. It is no score and says nothing of the source: parallel marks, a primer's edge or the
// same letters may well register. Tried on: NBIDE casings 118 and 129 (14.7°, chance 5e-9; about 15° are published);
// reliefs of the scans of Fadul et al. 2011 under one light, of which 22 of 23 pairs of one slide are trusted and none of
// 42 of different slides. Nothing was tuned on them. Photographs of many known cases were not to be had.
//
// # Limits
//
// PNG, JPEG, BMP and TIFF of 8 or 16 bits per channel; transparency is dropped; of a TIFF with several pictures the first is
// read. What a header claims is checked before OpenCV sees the file (photo.ReadHeader), because OpenCV allocates first
// and may end the program instead of returning an error. Decoded pixels are for looking at: no score is computed here.
// Register looks at the disc inside each photograph, finds shifts up to a third of the longer side, and scales from 0.5
// to 2 where the photographs do not state theirs. Where the light came from another side, a detail's bright flank moves,
// and the pose is known only to about half the size of the details.
package cv

import (
	"fmt"
	"image"
	"math"
	"sync/atomic"

	"gocv.io/x/gocv"

	"tracemark/imaging/photo"
)

// open counts the Mats that are not closed. Tests expect 0 whenever no function of this package runs.
var open atomic.Int64

// mats owns the Mats of one operation.
type mats []gocv.Mat

// keep takes a Mat into ownership.
func (m *mats) keep(mat gocv.Mat) gocv.Mat {
	open.Add(1)
	*m = append(*m, mat)
	return mat
}

func (m *mats) close() {
	for i := range *m {
		_ = (*m)[i].Close() // always nil
		open.Add(-1)
	}
	*m = nil
}

// Decode decodes a PNG, JPEG, BMP or TIFF file. Errors about the file wrap photo.ErrFormat.
func Decode(b []byte) (*photo.Photo, error) {
	h, err := photo.ReadHeader(b)
	if err != nil {
		return nil, err
	}
	var own mats
	defer own.close()
	mat, err := gocv.IMDecode(b, gocv.IMReadAnyDepth|gocv.IMReadAnyColor)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", photo.ErrFormat, err)
	}
	own.keep(mat)
	if mat.Empty() {
		return nil, fmt.Errorf("%w: its pixels are damaged", photo.ErrFormat)
	}
	w, ht := mat.Cols(), mat.Rows()
	scale := h.Scale
	if w == h.Height && ht == h.Width && w != ht { // turned by EXIF
		scale.X, scale.Y = scale.Y, scale.X
	} else if w != h.Width || ht != h.Height {
		return nil, fmt.Errorf("%w: it states %d × %d pixels and holds %d × %d", photo.ErrFormat, h.Width, h.Height, w, ht)
	}
	img, err := fromMat(mat)
	if err != nil {
		return nil, err
	}
	return photo.New(img, h.Format, scale)
}

// Grey returns p without its colours, weighted as the eye does (ITU-R BT.601).
func Grey(p *photo.Photo) (*photo.Photo, error) {
	if p.Grey() {
		return p, nil
	}
	return change(p, func(own *mats, src gocv.Mat) gocv.Mat {
		dst := own.keep(gocv.NewMat())
		gocv.CvtColor(src, &dst, gocv.ColorBGRToGray)
		return dst
	}, p.Scale)
}

// Resize returns p with w × h pixels. Smaller pictures take the mean of what falls into a pixel, larger ones are
// interpolated. The scale follows.
func Resize(p *photo.Photo, w, h int) (*photo.Photo, error) {
	if w < 1 || h < 1 || w > photo.MaxPixels/h {
		return nil, fmt.Errorf("resize photograph: %d × %d pixels", w, h)
	}
	pw, ph := p.Size()
	how := gocv.InterpolationArea
	if w > pw || h > ph {
		how = gocv.InterpolationLinear
	}
	return change(p, func(own *mats, src gocv.Mat) gocv.Mat {
		dst := own.keep(gocv.NewMat())
		gocv.Resize(src, &dst, image.Pt(w, h), 0, 0, how)
		return dst
	}, p.Scale.Times(float64(pw)/float64(w), float64(ph)/float64(h)))
}

// Thumbnail returns p small enough for a square of maxSide pixels. A photograph that fits is returned as it is.
func Thumbnail(p *photo.Photo, maxSide int) (*photo.Photo, error) {
	w, h := p.Size()
	k := float64(maxSide) / float64(max(w, h))
	if k >= 1 {
		return p, nil
	}
	return Resize(p, max(1, int(math.Round(k*float64(w)))), max(1, int(math.Round(k*float64(h)))))
}

// change runs do on p's pixels and makes a photograph of the result. do keeps every Mat it makes in own.
func change(p *photo.Photo, do func(own *mats, src gocv.Mat) gocv.Mat, s photo.Scale) (*photo.Photo, error) {
	var own mats
	defer own.close()
	src, err := toMat(&own, p)
	if err != nil {
		return nil, err
	}
	img, err := fromMat(do(&own, src))
	if err != nil {
		return nil, err
	}
	return photo.New(img, p.Format, s)
}
