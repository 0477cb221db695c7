package cv_test

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"tracemark/imaging/cv"
	"tracemark/imaging/photo"
)

// ground is a rough plane, heights in an arbitrary unit, of which photographs are made; it is smooth between its points.
type ground struct {
	n int
	z []float64
}

func newGround(seed uint64) ground {
	const n = 640
	r := rand.New(rand.NewPCG(seed, 1))
	z := make([]float64, n*n)
	for i := range z {
		z[i] = r.NormFloat64()
	}
	// Three box filters are nearly a Gaussian: details from some 8 to 40 pixels.
	for _, k := range []int{2, 3, 4} {
		z = box(box(z, k, 1), k, n)
	}
	return ground{n, z}
}

// box is the mean of 2k+1 neighbours at a distance of step, in a ring.
func box(z []float64, k, step int) []float64 {
	out, n := make([]float64, len(z)), len(z)
	for start := range step { // step rings of their own, each with a running sum
		sum := 0.0
		for j := -k; j <= k; j++ {
			sum += z[((start+j*step)%n+n)%n]
		}
		for i := start; i < n; i += step {
			out[i] = sum / float64(2*k+1)
			sum += z[(i+(k+1)*step)%n] - z[((i-k*step)%n+n)%n]
		}
	}
	return out
}

func (g ground) at(x, y float64) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	v := func(i, j float64) float64 {
		a, b := int(x0+i)%g.n, int(y0+j)%g.n
		return g.z[((b+g.n)%g.n)*g.n+(a+g.n)%g.n]
	}
	return (v(0, 0)*(1-fx)+v(1, 0)*fx)*(1-fy) + (v(0, 1)*(1-fx)+v(1, 1)*fx)*fy
}

// shot says how a photograph is made: pose lays the first photograph's pixels on this one's.
type shot struct {
	w, h     int
	pose     cv.Similarity
	gradient float64 // of the light, grey values from left to right
	noise    float64 // grey values
	light    float64 // direction, degrees
	gain     float64
}

// take photographs the ground: brightness is its slope towards the light.
func (g ground) take(t testing.TB, s shot, scale photo.Scale) *photo.Photo {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(s.w), uint64(s.pose.AngleDeg*100)))
	img := image.NewGray(image.Rect(0, 0, s.w, s.h))
	sin, cos := math.Sincos(s.pose.AngleDeg * math.Pi / 180)
	ls, lc := math.Sincos((s.light - s.pose.AngleDeg) * math.Pi / 180) // the light stands still, the ground turns
	for y := range s.h {
		for x := range s.w {
			px, py := (float64(x)-s.pose.TX)/s.pose.Scale, (float64(y)-s.pose.TY)/s.pose.Scale
			gx, gy := cos*px+sin*py+200, -sin*px+cos*py+200 // back to the first photograph's pixels, inside the ground
			slope := (g.at(gx+lc, gy+ls) - g.at(gx-lc, gy-ls)) * 400 * s.gain
			v := 110 + slope + s.gradient*(float64(x)/float64(s.w)-0.5) + s.noise*r.NormFloat64()
			img.Pix[y*img.Stride+x] = uint8(min(max(v, 0), 255))
		}
	}
	p, err := photo.New(img, "png", scale)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// about turns and scales about the middle of pictures of w×h and then moves the middle.
func about(w, h int, angle, scale, dx, dy float64) cv.Similarity {
	s := cv.Similarity{AngleDeg: angle, Scale: scale}
	x, y := s.Apply(float64(w-1)/2, float64(h-1)/2)
	s.TX, s.TY = float64(w-1)/2+dx-x, float64(h-1)/2+dy-y
	return s
}

func TestRegisterFindsAKnownPose(t *testing.T) {
	const w, h = 420, 360
	g := newGround(7)
	first := shot{w: w, h: h, pose: cv.Similarity{Scale: 1}, gain: 1}
	known := photo.Scale{X: 3, Y: 3, Source: "examiner"}
	for name, c := range map[string]struct {
		second shot
		scale  photo.Scale
		// Tolerances: degrees and pixels at the middle and the edge of the disc. Half a working pixel is a third of one here.
		deg, px float64
	}{
		"itself":           {shot{pose: about(w, h, 0, 1, 0, 0), gain: 1}, known, 0.05, 0.3},
		"turned and moved": {shot{pose: about(w, h, 37.3, 1, 12.4, -20.6), gain: 1}, known, 0.15, 0.6},
		"half a turn":      {shot{pose: about(w, h, 180, 1, -7, 3), gain: 1}, known, 0.15, 0.6},
		"turned back, with a gradient of light and noise": {
			shot{pose: about(w, h, -101.7, 1, 25, 14), gradient: 90, noise: 12, gain: 0.6}, known, 0.2, 0.8},
		"of unknown scale, magnified": {shot{pose: about(w, h, 20, 1.25, 5, -8), gain: 1}, photo.Unknown(), 0.3, 1},
		"of unknown scale, made smaller, darker, noisy": {
			shot{pose: about(w, h, -63, 0.8, -9, 4), noise: 8, gain: 0.7, gradient: -60}, photo.Unknown(), 0.3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c.second.w, c.second.h = w, h
			// The light turns with the specimen: the same sides of a mark are bright.
			c.second.light = c.second.pose.AngleDeg
			r, err := cv.Register(t.Context(), g.take(t, first, c.scale), g.take(t, c.second, c.scale))
			if err != nil {
				t.Fatal(err)
			}
			if !r.Trusted || r.Confidence < 0.999 || r.Chance != 1-r.Confidence && math.Abs(r.Chance-(1-r.Confidence)) > 1e-12 {
				t.Errorf("not trusted: chance %g, correlation %.2f, %s", r.Chance, r.Correlation, r.Start)
			}
			samePose(t, r.Pixels, c.second.pose, w, h, c.deg, c.px)
			if (r.UM != nil) != c.scale.Known() {
				t.Errorf("pose in µm: %v", r.UM)
			}
			if r.UM != nil {
				want := c.second.pose
				if math.Abs(r.UM.TX-3*want.TX) > 3*3*c.px || math.Abs(math.Remainder(r.UM.AngleDeg-want.AngleDeg, 360)) > c.deg {
					t.Errorf("pose in µm %+v, want 3 times %+v", r.UM, want)
				}
			}
		})
	}
}

// A photograph of the same field in fewer pixels, as a copy made smaller or another camera gives it.
func TestRegisterFindsAPoseBetweenPhotographsOfUnlikeSize(t *testing.T) {
	const w, h, w2, h2 = 420, 360, 280, 240
	g := newGround(7)
	first := shot{w: w, h: h, pose: cv.Similarity{Scale: 1}, gain: 1}
	second := shot{w: w2, h: h2, pose: cv.Similarity{AngleDeg: 25, Scale: 2. / 3}, gain: 1, light: 25}
	x, y := second.pose.Apply((w-1)/2., (h-1)/2.)
	second.pose.TX, second.pose.TY = (w2-1)/2.+6-x, (h2-1)/2.-4-y
	r, err := cv.Register(t.Context(), g.take(t, first, photo.Unknown()), g.take(t, second, photo.Unknown()))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Trusted || r.UM != nil {
		t.Errorf("chance %g, correlation %.2f, %s, µm %v", r.Chance, r.Correlation, r.Start, r.UM)
	}
	samePose(t, r.Pixels, second.pose, w, h, 0.3, 1)
}

// samePose compares poses by where they lay the middle and the edge of the disc.
func samePose(t *testing.T, got, want cv.Similarity, w, h int, deg, px float64) {
	t.Helper()
	if d := math.Abs(math.Remainder(got.AngleDeg-want.AngleDeg, 360)); d > deg {
		t.Errorf("turned by %.3f°, want %.3f°", got.AngleDeg, want.AngleDeg)
	}
	for _, at := range []float64{0, 0.4} {
		x, y := float64(w)/2+at*float64(h), float64(h)/2
		gx, gy := got.Apply(x, y)
		wx, wy := want.Apply(x, y)
		if d := math.Hypot(gx-wx, gy-wy); d > px*(1+at) {
			t.Errorf("(%.0f, %.0f) falls %.2f pixels beside its place (%+v, want %+v)", x, y, d, got, want)
		}
	}
}

// The light stands still while the specimen turns, so other sides of each mark are bright: brightness alone fails, and
// what the two pictures share is where there is something.
func TestRegisterUnderAnotherLight(t *testing.T) {
	const w, h = 420, 360
	g := newGround(11)
	known := photo.Scale{X: 3, Y: 3, Source: "examiner"}
	first := g.take(t, shot{w: w, h: h, pose: cv.Similarity{Scale: 1}, gain: 1}, known)
	for _, light := range []float64{30, 60, 180} {
		want := about(w, h, 25, 1, 8, -5)
		r, err := cv.Register(t.Context(), first, g.take(t, shot{w: w, h: h, pose: want, gain: 1, light: 25 + light}, known))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("light moved by %.0f°: chance %.2g, r %.2f, %s", light, r.Chance, r.Correlation, r.View)
		if !r.Trusted {
			t.Errorf("light moved by %.0f°: not trusted, chance %g", light, r.Chance)
			continue
		}
		// With the light the bright flank of a detail moves from one of its sides to another: by up to half its size, and
		// the smallest details have 16 pixels.
		samePose(t, r.Pixels, want, w, h, 1.5, 8)
	}
}

// TestUnrelatedPhotographsAreNotTrustedProve has this name because make prove runs it on more pairs.
func TestUnrelatedPhotographsAreNotTrustedProve(t *testing.T) {
	const w, h = 300, 260
	for _, scale := range []photo.Scale{photo.Unknown(), {X: 3, Y: 3, Source: "examiner"}} {
		trusted, pairs := 0, uint64(3)
		if os.Getenv("TRACEMARK_PROVE") != "" {
			pairs = 60
		}
		for i := range pairs {
			a := newGround(100+i).take(t, shot{w: w, h: h, pose: cv.Similarity{Scale: 1}, gain: 1}, scale)
			b := newGround(200+i).take(t, shot{w: w, h: h, pose: cv.Similarity{Scale: 1}, gain: 1, gradient: 40}, scale)
			r, err := cv.Register(t.Context(), a, b)
			if err != nil {
				t.Fatal(err)
			}
			if r.Trusted {
				trusted++
				t.Logf("seed %d: chance %g, %+v", i, r.Chance, r.Pixels)
			} else if len(r.Notes) == 0 {
				t.Error("nothing says that it is not trustworthy")
			}
		}
		// One in a thousand is what MaxChance allows; of so few pairs, one would already be remarkable.
		if trusted > 0 {
			t.Errorf("%d of %d unrelated pairs are trusted (scale known: %v)", trusted, pairs, scale.Known())
		}
	}
}

func TestRegisterRefusesWhatShowsNothing(t *testing.T) {
	g := newGround(1).take(t, shot{w: 200, h: 200, pose: cv.Similarity{Scale: 1}, gain: 1}, photo.Unknown())
	plain := func(w, h int) *photo.Photo {
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range img.Pix {
			img.Pix[i] = 90
		}
		p, err := photo.New(img, "png", photo.Unknown())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, p := range map[string]*photo.Photo{"grey": plain(200, 200), "a stamp": plain(20, 20), "a strip": plain(4000, 70)} {
		if _, err := cv.Register(t.Context(), g, p); !errors.Is(err, cv.ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cv.Register(ctx, g, g); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestRealBreechFaces registers NBIDE casings 118 and 129, fired by one Ruger pistol, for which 15° are published.
func TestRealBreechFaces(t *testing.T) {
	root := os.Getenv("TRACEMARK_SCANS")
	if root == "" {
		t.Skip("set TRACEMARK_SCANS to a folder of real scans and photographs to run this test")
	}
	var p [2]*photo.Photo
	for i, n := range []string{"118", "129"} {
		b, err := os.ReadFile(filepath.Join(root, "photos", "breech_face", "NBIDE_R_BF_"+n+".png"))
		if errors.Is(err, os.ErrNotExist) {
			t.Skip("the NBIDE photographs are not there")
		}
		if err != nil {
			t.Fatal(err)
		}
		if p[i], err = cv.Decode(b); err != nil {
			t.Fatal(err)
		}
	}
	r, err := cv.Register(t.Context(), p[0], p[1])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v, %+v", r, *r.UM)
	if !r.Trusted || math.Abs(r.Pixels.AngleDeg-15) > 1.5 || math.Hypot(r.ShiftX, r.ShiftY) > 40 {
		t.Errorf("turned by %.2f°, shifted by (%.1f, %.1f) of 2592 pixels, chance %g; want about 15° and little", r.Pixels.AngleDeg, r.ShiftX, r.ShiftY, r.Chance)
	}
}

func BenchmarkRegister(b *testing.B) {
	g := newGround(7)
	known := photo.Scale{X: 3, Y: 3, Source: "examiner"}
	p := g.take(b, shot{w: 640, h: 480, pose: cv.Similarity{Scale: 1}, gain: 1}, known)
	q := g.take(b, shot{w: 640, h: 480, pose: about(640, 480, 30, 1, 5, 5), gain: 1}, known)
	for b.Loop() {
		if _, err := cv.Register(b.Context(), p, q); err != nil {
			b.Fatal(err)
		}
	}
}
