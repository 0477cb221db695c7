package compare

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// figuresPage is what the methods gave. While the figures are withheld it says so, and what to do.
type figuresPage struct {
	s      *Screen
	object *container.Scroll
	body   *fyne.Container
	cells  *cellList
	heat   *widget.Segments

	thresholds fyne.CanvasObject // the card, nil where there is none
}

func newFiguresPage(s *Screen) *figuresPage {
	p := &figuresPage{s: s, body: container.NewVBox()}
	p.object = container.NewVScroll(widget.Inset(p.body, 6, 4))
	p.cells = newCellList(s)
	p.heat = widget.NewSegments(s.setHeat, lang.L("No map"), lang.L("Similarity"), lang.L("Difference"))
	p.fill()
	return p
}

// fill shows what may be shown by now.
func (p *figuresPage) fill() {
	p.body.Objects = p.content()
	p.body.Refresh()
	p.object.Refresh()
}

func (p *figuresPage) content() []fyne.CanvasObject {
	p.thresholds = nil
	s, k := p.s, p.s.pair
	if !k.loaded {
		return []fyne.CanvasObject{widget.Muted(lang.L("Loading…"))}
	}
	item := k.item
	out := []fyne.CanvasObject{
		widget.Tight(widget.Subheading(lang.L("Comparison {{.N}}", map[string]any{"N": item.Comparison.Number})),
			widget.MutedLine(wording.Lines(item.A.Exhibit.Label+" / "+item.B.Exhibit.Label, wording.Date(item.Comparison.Created)))),
	}
	if !s.revealed() {
		return append(out, p.withheld(), classCard(item))
	}
	r := s.result()
	if item.Pair() != casefile.TwoTopographies {
		return append(out, classCard(item), seenCard(item, r))
	}
	out = append(out, classCard(item), scoreCard(item, r)) // class characteristics come before any score
	if k.context != nil {
		out = append(out, contextCard(*k.context))
	}
	out = append(out, p.mapsCard())
	if e := k.explanation; e != nil && len(e.Thresholds) > 0 {
		p.thresholds = thresholdCard(e.Thresholds)
		out = append(out, p.thresholds)
	}
	return append(out, p.filtersCard(), methodCard(item, r), p.cellsCard(r)) // a list of its own comes last, where it does not catch the wheel
}

// withheld says why there are no figures and what to do.
func (p *figuresPage) withheld() fyne.CanvasObject {
	s := p.s
	title := widget.Wrapped(lang.L("Figures come after your own view"))
	title.TextStyle.Bold = true
	box := container.NewVBox(title,
		widget.Wrapped(lang.L("Scores, cells and maps that are seen first can sway a view. Look at the pair, mark what agrees and what does not, then commit your view. The figures are shown at once.")),
		widget.PrimaryButton(lang.L("Commit my view…"), nil, func() { s.ShowPage(pageDecide) }))
	box.Add(exposedLine(s.pair.exam))
	return widget.NewCard(box)
}

// exposedLine says what has been visible so far.
func exposedLine(e casefile.Examination) fyne.CanvasObject {
	words := []string{}
	for _, x := range e.Exposed {
		words = append(words, wording.Exposure(x))
	}
	if len(words) == 0 {
		return widget.Muted(lang.L("Nothing that could sway it has been visible to you yet."))
	}
	return widget.Muted(lang.L("Visible to you so far: {{.What}}.", map[string]any{"What": strings.Join(words, ", ")}))
}

// showThresholds brings the robustness of the count into view.
func (s *Screen) showThresholds() {
	s.ShowPage(pageFigures)
	if card := s.figures.thresholds; card != nil {
		s.figures.object.ScrollToOffset(fyne.NewPos(0, card.Position().Y))
	}
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
		lang.L("Rotation"), wording.Rotation(r.Pose), lang.L("Displacement"), wording.Translation(r.Pose))
	figures := container.NewVBox(widget.Strong(lang.L("What the methods gave")), widget.NewFacts(scores...))
	for _, n := range r.Notes {
		figures.Add(widget.Wrapped(wording.Note(n, k.A.Exhibit.Label, k.B.Exhibit.Label)))
	}
	figures.Add(widget.Muted(lang.L("A score is a lead. It does not decide.")))
	return widget.NewCard(figures)
}

// classCard sets the class characteristics of both sides against each other.
func classCard(k casefile.ComparisonItem) fyne.CanvasObject {
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Class characteristics")),
		widget.NewSides("A  "+k.A.Exhibit.Label, "B  "+k.B.Exhibit.Label, wording.ClassSides(k.A.Exhibit.Class, k.B.Exhibit.Class)...)))
}

// mapsCard switches the maps.
func (p *figuresPage) mapsCard() fyne.CanvasObject {
	k := p.s.pair
	box := container.NewVBox(widget.Strong(lang.L("Where the surfaces agree")))
	switch {
	case k.explaining:
		box.Add(widget.Muted(lang.L("The maps are being computed…")))
	case k.explanation == nil || k.explanation.Alignment == nil:
		box.Add(widget.Muted(lang.L("There is no map: no method laid the surfaces on each other.")))
	default:
		a := k.explanation.Alignment
		box.Add(p.heat)
		box.Add(widget.NewFacts(
			lang.L("Overlap"), wording.Percent(a.Overlap),
			lang.L("Alike within {{.UM}} µm", map[string]any{"UM": wording.Figures(a.AlikeUM, 2)}), wording.Percent(a.Alike),
			lang.L("Difference, root mean square"), wording.Number(a.RMSUM, 2)+" µm"))
	}
	return widget.NewCard(box)
}

// cellsCard lists the cells.
func (p *figuresPage) cellsCard(r imaging.Result) fyne.CanvasObject {
	box := container.NewVBox(container.NewBorder(nil, nil, nil, p.cells.which, widget.Strong(lang.L("Cells, A on B"))))
	p.cells.set(r.CellsAB)
	if p.cells.length() == 0 {
		box.Add(widget.Muted(lang.L("No cell was compared.")))
		return widget.NewCard(box)
	}
	box.Add(widget.Fixed(p.cells.list, 0, 190))
	return widget.NewCard(box)
}

// showCell chooses in the list what was chosen on the field.
func (p *figuresPage) showCell() { p.cells.follow() }

// methodCard says how the figures came about.
func methodCard(k casefile.ComparisonItem, r imaging.Result) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("How it was computed")), widget.NewFacts(
		lang.L("Method"), r.Method+" "+r.Version, lang.L("Time taken"), wording.Number(float64(k.Comparison.Millis)/1000, 2)+" s"))
	facts := []string{}
	for _, x := range k.Comparison.Params {
		facts = append(facts, wording.ParamName(x.Name), wording.ParamValue(x.Value, x.Unit))
	}
	if len(facts) > 0 {
		box.Add(fw.NewAccordion(fw.NewAccordionItem(lang.L("Parameters"), widget.NewFacts(facts...))))
	}
	return widget.NewCard(box)
}

// setHeat lays a map over the specimens: 0 none, 1 similarity, 2 difference.
func (s *Screen) setHeat(i int) {
	if i > 0 && !s.hasMaps() {
		i = 0
	}
	var h *viewer.HeatMap
	if i > 0 {
		h = s.pair.heat(i - 1)
	}
	s.viewer.SetHeatMap(h)
	s.figures.heat.Select(i)
}

// nextHeat goes through the maps.
func (s *Screen) nextHeat() {
	if s.hasMaps() {
		s.setHeat((s.figures.heat.Selected() + 1) % 3)
	}
}

// heat returns the map of similarity, 0, or difference, 1.
func (k *pair) heat(i int) *viewer.HeatMap {
	if k.heats[i] == nil {
		a := k.explanation.Alignment
		if i == 0 {
			k.heats[i] = viewer.NewSimilarityMap(lang.L("similarity (r)"), a.Similarity)
		} else {
			k.heats[i] = viewer.NewHeatMap("A − B", "µm", "difference", a.Difference, -3*a.RMSUM, 3*a.RMSUM)
		}
	}
	return k.heats[i]
}
