package compare

import (
	"context"
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// thresholdCard shows how much the count depends on the rule: rows are the least correlation, columns the distance allowed, at the
// method's own rotation. The method's own rule is bold.
func thresholdCard(list []imaging.RuleCount) fyne.CanvasObject {
	own := math.NaN()
	for _, c := range list {
		if c.Own {
			own = c.WithinDeg
		}
	}
	var rs, distances []float64
	at := map[[2]float64]imaging.RuleCount{}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, c := range list {
		lo, hi = min(lo, c.Count), max(hi, c.Count)
		if own == own && c.WithinDeg != own {
			continue
		}
		at[[2]float64{c.MinR, c.WithinUM}] = c
		rs, distances = with(rs, c.MinR), with(distances, c.WithinUM)
	}
	head := container.NewGridWithColumns(1+len(distances), widget.Caption("r ≥"))
	for _, d := range distances {
		head.Add(widget.Caption(wording.Number(d, 0) + " µm"))
	}
	rows := widget.Tight(head)
	for _, r := range rs {
		row := container.NewGridWithColumns(1+len(distances), widget.Caption(wording.Number(r, 2)))
		for _, d := range distances {
			c := at[[2]float64{r, d}]
			l := fw.NewLabel(wording.Figures(c.Count, 3))
			l.TextStyle.Bold = c.Own
			if c.Own {
				l.Importance = fw.HighImportance
			}
			row.Add(l)
		}
		rows.Add(row)
	}
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("The count under other thresholds")), rows,
		widget.Muted(lang.L("Congruent cells, by the least correlation and the distance allowed. Over all rules, rotation included: {{.Lo}} to {{.Hi}}.",
			map[string]any{"Lo": wording.Figures(lo, 3), "Hi": wording.Figures(hi, 3)}))))
}

// filtersCard shows what the pair scores under other filters; computing that takes a while and is asked for.
func (p *figuresPage) filtersCard() fyne.CanvasObject {
	k := p.s.pair
	box := container.NewVBox(widget.Strong(lang.L("The scores under other filters")))
	switch {
	case k.filtering:
		box.Add(widget.Muted(lang.L("Both scans are being prepared anew under each filter…")))
	case k.explanation == nil || len(k.explanation.Filters) == 0:
		ask := widget.NewButton(lang.L("Compute (some seconds)"), nil, p.s.computeFilters)
		enable(ask, k.explanation != nil)
		box.Add(ask)
	default:
		facts := []string{}
		for _, f := range k.explanation.Filters {
			said := wording.Recorded(f.Problem)
			if said == "" {
				said = fmt.Sprintf("%s   (%s, z %s)", wording.Figures(f.Count, 3), wording.Number(f.Fraction, 2), wording.Number(f.Surface, 2))
			}
			facts = append(facts, wording.Recorded(f.Setting), said)
		}
		box.Add(widget.NewFacts(facts...))
		box.Add(widget.Muted(lang.L("Congruent cells (their share, correlation of the whole surfaces).")))
	}
	return widget.NewCard(box)
}

// computeFilters computes the scores under other filters; leaving the pair cancels it.
func (s *Screen) computeFilters() {
	k, path := s.pair, s.p.CasePath
	if k.filtering || !s.revealed() {
		return
	}
	k.filtering = true
	s.figures.fill()
	step(s, lang.L("Computing the scores under other filters"), func(ctx context.Context) (casefile.Explanation, error) {
		return s.p.Service.Explain(ctx, path, k.id, true, nil)
	}, func(e casefile.Explanation, err error) {
		k.filtering = false
		if err != nil {
			s.p.Shell.Fail(err)
		} else {
			k.explanation = &e
		}
		s.figures.fill()
	})
}

// with returns a list with v at its end, unless it is there already.
func with(list []float64, v float64) []float64 {
	for _, x := range list {
		if x == v {
			return list
		}
	}
	return append(list, v)
}
