package viewer

import (
	"math"
	"slices"

	"tracemark/imaging/render"
)

// tone turns the codes of one side into colours: tables that are made anew when the light or the specimen changes, which
// takes a fraction of a frame. It belongs to the drawing goroutine.
type tone struct {
	grey   [1 << 16]uint8 // of a slope's code; 0 for one that was not measured
	smooth [1 << 18]uint8 // of a slope between codes, half a step apart along both axes
	pixel  [1 << 16]uint32
	level  [256]uint8 // of a photograph's channel

	relief reliefKey // what grey was made for
	fine   reliefKey // and smooth
	norm   []float32 // 1/√(1+|slope|²) in the order of smooth
	normed reliefKey // and what for
	colour pixelKey
	levels levelsKey

	gain    float64
	mid     float64
	gainFor reliefKey
	scratch [slopeSamples]float64

	ring   [ringSteps + 1]float32 // a ring's brightness by 1/√(1+|slope|²) in steps of 1/ringSteps
	ringAt float64                // the elevation that ring is for; 0 before there is any
}

// reliefKey is all that a table of greys depends on. The light is in the specimen's frame.
type reliefKey struct {
	slopes  *slopes
	light   render.Light
	stretch float64
}

type pixelKey struct {
	heights *heights
	spread  float64
	look    Look // of a grey photograph
}

type levelsKey struct{ black, white, gamma float64 }

// lightOn returns the light as it falls on a specimen that lies on the screen by v: in the specimen's frame.
func lightOn(l render.Light, v View) render.Light {
	if l.Ring {
		l.AzimuthDeg = 0
		return l
	}
	l.AzimuthDeg = v.mirror() * (l.AzimuthDeg - v.AngleDeg)
	return l
}

// setRelief makes the table of greys for a draft, and the finer one for a full picture.
func (t *tone) setRelief(s *slopes, l render.Light, stretch float64, draft bool) {
	key := reliefKey{s, l, stretch}
	if t.relief != key {
		t.relief = key
		t.expose(key)
		t.shadeGrey(key)
	}
	if !draft && t.fine != key {
		t.fine = key
		t.shadeSmooth(key)
	}
}

const (
	// reach is the brightness, of a full scale of 1, that the middle 60 % of points may lie from the middle grey. The
	// rest of the scale is for the steeper ones: on a whole primer a third of the points lie on walls and rims, which
	// must not decide the contrast of the marks. As in package render.
	reach = 0.2
	tail  = 0.2 // share of points left out at either end
)

// expose chooses the contrast. The gain is the mean of those of lights from four sides at that elevation: it does not
// change while the light goes round, so striae fade, as they do under a lamp, when the light runs along them. It is that
// of the true heights: a stretch makes the contrast harder. The middle grey is the median brightness under this light.
func (t *tone) expose(key reliefKey) {
	if key.light.Ring {
		t.exposeRing(key)
		return
	}
	steady := key
	steady.light.AzimuthDeg, steady.stretch = 0, 1
	if t.gainFor != steady {
		t.gainFor = steady
		half := 0.0
		for i := range 4 {
			l := key.light
			l.AzimuthDeg = float64(i) * 45
			v := t.brightness(key.slopes, l, 1)
			if n := len(v); n > 0 {
				out := int(tail * float64(n))
				half += (v[n-1-out] - v[out]) / 8
			}
		}
		t.gain = 1
		if half > 0 {
			t.gain = max(1, reach/half)
		}
	}
	if v := t.brightness(key.slopes, key.light, key.stretch); len(v) > 0 {
		t.mid = v[len(v)/2]
	} else {
		t.mid = key.light.Brightness(0, 0)
	}
}

// ringFlat is the grey of a flat point under a ring, where nothing is brighter.
const ringFlat = 0.92

// exposeRing chooses the contrast under a ring. Brightness falls there with the square of the slope, so a straight scale would leave flat
// and black only. It is drawn on the curve x/(1+x) of Reinhard, Stark, Shirley and Ferwerda ("Photographic tone reproduction for digital
// images", 2002), turned about: what a point lacks of a flat one's brightness halves its grey where it is as much as the median point
// lacks. No slope is so steep that it is black, and flat points shade off smoothly.
func (t *tone) exposeRing(key reliefKey) {
	t.gainFor = reliefKey{}
	t.gain, t.mid = 0, key.light.Brightness(0, 0)
	if v := t.brightness(key.slopes, key.light, 1); len(v) > 0 {
		if lacks := t.mid - v[len(v)/2]; lacks > 0 {
			t.gain = 1 / lacks
		}
	}
}

// ringSteps is how finely the table of a ring's brightness is divided; between its steps the brightness is straight to 1e-4 of the scale.
const ringSteps = 4096

// setRing makes the table of a ring's brightness. Under a ring it depends on how steep a slope is only, not where it falls.
func (t *tone) setRing(l render.Light) {
	if t.ringAt == l.ElevationDeg {
		return
	}
	t.ringAt = l.ElevationDeg
	for i := 1; i <= ringSteps; i++ {
		n := float64(i) / ringSteps
		t.ring[i] = float32(l.Brightness(math.Sqrt(max(1/(n*n)-1, 0)), 0))
	}
	t.ring[0] = 2*t.ring[1] - t.ring[2]
}

// brightness returns the brightness of the surface's sample, sorted.
func (t *tone) brightness(s *slopes, l render.Light, stretch float64) []float64 {
	v := t.scratch[:len(s.samples)]
	for i, g := range s.samples {
		v[i] = l.Brightness(g[0]*stretch, g[1]*stretch)
	}
	slices.Sort(v)
	return v
}

// slope returns the slope that a code along an axis stands for.
func (k reliefKey) slope(mid, code float64) float64 {
	return (mid + codeSigma(code)*k.slopes.sigma) * k.stretch
}

func (t *tone) shadeGrey(key reliefKey) {
	var gx [256]float64
	for c := range gx {
		gx[c] = key.slope(key.slopes.midX, float64(c))
	}
	sh := newShade(t, key)
	for cy := range 256 {
		row := t.grey[cy<<8 : cy<<8+256]
		gy := key.slope(key.slopes.midY, float64(cy))
		for cx := range row {
			row[cx] = sh.grey(gx[cx], gy, float32(1/math.Sqrt(1+gx[cx]*gx[cx]+gy*gy)))
		}
	}
}

// fineCodes is how many slopes along an axis the table of smooth greys tells apart.
const fineCodes = 512

func (t *tone) shadeSmooth(key reliefKey) {
	var gx, gy [fineCodes]float64
	for i := range gx {
		gx[i] = key.slope(key.slopes.midX, float64(i)/2)
		gy[i] = key.slope(key.slopes.midY, float64(i)/2)
	}
	t.setNorm(key, &gx, &gy)
	sh := newShade(t, key)
	for j := range gy {
		row, norm := t.smooth[j*fineCodes:(j+1)*fineCodes], t.norm[j*fineCodes:(j+1)*fineCodes]
		for i := range row {
			row[i] = sh.grey(gx[i], gy[j], norm[i])
		}
	}
}

// setNorm makes the table of normals' lengths, which does not depend on the light.
func (t *tone) setNorm(key reliefKey, gx, gy *[fineCodes]float64) {
	key.light = render.Light{}
	if t.normed == key {
		return
	}
	t.normed = key
	if t.norm == nil {
		t.norm = make([]float32, fineCodes*fineCodes)
	}
	for j, y := range gy {
		for i, x := range gx {
			t.norm[j*fineCodes+i] = float32(1 / math.Sqrt(1+x*x+y*y))
		}
	}
}

// shade is Light.Brightness, exposed, for many slopes.
type shade struct {
	ring        bool
	x, y, z     float32
	scale, base float32
	hides       float32 // of a ring: of a slope whose norm is less some lamps are hidden
	gain, mid   float32
	table       *[ringSteps + 1]float32
}

func newShade(t *tone, key reliefKey) shade {
	s := shade{ring: key.light.Ring, scale: float32(255 * t.gain), base: float32(255*(0.5-t.gain*t.mid) + 0.5), gain: float32(t.gain), mid: float32(t.mid)}
	sa, ca := math.Sincos(key.light.AzimuthDeg * math.Pi / 180)
	se, ce := math.Sincos(key.light.ElevationDeg * math.Pi / 180)
	s.x, s.y, s.z = float32(ce*sa), float32(-ce*ca), float32(se)
	if s.ring {
		t.setRing(key.light)
		s.hides, s.table = float32(ce), &t.ring
	}
	return s
}

// grey returns the grey of a slope whose normal has the length 1/norm.
func (s *shade) grey(gx, gy float64, norm float32) uint8 {
	if s.ring {
		return s.ringGrey(norm)
	}
	b := (s.z - float32(gx)*s.x - float32(gy)*s.y) * norm
	v := s.base + s.scale*max(b, 0)
	return uint8(int32(min(max(v, 0), 255)))
}

// ringGrey is the brightness under a ring as a grey of the exposed curve.
func (s *shade) ringGrey(norm float32) uint8 {
	b := s.z * norm // while no lamp is hidden their cosines cancel
	if norm < s.hides {
		at := norm * ringSteps
		i := int(at)
		b = s.table[i] + (at-float32(i))*(s.table[i+1]-s.table[i])
	}
	return uint8(255*ringFlat/(1+s.gain*max(s.mid-b, 0)) + 0.5)
}

// setHeights makes the table of colours of heights: spread µm to either side of the median are told apart.
func (t *tone) setHeights(h *heights, spread float64) {
	key := pixelKey{heights: h, spread: spread}
	if t.colour == key {
		return
	}
	t.colour = key
	var scale [heightColours]uint32
	for i := range scale {
		scale[i] = packed(render.HeightColour(float64(i) / (heightColours - 1)))
	}
	for c := 1; c < len(t.pixel); c++ {
		at := (h.um(float64(c)) - h.median + spread) / (2 * spread)
		t.pixel[c] = scale[int(math.Round(min(max(at, 0), 1)*(heightColours-1)))]
	}
	t.pixel[0] = 0
}

// heightColours is how many colours a scale has: more than 8 bits a channel can show.
const heightColours = 1024

// setLevels makes the tables of a photograph.
func (t *tone) setLevels(l Look, grey bool) {
	key := levelsKey{l.Black, l.White, l.Gamma}
	if t.levels != key {
		t.levels = key
		for i := range t.level {
			t.level[i] = uint8(math.Round(255 * l.level(float64(i)/255)))
		}
	}
	colour := pixelKey{look: Look{Black: l.Black, White: l.White, Gamma: l.Gamma}}
	if !grey || t.colour == colour {
		return
	}
	t.colour = colour
	for c := range t.pixel {
		g := uint32(math.Round(255 * l.level(float64(c)/math.MaxUint16)))
		t.pixel[c] = 0xff000000 | g*0x010101
	}
	t.pixel[0] = 0
}
