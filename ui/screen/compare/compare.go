package compare

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell        *shell.Shell
	Service      Service
	CasePath     string
	ComparisonID string
	// Conclude is called when a person wants to conclude from the comparison.
	Conclude func(comparisonID string)
}

// Screen shows one comparison.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	viewer *viewer.Viewer
	tools  *tools
	side   *fyne.Container
	root   fyne.CanvasObject
}

// content is what the screen loads.
type content struct {
	item      casefile.ComparisonItem
	specimens [2]*viewer.Specimen
	pose      *imaging.Pose // lays the first on the second, in the lengths that they are drawn with
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, viewer: viewer.New(p.Shell.Tasks)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.tools = newTools(s.viewer, func() { p.Conclude(p.ComparisonID) })
	s.viewer.OnChanged = s.tools.refresh
	s.side = container.NewVBox(widget.Muted(lang.L("Loading…")))
	panel := widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVScroll(widget.Inset(s.side, 8, 8)))
	s.root = container.NewBorder(s.tools.bar, nil, nil, widget.Fixed(panel, sideWidth, 0), s.viewer)
	s.load()
	return s
}

// sideWidth is the width of the panel of figures: narrow enough for a square field beside it on 1366 × 768.
const sideWidth = 292

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() {
	s.cancel()
	s.viewer.Close()
}

// Viewer returns the comparison widget.
func (s *Screen) Viewer() *viewer.Viewer { return s.viewer }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if k == fyne.KeyReturn || k == fyne.KeyEnter {
		s.p.Conclude(s.p.ComparisonID)
		return true
	}
	return s.viewer.Key(k, m)
}

func (s *Screen) load() {
	path, id := s.p.CasePath, s.p.ComparisonID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.item, err = s.p.Service.Comparison(ctx, path, id); err != nil {
			return c, err
		}
		r, _ := main(c.item.Comparison)
		outlines := cellOutlines(r)
		spacing, pose := placed(c.item, r)
		c.pose = pose
		for i, side := range []casefile.Side{c.item.A, c.item.B} {
			if c.specimens[i], err = s.specimen(ctx, side, c.item.Pair(), spacing[i]); err != nil {
				return c, err
			}
			c.specimens[i].Outlines = outlines[i]
		}
		return c, nil
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.side.Objects = []fyne.CanvasObject{widget.Wrapped(err.Error()), widget.NewButton(lang.L("Try again"), nil, s.load)}
			s.side.Refresh()
			return
		}
		r, _ := main(c.item.Comparison)
		s.viewer.SetSpecimens(c.specimens[0], c.specimens[1], c.pose)
		if c.item.Pair() != casefile.TwoTopographies { // a photograph hides nothing of its neighbour when first seen
			s.viewer.SetMode(viewer.SideBySide)
			s.viewer.Fit()
		}
		s.side.Objects = s.figures(c.item, r)
		s.side.Refresh()
		s.tools.refresh()
	})
}

// specimen loads what is looked at on one side; a photograph of unknown scale is drawn with placedAt per pixel, where that is not 0.
func (s *Screen) specimen(ctx context.Context, side casefile.Side, pair casefile.PairKind, placedAt float64) (*viewer.Specimen, error) {
	label := wording.Lines(side.Exhibit.Label, wording.Mark(side.Capture.Mark))
	if pair == casefile.TopographyAndPhotograph {
		label = wording.Lines(label, wording.CaptureKind(side.Capture.Kind))
	}
	var sp *viewer.Specimen
	if side.Capture.Kind == casefile.Photograph {
		var img *image.RGBA
		img, err := s.p.Service.Photo(ctx, s.p.CasePath, side.Capture.ID)
		if err != nil {
			return nil, err
		}
		dx, dy, _ := side.Capture.Scale.UM()
		if sp = viewer.NewPhoto(label, img, dx, dy); !sp.ScaleKnown() && placedAt > 0 {
			sp = viewer.NewPlacedPhoto(label, img, placedAt)
		}
	} else {
		var sf *surface.Surface
		sf, err := s.p.Service.Surface(ctx, s.p.CasePath, side.Capture.ID)
		if err != nil {
			return nil, err
		}
		sp = viewer.NewSurface(label, sf)
	}
	sp.Synthetic = side.Capture.Synthetic
	return sp, nil
}

// main returns the result that the product decides by: the one that has the comparison's default score, else the first
// with a pose, else the first.
func main(c casefile.Comparison) (imaging.Result, bool) {
	for _, r := range c.Results {
		if v := r.Score(c.Default); v == v {
			return r, true
		}
	}
	for _, r := range c.Results {
		if r.Pose != nil {
			return r, true
		}
	}
	if len(c.Results) > 0 {
		return c.Results[0], true
	}
	return imaging.Result{}, false
}

// cellOutlines returns what to draw on A, its own cells, and on B, where those cells fell: with the specimens aligned,
// congruent cells lie on each other.
func cellOutlines(r imaging.Result) (o [2][]viewer.Outline) {
	for _, c := range r.CellsAB {
		if !c.Comparable {
			continue
		}
		cell := viewer.Outline{Centre: c.Centre, SideX: c.SideX, SideY: c.SideY, Congruent: c.Congruent, Reason: c.Reason, Number: len(o[0]) + 1}
		o[0] = append(o[0], cell)
		cell.Centre, cell.AngleDeg, cell.Quiet = c.Partner, c.AngleDeg, !c.Congruent
		o[1] = append(o[1], cell)
	}
	return o
}

// figures are what the comparison gave, beside the pictures.
func (s *Screen) figures(k casefile.ComparisonItem, r imaging.Result) []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		widget.Tight(widget.Subheading(lang.L("Comparison {{.N}}", map[string]any{"N": k.Comparison.Number})),
			widget.MutedLine(wording.Lines(k.A.Exhibit.Label+" / "+k.B.Exhibit.Label, wording.Date(k.Comparison.Created)))),
		s.tools.light,
	}
	figures := scoreCard(k, r)
	if k.Pair() != casefile.TwoTopographies {
		figures = seenCard(k, r)
	}
	// Class characteristics that disagree come before any score.
	if len(casefile.ClassDisagreements(k.A.Exhibit.Class, k.B.Exhibit.Class)) > 0 {
		out = append(out, classCard(k), figures)
	} else {
		out = append(out, figures, classCard(k))
	}
	said := lang.L("No conclusion yet.")
	if k.Conclusion != nil {
		said = k.Conclusion.Value
		if l, ok := casefile.AFTE.Level(k.Conclusion.Value); ok {
			said = l.Name
		}
	}
	return append(out, widget.NewCard(container.NewVBox(widget.Strong(lang.L("Conclusion")), widget.Wrapped(said))))
}

// scoreCard says what the methods for topographies gave.
func scoreCard(k casefile.ComparisonItem, r imaging.Result) fyne.CanvasObject {
	seen := map[string]bool{}
	scores := []string{}
	add := func(v imaging.Score) {
		if !seen[v.Name] {
			seen[v.Name] = true
			scores = append(scores, wording.Score(v.Name), wording.Value(v))
		}
	}
	for _, v := range r.Scores {
		if v.Name == k.Comparison.Default {
			add(v)
		}
	}
	for _, other := range append([]imaging.Result{r}, k.Comparison.Results...) {
		for _, v := range other.Scores {
			add(v)
		}
	}
	scores = append(scores, lang.L("Congruent, A on B"), wording.Cells(r.CellsAB), lang.L("Congruent, B on A"), wording.Cells(r.CellsBA),
		lang.L("Rotation"), wording.Rotation(r.Pose), lang.L("Displacement"), wording.Translation(r.Pose), lang.L("Method"), r.Method+" "+r.Version,
		lang.L("Time taken"), fmt.Sprintf("%.2f s", float64(k.Comparison.Millis)/1000))
	figures := container.NewVBox(widget.Strong(lang.L("What the methods gave")), widget.NewFacts(scores...))
	for _, n := range r.Notes {
		figures.Add(widget.Wrapped(n))
	}
	figures.Add(widget.Muted(lang.L("A score is a lead. It does not decide.")))
	return widget.NewCard(figures)
}

// classCard sets the class characteristics of both sides against each other.
func classCard(k casefile.ComparisonItem) fyne.CanvasObject {
	a, b := wording.Class(k.A.Exhibit.Class), wording.Class(k.B.Exhibit.Class)
	facts := []string{}
	for i := range a {
		v := a[i].Value
		if b[i].Value != v {
			v += "  /  " + b[i].Value
		}
		facts = append(facts, a[i].Name, v)
	}
	card := container.NewVBox(widget.Strong(lang.L("Class characteristics")))
	for _, d := range casefile.ClassDisagreements(k.A.Exhibit.Class, k.B.Exhibit.Class) {
		card.Add(widget.NewBanner(lang.L("{{.Name}} differs: look at this first.", map[string]any{"Name": wording.ClassName(d.Key)})))
	}
	card.Add(widget.NewFacts(facts...))
	return widget.NewCard(card)
}
