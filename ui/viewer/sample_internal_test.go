package viewer

import (
	"encoding/binary"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// wavy is a smooth surface with a gap and unequal spacing, which is harder than equal.
func wavy(t testing.TB, w, h int) *surface.Surface {
	t.Helper()
	z := make([]float64, w*h)
	for y := range h {
		for x := range w {
			z[y*w+x] = 0.8*math.Sin(float64(x)/9)*math.Cos(float64(y)/7) + 0.02*float64(x)
			if x > w/3 && x < w/2 && y > h/3 && y < h/2 {
				z[y*w+x] = math.NaN()
			}
		}
	}
	s, err := surface.New(w, h, 2, 3, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// slow is the reference: the nearest point of the grid to one pixel of the screen, in floating point.
func slow(g *grid, v View, umPerPx float64, c Pixel, x, y int) (code uint16, on bool) {
	p := v.ToSpecimen(Pixel{X: float64(x) + 0.5, Y: float64(y) + 0.5}, umPerPx, c)
	i, j := int(math.Floor((p.X-g.ox)/g.dx+0.5)), int(math.Floor((p.Y-g.oy)/g.dy+0.5))
	if i < 0 || j < 0 || i >= g.w || j >= g.h {
		return 0, false
	}
	return g.at(i, j), true
}

func TestSamplingFollowsTheView(t *testing.T) {
	sf := wavy(t, 240, 160)
	photo := image.NewRGBA(image.Rect(0, 0, 240, 160))
	for i := range photo.Pix {
		photo.Pix[i] = uint8(128 + 100*math.Sin(float64(i/4%240)/9)*math.Cos(float64(i/960)/7))
		if i%4 == 3 {
			photo.Pix[i] = 0xff
		}
	}
	specimens := map[string]*Specimen{"relief": NewSurface("", sf), "height": NewSurface("", sf), "photograph": NewPhoto("", photo, 2, 3)}
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 40 {
		v := View{Centre: imaging.Point{X: rng.Float64() * 480, Y: rng.Float64() * 480}, AngleDeg: rng.Float64()*360 - 180, Flipped: n%3 == 2}
		if n < 4 {
			v.AngleDeg = float64(n) * 90
		}
		const w, h = 200, 120
		st := Stage{W: w, H: h, Views: [2]View{v}, UMPerPx: 0.5 + 1.4*rng.Float64(), Absent: [2]bool{false, true}}
		for name, sp := range specimens {
			for _, draft := range []bool{true, false} {
				s := scene{stage: st, specimens: [2]*Specimen{sp}, looks: [2]Look{DefaultLook}, draft: draft}
				if name == "height" {
					s.looks[A].Colour = Height
				}
				e := newEasel()
				dst := image.NewRGBA(image.Rect(0, 0, w, h))
				e.draw(dst, &s)
				p := e.paints[A]
				wrong := 0
				for y := range h {
					for x := range w {
						got := binary.LittleEndian.Uint32(dst.Pix[dst.PixOffset(x, y):])
						code, on := slow(p.path.grid, v, st.UMPerPx, st.Centre(A), x, y)
						want, tolerance := uint32(fieldPixel), 0
						switch {
						case on && code == 0:
							want = hatch(x, y)
						case on && p.kind == greys:
							want = 0xff000000 | uint32(p.tone.grey[code])*0x010101
						case on:
							want = p.tone.pixel[code]
						}
						if on && code != 0 && !draft {
							tolerance = 60 // half a point away these waves differ by so much at most
						}
						if abs(int(got&0xff)-int(want&0xff)) > tolerance || abs(int(got>>16&0xff)-int(want>>16&0xff)) > tolerance {
							wrong++
						}
					}
				}
				// Fixed point may put a pixel that lies on a border to the other side of it: at most one per row.
				if wrong > h {
					t.Errorf("%s, view %+v at %.2f µm/px, draft %v: %d of %d pixels differ from the reference", name, v, st.UMPerPx, draft, wrong, w*h)
				}
			}
		}
	}
}

func abs(v int) int { return max(v, -v) }

// On the points themselves a full picture is the draft's: interpolation invents nothing there.
func TestInterpolationIsExactAtThePoints(t *testing.T) {
	sp := NewSurface("", wavy(t, 100, 80))
	// 1 µm a pixel, so that the points, 2 by 3 µm apart, lie on every second column and third row's centres.
	s := scene{stage: Stage{W: 160, H: 200, UMPerPx: 1, Views: [2]View{{Centre: imaging.Point{X: 90.5, Y: 110.5}}}, Absent: [2]bool{false, true}}}
	s.specimens[A], s.looks = sp, [2]Look{DefaultLook, DefaultLook}
	full, draft := image.NewRGBA(image.Rect(0, 0, 160, 200)), image.NewRGBA(image.Rect(0, 0, 160, 200))
	e := newEasel()
	e.draw(full, &s)
	s.draft = true
	e.draw(draft, &s)
	tested := 0
	for y := range 200 {
		for x := range 160 {
			p := s.stage.Specimen(A, Pixel{X: float64(x) + 0.5, Y: float64(y) + 0.5})
			if math.Mod(p.X, 2) != 0 || math.Mod(p.Y, 3) != 0 {
				continue
			}
			tested++
			// The full picture's table counts slopes in half codes: a code lies on it, rounding differs by one grey.
			if d := abs(int(full.RGBAAt(x, y).G) - int(draft.RGBAAt(x, y).G)); d > 1 {
				t.Fatalf("at %v: %d on the point, %d interpolated", p, draft.RGBAAt(x, y).G, full.RGBAAt(x, y).G)
			}
		}
	}
	if tested < 1000 {
		t.Fatalf("only %d pixels lie on points", tested)
	}
}

func TestWithinAgreesWithTryingEveryPixel(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		size := int64(1 + rng.IntN(50))
		u, du := rng.Int64N(200*fixedOne)-100*fixedOne, rng.Int64N(6*fixedOne)-3*fixedOne
		const n = 90
		from, to := within(u, du, -fixedOne/2, size*fixedOne-fixedOne/2-1, n)
		for i := range int64(n) {
			k := (u + i*du + fixedOne/2) >> 16
			if in := k >= 0 && k < size; in != (int(i) >= from && int(i) < to) {
				t.Fatalf("u %d du %d size %d: pixel %d inside is %v, but the range is %d to %d", u, du, size, i, in, from, to)
			}
		}
	}
}

func TestGapFindsAnyMissingCode(t *testing.T) {
	for _, c := range []struct {
		v    uint64
		want bool
	}{{0x0001_8000_ffff_0001, false}, {0x0000_8000_ffff_0001, true}, {0x0001_0000_ffff_0001, true}, {0x0001_8000_0000_0001, true}, {0x0001_8000_ffff_0000, true}, {0x0100_0100_0100_0100, false}} {
		if got := gap(c.v); got != c.want {
			t.Errorf("gap(%016x) is %v", c.v, got)
		}
	}
}

func TestBlend(t *testing.T) {
	if got := blend(0xff000000, 0xffffffff, 128); got != 0xff7f7f7f {
		t.Errorf("half of white over black is %08x, want ff7f7f7f", got)
	}
	if got := blend(0xff102030, 0xffaabbcc, 256); got != 0xffaabbcc {
		t.Errorf("all of a colour is %08x, want the colour", got)
	}
}

func TestHalvesKeepTheirPlace(t *testing.T) {
	for _, size := range [][2]int{{256, 128}, {255, 131}} {
		p := newSlopes(wavy(t, size[0], size[1])).levels
		if len(p) < 2 {
			t.Fatal("no halvings")
		}
		for i, g := range p {
			// The last column and row of an odd grid stand for half a point more than there is.
			lo, hi := g.box().Min, g.box().Max
			over := float64(int(1)<<i) - 1
			if lo != p[0].box().Min || hi.X < p[0].box().Max.X || hi.X > p[0].box().Max.X+over*2 || hi.Y < p[0].box().Max.Y || hi.Y > p[0].box().Max.Y+over*3 {
				t.Errorf("level %d of %v covers %v, want %v", i, size, g.box(), p[0].box())
			}
		}
		if got := p.at(1000, false); got != p[len(p)-1] {
			t.Error("far away the coarsest level must be used")
		}
		if got := p.at(0.1, true); got != p[0] {
			t.Error("near by the finest level must be used")
		}
	}
}

func TestHalvesOfAPlaneKeepItsSlopeAndHeight(t *testing.T) {
	const w, h = 130, 97
	z := make([]float64, w*h)
	for y := range h {
		for x := range w {
			z[y*w+x] = 0.3*float64(x) - 0.1*float64(y)
		}
	}
	sf, err := surface.New(w, h, 1, 1, z)
	if err != nil {
		t.Fatal(err)
	}
	hs := newHeights(sf)
	for i, g := range hs.levels {
		for _, at := range [][2]int{{0, 0}, {g.w / 2, g.h / 3}, {g.w - 2, g.h - 2}} {
			want := 0.3*(g.ox+float64(at[0])*g.dx) - 0.1*(g.oy+float64(at[1])*g.dy)
			// Each halving rounds to a code.
			if got := hs.um(float64(g.at(at[0], at[1]))); math.Abs(got-want) > float64(i+1)*hs.step {
				t.Errorf("level %d at %v is %.4f µm high, want %.4f", i, at, got, want)
			}
		}
	}
	sl := newSlopes(sf)
	if math.Abs(sl.midX-0.3) > 1e-12 || math.Abs(sl.midY+0.1) > 1e-12 {
		t.Errorf("median slope %g, %g, want 0.3, −0.1", sl.midX, sl.midY)
	}
	for i, g := range sl.levels {
		if c := g.at(g.w/2, g.h/2); c != flatCode|flatCode<<8 {
			t.Errorf("level %d: a plane has code %04x, want the median's", i, c)
		}
	}
}

func TestSlopeCodesGoThereAndBack(t *testing.T) {
	for c := 1; c < 256; c++ {
		if got := codeOf[fineOf[c]+fineSteps]; int(got) != c {
			t.Errorf("code %d comes back as %d", c, got)
		}
	}
	if got := codeSigma(255); math.Abs(got-reachSigma) > 1e-9 {
		t.Errorf("the last code is %g σ, want %g", got, reachSigma)
	}
}
