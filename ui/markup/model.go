package markup

import (
	"crypto/rand"
	"slices"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// change is one step of the history, in both directions: at Index of the list Before is replaced by After. Nil Before is an
// annotation added there, nil After one taken away.
type change struct {
	index         int
	before, after *casefile.Annotation
}

// Model is the annotations of a comparison and the way back through everything that was done to them since it was opened.
// A list that was handed out never changes; every change makes a new one. Its methods belong to one goroutine.
type Model struct {
	// OnChanged is called after every change, undoing and selecting included; may be nil.
	OnChanged func()

	list     []casefile.Annotation
	done     []change // everything since the beginning; the ones from undone on were taken back
	undone   int
	selected string
}

// NewModel returns a model that begins with these annotations, which it does not change.
func NewModel(start []casefile.Annotation) *Model { return &Model{list: slices.Clone(start)} }

// Annotations returns what is marked now, the oldest first. Neither the list nor the shapes may be changed.
func (m *Model) Annotations() []casefile.Annotation { return m.list }

// Find returns the annotation with this id.
func (m *Model) Find(id string) (casefile.Annotation, bool) {
	if i := m.index(id); i >= 0 {
		return m.list[i], true
	}
	return casefile.Annotation{}, false
}

func (m *Model) index(id string) int {
	return slices.IndexFunc(m.list, func(a casefile.Annotation) bool { return a.ID == id })
}

// Add marks something, selects it and returns its id, which is made where there is none. Nothing is added, and the id is "",
// where it has no complete shape or an id that is there already.
func (m *Model) Add(a casefile.Annotation) string {
	if a.ID == "" {
		a.ID = rand.Text()
	}
	if !marked(a) || m.index(a.ID) >= 0 {
		return ""
	}
	m.selected = a.ID
	m.do(change{index: len(m.list), after: &a})
	return a.ID
}

// marked reports whether an annotation has a shape, and none that is incomplete.
func marked(a casefile.Annotation) bool {
	return (a.A != nil || a.B != nil) && (a.A == nil || Valid(*a.A)) && (a.B == nil || Valid(*a.B))
}

// Remove takes an annotation away and reports whether it was there.
func (m *Model) Remove(id string) bool {
	i := m.index(id)
	if i < 0 {
		return false
	}
	old := m.list[i]
	if m.selected == id {
		m.selected = ""
	}
	m.do(change{index: i, before: &old})
	return true
}

// Edit changes an annotation by f, which is given a copy, and reports whether that made a difference. The shapes are
// replaced, never changed in place; the id stays.
func (m *Model) Edit(id string, f func(*casefile.Annotation)) bool {
	i := m.index(id)
	if i < 0 {
		return false
	}
	old := m.list[i]
	a := old
	f(&a)
	a.ID = old.ID
	if !marked(a) || same(a, old) {
		return false
	}
	m.do(change{index: i, before: &old, after: &a})
	return true
}

// Move moves an annotation by d µm as seen on one side. The other side's shape moves along by the same way through to;
// where to is nil it stays, so that the two can be laid on each other by hand.
func (m *Model) Move(id string, side viewer.Side, d imaging.Point, to Mapper) bool {
	return m.Edit(id, func(a *casefile.Annotation) { *a = moved(*a, side, d, to) })
}

// moved returns an annotation moved as Move says.
func moved(a casefile.Annotation, side viewer.Side, d imaging.Point, to Mapper) casefile.Annotation {
	own := shapeOn(a, side)
	if own == nil {
		return a
	}
	if other := shapeOn(a, 1-side); other != nil && to != nil {
		from := own.Points[0]
		p := to(side, from)
		q := to(side, imaging.Point{X: from.X + d.X, Y: from.Y + d.Y})
		a = withShape(a, 1-side, Shifted(*other, sub(q, p)))
	}
	return withShape(a, side, Shifted(*own, d))
}

// shapeOn returns the shape of a side, nil where there is none.
func shapeOn(a casefile.Annotation, side viewer.Side) *casefile.Shape {
	if side == viewer.A {
		return a.A
	}
	return a.B
}

// withShape returns an annotation with another shape on a side.
func withShape(a casefile.Annotation, side viewer.Side, s casefile.Shape) casefile.Annotation {
	if side == viewer.A {
		a.A = &s
	} else {
		a.B = &s
	}
	return a
}

// do makes a change that was not made before; what had been taken back can then no longer be made again.
func (m *Model) do(c change) {
	m.done = append(m.done[:m.undone], c)
	m.undone++
	m.apply(c.index, c.before, c.after)
}

// apply makes a new list in which before, at index, is replaced by after.
func (m *Model) apply(index int, before, after *casefile.Annotation) {
	next := make([]casefile.Annotation, 0, len(m.list)+1)
	next = append(next, m.list[:index]...)
	if after != nil {
		next = append(next, *after)
	}
	if before != nil {
		index++
	}
	m.list = append(next, m.list[index:]...)
	if m.index(m.selected) < 0 {
		m.selected = ""
	}
	m.changed()
}

func (m *Model) changed() {
	if m.OnChanged != nil {
		m.OnChanged()
	}
}

// CanUndo reports whether there is something to take back.
func (m *Model) CanUndo() bool { return m.undone > 0 }

// CanRedo reports whether something that was taken back can be made again.
func (m *Model) CanRedo() bool { return m.undone < len(m.done) }

// Undo takes the last change back and reports whether there was one.
func (m *Model) Undo() bool {
	if !m.CanUndo() {
		return false
	}
	m.undone--
	c := m.done[m.undone]
	m.apply(c.index, c.after, c.before)
	return true
}

// Redo makes the change that was taken back last again, and reports whether there was one.
func (m *Model) Redo() bool {
	if !m.CanRedo() {
		return false
	}
	c := m.done[m.undone]
	m.undone++
	m.apply(c.index, c.before, c.after)
	return true
}

// Select chooses an annotation; "" chooses none.
func (m *Model) Select(id string) {
	if id != "" && m.index(id) < 0 || id == m.selected {
		return
	}
	m.selected = id
	m.changed()
}

// Selected returns the annotation that is chosen.
func (m *Model) Selected() (casefile.Annotation, bool) { return m.Find(m.selected) }

// At returns the annotation under a point of a side, the newest where several are, "" where none is. The one that is
// selected comes first, so that it can be moved although another lies on it.
func (m *Model) At(side viewer.Side, p imaging.Point, tolUM float64) string {
	hit := func(a casefile.Annotation) bool {
		s := shapeOn(a, side)
		return s != nil && Hits(*s, p, tolUM)
	}
	if a, ok := m.Selected(); ok && hit(a) {
		return a.ID
	}
	for _, a := range slices.Backward(m.list) {
		if hit(a) {
			return a.ID
		}
	}
	return ""
}

// same reports whether two annotations say the same.
func same(a, b casefile.Annotation) bool {
	return a.ID == b.ID && a.Likeness == b.Likeness && a.Character == b.Character && a.Text == b.Text && sameShape(a.A, b.A) && sameShape(a.B, b.B)
}

func sameShape(a, b *casefile.Shape) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.WidthUM == b.WidthUM && slices.Equal(a.Points, b.Points)
}
