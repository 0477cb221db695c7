package synth

import (
	"fmt"
	"math"
	"runtime"
	"sync"

	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// Shape of what surrounds the marks, in µm.
const (
	rimUneven   = 12.0 // rms unevenness of the rims
	lipHeight   = 1.0  // primer metal that flows up around the firing pin
	lipWidth    = 60.0
	rollHeight  = 2.0 // how far the primer's edge is rolled down
	rollWidth   = 90.0
	quantumUM   = 1e-4 // heights are rounded to 0.1 nm, so that every processor gives the same
	contactSoft = 0.25 // how gradually contact is lost, in standard deviations of the contact field
)

// Fire presses the firearm's marks into primer number shot and returns its scan. Points in the firing-pin hole and
// beyond the primer are not measured.
func (f *Firearm) Fire(shot uint64) *surface.Surface {
	s := f.newShot(shot)
	w, h := f.p.Width, f.p.Height
	z := make([]float64, w*h)
	back := s.pose.Inverse()
	sin, cos := math.Sincos(back.AngleDeg * math.Pi / 180)
	lost := quantile(f.p.LostContact)
	missed := quantile(f.p.Dropouts)
	eachBand(h, func(from, to int) {
		for i := from * w; i < to*w; i++ {
			x, y := float64(i%w)*f.p.SpacingUM, float64(i/w)*f.p.SpacingUM
			u := float64(cos*x) - float64(sin*y) + back.TX
			v := float64(sin*x) + float64(cos*y) + back.TY
			z[i] = f.height(&s, x, y, u, v, lost, missed)
			z[i] += float64(f.p.NoiseUM * normal(s.noise^uint64(i)))
			z[i] = math.Round(z[i]/quantumUM) * quantumUM
		}
	})
	out, err := surface.New(w, h, f.p.SpacingUM, f.p.SpacingUM, z)
	if err != nil {
		panic("synth: " + err.Error()) // withDefaults admits sound sizes only
	}
	return out
}

// height returns the height at (x, y) on the scan, which is (u, v) on the breech face.
func (f *Firearm) height(s *shot, x, y, u, v, lost, missed float64) float64 {
	rim := rimUneven * s.edge.at(x, y)
	in := math.Hypot(x-s.pinX, y-s.pinY) - f.p.PinUM + rim
	out := f.p.PrimerUM - math.Hypot(x-s.primX, y-s.prmY) + rim
	if in < 0 || out < 0 || s.drop.at(x, y) < missed {
		return math.NaN()
	}
	touch := smooth((s.contact.at(x, y) - lost) / contactSoft)
	z := touch*s.force*f.mark(u, v) + s.texture.at(x, y)
	z += lipHeight*math.Exp(-in/lipWidth) - rollHeight*math.Exp(-out/rollWidth)
	dx, dy := x-s.primX, y-s.prmY
	r2 := (float64(dx*dx) + float64(dy*dy)) / math.Max(1, f.p.PrimerUM*f.p.PrimerUM)
	return z + float64(s.tiltX*dx) + float64(s.tiltY*dy) + float64(s.bulge*(1-r2))
}

// smooth rises from 0 at -1 to 1 at 1.
func smooth(t float64) float64 { return fade(min(max((t+1)/2, 0), 1)) }

// quantile returns the height below which a field of unit variance lies with probability p, taking it for normal.
func quantile(p float64) float64 {
	if p <= 0 {
		return math.Inf(-1)
	}
	return math.Sqrt2 * math.Erfinv(2*min(p, 1)-1)
}

// eachBand runs do on bands of rows. Every point is computed by itself, so the number of bands does not show.
func eachBand(h int, do func(from, to int)) {
	n := min(runtime.GOMAXPROCS(0), max(1, h/16))
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i*h/n, (i+1)*h/n) })
	}
	wg.Wait()
}

// File wraps a scan for writing as X3P, with every mark by which x3p.Header.Synthetic knows it. label says which scan
// it is.
func File(s *surface.Surface, label string) *x3p.File {
	dx, dy := s.Spacing()
	return &x3p.File{
		Surface: s,
		Header: x3p.Header{
			Revision: "ISO5436 - 2000", FeatureType: "SUR",
			Creator: "Tracemark simulation", // no dates: nothing was measured, nothing calibrated
			Instrument: x3p.Instrument{
				Manufacturer: x3p.SyntheticManufacturer, Model: x3p.SyntheticModel + " breech face",
				Serial: "none", Version: "1",
			},
			ProbingType: "Software", ProbingID: fmt.Sprintf("simulated at %g × %g µm", dx, dy),
			Comment: x3p.SyntheticComment + ": " + label + ". Simulated breech face of a firearm that does not exist; not evidence.",
		},
	}
}
