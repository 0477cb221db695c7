package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// strip is the bottom line of the window: what is running, how far it is, and how to stop it.
type strip struct {
	tasks  *task.Runner
	object fyne.CanvasObject

	text   *fw.RichText
	bar    *fw.ProgressBar
	cancel *widget.Button
	right  *fyne.Container
}

func newStrip(t *task.Runner, version string) *strip {
	s := &strip{tasks: t, text: widget.MutedLine(""), bar: fw.NewProgressBar()}
	s.cancel = widget.NewButton(lang.L("Cancel (Ctrl+.)"), theme.CancelIcon(), s.stop)
	s.right = container.NewHBox(container.NewCenter(widget.Fixed(s.bar, 260, 0)), s.cancel)
	about := widget.MutedLine("Tracemark " + version)
	about.Truncation = fyne.TextTruncateOff
	s.object = widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(
		container.NewBorder(nil, nil, nil, container.NewHBox(s.right, about), s.text), 4, 1))
	s.refresh()
	return s
}

// stop cancels the job that is shown.
func (s *strip) stop() {
	if jobs := s.tasks.Jobs(); len(jobs) > 0 {
		jobs[0].Cancel()
	}
}

// refresh shows the oldest running job.
func (s *strip) refresh() {
	jobs := s.tasks.Jobs()
	if len(jobs) == 0 {
		s.right.Hide()
		widget.SetText(s.text, lang.L("Ready"))
		return
	}
	j := jobs[0]
	text := wording.Lines(j.Title, wording.Recorded(j.Label))
	if j.Cancelling {
		text = wording.Lines(j.Title, lang.L("stopping…"))
		s.cancel.Disable()
	} else {
		s.cancel.Enable()
	}
	if len(jobs) > 1 {
		text = wording.Lines(text, lang.L("and {{.N}} more", map[string]any{"N": len(jobs) - 1}))
	}
	widget.SetText(s.text, text)
	if j.Total > 0 {
		s.bar.Max = float64(j.Total)
		s.bar.SetValue(float64(j.Done))
	} else {
		s.bar.Max = 1
		s.bar.SetValue(0)
	}
	s.right.Show()
}
