//go:build matprofile

package cv

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"gocv.io/x/gocv"

	"tracemark/imaging/photo"
)

// TestNoMatIsLeaked asks gocv itself, which counts Mats when built with -tags matprofile.
func TestNoMatIsLeaked(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	before := gocv.MatProfile.Count()
	for _, file := range [][]byte{b.Bytes(), b.Bytes()[:b.Len()/2]} {
		p, err := Decode(file)
		if err != nil {
			continue
		}
		if _, err := Thumbnail(p, 10); err != nil {
			t.Error(err)
		}
		if _, err := Grey(p); err != nil {
			t.Error(err)
		}
	}
	// Pictures of points that have nothing to do with each other: every way of finding a pose is tried.
	var spots [2]*photo.Photo
	for i := range spots {
		img, state := image.NewGray(image.Rect(0, 0, 200, 160)), uint32(i+1)
		for j := range img.Pix {
			state = state*1664525 + 1013904223
			img.Pix[j] = uint8(state>>24) / 64 * 64
		}
		p, err := photo.New(img, "png", photo.Unknown())
		if err != nil {
			t.Fatal(err)
		}
		spots[i] = p
	}
	if _, err := Register(t.Context(), spots[0], spots[1]); err != nil {
		t.Error(err)
	}
	if after := gocv.MatProfile.Count(); after != before {
		t.Errorf("%d Mats before, %d after", before, after)
	}
}
