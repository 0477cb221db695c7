package viewer

import (
	"encoding/binary"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
)

// testLayer is a smooth grey picture with a gap and unequal spacing, which is harder than equal.
func testLayer(w, h int) *layer {
	l := &layer{w: w, h: h, dx: 2, dy: 3, grey: make([]uint8, w*h)}
	for y := range h {
		for x := range w {
			if x <= w/3 || x >= w/2 || y <= h/3 || y >= h/2 {
				l.grey[y*w+x] = uint8(128 + 100*math.Sin(float64(x)/9)*math.Cos(float64(y)/7))
			}
		}
	}
	return l
}

// slow is the reference: one point of the screen at a time, in floating point.
func slow(l *layer, v View, umPerPx float64, c Pixel, x, y int) (grey float64, on, measured bool) {
	p := v.ToSpecimen(Pixel{X: float64(x) + 0.5, Y: float64(y) + 0.5}, umPerPx, c)
	u, w := (p.X-l.ox)/l.dx, (p.Y-l.oy)/l.dy
	i, j := int(math.Floor(u+0.5)), int(math.Floor(w+0.5))
	if i < 0 || j < 0 || i >= l.w || j >= l.h {
		return 0, false, false
	}
	g := l.grey[j*l.w+i]
	return float64(g), true, g != 0
}

func TestSamplingFollowsTheView(t *testing.T) {
	l := testLayer(240, 160)
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 40 {
		v := View{Centre: imaging.Point{X: rng.Float64() * 480, Y: rng.Float64() * 480}, AngleDeg: rng.Float64()*360 - 180}
		if n < 4 {
			v.AngleDeg = float64(n) * 90
		}
		umPerPx := 0.5 + 4*rng.Float64()
		const w, h = 200, 120
		c := Pixel{X: w / 2, Y: h / 2}
		for _, smooth := range []bool{false, true} {
			dst := image.NewRGBA(image.Rect(0, 0, w, h))
			drawLayer(dst, area{0, 0, w, h}, l, v, umPerPx, c, smooth, 256)
			wrong := 0
			for y := range h {
				for x := range w {
					p := binary.LittleEndian.Uint32(dst.Pix[dst.PixOffset(x, y):])
					g, on, measured := slow(l, v, umPerPx, c, x, y)
					ok := true
					switch {
					case !on:
						ok = p == fieldPixel
					case !measured:
						ok = p == hatch(x, y)
					default:
						// The picture changes by at most 100/7 a point, half a point away when smooth.
						tolerance := 0.0
						if smooth {
							tolerance = 15
						}
						ok = p != fieldPixel && math.Abs(float64(p&0xff)-g) <= tolerance
					}
					if !ok {
						wrong++
					}
				}
			}
			// Fixed point may put a pixel that lies on a border to the other side of it: at most one per row.
			if wrong > h {
				t.Errorf("view %+v at %.2f µm/px, smooth %v: %d of %d pixels differ from the reference", v, umPerPx, smooth, wrong, w*h)
			}
		}
	}
}

func TestInsideAgreesWithTryingEveryPixel(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		size := int64(1 + rng.IntN(50))
		u, du := rng.Int64N(200*fixedOne)-100*fixedOne, rng.Int64N(6*fixedOne)-3*fixedOne
		const n = 90
		from, to := inside(u, du, size, n)
		for i := range int64(n) {
			k := (u + i*du + fixedOne/2) >> 16
			if in := k >= 0 && k < size; in != (int(i) >= from && int(i) < to) {
				t.Fatalf("u %d du %d size %d: pixel %d inside is %v, but the range is %d to %d", u, du, size, i, in, from, to)
			}
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
	l := testLayer(256, 128)
	p := newPyramid(l)
	if len(p) < 2 {
		t.Fatal("no halvings")
	}
	for i, h := range p {
		if h.box() != l.box() {
			t.Errorf("level %d covers %v, want %v", i, h.box(), l.box())
		}
	}
	if got := p.at(1000); got != p[len(p)-1] {
		t.Error("far away the coarsest level must be used")
	}
	if got := p.at(0.1); got != p[0] {
		t.Error("near by the finest level must be used")
	}
}

func benchmark(b *testing.B, smooth bool, umPerPx float64) {
	l := &layer{w: 4096, h: 3072, dx: 1, dy: 1, grey: make([]uint8, 4096*3072)}
	for i := range l.grey {
		l.grey[i] = uint8(i*7) | 1
	}
	p := newPyramid(l)
	dst := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	v := View{Centre: imaging.Point{X: 2048, Y: 1536}, AngleDeg: 17}
	for b.Loop() {
		drawLayer(dst, area{0, 0, 1600, 900}, p.at(umPerPx), v, umPerPx, Pixel{X: 800, Y: 450}, smooth, 256)
	}
}

func BenchmarkSmoothOneToOne(b *testing.B)  { benchmark(b, true, 1) }
func BenchmarkDraftOneToOne(b *testing.B)   { benchmark(b, false, 1) }
func BenchmarkSmoothWholeScan(b *testing.B) { benchmark(b, true, 3.4) }
