package plot_test

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"tracemark/ui/theme"
	"tracemark/ui/viewer"
	"tracemark/ui/viewer/plot"
)

var update = flag.Bool("update", false, "write the pictures that the tests compare with")

func profile() viewer.Profile {
	p := viewer.Profile{Correlation: 0.913, LagUM: -3.1}
	for i := range 301 {
		x := float64(i) * 2
		a, b := 1.5*math.Sin(x/40), 1.4*math.Sin(x/40+0.2)+0.3
		if i > 120 && i < 150 {
			b = math.NaN()
		}
		p.UM, p.A, p.B = append(p.UM, x), append(p.A, a), append(p.B, b)
	}
	return p
}

func stand(t *testing.T) (*plot.Plot, fyne.Window) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	p := plot.New()
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(620, 180))
	return p, w
}

func hover(p *plot.Plot, x float32) {
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(x, 90)
	p.MouseIn(e)
}

func TestPictures(t *testing.T) {
	photo := profile()
	photo.Photograph[1] = true
	for i := range photo.B {
		photo.B[i] = 128 + 60*math.Sin(float64(i)/9)
	}
	photo.Correlation = math.NaN()
	for name, c := range map[string]struct {
		profile viewer.Profile
		pointer float32
	}{
		"empty.png":  {},
		"curves.png": {profile: profile()},
		"cursor.png": {profile: profile(), pointer: 300},
		"photo.png":  {profile: photo, pointer: 200},
	} {
		t.Run(name, func(t *testing.T) {
			p, w := stand(t)
			p.SetProfile(c.profile)
			if c.pointer > 0 {
				hover(p, c.pointer)
			}
			compare(t, w.Canvas().Capture(), name)
		})
	}
}

func TestThePointerTellsWhereItIs(t *testing.T) {
	p, _ := stand(t)
	p.SetProfile(profile())
	var at []float64
	gone := 0
	p.OnCursor = func(um float64, ok bool) {
		if !ok {
			gone++
			return
		}
		at = append(at, um)
	}
	hover(p, 0)    // left of the curves: their start
	hover(p, 2000) // right of them: their end
	hover(p, 2100) // still the end: nothing new
	p.MouseOut()
	if len(at) != 2 || at[0] != 0 || at[1] != 600 || gone != 1 {
		t.Errorf("told of %v and %d leavings, want the start, the end and one", at, gone)
	}
}

// compare compares with testdata/name. A grey may differ by one where processors round differently.
func compare(t *testing.T, got image.Image, name string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		write(t, got, file)
		return
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	want, err := png.Decode(in)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s is %v, want %v", name, got.Bounds(), want.Bounds())
	}
	wrong := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			g, w := color.RGBAModel.Convert(got.At(x, y)).(color.RGBA), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			if far(g.R, w.R) || far(g.G, w.G) || far(g.B, w.B) {
				wrong++
			}
		}
	}
	if wrong > 0 {
		write(t, got, filepath.Join("testdata", "failed", name))
		t.Errorf("%d pixels differ from %s", wrong, file)
	}
}

func far(a, b uint8) bool { return int(a) > int(b)+1 || int(b) > int(a)+1 }

func write(t *testing.T, img image.Image, file string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(out, img); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
