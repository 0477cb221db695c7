package candidates

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// headOf says over a list what was searched and, where ranks are withheld, why there are none and how to get them.
func (s *Screen) headOf(c casefile.Correlation) []fyne.CanvasObject {
	order := lang.L("ranked by {{.Score}}, version {{.Version}}", map[string]any{"Score": rankedBy(c), "Version": c.Version})
	if c.Withheld {
		order = lang.L("the first {{.N}}, in no order", map[string]any{"N": len(c.Candidates)})
	}
	line := widget.MutedLine(wording.Lines(lang.N("{{.N}} exhibits searched", c.GallerySize, map[string]any{"N": c.GallerySize}),
		lang.N("{{.N}} left out", len(c.LeftOut), map[string]any{"N": len(c.LeftOut)}), wording.Moment(c.AsOf), wording.Said(c.Service), order))
	head := []fyne.CanvasObject{widget.Inset(line, 8, 0)}
	if !c.Withheld {
		return head
	}
	done := 0
	for _, k := range c.Candidates {
		if k.Rank > 0 {
			done++
		}
	}
	why := lang.L("No ranks yet, so that they cannot sway you: open a pair and commit your view of it, and its rank and scores stand here.")
	how := wording.Lines(lang.L("{{.N}} of {{.M}} committed", map[string]any{"N": done, "M": len(c.Candidates)}))
	if c.Hidden > 0 {
		how = wording.Lines(how, lang.N("{{.N}} more candidates are not listed before", c.Hidden, map[string]any{"N": c.Hidden}))
	}
	all := widget.NewButton(lang.L("Show everything now…"), theme.VisibilityIcon(), s.askReveal)
	return append(head, widget.Inset(widget.NewCard(container.NewBorder(nil, nil, nil, container.NewCenter(all),
		widget.Tight(widget.Wrapped(why), widget.MutedLine(how)))), 8, 2))
}

// rankedBy returns the name of the score that a list is ranked by.
func rankedBy(c casefile.Correlation) string {
	for _, k := range c.Candidates {
		if len(k.Scores) > 0 {
			return wording.Score(k.Scores[0].Name)
		}
	}
	return c.Method
}

// askReveal asks whether the ranked list is to be shown before a view is committed, and shows it.
func (s *Screen) askReveal() {
	if s.shown < 0 || !s.correlation().Withheld {
		return
	}
	said := widget.Fixed(widget.Wrapped(lang.L("Ranks and scores that are seen first can sway a view. That you asked for them is logged with the time and your name, cannot be taken back, and the report will say that they had been visible.")), 460, 0)
	dialog.ShowCustomConfirm(lang.L("Show ranks and scores?"), lang.L("Show everything"), lang.L("Keep them back"), said, func(yes bool) {
		if yes {
			s.Reveal()
		}
	}, s.p.Shell.Window)
}
