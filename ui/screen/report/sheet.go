package report

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// sheet shows a form. When it is confirmed, do is called with what is to be called where that failed: the form then comes back with why,
// and with everything that was written in it. Escape in a field closes it.
func (s *Screen) sheet(title, confirm string, content fyne.CanvasObject, fields []*widget.Field, width, height float32, do func(failed func(error))) {
	said := widget.Wrapped("")
	said.Importance = fw.DangerImportance
	said.Hide()
	var d *dialog.CustomDialog
	ok := widget.PrimaryButton(confirm, theme.ConfirmIcon(), func() {
		said.Hide()
		d.Hide()
		do(func(err error) {
			if s.ctx.Err() != nil {
				return // the screen was left meanwhile
			}
			said.SetText(wording.Error(err))
			said.Show()
			d.Show()
		})
	})
	d = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, said, nil, nil, content), s.p.Shell.Window)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(lang.L("Cancel"), theme.CancelIcon(), d.Hide), ok})
	for _, f := range fields {
		f.OnEscape = d.Hide
		if !f.MultiLine {
			f.OnSubmitted = func(string) { ok.OnTapped() }
		}
	}
	widget.SizeDialog(d, s.p.Shell.Window, width, height)
	d.Show()
	if len(fields) > 0 {
		s.p.Shell.Window.Canvas().Focus(fields[0])
	}
}
