package compare

import (
	"reflect"

	"tracemark/casefile"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

// Views remembers how the pair looked at last was left, for as long as the program runs: coming back from another page shows it as it was,
// with its tool, its undo steps and a view that was begun and not committed. Another pair begins at its computed pose, under the same
// light. One belongs to a window; the zero value remembers nothing yet. Its methods belong to the user-interface goroutine.
type Views struct{ last *left }

// left is how a pair was left.
type left struct {
	casePath, id string
	scene        casefile.Scene
	whole        bool // shown whole, and not moved since
	heat         int
	page         int
	panel, strip bool
	toolAt       int
	line         bool // the profile line's tool had the pointer
	marks        *markup.Model
	chosen       string // mark
	likeness     casefile.Likeness
	character    casefile.Character
	brushUM      float64
	view, filled begun // a view that was begun, and what was recorded then
}

// begun is a conclusion with its reasons as they stand in the controls.
type begun struct{ value, reason string }

// remember keeps how the pair on the screen is left. One that was not seen yet leaves what is remembered alone.
func (s *Screen) remember() {
	k := s.pair
	if !k.shown {
		return
	}
	l := &left{casePath: s.p.CasePath, id: k.id, scene: s.viewer.Scene(), whole: s.viewer.Whole(), heat: s.figures.heat.Selected(), page: s.pages.Selected(),
		panel: s.panel.Visible(), strip: s.leads.object.Visible() || !s.leads.opened, toolAt: s.toolAt, line: s.drawingLine(),
		marks: s.editor.Model, likeness: s.editor.Likeness, character: s.editor.Character, brushUM: s.editor.BrushUM}
	if a, ok := s.editor.Model.Selected(); ok {
		l.chosen = a.ID
	}
	if now := s.decide.stated(); now != s.decide.filled {
		l.view, l.filled = now, s.decide.filled
	}
	s.p.Views.last = l
}

// recall begins with what is remembered of the pair that is opened, or else with the light and the mode of the one before.
func (s *Screen) recall(id string) {
	s.back = nil
	l := s.p.Views.last
	if l == nil || l.casePath != s.p.CasePath {
		return
	}
	if !l.panel {
		s.panel.Hide()
	}
	s.leads.shut = !l.strip
	if l.id == id {
		s.back = l
		s.turned = true
		s.turn(l.page)
		s.editor.Likeness, s.editor.Character, s.editor.BrushUM = l.likeness, l.character, l.brushUM
		return
	}
	for i, side := range l.scene.Sides {
		s.viewer.SetLook(viewer.Side(i), viewer.LookOf(side))
	}
	s.viewer.SetHorizontal(l.scene.Divider == viewer.Lying)
	s.mode = viewer.ModeOf(l.scene)
}

// resume shows a pair that has just come onto the field as it was left.
func (s *Screen) resume(l *left) {
	scene := l.scene
	scene.WidthPx, scene.HeightPx = 0, 0 // at the same magnification: the strip and the plot may take their room only later
	scene.Pose = nil                     // the pair's own is there
	s.viewer.SetScene(scene)
	if l.whole {
		s.viewer.ShowWhole()
	}
	s.pair.heatWanted = l.heat
	if s.pair.past == nil {
		s.editor.Model.Select(l.chosen)
	}
	switch {
	case l.line:
		s.toggleLine()
	case l.toolAt == 1:
		s.pickSelector()
	case l.toolAt > 1:
		s.pickPen(kinds[l.toolAt-2])
	}
}

// modelOf returns the marks to begin with: those that were left with every step back through them, where nothing has changed them since.
func (s *Screen) modelOf(list []casefile.Annotation) *markup.Model {
	if s.back == nil {
		return markup.NewModel(list)
	}
	before := s.back.marks.Annotations()
	if len(before) != len(list) || len(list) > 0 && !reflect.DeepEqual(before, list) {
		return markup.NewModel(list)
	}
	s.saver.same(before)
	return s.back.marks
}
