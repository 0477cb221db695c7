package verification

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// sealedPage is the page of a case that is nothing but a verification asked for at another workstation.
func (s *Screen) sealedPage() fyne.CanvasObject {
	k := s.sealed
	rows := container.NewVBox(widget.Strong(lang.L("A verification that another workstation asks for")),
		widget.Wrapped(lang.L("This case holds two recordings, Specimen 1 and Specimen 2, and nothing else. Look, mark what you see, and commit your own conclusion. Then write the answer and give it back.")))
	if k.Note != "" {
		rows.Add(widget.Wrapped(lang.L("Note: {{.Text}}", map[string]any{"Text": k.Note})))
	}
	rows.Add(widget.Muted(wording.Lines(lang.L("received {{.When}}", map[string]any{"When": wording.Moment(k.Received)}), k.PackageID)))
	look := widget.NewButton(lang.L("Open the pair in the microscope"), theme.SearchIcon(), func() { s.p.Open(k.ComparisonID) })
	give := widget.NewButton(lang.L("Write the answer…"), theme.DocumentSaveIcon(), s.Return)
	if k.Committed {
		give.Importance = fw.HighImportance
		rows.Add(widget.Muted(lang.L("Your view is committed.")))
	} else {
		look.Importance = fw.HighImportance
		give.Disable()
	}
	rows.Add(container.NewHBox(look, give))
	return container.NewVScroll(widget.Inset(container.NewVBox(widget.NewCard(rows)), 12, 8))
}

// Return asks where the answer goes and writes it.
func (s *Screen) Return() {
	file := widget.NewField("")
	file.SetText(filepath.Join(filepath.Dir(s.p.CasePath), "answer.tmcase"))
	content := container.NewVBox(widget.Muted(lang.L("The answer is signed with your identity and encrypted to the workstation that asked.")), file)
	d := dialog.NewCustomConfirm(lang.L("Write the answer"), lang.L("Write"), lang.L("Cancel"), content, func(ok bool) {
		if name := strings.TrimSpace(file.Text); ok && name != "" {
			s.writeAnswer(name)
		}
	}, s.p.Shell.Window)
	file.OnEscape = d.Hide
	file.OnSubmitted = func(string) { d.Confirm() }
	d.Resize(fyne.NewSize(660, 220))
	d.Show()
	s.p.Shell.Window.Canvas().Focus(file)
}

func (s *Screen) writeAnswer(file string) {
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Writing the answer"), func(ctx context.Context, p casefile.Progress) (casefile.SealedSlip, error) {
		return s.p.Service.ReturnVerification(ctx, path, file, p)
	}, func(slip casefile.SealedSlip, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("The answer is written: give {{.File}} to whoever asked.", map[string]any{"File": slip.File}))
	})
}

// Take asks for the file of an answer and takes it into the case.
func (s *Screen) Take() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			s.p.Shell.Fail(err)
			return
		}
		r.Close() // it is read by its path, and checked whole
		s.TakeFile(r.URI().Path())
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose the answer"))
	d.SetFilter(storage.NewExtensionFileFilter([]string{".tmcase"}))
	widget.ShowFiles(d)
}

// TakeFile takes the answer in a file into the case.
func (s *Screen) TakeFile(file string) {
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Taking in the answer"), func(ctx context.Context, p casefile.Progress) (casefile.VerificationItem, error) {
		return s.p.Service.TakeVerification(ctx, path, file, p)
	}, func(v casefile.VerificationItem, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		if s.ctx.Err() == nil {
			s.at = v.Verification.Request.Number
			s.Refresh()
		}
		s.p.Shell.Say(widget.Good, lang.L("The answer to verification {{.N}} is taken in.", map[string]any{"N": v.Verification.Request.Number}))
	})
}
