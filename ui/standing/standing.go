// Package standing shows where a score lies among pairs of known origin and what weight that gives it: the same figures, plot and
// sentences beside the microscope and beside the decision. It draws what a casefile.ScoreContext says and asks for nothing.
package standing

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/imaging"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// unitLeast is how wide a plot is in which the legend leaves room for the axis's unit, in fyne units.
const unitLeast = 300

// Rows returns the standing, one object below the other; plot is the size of the plot of known pairs in fyne units. c has no
// reason why there is none.
func Rows(c casefile.ScoreContext, plot fyne.Size) []fyne.CanvasObject {
	score := func(v float64) string { return wording.Value(imaging.Score{Name: c.Score, Value: v}) }
	rows := []fyne.CanvasObject{widget.NewFacts(
		wording.Score(c.Score), score(c.Value),
		lang.L("Best known non-match"), score(c.BestKNM),
		lang.L("Lowest known match"), score(c.LowestKM),
		lang.L("Non-matches as high or higher"), lang.L("{{.N}} of {{.M}}", map[string]any{"N": c.KNMAbove, "M": c.KNM}),
		lang.L("Matches as low or lower"), lang.L("{{.N}} of {{.M}}", map[string]any{"N": c.KMBelow, "M": c.KM}))}
	if series := knownPairs(c); len(series) > 0 {
		p := widget.NewPlot(plot)
		mark := color.NRGBAModel.Convert(uitheme.Current(theme.ColorNameWarning)).(color.NRGBA) // seen on light and dark
		unit := "%"
		if plot.Width < unitLeast {
			unit = "" // the legend reaches as far; the sentence below says that these are shares
		}
		p.Set("", unit, series, []widget.Marker{{X: c.Value, Name: lang.L("this pair"), Colour: mark}})
		rows = append(rows, p,
			widget.Muted(lang.L("Share of the known matches that score at most so much, and of the known non-matches that score at least so much.")))
	}
	if d := c.Domain; d != nil {
		rows = append(rows, widget.Strong(lang.L("What the known pairs are")), widget.NewFacts(
			lang.L("Mark"), stated(wording.Mark(d.Mark)),
			lang.L("Recorded by"), stated(d.Instruments...),
			lang.L("Spacing"), stated(d.Spacing),
			lang.L("Make"), stated(d.Makes...),
			lang.L("Ammunition"), stated(d.Ammunition...)))
	}
	if c.Headline != "" {
		head := widget.Wrapped(wording.Recorded(c.Headline))
		head.TextStyle.Bold = true
		rows = append(rows, head)
	}
	if c.AtLimit {
		rows = append(rows, widget.Wrapped(lang.L("This is the limit of what so many known pairs can support; the truth may lie further.")))
	}
	for _, x := range c.Sentences {
		rows = append(rows, widget.Wrapped(wording.Recorded(x)))
	}
	return append(rows, widget.Muted(wording.Lines(c.ReferenceSet, c.Source)))
}

// stated joins what is known, or says that nothing is.
func stated(list ...string) string {
	if text := strings.Join(list, ", "); text != "" {
		return text
	}
	return lang.L("not stated")
}

// knownPairs are the two shares by which known pairs are told apart: of matches at most so high, of non-matches at least so high.
func knownPairs(c casefile.ScoreContext) []widget.Series {
	if len(c.KMQuantiles) < 2 || len(c.KNMQuantiles) < 2 {
		return nil
	}
	line := func(name string, q []float64, falling bool) widget.Series {
		s := widget.Series{Name: name, X: q}
		for i := range q {
			share := 100 * float64(i) / float64(len(q)-1)
			if falling {
				share = 100 - share
			}
			s.Y = append(s.Y, share)
		}
		return s
	}
	km, knm := line(lang.L("matches"), c.KMQuantiles, false), line(lang.L("non-matches"), c.KNMQuantiles, true)
	km.Colour, knm.Colour, knm.Dashed = uitheme.Similar, uitheme.Dissimilar, true
	return []widget.Series{km, knm}
}
