package cv_test

import (
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/imaging/cv"
	"tracemark/imaging/photo"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// TestReliefsOfRealScansProve registers reliefs of the scans of Fadul et al. 2011 as if they were photographs under one light: of
// cases from one slide, and of cases from different slides, whose marks have the same class characteristics. No photographs
// of so many known cases are public; reliefs have the marks, but not the gloss and the shadows of photographs.
func TestReliefsOfRealScansProve(t *testing.T) {
	root := os.Getenv("TRACEMARK_SCANS")
	if root == "" || os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("set TRACEMARK_PROVE, and TRACEMARK_SCANS to a folder of real scans, to run this long proof")
	}
	truth, err := os.ReadFile(filepath.Join(root, "fadul", "truth.csv"))
	if err != nil {
		t.Skip("the scans of Fadul et al. are not there")
	}
	var slides []string
	var photos []*photo.Photo
	for _, line := range strings.Split(strings.TrimSpace(strings.ReplaceAll(string(truth), `"`, "")), "\n")[1:] {
		name, slide, _ := strings.Cut(strings.TrimSpace(line), ",")
		f, err := x3p.DecodeFile(filepath.Join(root, "fadul", strings.TrimSuffix(name, ".x3p")+".x3p"))
		if err != nil {
			t.Fatal(err)
		}
		slides, photos = append(slides, slide), append(photos, shaded(t, f.Surface))
	}
	var pairs, trusted [2]int // of different slides, of the same slide
	for i := range photos {
		for j := i + 1; j < len(photos); j++ {
			same := 0
			if slides[i] == slides[j] {
				same = 1
			}
			if same == 0 && (7*i+13*j)%17 != 0 || same == 1 && (5*i+3*j)%3 != 0 { // some of the 717 and of the 63
				continue
			}
			r, err := cv.Register(t.Context(), photos[i], photos[j])
			if err != nil {
				t.Fatal(err)
			}
			pairs[same]++
			if r.Trusted {
				trusted[same]++
			}
		}
	}
	t.Logf("trusted: %d of %d pairs of one slide, %d of %d of different slides", trusted[1], pairs[1], trusted[0], pairs[0])
	if trusted[0] > 1 || 10*trusted[1] < 8*pairs[1] {
		t.Error("want at most one pair of different slides, and most of the others")
	}
}

// shaded is a surface lit from the right, grey where nothing was measured.
func shaded(t *testing.T, s *surface.Surface) *photo.Photo {
	t.Helper()
	w, h := s.Size()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		left, okL := s.At(i%w-1, i/w)
		right, okR := s.At(i%w+1, i/w)
		v := 110.0
		if okL && okR {
			v += 75 * (right - left)
		}
		img.Pix[i] = uint8(math.Round(min(max(v, 0), 255)))
	}
	dx, dy := s.Spacing()
	p, err := photo.New(img, "png", photo.Scale{X: dx, Y: dy, Source: "file"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
