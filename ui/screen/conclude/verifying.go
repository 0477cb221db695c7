package conclude

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// verifying reports whether the pair waits for the person at the desk to verify what somebody else concluded from it.
func (s *Screen) verifying() bool { return s.exam.Verification > 0 }

// Ask asks for a verification of the conclusion that stands.
func (s *Screen) Ask() {
	if s.item.Conclusion == nil {
		s.p.Shell.Say(widget.Info, lang.L("Record a conclusion first: that is what is verified."))
		return
	}
	s.p.AskVerification(s.p.ComparisonID)
}

// verificationCard says whether a second examiner was asked about what was concluded here, and what came of it.
func (s *Screen) verificationCard() fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Verification")))
	asked, open := false, false
	for _, v := range s.verified {
		if v.Conclusion == nil || v.Conclusion.ComparisonID != s.item.Comparison.ID {
			continue
		}
		n := v.Verification.Request.Number
		asked = true
		open = open || s.item.Conclusion != nil && v.Conclusion.ID == s.item.Conclusion.ID && v.Verification.View == nil && len(v.Verification.Steps) == 0
		text := wording.Lines(lang.L("Verification {{.N}}", map[string]any{"N": n}), wording.VerificationState(v.State))
		box.Add(container.NewBorder(nil, nil, nil, widget.NewButton(lang.L("Open"), nil, func() { s.p.Verification(n) }), widget.Wrapped(text)))
	}
	if !asked {
		box.Add(widget.Muted(lang.L("No second examiner was asked to verify the conclusion.")))
	}
	if s.item.Conclusion != nil && !open {
		box.Add(container.NewHBox(widget.NewButton(lang.L("Ask for a verification…"), nil, s.Ask)))
	}
	return widget.NewCard(box)
}
