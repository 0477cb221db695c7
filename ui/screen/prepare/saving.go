package prepare

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/task"
	"tracemark/ui/widget"
)

// setBrush sets the width of the brush, within what makes sense.
func (s *Screen) setBrush(um float64) {
	s.brushUM = min(max(um, markup.LeastBrushUM), markup.MostBrushUM)
	if s.draft != nil && s.draft.Kind == casefile.Brush && len(s.draft.Points) == 1 { // the ring under the pointer
		d := *s.draft
		d.WidthUM = s.brushUM
		s.draft = &d
	}
	s.redraw()
}

// savable reports whether the mask on the screen is another than the one in use.
func (s *Screen) savable() bool {
	return s.edit != nil && (s.edit.edited() || len(s.masks) > 0 && s.base != s.masks[0].Mask.ID)
}

// sure does something that gives up unsaved changes, after asking where there are any.
func (s *Screen) sure(do func()) {
	if s.edit == nil || !s.edit.edited() {
		do()
		return
	}
	dialog.ShowConfirm(lang.L("Changes that are not saved"), lang.L("The mask was changed and not saved. Give the changes up?"), func(yes bool) {
		if yes {
			do()
		}
	}, s.p.Shell.Window)
}

// startFrom shows a version, the automatic mask where id is "", to be looked at or to start from.
func (s *Screen) startFrom(id string) {
	if s.edit == nil || id == s.base {
		return
	}
	s.sure(func() {
		path, capture := s.p.CasePath, s.p.CaptureID
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (imaging.Mask, error) {
			return s.p.Service.MaskRegion(ctx, path, capture, id)
		}, func(m imaging.Mask, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.base, s.edit, s.tinted = id, newRegion(m, s.edit.dx, s.edit.dy), true
			s.redraw()
		})
	})
}

// Save makes the mask on the screen the next version.
func (s *Screen) Save() {
	if s.saving || s.edit == nil {
		return
	}
	if !s.savable() {
		s.p.Shell.Say(widget.Info, lang.L("There is nothing to save: the mask is the one in use."))
		return
	}
	reason := s.controls.reason.Text
	if reason == "" {
		s.p.Shell.Say(widget.Info, lang.L("Write down what was taken in or left out, and why. Then save."))
		s.p.Shell.Window.Canvas().Focus(s.controls.reason)
		return
	}
	path, id, base, region := s.p.CasePath, s.p.CaptureID, s.base, s.edit.mask
	s.making(lang.L("Saving the mask"), func(ctx context.Context) (casefile.Mask, error) {
		return s.p.Service.SaveMask(ctx, path, id, base, region, reason)
	})
}

// Propose makes the automatic mask the next version.
func (s *Screen) Propose() {
	if s.saving || s.edit == nil {
		return
	}
	s.sure(func() {
		path, id := s.p.CasePath, s.p.CaptureID
		s.making(lang.L("Proposing a mask"), func(ctx context.Context) (casefile.Mask, error) {
			return s.p.Service.ProposeMask(ctx, path, id)
		})
	})
}

// FromFile asks which file's mask to make the next version.
func (s *Screen) FromFile() {
	if s.saving || s.edit == nil {
		return
	}
	s.sure(func() {
		var d *dialog.CustomDialog
		own := widget.NewButton(lang.L("The mask in the recording's own file"), nil, func() { d.Hide(); s.take("") })
		picture := widget.NewButton(lang.L("A PNG picture, white where a point takes part…"), nil, func() { d.Hide(); s.pick() })
		d = dialog.NewCustom(lang.L("Take the mask from"), lang.L("Cancel"), container.NewVBox(own, picture), s.p.Shell.Window)
		d.Show()
	})
}

func (s *Screen) pick() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		if r == nil { // cancelled
			return
		}
		defer func(c io.Closer) { _ = c.Close() }(r) // only the name is wanted
		s.take(r.URI().Path())
	}, s.p.Shell.Window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".png", ".PNG"}))
	widget.ShowFiles(d)
}

// take makes the mask of a file the next version, of the capture's own where file is "".
func (s *Screen) take(file string) {
	path, id, reason := s.p.CasePath, s.p.CaptureID, s.controls.reason.Text
	if file != "" && reason == "" {
		reason = lang.L("Taken from the file {{.Name}}", map[string]any{"Name": storage.NewFileURI(file).Name()})
	}
	s.making(lang.L("Taking the mask from a file"), func(ctx context.Context) (casefile.Mask, error) {
		return s.p.Service.MaskFromFile(ctx, path, id, file, reason)
	})
}

// making makes a version and shows it. The work goes on when the screen is left meanwhile.
func (s *Screen) making(title string, work func(ctx context.Context) (casefile.Mask, error)) {
	s.saving = true
	s.choose(moving)
	left := &Draft{base: s.base, edit: s.edit, reason: s.controls.reason.Text}
	task.Long(s.p.Shell.Tasks, title, func(ctx context.Context, _ casefile.Progress) (casefile.Mask, error) {
		return work(ctx)
	}, func(m casefile.Mask, err error) {
		s.saving = false
		if err != nil {
			s.p.Shell.Fail(err)
			if s.ctx.Err() == nil {
				s.controls.refresh()
			} else if left.edit.edited() { // the screen was left meanwhile: the changes wait for the next visit
				s.p.Keep(left)
			}
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Version {{.N}} of the mask is saved and in use from now on. Compare again to see what it changes.", map[string]any{"N": m.Version}))
		if s.ctx.Err() != nil {
			return
		}
		s.edit = nil
		s.controls.reason.SetText("")
		s.redraw()
		s.load()
	})
}
