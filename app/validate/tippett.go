package validate

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"tracemark/imaging/score"
)

// tippett is a Tippett plot: for every value the share of pairs whose likelihood ratio is at least that. What matters is
// where the lines cross 0: same-source pairs to its left and different-source pairs to its right are misled about.
type tippett struct {
	title   string
	km, knm []float64 // likelihood ratios, ascending
}

func (r Report) tippetts() []tippett {
	var list []tippett
	for _, s := range r.Scores {
		if e := s.Weight; e != nil && e.Why == "" && len(e.KM) > 0 && len(e.KNM) > 0 {
			list = append(list, tippett{fmt.Sprintf("%s: likelihood ratios, Cllr %s, min %s", s.Name, fixed(e.Cllr, 3), fixed(e.CllrMin, 3)), e.KM, e.KNM})
		}
	}
	return list
}

func (t tippett) plot() (*plot.Plot, error) {
	p := frame(t.title, "log10 of the likelihood ratio", "share at least that, %")
	least := math.Floor(min(math.Log10(t.km[0]), math.Log10(t.knm[0]), -1))
	most := math.Ceil(max(math.Log10(t.km[len(t.km)-1]), math.Log10(t.knm[len(t.knm)-1]), 1))
	for _, g := range []struct {
		name string
		lr   []float64
		c    color.NRGBA
	}{{"different source", t.knm, colourKNM}, {"same source", t.km, colourKM}} {
		points := plotter.XYs{{X: least, Y: 100}}
		for _, q := range score.Tippett(g.lr) {
			points = append(points, plotter.XY{X: q.Log10LR, Y: 100 * q.Share})
		}
		l, err := plotter.NewLine(append(points, plotter.XY{X: most, Y: 0}))
		if err != nil {
			return nil, err
		}
		g.c.A = 0xff
		l.Color, l.Width = g.c, vg.Points(1.5)
		p.Add(l)
		p.Legend.Add(g.name, l)
	}
	zero, err := plotter.NewLine(plotter.XYs{{X: 0, Y: 0}, {X: 0, Y: 100}})
	if err != nil {
		return nil, err
	}
	zero.Color, zero.Dashes = color.Gray{0x60}, []vg.Length{vg.Points(3), vg.Points(3)}
	p.Add(zero)
	p.X.Min, p.X.Max, p.Y.Max = least, most, 130 // room for the legend above the lines
	p.Y.Tick.Marker = shareTicks{}
	return p, nil
}
