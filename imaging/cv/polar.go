package cv

import (
	"image"
	"math"
	"slices"

	"gocv.io/x/gocv"
)

// polarSide is the side of the pictures whose spectra are compared, and of their log-polar maps.
const polarSide = 256

// polar proposes scales, pixels of B's working picture for one of A's: a change of scale moves a spectrum's log-polar map
// along its radius, whatever the shift and the rotation.
func (p *pair) polar() []float64 {
	var own mats
	defer own.close()
	per := polarSide / math.Log(polarSide/2) // columns for a factor e
	maps := [2]gocv.Mat{}
	for i, s := range []side{p.a, p.b} {
		spectrum := p.spectrum(&own, s)
		maps[i] = own.keep(gocv.NewMat())
		gocv.LogPolar(spectrum, &maps[i], image.Pt(polarSide/2, polarSide/2), per, gocv.InterpolationLinear)
	}
	window := own.keep(gocv.NewMat())
	shift, _ := gocv.PhaseCorrelate(maps[0], maps[1], window)
	s := math.Exp(-float64(shift.X) / per)
	if !(s >= minScale && s <= maxScale) {
		return nil
	}
	return []float64{s}
}

// spectrum is the logarithm of the power spectrum of a photograph's disc, less its smooth part, with zero frequency in the
// middle. The smooth part is the same for every photograph and would hold the maps together at scale 1.
func (p *pair) spectrum(own *mats, s side) gocv.Mat {
	per := s.coarse * coarseSide / polarSide
	small := own.keep(gocv.NewMat())
	size := image.Pt(min(polarSide, max(8, int(math.Round(float64(s.grey.Cols())/per)))), min(polarSide, max(8, int(math.Round(float64(s.grey.Rows())/per)))))
	gocv.Resize(s.grey, &small, size, 0, 0, gocv.InterpolationArea)
	disc(values(small), size.X, size.Y)
	square := own.keep(gocv.NewMatWithSize(polarSide, polarSide, gocv.MatTypeCV32F))
	to, from := values(square), values(small)
	for i := range to {
		to[i] = 0
	}
	left, top := (polarSide-size.X)/2, (polarSide-size.Y)/2
	for y := range size.Y {
		copy(to[(top+y)*polarSide+left:], from[y*size.X:(y+1)*size.X])
	}
	full := own.keep(gocv.NewMat())
	gocv.DFT(square, &full, gocv.DftComplexOutput)
	c := values(full)
	for y := range polarSide {
		for x := range polarSide {
			k := 2 * (y*polarSide + x)
			power := float64(c[k])*float64(c[k]) + float64(c[k+1])*float64(c[k+1])
			to[(y+polarSide/2)%polarSide*polarSide+(x+polarSide/2)%polarSide] = float32(math.Log(power + 1))
		}
	}
	smooth := own.keep(gocv.NewMat())
	gocv.GaussianBlur(square, &smooth, image.Point{}, 12, 12, gocv.BorderReflect101)
	gocv.Subtract(square, smooth, &square)
	return square
}

// Features.
const (
	maxFeatures = 1500
	minMatches  = 12  // fewer agree by chance
	matchRatio  = 0.8 // Lowe's test: the best match is this much nearer than the second
	inlierPx    = 4.0
)

// features proposes a scale by ORB features of the band-passed pictures, matched and agreed on by RANSAC.
func (p *pair) features() (scale float64, ok bool) {
	var own mats
	defer own.close()
	orb := gocv.NewORBWithParams(maxFeatures, 1.2, 8, 31, 0, 2, gocv.ORBScoreTypeHarris, 31, 5)
	defer orb.Close()
	none := own.keep(gocv.NewMat())
	var points [2][]gocv.KeyPoint
	var words [2]gocv.Mat
	for i, m := range []gocv.Mat{p.views[0].fineA, p.views[0].fineB} {
		grey := own.keep(gocv.NewMat())
		m.ConvertToWithParams(&grey, gocv.MatTypeCV8U, 127/clipAt, 128)
		points[i], words[i] = orb.DetectAndCompute(grey, none)
		own.keep(words[i])
		if len(points[i]) < minMatches || words[i].Empty() {
			return 0, false // the matcher would end the program
		}
	}
	matcher := gocv.NewBFMatcherWithParams(gocv.NormHamming, false)
	defer matcher.Close()
	var from, to []gocv.Point2f
	for _, m := range matcher.KnnMatch(words[0], words[1], 2) {
		if len(m) == 2 && m[0].Distance < matchRatio*m[1].Distance {
			a, b := points[0][m[0].QueryIdx], points[1][m[0].TrainIdx]
			from = append(from, gocv.Point2f{X: float32(a.X), Y: float32(a.Y)})
			to = append(to, gocv.Point2f{X: float32(b.X), Y: float32(b.Y)})
		}
	}
	if len(from) < minMatches {
		return 0, false
	}
	va, vb := gocv.NewPoint2fVectorFromPoints(from), gocv.NewPoint2fVectorFromPoints(to)
	defer va.Close()
	defer vb.Close()
	m := own.keep(gocv.EstimateAffinePartial2D(va, vb))
	if m.Empty() {
		return 0, false
	}
	c, s := m.GetDoubleAt(0, 0), m.GetDoubleAt(1, 0)
	tx, ty := m.GetDoubleAt(0, 2), m.GetDoubleAt(1, 2)
	agree := 0
	for i, a := range from {
		x, y := float64(a.X), float64(a.Y)
		if math.Hypot(c*x-s*y+tx-float64(to[i].X), s*x+c*y+ty-float64(to[i].Y)) <= inlierPx {
			agree++
		}
	}
	scale = math.Hypot(c, s)
	return scale, agree >= minMatches && scale >= minScale && scale <= maxScale
}

// near are the poses around a candidate that are looked at before it is refined, best first.
func (p *pair) near(c candidate) candidate {
	scales := []float64{1}
	if !p.scaled {
		scales = []float64{0.96, 0.98, 1, 1.02, 1.04}
	}
	var all []candidate
	for _, s := range scales {
		for _, turn := range []float64{-1.5, -1, -0.5, 0, 0.5, 1, 1.5} {
			all = append(all, p.at(c.view, c.angle+turn, c.scale*s))
		}
	}
	return slices.MaxFunc(all, func(a, b candidate) int { return cmpFloat(a.z, b.z) })
}
