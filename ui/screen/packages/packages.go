package packages

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required but CasePath.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string // "" where no case is open: then only what needs none is there
	// Open is called when a package was opened or a case was made.
	Open func(casefile.CaseRef)
	// Back is called when a person wants to see what was shown before.
	Back func()
}

// Screen is where a case leaves and enters.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	content
	out  *order
	what *fw.Select // which list
	body *fyne.Container
	root fyne.CanvasObject
}

// content is what the screen shows, loaded together.
type content struct {
	keys     []string
	exhibits []casefile.ExhibitItem
	passages []casefile.Passage
	number   string
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, body: container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), p.Back)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(back), widget.Heading(lang.L("Packages and exports")))
	s.root = container.NewBorder(widget.Inset(head, 8, 2), nil, nil, nil, s.body)
	s.Refresh()
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

// Refresh asks for everything again.
func (s *Screen) Refresh() {
	task.Load(s.p.Shell.Tasks, s.ctx, s.load, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.show(widget.NewEmpty(lang.L("Packages cannot be shown"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
			return
		}
		s.content = c
		s.show(s.page())
	})
}

func (s *Screen) load(ctx context.Context) (c content, err error) {
	if c.keys, err = s.p.Service.PackageKeys(ctx); err != nil || s.p.CasePath == "" {
		return c, err
	}
	ref, err := s.p.Service.Case(ctx, s.p.CasePath)
	if err != nil {
		return c, err
	}
	c.number = ref.Case.Number
	if c.exhibits, err = s.p.Service.Exhibits(ctx, s.p.CasePath); err != nil {
		return c, err
	}
	c.passages, err = s.p.Service.Passages(ctx, s.p.CasePath)
	return c, err
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// page lays out what there is: out on the left, in and the rest on the right.
func (s *Screen) page() fyne.CanvasObject {
	right := container.NewVBox(s.keyCard(), s.receiveCard())
	if s.p.CasePath == "" {
		return container.NewVScroll(widget.Inset(container.NewGridWithColumns(2, right, container.NewVBox(widget.NewCard(container.NewVBox(
			widget.Subheading(lang.L("Give out")), widget.Muted(lang.L("Open a case first: what is given out is a case, or exhibits of one.")))))), 8, 4))
	}
	s.out = newOrder(s)
	right.Add(s.plainCard())
	right.Add(s.passageCard())
	return container.NewVScroll(widget.Inset(container.NewGridWithColumns(2, container.NewVBox(s.out.card()), right), 8, 4))
}

// keyCard shows this workstation's key.
func (s *Screen) keyCard() fyne.CanvasObject {
	rows := container.NewVBox(widget.Subheading(lang.L("This workstation's key")),
		widget.Muted(lang.L("Give it to whoever sends you packages: only this workstation can open what is encrypted to it. It is public; nothing can be opened with it.")))
	for _, k := range s.keys {
		text := widget.Wrapped(k)
		text.Wrapping = fyne.TextWrapBreak
		text.TextStyle = fyne.TextStyle{Monospace: true}
		rows.Add(container.NewBorder(nil, nil, nil, container.NewCenter(widget.NewButton(lang.L("Copy"), theme.ContentCopyIcon(), func() {
			fyne.CurrentApp().Clipboard().SetContent(k)
			s.p.Shell.Say(widget.Good, lang.L("The key was copied."))
		})), text))
	}
	return widget.NewCard(rows)
}

// receiveCard offers what comes in.
func (s *Screen) receiveCard() fyne.CanvasObject {
	buttons := container.New(layout.NewRowWrapLayout(), widget.NewButton(lang.L("Open package…"), theme.FolderOpenIcon(), s.OpenPackage))
	if s.p.CasePath != "" {
		buttons.Add(widget.NewButton(lang.L("Take in…"), theme.DownloadIcon(), s.TakeIn))
	}
	buttons.Add(widget.NewButton(lang.L("Make a case of an export…"), theme.ContentAddIcon(), s.ImportCase))
	return widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Receive")),
		widget.Muted(lang.L("A package is checked to its last byte before anything of it is shown. It is opened as a case that can only be looked at, or added to this case; nothing is ever overwritten.")),
		widget.Inset(buttons, 6, 4)))
}

// plainCard offers what leaves without being encrypted.
func (s *Screen) plainCard() fyne.CanvasObject {
	s.what = fw.NewSelect(listNames(s.p.Service.Lists()), nil)
	s.what.SetSelectedIndex(max(slices.Index(s.p.Service.Lists(), "exhibits"), 0))
	return widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Lists and plain exports")),
		widget.Muted(lang.L("These are neither encrypted nor signed. A list is a CSV file; a plain export is the whole case as JSON with its originals.")),
		widget.Inset(container.NewVBox(container.NewBorder(nil, nil, nil, widget.NewButton(lang.L("Export list…"), theme.DocumentSaveIcon(), s.ExportList), s.what),
			container.NewHBox(widget.NewButton(lang.L("Export case as JSON…"), theme.DocumentSaveIcon(), s.ExportCase))), 6, 4)))
}

// mostPassages is how many are listed, the newest first.
const mostPassages = 30

// passageCard lists what left the case and came into it.
func (s *Screen) passageCard() fyne.CanvasObject {
	rows := container.NewVBox(widget.Subheading(lang.L("What left this case and came into it")))
	if len(s.passages) == 0 {
		rows.Add(widget.Muted(lang.L("Nothing yet. Every package, export and list is written to the case's log.")))
	}
	for i, p := range slices.Backward(s.passages) {
		if i < len(s.passages)-mostPassages {
			rows.Add(widget.Caption(lang.L("and {{.N}} earlier ones: see the case's log", map[string]any{"N": i + 1})))
			break
		}
		rows.Add(passageRow(p))
	}
	return widget.NewCard(rows)
}
