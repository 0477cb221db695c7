package viewer_test

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// press, pull and let go as a mouse does: Fyne tells of a drag's end twice.
func press(v *viewer.Viewer, x, y float32, m fyne.KeyModifier) {
	down(v, x, y, desktop.MouseButtonPrimary, m)
}

func release(v *viewer.Viewer) {
	v.MouseUp(&desktop.MouseEvent{})
	v.DragEnd()
}

func hover(v *viewer.Viewer, x, y float32) {
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(x, y)
	v.MouseMoved(e)
}

func TestTheLyingLineIsDraggedToEitherEnd(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Key(fyne.KeyH, 0)
	hover(s.Viewer, 100, 206) // the line is at 200: 6 units off is near enough
	if s.Cursor() != desktop.VResizeCursor {
		t.Error("over the lying line the cursor does not show that it can be moved")
	}
	press(s.Viewer, 100, 206, 0)
	for _, c := range []struct {
		y    float32
		want float64
	}{{300, 0.75}, {395, 1}, {900, 1}, {7, 0}, {-50, 0}} {
		drag(s.Viewer, 100, c.y)
		if got := s.Stage().SplitAt; got != c.want {
			t.Errorf("dragged to %g: the line is at %g, want %g", c.y, got, c.want)
		}
	}
	release(s.Viewer)
	// Parked at the top it can be taken again.
	press(s.Viewer, 100, 4, 0)
	drag(s.Viewer, 100, 100)
	release(s.Viewer)
	if got := s.Stage().SplitAt; got != 0.25 {
		t.Errorf("from the top end the line came to %g, want 0.25", got)
	}
	hover(s.Viewer, 100, 300)
	if s.Cursor() != desktop.CrosshairCursor {
		t.Error("beside the line the cursor shows that it can be moved")
	}
	s.Key(fyne.KeyH, 0)
	hover(s.Viewer, 160, 300)
	if s.Cursor() != desktop.HResizeCursor {
		t.Error("over the upright line the cursor does not show that it can be moved")
	}
	s.settle(t)
}

func TestArrowsMoveByOneAndTenPixels(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	p := imaging.Point{X: 200, Y: 200}
	was := s.Stage().Screen(viewer.A, p)
	for _, c := range []struct {
		key    fyne.KeyName
		m      fyne.KeyModifier
		dx, dy float64
	}{{fyne.KeyRight, 0, 1, 0}, {fyne.KeyRight, fyne.KeyModifierShift, 10, 0}, {fyne.KeyUp, 0, 0, -1}, {fyne.KeyDown, fyne.KeyModifierShift, 0, 10}, {fyne.KeyLeft, 0, -1, 0}} {
		s.Key(c.key, c.m)
		now := s.Stage().Screen(viewer.A, p)
		same(t, string(c.key), now, viewer.Pixel{X: was.X + c.dx, Y: was.Y + c.dy})
		was = now
	}
	s.settle(t)
}

func TestUnlinkedKeysMoveTheSideTouchedLast(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.SetLinked(false)
	press(s.Viewer, 100, 200, 0) // on A
	release(s.Viewer)
	before := s.Stage()
	s.Key(fyne.KeyRightBracket, 0)
	now := s.Stage()
	if got := now.Views[viewer.A].AngleDeg; math.Abs(got-0.1) > 1e-9 || now.Views[viewer.B] != before.Views[viewer.B] {
		t.Errorf("A turned by %g and B by %g, want 0.1 and nothing", got, now.Views[viewer.B].AngleDeg-before.Views[viewer.B].AngleDeg)
	}
	s.settle(t)
}

func TestAFlipIsToldAndForbidsAligning(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	var told []bool
	s.OnFlipped = func(side viewer.Side, flipped bool) {
		if side != viewer.B {
			t.Errorf("side %d was told of", side)
		}
		told = append(told, flipped)
	}
	middle := s.Stage().Specimen(viewer.B, s.Stage().Centre(viewer.B))
	s.Flip(viewer.B)
	st := s.Stage()
	same(t, "what was in the middle", st.Screen(viewer.B, middle), st.Centre(viewer.B))
	right := st.Specimen(viewer.B, viewer.Pixel{X: 420, Y: 260})
	if s.CanAlign() {
		t.Error("a mirrored specimen can be aligned with one that is not")
	}
	if !s.Scene().Sides[viewer.B].Flipped {
		t.Error("the scene does not say that B is mirrored")
	}
	s.Flip(viewer.B)
	same(t, "a point at the right, mirrored back", s.Stage().Screen(viewer.B, right), viewer.Pixel{X: 640 - 420, Y: 260})
	if len(told) != 2 || !told[0] || told[1] {
		t.Errorf("told %v, want mirrored and back", told)
	}
	s.settle(t)
}

func TestBothFlippedAlignAsBefore(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Flip(viewer.A)
	s.Flip(viewer.B)
	s.SetLinked(false)
	s.Nudge(viewer.B, 40, 3)
	s.Rotate(viewer.B, 33)
	s.Align()
	p := imaging.Point{X: 111, Y: 222}
	same(t, "aligned", s.Stage().Screen(viewer.B, pose.Apply(p)), s.Stage().Screen(viewer.A, p))
	got := s.Stage().Pose()
	if math.Abs(got.AngleDeg-pose.AngleDeg) > 1e-9 || math.Hypot(got.TX-pose.TX, got.TY-pose.TY) > 1e-6 {
		t.Errorf("they lie by %+v, want the pose %+v", got, pose)
	}
	s.settle(t)
}

func TestAClickedCellShowsItsPartner(t *testing.T) {
	a, b := topographies(t)
	reasons(a, b)
	s := newStand(t, a, b, &pose)
	var side viewer.Side
	index := -2
	s.OnCell = func(sd viewer.Side, i int) { side, index = sd, i }
	s.SetRejected(true)
	q := s.Stage().Screen(viewer.A, a.Outlines[1].Centre)
	press(s.Viewer, float32(q.X), float32(q.Y), 0)
	release(s.Viewer)
	if side != viewer.A || index != 1 || s.Chosen() != 2 {
		t.Fatalf("told of cell %d on side %d, number %d chosen; want 1, A, 2", index, side, s.Chosen())
	}
	// Its partner on B, drawn only now, can be clicked too.
	s.SetSplit(0)
	q = s.Stage().Screen(viewer.B, b.Outlines[1].Centre)
	press(s.Viewer, float32(q.X), float32(q.Y), 0)
	release(s.Viewer)
	if side != viewer.B || index != 1 {
		t.Errorf("told of cell %d on side %d, want 1 on B", index, side)
	}
	// A drag is no click.
	index = -2
	press(s.Viewer, 500, 60, 0)
	drag(s.Viewer, 560, 90)
	release(s.Viewer)
	if index != -2 || s.Chosen() != 2 {
		t.Error("a drag changed the chosen cell")
	}
	s.Key(fyne.KeyEscape, 0)
	if s.Chosen() != 0 {
		t.Error("Escape kept the chosen cell")
	}
	s.settle(t)
}

// recorder is a tool that notes what it is told.
type recorder struct {
	calls []string
	last  viewer.Touch
}

func (r *recorder) note(what string, at viewer.Touch) { r.calls, r.last = append(r.calls, what), at }

func (r *recorder) Press(at viewer.Touch)   { r.note("press", at) }
func (r *recorder) Drag(at viewer.Touch)    { r.note("drag", at) }
func (r *recorder) Release(at viewer.Touch) { r.note("release", at) }
func (r *recorder) Hover(at viewer.Touch)   { r.note("hover", at) }
func (r *recorder) Key(k fyne.KeyName, _ fyne.KeyModifier) bool {
	return k == fyne.KeyQ
}
func (r *recorder) Cursor() desktop.Cursor { return desktop.TextCursor }

func TestAToolHasThePointer(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	tool := &recorder{}
	s.SetTool(tool)
	before := s.Stage()
	hover(s.Viewer, 100, 100)
	press(s.Viewer, 200, 100, fyne.KeyModifierShift)
	drag(s.Viewer, 500, 120) // across the split line
	if tool.last.Side != viewer.A || tool.last.Modifier != fyne.KeyModifierShift || tool.last.UMPerPx != before.UMPerPx {
		t.Errorf("across the line the tool is told of %+v, want the side that was pressed on", tool.last)
	}
	if want := before.Specimen(viewer.A, viewer.Pixel{X: 500, Y: 120}); tool.last.At != want {
		t.Errorf("at %v, want %v", tool.last.At, want)
	}
	release(s.Viewer)
	if got := tool.calls; len(got) != 4 || got[0] != "hover" || got[1] != "press" || got[2] != "drag" || got[3] != "release" {
		t.Errorf("told %v, want hover, press, drag and one release", got)
	}
	if s.Stage() != before {
		t.Error("the specimens moved under a tool")
	}
	if s.Cursor() != desktop.TextCursor {
		t.Error("the cursor is not the tool's")
	}
	if !s.Key(fyne.KeyQ, 0) || !s.Key(fyne.KeyRightBracket, 0) {
		t.Error("a key of the tool, or one that it leaves alone, means nothing")
	}

	// Control still moves, the line's handle still parts, the rest of the line belongs to the tool.
	before = s.Stage()
	press(s.Viewer, 200, 100, fyne.KeyModifierControl)
	drag(s.Viewer, 230, 100)
	release(s.Viewer)
	p := imaging.Point{X: 100, Y: 100}
	same(t, "with Control", s.Stage().Screen(viewer.A, p), viewer.Pixel{X: before.Screen(viewer.A, p).X + 30, Y: before.Screen(viewer.A, p).Y})
	press(s.Viewer, 320, 200, 0) // the handle in the middle
	drag(s.Viewer, 480, 200)
	release(s.Viewer)
	if got := s.Stage().SplitAt; got != 0.75 {
		t.Errorf("the handle moved the line to %g, want 0.75", got)
	}
	press(s.Viewer, 480, 20, 0)
	release(s.Viewer)
	if tool.calls[len(tool.calls)-2] != "press" {
		t.Error("beside its handle the line was taken from the tool")
	}
	s.Key(fyne.KeyEscape, 0)
	if s.Tool() != nil {
		t.Error("Escape did not give the pointer back")
	}
	s.settle(t)
}

// dotted is a layer of one square at a point of A.
type dotted struct{ at imaging.Point }

func (d dotted) Draw(p *viewer.Plate) {
	q := p.To(viewer.A, d.at)
	r := image.Rect(int(q.X)-2, int(q.Y)-2, int(q.X)+3, int(q.Y)+3).Intersect(p.Clip(viewer.A))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p.Image.Pix[p.Image.PixOffset(x, y)] = 0xff
			p.Image.Pix[p.Image.PixOffset(x, y)+1] = 0
		}
	}
}

func TestALayerLiesWhereItsSpecimenIs(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	p := imaging.Point{X: 200, Y: 200}
	s.SetLayers(dotted{p})
	s.Rotate(viewer.A, 40)
	q := s.Stage().Screen(viewer.A, p)
	if c := picture(t, s).RGBAAt(int(q.X), int(q.Y)); c.R != 0xff || c.G != 0 {
		t.Errorf("the layer's point is %v", c)
	}
	s.SetSplit(0) // A is not seen
	if c := picture(t, s).RGBAAt(int(q.X), int(q.Y)); c.R == 0xff && c.G == 0 {
		t.Error("the layer lies over B")
	}
}

func TestTheLineToolMeasuresAndLiesOnBoth(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	told := 0
	s.OnLine = func() { told++ }
	s.Key(fyne.KeyP, 0)
	press(s.Viewer, 150, 100, 0)
	drag(s.Viewer, 300, 300)
	drag(s.Viewer, 450, 100)
	release(s.Viewer)
	um, deg, ok := s.Measure()
	if want := 300 * s.Stage().UMPerPx; !ok || math.Abs(um-want) > 1e-6 || math.Abs(deg) > 1e-9 {
		t.Errorf("measured %g µm at %g°, want %g at 0°", um, deg, want)
	}
	l := s.Line()
	if d := pose.Apply(l[0].From); math.Hypot(d.X-l[1].From.X, d.Y-l[1].From.Y) > 1e-6 || told != 2 {
		t.Errorf("the line lies at %v on B, want %v; told %d times, want 2", l[1].From, d, told)
	}
	press(s.Viewer, 448, 103, fyne.KeyModifierShift) // takes hold of its end
	drag(s.Viewer, 440, 300)
	release(s.Viewer)
	if _, deg, _ = s.Measure(); math.Abs(deg-30) > 1e-6 {
		t.Errorf("with Shift the line points to %g°, want 30°, the multiple of 15° nearest to 34.6°", deg)
	}
	s.Key(fyne.KeyDelete, 0)
	if _, ok := s.Profile(); ok || s.Line() != nil {
		t.Error("Delete kept the line")
	}
	s.Key(fyne.KeyP, 0)
	if s.Tool() != nil {
		t.Error("P did not give the pointer back")
	}
	s.settle(t)
}

// One face in two frames: the profiles across it are the same, and a shifted line finds its shift.
func TestProfilesOfAlignedFacesAgree(t *testing.T) {
	wave := func(x, y float64) float64 { return 2*math.Sin(x/9) + math.Sin(x/23+1) + 0.001*y }
	a := viewer.NewSurface("A", sloped(t, wave))
	b := viewer.NewSurface("B", sloped(t, func(x, y float64) float64 { return wave(x-12, y) + 50 })) // 12 µm to the right
	line := func(dx float64) [2]casefile.SceneLine {
		return [2]casefile.SceneLine{
			{From: imaging.Point{X: 40, Y: 60}, To: imaging.Point{X: 240, Y: 60}},
			{From: imaging.Point{X: 40 + dx, Y: 60}, To: imaging.Point{X: 240 + dx, Y: 60}},
		}
	}
	looks := [2]viewer.Look{viewer.DefaultLook, viewer.DefaultLook}
	p := viewer.ProfileOf(a, b, line(12), looks)
	if len(p.UM) != 101 || p.UM[100] != 200 {
		t.Fatalf("%d points to %g µm, want 101 to 200, as the points are 2 µm apart", len(p.UM), p.UM[len(p.UM)-1])
	}
	for i := range p.UM {
		if want := wave(40+p.UM[i], 60); math.Abs(p.A[i]-want) > 1e-9 || math.Abs(p.B[i]-50-want) > 1e-9 {
			t.Fatalf("at %g µm: %g and %g, want %g and 50 more", p.UM[i], p.A[i], p.B[i], want)
		}
	}
	if p.Correlation < 0.999999 || math.Abs(p.LagUM) > 1e-6 {
		t.Errorf("r %g at %g µm, want 1 at 0", p.Correlation, p.LagUM)
	}
	// The line on B lies 12 µm too far left: what is at x on A is at x + 12 on B. The straight lines
	// taken from the two pieces differ a little, which costs a thousandth.
	if p = viewer.ProfileOf(a, b, line(0), looks); p.Correlation < 0.998 || math.Abs(p.LagUM-12) > 0.2 {
		t.Errorf("r %g at %g µm, want nearly 1 at 12", p.Correlation, p.LagUM)
	}
	if p = viewer.ProfileOf(a, nil, line(0), looks); p.B != nil || p.Correlation == p.Correlation {
		t.Error("one specimen alone has a second profile or a correlation")
	}
	flat := viewer.NewSurface("F", sloped(t, func(x, _ float64) float64 { return x }))
	if p = viewer.ProfileOf(a, flat, line(0), looks); p.Correlation == p.Correlation {
		t.Errorf("a plane correlates with %g", p.Correlation)
	}
}

func TestAProfileHasGapsWhereNothingWasMeasured(t *testing.T) {
	a, b := topographies(t)
	from, to := imaging.Point{X: 100, Y: 270}, imaging.Point{X: 500, Y: 270} // through the hole, 60 µm round (300, 270)
	p := viewer.ProfileOf(a, b, [2]casefile.SceneLine{{From: from, To: to}, {From: pose.Apply(from), To: pose.Apply(to)}}, [2]viewer.Look{})
	for i, um := range p.UM {
		x := 100 + um
		inside := math.Abs(x-300) < 55
		if missing := p.A[i] != p.A[i]; missing != inside && math.Abs(math.Abs(x-300)-60) > 6 {
			t.Errorf("at x = %g µm missing is %v", x, missing)
		}
	}
	if p.Correlation < 0.99 {
		t.Errorf("r %g over the parts that both have, want nearly 1", p.Correlation)
	}
	// More than half of this line lies over the hole.
	from, to = imaging.Point{X: 205, Y: 270}, imaging.Point{X: 395, Y: 270}
	p = viewer.ProfileOf(a, b, [2]casefile.SceneLine{{From: from, To: to}, {From: pose.Apply(from), To: pose.Apply(to)}}, [2]viewer.Look{})
	if p.Correlation == p.Correlation {
		t.Errorf("r %g of %d points, want none of fewer than 16", p.Correlation, len(p.UM))
	}
}

// eventually waits for what a clock brings about.
func eventually(t *testing.T, s stand, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		s.settle(t)
		if ok() {
			return
		}
	}
	t.Error(what)
}

func TestBlinkShowsOneAfterTheOther(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Key(fyne.Key5, 0)
	s.SetBlinkHz(99)
	if got := s.BlinkHz(); got != 5 {
		t.Errorf("%g Hz, want the limit 5", got)
	}
	for _, want := range []viewer.Side{viewer.B, viewer.A, viewer.B} {
		eventually(t, s, "the other specimen is not shown", func() bool { return s.Stage().Shown == want })
	}
	s.Key(fyne.Key1, 0)
	shown := s.Stage().Shown
	time.Sleep(450 * time.Millisecond) // two changes at 5 Hz
	s.settle(t)
	if s.Stage().Shown != shown {
		t.Error("it blinks on after the mode was left")
	}
}

func TestSmoothPictureComesAfterTheMovement(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Key(fyne.KeyRight, 0)
	got := picture(t, s) // settled: 80 ms after the last event
	want := pictureOf(t, s.Viewer)
	if !bytes.Equal(got.Pix, want.Pix) {
		t.Error("the picture that stays is not the one at full quality")
	}
}

func TestAnotherVersionOfASpecimenMovesNothing(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Magnify(3)
	s.Rotate(viewer.A, 11)
	before := s.Stage()
	more := viewer.NewTopography("Q1", scan(t, func(p imaging.Point) imaging.Point { return p }), scan(t, func(p imaging.Point) imaging.Point { return p }))
	s.SetSpecimen(viewer.A, more)
	if s.Stage() != before || s.Specimen(viewer.A) != more || !more.HasBoth() {
		t.Error("handing over another version moved something")
	}
	s.settle(t)
}

func TestKeysOfLightModeAndLook(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Key(fyne.KeyPeriod, 0)
	s.Key(fyne.KeyPeriod, fyne.KeyModifierShift)
	s.Key(fyne.KeyU, 0)
	if got, want := s.Light(), (render.Light{AzimuthDeg: 321, ElevationDeg: 50}); got != want {
		t.Errorf("the light is at %+v, want %+v", got, want)
	}
	s.Key(fyne.KeyG, 0)
	s.Key(fyne.KeyG, 0)
	if got := s.Light(); got != render.RingLight {
		t.Errorf("G twice gives %+v, want the ring", got)
	}
	s.Key(fyne.KeyT, 0)
	s.Key(fyne.KeyR, 0)
	if l := s.Look(viewer.B); l.Colour != viewer.Height || l.Filtered {
		t.Errorf("T and R give %+v", l)
	}
	for key, want := range map[fyne.KeyName]viewer.Mode{fyne.Key2: viewer.SideBySide, fyne.Key3: viewer.Overlay, fyne.Key4: viewer.Difference, fyne.Key1: viewer.Split} {
		s.Key(key, 0)
		if got := s.Stage().Mode; got != want {
			t.Errorf("%s gives mode %d, want %d", key, got, want)
		}
	}
	s.Key(fyne.Key3, 0)
	s.Key(fyne.KeySlash, 0)
	if got := s.Opacity(); math.Abs(got-0.6) > 1e-9 {
		t.Errorf("opacity %g, want 0.6", got)
	}
	if s.Key(fyne.KeyA, fyne.KeyModifierControl) {
		t.Error("a key with Control means something here; it is the window's")
	}
	s.SetLightsApart(true)
	press(s.Viewer, 500, 100, 0) // B lies over A: it is the one touched
	release(s.Viewer)
	s.SetLight(render.RakingLeft)
	if s.Look(viewer.A).Light != render.RingLight || s.Look(viewer.B).Light != render.RakingLeft {
		t.Errorf("apart the lights are %+v and %+v", s.Look(viewer.A).Light, s.Look(viewer.B).Light)
	}
	s.SetLightsApart(false)
	if s.Look(viewer.A).Light != s.Look(viewer.B).Light {
		t.Error("together again the lights differ")
	}
	s.settle(t)
}

// A mouse moves more often than pictures are drawn. What stands around the field is painted with them, not in between.
func TestMovementsAreToldWithThePictureThatShowsThem(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	told := 0
	s.OnChanged = func() { told++ }
	press(s.Viewer, 100, 100, 0)
	for x := range 50 {
		drag(s.Viewer, 110+float32(x), 100)
	}
	if told != 0 {
		t.Errorf("told %d times before there was a picture", told)
	}
	release(s.Viewer)
	s.settle(t)
	if told < 1 || told > 3 { // the picture that was being drawn, the newest one
		t.Errorf("50 movements were told %d times", told)
	}
	told = 0
	s.SetMode(viewer.Overlay)
	if told != 1 {
		t.Errorf("a press of a button was told %d times at once", told)
	}
}

func TestSharingTheFieldKeepsTheMiddleAndWhatWasFitted(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	whole := s.Stage()
	s.SetMode(viewer.SideBySide)
	if got := s.Stage().UMPerPx; got <= 1.2*whole.UMPerPx {
		t.Errorf("fitted into halves at %g µm a pixel, into the whole at %g", got, whole.UMPerPx)
	}
	s.SetHorizontal(true)
	s.SetHorizontal(false)
	s.SetMode(viewer.Overlay)
	s.SetMode(viewer.Split)
	if s.Stage() != whole {
		t.Errorf("after the modes it lies as\n%+v, want\n%+v", s.Stage(), whole)
	}
	s.Magnify(2)
	s.Nudge(viewer.A, 30, 0)
	before := s.Stage()
	s.SetMode(viewer.SideBySide)
	now := s.Stage()
	if now.Views != before.Views || now.UMPerPx != before.UMPerPx {
		t.Error("what was not fitted was moved")
	}
	s.settle(t)
}

// A nudge of a few pixels leaves the two as good as fitted, and it is what aligning by hand ends with.
func TestWhatWasAlignedByHandStays(t *testing.T) {
	a, b := topographies(t)
	for name, computed := range map[string]*imaging.Pose{"with a computed pose": &pose, "without": nil} {
		s := newStand(t, a, b, computed)
		s.SetLinked(false)
		for range 3 {
			s.Nudge(viewer.B, 1, 0)
		}
		lies := s.Stage().Pose()
		kept := func(what string) {
			t.Helper()
			got := s.Stage().Pose()
			if math.Abs(got.TX-lies.TX) > 1e-6 || math.Abs(got.TY-lies.TY) > 1e-6 || math.Abs(got.AngleDeg-lies.AngleDeg) > 1e-9 {
				t.Errorf("%s, %s: A lies on B by %+v, want %+v as it was laid", name, what, got, lies)
			}
		}
		s.SetMode(viewer.Overlay)
		kept("overlaid")
		s.SetMode(viewer.SideBySide)
		s.SetHorizontal(true)
		s.SetMode(viewer.Split)
		kept("beside each other and back")
		s.Resize(fyne.NewSize(s.Size().Width-40, s.Size().Height-40))
		kept("in a smaller window")
		s.Rotate(viewer.B, 7)
		s.Magnify(3)
		lies = s.Stage().Pose()
		s.Fit()
		kept("shown whole")
		s.settle(t)
	}
}

func TestWhatIsFittedStaysFittedInAFieldOfAnotherSize(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	first := s.Stage().UMPerPx
	size := s.Size()
	s.Resize(fyne.NewSize(size.Width/2, size.Height/2))
	s.settle(t)
	if got := s.Stage().UMPerPx; got < 1.9*first {
		t.Errorf("half the field shows %g µm a pixel, the whole %g", got, first)
	}
	s.Magnify(2)
	s.settle(t)
	was := s.Stage().UMPerPx
	s.Resize(size)
	s.settle(t)
	if got := s.Stage().UMPerPx; got != was {
		t.Errorf("what was magnified by hand is at %g µm a pixel in another field, was at %g", got, was)
	}
}

func TestWhatIsShownWholeStaysWholeWhenTheWholeRecordingReplacesItsFirstLook(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	larger := func() *viewer.Specimen {
		sf, err := surface.New(140, 130, 5, 5, make([]float64, 140*130))
		if err != nil {
			t.Fatal(err)
		}
		return viewer.NewSurface("Q1", sf)
	}
	alone := newStand(t, larger(), nil, nil)
	s.SetSpecimen(viewer.A, larger())
	if got, first := s.Stage(), alone.Stage(); got.UMPerPx < first.UMPerPx {
		t.Errorf("both are shown at %g µm a pixel, and the larger alone needs %g", got.UMPerPx, first.UMPerPx)
	}
	size := s.Size()
	was := s.Stage().UMPerPx
	s.Resize(fyne.NewSize(size.Width/2, size.Height/2))
	if got := s.Stage().UMPerPx; got < 1.9*was {
		t.Errorf("half the field shows %g µm a pixel, the whole %g", got, was)
	}
	was = s.Stage().UMPerPx
	s.SetMode(viewer.SideBySide)
	if got := s.Stage().UMPerPx; got == was {
		t.Error("beside each other they are not fitted into their halves")
	}
	s.settle(t)
}

// In a dim room nothing on the screen is bright; what is kept is the same in all schemes.
func TestTheBadgeOfSimulatedDataIsDimOnlyOnTheScreen(t *testing.T) {
	a, _ := topographies(t)
	a.Synthetic = true
	s := newStand(t, a, nil, nil)
	has := func(img *image.RGBA, c color.NRGBA) bool {
		for i := 0; i < len(img.Pix); i += 4 {
			if img.Pix[i] == c.R && img.Pix[i+1] == c.G && img.Pix[i+2] == c.B {
				return true
			}
		}
		return false
	}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dim))
	s.Refresh()
	s.settle(t)
	ground, _ := theme.Synthetic()
	if screen := picture(t, s); ground == theme.SyntheticBG || !has(screen, ground) || has(screen, theme.SyntheticBG) {
		t.Error("the badge on the screen is not the dim one")
	}
	if kept := pictureOf(t, s.Viewer); !has(kept, theme.SyntheticBG) {
		t.Error("the badge in a picture that is kept is not the bright one")
	}
}

func TestTheLineIsDrawnByKeys(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	s.Key(fyne.KeyP, 0)
	before := s.Stage().Views
	s.Key(fyne.KeyRight, 0) // the cross appears
	s.settle(t)
	plain := s.Scene()
	if s.Line() != nil {
		t.Fatal("there is a line before an end was set")
	}
	s.Key(fyne.KeySpace, 0)
	for range 4 {
		s.Key(fyne.KeyRight, fyne.KeyModifierShift)
	}
	s.Key(fyne.KeyReturn, 0)
	l := s.Line()
	if l == nil {
		t.Fatal("no line was drawn")
	}
	for side := viewer.A; side <= viewer.B; side++ {
		p, q := s.Stage().Screen(side, l[side].From), s.Stage().Screen(side, l[side].To)
		if math.Abs(q.X-p.X-40) > 1e-6 || math.Abs(q.Y-p.Y) > 1e-6 {
			t.Errorf("on side %d the line is seen from %v to %v, want 40 pixels to the right", side, p, q)
		}
	}
	s.Key(fyne.KeyDown, 0) // the cross alone
	if now := s.Line(); now[viewer.A] != l[viewer.A] {
		t.Error("the line that was ended went along with the cross")
	}
	if s.Stage().Views != before {
		t.Error("the specimens were moved")
	}
	s.Key(fyne.KeyBackspace, 0)
	if s.Line() != nil || len(plain.Overlays) != len(s.Scene().Overlays) {
		t.Error("Backspace did not take the line away")
	}
	s.Key(fyne.KeyEscape, 0)
	if s.Tool() == nil {
		t.Fatal("Escape put the tool away before the cross")
	}
	s.Key(fyne.KeyEscape, 0)
	if s.Tool() != nil {
		t.Error("Escape did not put the tool away")
	}
	s.settle(t)
}
