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

// WaitingService is what is asked for the verifications that wait.
type WaitingService interface {
	// Waiting returns the verifications of all known cases that wait for the person at the desk, the longest waiting first.
	Waiting(ctx context.Context) ([]casefile.WaitingVerification, error)
}

// mostWaiting is how many waiting verifications are named; the rest are counted.
const mostWaiting = 4

// lookWaiting asks which verifications wait for the person at the desk, in all cases, and says so over the list.
func (s *Screen) lookWaiting() {
	task.Load(s.p.Shell.Tasks, s.ctx, s.p.Service.Waiting, func(list []casefile.WaitingVerification, err error) {
		if err != nil { // whoever may not read cases is told so by the list
			list = nil
		}
		s.waiting.Objects, s.waiting.Hidden = nil, len(list) == 0 // an empty one would take room
		if len(list) > 0 {
			s.waiting.Objects = []fyne.CanvasObject{widget.Inset(s.waitingCard(list), 8, 2)}
		}
		s.waiting.Refresh()
	})
}

func (s *Screen) waitingCard(list []casefile.WaitingVerification) fyne.CanvasObject {
	rows := container.NewVBox(widget.Strong(lang.L("Waiting for you: {{.What}}", map[string]any{"What": wording.Count(len(list), lang.L("verification"), lang.L("verifications"))})))
	for _, v := range list[:min(len(list), mostWaiting)] {
		open := widget.NewButton(lang.L("Open"), nil, func() { s.p.OpenVerification(v.CasePath, v.Number) })
		text := wording.Lines(v.CaseNumber, lang.L("Verification {{.N}}", map[string]any{"N": v.Number}), lang.L("asked {{.When}}", map[string]any{"When": wording.Moment(v.Created)}))
		rows.Add(container.NewBorder(nil, nil, nil, open, widget.MutedLine(text)))
	}
	if n := len(list) - mostWaiting; n > 0 {
		rows.Add(widget.Caption(lang.L("and {{.N}} more", map[string]any{"N": n})))
	}
	return widget.NewCard(rows)
}
