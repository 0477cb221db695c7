package viewer_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"math"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
	"tracemark/ui/viewer"
)

// ring is a photograph of the tests' pair, in greys or in colour.
func ring(coloured bool, shift float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 300, 275))
	for y := range 275 {
		for x := range 300 {
			v := uint8(128 + 90*math.Sin((float64(x)+shift)/11)*math.Cos(float64(y)/17))
			c := color.RGBA{R: v, G: v, B: v, A: 0xff}
			if coloured {
				c.B = uint8(x * 255 / 300)
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// pictureOf draws the state as Picture does, without the window.
func pictureOf(t *testing.T, v *viewer.Viewer) *image.RGBA {
	t.Helper()
	img, err := v.Picture(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// reasons are the cells of one row, one for each reason.
func reasons(a, b *viewer.Specimen) {
	a.Outlines, b.Outlines = nil, nil
	for i, r := range []imaging.Reason{imaging.ReasonNone, imaging.ReasonCorrelation, imaging.ReasonShift, imaging.ReasonRotation, imaging.ReasonNoOverlap, imaging.ReasonNoConsensus} {
		o := viewer.Outline{
			Centre: imaging.Point{X: 110 + 72*float64(i), Y: 390}, SideX: 72, SideY: 72, Congruent: r == "", Reason: r, Number: i + 1, Text: "r = 0.31",
		}
		a.Outlines = append(a.Outlines, o)
		o.Centre, o.AngleDeg, o.Quiet = pose.Apply(o.Centre), pose.AngleDeg, r != ""
		b.Outlines = append(b.Outlines, o)
	}
}

func similarity() *viewer.HeatMap {
	m := imaging.Map{Origin: imaging.Point{X: 20, Y: 20}, SpacingX: 20, SpacingY: 20, W: 28, H: 25}
	for y := range m.H {
		for x := range m.W {
			v := 1 - float64(x)/float64(m.W)
			if y < 5 {
				v = math.NaN()
			}
			m.Values = append(m.Values, v)
		}
	}
	return viewer.NewHeatMap("similarity", "", "similarity", m, 0, 1)
}

// alike is a map of similarity with its two ends: the left half alike, the right half not.
func alike() *viewer.HeatMap {
	m := imaging.Map{Origin: imaging.Point{X: 20, Y: 20}, SpacingX: 20, SpacingY: 20, W: 28, H: 25}
	for i := range m.W * m.H {
		m.Values = append(m.Values, 1-2*float64(i%m.W)/float64(m.W-1))
	}
	return viewer.NewSimilarityMap("similarity (r)", m)
}

func TestPicturesOfTopographies(t *testing.T) {
	look := func(change func(*viewer.Look)) func(*viewer.Viewer) {
		return func(v *viewer.Viewer) {
			l := v.Look(viewer.A)
			change(&l)
			v.SetLook(viewer.Both, l)
		}
	}
	for _, c := range []struct {
		name string
		do   func(*viewer.Viewer)
	}{
		{"split-lying.png", func(v *viewer.Viewer) { v.SetHorizontal(true); v.SetSplit(0.4) }},
		{"split-parked.png", func(v *viewer.Viewer) { v.SetSplit(1) }},
		{"side-lying.png", func(v *viewer.Viewer) { v.SetMode(viewer.SideBySide); v.SetHorizontal(true); v.Fit() }},
		{"difference.png", func(v *viewer.Viewer) { v.SetMode(viewer.Difference) }},
		{"difference-moved.png", func(v *viewer.Viewer) {
			v.SetMode(viewer.Difference)
			v.SetLinked(false)
			v.Nudge(viewer.B, 12, 3)
		}},
		{"blink.png", func(v *viewer.Viewer) { v.SetMode(viewer.Blink); v.Swap(); v.SetMode(viewer.Blink) }},
		{"height.png", look(func(l *viewer.Look) { l.Colour = viewer.Height })},
		{"ring.png", look(func(l *viewer.Look) { l.Light = render.RingLight })},
		{"raking.png", look(func(l *viewer.Look) { l.Light = render.RakingRight })},
		{"stretched.png", look(func(l *viewer.Look) { l.Stretch = 3 })},
		{"mirrored.png", func(v *viewer.Viewer) { v.Flip(viewer.B) }},
		{"lights-apart.png", func(v *viewer.Viewer) {
			v.SetLightsApart(true)
			v.SetLook(viewer.A, viewer.Look{Light: render.RakingTop})
		}},
		{"turned.png", func(v *viewer.Viewer) { v.Rotate(viewer.A, 73.3); v.Magnify(2.5) }},
		{"reasons.png", func(v *viewer.Viewer) { v.SetOutlines(true); v.SetRejected(true); v.SetSplit(1) }},
		{"partner.png", func(v *viewer.Viewer) { v.SetMode(viewer.SideBySide); v.Fit(); v.SetRejected(true); v.Choose(3) }},
		{"heat.png", func(v *viewer.Viewer) { v.SetHeatMap(similarity()) }},
		{"heat-height.png", func(v *viewer.Viewer) { // two legends, in a picture too low for one above the other
			v.SetLook(viewer.Both, viewer.Look{Colour: viewer.Height})
			v.SetHeatMap(alike())
		}},
		{"line.png", func(v *viewer.Viewer) {
			p, q := imaging.Point{X: 80, Y: 200}, imaging.Point{X: 500, Y: 330}
			v.SetLine(&[2]casefile.SceneLine{{From: p, To: q}, {From: pose.Apply(p), To: pose.Apply(q)}})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := topographies(t)
			reasons(a, b)
			s := newStand(t, a, b, &pose)
			c.do(s.Viewer)
			compareWithMaster(t, picture(t, s), c.name)
			s.Close()
		})
	}
}

func TestPicturesOfOthers(t *testing.T) {
	relief, _ := topographies(t)
	coarse := viewer.NewSurface("Q7", scanAt(t, 10, func(p imaging.Point) imaging.Point { return p }))
	both := viewer.NewTopography("Q8", scanAt(t, 10, func(p imaging.Point) imaging.Point { return p }),
		scan(t, func(p imaging.Point) imaging.Point { return imaging.Point{X: p.X / 2, Y: p.Y} }))
	for _, c := range []struct {
		name string
		a, b *viewer.Specimen
		do   func(*viewer.Viewer)
	}{
		{"alone.png", relief, nil, func(v *viewer.Viewer) { v.SetMode(viewer.SideBySide) }},
		{"photos.png", viewer.NewPhoto("P1", ring(false, 0), 2, 2), viewer.NewPhoto("P2", ring(true, 0), 2, 2), func(v *viewer.Viewer) {
			v.SetLook(viewer.Both, viewer.Look{Black: 0.2, White: 0.9, Gamma: 1.8})
		}},
		{"photos-difference.png", viewer.NewPhoto("P1", ring(false, 0), 2, 2), viewer.NewPhoto("P2", ring(false, 4), 2, 2), func(v *viewer.Viewer) {
			v.SetMode(viewer.Difference)
		}},
		{"mixed.png", relief, viewer.NewPhoto("P2", ring(false, 0), 2, 2), func(v *viewer.Viewer) { v.SetMode(viewer.Difference) }},
		{"unequal.png", relief, coarse, func(*viewer.Viewer) {}},
		{"recorded.png", both, nil, func(v *viewer.Viewer) { v.SetLook(viewer.Both, viewer.Look{Filtered: false}) }},
		{"filtered.png", both, nil, func(*viewer.Viewer) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStand(t, c.a, c.b, nil)
			c.do(s.Viewer)
			compareWithMaster(t, picture(t, s), c.name)
		})
	}
}

// A scene kept as JSON and shown in another viewer gives the same bytes, and so does drawing it without a window.
func TestASceneGivesTheSamePictureAgain(t *testing.T) {
	for name, do := range map[string]func(*viewer.Viewer){
		"split": func(v *viewer.Viewer) { v.SetSplit(0.3); v.Rotate(viewer.A, 12.7); v.SetOutlines(true); v.Choose(2) },
		"lying, swapped, freed": func(v *viewer.Viewer) {
			v.SetHorizontal(true)
			v.Swap()
			v.SetLinked(false)
			v.Nudge(viewer.B, 31, 7)
			v.SetLook(viewer.B, viewer.Look{Light: render.RingLight, Stretch: 2})
		},
		"overlay":    func(v *viewer.Viewer) { v.SetMode(viewer.Overlay); v.SetOpacity(0.37); v.Magnify(1.9) },
		"difference": func(v *viewer.Viewer) { v.SetMode(viewer.Difference); v.Nudge(viewer.A, -9, 44) },
		"blink": func(v *viewer.Viewer) {
			v.Swap()
			v.SetMode(viewer.Blink)
			v.SetLook(viewer.Both, viewer.Look{Colour: viewer.Height})
		},
		"mirrored, map, line": func(v *viewer.Viewer) {
			v.SetHeatMap(similarity())
			v.Flip(viewer.A)
			v.Flip(viewer.B)
			v.SetLine(&[2]casefile.SceneLine{{To: imaging.Point{X: 300, Y: 200}}, {To: imaging.Point{X: 111, Y: 310}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := topographies(t)
			reasons(a, b)
			one := newStand(t, a, b, &pose)
			do(one.Viewer)
			one.settle(t)
			want := pictureOf(t, one.Viewer)
			if got := picture(t, one); !bytes.Equal(got.Pix, want.Pix) {
				t.Error("Picture differs from what is on the screen")
			}
			kept, err := json.Marshal(one.Scene())
			if err != nil {
				t.Fatal(err)
			}
			var scene casefile.Scene
			if err := json.Unmarshal(kept, &scene); err != nil {
				t.Fatal(err)
			}

			a2, b2 := topographies(t)
			reasons(a2, b2)
			two := newStand(t, a2, b2, nil)
			two.SetHeatMap(similarity())
			two.SetMode(viewer.SideBySide)
			two.SetScene(scene)
			if got := picture(t, two); !bytes.Equal(got.Pix, want.Pix) {
				t.Error("another viewer shows another picture")
			}
			still := viewer.Still{Scene: scene, A: a2, B: b2, Heat: similarity()}
			got, err := still.Picture(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Error("drawn without a window it is another picture")
			}
			one.Close()
			two.Close()
		})
	}
}

func TestASceneInAnotherFieldShowsTheSamePart(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	scene := s.Scene()
	scene.WidthPx, scene.HeightPx = 2*scene.WidthPx, 2*scene.HeightPx
	scene.UMPerPx /= 2
	want := s.Stage().UMPerPx
	s.SetScene(scene)
	if got := s.Stage().UMPerPx; math.Abs(got-want) > 1e-9 {
		t.Errorf("half the field shows %g µm per pixel, want %g", got, want)
	}
	s.settle(t)
}

func TestASceneWithoutSizeIsRefused(t *testing.T) {
	a, _ := topographies(t)
	for _, c := range []casefile.Scene{{}, {WidthPx: 100, HeightPx: 100}, {WidthPx: 1 << 20, HeightPx: 100, UMPerPx: 1}} {
		if _, err := (viewer.Still{Scene: c, A: a}).Picture(t.Context()); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%dx%d: got %v, want an error that says so", c.WidthPx, c.HeightPx, err)
		}
	}
}

// What a damaged file may say is brought into limits or refused, and never ends the program.
func TestADamagedSceneDoesNoHarm(t *testing.T) {
	a, b := topographies(t)
	odd := []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 1e-300, 1e9}
	for _, x := range odd {
		for _, mode := range []string{"split", "difference", "overlay", "no such mode"} {
			c := casefile.Scene{
				Mode: mode, SplitAt: x, Opacity: x, UMPerPx: x, WidthPx: 90, HeightPx: 60, PxPerUnit: x, TextPx: x, BlinkHz: x, Cell: -7,
				Line: &[2]casefile.SceneLine{{To: imaging.Point{X: x, Y: 1}}, {From: imaging.Point{X: 1, Y: x}}}, Pose: &imaging.Pose{AngleDeg: x, TX: x},
			}
			for i := range c.Sides {
				c.Sides[i] = casefile.SceneSide{Centre: imaging.Point{X: x, Y: x}, AngleDeg: x, Azimuth: x, Elevation: x, Stretch: x, Black: x, White: x, Gamma: x}
			}
			_, err := viewer.Still{Scene: c, A: a, B: b, Heat: similarity()}.Picture(t.Context())
			if err != nil && casefile.CodeOf(err) != casefile.Invalid {
				t.Errorf("%s with %g: %v", mode, x, err)
			}
			c.UMPerPx, c.Overlays = 3, []string{"cells", "similarity"}
			if _, err := (viewer.Still{Scene: c, A: a, B: b, Heat: similarity()}).Picture(t.Context()); err != nil {
				t.Errorf("%s with %g: %v", mode, x, err)
			}
		}
	}
}

// sloped returns a surface of heights f(x, y) in µm, x and y in µm too.
func sloped(t *testing.T, f func(x, y float64) float64) *surface.Surface {
	t.Helper()
	const w, h = 150, 150
	z := make([]float64, w*h)
	for y := range h {
		for x := range w {
			z[y*w+x] = f(float64(x)*2, float64(y)*2)
		}
	}
	s, err := surface.New(w, h, 2, 2, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The colour of a difference says its µm: a step of 1 µm on A alone, on a scale that ends at a number the heights decide.
func TestADifferenceIsInMicrometres(t *testing.T) {
	waves := func(x, y float64) float64 { return 2 * math.Sin(x/20) * math.Cos(y/25) }
	a := viewer.NewSurface("A", sloped(t, func(x, y float64) float64 {
		if x > 200 {
			return waves(x, y) + 101 // 1 µm above the rest: a surface's zero is arbitrary
		}
		return waves(x, y) + 100
	}))
	b := viewer.NewSurface("B", sloped(t, waves))
	s := newStand(t, a, b, &imaging.Pose{})
	s.SetMode(viewer.Difference)
	img := picture(t, s)
	at := func(x float64) color.RGBA {
		q := s.Stage().Screen(viewer.A, imaging.Point{X: x, Y: 150})
		return img.RGBAAt(int(q.X), int(q.Y))
	}
	// Two thirds lie at 0, the median, and a third at +1 µm; the scale ends at 2 µm, the next of 1, 2, 5 above half the spread.
	for x, want := range map[float64]color.RGBA{100: render.DifferenceColour(0), 260: render.DifferenceColour(0.5)} {
		got := at(x)
		if far(got.R, want.R) || far(got.G, want.G) || far(got.B, want.B) {
			t.Errorf("at %g µm: %v, want %v", x, got, want)
		}
	}
}

func TestWhatCannotBeSubtractedHasNoDifference(t *testing.T) {
	a, _ := topographies(t)
	s := newStand(t, a, viewer.NewPhoto("P", ring(false, 0), 2, 2), nil)
	s.SetMode(viewer.Overlay)
	s.SetMode(viewer.Difference)
	if got := s.Stage().Mode; got != viewer.Overlay {
		t.Errorf("heights less greys: mode %d, want the one before", got)
	}
	s.settle(t)
}

// Exaggeration changes the contrast and nothing else, and none is the start.
func TestHeightsAreNotExaggeratedUnlessTold(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	if got := s.Look(viewer.A).Stretch; got != 1 {
		t.Fatalf("the first look stretches heights by %g", got)
	}
	s.SetLook(viewer.Both, viewer.Look{Light: render.RakingRight, Stretch: 100})
	if got := s.Look(viewer.B).Stretch; got != 20 {
		t.Errorf("stretched by %g, want the limit", got)
	}
	s.settle(t)
}

// The light's contrast must not follow the light round: striae fade when it runs along them, as under a lamp.
func TestStriaeFadeUnderALightAlongThem(t *testing.T) {
	striae := viewer.NewSurface("S", sloped(t, func(x, _ float64) float64 { return math.Sin(x / 5) }))
	s := newStand(t, striae, nil, nil)
	contrast := func(azimuth float64) float64 {
		s.SetLight(render.Light{AzimuthDeg: azimuth, ElevationDeg: 30})
		img := picture(t, s)
		var sum, squares, n float64
		for x := 0.0; x < 250; x += 1.3 {
			q := s.Stage().Screen(viewer.A, imaging.Point{X: 20 + x, Y: 150})
			g := float64(img.RGBAAt(int(q.X), int(q.Y)).G)
			sum, squares, n = sum+g, squares+g*g, n+1
		}
		return math.Sqrt(squares/n - sum*sum/n/n)
	}
	across, along := contrast(90), contrast(0)
	if along > across/5 {
		t.Errorf("contrast %.1f across the striae, %.1f along them", across, along)
	}
}

func TestGapsStayHatchedInEveryModeAndZoom(t *testing.T) {
	a, b := topographies(t)
	s := newStand(t, a, b, &pose)
	hole := imaging.Point{X: 300, Y: 270} // nothing was measured within 60 µm
	for _, m := range []viewer.Mode{viewer.Split, viewer.SideBySide, viewer.Overlay, viewer.Difference, viewer.Blink} {
		for _, factor := range []float64{1, 4, 0.3} {
			s.SetMode(m)
			s.Fit()
			s.Magnify(factor)
			s.settle(t)
			img := pictureOf(t, s.Viewer)
			q := s.Stage().Screen(viewer.A, hole)
			c := img.RGBAAt(int(q.X)+3, int(q.Y)-3)
			// The dark of the hatching and its light, alone or of both specimens over each other; the split line is yellow.
			if m != viewer.Split && (c.R > 0x4a || c.R < 0x20) {
				t.Errorf("mode %d at %g: the hole is %v", m, factor, c)
			}
		}
	}
	s.Close()
}
