package prepare

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All but Draft are required.
type Params struct {
	Shell     *shell.Shell
	Service   Service
	CasePath  string
	CaptureID string
	// Back leads back to the exhibit.
	Back func()
	// Draft is what was left unsaved at the last visit; may be nil. Keep is told when the screen is left: of a draft, or nil.
	Draft *Draft
	Keep  func(*Draft)
}

// Draft is a mask that was edited and not saved.
type Draft struct {
	base   string
	edit   *region
	reason string
}

// Screen shows one topography's preparation.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	exhibit casefile.Exhibit
	capture casefile.Capture
	stages  []casefile.Stage
	at      int // the stage that is shown
	shown   int // the stage that the viewer has, -1 for none
	masks   []casefile.MaskItem

	base    string // id of the version that edit began from; "" for the automatic mask
	edit    *region
	tool    toolKind
	draft   *casefile.Shape
	tinted  bool
	brushUM float64
	saving  bool

	viewer   *viewer.Viewer
	list     *widget.List
	left     *fyne.Container
	detail   *fyne.Container
	controls *controls
	title    *fw.RichText
	about    *fw.RichText
	root     fyne.CanvasObject
}

// content is what the screen loads, together so that it agrees.
type content struct {
	exhibit casefile.Exhibit
	capture casefile.Capture
	stages  []casefile.Stage
	masks   []casefile.MaskItem
	base    string
	region  imaging.Mask
}

// The widths of the panels: narrow enough for a square field between them on 1366 × 768.
const (
	leftWidth  = 290
	rightWidth = 292
)

// usualBrushUM is the brush to begin with: a tenth of a breech face.
const usualBrushUM = 300

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, viewer: viewer.New(p.Shell.Tasks), shown: -1, tinted: true, brushUM: usualBrushUM}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.title, s.about = widget.Subheading(lang.L("Preparation")), widget.MutedLine("")
	s.list = widget.NewList(func() int { return len(s.stages) }, newRow, s.fillRow)
	s.list.SetOnSelected(s.show)
	s.list.Other = p.Shell.Key
	s.detail = container.NewVBox()
	s.left = container.NewStack()
	s.controls = newControls(s)
	back := widget.NewButton(lang.L("Exhibit"), theme.NavigateBackIcon(), p.Back)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(back), widget.Tight(s.title, s.about))
	left := widget.NewPanel(theme.ColorNameHeaderBackground, container.NewBorder(widget.Inset(head, 8, 4), nil, nil, nil, s.left))
	s.root = container.NewBorder(s.controls.bar, nil, widget.Fixed(left, leftWidth, 0), widget.Fixed(s.controls.panel, rightWidth, 0), s.viewer)
	s.load()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Viewer returns the widget that shows the stage.
func (s *Screen) Viewer() *viewer.Viewer { return s.viewer }

// Leave ends what the screen is waiting for and hands over what was not saved.
func (s *Screen) Leave() {
	s.cancel()
	s.viewer.Close()
	switch {
	case s.edit == nil && s.p.Draft != nil: // left before it was shown
		s.p.Keep(s.p.Draft)
	case s.edit != nil && s.edit.edited() && !s.saving:
		s.p.Keep(&Draft{base: s.base, edit: s.edit, reason: s.controls.reason.Text})
	default:
		s.p.Keep(nil)
	}
}

// load reads the capture, prepares it and shows it.
func (s *Screen) load() {
	path, id, draft := s.p.CasePath, s.p.CaptureID, s.p.Draft
	bar, said := fw.NewProgressBar(), widget.Muted(lang.L("Preparing the recording…"))
	s.fillLeft(container.NewVBox(widget.Inset(container.NewVBox(said, bar), 8, 8)))
	tell := func(done, total int64, label string) {
		s.p.Shell.Tasks.Do(func() {
			if total > 0 {
				bar.SetValue(float64(done) / float64(total))
			}
			if label != "" {
				widget.SetText(said, stageName(label))
			}
		})
	}
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.exhibit, c.capture, err = s.find(ctx, path, id); err != nil {
			return c, err
		}
		if c.masks, err = s.p.Service.Masks(ctx, path, id); err != nil {
			return c, err
		}
		if c.stages, err = s.p.Service.Stages(ctx, path, id, tell); err != nil {
			return c, err
		}
		if draft != nil {
			return c, nil
		}
		if len(c.masks) > 0 {
			c.base = c.masks[0].Mask.ID
		}
		c.region, err = s.p.Service.MaskRegion(ctx, path, id, c.base)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.fillLeft(widget.Inset(container.NewVBox(widget.Wrapped(wording.Error(err)), widget.NewButton(lang.L("Try again"), nil, s.load)), 8, 8))
			return
		}
		s.loaded(c)
	})
}

// find returns a capture and the exhibit that it shows.
func (s *Screen) find(ctx context.Context, path, id string) (casefile.Exhibit, casefile.Capture, error) {
	items, err := s.p.Service.Exhibits(ctx, path)
	if err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	for _, e := range items {
		for _, c := range e.Captures {
			if c.ID == id {
				return e.Exhibit, c, nil
			}
		}
	}
	return casefile.Exhibit{}, casefile.Capture{}, &casefile.Error{Code: casefile.NotFound, What: lang.L("This recording is not in the case any more"),
		Do: lang.L("Go back to the exhibits")}
}

func (s *Screen) loaded(c content) {
	s.exhibit, s.capture, s.stages, s.masks = c.exhibit, c.capture, c.stages, c.masks
	widget.SetText(s.about, wording.Lines(c.exhibit.Label, c.capture.FileName))
	if d := s.p.Draft; d != nil {
		s.base, s.edit, s.p.Draft = d.base, d.edit, nil
		s.controls.reason.SetText(d.reason)
		s.p.Shell.Say(widget.Info, lang.L("The changes to the mask that were not saved are here again."))
	} else {
		s.base, s.edit = c.base, newRegion(c.region, c.stages[0].Grid.SpacingX, c.stages[0].Grid.SpacingY)
	}
	halves := container.NewVSplit(s.list, container.NewVScroll(widget.Inset(s.detail, 8, 4)))
	if s.p.Shell.Divider != nil {
		s.p.Shell.Divider("prepare", halves)
	}
	s.fillLeft(halves)
	s.list.Refresh()
	s.at = min(s.at, len(s.stages)-1)
	if s.list.Selected() == s.at {
		s.show(s.at)
	} else {
		s.list.Select(s.at)
	}
	s.redraw()
}

func (s *Screen) fillLeft(o fyne.CanvasObject) {
	s.left.Objects = []fyne.CanvasObject{o}
	s.left.Refresh()
}

// redraw shows the mask and the state of the controls anew.
func (s *Screen) redraw() {
	s.drawLayers()
	s.controls.refresh()
}

func (s *Screen) toggleTint() {
	s.tinted = !s.tinted
	s.redraw()
}
