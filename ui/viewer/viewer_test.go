package viewer_test

import (
	"bytes"
	"context"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/viewer"
)

var update = flag.Bool("update", false, "write the pictures that the tests compare with")

// pose lays A on B in the tests' pair.
var pose = imaging.Pose{AngleDeg: 30, TX: 150, TY: -60}

// scan makes a surface with a few ridges and a hole, seen from the frame that back leads out of.
func scan(t *testing.T, back func(imaging.Point) imaging.Point) *surface.Surface {
	t.Helper()
	return scanAt(t, 5, back)
}

// scanAt is scan with points step µm apart.
func scanAt(t *testing.T, step float64, back func(imaging.Point) imaging.Point) *surface.Surface {
	t.Helper()
	w, h := int(600/step), int(550/step)
	z := make([]float64, w*h)
	for y := range h {
		for x := range w {
			p := back(imaging.Point{X: float64(x) * step, Y: float64(y) * step})
			z[y*w+x] = 3*math.Sin(p.X/17) + 2*math.Sin((p.X+2*p.Y)/31)
			if d := math.Hypot(p.X-300, p.Y-270); d < 60 || d > 250 {
				z[y*w+x] = math.NaN()
			}
		}
	}
	s, err := surface.New(w, h, step, step, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type stand struct {
	*viewer.Viewer
	run *task.Runner
	win fyne.Window
}

func newStand(t *testing.T, a, b *viewer.Specimen, p *imaging.Pose) stand {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(uitheme.New(uitheme.Dark))
	run := task.New(true)
	v := viewer.New(run)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(640, 400))
	v.SetSpecimens(a, b, p)
	s := stand{Viewer: v, run: run, win: w}
	s.settle(t)
	return s
}

func (s stand) settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.run.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

func topographies(t *testing.T) (a, b *viewer.Specimen) {
	a = viewer.NewSurface("Q1", scan(t, func(p imaging.Point) imaging.Point { return p }))
	b = viewer.NewSurface("K1", scan(t, pose.Inverse().Apply))
	b.Synthetic = true
	for i := range 6 {
		c := viewer.Outline{Centre: imaging.Point{X: 130 + 70*float64(i), Y: 150}, SideX: 70, SideY: 70, Congruent: i != 2}
		a.Outlines = append(a.Outlines, c)
		c.Centre, c.AngleDeg = pose.Apply(c.Centre), pose.AngleDeg
		b.Outlines = append(b.Outlines, c)
	}
	return a, b
}

func down(v *viewer.Viewer, x, y float32, b desktop.MouseButton, m fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: b, Modifier: m}
	e.Position = fyne.NewPos(x, y)
	v.MouseDown(e)
}

func drag(v *viewer.Viewer, x, y float32) {
	e := &fyne.DragEvent{}
	e.Position = fyne.NewPos(x, y)
	v.Dragged(e)
}

func TestDraggingTheLineParksItAtEitherEnd(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	down(s.Viewer, 322, 100, desktop.MouseButtonPrimary, 0) // the line is at 320
	for _, c := range []struct {
		x    float32
		want float64
	}{{480, 0.75}, {2000, 1}, {-50, 0}} {
		drag(s.Viewer, c.x, 100)
		if got := s.Stage().SplitAt; got != c.want {
			t.Errorf("dragged to %g: the line is at %g, want %g", c.x, got, c.want)
		}
	}
	s.DragEnd()
	s.settle(t)
}

func TestDraggingBesideTheLineMovesBoth(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	p := imaging.Point{X: 200, Y: 200}
	was := s.Stage()
	down(s.Viewer, 100, 100, desktop.MouseButtonPrimary, 0)
	drag(s.Viewer, 130, 90)
	s.DragEnd()
	now := s.Stage()
	same(t, "A", now.Screen(viewer.A, p), viewer.Pixel{X: was.Screen(viewer.A, p).X + 30, Y: was.Screen(viewer.A, p).Y - 10})
	same(t, "B stays under A", now.Screen(viewer.B, pose.Apply(p)), now.Screen(viewer.A, p))
	s.settle(t)
}

func TestTheRightButtonTurnsWithoutDragEvents(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	down(s.Viewer, 420, 200, desktop.MouseButtonSecondary, 0) // to the right of the field's centre (320, 200)
	e := &desktop.MouseEvent{Button: desktop.MouseButtonSecondary}
	e.Position = fyne.NewPos(320, 300) // below it: a quarter turn clockwise
	s.MouseMoved(e)
	s.MouseUp(e)
	if got := s.Stage().Views[viewer.A].AngleDeg; math.Abs(got-90) > 1e-6 {
		t.Errorf("A is turned by %g, want 90", got)
	}
	e.Button = 0
	e.Position = fyne.NewPos(100, 100)
	s.MouseMoved(e)
	if got := s.Stage().Views[viewer.A].AngleDeg; math.Abs(got-90) > 1e-6 {
		t.Error("the specimen turned on after the button was let go")
	}
	s.settle(t)
}

func TestKeysDoWhatTheSheetSays(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	fitted := s.Stage()
	s.Key(fyne.KeyRightBracket, 0)
	s.Key(fyne.KeyRightBracket, fyne.KeyModifierShift)
	if got := s.Stage().Views[viewer.A].AngleDeg; math.Abs(got-1.1) > 1e-9 {
		t.Errorf("turned by %g, want 0.1° and 1°", got)
	}
	s.Key(fyne.KeyL, 0)
	s.Key(fyne.KeyDown, 0)
	st := s.Stage()
	p := imaging.Point{X: 100, Y: 300}
	if st.Linked || st.Screen(viewer.A, p) == st.Screen(viewer.B, pose.Apply(p)) {
		t.Error("L did not free the two")
	}
	s.Key(fyne.KeyA, 0)
	st = s.Stage()
	same(t, "A aligns", st.Screen(viewer.B, pose.Apply(p)), st.Screen(viewer.A, p))
	s.Key(fyne.KeyX, 0)
	if s.Stage().First() != viewer.B {
		t.Error("X did not swap the sides")
	}
	s.Key(fyne.Key0, 0)
	if got := s.Stage().UMPerPx; got != 5 {
		t.Errorf("0 shows %g µm per pixel, want the recording's 5", got)
	}
	s.Key(fyne.KeyC, 0)
	if !s.Outlines() {
		t.Error("C did not show the cells")
	}
	s.Key(fyne.KeyEnd, 0)
	if s.Stage().SplitAt != 1 {
		t.Error("End did not park the line")
	}
	s.Key(fyne.KeyX, 0)
	s.Key(fyne.KeyL, 0)
	s.Key(fyne.KeyM, 0)
	s.Key(fyne.KeyF, 0)
	if s.Stage() != fitted {
		t.Errorf("F shows %+v, want what was fitted first, %+v", s.Stage(), fitted)
	}
	if s.Key(fyne.KeyQ, 0) {
		t.Error("Q means something, the sheet does not say what")
	}
	s.settle(t)
}

func TestTheWheelMagnifiesAtTheCursor(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	q := viewer.Pixel{X: 150, Y: 120}
	p := s.Stage().Specimen(viewer.A, q)
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 25)}
	e.Position = fyne.NewPos(150, 120)
	before := s.Stage().UMPerPx
	s.Scrolled(e)
	same(t, "under the cursor", s.Stage().Screen(viewer.A, p), q)
	if got := s.Stage().UMPerPx; got >= before {
		t.Errorf("wheel up shows %g µm per pixel after %g", got, before)
	}
	s.settle(t)
}

func picture(t *testing.T, s stand) *image.RGBA {
	t.Helper()
	s.settle(t)
	img := s.win.Canvas().Capture()
	out := image.NewRGBA(img.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, img.At(x, y))
		}
	}
	return out
}

// grey returns the mean grey of a small square round a specimen's point on the screen.
func grey(img *image.RGBA, q viewer.Pixel) float64 {
	sum := 0.0
	for dy := -2; dy <= 2; dy++ {
		for dx := -2; dx <= 2; dx++ {
			sum += float64(img.RGBAAt(int(q.X)+dx, int(q.Y)+dy).G)
		}
	}
	return sum / 25
}

// The pair is one face, seen in two frames that differ by 30°. Under one light, fixed on the screen, what is aligned must
// look alike whichever way both are turned: that is what the eye compares.
func TestLightStaysFixedOnTheScreen(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	for _, turn := range []float64{0, 50, 130} {
		s.Rotate(viewer.A, turn)
		s.SetSplit(1)
		left := picture(t, s) // only A
		s.SetSplit(0)
		right := picture(t, s) // only B, aligned
		worst, n := 0.0, 0
		for angle := 0.0; angle < 360; angle += 7 {
			sin, cos := math.Sincos(angle * math.Pi / 180)
			p := imaging.Point{X: 300 + 150*cos, Y: 270 + 150*sin}
			q := s.Stage().Screen(viewer.A, p)
			if q.Y < 40 || q.Y > 350 {
				continue // labels lie there
			}
			worst = max(worst, math.Abs(grey(left, q)-grey(right, q)))
			n++
		}
		// Both are sampled from grids of 5 µm that lie askew to each other: slopes, and so greys, differ by some steps.
		if worst > 30 || n < 20 {
			t.Errorf("after another %g°: aligned points differ by up to %.0f grey levels (%d points)", turn, worst, n)
		}
	}
}

func TestLightTurnsTheShading(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.SetSplit(1)
	one := picture(t, s)
	s.SetLight(render.Light{AzimuthDeg: 135, ElevationDeg: 45}) // opposite to the default
	two := picture(t, s)
	changed := 0
	for i := 0; i < len(one.Pix); i += 4 {
		if d := int(one.Pix[i]) - int(two.Pix[i]); d > 20 || d < -20 {
			changed++
		}
	}
	if changed < 10_000 {
		t.Errorf("turning the light round changed %d pixels", changed)
	}
}

func TestAPhotographOfUnknownScaleSaysSo(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 300, 200))
	for i := range img.Pix {
		img.Pix[i] = 0x80
		if i%4 == 3 {
			img.Pix[i] = 0xff
		}
	}
	a, _ := topographies(t)
	photo := viewer.NewPhoto("Q2", img, 0, 0)
	s := newStand(t, a, photo, nil)
	if photo.ScaleKnown() {
		t.Error("the scale counts as known")
	}
	if s.CanAlign() {
		t.Error("an alignment is offered without a pose")
	}
	compareWithMaster(t, picture(t, s), "photo.png")
}

func TestAPhotographOfUnknownScaleKeepsItsSize(t *testing.T) {
	a, _ := topographies(t)
	s := newStand(t, a, viewer.NewPhoto("P", ring(false, 0), 0, 0), nil)
	s.SetMode(viewer.SideBySide)
	s.Fit()
	before := picture(t, s)
	s.SetSpecimen(viewer.B, viewer.NewPhoto("P", ring(false, 0), 0, 0)) // as when something more of its neighbour has come
	if after := picture(t, s); !bytes.Equal(before.Pix, after.Pix) {
		t.Error("a photograph that was fitted to its neighbour is seen elsewhere or in another size when it is set anew")
	}
}

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*viewer.Viewer)
	}{
		{"split.png", func(*viewer.Viewer) {}},
		{"cells.png", func(v *viewer.Viewer) { v.SetOutlines(true); v.SetSplit(0.6) }},
		{"side.png", func(v *viewer.Viewer) { v.SetMode(viewer.SideBySide); v.Fit(); v.Swap() }},
		{"overlay.png", func(v *viewer.Viewer) { v.SetMode(viewer.Overlay); v.SetOpacity(0.5) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := topographies(t)
			s := newStand(t, a, b, &pose)
			c.do(s.Viewer)
			compareWithMaster(t, picture(t, s), c.name)
		})
	}
}

// compareWithMaster compares with testdata/name. A grey may differ by one where processors round differently.
func compareWithMaster(t *testing.T, got *image.RGBA, name string) {
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
	wrong := 0
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s is %v, want %v", name, got.Bounds(), want.Bounds())
	}
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			g, w := got.RGBAAt(x, y), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			if far(g.R, w.R) || far(g.G, w.G) || far(g.B, w.B) {
				wrong++
			}
		}
	}
	if wrong > 0 {
		failed := filepath.Join("testdata", "failed", name)
		write(t, got, failed)
		t.Errorf("%d pixels differ from %s, see %s", wrong, file, failed)
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
