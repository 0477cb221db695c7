package exhibit

import (
	"context"
	"fmt"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging/surface"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// alone is one recording in the microscope by itself, over the screen of its exhibit until it is closed.
type alone struct {
	s       *Screen
	exhibit casefile.Exhibit
	capture casefile.Capture
	ctx     context.Context
	cancel  context.CancelFunc

	photo         *image.RGBA
	raw, filtered *surface.Surface
	askedRaw      bool // for the recording with all its points

	viewer *viewer.Viewer
	said   *fw.RichText
	object fyne.CanvasObject
}

// previewSide is the most points that a first look has on a side: as many as half a large screen has.
const previewSide = 1024

// View shows a recording alone in the microscope.
func (s *Screen) View(e casefile.Exhibit, c casefile.Capture) {
	s.closeAlone()
	a := &alone{s: s, exhibit: e, capture: c, viewer: viewer.New(s.p.Shell.Tasks), said: widget.MutedLine(lang.L("Loading…"))}
	a.ctx, a.cancel = context.WithCancel(s.ctx)
	a.viewer.OnChanged = a.changed
	a.viewer.OnLine = a.changed
	key := func(icon fyne.Resource, name, hint string, k fyne.KeyName) fyne.CanvasObject {
		t := widget.NewTool(icon, name, hint, func() { a.viewer.Key(k, 0) })
		t.OnHint = func(h string) {
			if h == "" {
				h = a.about()
			}
			widget.SetText(a.said, h)
		}
		return t
	}
	tools := container.NewHBox(
		key(theme.ZoomFitIcon(), "F", lang.L("Show it whole (F)"), fyne.KeyF),
		key(theme.SearchIcon(), "0", lang.L("One point per pixel (0)"), fyne.Key0),
		key(theme.ContentCutIcon(), "P", lang.L("Draw a line, which measures and gives the profile's length (P)"), fyne.KeyP))
	if c.Kind == casefile.Topography {
		tools.Add(key(theme.ColorPaletteIcon(), "T", lang.L("Relief, or heights as colours (T)"), fyne.KeyT))
		tools.Add(key(theme.VisibilityIcon(), "R", lang.L("As recorded, or filtered (R)"), fyne.KeyR))
		tools.Add(key(theme.ColorChromaticIcon(), "G", lang.L("Next light (G); comma and full stop turn it, U and J lift and lower it"), fyne.KeyG))
	}
	back := widget.NewButton(lang.L("Back to the exhibits"), theme.NavigateBackIcon(), s.closeAlone)
	title := widget.Subheading(wording.Lines(e.Label, wording.Mark(c.Mark)))
	title.Truncation = fyne.TextTruncateEllipsis
	head := container.NewVBox(container.NewBorder(nil, nil, nil, container.NewHBox(tools, back), title))
	if _, _, known := c.Scale.UM(); !known {
		head.Add(widget.NewBanner(lang.L("The scale of this recording is not known: there is no scale bar, and no length on it means anything.")))
	}
	a.object = container.NewBorder(widget.Inset(head, 8, 2), widget.Inset(a.said, 8, 0), nil, nil, a.viewer)
	s.alone = a
	s.root.Objects = []fyne.CanvasObject{a.object}
	s.root.Refresh()
	widget.GiveKeysBack(s.root)
	a.load()
}

// closeAlone goes back to the exhibits.
func (s *Screen) closeAlone() {
	if s.alone == nil {
		return
	}
	s.alone.cancel()
	s.alone.viewer.Close()
	s.alone = nil
	s.root.Objects = []fyne.CanvasObject{s.main}
	s.root.Refresh()
	widget.GiveKeysBack(s.root)
}

// ViewSelected shows a recording of the selected exhibit: the ticked one where it has several.
func (s *Screen) ViewSelected() {
	e, ok := s.Current()
	if !ok || len(e.Captures) == 0 {
		s.p.Shell.Say(widget.Info, lang.L("Choose an exhibit that has a capture first."))
		return
	}
	at := slices.IndexFunc(e.Captures, func(c casefile.Capture) bool {
		return slices.ContainsFunc(s.ticked, func(t casefile.Capture) bool { return t.ID == c.ID })
	})
	s.View(e.Exhibit, e.Captures[max(at, 0)])
}

// key handles a key while the recording is shown.
func (a *alone) key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if a.viewer.Key(k, m) {
		return true
	}
	if k == fyne.KeyEscape {
		a.s.closeAlone()
		return true
	}
	return false
}

// load reads the recording: of a topography a first look, then the surface as the methods see it.
func (a *alone) load() {
	path, id, service, tasks := a.s.p.CasePath, a.capture.ID, a.s.p.Service, a.s.p.Shell.Tasks
	if a.capture.Kind == casefile.Photograph {
		task.Load(tasks, a.ctx, func(ctx context.Context) (*image.RGBA, error) { return service.Photo(ctx, path, id) },
			func(img *image.RGBA, err error) { a.photo = img; a.arrived(err) })
		return
	}
	task.Load(tasks, a.ctx, func(ctx context.Context) (*surface.Surface, error) {
		return service.Preview(ctx, path, id, previewSide)
	},
		func(sf *surface.Surface, err error) {
			a.raw = sf
			a.arrived(err)
			task.Load(tasks, a.ctx, func(ctx context.Context) (*surface.Surface, error) { return service.Surface(ctx, path, id) },
				func(sf *surface.Surface, err error) { a.filtered = sf; a.arrived(err) })
		})
}

// arrived shows what has come; what comes later replaces it and moves nothing.
func (a *alone) arrived(err error) {
	if err != nil {
		a.s.p.Shell.Fail(err)
	}
	sp := a.specimen()
	switch {
	case sp == nil:
		if err != nil {
			widget.SetText(a.said, wording.Error(err))
		}
		return
	case a.viewer.Specimen(viewer.A) == nil:
		a.viewer.SetSpecimens(sp, nil, nil)
	default:
		a.viewer.SetSpecimen(viewer.A, sp)
	}
	a.changed()
}

func (a *alone) specimen() *viewer.Specimen {
	label := wording.Lines(a.exhibit.Label, wording.Mark(a.capture.Mark))
	var sp *viewer.Specimen
	switch dx, dy, _ := a.capture.Scale.UM(); {
	case a.photo != nil:
		sp = viewer.NewPhoto(label, a.photo, dx, dy)
	case a.raw != nil || a.filtered != nil:
		sp = viewer.NewTopography(label, a.raw, a.filtered)
		sp.RecordedUM = dx
	default:
		return nil
	}
	sp.Synthetic, sp.Original = a.capture.Synthetic, a.capture.SHA256
	return sp
}

// changed says what is seen; the recording with all its points is read once somebody wants to see it as it is.
func (a *alone) changed() {
	widget.SetText(a.said, a.about())
	if a.capture.Kind != casefile.Topography || a.filtered == nil || a.askedRaw || a.viewer.Look(viewer.A).Filtered {
		return
	}
	a.askedRaw = true
	path, id, service := a.s.p.CasePath, a.capture.ID, a.s.p.Service
	task.Load(a.s.p.Shell.Tasks, a.ctx, func(ctx context.Context) (*surface.Surface, error) { return service.RawSurface(ctx, path, id) },
		func(sf *surface.Surface, err error) {
			if err == nil {
				a.raw = sf
			}
			a.arrived(err)
		})
}

// about says what the recording is, and how long the line on it.
func (a *alone) about() string {
	line := ""
	if um, deg, ok := a.viewer.Measure(); ok {
		line = lang.L("line {{.UM}} µm, {{.Deg}}°", map[string]any{"UM": wording.Number(um, 1), "Deg": wording.Number(deg, 1)})
	}
	c := a.capture
	return wording.Lines(line, c.FileName, wording.CaptureKind(c.Kind), fmt.Sprintf("%d × %d", c.Width, c.Height), wording.Scale(c.Scale), wording.Instrument(c.Instrument))
}
