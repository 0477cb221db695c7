package audit

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// showCheckpoints lists the signed heads, the newest first.
func (s *Screen) showCheckpoints() {
	objects := []fyne.CanvasObject{widget.Inset(widget.Subheading(lang.L("Checkpoints")), 0, 4),
		widget.Muted(lang.L("A checkpoint is a signed fingerprint of everything up to it. Kept where nobody can change it together with the case, it shows for ever whether anything before it was altered. Each report signs one."))}
	if len(s.checkpoints) == 0 {
		objects = append(objects, widget.Muted(lang.L("None was signed yet.")))
	}
	for i := len(s.checkpoints) - 1; i >= 0; i-- {
		objects = append(objects, s.checkpointCard(s.checkpoints[i]))
	}
	s.signed.Objects = objects
	s.signed.Refresh()
}

func (s *Screen) checkpointCard(k casefile.Checkpoint) fyne.CanvasObject {
	root := widget.Wrapped(k.Root)
	root.Wrapping = fyne.TextWrapBreak
	root.TextStyle.Monospace = true
	save := widget.NewButton(lang.L("Save…"), theme.DocumentSaveIcon(), func() { s.save(k) })
	line := container.NewBorder(nil, nil, nil, container.NewCenter(save), widget.Tight(
		widget.Strong(lang.L("{{.N}} records, {{.When}}", map[string]any{"N": k.Size, "When": wording.Moment(k.Created)})), widget.MutedLine(wording.Recorded(k.Reason))))
	return widget.NewCard(container.NewVBox(line, root))
}

// Sign asks why and signs the log's head.
func (s *Screen) Sign() {
	reason := widget.NewField(lang.L("such as: handed to the court"))
	form := dialog.NewForm(lang.L("Sign a checkpoint"), lang.L("Sign"), lang.L("Cancel"), []*fw.FormItem{fw.NewFormItem(lang.L("Reason"), reason)}, func(ok bool) {
		if !ok {
			return
		}
		why := reason.Text
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Checkpoint, error) {
			return s.p.Service.SignCheckpoint(ctx, s.p.CasePath, why)
		}, func(_ casefile.Checkpoint, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.Shell.Say(widget.Good, lang.L("The checkpoint was signed. Save it where nobody can change it together with the case."))
			s.Refresh()
		})
	}, s.p.Shell.Window)
	reason.OnSubmitted = func(string) { form.Submit() }
	form.Resize(fyne.NewSize(460, 0))
	form.Show()
	s.p.Shell.Window.Canvas().Focus(reason)
}

// save writes a checkpoint's note to a file that a person chooses.
func (s *Screen) save(k casefile.Checkpoint) {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
		}
		if err != nil || folder == nil {
			return
		}
		file := filepath.Join(folder.Path(), "checkpoint-"+k.Created.UTC().Format("20060102-150405")+".txt")
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (string, error) {
			return s.p.Service.ExportCheckpoint(ctx, s.p.CasePath, k.ID, file)
		}, func(file string, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.Shell.Say(widget.Good, lang.L("Written to {{.File}}", map[string]any{"File": file}))
		})
	}, s.p.Shell.Window)
	widget.ShowFiles(d)
}

// Check asks for the file of a checkpoint and checks the case against it.
func (s *Screen) Check() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
		}
		if err != nil || r == nil {
			return
		}
		file := r.URI().Path()
		r.Close() // the service reads it by its name
		task.Long(s.p.Shell.Tasks, lang.L("Checking the case"), func(ctx context.Context, p casefile.Progress) (casefile.Verdict, error) {
			return s.p.Service.VerifyCaseKept(ctx, s.p.CasePath, []string{file}, p)
		}, s.judged)
	}, s.p.Shell.Window)
	widget.ShowFiles(d)
}

// judged shows what a check found.
func (s *Screen) judged(v casefile.Verdict, err error) {
	if task.Cancelled(err) {
		return
	}
	if err != nil {
		s.p.Shell.Fail(err)
		return
	}
	box := container.NewVBox()
	for _, sentence := range v.Sentences {
		box.Add(widget.Wrapped(wording.Recorded(sentence)))
	}
	title := lang.L("The case is whole and continues the checkpoint")
	if !v.OK {
		title = lang.L("The case does not hold")
	}
	d := dialog.NewCustom(title, lang.L("Close"), container.NewVScroll(box), s.p.Shell.Window)
	widget.SizeDialog(d, s.p.Shell.Window, 720, 460)
	d.Show()
}
