package screen_test

import (
	"context"
	"errors"
	"math"
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
	sc, err := compare.Prepare(context.Background(), s, compare.Default())
	if err != nil {
		t.Fatal(err)
	}
	f, err := screen.Prepare(context.Background(), sc.Surface(), screen.Default())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func query(t testing.TB, f *screen.Face) *screen.Query {
	t.Helper()
	q, err := f.Query(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return q
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
			"rings": func(f *screen.Face) screen.Match { return q.Score(f.Describe()) },
			"S1": func(f *screen.Face) screen.Match {
				m, err := shots[g][0].Correlate(t.Context(), f)
				if err != nil {
					t.Fatal(err)
				}
				return m
			},
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
			c := shots[g][0].Centre()
			if a, b := own.Pose.Apply(c), truth.Apply(c); math.Hypot(a.X-b.X, a.Y-b.Y) > 100 {
				t.Errorf("%s: firearm %d is laid %.0f µm from the truth", name, g, math.Hypot(a.X-b.X, a.Y-b.Y))
			}
		}
	}
}

func TestAScanIsItself(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	m := query(t, f).Score(f.Describe())
	if m.Score < 0.9999 || m.Score > 1 || math.Abs(m.Pose.AngleDeg) > 1e-9 || math.Abs(m.Pose.TX)+math.Abs(m.Pose.TY) > 1e-6 {
		t.Errorf("a scan with its own descriptor: %+v, want 1 where it lies", m)
	}
}

func TestDescriptorOutAndIn(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	d := f.Describe()
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
	flat, err := screen.Prepare(t.Context(), make(200, func(int, int) float64 { return 1 }), screen.Default())
	if err != nil {
		t.Fatal(err)
	}
	if c := flat.Centre(); math.Hypot(c.X-1243.75, c.Y-1243.75) > 30 {
		t.Errorf("a square without a hole is centred on %+v", c)
	}
	real := face(t, firearm(7).Fire(0))
	if m := query(t, real).Score(flat.Describe()); m != (screen.Match{}) {
		t.Errorf("a flat scan in the gallery: %+v", m)
	}
	if m := query(t, flat).Score(real.Describe()); m.Score != 0 {
		t.Errorf("a flat query: %+v", m)
	}
	if m, err := flat.Correlate(t.Context(), real); err != nil || m.Score != 0 {
		t.Errorf("a flat query of S1: %+v, %v", m, err)
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
	if c := f.Centre(); math.Hypot(c.X-want.X, c.Y-want.Y) > 40 { // about a step of the rings' shifts divided by two
		t.Errorf("centre %+v, want %+v", c, want)
	}
}

func TestCancelled(t *testing.T) {
	f := face(t, firearm(7).Fire(0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Query(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("query: %v", err)
	}
	if _, err := f.Correlate(ctx, f); !errors.Is(err, context.Canceled) {
		t.Errorf("correlate: %v", err)
	}
}

func FuzzDescriptor(f *testing.F) {
	f.Add([]byte("TMSCR001"))
	f.Add(append([]byte("TMSCR001"), make([]byte, screen.Size-8)...))
	full := append([]byte("TMSCR001"), make([]byte, screen.Size-8)...)
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
