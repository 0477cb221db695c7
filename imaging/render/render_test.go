package render_test

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"runtime"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// made returns a surface of heights z(x, y) in µm, spaced 5 µm.
func made(t testing.TB, w, h int, z func(x, y int) float64) *surface.Surface {
	t.Helper()
	v := make([]float64, w*h)
	for i := range v {
		v[i] = z(i%w, i/w)
	}
	s, err := surface.New(w, h, 5, 5, v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ridge is a roof whose ridge runs from top to bottom at x = 50; its slopes face left and right.
func ridge(x, _ int) float64 { return -0.2 * math.Abs(float64(x)-50) }

// dune is the same turned: its slopes face up and down.
func dune(x, y int) float64 { return ridge(y, x) }

func TestSlopesThatFaceTheLightAreBrighter(t *testing.T) {
	for name, c := range map[string]struct {
		azimuth          float64
		z                func(x, y int) float64
		brighter, darker image.Point
	}{
		"from 12 o'clock": {0, dune, image.Pt(50, 20), image.Pt(50, 80)},
		"from 3 o'clock":  {90, ridge, image.Pt(80, 50), image.Pt(20, 50)},
		"from 6 o'clock":  {180, dune, image.Pt(50, 80), image.Pt(50, 20)},
		"from 9 o'clock":  {270, ridge, image.Pt(20, 50), image.Pt(80, 50)},
	} {
		t.Run(name, func(t *testing.T) {
			img := render.Relief(made(t, 100, 100, c.z), render.Light{AzimuthDeg: c.azimuth, ElevationDeg: 45})
			bright, dark := img.RGBAAt(c.brighter.X, c.brighter.Y).R, img.RGBAAt(c.darker.X, c.darker.Y).R
			if bright < dark+100 { // the gain spreads two slopes over most of the scale
				t.Errorf("facing the light %d, away from it %d", bright, dark)
			}
		})
	}
}

func TestGainIsTheOnlyExaggeration(t *testing.T) {
	s := made(t, 100, 100, func(x, y int) float64 { return -0.5 * math.Abs(float64(x)-50) }) // slopes of ±0.1
	l := render.Light{AzimuthDeg: 270, ElevationDeg: 30}
	for _, gain := range []float64{1, 2} {
		img := render.ReliefGain(s, l, gain)
		got := float64(img.RGBAAt(20, 50).R) - float64(img.RGBAAt(80, 50).R)
		// Lambert by hand: the cosines are (sin 30° ± 0.1 cos 30°)/√1.01, which differ by 0.1723 of full scale.
		want := gain * 255 * 0.2 * math.Cos(math.Pi/6) / math.Sqrt(1.01)
		if math.Abs(got-want) > 1 { // rounding of two grey levels
			t.Errorf("gain %g: the slopes differ by %g grey levels, want %.1f", gain, got, want)
		}
	}
}

func TestUnmeasuredPointsAreHatchedAndNothingElseIs(t *testing.T) {
	hole := func(x, y int) bool { return (x-50)*(x-50)+(y-50)*(y-50) < 400 }
	img := render.Relief(made(t, 100, 100, func(x, y int) float64 {
		if hole(x, y) {
			return math.NaN()
		}
		return math.Sin(float64(x) / 3)
	}), render.DefaultLight)
	shades := map[color.RGBA]bool{}
	for y := range 100 {
		for x := range 100 {
			c := img.RGBAAt(x, y)
			grey := c.R == c.G && c.G == c.B
			if grey == hole(x, y) {
				t.Fatalf("pixel %d,%d is %v; measured: %v", x, y, c, !hole(x, y))
			}
			if hole(x, y) {
				shades[c] = true
			}
			if c.A != 255 {
				t.Fatalf("pixel %d,%d is transparent", x, y)
			}
		}
	}
	if len(shades) != 2 {
		t.Errorf("the hatching has %d colours, want 2", len(shades))
	}
}

func TestReliefDoesNotDependOnProcessors(t *testing.T) {
	s := made(t, 301, 203, func(x, y int) float64 { return math.Sin(float64(x*x+y) / 50) })
	want := render.Relief(s, render.DefaultLight)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if !bytes.Equal(want.Pix, render.Relief(s, render.DefaultLight).Pix) {
		t.Error("one processor draws another picture")
	}
}

func TestReliefOfDegenerateSurfaces(t *testing.T) {
	nan := func(int, int) float64 { return math.NaN() }
	flat := func(int, int) float64 { return 3 }
	for name, s := range map[string]*surface.Surface{
		"one point": made(t, 1, 1, flat), "a column": made(t, 1, 50, flat), "flat": made(t, 50, 50, flat), "nothing": made(t, 20, 20, nan),
	} {
		t.Run(name, func(t *testing.T) {
			img := render.Relief(s, render.DefaultLight)
			if g := render.AutoGain(s, render.DefaultLight); g != 1 {
				t.Errorf("gain %v of a surface without relief", g)
			}
			if _, ok := s.At(0, 0); ok && img.RGBAAt(0, 0) != (color.RGBA{128, 128, 128, 255}) {
				t.Errorf("flat ground is %v", img.RGBAAt(0, 0))
			}
			render.Thumbnail(s, 10)
		})
	}
}

func TestThumbnailFitsAndKeepsItsShape(t *testing.T) {
	z := make([]float64, 200*100)
	s, err := surface.New(200, 100, 2, 8, z) // 400 × 800 µm
	if err != nil {
		t.Fatal(err)
	}
	if got := render.Thumbnail(s, 64).Rect.Size(); got != image.Pt(32, 64) {
		t.Errorf("thumbnail of %v, want 32×64", got)
	}
}

func TestThumbnailIsSeeThroughWhereNothingWasMeasured(t *testing.T) {
	s := made(t, 64, 64, func(x, y int) float64 {
		if x < 32 {
			return math.NaN()
		}
		return math.Sin(float64(y))
	})
	img := render.Thumbnail(s, 64)
	for y := range 64 {
		for x := range 64 {
			if a := img.RGBAAt(x, y).A; (a == 255) != (x >= 32) {
				t.Fatalf("alpha %d at %d, %d", a, x, y)
			}
		}
	}
}

func orange(c color.RGBA) bool { return c.R > 200 && c.G > 100 && c.G < 180 && c.B < 60 }

func TestPairFigureOutlinesCellsWhereTheyLie(t *testing.T) {
	// 1000 × 1000 µm on the left, a quarter of it on the right: the same µm scale means a quarter of the picture.
	a := made(t, 200, 200, func(x, y int) float64 { return math.Sin(float64(x) / 2) })
	b := made(t, 100, 100, func(x, y int) float64 { return math.Sin(float64(y) / 2) })
	cells := []imaging.Cell{
		{Centre: imaging.Point{X: 500, Y: 300}, SideX: 100, SideY: 100, Partner: imaging.Point{X: 250, Y: 250}, AngleDeg: 45, Comparable: true, Congruent: true},
		{Centre: imaging.Point{X: 100, Y: 900}, SideX: 100, SideY: 100},
	}
	img := render.PairFigure(render.Specimen{Surface: a, Title: "Q1", Cells: cells},
		render.Specimen{Surface: b, Title: "K1", Cells: cells, AtPartner: true, Synthetic: true}, render.FigureOptions{Width: 1600})
	box := func(from, to int) image.Rectangle {
		r := image.Rectangle{}
		for y := range img.Rect.Dy() {
			for x := from; x < to; x++ {
				if orange(img.RGBAAt(x, y)) {
					r = r.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		return r
	}
	left, right := box(0, 800), box(800, 1600)
	// A panel is (1600 − 2·12 − 24)/2 = 776 px wide, so 100 µm are 77.6 px and the outline adds 3.
	if w := left.Dx(); w < 78 || w > 84 {
		t.Errorf("a cell of 100 µm is %d px wide, want about 81", w)
	}
	if w := right.Dx(); w < 110 || w > 120 { // turned by 45° its diagonal lies flat: 77.6·√2 + 3·√2
		t.Errorf("turned by 45° it is %d px wide, want about 114", w)
	}
	if x := (left.Min.X + left.Max.X) / 2; x < 12+386 || x > 12+396 {
		t.Errorf("the cell at 500 µm is at pixel %d, want about 402", x)
	}
	if x := (right.Min.X + right.Max.X) / 2; x < 812+384 || x > 812+394 { // the small picture is centred in its panel
		t.Errorf("its partner at 250 µm is at pixel %d, want about 1200", x)
	}
	yellow := 0
	for x := 800; x < 1600; x++ {
		for y := range img.Rect.Dy() {
			if img.RGBAAt(x, y) == (color.RGBA{0xf0, 0xe4, 0x42, 0xff}) {
				yellow++
			}
		}
	}
	if yellow < 500 {
		t.Error("synthetic data carry no label")
	}
}

func TestPairFigureNeverPanics(t *testing.T) {
	s := made(t, 30, 30, ridge)
	nan := math.NaN()
	odd := []imaging.Cell{
		{Congruent: true, Comparable: true, SideX: nan, SideY: 1},
		{Congruent: true, Comparable: true, SideX: 1, SideY: 1, Partner: imaging.Point{X: 1e9}, AngleDeg: nan},
		{Congruent: true, Comparable: true, SideX: 1e4, SideY: 1e4},
	}
	for _, o := range []render.FigureOptions{{}, {Width: 1}, {Width: 500, Caption: "Осветление 45°", Light: &render.Light{}}} {
		render.PairFigure(render.Specimen{}, render.Specimen{}, o)
		render.PairFigure(render.Specimen{Surface: s, Cells: odd}, render.Specimen{Surface: s, Cells: odd, AtPartner: true}, o)
	}
}

func BenchmarkRelief4MP(b *testing.B) {
	s := made(b, 2000, 2000, func(x, y int) float64 { return math.Sin(float64(x) / 7) })
	for b.Loop() {
		render.Relief(s, render.DefaultLight)
	}
}

func BenchmarkPairFigure(b *testing.B) {
	s := made(b, 545, 545, func(x, y int) float64 { return math.Sin(float64(x) / 7) })
	cells := make([]imaging.Cell, 64)
	for i := range cells {
		c := imaging.Point{X: float64(i%8) * 400, Y: float64(i/8) * 400}
		cells[i] = imaging.Cell{Centre: c, Partner: c, SideX: 400, SideY: 400, Comparable: true, Congruent: i%2 == 0}
	}
	sp := render.Specimen{Surface: s, Cells: cells}
	for b.Loop() {
		render.PairFigure(sp, sp, render.FigureOptions{})
	}
}
