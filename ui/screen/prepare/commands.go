package prepare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/ui/palette"
)

// Commands implements palette.Commander. A key means here what it means in the microscope, where it has a meaning there: B is a brush, Y a
// polygon, with Shift what leaves out; the field keeps its own keys, such as T, U and P. Ctrl+Z undoes, as everywhere.
func (s *Screen) Commands() []palette.Command {
	ready := func() bool { return s.edit != nil }
	tool := func(id, title string, k toolKind, keys ...palette.Key) palette.Command {
		return palette.Command{ID: "prepare." + id, Title: title, Keys: keys, Enabled: ready, Run: func() { s.choose(k) }}
	}
	return []palette.Command{
		{ID: "prepare.next", Title: lang.L("Next stage"), Keys: []palette.Key{palette.Press(fyne.KeyPageDown)}, Run: func() { s.step(1) }},
		{ID: "prepare.previous", Title: lang.L("Previous stage"), Keys: []palette.Key{palette.Press(fyne.KeyPageUp)}, Run: func() { s.step(-1) }},
		{ID: "prepare.tint", Title: lang.L("Show or hide the mask"), Keys: []palette.Key{palette.Press(fyne.KeyV)}, Enabled: ready, Run: s.toggleTint},
		tool("move", lang.L("Move the picture"), moving),
		tool("brush", lang.L("Brush: take in"), brush, palette.Press(fyne.KeyB)),
		tool("eraser", lang.L("Eraser: leave out"), eraser, palette.Shift(fyne.KeyB)),
		tool("polygon", lang.L("Polygon: take in"), polygonIn, palette.Press(fyne.KeyY)),
		tool("polygonout", lang.L("Polygon: leave out"), polygonOut, palette.Shift(fyne.KeyY)),
		{ID: "prepare.narrower", Title: lang.L("Narrower brush"), Keys: []palette.Key{palette.Press(fyne.KeyComma)}, Enabled: ready, Run: func() { s.resizeBrush(-1) }},
		{ID: "prepare.wider", Title: lang.L("Wider brush"), Keys: []palette.Key{palette.Press(fyne.KeyPeriod)}, Enabled: ready, Run: func() { s.resizeBrush(1) }},
		{ID: "prepare.undo", Title: lang.L("Undo the last stroke"),
			Enabled: func() bool { return s.edit != nil && len(s.edit.done) > 0 }, Run: s.Undo},
		{ID: "prepare.redo", Title: lang.L("Make the stroke again"),
			Enabled: func() bool { return s.edit != nil && len(s.edit.undone) > 0 }, Run: s.Redo},
		{ID: "prepare.propose", Title: lang.L("Propose the mask automatically"), Enabled: ready, Run: s.Propose},
		{ID: "prepare.file", Title: lang.L("Take the mask from a file…"), Enabled: ready, Run: s.FromFile},
		{ID: "prepare.save", Title: lang.L("Save the mask as the next version"), Keys: []palette.Key{palette.Ctrl(fyne.KeyS)}, Enabled: ready, Run: s.Save},
	}
}
