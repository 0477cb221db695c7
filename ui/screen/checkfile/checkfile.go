package checkfile

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required but Kept's content.
type Params struct {
	Shell   *shell.Shell
	Service Service
	// Back is called when a person wants to see what was shown before.
	Back func()
	// Kept is what was checked last; it outlives the screen.
	Kept *Kept
}

// Kept is what was checked last.
type Kept struct {
	File      string
	Originals string // folder; "" for none
	Found     *casefile.FileReport
}

// Screen is where the file of a report is checked.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc
	body   *fyne.Container
	root   fyne.CanvasObject
}

// New returns the screen with what was checked last.
func New(p Params) *Screen {
	s := &Screen{p: p, body: container.NewStack()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	choose := widget.PrimaryButton(lang.L("Choose a report…"), theme.FolderOpenIcon(), s.Choose)
	originals := widget.NewButton(lang.L("Folder of the originals…"), theme.FolderIcon(), s.ChooseOriginals)
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), p.Back)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(choose, originals, back)), widget.Heading(lang.L("Check a report")))
	s.root = container.NewBorder(widget.Inset(head, 8, 2), nil, nil, nil, s.body)
	s.draw()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if m == 0 && k == fyne.KeyEscape {
		s.p.Back()
		return true
	}
	return false
}

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	return []palette.Command{
		{ID: "checkfile.choose", Title: lang.L("Choose a report…"), Run: func() { s.Choose() }},
		{ID: "checkfile.originals", Title: lang.L("Folder of the originals…"), Run: func() { s.ChooseOriginals() }},
	}
}

// Choose asks for a report and checks it.
func (s *Screen) Choose() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			s.p.Shell.Fail(err)
			return
		}
		r.Close() // it is read by its path
		s.Check(r.URI().Path())
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose a report"))
	d.SetFilter(storage.NewExtensionFileFilter([]string{".pdf", ".PDF"}))
	widget.ShowFiles(d)
}

// ChooseOriginals asks for the folder in which the originals are looked for, and checks the report again that is shown.
func (s *Screen) ChooseOriginals() {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Kept.Originals = u.Path()
		if s.p.Kept.File != "" {
			s.Check(s.p.Kept.File)
			return
		}
		s.draw()
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose the folder of the originals"))
	widget.ShowFiles(d)
}

// Check checks the file of a report and shows what that shows.
func (s *Screen) Check(file string) {
	s.p.Kept.File, s.p.Kept.Found = file, nil
	originals := s.p.Kept.Originals
	s.draw()
	task.Long(s.p.Shell.Tasks, lang.L("Checking the report"), func(ctx context.Context, p casefile.Progress) (casefile.FileReport, error) {
		return s.p.Service.CheckReport(ctx, file, casefile.FileCheck{Originals: originals}, p)
	}, func(found casefile.FileReport, err error) {
		if s.p.Kept.File != file {
			return // another one was chosen meanwhile
		}
		if err != nil {
			s.p.Kept.File, s.p.Kept.Originals = "", "" // a folder that cannot be looked through would stop the next check too
			s.p.Shell.Fail(err)
			buttons := []fyne.CanvasObject{widget.NewButton(lang.L("Choose a report…"), theme.FolderOpenIcon(), s.Choose)}
			if originals != "" {
				buttons = append(buttons, widget.NewButton(lang.L("Check it without the originals"), nil, func() { s.Check(file) }))
			}
			s.show(widget.NewEmpty(lang.L("This file could not be checked"), wording.Error(err), buttons...))
			return
		}
		s.p.Kept.Found = &found
		s.draw()
	})
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// draw shows the outcome, or how to begin.
func (s *Screen) draw() {
	switch {
	case s.p.Kept.Found != nil:
		s.show(container.NewVScroll(widget.Inset(outcome(*s.p.Kept.Found, s.p.Kept.Originals), 12, 6)))
	case s.p.Kept.File != "":
		s.show(container.NewCenter(widget.Muted(lang.L("Checking {{.File}}…", map[string]any{"File": filepath.Base(s.p.Kept.File)}))))
	default:
		s.show(widget.NewEmpty(lang.L("Drop the PDF file of a report here"),
			lang.L("It is checked as its recipient would: its signatures, what was added after them, what is attached to it. With the folder of the original recordings its scores are computed again. Nothing is changed, and nothing leaves this computer."),
			widget.NewButton(lang.L("Choose a report…"), theme.FolderOpenIcon(), s.Choose)))
	}
}
