package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/screen/custody"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// LabelFinder is what the window itself asks for.
type LabelFinder interface {
	// FindLabel returns the exhibit, among all known cases, that a label's code means.
	FindLabel(ctx context.Context, code string) (casefile.LabelTarget, error)
}

// Scanned opens the exhibit of a label whose code was scanned, or typed by hand.
func (w *Window) Scanned(code string) {
	if w.barred() {
		return
	}
	if w.win.Canvas().Overlays().Top() != nil { // what is being filled in there shall not be lost
		w.say(widget.Info, lang.L("A label was scanned. Close what is open on top of the window, and scan it again."))
		return
	}
	if s, ok := w.current.(interface{ Filling() bool }); ok && s.Filling() {
		w.say(widget.Info, lang.L("A label was scanned. Record what is in the form first, or leave it, and scan the label again."))
		return
	}
	task.Load(w.tasks, context.Background(), func(ctx context.Context) (casefile.LabelTarget, error) { return w.p.Services.FindLabel(ctx, code) },
		func(t casefile.LabelTarget, err error) {
			if err != nil {
				w.say(widget.Trouble, wording.Error(err))
				return
			}
			r := Route{Place: Case, CasePath: t.CasePath, Exhibit: t.Exhibit.ID}
			if w.at.CasePath == t.CasePath {
				r.Comparison = w.at.Comparison
			}
			w.Navigate(r)
			said := lang.L("Label scanned: exhibit {{.Exhibit}} of case {{.Case}}.", map[string]any{"Exhibit": t.Exhibit.Label, "Case": t.CaseNumber})
			if t.OtherCase {
				said += " " + lang.L("The label was printed in another case, from which the exhibit was taken over.")
			}
			w.say(widget.Info, said)
		})
}

// ScanBroken says that a scanned code did not come whole.
func (w *Window) ScanBroken() {
	w.say(widget.Info, lang.L("A scanned code broke off. Scan the label again."))
}

// FindLabel asks for a label's code, for whoever has no scanner.
func (w *Window) FindLabel() {
	if w.barred() || w.win.Canvas().Overlays().Top() != nil {
		return
	}
	code := widget.NewField(casefile.LabelPrefix + " …")
	d := dialog.NewForm(lang.L("Find an exhibit by its label"), lang.L("Find"), lang.L("Cancel"),
		[]*fw.FormItem{fw.NewFormItem(lang.L("Code under the bars"), code)}, func(ok bool) {
			if ok {
				w.Scanned(code.Text)
			}
		}, w.win)
	code.OnEscape = d.Hide
	code.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(460, 160))
	d.Show()
	w.win.Canvas().Focus(code)
}

// custody shows the custody of the exhibit that is selected.
func (w *Window) custody() {
	if w.at.Place != Custody {
		on(w, Case, (*exhibit.Screen).Custody)
	}
}

// printLabel asks how to print the label of the exhibit that is selected.
func (w *Window) printLabel() {
	if s, ok := w.current.(*custody.Screen); ok {
		s.Print()
		return
	}
	on(w, Case, func(s *exhibit.Screen) {
		if e, ok := s.Current(); ok {
			custody.AskLabels(context.Background(), w.shell, w.p.Services, w.at.CasePath, e.Exhibit)
		}
	})
}
