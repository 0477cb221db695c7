package markup

import (
	"image"
	"image/color"
	"math"
	"sync"

	"tracemark/ui/viewer"
)

// ink is a drawing in one colour before it is put on the picture: for each pixel that is near a line, how far from the line
// it is and how far along. A line that crosses itself is then no darker there, and a stroke made of many pieces has one rim.
type ink struct {
	clip    image.Rectangle
	width   int       // of a row of the buffers
	far     []float32 // distance to the line in pixels, +Inf where nothing is near
	along   []float32 // along the line in pixels, for dashes
	touched []int32
}

var inks = sync.Pool{New: func() any { return new(ink) }}

// newInk returns a clean sheet over a part of the picture; give it back with done.
func newInk(clip image.Rectangle) *ink {
	k := inks.Get().(*ink)
	k.clip, k.width = clip, clip.Dx()
	if n := clip.Dx() * clip.Dy(); len(k.far) < n {
		k.far, k.along = make([]float32, n), make([]float32, n)
		for i := range k.far {
			k.far[i] = float32(math.Inf(1))
		}
	}
	return k
}

func (k *ink) done() {
	k.wipe()
	inks.Put(k)
}

func (k *ink) wipe() {
	for _, i := range k.touched {
		k.far[i] = float32(math.Inf(1))
	}
	k.touched = k.touched[:0]
}

// line adds the straight piece from a to b to every pixel within reach of it; begin is how far along the whole line a is.
// Round an end, the way along goes on round the arc of radius rim, so that the rim of a stroke is dashed all round.
func (k *ink) line(a, b viewer.Pixel, begin, reach, rim float64) {
	dx, dy := b.X-a.X, b.Y-a.Y
	n := math.Hypot(dx, dy)
	y0 := max(int(math.Floor(min(a.Y, b.Y)-reach)), k.clip.Min.Y)
	y1 := min(int(math.Ceil(max(a.Y, b.Y)+reach)), k.clip.Max.Y)
	for y := y0; y < y1; y++ {
		cy := float64(y) + 0.5
		lo, hi := min(a.X, b.X), max(a.X, b.X)
		if dy != 0 { // only the part of the piece that is within reach of this row
			t0, t1 := (cy-reach-a.Y)/dy, (cy+reach-a.Y)/dy
			t0, t1 = max(min(t0, t1), 0), min(max(t0, t1), 1)
			if t0 > t1 {
				continue
			}
			lo, hi = min(a.X+t0*dx, a.X+t1*dx), max(a.X+t0*dx, a.X+t1*dx)
		}
		x0 := max(int(math.Floor(lo-reach)), k.clip.Min.X)
		x1 := min(int(math.Ceil(hi+reach)), k.clip.Max.X)
		for x := x0; x < x1; x++ {
			wx, wy := float64(x)+0.5-a.X, cy-a.Y
			t := 0.0
			if n > 0 {
				t = (wx*dx + wy*dy) / (n * n)
			}
			at := min(max(t, 0), 1)
			d := math.Hypot(wx-at*dx, wy-at*dy)
			i := (y-k.clip.Min.Y)*k.width + x - k.clip.Min.X
			if d > reach || float32(d) >= k.far[i] {
				continue
			}
			if math.IsInf(float64(k.far[i]), 1) {
				k.touched = append(k.touched, int32(i))
			}
			s := begin + at*n
			if over := (t - at) * n; over != 0 && d > 0 {
				s += math.Copysign(math.Asin(min(math.Abs(over)/d, 1))*rim, over)
			}
			k.far[i], k.along[i] = float32(d), float32(s)
		}
	}
}

// path adds a line through points.
func (k *ink) path(points []viewer.Pixel, closed bool, reach, rim float64) {
	begin := 0.0
	for i, p := range points {
		q := points[(i+1)%len(points)]
		if i == len(points)-1 && !closed {
			if i > 0 {
				break
			}
			q = p // a single point is a dot
		}
		k.line(p, q, begin, reach, rim)
		begin += pixels(p, q)
	}
}

// pen is how a line looks: its rim runs at a distance from the points of the path, 0 for a line, and has a half width.
type pen struct {
	colour color.NRGBA
	rim    float64
	half   float64
	dash   float64 // length of a dash and of the gap after it, 0 for a whole line
	inside float64 // how much the colour covers what lies within the rim, 0 to 1
}

// reach returns how far from the path anything is drawn.
func (p pen) reach() float64 { return p.rim + p.half + 1 }

// put draws what was added.
func (k *ink) put(dst *image.RGBA, p pen) {
	for _, i := range k.touched {
		d := math.Abs(float64(k.far[i]) - p.rim)
		a := min(max(p.half+0.5-d, 0), 1)
		if p.dash > 0 && a > 0 {
			// A dash begins and ends over one pixel.
			at := math.Mod(float64(k.along[i]), 2*p.dash)
			if at < 0 {
				at += 2 * p.dash
			}
			a *= min(max(min(at, p.dash-at)+0.5, 0), 1)
		}
		if p.inside > 0 && float64(k.far[i]) < p.rim {
			a = max(a, p.inside)
		}
		if a > 0 {
			mix(dst, k.clip.Min.X+int(i)%k.width, k.clip.Min.Y+int(i)/k.width, p.colour, a)
		}
	}
}

// mix covers a pixel with a colour by a, 0 to 1. The picture stays opaque.
func mix(dst *image.RGBA, x, y int, c color.NRGBA, a float64) {
	a *= float64(c.A) / 0xff
	o := dst.PixOffset(x, y)
	px := dst.Pix[o : o+4 : o+4]
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		px[i] = uint8(float64(px[i])*(1-a) + float64(v)*a + 0.5)
	}
	px[3] = 0xff
}

// thinned leaves out the points of a line that are nearer to the last one kept than step; the ends stay.
func (h *hand) thinned(points []viewer.Pixel, step float64) []viewer.Pixel {
	out := h.thin[:0]
	for i, p := range points {
		if i == 0 || i == len(points)-1 || pixels(p, out[len(out)-1]) >= step {
			out = append(out, p)
		}
	}
	h.thin = out
	return out
}
