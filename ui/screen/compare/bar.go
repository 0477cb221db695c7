package compare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
)

// bar is the row of tools over the field, in groups. Each tool shows its icon and its key; what it does is said in the strip below
// the field while the pointer is on it.
type bar struct {
	s      *Screen
	object fyne.CanvasObject

	modes                                     [5]*widget.Tool
	name                                      *fw.Label
	divider, swap, linked, align, fit, actual *widget.Tool
	cells, heat, profile, snapshot            *widget.Tool
	stripButton, panelButton                  *widget.Tool
	tools                                     []*widget.Tool
	shownMode                                 viewer.Mode
}

// modeName returns the name of a mode.
func modeName(m viewer.Mode) string {
	switch m {
	case viewer.SideBySide:
		return lang.L("Side by side")
	case viewer.Overlay:
		return lang.L("Overlay")
	case viewer.Difference:
		return lang.L("Difference")
	case viewer.Blink:
		return lang.L("Blink")
	}
	return lang.L("Split line")
}

// modeRoom gives the name of a mode the room of the longest one, so that the bar stays as it is when the mode changes. It measures
// whenever it is asked, because the text can become larger and smaller.
type modeRoom struct{}

// MinSize implements fyne.Layout.
func (modeRoom) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	for m := viewer.Split; m <= viewer.Blink; m++ {
		size.Width = max(size.Width, fyne.MeasureText(modeName(m), theme.TextSize(), fyne.TextStyle{Bold: true}).Width+2*theme.InnerPadding())
	}
	return size
}

// Layout implements fyne.Layout.
func (modeRoom) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

func newBar(s *Screen) *bar {
	b := &bar{s: s, name: widget.Strong(""), shownMode: -1}
	v := s.viewer
	tool := func(icon fyne.Resource, key, hint string, do func()) *widget.Tool {
		t := widget.NewTool(icon, key, hint, do)
		t.OnHint = s.status.hint
		b.tools = append(b.tools, t)
		return t
	}
	groups := container.NewHBox()
	group := func(tools ...fyne.CanvasObject) {
		if len(groups.Objects) > 0 {
			groups.Add(fw.NewSeparator())
		}
		for _, t := range tools {
			groups.Add(t)
		}
	}
	b.stripButton = tool(iconStrip, "F8", lang.L("Show or hide the candidates (F8)"), s.ToggleStrip)
	group(b.stripButton)
	icons := []fyne.Resource{iconSplit, iconBeside, iconOverlay, iconDifference, iconBlink}
	modes := container.NewHBox()
	for i, icon := range icons {
		m := viewer.Mode(i)
		key := string(rune('1' + i))
		b.modes[i] = tool(icon, key, modeName(m)+" ("+key+")", func() { v.SetMode(m) })
		modes.Add(b.modes[i])
	}
	b.name.Truncation = fyne.TextTruncateOff // fyne cuts a text that fits exactly
	group(modes, container.New(modeRoom{}, b.name))
	b.divider = tool(iconDivider, "H", lang.L("Split line upright or lying (H); Home, End and M move it"), func() { v.SetHorizontal(!v.Stage().Horizontal) })
	b.swap = tool(iconSwap, "X", lang.L("Swap the sides (X)"), v.Swap)
	b.linked = tool(iconLinked, "L", lang.L("Move both together, or one alone (L)"), func() { v.SetLinked(!v.Stage().Linked) })
	group(b.divider, b.swap, b.linked)
	b.align = tool(iconAlign, "A", lang.L("Align as computed (A)"), v.Align)
	b.fit = tool(iconFit, "F", lang.L("Show both whole (F)"), v.Fit)
	b.actual = tool(iconActual, "0", lang.L("One point of the finer recording per pixel (0)"), v.OneToOne)
	group(b.align, b.fit, b.actual)
	b.cells = tool(iconCells, "C", lang.L("Show congruent cells (C); with Shift the others, with the reason"), func() { v.SetOutlines(!v.Outlines()) })
	b.heat = tool(iconHeat, "K", lang.L("Map of similarity, then of difference, then none (K)"), s.nextHeat)
	b.profile = tool(iconProfile, "P", lang.L("Draw a line: profile, distance and angle (P)"), s.toggleLine)
	group(b.cells, b.heat, b.profile)
	b.snapshot = tool(iconSnapshot, "S", lang.L("Keep a snapshot with its exact state (S)"), s.Snapshot)
	group(b.snapshot)
	b.panelButton = tool(iconPanel, "F9", lang.L("Show or hide the panel (F9)"), s.TogglePanel)
	done := widget.PrimaryButton(lang.L("Conclude…"), theme.DocumentCreateIcon(), func() { s.p.Conclude(s.pair.id) })
	b.object = widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(
		container.NewBorder(nil, nil, nil, container.NewHBox(b.panelButton, done), container.NewHScroll(groups)), 4, 2)) // large text needs more than a small screen has
	return b
}

// refresh shows the viewer's state.
func (b *bar) refresh() {
	if b.panelButton == nil || b.s.panel == nil {
		return
	}
	v := b.s.viewer
	st := v.Stage()
	alone := st.Absent[viewer.A] || st.Absent[viewer.B]
	if b.shownMode != st.Mode {
		b.shownMode = st.Mode
		b.name.SetText(modeName(st.Mode))
	}
	for i, t := range b.modes {
		t.SetOn(viewer.Mode(i) == st.Mode)
		t.SetEnabled(!alone && (viewer.Mode(i) != viewer.Difference || viewer.CanSubtract(v.Specimen(viewer.A), v.Specimen(viewer.B))))
	}
	b.divider.SetOn(st.Horizontal)
	b.divider.SetEnabled(!alone && (st.Mode == viewer.Split || st.Mode == viewer.SideBySide))
	b.swap.SetOn(st.Swapped)
	b.swap.SetEnabled(!alone)
	b.linked.SetOn(st.Linked)
	b.linked.SetEnabled(!alone)
	b.align.SetEnabled(v.CanAlign())
	b.cells.SetOn(v.Outlines())
	b.cells.SetEnabled(b.s.hasCells())
	b.heat.SetOn(v.HeatMap() != nil)
	b.heat.SetEnabled(b.s.hasMaps())
	b.profile.SetOn(b.s.drawingLine() || v.Line() != nil)
	b.snapshot.SetEnabled(b.s.pair.shown)
	b.stripButton.SetEnabled(b.s.leads.any())
}

// hasCells reports whether there are cells that may be shown.
func (s *Screen) hasCells() bool { return s.revealed() && len(s.result().CellsAB) > 0 }

// hasMaps reports whether there is a map that may be shown.
func (s *Screen) hasMaps() bool {
	return s.revealed() && s.pair.explanation != nil && s.pair.explanation.Alignment != nil && s.pair.item.Pair() == casefile.TwoTopographies
}
