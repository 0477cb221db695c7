package compare

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required but Opened, Now and Views.
type Params struct {
	Shell        *shell.Shell
	Service      Service
	CasePath     string
	ComparisonID string
	// Conclude is called when a person wants the screen where the report is issued.
	Conclude func(comparisonID string)
	// Opened is called when the screen has gone to another pair, the next candidate's.
	Opened func(comparisonID string)
	// Verifies is called when the pair is found to be one that the person at the desk is to verify, with the verification's number, or 0
	// where it is not; Answered when they have answered it. Both may be nil.
	Verifies, Answered func(number int)
	// Now is the clock by which looking is timed; time.Now where it is nil.
	Now func() time.Time
	// Views remembers how the pair looked at last was left; may be nil.
	Views *Views
}

// Screen is the comparison microscope with everything around it. It shows one pair at a time; the candidate strip takes it from one
// to the next.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	viewer  *viewer.Viewer
	pair    *pair
	editor  *markup.Editor
	saver   *saver
	bar     *bar
	status  *status
	look    *lookPage
	marks   *marksPage
	figures *figuresPage
	decide  *decidePage
	leads   *leads

	pages  *widget.Segments
	page   *fyne.Container
	first  *fyne.Container // over every page: class characteristics that disagree
	panel  fyne.CanvasObject
	banner *fyne.Container // over the field: why something is not shown
	root   fyne.CanvasObject

	turned   bool        // a person has chosen a page
	mode     viewer.Mode // of the pair before, for the next
	back     *left       // how the pair was left, until it is shown again
	lineTool viewer.Tool // that draws the profile line, once it was asked for
	alone    palette.Deliberate
	toolAt   int // which of the tools for marks has the pointer, 0 for none
}

// pair is what is known of the comparison on the screen.
type pair struct {
	id     string
	ctx    context.Context
	cancel context.CancelFunc
	since  time.Time

	item        casefile.ComparisonItem
	exam        casefile.Examination
	loaded      bool // item and exam are there
	shown       bool // the specimens are
	sides       [2]material
	explanation *casefile.Explanation
	explaining  bool
	filtering   bool
	context     *casefile.ScoreContext

	contextAsked bool
	fit          *fitted
	past         *past              // marks of an older version, while they are shown
	ahead        string             // key of the candidate whose recording was readied
	heats        [2]*viewer.HeatMap // similarity and difference
	heatWanted   int                // the map that was shown when the pair was left, until the maps are computed
}

// panelWidth is the width of the pages beside the field, stripWidth of the candidates at its left: narrow enough for a field that is
// wider than high on 1366 × 768 with both open.
const (
	panelWidth = 340
	stripWidth = 176
)

// The pages of the panel.
const (
	pageLook = iota
	pageMarks
	pageFigures
	pageDecide
)

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Views == nil {
		p.Views = &Views{}
	}
	s := &Screen{p: p, viewer: viewer.New(p.Shell.Tasks), pair: &pair{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.alone.Tasks = p.Shell.Tasks
	s.editor = s.newEditor(markup.NewModel(nil))
	s.saver = newSaver(s)
	s.status = newStatus(s)
	s.bar = newBar(s)
	s.look = newLookPage(s)
	s.marks = newMarksPage(s)
	s.figures = newFiguresPage(s)
	s.decide = newDecidePage(s)
	s.leads = newLeads(s)
	s.viewer.OnChanged = s.moved
	s.viewer.OnCell = func(viewer.Side, int) { s.figures.showCell() }
	s.viewer.OnFlipped = s.flipped
	s.viewer.OnLine = s.status.line
	s.layOut()
	s.recall(p.ComparisonID)
	s.open(p.ComparisonID)
	return s
}

func (s *Screen) layOut() {
	s.pages = widget.NewSegments(func(at int) { s.ShowPage(at) }, pageNames()...)
	s.page, s.first = container.NewStack(s.look.object), container.NewVBox()
	s.panel = widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground,
		container.NewBorder(container.NewVBox(widget.Inset(s.pages, 4, 3), s.first), nil, nil, nil, s.page)), panelWidth, 0)
	s.banner = container.NewVBox()
	field := container.NewStack(s.viewer, newPointer(s), container.NewBorder(nil, s.banner, nil, nil))
	s.root = container.NewBorder(s.bar.object, nil, s.leads.object, s.panel, container.NewBorder(nil, s.status.object, nil, nil, field))
	s.moved()
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Viewer returns the comparison widget.
func (s *Screen) Viewer() *viewer.Viewer { return s.viewer }

// Leave ends what the screen is waiting for, keeps what is not kept yet and notes how long the pair was looked at.
func (s *Screen) Leave() {
	s.close()
	s.viewer.Close()
	s.cancel()
}

// close ends the pair on the screen.
func (s *Screen) close() {
	s.remember()
	s.saver.leave()
	s.noteViewing()
	if s.pair.cancel != nil {
		s.pair.cancel()
	}
}

// open goes to a comparison. What a person has set, such as the light and the mode, stays.
func (s *Screen) open(id string) {
	k := &pair{id: id, since: s.p.Now()}
	k.ctx, k.cancel = context.WithCancel(s.ctx)
	s.pair = k
	s.editWith(markup.NewModel(nil))
	s.refreshPages()
	s.load()
}

// OpenPair leaves the pair on the screen for another one.
func (s *Screen) OpenPair(id string) {
	s.close()
	s.pick(nil)
	s.back = nil
	s.mode = s.viewer.Stage().Mode
	s.viewer.SetHeatMap(nil)
	s.viewer.SetLayers()
	s.viewer.SetSpecimens(nil, nil, nil) // the pair before must not be taken for the one to come
	s.status.line()
	s.open(id)
	if s.p.Opened != nil {
		s.p.Opened(id)
	}
}

// ShowPage shows a page of the panel, which is opened where it is closed.
func (s *Screen) ShowPage(at int) {
	s.turned = true
	s.turn(at)
	if !s.panel.Visible() {
		s.TogglePanel()
	}
}

func (s *Screen) turn(at int) {
	s.pages.Select(at)
	s.page.Objects = []fyne.CanvasObject{[]fyne.CanvasObject{s.look.object, s.marks.object, s.figures.object, s.decide.object}[at]}
	s.page.Refresh()
}

// TogglePanel opens or closes the panel.
func (s *Screen) TogglePanel() { s.toggle(s.panel) }

// ToggleStrip opens or closes the candidate strip.
func (s *Screen) ToggleStrip() {
	if s.leads.any() {
		s.toggle(s.leads.object)
	}
}

func (s *Screen) toggle(o fyne.CanvasObject) {
	if o.Visible() {
		o.Hide()
	} else {
		o.Show()
	}
	s.root.Refresh()
	s.bar.refresh()
}

// moved shows what the viewer's state is; it is called for every movement, so it does little.
func (s *Screen) moved() {
	s.bar.refresh()
	s.status.refresh()
	s.look.refresh()
}

// refreshPages fills the pages anew after something about the pair has changed.
func (s *Screen) refreshPages() {
	s.look.fill()
	s.marks.fill()
	s.figures.fill()
	s.decide.fill()
	s.warn()
	s.moved()
}

// warn says, over every page, which class characteristics disagree: they come before any score.
func (s *Screen) warn() {
	s.first.Objects = nil
	for _, d := range casefile.ClassDisagreements(s.pair.item.A.Exhibit.Class, s.pair.item.B.Exhibit.Class) {
		s.first.Add(widget.NewWarning(lang.L("{{.Name}} differs: look at this first.", map[string]any{"Name": wording.ClassName(d.Key)})))
	}
	s.first.Refresh()
}

// revealed reports whether figures may be shown.
func (s *Screen) revealed() bool {
	return s.pair.loaded && s.pair.exam.Revealed() && !s.pair.item.Comparison.Withheld
}

// result returns the result that the product decides by.
func (s *Screen) result() imaging.Result {
	r, _ := main(s.pair.item.Comparison)
	return r
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
