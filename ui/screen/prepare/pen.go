package prepare

import (
	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

// toolKind is what the pointer does.
type toolKind int

const (
	moving toolKind = iota
	brush
	eraser
	polygonIn
	polygonOut
)

// includes reports whether a tool takes points in.
func (k toolKind) includes() bool { return k == brush || k == polygonIn }

func (k toolKind) shape() casefile.ShapeKind {
	if k == polygonIn || k == polygonOut {
		return casefile.Polygon
	}
	return casefile.Brush
}

// pen is the tool that draws on the mask. It is markup's pen, and besides it shows how wide a brush is under the pointer.
type pen struct {
	*markup.Pen
	kind  toolKind
	width func() float64
	draft func(*casefile.Shape)
}

// Hover implements viewer.Tool.
func (t pen) Hover(at viewer.Touch) {
	if t.kind.shape() == casefile.Brush && !t.Busy() {
		t.draft(&casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{at.At}, WidthUM: t.width()})
		return
	}
	t.Pen.Hover(at)
}

// choose gives the pointer to a tool.
func (s *Screen) choose(k toolKind) {
	if t, ok := s.viewer.Tool().(pen); ok {
		t.Cancel()
	}
	s.tool, s.draft = k, nil
	if k == moving || s.edit == nil {
		s.tool = moving
		s.viewer.SetTool(nil)
		s.redraw()
		return
	}
	if s.resampled() { // its grid is not the mask's
		s.list.Select(0)
	}
	s.tinted = true
	p := pen{kind: k, width: func() float64 { return s.brushUM }, draft: func(d *casefile.Shape) { s.draft = d; s.drawLayers() }}
	p.Pen = markup.NewPen(markup.PenParams{
		Kind: k.shape(), Stage: s.viewer.Stage, WidthUM: p.width, Resize: s.resizeBrush,
		Draft: func(_ viewer.Side, d *casefile.Shape) { p.draft(d) },
		Done: func(_ viewer.Side, d casefile.Shape) {
			if s.edit.fill(d, k.includes()) {
				s.redraw()
			}
		},
	})
	s.viewer.SetTool(p)
	s.redraw()
}

// drawLayers shows the mask and what is being drawn on it.
func (s *Screen) drawLayers() {
	var layers []viewer.Layer
	if s.tinted && s.edit != nil && !s.resampled() {
		layers = append(layers, tint{mask: s.edit.mask, dx: s.edit.dx, dy: s.edit.dy})
		if s.draft != nil {
			a := casefile.Annotation{Likeness: casefile.Dissimilar, A: s.draft}
			if s.tool.includes() {
				a.Likeness = casefile.Similar
			}
			layers = append(layers, markup.NewLayer(nil, "", &a))
		}
	}
	s.viewer.SetLayers(layers...)
}

// resizeBrush makes the brush wider (+1) or narrower (-1).
func (s *Screen) resizeBrush(direction int) {
	factor := 1.25
	if direction < 0 {
		factor = 1 / factor
	}
	s.setBrush(s.brushUM * factor)
}

// Undo takes the last stroke back.
func (s *Screen) Undo() {
	if s.edit != nil && s.edit.undo() {
		s.redraw()
	}
}

// Redo makes the stroke that was taken back last again.
func (s *Screen) Redo() {
	if s.edit != nil && s.edit.redo() {
		s.redraw()
	}
}

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if s.viewer.ToolKey(k, m) {
		return true
	}
	for _, c := range s.Commands() {
		if c.Pressed(k, m) && c.Possible() {
			c.Run()
			return true
		}
	}
	if k == fyne.KeyEscape && s.viewer.Tool() != nil { // the line that measures is the field's own
		s.choose(moving)
		return true
	}
	return k != fyne.KeyEscape && k != fyne.KeyBackspace && s.viewer.Key(k, m)
}
