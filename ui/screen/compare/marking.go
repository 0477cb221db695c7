package compare

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
)

// newEditor returns an editor of annotations for the field on the screen.
func (s *Screen) newEditor(m *markup.Model) *markup.Editor {
	return markup.NewEditor(markup.EditorParams{Model: m, Stage: s.viewer.Stage, Changed: s.marked})
}

// editWith edits other annotations, with what is drawn next as it was.
func (s *Screen) editWith(m *markup.Model) {
	before := s.editor
	s.editor = s.newEditor(m)
	s.editor.Likeness, s.editor.Character, s.editor.BrushUM = before.Likeness, before.Character, before.BrushUM
}

// startMarks begins with what was annotated before.
func (s *Screen) startMarks(e casefile.Examination) {
	s.editWith(s.modelOf(s.saver.start(s.pair.id, e.Markup)))
	s.pick(nil)
	s.drawLayers()
}

// marked is called after every change of the annotations, and of what is being drawn.
func (s *Screen) marked() {
	s.drawLayers()
	if !s.pair.loaded {
		return
	}
	if list := s.editor.Model.Annotations(); !sameList(list, s.saver.wanted) {
		s.saver.want(list)
	}
	s.marks.fill()
}

// drawLayers hands the viewer what lies over the specimens.
func (s *Screen) drawLayers() {
	if s.pair.past != nil {
		s.viewer.SetLayers(s.plainMarks()...)
		return
	}
	layers := []viewer.Layer{s.editor.Layer()}
	if f := s.pair.fit; f != nil {
		layers = append(layers, f.layer)
	}
	s.viewer.SetLayers(layers...)
}

// canMark reports whether marks may be changed.
func (s *Screen) canMark() bool {
	return s.pair.loaded && !s.pair.exam.Locked && s.pair.shown && s.pair.past == nil
}

// pick gives the pointer to a tool; nil gives it back to moving.
func (s *Screen) pick(t viewer.Tool) {
	if pen, ok := s.viewer.Tool().(*markup.Pen); ok {
		pen.Cancel()
	}
	if t != nil && !s.canMark() {
		t = nil
	}
	s.toolAt = 0
	s.viewer.SetTool(t)
	s.marks.showTool()
	s.bar.refresh()
}

func (s *Screen) pickSelector() {
	s.pick(s.editor.Selector())
	s.picked(1)
}

func (s *Screen) pickPen(kind casefile.ShapeKind) {
	s.pick(s.editor.Pen(kind))
	for i, k := range kinds {
		if k == kind {
			s.picked(2 + i)
		}
	}
}

// picked remembers which of the tools on the page has the pointer, and shows the page.
func (s *Screen) picked(at int) {
	if s.viewer.Tool() == nil {
		return
	}
	s.toolAt = at
	if s.pages.Selected() != pageMarks && s.panel.Visible() {
		s.ShowPage(pageMarks)
	}
	s.marks.showTool()
}

// drawingLine reports whether the pointer draws the profile line.
func (s *Screen) drawingLine() bool { return s.lineTool != nil && s.viewer.Tool() == s.lineTool }

// toggleLine gives the pointer to the profile line, or back to moving.
func (s *Screen) toggleLine() {
	if s.drawingLine() {
		s.pick(nil)
		return
	}
	s.pick(nil)
	s.lineTool = s.viewer.LineTool()
	s.viewer.SetTool(s.lineTool)
	s.bar.refresh()
}

// drawing reports whether a tool that draws marks has the pointer. What is said of a mark is then said of the next one, not of the one
// that was drawn last.
func (s *Screen) drawing() bool { return s.toolAt > 1 }

// setLikeness says whether the chosen mark, and what is drawn next, is similar or dissimilar.
func (s *Screen) setLikeness(l casefile.Likeness) {
	s.editor.Likeness = l
	if s.drawing() {
		s.marks.fill()
		return
	}
	s.edit(func(a *casefile.Annotation) { a.Likeness = l })
}

func (s *Screen) setCharacter(c casefile.Character) {
	s.editor.Character = c
	if s.drawing() {
		s.marks.fill()
		return
	}
	s.edit(func(a *casefile.Annotation) { a.Character = c })
}

func (s *Screen) setText(t string) { s.edit(func(a *casefile.Annotation) { a.Text = t }) }

// edit changes the chosen mark.
func (s *Screen) edit(f func(*casefile.Annotation)) {
	if a, ok := s.editor.Model.Selected(); ok && s.canMark() {
		s.editor.Model.Edit(a.ID, f)
	}
	s.marks.fill()
}

// nextCharacter goes through the kinds of characteristic.
func (s *Screen) nextCharacter() {
	now := s.editor.Character
	if a, ok := s.editor.Model.Selected(); ok && !s.drawing() {
		now = a.Character
	}
	for i, c := range characters {
		if c == now {
			s.setCharacter(characters[(i+1)%len(characters)])
			return
		}
	}
}

// otherLikeness changes similar into dissimilar and back.
func (s *Screen) otherLikeness() {
	now := s.editor.Likeness
	if a, ok := s.editor.Model.Selected(); ok && !s.drawing() {
		now = a.Likeness
	}
	if now == casefile.Similar {
		s.setLikeness(casefile.Dissimilar)
	} else {
		s.setLikeness(casefile.Similar)
	}
}

// Undo takes the last change of the marks back.
func (s *Screen) Undo() {
	if s.canMark() {
		s.editor.Model.Undo()
	}
}

// Redo makes the change that was taken back last again.
func (s *Screen) Redo() {
	if s.canMark() {
		s.editor.Model.Redo()
	}
}

// canRemoveMark reports whether a mark is chosen that may be taken away.
func (s *Screen) canRemoveMark() bool {
	_, chosen := s.editor.Model.Selected()
	return chosen && s.canMark()
}

// remove takes the chosen mark away, or where none is chosen the profile line.
func (s *Screen) remove() {
	if s.canRemoveMark() {
		s.removeMark()
		return
	}
	s.viewer.SetLine(nil)
}

func (s *Screen) removeMark() {
	if a, ok := s.editor.Model.Selected(); ok && s.canMark() {
		s.editor.Model.Remove(a.ID)
	}
}

// jumpTo chooses the mark in a row of the list and brings it to the middle of the field.
func (s *Screen) jumpTo(i int) {
	list := s.annotations()
	if i < 0 || i >= len(list) {
		return
	}
	if s.pair.past == nil {
		s.editor.Model.Select(list[i].ID)
	}
	a := list[i]
	if a.A != nil {
		s.centre(viewer.A, centreOf(*a.A).Middle())
	} else if a.B != nil {
		s.centre(viewer.B, centreOf(*a.B).Middle())
	}
}

// centre moves a point of a specimen to the middle of its field, the other specimen with it while they are linked.
func (s *Screen) centre(side viewer.Side, p imaging.Point) {
	st := s.viewer.Stage()
	if st.Absent[side] {
		return
	}
	at, c := st.Screen(side, p), st.Centre(side)
	s.viewer.Nudge(side, c.X-at.X, c.Y-at.Y)
}

// canFit says in a sentence why the place where a mark fits best cannot be asked for, "" where it can.
func (s *Screen) canFit(a casefile.Annotation) string {
	switch {
	case !s.pair.shown || s.pair.item.Pair() != casefile.TwoTopographies:
		return lang.L("Regions are sought on two topographies.")
	case !s.revealed():
		return lang.L("Where a region fits is a figure: commit your view first.")
	case a.ID == "":
		return lang.L("Choose a mark first.")
	}
	if shape := a.A; (shape == nil || shape.Kind == casefile.Arrow) && (a.B == nil || a.B.Kind == casefile.Arrow) {
		return lang.L("An arrow encloses no region: draw a brush stroke, a polygon or an ellipse.")
	}
	return ""
}

// BestFit asks where the chosen mark's region fits best on the other specimen.
func (s *Screen) BestFit() {
	a, _ := s.editor.Model.Selected()
	if why := s.canFit(a); why != "" {
		s.p.Shell.Say(widget.Info, why)
		return
	}
	side, shape := viewer.A, a.A
	if shape == nil {
		side, shape = viewer.B, a.B
	}
	k, path, region := s.pair, s.p.CasePath, *shape
	step(s, lang.L("Searching where the region fits"), func(ctx context.Context) (imaging.RegionFit, error) {
		return s.p.Service.BestFit(ctx, path, k.id, int(side), region)
	}, func(f imaging.RegionFit, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		k.fit = newFitted(side, region, f)
		s.drawLayers()
		s.marks.fill()
	})
}

// dropFit takes away what was shown of where a region fits.
func (s *Screen) dropFit() {
	if s.pair.fit != nil {
		s.pair.fit = nil
		s.drawLayers()
		s.marks.fill()
	}
}
