package markup_test

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

var update = flag.Bool("update", false, "write what the tests draw to their masters")

// field is a stage of 640 × 400 pixels with the split line in the middle, B turned by 30°.
func field() viewer.Stage {
	return viewer.Stage{W: 640, H: 400, UMPerPx: 2, SplitAt: 0.5, Linked: true, Views: [2]viewer.View{
		{Centre: imaging.Point{X: 600, Y: 400}}, {Centre: imaging.Point{X: 300, Y: 300}, AngleDeg: 30}}}
}

// picture draws layers on a grey ramp, which is as bright and as dark as a relief gets.
func picture(s viewer.Stage, unit float64, layers ...viewer.Layer) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, s.W, s.H))
	for y := range s.H {
		for x := range s.W {
			v := uint8(40 + 180*y/s.H)
			img.SetRGBA(x, y, color.RGBA{v, v, v, 0xff})
		}
	}
	for _, l := range layers {
		l.Draw(&viewer.Plate{Image: img, Stage: s, PxPerDIP: unit, TextPx: 12 * unit})
	}
	return img
}

// all returns one annotation of every form, mapped to B through the stage.
func all(s viewer.Stage) []casefile.Annotation {
	to := markup.Through(s)
	both := func(l casefile.Likeness, c casefile.Character, text string, a casefile.Shape) casefile.Annotation {
		b := a
		b.Points = nil
		for _, p := range a.Points {
			b.Points = append(b.Points, to(viewer.A, p))
		}
		return casefile.Annotation{ID: text, Likeness: l, Character: c, Text: text, A: &a, B: &b}
	}
	at := func(x, y float64) imaging.Point { return s.Specimen(viewer.A, viewer.Pixel{X: x, Y: y}) }
	return []casefile.Annotation{
		both(casefile.Similar, casefile.IndividualCharacter, "stries", casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{at(260, 60), at(400, 90), at(380, 170), at(290, 150)}}),
		both(casefile.Dissimilar, "", "cráter", casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{at(320, 260), at(420, 260), at(320, 310)}}),
		both(casefile.Similar, casefile.ClassCharacter, "", casefile.Shape{Kind: casefile.Brush, WidthUM: 50, Points: []imaging.Point{at(60, 330), at(120, 300), at(160, 350), at(240, 360)}}),
		both(casefile.Dissimilar, casefile.SubclassCharacter, "", casefile.Shape{Kind: casefile.Brush, WidthUM: 60, Points: []imaging.Point{at(470, 340), at(560, 340), at(590, 300)}}),
		both(casefile.Dissimilar, "", "edge", casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{at(60, 60), at(160, 120)}}),
		both(casefile.Similar, "", "", casefile.Shape{Kind: casefile.Arrow, Points: []imaging.Point{at(560, 60), at(480, 130)}}),
	}
}

// matches compares a picture with its master. One step of a colour is allowed: processors round differently.
func matches(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, file, got)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s is %v, want %v", name, got.Bounds(), want.Bounds())
	}
	wrong := 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			r, g, b, _ := want.At(x, y).RGBA()
			c := got.RGBAAt(x, y)
			for i, v := range [3]uint32{r, g, b} {
				if d := int(v>>8) - int([3]uint8{c.R, c.G, c.B}[i]); d < -1 || d > 1 {
					wrong++
					break
				}
			}
		}
	}
	if wrong > 0 {
		failed := filepath.Join(t.ArtifactDir(), name+".png")
		write(t, failed, got)
		t.Errorf("%s differs from its master in %d pixels: see %s (go test -artifacts keeps it)", name, wrong, failed)
	}
}

func write(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func TestEveryFormLooksLikeItsMaster(t *testing.T) {
	s := field()
	matches(t, "forms", picture(s, 1, markup.NewLayer(all(s), "", nil)))
	matches(t, "selected", picture(s, 1, markup.NewLayer(all(s), "cráter", nil)))
	beside := s
	beside.Mode = viewer.SideBySide
	matches(t, "beside", picture(beside, 1, markup.NewLayer(all(beside), "stries", nil)))
	s.W, s.H, s.UMPerPx = 1280, 800, 1 // a screen of double density shows the same, twice as fine
	matches(t, "dense", picture(s, 2, markup.NewLayer(all(field()), "", nil)))
}

func TestALayerStaysOnItsSide(t *testing.T) {
	s := field()
	list := all(s)
	for i := range list {
		list[i].B = nil
	}
	with, without := picture(s, 1, markup.NewLayer(list, "", nil)), picture(s, 1)
	left := 0
	for y := range s.H {
		for x := range s.W {
			if with.RGBAAt(x, y) != without.RGBAAt(x, y) {
				if x >= s.Split() {
					t.Fatalf("what is marked on A is drawn on B, at %d, %d", x, y)
				}
				left++
			}
		}
	}
	if left < 1000 {
		t.Errorf("only %d pixels are drawn on A", left)
	}
	s.SplitAt = 0
	parked := picture(s, 1, markup.NewLayer(list, "", nil))
	if got, want := parked.RGBAAt(300, 70), picture(s, 1).RGBAAt(300, 70); got != want {
		t.Error("A is drawn although the split line hides it")
	}
}

// The two likenesses are told apart without colour: the dashes leave gaps, the whole line none.
func TestTheLikenessesDifferInForm(t *testing.T) {
	s := field()
	share := func(l casefile.Likeness) float64 {
		a := square(500, 300, 200)
		img := picture(s, 1, markup.NewLayer([]casefile.Annotation{{ID: "x", Likeness: l, A: &a}}, "", nil))
		plain, on, n := picture(s, 1), 0, 0
		for y := 160.0; y < 245; y++ { // down the left edge of the square, below the marker
			q := s.Screen(viewer.A, imaging.Point{X: 500})
			n++
			if img.RGBAAt(int(q.X), int(y)) != plain.RGBAAt(int(q.X), int(y)) {
				on++
			}
		}
		return float64(on) / float64(n)
	}
	if got := share(casefile.Similar); got != 1 {
		t.Errorf("%.0f %% of a similar line is drawn, want all", 100*got)
	}
	if got := share(casefile.Dissimilar); got < 0.4 || got > 0.8 {
		t.Errorf("%.0f %% of a dissimilar line is drawn, want about half", 100*got)
	}
}

func TestALayerOfManyMarksIsDrawnOutsideTheFieldToo(t *testing.T) {
	s := field()
	far := square(1e6, 1e6, 500)
	tiny := casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: 600, Y: 400}, {X: 600, Y: 400}, {X: 600, Y: 400}}}
	huge := square(-1e6, -1e6, 3e6)
	list := []casefile.Annotation{{A: &far, B: &far}, {A: &tiny}, {A: &huge, B: &huge}, {A: &casefile.Shape{Kind: casefile.Polygon}}}
	got, want := picture(s, 1, markup.NewLayer(list[:1], "", nil)), picture(s, 1)
	for i := range got.Pix {
		if got.Pix[i] != want.Pix[i] {
			t.Fatal("something outside the field is drawn")
		}
	}
	picture(s, 1, markup.NewLayer(list, "", nil)) // must not fail
}

func TestLabelsGrowWithTheText(t *testing.T) {
	s := field()
	layer := markup.NewLayer(all(s)[4:5], "", nil)
	drawn := func(textPx float64) (n int) {
		img := image.NewRGBA(image.Rect(0, 0, s.W, s.H))
		layer.Draw(&viewer.Plate{Image: img, Stage: s, PxPerDIP: 1, TextPx: textPx})
		for _, v := range img.Pix {
			if v != 0 {
				n++
			}
		}
		return n
	}
	if usual, twice := drawn(12), drawn(24); twice < usual*3/2 {
		t.Errorf("with text of twice the size %d bytes of the picture are drawn over, with the usual %d", twice, usual)
	}
}

func BenchmarkLayer(b *testing.B) {
	s := field()
	s.W, s.H = 1600, 900
	layer := markup.NewLayer(append(all(s), all(field())...), "", nil)
	img := image.NewRGBA(image.Rect(0, 0, s.W, s.H))
	b.ReportAllocs()
	for b.Loop() {
		layer.Draw(&viewer.Plate{Image: img, Stage: s, PxPerDIP: 1, TextPx: 12})
	}
}
