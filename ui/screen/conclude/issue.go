package conclude

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
)

// Issue asks where the report goes, issues it and opens it.
func (s *Screen) Issue() {
	if s.item.Conclusion == nil {
		s.p.Shell.Say(widget.Info, lang.L("Record a conclusion first: a report states one."))
		return
	}
	// Not fyne's save dialog: that one makes an empty file before anything is issued.
	file := widget.NewField("")
	file.SetText(filepath.Join(filepath.Dir(s.p.CasePath), s.fileName()))
	folder := widget.NewButton(lang.L("Folder…"), theme.FolderOpenIcon(), func() { s.pickFolder(file) })
	filters := fw.NewCheck(lang.L("With the scores under other filters"), nil)
	if s.item.Pair() != casefile.TwoTopographies {
		filters.Disable() // there is nothing to filter otherwise
	}
	content := container.NewVBox(
		widget.Muted(lang.L("The report is signed, kept in the case, written to this file and opened.")),
		container.NewBorder(nil, nil, nil, folder, file), filters,
		widget.Muted(lang.L("Shows how much the scores depend on the filter. They are computed anew, which takes some seconds.")),
		widget.Muted(s.shotsLine()))
	d := dialog.NewCustomConfirm(lang.L("Issue signed report"), lang.L("Issue"), lang.L("Cancel"), content, func(ok bool) {
		if ok && strings.TrimSpace(file.Text) != "" {
			s.IssueTo(strings.TrimSpace(file.Text), filters.Checked)
		}
	}, s.p.Shell.Window)
	file.OnEscape = d.Hide
	file.OnSubmitted = func(string) { d.Confirm() }
	widget.SizeDialog(d, s.p.Shell.Window, 660, 300)
	d.Show()
	s.p.Shell.Window.Canvas().Focus(file)
}

func (s *Screen) pickFolder(file *widget.Field) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		file.SetText(filepath.Join(u.Path(), filepath.Base(file.Text)))
	}, s.p.Shell.Window)
	widget.ShowFiles(d)
}

func (s *Screen) fileName() string {
	clean := func(v string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>| `, r) {
				return '-'
			}
			return r
		}, v)
	}
	return clean(s.item.A.Exhibit.Label) + "-" + clean(s.item.B.Exhibit.Label) + ".pdf"
}

// IssueTo issues the report into a file and opens it; with filters it also gives the scores under other filters.
func (s *Screen) IssueTo(file string, filters bool) {
	path, id := s.p.CasePath, s.p.ComparisonID
	task.Long(s.p.Shell.Tasks, lang.L("Issuing the report"), func(ctx context.Context, p casefile.Progress) (string, error) {
		return s.p.Service.IssueReport(ctx, path, id, file, filters, p)
	}, func(saved string, err error) {
		if s.p.Shell.Signs(err, func() { s.IssueTo(file, filters) }) {
			return
		}
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("The signed report is saved as {{.File}}.", map[string]any{"File": saved}))
		s.open(saved)
		if s.ctx.Err() == nil {
			s.load()
		}
	})
}

func (s *Screen) open(file string) {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.OpenFile(ctx, file)
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}
