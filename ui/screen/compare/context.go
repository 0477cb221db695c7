package compare

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/standing"
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
	for _, o := range standing.Rows(c, fyne.NewSize(plotWidth, plotRows)) {
		box.Add(o)
	}
	return widget.NewCard(box)
}
