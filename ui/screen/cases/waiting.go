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

// WaitingService is what is asked for what waits for the person at the desk.
type WaitingService interface {
	// Waiting returns the verifications of all known cases that wait for the person at the desk, the longest waiting first.
	Waiting(ctx context.Context) ([]casefile.WaitingVerification, error)
	// WaitingReports returns the reports of all known cases whose next step the person at the desk may take, the longest waiting first.
	WaitingReports(ctx context.Context) ([]casefile.WaitingReport, error)
}

// mostWaiting is how many waiting verifications, and reports, are named; the rest are counted.
const mostWaiting = 4

// waits is what waits for the person at the desk.
type waits struct {
	verifications []casefile.WaitingVerification
	reports       []casefile.WaitingReport
}

// lookWaiting asks which verifications and reports wait for the person at the desk, in all cases, and says so over the list.
func (s *Screen) lookWaiting() {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (w waits, err error) {
		if w.verifications, err = s.p.Service.Waiting(ctx); err == nil {
			w.reports, err = s.p.Service.WaitingReports(ctx)
		}
		return w, err
	}, func(w waits, err error) {
		s.waiting.Objects = nil
		if err == nil && len(w.verifications) > 0 { // whoever may not read cases is told so by the list
			s.waiting.Objects = append(s.waiting.Objects, widget.Inset(s.waitingCard(w.verifications), 8, 2))
		}
		if err == nil && len(w.reports) > 0 {
			s.waiting.Objects = append(s.waiting.Objects, widget.Inset(s.reportsCard(w.reports), 8, 2))
		}
		s.waiting.Hidden = len(s.waiting.Objects) == 0 // an empty one would take room
		s.waiting.Refresh()
	})
}

func (s *Screen) reportsCard(list []casefile.WaitingReport) fyne.CanvasObject {
	rows := container.NewVBox(widget.Strong(lang.L("Waiting for you: {{.What}}", map[string]any{"What": wording.Count(len(list), lang.L("report"), lang.L("reports"))})))
	for _, r := range list[:min(len(list), mostWaiting)] {
		open := widget.NewButton(lang.L("Open"), nil, func() { s.p.OpenReport(r.CasePath, r.ReportID) })
		name := lang.L("Report {{.N}}: {{.Kind}}", map[string]any{"N": r.Number, "Kind": casefile.LowerFirst(wording.ReportKind(r.Kind))})
		rows.Add(container.NewBorder(nil, nil, nil, open, widget.MutedLine(wording.Lines(r.CaseNumber, name, wording.ReportState(r.State), wording.Moment(r.Since)))))
	}
	if n := len(list) - mostWaiting; n > 0 {
		rows.Add(widget.Caption(lang.L("and {{.N}} more", map[string]any{"N": n})))
	}
	return widget.NewCard(rows)
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
