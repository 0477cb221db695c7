package validate

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Blue and orange of Okabe and Ito's palette: told apart with every common colour vision, and by lightness in grey.
var (
	colourKM  = color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xb0}
	colourKNM = color.NRGBA{R: 0x00, G: 0x72, B: 0xb2, A: 0xb0}
)

// Sizes of the picture.
const (
	tileWidth   = 4.2 * vg.Inch
	tileHeight  = 2.9 * vg.Inch
	titleHeight = 0.55 * vg.Inch
	plotColumns = 2
	plotDPI     = 110
	plotBins    = 36 // of scores that are no whole numbers
)

// tile is one plot of the picture.
type tile interface{ plot() (*plot.Plot, error) }

// distribution is one plot: the values of both groups.
type distribution struct {
	title   string
	label   string
	km, knm []float64
}

// WritePlot draws the distributions of every score, the published ones last, and a Tippett plot of each score's likelihood
// ratios, as a PNG. Each group's bars add up to 100 %, because there are many more different-source pairs than same-source
// ones.
func (r Report) WritePlot(w io.Writer) error {
	list := r.tiles()
	if len(list) == 0 {
		return invalid("The run has no score to draw", "Validate with at least one method")
	}
	return r.drawTiles(w, list)
}

// tiles lists the plots of the run: distributions first.
func (r Report) tiles() []tile {
	var list []tile
	for _, d := range r.distributions() {
		list = append(list, d)
	}
	for _, t := range r.tippetts() {
		list = append(list, t)
	}
	return list
}

// drawTiles draws some of the plots as a PNG.
func (r Report) drawTiles(w io.Writer, list []tile) error {
	rows := (len(list) + plotColumns - 1) / plotColumns
	img := vgimg.NewWith(
		vgimg.UseWH(plotColumns*tileWidth, vg.Length(rows)*tileHeight+titleHeight), vgimg.UseDPI(plotDPI), vgimg.UseBackgroundColor(color.White))
	page := draw.New(img)
	r.drawTitle(page)
	tiles := draw.Tiles{Rows: rows, Cols: plotColumns, PadX: vg.Points(12), PadY: vg.Points(10),
		PadTop: titleHeight, PadBottom: vg.Points(6), PadLeft: vg.Points(8), PadRight: vg.Points(12)}
	for i, d := range list {
		p, err := d.plot()
		if err != nil {
			return fmt.Errorf("plot of %d: %w", i+1, err)
		}
		p.Draw(tiles.At(page, i%plotColumns, i/plotColumns))
	}
	if _, err := (vgimg.PngCanvas{Canvas: img}).WriteTo(w); err != nil {
		return fmt.Errorf("write plot: %w", err)
	}
	return nil
}

func (r Report) distributions() []distribution {
	var list []distribution
	for _, s := range r.Scores {
		km, knm := r.groups(func(p Pair) float64 { return p.Score(s.Name) })
		d := distribution{title: s.Name, label: "score " + s.Name, km: km, knm: knm}
		if s.Name == r.Default {
			d.title += "*"
		}
		d.title += figuresLine(s)
		list = append(list, d)
	}
	if r.Published != nil {
		km, knm := r.groups(func(p Pair) float64 { return p.Published })
		list = append(list, distribution{title: "published" + figuresLine(*r.Published), label: "published " + r.Published.Name, km: km, knm: knm})
	}
	return list
}

func figuresLine(s ScoreReport) string {
	return fmt.Sprintf(": AUC %s, variance ratio %s", fixed(s.AUC, 4), fixed(s.VarianceRatio, 1))
}

func (r Report) drawTitle(page draw.Canvas) {
	style := plot.New().Title.TextStyle
	style.Font.Variant, style.Font.Size = "Sans", vg.Points(10)
	style.XAlign, style.YAlign = text.XLeft, text.YTop
	line := fmt.Sprintf("%d scans grouped by %s: %d same-source (KM) and %d different-source (KNM) pairs. * decides in the product.", r.Scans, r.Grouping, r.Pairs.KM, r.Pairs.KNM)
	if r.Synthetic {
		line = "SYNTHETIC DATA. " + line
	}
	page.FillText(style, vg.Point{X: page.Min.X + vg.Points(12), Y: page.Max.Y - vg.Points(10)}, line)
}

// frame is a plot with nothing drawn in it.
func frame(title, x, y string) *plot.Plot {
	p := plot.New()
	for style, size := range map[*text.Style]vg.Length{
		&p.Title.TextStyle: 9.5, &p.Legend.TextStyle: 8, &p.X.Label.TextStyle: 9, &p.Y.Label.TextStyle: 9,
		&p.X.Tick.Label: 8, &p.Y.Tick.Label: 8,
	} {
		style.Font.Variant, style.Font.Size = "Sans", size
	}
	p.Title.Text, p.Title.Padding = title, vg.Points(4)
	p.X.Tick.Marker, p.Y.Tick.Marker = shortTicks{}, shortTicks{}
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.Y.Min = 0
	p.Legend.Top = true
	p.Legend.Padding = vg.Points(2)
	p.Add(plotter.NewGrid())
	return p
}

// plot draws both groups over each other, with bins of the same limits.
func (d distribution) plot() (*plot.Plot, error) {
	p := frame(d.title, d.label, "share of group, %")
	km, knm := known(d.km), known(d.knm)
	low, width, bins := binsFor(append(append([]float64(nil), km...), knm...))
	for _, g := range []struct {
		name   string
		values []float64
		fill   color.NRGBA
	}{{"different source", knm, colourKNM}, {"same source", km, colourKM}} {
		h := histogram(g.values, low, width, bins)
		h.FillColor, h.LineStyle.Width = g.fill, 0
		p.Add(h)
		p.Legend.Add(fmt.Sprintf("%s, n = %d", g.name, len(g.values)), h)
		p.Y.Max = math.Max(p.Y.Max, 5)
	}
	p.X.Min, p.X.Max = low-width/2, low+width*(float64(bins)+0.5)
	p.Y.Max *= 1.25 // room for the legend above the bars
	return p, nil
}

func histogram(values []float64, low, width float64, bins int) *plotter.Histogram {
	h := &plotter.Histogram{Bins: make([]plotter.HistogramBin, bins), Width: width}
	for i := range h.Bins {
		h.Bins[i].Min, h.Bins[i].Max = low+float64(i)*width, low+float64(i+1)*width
	}
	for _, v := range values {
		i := min(max(int((v-low)/width), 0), bins-1)
		h.Bins[i].Weight += 100 / float64(len(values))
	}
	return h
}

// binsFor chooses bins for values: one per whole number (or half, for means of two directions) where they are counts,
// plotBins otherwise.
func binsFor(values []float64) (low, width float64, bins int) {
	if len(values) == 0 {
		return 0, 1, 1
	}
	least, most, halves, whole := values[0], values[0], true, true
	for _, v := range values {
		least, most = math.Min(least, v), math.Max(most, v)
		whole = whole && v == math.Trunc(v)
		halves = halves && 2*v == math.Trunc(2*v)
	}
	span := most - least
	switch {
	case whole && span > 1 && span <= 200:
		width = 1
	case halves && span > 1 && span <= 100:
		width = 0.5
	case span == 0:
		return least - 0.5, 1, 1
	default:
		return least, span / plotBins, plotBins
	}
	return least - width/2, width, int(math.Round(span/width)) + 1
}

func known(values []float64) []float64 {
	return keep(values, func(v float64) bool { return !math.IsNaN(v) })
}

// shortTicks are the plot's own ticks with their numbers as short as they are exact: 75, not 75.00.
type shortTicks struct{ plot.DefaultTicks }

// Ticks returns the ticks from least to most.
func (t shortTicks) Ticks(least, most float64) []plot.Tick {
	ticks := t.DefaultTicks.Ticks(least, most)
	for i, k := range ticks {
		if k.Label != "" { // minor ticks have none
			ticks[i].Label = strconv.FormatFloat(math.Round(k.Value*1e6)/1e6, 'g', -1, 64)
		}
	}
	return ticks
}

// shareTicks are shortTicks for a share in per cent, which ends at 100 however high the axis is.
type shareTicks struct{ shortTicks }

// Ticks returns the ticks from least to most, none beyond 100.
func (t shareTicks) Ticks(least, most float64) []plot.Tick {
	return slices.DeleteFunc(t.shortTicks.Ticks(least, most), func(k plot.Tick) bool { return k.Value > 100 })
}
