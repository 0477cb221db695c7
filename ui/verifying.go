package ui

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"tracemark/ui/screen/verification"
	"tracemark/ui/widget"
)

// verifications makes the screen of a case's verifications.
func (w *Window) verifications(r Route) screen {
	return verification.New(verification.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, Number: r.Verification,
		Open: func(comparison string) {
			w.Navigate(Route{Place: Compare, CasePath: r.CasePath, Comparison: comparison})
		},
		Back: func() { w.Navigate(Route{Place: Case, CasePath: r.CasePath, Comparison: r.Comparison}) }})
}

// verifies returns what a screen calls when it finds that its pair is one that the person at the desk is to verify: from then on the
// window names neither the case's title nor anything else about the pair.
func (w *Window) verifies(r Route) func(number int) {
	return func(number int) {
		if w.at.Place == r.Place && w.at.CasePath == r.CasePath {
			w.at.Verification, w.blind = number, number > 0
			w.mark()
		}
	}
}

// answered returns what a screen calls when the person at the desk has answered a verification: its outcome is shown.
func (w *Window) answered(casePath string) func(number int) {
	return func(number int) {
		if w.at.CasePath == casePath {
			w.Navigate(Route{Place: Verifications, CasePath: casePath, Verification: number})
		}
		w.say(widget.Good, lang.L("Your view is committed. This is what both concluded."))
	}
}

// askVerification asks for a verification of the conclusion of a comparison.
func (w *Window) askVerification(casePath, comparison string) {
	verification.Ask(context.Background(), verification.AskParams{Shell: w.shell, Service: w.p.Services, CasePath: casePath, ComparisonID: comparison,
		Asked: func() {
			if w.at.CasePath == casePath {
				w.Navigate(Route{Place: Verifications, CasePath: casePath, Comparison: comparison})
			}
		}})
}
