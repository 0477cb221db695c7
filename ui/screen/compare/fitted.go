package compare

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
	"tracemark/ui/viewer/ink"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// fitted is where a region fits on the other specimen, as the page and the field show it.
type fitted struct {
	side   viewer.Side // that the region was drawn on
	result imaging.RegionFit
	layer  *fitLayer
}

func newFitted(side viewer.Side, region casefile.Shape, f imaging.RegionFit) *fitted {
	line := outlineOf(region)
	l := &fitLayer{side: 1 - side}
	for i, place := range []*imaging.RegionPlace{f.Best, f.Second} {
		if place == nil {
			continue
		}
		shape := make([]imaging.Point, len(line))
		for j, p := range line {
			shape[j] = place.Pose.Apply(p)
		}
		l.places = append(l.places, shape)
		l.ranks = append(l.ranks, i+1)
	}
	return &fitted{side: side, result: f, layer: l}
}

// ellipseCorners is how many corners an ellipse is drawn with.
const ellipseCorners = 48

// outlineOf returns the closed line round a shape; of a brush stroke its own line, there and back.
func outlineOf(s casefile.Shape) []imaging.Point {
	switch {
	case s.Kind == casefile.Ellipse && len(s.Points) == 3:
		c, u, v := s.Points[0], s.Points[1], s.Points[2]
		out := make([]imaging.Point, ellipseCorners)
		for i := range out {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / ellipseCorners)
			out[i] = imaging.Point{X: c.X + cos*(u.X-c.X) + sin*(v.X-c.X), Y: c.Y + cos*(u.Y-c.Y) + sin*(v.Y-c.Y)}
		}
		return out
	case s.Kind == casefile.Brush:
		out := append([]imaging.Point(nil), s.Points...)
		for i := len(s.Points) - 1; i >= 0; i-- {
			out = append(out, s.Points[i])
		}
		return out
	}
	return s.Points
}

// fitLayer draws the places where a region fits: the best with a whole line, the second with a dashed one.
type fitLayer struct {
	side   viewer.Side
	places [][]imaging.Point
	ranks  []int
}

// Draw implements viewer.Layer.
func (l *fitLayer) Draw(p *viewer.Plate) {
	clip := p.Clip(l.side)
	if clip.Empty() {
		return
	}
	for i, shape := range l.places {
		pen := ink.Pen{Width: 2.5 * p.PxPerDIP, Colour: theme.SyntheticBG}
		if l.ranks[i] > 1 {
			pen.Width, pen.Dash, pen.Gap = 1.5*p.PxPerDIP, 6*p.PxPerDIP, 5*p.PxPerDIP
		}
		for j, a := range shape {
			from, to := p.To(l.side, a), p.To(l.side, shape[(j+1)%len(shape)])
			pen.Line(p.Image, clip, from.X, from.Y, to.X, to.Y)
		}
	}
}

// showFit says in words where the region fits.
func (p *marksPage) showFit() {
	f := p.s.pair.fit
	if f == nil {
		p.fitBox.Objects = nil
		p.fitBox.Refresh()
		return
	}
	other := sideName(1 - f.side)
	facts := []string{}
	add := func(name string, at *imaging.RegionPlace) {
		if at == nil {
			facts = append(facts, name, lang.L("none"))
			return
		}
		facts = append(facts, name, wording.Lines("r = "+wording.Number(at.Correlation, 2), wording.Degrees(at.Pose.AngleDeg)))
	}
	add(lang.L("Best place on {{.Side}}", map[string]any{"Side": other}), f.result.Best)
	add(lang.L("Second best (dashed)"), f.result.Second)
	add(lang.L("Where the alignment puts it"), f.result.Registered)
	goTo := widget.NewButton(lang.L("Go to the best"), nil, func() {
		if f.result.Best != nil {
			p.s.centre(1-f.side, f.result.Best.Centre)
		}
	})
	enable(goTo, f.result.Best != nil)
	p.fitBox.Objects = []fyne.CanvasObject{widget.NewCard(container.NewVBox(widget.NewFacts(facts...),
		widget.Muted(lang.L("A region that was chosen because it looks alike fits better than chance would have it. No error rate is known.")),
		container.NewGridWithColumns(2, goTo, widget.NewButton(lang.L("Take away"), nil, p.s.dropFit))))}
	p.fitBox.Refresh()
}
