package exhibit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// ShowHistory shows every version of something, the newest first, with what each changed. item is an id, "" for the case.
func (s *Screen) ShowHistory(item, name string) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.HistoryEntry, error) {
		return s.p.Service.History(ctx, path, item)
	}, func(list []casefile.HistoryEntry, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		rows := container.NewVBox()
		for i := range list {
			rows.Add(versionCard(list[len(list)-1-i]))
		}
		d := dialog.NewCustom(lang.L("History of {{.Name}}", map[string]any{"Name": name}), lang.L("Close"), container.NewVScroll(widget.Inset(rows, 4, 4)), s.p.Shell.Window)
		widget.SizeDialog(d, s.p.Shell.Window, formSize.Width, formSize.Height)
		d.Show()
	})
}

// versionCard shows one version: who, when, why, and the fields that it changed.
func versionCard(h casefile.HistoryEntry) fyne.CanvasObject {
	by := h.By
	if by == "" {
		by = lang.L("by whom is in the log")
	}
	reason := h.Reason
	if h.Version == 1 {
		reason = lang.L("first version")
	}
	facts := []string{}
	for _, c := range h.Changes {
		name := wording.FieldName(c.Name)
		if c.Source {
			name = lang.L("{{.Field}}, source", map[string]any{"Field": name})
		}
		now := said(c, c.Now)
		if now == "" {
			now = lang.L("nothing said")
		}
		if was := said(c, c.Was); was != "" {
			now = was + " → " + now
		} else if h.Version == 1 && c.Now == "" {
			continue
		}
		facts = append(facts, name, now)
	}
	return widget.NewCard(container.NewVBox(widget.Tight(widget.Strong(lang.L("Version {{.N}}", map[string]any{"N": h.Version})),
		widget.Caption(wording.Lines(wording.Moment(h.At), by, reason))), widget.NewFacts(facts...)))
}

// said is a text of a history in the language of the screen.
func said(c casefile.FieldChange, text string) string {
	if c.Path == "kind" && !c.Source && text != "" {
		return wording.Change(wording.Kind(casefile.ExhibitKind(text)))
	}
	return wording.Change(text)
}
