package exhibit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// notices returns what has to be said of a case before anything else: why it can only be read, and what was found wrong with
// it or its backups. There is nothing to say of most.
func notices(ref casefile.CaseRef) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if ref.ReadOnly != nil {
		out = append(out, widget.NewBanner(wording.Error(ref.ReadOnly)))
	}
	for _, a := range ref.Alerts {
		out = append(out, widget.NewBanner(wording.Sentence(a)+"."))
	}
	return out
}

// Backups shows how the case's backups stand, and lets a person make one or restore one.
func (s *Screen) Backups() {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.BackupState, error) {
		return s.p.Service.Backups(ctx, path)
	}, func(state casefile.BackupState, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.showBackups(state)
	})
}

func (s *Screen) showBackups(state casefile.BackupState) {
	var d *dialog.CustomDialog
	rows := container.NewVBox()
	for _, a := range state.Alerts {
		rows.Add(widget.NewBanner(wording.Sentence(a) + "."))
	}
	rows.Add(widget.Wrapped(schedule(state)))
	if !state.Read.IsZero() {
		rows.Add(widget.Wrapped(lang.L("All originals were last read and compared with their hashes on {{.Time}}.", map[string]any{"Time": wording.Moment(state.Read)})))
	}
	if len(state.Backups) == 0 {
		rows.Add(widget.Muted(lang.L("There is no backup of this case yet.")))
	}
	for i, b := range state.Backups {
		title := wording.Moment(b.At)
		if i == 0 {
			title = wording.Lines(title, lang.L("the last one"))
		}
		about := wording.Lines(lang.L("read again from end to end: {{.Records}} records of the log, {{.Originals}} originals",
			map[string]any{"Records": b.Records, "Originals": b.Originals}), b.Path)
		restore := widget.NewButton(lang.L("Restore…"), theme.HistoryIcon(), func() { d.Hide(); s.restore(b) })
		rows.Add(container.NewBorder(nil, nil, nil, container.NewCenter(restore), widget.Tight(widget.Strong(title), widget.Muted(about))))
	}
	now := widget.PrimaryButton(lang.L("Back up now"), theme.DocumentSaveIcon(), func() { d.Hide(); s.backUp() })
	d = dialog.NewCustomWithoutButtons(lang.L("Backups of this case"), container.NewVScroll(rows), s.p.Shell.Window)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(lang.L("Close"), theme.CancelIcon(), func() { d.Hide() }), now})
	widget.SizeDialog(d, s.p.Shell.Window, 720, 480)
	d.Show()
}

// schedule says when backups are made, and how many are kept.
func schedule(state casefile.BackupState) string {
	if state.EveryHours == 0 {
		return lang.L("Backups are made only when you ask for one.")
	}
	return lang.L("A case that has changed is backed up every {{.Hours}} hours while it is open here; the last {{.Keep}} backups are kept.",
		map[string]any{"Hours": state.EveryHours, "Keep": state.Keep})
}

func (s *Screen) backUp() {
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Backing up the case"), func(ctx context.Context, p casefile.Progress) (casefile.Backup, error) {
		return s.p.Service.BackUp(ctx, path, "", p)
	}, func(b casefile.Backup, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
		} else {
			s.p.Shell.Say(widget.Good, lang.L("The case is backed up, and the backup was read again from end to end: {{.Path}}", map[string]any{"Path": b.Path}))
		}
		if s.ctx.Err() == nil {
			s.Refresh()
		}
	})
}

func (s *Screen) restore(b casefile.Backup) {
	say := lang.L("A case is made again from this backup in a folder of its own, beside the others. This case stays as it is. What was recorded after {{.Time}} will not be in the new one.",
		map[string]any{"Time": wording.Moment(b.At)})
	d := dialog.NewCustomConfirm(lang.L("Restore the backup?"), lang.L("Restore"), lang.L("Cancel"), widget.Wrapped(say), func(ok bool) {
		if !ok {
			return
		}
		task.Long(s.p.Shell.Tasks, lang.L("Restoring the backup"), func(ctx context.Context, p casefile.Progress) (casefile.CaseRef, error) {
			return s.p.Service.Restore(ctx, b.Path, "", p)
		}, func(ref casefile.CaseRef, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.Shell.Say(widget.Good, lang.L("The backup is restored. The case is in the list of cases, in the folder {{.Path}}", map[string]any{"Path": ref.Path}))
		})
	}, s.p.Shell.Window)
	d.Resize(fyne.NewSize(520, 220))
	d.Show()
}
