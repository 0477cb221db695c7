package bulk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// Back is called when a person wants to see what was shown before.
	Back func()
}

// Screen is the bulk import of one case.
type Screen struct {
	p    Params
	gone bool

	source casefile.BulkOptions
	plan   casefile.BulkPlan
	rows   []casefile.BulkRow // of the plan, those that are shown
	busy   bool

	mark     *fw.Select
	unscaled *fw.Check
	list     *widget.List
	body     *fyne.Container
	root     fyne.CanvasObject
}

// New returns the screen with nothing chosen.
func New(p Params) *Screen {
	s := &Screen{p: p, body: container.NewStack()}
	s.list = widget.NewList(func() int { return len(s.rows) }, newRow, func(i int, o fyne.CanvasObject) { fill(s.rows[i], o) })
	s.list.SetOnSelected(func(int) {})
	s.list.Other = p.Shell.Key
	var marks []string
	for _, m := range wording.Marks() {
		marks = append(marks, wording.Mark(m))
	}
	s.mark = fw.NewSelect(marks, nil)
	s.mark.SetSelectedIndex(0)
	s.unscaled = fw.NewCheck(lang.L("Take photographs whose scale nobody knows"), nil)
	list := widget.NewButton(lang.L("Choose a list (CSV)…"), theme.FileTextIcon(), s.ChooseList)
	folder := widget.NewButton(lang.L("Choose a folder…"), theme.FolderOpenIcon(), s.ChooseFolder)
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), p.Back)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(back), widget.Heading(lang.L("Import in bulk")))
	choices := container.NewHBox(list, folder, fw.NewLabel(lang.L("Marks, where a row says nothing")), s.mark, s.unscaled)
	s.root = container.NewBorder(container.NewVBox(widget.Inset(head, 8, 2), widget.Inset(container.NewHScroll(choices), 8, 2)), nil, nil, nil, s.body)
	s.teach()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave is called when the screen is left; an import that is running goes on, and the strip shows it.
func (s *Screen) Leave() { s.gone = true }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if m == 0 && k == fyne.KeyEscape {
		s.p.Back()
		return true
	}
	return m == 0 && s.list.Key(k)
}

func (s *Screen) teach() {
	s.show(widget.NewEmpty(lang.L("Import a folder or a list"),
		lang.L("A folder is imported with all recordings in it. A list is a CSV file whose first line names its columns: file, exhibit, mark, kind, origin, event, parent, calibre, scale, units, description. Everything is looked through first and shown here; nothing is imported before you say so. An import that was stopped goes on where it was when it is begun again.")))
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// ChooseList asks for a list and looks through it.
func (s *Screen) ChooseList() {
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
		s.Look(casefile.BulkOptions{List: path})
	}, s.p.Shell.Window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".csv", ".tsv", ".txt", ".CSV", ".TSV", ".TXT"}))
	d.SetTitleText(lang.L("Choose a list"))
	widget.ShowFiles(d)
}

// ChooseFolder asks for a folder and looks through it.
func (s *Screen) ChooseFolder() {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		s.Look(casefile.BulkOptions{Folder: u.Path()})
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose the folder of the recordings"))
	d.SetConfirmText(lang.L("Choose this folder"))
	widget.ShowFiles(d)
}

// Look looks through a folder or a list and shows what importing it will do.
func (s *Screen) Look(o casefile.BulkOptions) {
	if s.busy {
		return
	}
	o.Else = casefile.ImportOptions{Mark: wording.Marks()[max(s.mark.SelectedIndex(), 0)], AcceptUnknownScale: s.unscaled.Checked}
	s.source, s.busy = o, true
	s.show(container.NewCenter(fw.NewLabel(lang.L("Looking through the recordings"))))
	task.Long(s.p.Shell.Tasks, lang.L("Looking through the recordings"), func(ctx context.Context, p casefile.Progress) (casefile.BulkPlan, error) {
		return s.p.Service.PlanBulk(ctx, s.p.CasePath, o, p)
	}, func(plan casefile.BulkPlan, err error) {
		s.busy = false
		switch {
		case s.gone:
		case task.Cancelled(err):
			s.teach()
		case err != nil:
			s.show(widget.NewEmpty(lang.L("Nothing can be imported from this"), wording.Error(err), widget.NewButton(lang.L("Look again"), nil, func() { s.Look(s.source) })))
		default:
			s.showPlan(plan)
		}
	})
}

// showPlan shows what each row will do, and what can be done with all of them.
func (s *Screen) showPlan(plan casefile.BulkPlan) {
	s.plan, s.rows = plan, plan.Rows
	wrong, good := plan.Count(casefile.BulkProblem), plan.Count(casefile.BulkNew)+plan.Count(casefile.BulkAdd)
	head := container.NewVBox(widget.Strong(lang.L("{{.New}} new exhibits, {{.Added}} added recordings, {{.Here}} already here, {{.Wrong}} with problems", map[string]any{
		"New": plan.Count(casefile.BulkNew), "Added": plan.Count(casefile.BulkAdd), "Here": plan.Count(casefile.BulkHere), "Wrong": wrong})))
	if plan.Encoding != "" {
		head.Add(widget.Caption(lang.L("Read as {{.Encoding}}, cells separated by {{.Delimiter}}", map[string]any{"Encoding": plan.Encoding, "Delimiter": delimiterName(plan.Delimiter)})))
	}
	if len(plan.Ignored) > 0 {
		head.Add(widget.Caption(lang.L("Passed over: {{.Names}}", map[string]any{"Names": strings.Join(plan.Ignored, ", ")})))
	}
	buttons := container.NewHBox(widget.NewButton(lang.L("Look again"), theme.ViewRefreshIcon(), func() { s.Look(s.source) }))
	switch {
	case good == 0 && wrong == 0:
		head.Add(widget.Muted(lang.L("Nothing to import: everything is in the case already.")))
	case wrong == 0:
		buttons.Add(s.p.Shell.For(casefile.ImportRecording, widget.PrimaryButton(lang.L("Import {{.N}} rows", map[string]any{"N": good}), theme.ContentAddIcon(), func() { s.Import(false) })))
	default:
		head.Add(widget.NewWarning(lang.L("While a row has a problem nothing is imported. Correct the list or the files and look again, or leave those rows out expressly.")))
		buttons.Add(fw.NewCheck(lang.L("Only rows with problems"), s.onlyProblems))
		if good > 0 {
			buttons.Add(s.p.Shell.For(casefile.ImportRecording, widget.NewButton(lang.L("Import the {{.N}} good rows only", map[string]any{"N": good}), theme.ContentAddIcon(), func() { s.Import(true) })))
		}
	}
	s.show(container.NewBorder(widget.Inset(container.NewVBox(head, buttons), 8, 4), nil, nil, nil, s.list))
	s.list.Clear()
	s.list.ScrollToTop()
	s.list.Refresh()
}

// delimiterName is how a delimiter can be shown.
func delimiterName(d string) string {
	if d == "\t" {
		return "Tab"
	}
	return "“" + d + "”"
}

func (s *Screen) onlyProblems(only bool) {
	s.rows = s.plan.Rows
	if only {
		s.rows = nil
		for _, r := range s.plan.Rows {
			if r.Action == casefile.BulkProblem {
				s.rows = append(s.rows, r)
			}
		}
	}
	s.list.Clear()
	s.list.ScrollToTop()
	s.list.Refresh()
}

// Import imports what is shown.
func (s *Screen) Import(goodOnly bool) {
	if s.busy {
		return
	}
	s.busy = true
	plan := s.plan
	task.Long(s.p.Shell.Tasks, lang.L("Importing the recordings"), func(ctx context.Context, p casefile.Progress) (casefile.BulkResult, error) {
		return s.p.Service.ImportBulk(ctx, s.p.CasePath, plan, goodOnly, p)
	}, func(r casefile.BulkResult, err error) {
		s.busy = false
		switch {
		case task.Cancelled(err):
			s.p.Shell.Say(widget.Info, lang.L("Stopped. What was stored stays; begin the import again to go on where it was."))
		case err != nil:
			s.p.Shell.Fail(err)
		default:
			s.p.Shell.Say(widget.Good, lang.L("Imported: {{.New}} exhibits and {{.Added}} recordings; {{.Here}} rows were here already, {{.Left}} were left out.",
				map[string]any{"New": r.New, "Added": r.Added, "Here": r.Here, "Left": r.Left + len(r.Failed)}))
		}
		if !s.gone {
			s.Look(s.source) // shows what is there now, and why a row was not imported
		}
	})
}
