package verification

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// stepBar offers the steps that the person at the desk may take, nil where there are none.
func (s *Screen) stepBar(v casefile.VerificationItem) fyne.CanvasObject {
	row := container.NewHBox()
	for _, k := range v.May {
		row.Add(widget.NewButton(stepTitle(k)+"…", nil, func() { s.Step(k) }))
	}
	if len(row.Objects) == 0 {
		return nil
	}
	return row
}

func stepTitle(k casefile.StepKind) string {
	switch k {
	case casefile.Consultation:
		return lang.L("Record a consultation")
	case casefile.Resolution:
		return lang.L("Resolve")
	}
	return lang.L("Withdraw")
}

// Step asks what is recorded of a step, and records it.
func (s *Screen) Step(k casefile.StepKind) {
	v, ok := s.chosen()
	if !ok || !can(v, k) {
		return
	}
	text := widget.NewTextField(stepHint(k), 4)
	content := container.NewVBox(widget.Muted(stepHelp(k)), text)
	choices := []casefile.Standing{casefile.FirstStands, casefile.VerifierStands, casefile.NeitherStands}
	stands := fw.NewRadioGroup(nil, nil)
	for _, c := range choices {
		stands.Options = append(stands.Options, wording.Standing(c))
	}
	if k == casefile.Resolution { // none is chosen beforehand: this is for a person to decide
		content.Objects = []fyne.CanvasObject{content.Objects[0], stands, text}
	}
	d := dialog.NewCustomConfirm(stepTitle(k), lang.L("Record"), lang.L("Cancel"), content, func(ok bool) {
		if !ok {
			return
		}
		step := casefile.VerificationStep{Kind: k, Text: strings.TrimSpace(text.Text)}
		for _, c := range choices {
			if k == casefile.Resolution && wording.Standing(c) == stands.Selected {
				step.Stands = c
			}
		}
		if k == casefile.Resolution && step.Stands == "" {
			s.p.Shell.Say(widget.Info, lang.L("Choose which view is reported first."))
			return
		}
		s.record(v, step)
	}, s.p.Shell.Window)
	text.OnEscape = d.Hide
	d.Resize(fyne.NewSize(600, 340))
	d.Show()
	s.p.Shell.Window.Canvas().Focus(text)
}

func stepHint(k casefile.StepKind) string {
	switch k {
	case casefile.Consultation:
		return lang.L("What both looked at together, and what each holds now.")
	case casefile.Resolution:
		return lang.L("Why this view is reported.")
	}
	return lang.L("Why nobody is to answer any more.")
}

func stepHelp(k casefile.StepKind) string {
	switch k {
	case casefile.Consultation:
		return lang.L("Neither view is changed by it. The report gives what is recorded here.")
	case casefile.Resolution:
		return lang.L("You decide which view is reported. Both stand as they were committed, and the report gives both with your reasons.")
	}
	return lang.L("The request stays on record as withdrawn.")
}

func (s *Screen) record(v casefile.VerificationItem, step casefile.VerificationStep) {
	path, id := s.p.CasePath, v.Verification.Request.ID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.VerificationItem, error) {
		return s.p.Service.FollowUp(ctx, path, id, step)
	}, func(_ casefile.VerificationItem, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Recorded."))
		s.Refresh()
	})
}

// Ask asks for a verification of a conclusion of the case: of the only one, or of one that is chosen.
func (s *Screen) Ask() {
	var open []casefile.ComparisonItem
	for _, k := range s.pairs {
		if k.Conclusion != nil {
			open = append(open, k)
		}
	}
	ask := func(k casefile.ComparisonItem) {
		Ask(s.ctx, AskParams{Shell: s.p.Shell, Service: s.p.Service, CasePath: s.p.CasePath, ComparisonID: k.Comparison.ID, Asked: s.asked})
	}
	switch len(open) {
	case 0:
		s.p.Shell.Say(widget.Info, lang.L("Nothing was concluded in this case yet: record a conclusion first."))
	case 1:
		ask(open[0])
	default:
		names := make([]string, len(open))
		for i, k := range open {
			names[i] = wording.Lines(lang.L("Comparison {{.N}}", map[string]any{"N": k.Comparison.Number}), k.A.Exhibit.Label+" / "+k.B.Exhibit.Label, wording.Conclusion(*k.Conclusion))
		}
		which := fw.NewSelect(names, nil)
		which.SetSelectedIndex(0)
		dialog.NewCustomConfirm(lang.L("Which conclusion?"), lang.L("Continue"), lang.L("Cancel"), which, func(ok bool) {
			if ok {
				ask(open[which.SelectedIndex()])
			}
		}, s.p.Shell.Window).Show()
	}
}

// asked shows the newest verification.
func (s *Screen) asked() {
	s.at = len(s.items) + 1
	s.Refresh()
}
