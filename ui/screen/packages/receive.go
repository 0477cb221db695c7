package packages

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// pick asks for a file.
func (s *Screen) pick(title string, then func(path string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			s.p.Shell.Fail(err)
			return
		}
		path := r.URI().Path()
		if err := r.Close(); err != nil {
			s.p.Shell.Fail(err)
			return
		}
		then(path)
	}, s.p.Shell.Window)
	d.SetTitleText(title)
	widget.ShowFiles(d)
}

// OpenPackage asks for a package and opens it as a case that can only be looked at.
func (s *Screen) OpenPackage() {
	s.pick(lang.L("Choose a package"), s.OpenFile)
}

// OpenFile opens the package at a path: with this workstation's key, and where that does not open it, with a passphrase.
func (s *Screen) OpenFile(path string) { s.openWith(path, "") }

func (s *Screen) openWith(path, passphrase string) {
	type opened struct {
		slip casefile.PackageSlip
		ref  casefile.CaseRef
	}
	task.Long(s.p.Shell.Tasks, lang.L("Opening the package"), func(ctx context.Context, progress casefile.Progress) (o opened, err error) {
		if o.slip, err = s.p.Service.OpenPackage(ctx, path, passphrase, "", progress); err != nil {
			return o, err
		}
		o.ref, err = s.p.Service.Case(ctx, o.slip.Folder)
		return o, err
	}, func(o opened, err error) {
		if err != nil {
			s.orPassphrase(err, passphrase, func(words string) { s.openWith(path, words) })
			return
		}
		s.p.Open(o.ref)
		s.tell(lang.L("Opened: this case can only be looked at"), o.slip, o.slip.Notes...)
	})
}

// orPassphrase asks for a passphrase where a package could not be opened for want of the right key.
func (s *Screen) orPassphrase(err error, tried string, again func(passphrase string)) {
	if casefile.CodeOf(err) != casefile.Refused || tried != "" {
		s.p.Shell.Fail(err)
		return
	}
	words := fw.NewPasswordEntry()
	d := dialog.NewForm(lang.L("The package does not open with this workstation's key"), lang.L("Open"), lang.L("Cancel"), []*fw.FormItem{
		{Text: lang.L("Passphrase"), Widget: words, HintText: lang.L("where the sender told you one")},
	}, func(ok bool) {
		if ok && words.Text != "" {
			again(words.Text)
			return
		}
		s.p.Shell.Fail(err)
	}, s.p.Shell.Window)
	words.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(560, 200))
	d.Show()
	s.p.Shell.Window.Canvas().Focus(words)
}

// TakeIn asks for a package, shows what would come into the case, and takes it in when that is wanted.
func (s *Screen) TakeIn() {
	s.pick(lang.L("Choose a package"), func(path string) { s.Preview(path, "") })
}

// taken is what taking in returns.
type taken struct {
	report casefile.TakeInReport
	slip   casefile.PackageSlip
}

// Preview shows what would come into the case.
func (s *Screen) Preview(path, passphrase string) {
	s.takeIn(lang.L("Looking into the package"), path, passphrase, true, func(t taken, err error) {
		if err != nil {
			s.orPassphrase(err, passphrase, func(words string) { s.Preview(path, words) })
			return
		}
		s.confirm(path, passphrase, t)
	})
}

func (s *Screen) takeIn(title, path, passphrase string, preview bool, done func(taken, error)) {
	task.Long(s.p.Shell.Tasks, title, func(ctx context.Context, progress casefile.Progress) (t taken, err error) {
		t.report, t.slip, err = s.p.Service.TakeIn(ctx, s.p.CasePath, path, passphrase, preview, progress)
		return t, err
	}, done)
}

// confirm shows the preview; where something clashes there is nothing to confirm.
func (s *Screen) confirm(path, passphrase string, t taken) {
	content := container.NewVScroll(previewRows(t))
	if len(t.report.Conflicts) > 0 {
		d := dialog.NewCustom(lang.L("This package cannot be taken in"), lang.L("Close"), content, s.p.Shell.Window)
		widget.SizeDialog(d, s.p.Shell.Window, 780, 560)
		d.Show()
		return
	}
	d := dialog.NewCustomConfirm(lang.L("Take this into case {{.Case}}?", map[string]any{"Case": s.number}), lang.L("Take in"), lang.L("Cancel"), content, func(ok bool) {
		if ok {
			s.finish(path, passphrase)
		}
	}, s.p.Shell.Window)
	widget.SizeDialog(d, s.p.Shell.Window, 780, 560)
	d.Show()
}

func (s *Screen) finish(path, passphrase string) {
	s.takeIn(lang.L("Taking in the package"), path, passphrase, false, func(t taken, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Taken in: {{.What}}.", map[string]any{"What": wording.Count(len(t.report.Exhibits), lang.L("exhibit"), lang.L("exhibits"))}))
		s.Refresh()
	})
}

// mostConflicts is how many conflicts are listed.
const mostConflicts = 20

func previewRows(t taken) fyne.CanvasObject {
	r := t.report
	rows := container.NewVBox(widget.NewFacts(slipFacts(t.slip)...))
	if t.slip.TestIdentity {
		rows.Add(widget.NewWarning(lang.L("Signed with a test identity: it proves nothing about who signed.")))
	}
	var labels []string
	for _, e := range r.Exhibits {
		labels = append(labels, e.Label)
	}
	new := lang.L("nothing: all of it is here already")
	if len(r.Added) > 0 {
		var parts []string
		for _, c := range r.Added {
			parts = append(parts, fmt.Sprintf("%s %d", c.Table, c.Rows))
		}
		new = strings.Join(parts, ", ")
	}
	rows.Add(widget.NewFacts(lang.L("New exhibits"), strings.Join(labels, ", "), lang.L("New rows"), new, lang.L("Here already"), fmt.Sprint(r.Same),
		lang.L("New originals"), fmt.Sprintf("%d, %.1f MB", r.Originals, float64(r.Bytes)/1e6)))
	for _, x := range r.Relabelled {
		rows.Add(widget.NewWarning(lang.L("Exhibit {{.Was}} will be called {{.Now}} here: the label is taken.", map[string]any{"Was": x.Was, "Now": x.Now})))
	}
	for i, c := range r.Conflicts {
		if i == mostConflicts {
			rows.Add(widget.Caption(lang.L("and {{.N}} more", map[string]any{"N": len(r.Conflicts) - i})))
			break
		}
		rows.Add(widget.NewWarning(lang.L("{{.Table}} {{.ID}} is here already and says something else in: {{.Columns}}", map[string]any{"Table": c.Table, "ID": c.ID, "Columns": strings.Join(c.Columns, ", ")})))
	}
	for _, l := range r.Left {
		rows.Add(widget.Caption(wording.Recorded(l)))
	}
	return rows
}

// folder asks for a folder.
func (s *Screen) folder(title string, then func(path string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		then(u.Path())
	}, s.p.Shell.Window)
	d.SetTitleText(title)
	d.SetConfirmText(lang.L("Choose this folder"))
	widget.ShowFiles(d)
}

// ExportCase asks for a folder and writes the case into a new one inside it.
func (s *Screen) ExportCase() {
	s.folder(lang.L("Choose where the folder of the export is made"), func(path string) { s.ExportInto(filepath.Join(path, fileName(s.number)+"-json")) })
}

// ExportInto writes the case as plain JSON into the new folder dir.
func (s *Screen) ExportInto(dir string) {
	task.Long(s.p.Shell.Tasks, lang.L("Exporting the case"), func(ctx context.Context, progress casefile.Progress) (casefile.PlainExport, error) {
		return s.p.Service.ExportCase(ctx, s.p.CasePath, dir, progress)
	}, func(e casefile.PlainExport, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Exported to {{.Folder}}: {{.Rows}} rows, {{.Originals}} originals.", map[string]any{"Folder": e.Folder, "Rows": e.Rows, "Originals": e.Originals}))
		s.Refresh()
	})
}

// ImportCase asks for an export and makes a case of it.
func (s *Screen) ImportCase() {
	s.folder(lang.L("Choose the folder of an export"), s.ImportFrom)
}

// ImportFrom makes a case of the export in the folder dir, among the workstation's cases.
func (s *Screen) ImportFrom(dir string) {
	target := filepath.Join(s.p.Service.CasesFolder(), filepath.Base(dir))
	task.Long(s.p.Shell.Tasks, lang.L("Making the case"), func(ctx context.Context, progress casefile.Progress) (casefile.CaseRef, error) {
		return s.p.Service.ImportCase(ctx, dir, target, progress)
	}, func(ref casefile.CaseRef, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Open(ref)
	})
}

// ExportList asks for a file and writes the chosen list to it.
func (s *Screen) ExportList() {
	what := s.p.Service.Lists()[max(s.what.SelectedIndex(), 0)]
	s.save(s.number+"-"+what, ".csv", func(path string) { s.WriteList(what, path) })
}

// WriteList writes a list to a new file.
func (s *Screen) WriteList(what, path string) {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.ListExport, error) {
		return s.p.Service.ExportList(ctx, s.p.CasePath, what, path)
	},
		func(l casefile.ListExport, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			said := lang.L("{{.N}} rows written to {{.File}}.", map[string]any{"N": l.Rows, "File": l.File})
			if l.Guarded > 0 {
				said += " " + lang.L("{{.N}} cells begin like a formula and got an apostrophe in front.", map[string]any{"N": l.Guarded})
			}
			s.p.Shell.Say(widget.Good, said)
			s.Refresh()
		})
}
