package candidates

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/widget"
)

// showLeftOut lists what the service did not search and why, and offers to search what was left out for its class
// characteristics.
func (s *Screen) showLeftOut() {
	c := s.correlation()
	rows := container.NewVBox()
	for _, l := range c.LeftOut {
		rows.Add(widget.Strong(l.Label))
		rows.Add(widget.Wrapped(l.Reason))
	}
	list := container.NewVScroll(rows)
	list.SetMinSize(fyne.NewSize(560, 260))
	title := lang.L("Not searched: {{.N}}", map[string]any{"N": len(c.LeftOut)})
	if c.AllClasses {
		dialog.ShowCustom(title, lang.L("Close"), list, s.p.Shell.Window)
		return
	}
	dialog.ShowCustomConfirm(title, lang.L("Search all classes"), lang.L("Close"), list, func(again bool) {
		if again {
			s.correlate(casefile.CorrelateOptions{AllClasses: true})
		}
	}, s.p.Shell.Window)
}
