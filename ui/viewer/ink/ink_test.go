package ink_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	fynetheme "fyne.io/fyne/v2/theme"

	"tracemark/ui/viewer/ink"
)

var white = color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}

// cover sums how much of the picture is white, in pixels.
func cover(img *image.RGBA) float64 {
	sum := 0.0
	for i := 0; i < len(img.Pix); i += 4 {
		sum += float64(img.Pix[i]) / 255
	}
	return sum
}

// Whatever its direction, a line covers its length times its width. Its ends are cut along an axis, which costs or gains up
// to half the width at each.
func TestALineCoversItsLengthTimesItsWidth(t *testing.T) {
	for deg := 0.0; deg < 360; deg += 7 {
		img := image.NewRGBA(image.Rect(0, 0, 200, 200))
		s, c := math.Sincos(deg * math.Pi / 180)
		ink.Pen{Colour: white, Width: 3}.Line(img, img.Rect, 100-60*c, 100-60*s, 100+60*c, 100+60*s)
		if got := cover(img); math.Abs(got-360) > 9 {
			t.Errorf("at %g° a line of 120 by 3 covers %.1f pixels", deg, got)
		}
	}
}

func TestADashedLineIsBrokenByItsShare(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 200, 20))
	ink.Pen{Colour: white, Width: 2, Dash: 6, Gap: 4}.Line(img, img.Rect, 0, 10, 200, 10)
	if got := cover(img); math.Abs(got-240) > 4 {
		t.Errorf("six tenths of 200 by 2 cover %.1f pixels, want 240", got)
	}
}

func TestNothingLeavesItsClip(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 100))
	clip := image.Rect(20, 30, 60, 70)
	pen := ink.Pen{Colour: white, Width: 5, Rim: white}
	pen.Line(img, clip, -500, 40, 700, 60)
	pen.Line(img, clip, 30, -900, 31, 900)
	pen.Line(img, clip, 0, math.NaN(), 10, 10)
	pen.Circle(img, clip, 60, 70, 25)
	for y := range 100 {
		for x := range 100 {
			if !image.Pt(x, y).In(clip) && img.RGBAAt(x, y).R != 0 {
				t.Fatalf("(%d, %d) lies outside the clip", x, y)
			}
		}
	}
	if cover(img) == 0 {
		t.Error("nothing was drawn at all")
	}
}

func TestTextIsAsWideAsItSays(t *testing.T) {
	f, err := ink.NewFace(fynetheme.DefaultTextFont().Content(), 14)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 300, 40))
	text := []byte("−1.25 µm")
	wide := f.Text(img, 10, 5, text, white)
	if wide != f.Width(text) {
		t.Errorf("wrote %d pixels, Width says %d", wide, f.Width(text))
	}
	for y := range 40 {
		for x := range 300 {
			if img.RGBAAt(x, y).R > 0 && (x < 9 || x > 11+wide || y < 5 || y >= 5+f.Height()) {
				t.Fatalf("ink at (%d, %d), outside the line", x, y)
			}
		}
	}
	// This font has no minus of its own; a dash reads the same.
	dash := f.Width([]byte("–1.25 µm"))
	if wide != dash {
		t.Errorf("a minus is %d wide, a dash %d", wide, dash)
	}
	if n := testing.AllocsPerRun(20, func() { f.Text(img, 10, 5, text, white) }); n != 0 {
		t.Errorf("%g allocations for a text whose letters are known", n)
	}
}

func TestAFontThatIsNoneIsAnError(t *testing.T) {
	if _, err := ink.NewFace([]byte("no font"), 12); err == nil {
		t.Error("no error")
	}
}
