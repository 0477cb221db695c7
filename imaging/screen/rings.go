package screen

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
	"tracemark/imaging/register"
)

// The layout of a descriptor. A change of any of these changes Version.
const (
	firstUM    = 500.0 // radius of the innermost ring: smaller holes are rare
	stepUM     = 75.0  // between rings: half of the shortest wavelength
	rings      = 23    // up to 2150 µm, the edge of a small primer
	shortestUM = 150.0 // wavelength: shorter ones do not survive the error of the centre
	samples    = 384   // along a ring: 35 µm on the outermost
	unit       = 16.0  // a coefficient of the rms size; eight times as much is the largest that is kept
)

// layout says where the coefficients of each ring begin: harmonics 1 … of the innermost ring, then of the next.
type layout struct {
	at        [rings + 1]int
	harmonics [rings]int
	most      int
}

// coefficients is the number of complex numbers in a descriptor; a test holds it against the layout.
const coefficients = 1265

var placed = func() (l layout) {
	for i := range rings {
		n := int(2 * math.Pi * radius(i) / shortestUM)
		l.harmonics[i] = n
		l.at[i+1] = l.at[i] + n
		l.most = max(l.most, n)
	}
	return l
}()

func radius(ring int) float64 { return firstUM + float64(float64(ring)*stepUM) }

// rose holds the Fourier coefficients of all rings about one centre, rounded to whole numbers from -127 to 127.
type rose struct {
	re, im [coefficients]int8
}

// energy is the sum of all squared coefficients.
func (c *rose) energy() int {
	e := 0
	for i := range c.re {
		e += int(c.re[i])*int(c.re[i]) + int(c.im[i])*int(c.im[i])
	}
	return e
}

// sampler unrolls rings; it is not for several goroutines at once.
type sampler struct {
	im             *register.Image
	plan           *fft.Plan
	sin, cos       [samples]float64
	re, ip, tr, ti []float32
}

func newSampler(im *register.Image) *sampler {
	const k = samples * rings
	buf := make([]float32, 4*k)
	s := &sampler{im: im, plan: fft.New(samples), re: buf[:k], ip: buf[k : 2*k], tr: buf[2*k : 3*k], ti: buf[3*k:]}
	for i := range samples {
		s.sin[i], s.cos[i] = exact.SincosDeg(360 * float64(i) / samples)
	}
	return s
}

// rose unrolls the rings about c and transforms them. What was not measured counts as 0. The mean of a ring is left out: what
// looks the same at every rotation, like a turned primer, says nothing.
func (s *sampler) rose(c imaging.Point) *rose {
	z, m := make([]float32, 1), make([]float32, 1)
	clear(s.re)
	clear(s.ip)
	for r := range rings {
		um := radius(r)
		weight := float32(math.Sqrt(um / firstUM)) // equal areas weigh alike
		for i := range samples {
			s.im.Line(z, m, s.im.Column(c.X+float64(um*s.cos[i])), s.im.Row(c.Y+float64(um*s.sin[i])), 1, 0)
			s.re[i*rings+r] = float32(weight * z[0])
		}
	}
	s.plan.Forward(s.re, s.ip, s.tr, s.ti, rings)
	ss := 0.0
	for r := range rings {
		for h := 1; h <= placed.harmonics[r]; h++ {
			u, v := float64(s.re[h*rings+r]), float64(s.ip[h*rings+r])
			ss += float64(u*u) + float64(v*v)
		}
	}
	out := &rose{}
	if !(ss > 0) {
		return out
	}
	scale := unit / math.Sqrt(ss/coefficients)
	for r := range rings {
		for h := 1; h <= placed.harmonics[r]; h++ {
			i := placed.at[r] + h - 1
			out.re[i], out.im[i] = whole(float64(s.re[h*rings+r])*scale), whole(float64(s.ip[h*rings+r])*scale)
		}
	}
	return out
}

// whole rounds to the nearest whole number from -127 to 127.
func whole(v float64) int8 {
	return int8(math.Max(-127, math.Min(127, math.Floor(v+0.5))))
}
