package cases

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// mostOverdue is how many overdue exhibits are named; the rest are counted.
const mostOverdue = 4

// lookOverdue asks what should have been back, in all cases, and says so over the list.
func (s *Screen) lookOverdue() {
	task.Load(s.p.Shell.Tasks, s.ctx, s.p.Service.Overdue, func(list []casefile.Overdue, err error) {
		if err != nil { // whoever may not read cases is told so by the list
			list = nil
		}
		s.overdue.Objects = nil
		if len(list) > 0 {
			s.overdue.Objects = []fyne.CanvasObject{widget.Inset(s.overdueCard(list), 8, 2)}
		}
		s.overdue.Refresh()
	})
}

func (s *Screen) overdueCard(list []casefile.Overdue) fyne.CanvasObject {
	rows := container.NewVBox(widget.NewWarning(lang.L("Not returned in time: {{.What}}", map[string]any{"What": wording.Count(len(list), lang.L("exhibit"), lang.L("exhibits"))})))
	for _, o := range list[:min(len(list), mostOverdue)] {
		open := widget.NewButton(lang.L("Open"), nil, func() { s.p.OpenExhibit(o.CasePath, o.State.ExhibitID) })
		text := wording.Lines(o.CaseNumber, o.Label, wording.Party(o.State.Holder), lang.L("due {{.Due}}, {{.Days}} ago", map[string]any{"Due": o.State.Due,
			"Days": wording.Count(o.Days, lang.L("day"), lang.L("days"))}))
		rows.Add(container.NewBorder(nil, nil, nil, open, widget.Strong(text)))
	}
	if n := len(list) - mostOverdue; n > 0 {
		rows.Add(widget.Caption(lang.L("and {{.N}} more", map[string]any{"N": n})))
	}
	return widget.NewCard(rows)
}

// newOverdue is the place for it, empty at first.
func newOverdue() *fyne.Container { return container.NewVBox() }

// OverdueService is what is asked for it.
type OverdueService interface {
	// Overdue returns the exhibits of all known cases that should have been back, the longest overdue first.
	Overdue(ctx context.Context) ([]casefile.Overdue, error)
}
