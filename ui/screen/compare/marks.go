package compare

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/markup"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// marksPage is marking: the tools, what is said of a region, and the list of everything that is marked.
type marksPage struct {
	s      *Screen
	object fyne.CanvasObject
	busy   bool

	tools              []*widget.Tool // move, select, brush, polygon, ellipse, arrow
	likeness           *widget.Segments
	character          *fw.Select
	width              *slider
	text               *widget.Field
	undo, redo, remove *widget.Tool
	fit                *widget.Button
	kept               *fw.RichText
	list               *widget.List
	body               *fyne.Container
	locked, older      fyne.CanvasObject
	fitBox             *fyne.Container
}

// kinds are the shapes that can be drawn, in the order of their tools.
var kinds = []casefile.ShapeKind{casefile.Brush, casefile.Polygon, casefile.Ellipse, casefile.Arrow}

// characters are the kinds of characteristic, in the order in which they are offered.
var characters = []casefile.Character{"", casefile.ClassCharacter, casefile.SubclassCharacter, casefile.IndividualCharacter}

func newMarksPage(s *Screen) *marksPage {
	p := &marksPage{s: s, kept: widget.Muted("")}
	row := container.NewGridWithColumns(6)
	add := func(icon fyne.Resource, key, hint string, do func()) {
		t := widget.NewTool(icon, key, hint, do)
		t.OnHint = s.status.hint
		p.tools = append(p.tools, t)
		row.Add(t)
	}
	add(iconMove, "", lang.L("Move the specimens again (Esc)"), func() { s.pick(nil) })
	add(iconSelect, "Q", lang.L("Choose, move and reshape marks (Q)"), s.pickSelector)
	add(iconBrush, "B", lang.L("Brush (B)"), func() { s.pickPen(casefile.Brush) })
	add(iconPolygon, "Y", lang.L("Polygon (Y): click the corners, Enter closes it"), func() { s.pickPen(casefile.Polygon) })
	add(iconEllipse, "E", lang.L("Ellipse (E): drag; with Shift a circle"), func() { s.pickPen(casefile.Ellipse) })
	add(iconArrow, "W", lang.L("Arrow (W)"), func() { s.pickPen(casefile.Arrow) })
	p.likeness = widget.NewSegments(func(i int) { s.setLikeness([]casefile.Likeness{casefile.Similar, casefile.Dissimilar}[i]) },
		"● "+markup.LikenessName(casefile.Similar), "✕ "+markup.LikenessName(casefile.Dissimilar))
	names := []string{lang.L("characteristic not stated")}
	for _, c := range characters[1:] {
		names = append(names, markup.CharacterName(c))
	}
	p.character = fw.NewSelect(names, func(string) {
		if !p.busy {
			s.setCharacter(characters[p.character.SelectedIndex()])
			widget.GiveKeysBack(s.viewer)
		}
	})
	p.width = newSlider(lang.L("Brush width"), 5, 400, 5, func(um float64) string { return wording.Number(um, 0) + " µm" }, func(um float64) { s.editor.SetBrush(um) })
	p.text = widget.NewField(lang.L("What is seen there (Enter keeps it)"))
	p.text.OnFunctionKey = s.p.Shell.Key
	p.text.OnEscape = func() { widget.GiveKeysBack(p.text) }
	p.text.OnSubmitted = func(t string) { s.setText(t); widget.GiveKeysBack(p.text) }
	tool := func(icon fyne.Resource, key, hint string, do func()) *widget.Tool {
		t := widget.NewTool(icon, key, hint, do)
		t.OnHint = s.status.hint
		return t
	}
	p.undo = tool(theme.ContentUndoIcon(), "", lang.L("Undo (Ctrl+Z)"), s.Undo)
	p.redo = tool(theme.ContentRedoIcon(), "", lang.L("Redo (Ctrl+Shift+Z)"), s.Redo)
	p.remove = tool(theme.DeleteIcon(), "", lang.L("Take the chosen mark away (Del)"), s.removeMark)
	p.fit = widget.NewButton(lang.L("Where does it fit best?"), theme.SearchIcon(), s.BestFit)
	p.list = widget.NewList(func() int { return len(s.annotations()) }, newMarkRow, p.fillRow)
	p.list.SetOnSelected(func(i int) {
		if !p.busy {
			s.jumpTo(i)
		}
	})
	p.list.Other = s.p.Shell.Key
	p.fitBox = container.NewVBox()
	p.body = container.NewVBox(row, p.likeness, p.character, p.width.object, p.text,
		container.NewBorder(nil, nil, container.NewHBox(p.undo, p.redo, p.remove), nil, p.fit), p.fitBox)
	p.locked = widget.NewWarning(lang.L("A report states the conclusion: marks are locked."))
	p.locked.Hide()
	p.older = container.NewVBox(widget.NewWarning(lang.L("These are the marks that a snapshot was taken with. Today's are unchanged.")),
		widget.NewButton(lang.L("Back to today's marks (Esc)"), theme.HistoryIcon(), s.today))
	p.older.Hide()
	top := widget.Inset(container.NewVBox(p.locked, p.older, p.body), 6, 4)
	p.object = container.NewBorder(nil, p.kept, nil, nil, container.New(overList{top}, container.NewVScroll(top), p.list))
	return p
}

// overList gives what stands over a list the height that it needs, as long as the list keeps a share: on a low screen it scrolls.
type overList struct{ top fyne.CanvasObject }

// listShare is the least part of the height that the list has.
const listShare = 0.25

func (l overList) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	h := min(l.top.MinSize().Height, s.Height*(1-listShare))
	objects[0].Resize(fyne.NewSize(s.Width, h))
	objects[1].Move(fyne.NewPos(0, h))
	objects[1].Resize(fyne.NewSize(s.Width, s.Height-h))
}

func (l overList) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.top.MinSize().Width, objects[0].MinSize().Height+objects[1].MinSize().Height)
}

type markRow struct {
	name *fw.Label
	text *fw.RichText
}

func newMarkRow() fyne.CanvasObject {
	r := &markRow{name: widget.Strong(""), text: widget.Caption("")}
	return widget.NewRow(widget.Tight(r.name, r.text), r)
}

func (p *marksPage) fillRow(i int, o fyne.CanvasObject) {
	r, list := widget.RowData[*markRow](o), p.s.annotations()
	if i >= len(list) {
		return
	}
	a := list[i]
	sign, importance := "● ", fw.MediumImportance
	if a.Likeness == casefile.Dissimilar {
		sign, importance = "✕ ", fw.WarningImportance
	}
	r.name.Importance = importance
	r.name.SetText(fmt.Sprintf("%d  %s%s", i+1, sign, wording.Lines(markup.LikenessName(a.Likeness), markup.CharacterName(a.Character))))
	widget.SetText(r.text, wording.Lines(markSides(a), a.Text))
}

// markSides says on which specimens something is marked.
func markSides(a casefile.Annotation) string {
	switch {
	case a.A == nil:
		return lang.L("on B only")
	case a.B == nil:
		return lang.L("on A only")
	}
	return lang.L("on both")
}

// fill shows the annotations and what is chosen.
func (p *marksPage) fill() {
	p.busy = true
	defer func() { p.busy = false }()
	m := p.s.editor.Model
	a, chosen := m.Selected()
	chosen = chosen && p.s.pair.past == nil
	like, char := p.s.editor.Likeness, p.s.editor.Character
	if chosen && !p.s.drawing() {
		like, char = a.Likeness, a.Character
	}
	if like == casefile.Dissimilar {
		p.likeness.Select(1)
	} else {
		p.likeness.Select(0)
	}
	for i, c := range characters {
		if c == char && p.character.SelectedIndex() != i {
			p.character.SetSelectedIndex(i)
		}
	}
	if c := p.s.p.Shell.Window.Canvas(); c == nil || c.Focused() != fyne.Focusable(p.text) {
		p.text.SetText(a.Text)
	}
	enable(p.text, chosen && p.s.canMark())
	p.width.set(p.s.editor.BrushUM)
	p.undo.SetEnabled(m.CanUndo() && p.s.canMark())
	p.redo.SetEnabled(m.CanRedo() && p.s.canMark())
	p.remove.SetEnabled(chosen && p.s.canMark())
	enable(p.fit, chosen && p.s.canFit(a) == "")
	p.list.Refresh()
	if !chosen {
		p.list.Clear()
	}
	for i, x := range m.Annotations() {
		if chosen && x.ID == a.ID && p.list.Selected() != i {
			p.list.Select(i)
		}
	}
	if p.s.pair.loaded && p.s.pair.exam.Locked {
		p.locked.Show()
	} else {
		p.locked.Hide()
	}
	if p.s.pair.past != nil {
		p.older.Show()
	} else {
		p.older.Hide()
	}
	p.showFit()
	p.showTool()
	p.state()
	p.object.Refresh()
}

// showTool shows which tool has the pointer.
func (p *marksPage) showTool() {
	now := p.s.toolAt
	for i, t := range p.tools {
		t.SetOn(i == now)
		t.SetEnabled(i == 0 || p.s.canMark())
	}
}

// state shows how far keeping is.
func (p *marksPage) state() {
	text, trouble := p.s.saver.words()
	colour := uitheme.ColorNameMuted
	if trouble {
		colour = theme.ColorNameError
	}
	if widget.SetToned(p.kept, text, colour) {
		p.object.Refresh() // it may have another number of lines
	}
	if trouble {
		p.s.pages.SetText(pageMarks, lang.L("Marks")+" !")
	} else if p.s.pages != nil {
		p.s.pages.SetText(pageMarks, lang.L("Marks"))
	}
}

// enable makes a widget usable or not.
func enable(w fyne.Disableable, on bool) {
	switch {
	case on && w.Disabled():
		w.Enable()
	case !on && !w.Disabled():
		w.Disable()
	}
}

// centreOf returns the middle of a shape in its specimen's frame.
func centreOf(s casefile.Shape) (side viewer.Box) {
	lo, hi := markup.Bounds(s)
	return viewer.Box{Min: lo, Max: hi}
}
