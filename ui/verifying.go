package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"tracemark/casefile"
	"tracemark/ui/screen/verification"
	"tracemark/ui/task"
	"tracemark/ui/widget"
)

// openSealed asks for the file of a verification that another workstation asks for, and opens it as a case of its own.
func (w *Window) openSealed() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			w.shell.Fail(err)
			return
		}
		r.Close() // it is read by its path, and checked whole
		file := r.URI().Path()
		task.Long(w.tasks, lang.L("Opening the sealed verification"), func(ctx context.Context, p casefile.Progress) (casefile.CaseRef, error) {
			return w.p.Services.OpenVerification(ctx, file, p)
		}, func(c casefile.CaseRef, err error) {
			if err != nil {
				w.shell.Fail(err)
				return
			}
			w.ref = c
			w.Navigate(Route{Place: Verifications, CasePath: c.Path})
		})
	}, w.win)
	d.SetTitleText(lang.L("Choose the sealed verification"))
	d.SetFilter(storage.NewExtensionFileFilter([]string{".tmcase"}))
	widget.ShowFiles(d)
}

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
		w.say(widget.Good, lang.L("Your view is committed."))
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
