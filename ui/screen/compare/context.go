package compare

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// loadContext reads what stands beside the score, once it may be shown.
func (s *Screen) loadContext() {
	k, path := s.pair, s.p.CasePath
	if k.context != nil || k.contextAsked || !s.revealed() || k.item.Pair() != casefile.TwoTopographies {
		return
	}
	k.contextAsked = true
	step(s, lang.L("Placing the score among known pairs"), func(ctx context.Context) (casefile.ScoreContext, error) {
		return s.p.Service.ScoreContext(ctx, path, k.id)
	}, func(c casefile.ScoreContext, err error) {
		if err != nil {
			k.contextAsked = false
			s.p.Shell.Fail(err)
			return
		}
		k.context = &c
		s.figures.fill()
	})
}

// plotWidth and plotRows are the size of the plot of known pairs in fyne units.
const plotWidth, plotRows = 240, 130

// contextCard says where the score lies among pairs of known origin, and what weight that gives it, or why none.
func contextCard(c casefile.ScoreContext) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("The score among known pairs")))
	if c.Missing != "" || c.Withheld {
		box.Add(widget.Wrapped(wording.Recorded(c.Missing)))
		return widget.NewCard(box)
	}
	score := func(v float64) string { return wording.Value(imaging.Score{Name: c.Score, Value: v}) }
	box.Add(widget.NewFacts(
		wording.Score(c.Score), score(c.Value),
		lang.L("Best known non-match"), score(c.BestKNM),
		lang.L("Lowest known match"), score(c.LowestKM),
		lang.L("Non-matches as high or higher"), lang.L("{{.N}} of {{.M}}", map[string]any{"N": c.KNMAbove, "M": c.KNM}),
		lang.L("Matches as low or lower"), lang.L("{{.N}} of {{.M}}", map[string]any{"N": c.KMBelow, "M": c.KM})))
	if series := knownSeries(c); len(series) > 0 {
		p := widget.NewPlot(fyne.NewSize(plotWidth, plotRows))
		p.Set("", lang.L("% at most"), series, []widget.Marker{{X: c.Value, Name: lang.L("this pair"), Colour: uitheme.SyntheticBG}})
		box.Add(p)
	}
	if c.Headline != "" {
		head := widget.Wrapped(wording.Recorded(c.Headline))
		head.TextStyle.Bold = true
		box.Add(head)
	}
	if c.HasLR {
		box.Add(widget.NewFacts(lang.L("95 % interval"), wording.Figures(c.Low, 3)+" – "+wording.Figures(c.High, 3)))
	}
	for _, x := range c.Sentences {
		box.Add(widget.Wrapped(wording.Recorded(x)))
	}
	box.Add(widget.Muted(wording.Lines(c.ReferenceSet, c.Source)))
	return widget.NewCard(box)
}

// knownSeries are the shares of the known pairs that score at most so much: matches and non-matches.
func knownSeries(c casefile.ScoreContext) []widget.Series {
	line := func(name string, q []float64) widget.Series {
		s := widget.Series{Name: name, X: q}
		for i := range q {
			s.Y = append(s.Y, 100*float64(i)/float64(len(q)-1))
		}
		return s
	}
	if len(c.KMQuantiles) < 2 || len(c.KNMQuantiles) < 2 {
		return nil
	}
	km, knm := line(lang.L("matches"), c.KMQuantiles), line(lang.L("non-matches"), c.KNMQuantiles)
	km.Colour, knm.Colour, knm.Dashed = uitheme.Similar, uitheme.Dissimilar, true
	return []widget.Series{km, knm}
}
