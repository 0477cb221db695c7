package render_test

import (
	"errors"
	"image"
	"math"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// rough is a surface with detail at the scale of single points.
func rough(t testing.TB, w, h int, d float64) *surface.Surface {
	t.Helper()
	v := make([]float64, w*h)
	for i := range v {
		x, y := float64(i%w), float64(i/w)
		v[i] = 0.4*math.Sin(x/3)*math.Cos(y/5) + 0.2*math.Sin(x*y/97)
	}
	s, err := surface.New(w, h, d, d, v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func side(s *surface.Surface, title string) render.PlateSide {
	return render.PlateSide{Specimen: render.Specimen{Surface: s, Title: title}, Under: "0190b1b0 · 0123456789ab…"}
}

func TestAPlatesPixelsAreTheRecordingsPoints(t *testing.T) {
	a, b := rough(t, 300, 200, 5), rough(t, 260, 220, 5)
	img, info, err := render.Plate{A: side(a, "K-1"), B: side(b, "Q-3")}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	if info.UMPerPx != 5 || info.Reduction != [2][2]int{{1, 1}, {1, 1}} {
		t.Errorf("got %+v", info)
	}
	// The relief as such stands in the plate pixel for pixel.
	want := render.ReliefGain(a, render.DefaultLight, info.Gain[0])
	if !holds(img, want) {
		t.Error("the relief of A is not in the plate as it is")
	}
	if !holds(img, render.ReliefGain(b, render.DefaultLight, info.Gain[1])) {
		t.Error("the relief of B is not in the plate as it is")
	}
}

// holds reports whether part stands somewhere in img pixel for pixel.
func holds(img, part *image.RGBA) bool {
	w, h := part.Rect.Dx(), part.Rect.Dy()
	for y := range img.Rect.Dy() - h + 1 {
		for x := range img.Rect.Dx() - w + 1 {
			if same(img, part, x, y, w, h) {
				return true
			}
		}
	}
	return false
}

func same(img, part *image.RGBA, x, y, w, h int) bool {
	for j := range h {
		a, b := img.Pix[img.PixOffset(x, y+j):], part.Pix[part.PixOffset(0, j):]
		for i := range 4 * w {
			if a[i] != b[i] {
				return false
			}
		}
	}
	return true
}

func TestALargeRecordingIsReducedByAWholeNumber(t *testing.T) {
	a, b := rough(t, 1500, 1400, 3.125), rough(t, 750, 700, 6.25)
	img, info, err := render.Plate{A: side(a, "K-1"), B: side(b, "Q-3"), MaxWidth: 1700}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	if info.UMPerPx != 6.25 || info.Reduction != [2][2]int{{2, 2}, {1, 1}} {
		t.Errorf("got %+v", info)
	}
	if img.Rect.Dx() > 1700 || img.Rect.Dx() < 1500 {
		t.Errorf("the plate is %d pixels wide", img.Rect.Dx())
	}
	// A pixel of A is the mean of four points.
	z := a.View()
	v := make([]float64, 750*700)
	for i := range v {
		p := i/750*2*1500 + i%750*2
		v[i] = (z[p] + z[p+1] + z[p+1500] + z[p+1501]) / 4
	}
	small, err := surface.New(750, 700, 6.25, 6.25, v)
	if err != nil {
		t.Fatal(err)
	}
	pic := render.ReliefGain(small, render.DefaultLight, info.Gain[0])
	r := image.Rect(0, 0, 40, 40)
	if !holds(img, crop(pic, r.Add(image.Pt(300, 300)))) {
		t.Error("A is not reduced by the mean of its points")
	}
}

func crop(m *image.RGBA, r image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		copy(out.Pix[out.PixOffset(0, y):][:4*r.Dx()], m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):])
	}
	return out
}

func TestAPlateRefusesWhatItWouldHaveToInterpolate(t *testing.T) {
	_, _, err := render.Plate{A: side(rough(t, 300, 200, 3.5), "K-1"), B: side(rough(t, 300, 200, 4.1), "Q-3")}.Draw()
	if !errors.Is(err, render.ErrNoCommonScale) {
		t.Errorf("got %v", err)
	}
	// Instruments write spacings with few digits.
	if _, info, err := (render.Plate{A: side(rough(t, 300, 200, 3.125), "K-1"), B: side(rough(t, 300, 200, 3.1256), "Q-3")}).Draw(); err != nil || info.UMPerPx != 3.125 {
		t.Errorf("got %+v, %v", info, err)
	}
	if _, _, err := (render.Plate{A: side(nil, "K-1"), B: side(nil, "Q-3")}).Draw(); err == nil {
		t.Error("drawn without surfaces")
	}
}

func TestASplitLaysBOnA(t *testing.T) {
	// B is A moved by whole points, so that laid on A it is A again and nothing is interpolated.
	const w, h, d, sx, sy = 240, 200, 5.0, 12, 7
	a := rough(t, w, h, d)
	z := a.View()
	moved := make([]float64, w*h)
	for i := range moved {
		x, y := i%w-sx, i/w-sy
		if moved[i] = math.NaN(); x >= 0 && y >= 0 {
			moved[i] = z[y*w+x]
		}
	}
	b, err := surface.New(w, h, d, d, moved)
	if err != nil {
		t.Fatal(err)
	}
	img, info, err := render.Plate{A: side(a, "K-1"), B: side(b, "Q-3"), Split: &render.Split{Pose: imaging.Pose{TX: sx * d, TY: sy * d}}}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	pic := render.ReliefGain(a, render.DefaultLight, info.Gain[0])
	if !holds(img, crop(pic, image.Rect(10, 10, 110, 180))) {
		t.Error("the left half is not A")
	}
	if math.Abs(info.Gain[0]-info.Gain[1]) > 0.02*info.Gain[0] {
		t.Errorf("gains %v of the same surface", info.Gain)
	}
	// The right half is A's right half too, but for the contrast: the brightest points are the same.
	var sum, n float64
	for y := 20; y < 180; y++ {
		for x := 130; x < 220; x++ {
			sum += math.Abs(float64(pic.RGBAAt(x, y).R) - float64(find(img, pic, x, y).R))
			n++
		}
	}
	if sum/n > 6 {
		t.Errorf("the right half differs from A by %.1f grey levels", sum/n)
	}
}

// find returns the pixel of the plate at a pixel of its panel.
func find(img, pic *image.RGBA, x, y int) (c struct{ R uint8 }) {
	left := crop(pic, image.Rect(10, 10, 60, 60))
	for oy := range img.Rect.Dy() - 60 {
		for ox := range img.Rect.Dx() - 60 {
			if same(img, left, ox+10, oy+10, 50, 50) {
				c.R = img.RGBAAt(ox+x, oy+y).R
				return c
			}
		}
	}
	return c
}

func TestMarkedRegionsAreDrawnInTwoColours(t *testing.T) {
	s := side(rough(t, 300, 200, 5), "K-1")
	s.Marks = []render.Mark{
		{Number: 1, Similar: true, Closed: true, Points: []imaging.Point{{X: 200, Y: 200}, {X: 500, Y: 200}, {X: 500, Y: 500}}},
		{Number: 2, Points: []imaging.Point{{X: 800, Y: 300}, {X: 1100, Y: 600}}, Arrow: true},
		{Points: []imaging.Point{{X: math.NaN(), Y: 1}, {X: 2, Y: 2}}},
	}
	img, _, err := render.Plate{A: s, B: side(rough(t, 300, 200, 5), "Q-3")}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	var green, red int
	for i := 0; i < len(img.Pix); i += 4 {
		switch p := img.Pix[i : i+3]; {
		case p[0] == 0x00 && p[1] == 0x9e && p[2] == 0x73:
			green++
		case p[0] == 0xd5 && p[1] == 0x5e && p[2] == 0x00:
			red++
		}
	}
	if green < 100 || red < 100 {
		t.Errorf("%d pixels of similar and %d of dissimilar regions", green, red)
	}
}

func TestALabelThatTheFontLacksIsLeftToTheCaption(t *testing.T) {
	draw := func(title string) *image.RGBA {
		img, _, err := render.Plate{A: side(rough(t, 60, 40, 5), title), B: side(rough(t, 60, 40, 5), "")}.Draw()
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	if empty := draw(""); !holds(empty, draw("مسدس")) || !holds(empty, draw("弾")) || holds(empty, draw("Пуля Σ")) {
		t.Error("letters are boxes, or left out though there is a glyph")
	}
}

func BenchmarkPlate(b *testing.B) {
	p := render.Plate{A: side(rough(b, 1500, 1400, 3.125), "K-1"), B: side(rough(b, 1500, 1400, 3.125), "Q-3")}
	for b.Loop() {
		if _, _, err := p.Draw(); err != nil {
			b.Fatal(err)
		}
	}
}
