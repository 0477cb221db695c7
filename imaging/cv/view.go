package cv

import (
	"fmt"
	"image"
	"math"

	"gocv.io/x/gocv"

	"tracemark/imaging/photo"
)

// Sizes of the working pictures, in pixels of the longer side, and of the filters on them.
const (
	coarseSide = 192 // every rotation is tried here
	fineSide   = 640 // the pose is refined here
	// The band, as standard deviations of Gaussians in coarse pixels: details of 4 to 30 pixels of a picture of 192, which
	// for a photograph 6.6 mm wide is 0.14 to 1 mm, the size of the marks that eyes compare.
	bandFine, bandRough = 1.0, 4.0
	contrastSigma       = 8.0 // over which local contrast is made equal
	contrastFloor       = 0.3 // of the whole picture's contrast: flat places are not blown up to noise
	clipAt              = 3.0 // standard deviations
)

// side is one of the two photographs, made ready.
type side struct {
	coarse, fine float64 // photograph's pixels for one of the working picture
	cx, cy       float64 // centre of the photograph, in its pixels
	um           float64 // µm per pixel, where known
	grey         gocv.Mat
}

// pair is two photographs being registered.
type pair struct {
	own    mats
	a, b   side
	scaled bool // both scales are known, and the working pictures have the same
	views  []*view
	tried  int // poses that could have been found by chance
}

// view is both pictures filtered in one way.
type view struct {
	name           string
	coarseA        gocv.Mat
	coarseB        gocv.Mat
	fineA, fineB   gocv.Mat
	spectrum       gocv.Mat // of B on its canvas
	normA, normB   float64
	line, out, rot gocv.Mat // working room
}

func (p *pair) close() { p.own.close() }

// newPair makes two photographs ready. Of photographs without a scale either a pixel of both shows as much, or, with sameField, both show as much
// in all: details are filtered alike only where that is nearly so.
func newPair(a, b *photo.Photo, sameField bool) (*pair, error) {
	p := &pair{}
	if err := p.load(a, b, sameField); err != nil {
		p.close()
		return nil, err
	}
	for _, v := range []struct {
		name   string
		energy bool
	}{{ViewMarks, false}, {ViewEnergy, true}} {
		w := &view{name: v.name}
		w.coarseA, w.coarseB = p.filtered(p.a, p.a.coarse, 1, v.energy), p.filtered(p.b, p.b.coarse, 1, v.energy)
		k := float64(fineSide) / coarseSide
		w.fineA, w.fineB = p.filtered(p.a, p.a.fine, k, v.energy), p.filtered(p.b, p.b.fine, k, v.energy)
		if err := p.ready(w); err != nil {
			p.close()
			return nil, err
		}
		p.views = append(p.views, w)
	}
	return p, nil
}

// load takes the photographs in, as brightness, and finds the sizes of the working pictures.
func (p *pair) load(a, b *photo.Photo, sameField bool) error {
	for _, s := range []struct {
		photo *photo.Photo
		to    *side
	}{{a, &p.a}, {b, &p.b}} {
		g, err := Grey(s.photo)
		if err != nil {
			return err
		}
		w, h := g.Size()
		if min(w, h) < 64 || max(w, h) > 8*min(w, h) {
			return fmt.Errorf("%w: a photograph of %d × %d pixels", ErrNothing, w, h)
		}
		src, err := toMat(&p.own, g)
		if err != nil {
			return err
		}
		s.to.grey = p.own.keep(gocv.NewMat())
		src.ConvertTo(&s.to.grey, gocv.MatTypeCV32F)
		s.to.cx, s.to.cy = float64(w-1)/2, float64(h-1)/2
		s.to.coarse = float64(max(w, h))
		if s.photo.Scale.Known() && math.Abs(s.photo.Scale.X/s.photo.Scale.Y-1) < 0.01 {
			s.to.um = s.photo.Scale.X
		}
	}
	p.scaled = p.a.um > 0 && p.b.um > 0
	longA, longB := p.a.coarse, p.b.coarse
	if p.scaled {
		// The same µm for a working pixel of both. Very unlike magnifications leave one picture too small to compare.
		longA, longB = longA*p.a.um, longB*p.b.um
		if longA > 8*longB || longB > 8*longA {
			return fmt.Errorf("%w: one photograph shows more than 8 times what the other does", ErrNothing)
		}
	}
	long := max(longA, longB)
	for _, s := range []*side{&p.a, &p.b} {
		per := long / coarseSide
		if !p.scaled && sameField {
			per = s.coarse / coarseSide
		}
		if p.scaled {
			per /= s.um
		}
		s.coarse, s.fine = per, per*coarseSide/fineSide
	}
	return nil
}

// sizesDiffer reports whether photographs without a scale have so unlike sizes that taking both to show as much in all is another try.
func (p *pair) sizesDiffer() bool {
	return !p.scaled && math.Abs(math.Max(p.a.cx, p.a.cy)/math.Max(p.b.cx, p.b.cy)-1) >= sameScale
}

// filtered is a photograph at a working size, where k is how much finer than the coarse one it is: its band, with
// local contrast made equal. energy takes the band's absolute value through the same filter once more.
func (p *pair) filtered(s side, per, k float64, energy bool) gocv.Mat {
	dst := p.own.keep(gocv.NewMat())
	size := image.Pt(max(8, int(math.Round(float64(s.grey.Cols())/per))), max(8, int(math.Round(float64(s.grey.Rows())/per))))
	how := gocv.InterpolationArea
	if per < 1 {
		how = gocv.InterpolationLinear
	}
	gocv.Resize(s.grey, &dst, size, 0, 0, how)
	p.band(&dst, k)
	if energy {
		v := values(dst)
		for i, x := range v {
			v[i] = float32(math.Abs(float64(x)))
		}
		p.band(&dst, k)
	}
	return dst
}

// band filters m in place.
func (p *pair) band(m *gocv.Mat, k float64) {
	var own mats
	defer own.close()
	blur := func(src gocv.Mat, sigma float64) gocv.Mat {
		dst := own.keep(gocv.NewMat())
		gocv.GaussianBlur(src, &dst, image.Point{}, sigma*k, sigma*k, gocv.BorderReflect101)
		return dst
	}
	fine, rough := blur(*m, bandFine), blur(*m, bandRough)
	gocv.Subtract(fine, rough, m)
	square := own.keep(gocv.NewMat())
	gocv.Multiply(*m, *m, &square)
	contrast := values(blur(square, contrastSigma))
	v := values(*m)
	var all float64
	for _, x := range v {
		all += float64(x) * float64(x)
	}
	floor := contrastFloor*math.Sqrt(all/float64(len(v))) + 1e-9
	for i, x := range v {
		n := float64(x) / (math.Sqrt(max(float64(contrast[i]), 0)) + floor)
		v[i] = float32(clipAt * math.Tanh(n/clipAt))
	}
}

// disc weights a picture's values by a disc inside it, with a soft edge, after taking their mean away. It returns the
// root of the sum of squares.
func disc(v []float32, w, h int) float64 {
	weight := make([]float64, len(v))
	var sum, all float64
	for i := range v {
		weight[i] = discWeight(float64(i%w), float64(i/w), w, h)
		sum += weight[i] * float64(v[i])
		all += weight[i]
	}
	mean, norm := sum/all, 0.0
	for i := range v {
		x := (float64(v[i]) - mean) * weight[i]
		v[i] = float32(x)
		norm += x * x
	}
	return math.Sqrt(norm)
}

// discWeight is 1 inside 0.75 of the disc's radius and falls to 0 at its edge (a Tukey window).
func discWeight(x, y float64, w, h int) float64 {
	r := math.Hypot(x-float64(w-1)/2, y-float64(h-1)/2) / (float64(min(w, h)) / 2)
	switch {
	case r <= 0.75:
		return 1
	case r >= 1:
		return 0
	}
	c := math.Cos(math.Pi / 2 * (r - 0.75) / 0.25)
	return c * c
}

// values are the numbers of a Mat of floats; it is always one that this package made so.
func values(m gocv.Mat) []float32 {
	v, err := m.DataPtrFloat32()
	if err != nil {
		panic(err) // a broken invariant: every Mat here is continuous and of 32-bit floats
	}
	return v
}
