package cv

import (
	"context"
	"fmt"
	"image/color"
	"math"
	"slices"

	"image"

	"gocv.io/x/gocv"
)

const (
	canvas    = 2 * coarseSide // room to shift by half a picture without coming in on the other side
	sweepStep = 2.5            // degrees: half a step moves the disc's edge by 2 coarse pixels, within the band's blur
	maxShift  = 67             // coarse pixels, a third of the longer side
	farAngle  = 15.0           // degrees from the best rotation: from here on correlations are taken for chance
)

// warp is a pose of the working pictures: about both centres, in B's working pixels.
type warp struct{ angle, scale, dx, dy float64 }

// candidate is a pose of the coarse pictures with its correlation.
type candidate struct {
	warp
	view   *view
	z      float64
	start  string
	chance float64
}

// ready puts a view's pictures behind the disc and transforms B.
func (p *pair) ready(v *view) error {
	room := func() gocv.Mat { return p.own.keep(gocv.NewMat()) }
	v.normA = disc(values(v.coarseA), v.coarseA.Cols(), v.coarseA.Rows())
	v.normB = disc(values(v.coarseB), v.coarseB.Cols(), v.coarseB.Rows())
	if !(v.normA > 1e-3) || !(v.normB > 1e-3) {
		return fmt.Errorf("%w: a photograph shows no detail", ErrNothing)
	}
	v.rot, v.line, v.out, v.spectrum = room(), room(), room(), room()
	p.place(v.coarseB, &v.rot, 0, 1)
	gocv.DFT(v.rot, &v.spectrum, gocv.DftForward)
	return nil
}

// place turns and scales a picture about its centre onto the middle of a canvas.
func (p *pair) place(src gocv.Mat, dst *gocv.Mat, angle, scale float64) {
	var own mats
	defer own.close()
	sin, cos := math.Sincos(angle * math.Pi / 180)
	m := own.keep(gocv.NewMatWithSize(2, 3, gocv.MatTypeCV64F))
	cx, cy := float64(src.Cols()-1)/2, float64(src.Rows()-1)/2
	for i, v := range []float64{
		scale * cos, -scale * sin, canvas/2 - scale*(cos*cx-sin*cy),
		scale * sin, scale * cos, canvas/2 - scale*(sin*cx+cos*cy),
	} {
		m.SetDoubleAt(i/3, i%3, v)
	}
	gocv.WarpAffineWithParams(src, dst, m, image.Pt(canvas, canvas), gocv.InterpolationLinear, gocv.BorderConstant, color.RGBA{})
}

// at correlates A, turned and scaled, with B at every shift. Turned by half a turn more, A's convolution with B is its
// correlation. z is Σab/(‖a‖‖b‖), so little overlap cannot make it large.
func (p *pair) at(v *view, angle, scale float64) candidate {
	p.place(v.coarseA, &v.rot, angle+180, scale)
	norm := 0.0
	for _, x := range values(v.rot) {
		norm += float64(x) * float64(x)
	}
	gocv.DFT(v.rot, &v.line, gocv.DftForward)
	gocv.MulSpectrums(v.spectrum, v.line, &v.line, 0)
	gocv.IDFT(v.line, &v.out, int(gocv.DftScale|gocv.DftRealOutput), 0)
	out, reach := values(v.out), maxShift
	best, bx, by := float32(math.Inf(-1)), 0, 0
	for dy := -reach; dy <= reach; dy++ {
		row := out[(dy+canvas)%canvas*canvas:][:canvas]
		for dx := -reach; dx <= reach; dx++ {
			if z := row[(dx+canvas)%canvas]; z > best {
				best, bx, by = z, dx, dy
			}
		}
	}
	return candidate{warp: warp{angle, scale, float64(bx), float64(by)}, view: v, z: float64(best) / (math.Sqrt(norm)*v.normB + 1e-12)}
}

// sweep tries every rotation at a scale and returns the best pose with the chance of one as good.
func (p *pair) sweep(ctx context.Context, v *view, scale float64, start string) (candidate, []candidate, error) {
	n := int(math.Round(360 / sweepStep))
	all := make([]candidate, 0, n)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return candidate{}, nil, err
		}
		all = append(all, p.at(v, float64(i)*sweepStep, scale))
	}
	p.tried += n
	best := slices.MaxFunc(all, func(a, b candidate) int { return cmpFloat(a.z, b.z) })
	best.start = start
	return best, all, nil
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// chance is the probability that one of tried wrong poses reaches z. The best correlations over all shifts at the
// rotations far from angle are maxima of many values, so they follow a Gumbel distribution, which is fitted by median and
// quartiles; these do not mind some rotations at which symmetric marks agree.
func chance(all []candidate, angle, z float64, tried int) float64 {
	var far []float64
	for _, c := range all {
		if math.Abs(angleBetween(c.angle, angle)) >= farAngle {
			far = append(far, c.z)
		}
	}
	slices.Sort(far)
	n := len(far)
	if n < 20 {
		return 1
	}
	median, spread := far[n/2], far[n*3/4]-far[n/4]
	// Quantiles of the Gumbel distribution: μ − β ln(−ln q).
	beta := spread / (math.Log(-math.Log(0.25)) - math.Log(-math.Log(0.75)))
	mu := median + beta*math.Log(math.Ln2)
	if !(beta > 0) {
		return 1
	}
	one := -math.Expm1(-math.Exp(-(z - mu) / beta))
	return -math.Expm1(float64(tried) * math.Log1p(-min(one, 1-1e-12)))
}

// angleBetween returns a − b between −180 and 180 degrees.
func angleBetween(a, b float64) float64 { return math.Remainder(a-b, 360) }
