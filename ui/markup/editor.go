package markup

import (
	"math"

	"tracemark/casefile"
	"tracemark/ui/viewer"
)

// Widths of a brush in µm: a firing-pin impression is some 1000 to 2000 µm across, a striation a few µm.
const (
	LeastBrushUM   = 2.0
	MostBrushUM    = 2000.0
	DefaultBrushUM = 60.0
	brushStep      = 1.25 // by a key
)

// EditorParams are what an editor needs. Model and Stage are required.
type EditorParams struct {
	Model *Model
	// Stage returns where the specimens lie at the moment; Viewer.Stage.
	Stage func() viewer.Stage
	// Changed is called when something must be drawn anew: hand Layer to the viewer then. It is also the model's OnChanged.
	Changed func()
}

// Editor is a model with the tools that change it. Likeness, Character and BrushUM are what is drawn next. Its methods
// belong to the user-interface goroutine.
type Editor struct {
	Model     *Model
	Likeness  casefile.Likeness
	Character casefile.Character
	BrushUM   float64

	p     EditorParams
	draft *casefile.Annotation
}

// NewEditor returns an editor that draws similar regions of no stated character.
func NewEditor(p EditorParams) *Editor {
	e := &Editor{Model: p.Model, Likeness: casefile.Similar, BrushUM: DefaultBrushUM, p: p}
	p.Model.OnChanged = e.changed
	return e
}

func (e *Editor) changed() {
	if e.p.Changed != nil {
		e.p.Changed()
	}
}

// mapper returns where shapes go on the other side, nil where a specimen is alone.
func (e *Editor) mapper() Mapper {
	s := e.p.Stage()
	if s.Absent[viewer.A] || s.Absent[viewer.B] {
		return nil
	}
	return Through(s)
}

// Pen returns the tool that draws a kind of shape on both sides at once.
func (e *Editor) Pen(kind casefile.ShapeKind) *Pen {
	return NewPen(PenParams{
		Kind: kind, Stage: e.p.Stage,
		WidthUM: func() float64 { return e.BrushUM },
		Resize:  func(d int) { e.SetBrush(e.BrushUM * math.Pow(brushStep, float64(d))) },
		Draft: func(side viewer.Side, s *casefile.Shape) {
			if s == nil {
				e.setDraft(nil)
				return
			}
			a := e.both(side, *s)
			e.setDraft(&a)
		},
		Done: func(side viewer.Side, s casefile.Shape) { e.Model.Add(e.both(side, s)) },
	})
}

// Selector returns the tool that chooses, moves and reshapes.
func (e *Editor) Selector() viewer.Tool { return &selector{e: e, handle: -1} }

// both returns the annotation of a shape, mapped to the other side at once.
func (e *Editor) both(side viewer.Side, s casefile.Shape) casefile.Annotation {
	a := withShape(casefile.Annotation{Likeness: e.Likeness, Character: e.Character}, side, s)
	if to := e.mapper(); to != nil {
		a = withShape(a, 1-side, mapped(s, side, to))
	}
	return a
}

// SetBrush sets the width of the brush, within what makes sense.
func (e *Editor) SetBrush(um float64) {
	e.BrushUM = min(max(um, LeastBrushUM), MostBrushUM)
	e.changed()
}

// setDraft shows an annotation that is not finished, in the place of the one with its id; nil ends that.
func (e *Editor) setDraft(a *casefile.Annotation) {
	if a == nil && e.draft == nil {
		return
	}
	e.draft = a
	e.changed()
}

// Layer returns what to draw now.
func (e *Editor) Layer() *Layer {
	chosen, _ := e.Model.Selected()
	return NewLayer(e.Model.Annotations(), chosen.ID, e.draft)
}
