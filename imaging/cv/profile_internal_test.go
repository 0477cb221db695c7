//go:build matprofile

package cv

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"gocv.io/x/gocv"
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
	if after := gocv.MatProfile.Count(); after != before {
		t.Errorf("%d Mats before, %d after", before, after)
	}
}
