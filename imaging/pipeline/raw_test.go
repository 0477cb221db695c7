package pipeline_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
)

// head is a cartridge case head as an instrument measures it: a primer with a rounded rim in a groove, the head with letters around
// it, an aperture into which the primer has flowed, and the pin's impression. Lengths in µm; the primer's middle is the origin.
type head struct {
	w, h       int
	d          float64 // spacing
	cx, cy     float64 // where the primer's middle lies on the scan
	tilt       float64 // degrees, along a direction of 30°
	zero       float64 // added to every height
	face       float64 // radius at which the rim begins to round off
	aperture   func(x, y float64) float64
	pin        float64 // depth of the impression, radius 500
	pinMissing bool
	flow       float64 // height of what has flowed into the aperture
	dome       float64 // sagitta of the face
	above      float64 // of the head over the primer
	noHead     bool    // beyond the rim nothing is measured
	drag       bool
	lip        bool // material pushed up on one side of the face
	dropouts   float64
	spikes     float64
	noise      float64
	filed      float64 // amplitude of parallel marks of 150 µm
	noGroove   bool    // around the primer nothing is measured
	steepest   float64 // slope beyond which nothing is measured; 0 is none
	replica    bool    // a cast: heights the other way round
}

// round and slot are apertures: negative inside, the distance from the edge.
func round(r float64) func(x, y float64) float64 {
	return func(x, y float64) float64 { return math.Hypot(x, y) - r }
}

func slot(a, b float64) func(x, y float64) float64 {
	return func(x, y float64) float64 { return math.Max(math.Abs(x)-a, math.Abs(y)-b) }
}

func common() head {
	return head{w: 700, h: 700, d: 8, cx: 2800, cy: 2800, face: 1650, aperture: round(1000), pin: 200, flow: 50, above: 20, noise: 0.1}
}

const groove = -250

// measure returns the scan and the region that is the face: from the aperture's edge to where the rim is as steep as 0.15, without the drag mark and the lip.
func (c head) measure(t testing.TB) (*surface.Surface, imaging.Mask) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 9))
	relief := waves(3)
	truth := imaging.NewMask(c.w, c.h)
	z := make([]float64, c.w*c.h)
	slope := math.Tan(c.tilt * math.Pi / 180)
	for i := range z {
		px, py := float64(i%c.w)*c.d, float64(i/c.w)*c.d
		x, y := px-c.cx, py-c.cy
		r, a := math.Hypot(x, y), c.aperture(x, y)
		v := -c.dome*squared(r/c.face) + relief(x, y)
		on := a > 0
		if r > c.face { // rounded with 300 µm
			v -= squared(r-c.face) / 600
			on = on && r < c.face+45
		}
		if v < groove || r > c.face+450 {
			v = groove
		}
		if r > c.face+800 {
			v = math.Min(c.above, groove+2*(r-c.face-800)) + 2*relief(x/2, y/3)
			if u, w := math.Mod(math.Abs(px)+200, 1500), math.Mod(math.Abs(py)+300, 1700); u < 400 && w < 500 && (u < 90 || w < 90) && r > c.face+1100 {
				v -= 100 // a letter
			}
		}
		if c.noGroove && v == groove {
			v = math.NaN()
		}
		v += c.filed * math.Cos(2*math.Pi*(0.6*x+0.8*y)/150)
		if c.noHead && r > c.face+350 {
			v = math.NaN()
		}
		if a < 0 {
			v = math.Min(c.flow, -a*1.5) + relief(x, -y)/2
			if r < 500 {
				v = -c.pin * math.Min(1, (500-r)/120)
				if c.pinMissing {
					v = math.NaN()
				}
			}
		}
		if c.drag && math.Abs(y) < 120 && a > 0 && x > 0 && a < 400 {
			depth := 45 * (1 - squared(y/120))
			v -= depth
			on = on && depth < 15
		}
		if c.lip && a > 0 && r > c.face-150 && x < -0.8*r {
			v += 45 * math.Min(1, (r-c.face+150)/80)
			on = false
		}
		z[i] = v + c.zero + slope*(0.866*px+0.5*py) + c.noise*rng.NormFloat64()
		if u := rng.Float64(); u < c.dropouts {
			z[i] = math.NaN()
		} else if u > 1-c.spikes {
			z[i] += 80 * rng.NormFloat64()
		}
		truth.On[i] = on
	}
	if c.steepest > 0 {
		for i := len(z) - 1; i > c.w; i-- { // backwards: each is judged by those that are still there
			if limit := c.steepest*c.d + 5*c.noise; math.Abs(z[i]-z[i-1]) > limit || math.Abs(z[i]-z[i-c.w]) > limit {
				z[i] = math.NaN()
			}
		}
	}
	if c.replica {
		for i := range z {
			z[i] = -z[i]
		}
	}
	s, err := surface.New(c.w, c.h, c.d, c.d, z)
	if err != nil {
		t.Fatal(err)
	}
	return s, truth
}

func squared(v float64) float64 { return v * v }

// waves is relief of 60 to 200 µm and about 1 µm.
func waves(seed uint64) func(x, y float64) float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	var k [8][4]float64
	for i := range k {
		f, a := 2*math.Pi/(60+140*rng.Float64()), 2*math.Pi*rng.Float64()
		k[i] = [4]float64{f * math.Cos(a), f * math.Sin(a), 2 * math.Pi * rng.Float64(), 0.8 * rng.Float64()}
	}
	return func(x, y float64) float64 {
		z := 0.0
		for _, w := range k {
			z += w[3] * math.Cos(w[0]*x+w[1]*y+w[2])
		}
		return z
	}
}

// TestProposedFace: the region is found on scans of other makes and instruments than those it was tried on, to 0.90 of the union as
// asked of it on real ones.
func TestProposedFace(t *testing.T) {
	with := func(change func(*head)) head { c := common(); change(&c); return c }
	for _, test := range []struct {
		name string
		c    head
	}{
		{"plain", common()},
		{"tilted by 4°", with(func(c *head) { c.tilt = 4 })},
		{"zero 20 mm away", with(func(c *head) { c.zero = 20000; c.tilt = -2 })},
		{"spaced 3.1 µm, dropouts and spikes", with(func(c *head) {
			c.d, c.w, c.h, c.dropouts, c.spikes, c.noise = 3.125, 1400, 1400, 0.2, 0.01, 0.3
			c.cx, c.cy = 2200, 2200
		})},
		{"spaced 6 µm", with(func(c *head) { c.d, c.w, c.h = 6, 930, 930 })},
		{"spaced 12 µm", with(func(c *head) { c.d, c.w, c.h = 12, 470, 470 })},
		{"the pin's impression is missing", with(func(c *head) { c.pinMissing = true })},
		{"the pin's impression is 600 µm deep", with(func(c *head) { c.pin = 600 })},
		{"rectangular aperture", with(func(c *head) { c.aperture = slot(600, 950); c.flow = 30 })},
		{"aperture with hardly any flow", with(func(c *head) { c.aperture = round(700); c.flow = -40 })},
		{"drag mark", with(func(c *head) { c.drag = true })},
		{"lip pushed up at the ejector's side", with(func(c *head) { c.lip = true })},
		{"head as high as the primer", with(func(c *head) { c.above = 0 })},
		{"head 150 µm above", with(func(c *head) { c.above = 150 })},
		{"whole head, off the middle", with(func(c *head) { c.d, c.w, c.h, c.cx, c.cy = 8, 1250, 1250, 5800, 4300 })},
		{"primer alone", with(func(c *head) { c.noHead = true; c.w, c.h, c.cx, c.cy = 560, 560, 2250, 2250 })},
		{"field narrower than the primer", with(func(c *head) { c.w, c.h, c.cx, c.cy = 390, 390, 1560, 1700 })},
		{"large primer", with(func(c *head) { c.face = 2150; c.aperture = round(1100); c.w, c.h, c.cx, c.cy = 780, 780, 3100, 3100 })},
		{"domed by 25 µm", with(func(c *head) { c.dome = 25 })},
		{"steep walls are missing", with(func(c *head) { c.steepest, c.tilt = 0.4, 1.5 })},
		{"steep walls and a third of the points are missing", with(func(c *head) { c.steepest, c.dropouts = 0.6, 0.33 })},
		{"replica", with(func(c *head) { c.replica, c.tilt = true, -3 })},
		{"groove is missing", with(func(c *head) { c.noGroove = true })},
		{"deep parallel marks", with(func(c *head) { c.filed = 3 })},
		{"narrow field, tilted by 3°, impression missing", with(func(c *head) { c.w, c.h, c.cx, c.cy, c.tilt, c.pinMissing = 440, 375, 1900, 1400, 3, true })},
		{"noise of 1 µm", with(func(c *head) { c.noise = 1 })},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, truth := test.c.measure(t)
			st, err := pipeline.Start(s)
			if err != nil {
				t.Fatal(err)
			}
			step, _ := pipeline.New("mask", "propose")
			if st, err = st.Apply(context.Background(), step); err != nil {
				t.Fatal(err)
			}
			m, ok := st.Region()
			if !ok || st.Face.Masked {
				t.Fatal("the scan was taken for one that is masked already")
			}
			if got := pipeline.Overlap(m.Mask, truth); !(got >= 0.90) {
				t.Errorf("intersection over union %.3f (%d points, %d are true)", got, m.Count(), truth.Count())
			}
			middle := imaging.Point{X: test.c.cx, Y: test.c.cy}
			if h := st.Face.Hole; h.DiameterUM < 1000 || math.Hypot(h.Centre.X-middle.X, h.Centre.Y-middle.Y) > 100 {
				t.Errorf("hole of %.0f µm at %v, the aperture's middle is %v", h.DiameterUM, h.Centre, middle)
			}
		})
	}
}
