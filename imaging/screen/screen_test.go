package screen_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/screen"
	"tracemark/imaging/surface"
	"tracemark/imaging/synth"
)

// firearm has small scans, which keep the tests short; shots are turned by up to 180°.
func firearm(seed uint64) *synth.Firearm {
	return synth.NewFirearm(seed, synth.Params{Width: 300, Height: 300, SpacingUM: 11, MaxAngleDeg: 180})
}

func face(t testing.TB, s *surface.Surface) *screen.Face {
	t.Helper()
	f, err := tryFace(t, s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tryFace(t testing.TB, s *surface.Surface) (*screen.Face, error) {
	t.Helper()
	sc, err := compare.Prepare(context.Background(), s, compare.Default())
	if err != nil {
		return nil, err
	}
	return screen.Prepare(context.Background(), sc.Surface(), screen.Default())
}

func query(t testing.TB, f *screen.Face) *screen.Query {
	t.Helper()
	q, err := f.Query(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func describe(t testing.TB, f *screen.Face) *screen.Descriptor {
	t.Helper()
	d, err := f.Describe()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func correlate(t testing.TB, a, b *screen.Relief) screen.Match {
	t.Helper()
	m, err := a.Correlate(t.Context(), b, screen.Default().Search)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestDefaultIsCompares: both stages of a search must prepare scans alike.
func TestDefaultIsCompares(t *testing.T) {
	got, want := screen.Default(), compare.Default()
	if got.SpacingUM != want.SpacingUM || got.Contrast != want.Contrast {
		t.Errorf("P1 to P4 are %+v, package compare's %g, %+v", got, want.SpacingUM, want.Contrast)
	}
	s := want.Search
	s.Keep = got.Search.Keep
	if got.Search != s {
		t.Errorf("S1 is %+v, package compare's %+v", got.Search, want.Search)
	}
}

// TestShotsOfOneFirearm: both scores put the other shot of a firearm first, and lay it where it is.
func TestShotsOfOneFirearm(t *testing.T) {
	const guns = 4
	var shots [guns][2]*screen.Face
	for g := range guns {
		f := firearm(uint64(g) + 40)
		shots[g] = [2]*screen.Face{face(t, f.Fire(0)), face(t, f.Fire(1))}
	}
	for g := range guns {
		q := query(t, shots[g][0])
		truth := firearm(uint64(g)+40).TruePose(0, 1)
		for name, score := range map[string]func(f *screen.Face) screen.Match{
			"rings": func(f *screen.Face) screen.Match { return q.Score(describe(t, f)) },
			"S1":    func(f *screen.Face) screen.Match { return correlate(t, shots[g][0].Relief(), f.Relief()) },
		} {
			own := score(shots[g][1])
			for other := range guns {
				if s := score(shots[other][1]).Score; other != g && s >= own.Score {
					t.Errorf("%s: firearm %d scores %.3f with %d, %.3f with itself", name, g, s, other, own.Score)
				}
			}
			// Half a step is 1.5° of S1 and 0.9° of the rings, whose centre is known by half a step of 75 µm; the marks of two shots add to it.
			if d := math.Abs(math.Remainder(own.Pose.AngleDeg-truth.AngleDeg, 360)); d > 4 {
				t.Errorf("%s: firearm %d is turned by %.1f°, true is %.1f°", name, g, own.Pose.AngleDeg, truth.AngleDeg)
			}
			c, _ := shots[g][0].Hole()
			if a, b := own.Pose.Apply(c), truth.Apply(c); math.Hypot(a.X-b.X, a.Y-b.Y) > 100 {
				t.Errorf("%s: firearm %d is laid %.0f µm from the truth", name, g, math.Hypot(a.X-b.X, a.Y-b.Y))
			}
		}
	}
}

func TestAScanIsItself(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	m := query(t, f).Score(describe(t, f))
	if m.Score < 0.9999 || m.Score > 1 || math.Abs(m.Pose.AngleDeg) > 1e-9 || math.Abs(m.Pose.TX)+math.Abs(m.Pose.TY) > 1e-6 {
		t.Errorf("a scan with its own descriptor: %+v, want 1 where it lies", m)
	}
}

func TestDescriptorOutAndIn(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	d := describe(t, f)
	b, err := d.MarshalBinary()
	if err != nil || len(b) != screen.Size {
		t.Fatalf("%d bytes, %v; want %d", len(b), err, screen.Size)
	}
	var back screen.Descriptor
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	q := query(t, face(t, firearm(7).Fire(1)))
	if got, want := q.Score(&back), q.Score(d); got != want {
		t.Errorf("the decoded descriptor scores %+v, want %+v", got, want)
	}
	for name, damage := range map[string]func(b []byte) []byte{
		"short":            func(b []byte) []byte { return b[:len(b)-1] },
		"long":             func(b []byte) []byte { return append(b, 0) },
		"empty":            func([]byte) []byte { return nil },
		"another version":  func(b []byte) []byte { b[7]++; return b },
		"no such number":   func(b []byte) []byte { b[len(b)-1] = 0x80; return b },
		"centre not known": func(b []byte) []byte { copy(b[8:], "\xff\xff\xff\xff\xff\xff\xff\x7f"); return b },
	} {
		if err := back.UnmarshalBinary(damage(append([]byte(nil), b...))); !errors.Is(err, screen.ErrDescriptor) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestNothingToCompare: surfaces without relief, without a hole and without enough points.
func TestNothingToCompare(t *testing.T) {
	make := func(w int, height func(x, y int) float64) *surface.Surface {
		z := make([]float64, w*w)
		for i := range z {
			z[i] = height(i%w, i/w)
		}
		s, err := surface.New(w, w, 12.5, 12.5, z)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	flat, err := screen.Prepare(t.Context(), make(200, func(x, y int) float64 {
		if r := math.Hypot(float64(x-100), float64(y-100)); r < 50 {
			return math.NaN()
		}
		return 1
	}), screen.Default())
	if err != nil {
		t.Fatal(err)
	}
	filled, err := screen.Prepare(t.Context(), make(200, func(x, y int) float64 { return math.Sin(float64(x*x+3*y) / 40) }), screen.Default())
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*screen.Face{"without relief": flat, "without a hole": filled} {
		if _, err := f.Describe(); !errors.Is(err, screen.ErrNoDescriptor) {
			t.Errorf("a face %s is described: %v", name, err)
		}
		if _, err := f.Query(t.Context()); !errors.Is(err, screen.ErrNoDescriptor) {
			t.Errorf("a face %s is sought: %v", name, err)
		}
	}
	if _, ok := flat.Hole(); !ok {
		t.Error("the hole of a flat face is not found")
	}
	real := face(t, firearm(7).Fire(0)).Relief()
	if a, b := correlate(t, flat.Relief(), real), correlate(t, real, flat.Relief()); a.Score != 0 || b.Score != 0 {
		t.Errorf("a flat face in S1: %+v, %+v", a, b)
	}
	if _, err := screen.Prepare(t.Context(), make(200, func(int, int) float64 { return math.NaN() }), screen.Default()); !errors.Is(err, screen.ErrTooLittle) {
		t.Errorf("an empty scan: %v", err)
	}
	if _, err := screen.Prepare(t.Context(), make(20, func(x, y int) float64 { return float64(x ^ y) }), screen.Default()); !errors.Is(err, screen.ErrTooLittle) {
		t.Errorf("a speck: %v", err)
	}
}

// TestCentre: the hole's centre is found in spite of a cut face and a drag mark.
func TestCentre(t *testing.T) {
	const w, d = 260, 12.5
	want := imaging.Point{X: 1700, Y: 1550}
	z := make([]float64, w*w)
	for i := range z {
		x, y := float64(i%w)*d, float64(i/w)*d
		r := math.Hypot(x-want.X, y-want.Y)
		z[i] = math.Sin(x/30) * math.Cos(y/40)
		drag := x > want.X && math.Abs(y-want.Y) < 150 && r < 1100
		if r < 800 || r > 1500 || drag || y-want.Y > 900 {
			z[i] = math.NaN()
		}
	}
	s, err := surface.New(w, w, d, d, z)
	if err != nil {
		t.Fatal(err)
	}
	f, err := screen.Prepare(t.Context(), s, screen.Default())
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := f.Hole(); !ok || math.Hypot(c.X-want.X, c.Y-want.Y) > 40 { // about a step of the rings' shifts divided by two
		t.Errorf("centre %+v (%v), want %+v", c, ok, want)
	}
	// Of the same face only a third: its hole may be anywhere, so it has no descriptor.
	for i := range z {
		if x, y := float64(i%w)*d-want.X, float64(i/w)*d-want.Y; x < math.Abs(y)/2 {
			z[i] = math.NaN()
		}
	}
	if s, err = surface.New(w, w, d, d, z); err != nil {
		t.Fatal(err)
	}
	if f, err = screen.Prepare(t.Context(), s, screen.Default()); err != nil {
		t.Fatal(err)
	}
	if c, ok := f.Hole(); ok {
		t.Errorf("a part of a face has its hole at %+v", c)
	}
}

func TestCancelled(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Query(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("query: %v", err)
	}
	if _, err := f.Relief().Correlate(ctx, f.Relief(), screen.Default().Search); !errors.Is(err, context.Canceled) {
		t.Errorf("correlate: %v", err)
	}
}

func FuzzDescriptor(f *testing.F) {
	f.Add([]byte("TMSCR002"))
	f.Add(append([]byte("TMSCR002"), make([]byte, screen.Size-8)...))
	full := append([]byte("TMSCR002"), make([]byte, screen.Size-8)...)
	for i := 24; i < len(full); i++ {
		full[i] = byte(i*37) | 1
	}
	f.Add(full)
	q := query(f, face(f, firearm(7).Fire(0)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d screen.Descriptor
		if err := d.UnmarshalBinary(b); err != nil {
			return
		}
		if m := q.Score(&d); !(m.Score >= 0 && m.Score <= 1) {
			t.Errorf("score %g", m.Score)
		}
		back, err := d.MarshalBinary()
		if err != nil || string(back) != string(b) {
			t.Errorf("encodes to other bytes (%v)", err)
		}
	})
}

func TestReliefOutAndIn(t *testing.T) {
	a, b := face(t, firearm(7).Fire(0)).Relief(), face(t, firearm(7).Fire(1)).Relief()
	code, err := b.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back screen.Relief
	if err := back.UnmarshalBinary(code); err != nil {
		t.Fatal(err)
	}
	if got, want := correlate(t, a, &back), correlate(t, a, b); got != want || want.Score < 0.25 {
		t.Errorf("the decoded relief gives %+v, want %+v", got, want)
	}
	for name, damage := range map[string]func(b []byte) []byte{
		"short":           func(b []byte) []byte { return b[:len(b)-1] },
		"long":            func(b []byte) []byte { return append(b, 0) },
		"empty":           func([]byte) []byte { return nil },
		"another version": func(b []byte) []byte { b[7]++; return b },
		"no spacing":      func(b []byte) []byte { copy(b[12:], make([]byte, 8)); return b },
		"no size":         func(b []byte) []byte { copy(b[8:], make([]byte, 4)); return b },
	} {
		if err := back.UnmarshalBinary(damage(append([]byte(nil), code...))); !errors.Is(err, screen.ErrRelief) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestSizesMixed: a query keeps spectra for several sizes of the gallery's scans; what it gives does not depend on what came before.
func TestSizesMixed(t *testing.T) {
	q := face(t, firearm(7).Fire(0)).Relief()
	var gallery []*screen.Relief
	var want []screen.Match
	for i := range 6 {
		g := synth.NewFirearm(uint64(i), synth.Params{Width: 200 + 30*i, Height: 300, SpacingUM: 11, PrimerUM: 1100 + 100*float64(i), PinUM: 500})
		gallery = append(gallery, face(t, g.Fire(0)).Relief())
		q.Forget()
		want = append(want, correlate(t, q, gallery[i]))
	}
	var wg sync.WaitGroup
	for i := range gallery {
		wg.Go(func() {
			for j := range gallery {
				if k := (i + j) % len(gallery); correlate(t, q, gallery[k]) != want[k] {
					t.Errorf("relief %d differs after others", k)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzRelief(f *testing.F) {
	code, err := face(f, firearm(7).Fire(0)).Relief().MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(code)
	f.Add(code[:40])
	f.Add([]byte("TMREL001"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r screen.Relief
		if err := r.UnmarshalBinary(b); err != nil {
			return
		}
		if back, err := r.MarshalBinary(); err != nil || string(back) != string(b) {
			t.Errorf("encodes to other bytes (%v)", err)
		}
	})
}
