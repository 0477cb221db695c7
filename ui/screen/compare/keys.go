package compare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging/render"
	"tracemark/ui/palette"
	"tracemark/ui/viewer"
)

// pageNames are the names of the panel's pages.
func pageNames() []string {
	return []string{lang.L("Look"), lang.L("Marks"), lang.L("Figures"), lang.L("Decide")}
}

// Key handles a key that was typed while nothing had the focus: the tool first, then the screen's commands, then the field's own keys.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	sentence := palette.Writes(k, m) && s.alone.Typed(k)
	before := s.cross()
	if s.viewer.ToolKey(k, m) {
		s.pointed(before.Shown)
		return true
	}
	switch k {
	case fyne.KeyEscape:
		s.escape()
		return true
	case fyne.KeyEnter: // of the number pad
		k = fyne.KeyReturn
	}
	for _, c := range s.Commands() {
		if c.Pressed(k, m) {
			switch {
			case !c.Possible():
			case !c.Records || !palette.Writes(k, m):
				c.Run()
			case sentence:
				s.status.flash(lang.L("Several letters were typed and no text field has the focus: nothing was done. A letter alone is a command."))
			default:
				s.alone.Press(c.Run)
			}
			return true
		}
	}
	return s.viewer.Key(k, m)
}

// cross returns the pointer that the tool's keys move.
func (s *Screen) cross() viewer.KeyPoint {
	if t, ok := s.viewer.Tool().(viewer.Keyed); ok {
		return t.KeyPoint()
	}
	return viewer.KeyPoint{}
}

// pointed says what is under the pointer that keys move, and what draws once it has come.
func (s *Screen) pointed(before bool) {
	p := s.cross()
	if !p.Shown {
		return
	}
	st := s.viewer.Stage()
	s.status.point(st.Screen(p.Side, p.At), true)
	if !before {
		s.status.flash(lang.L("Arrow keys move the cross (Shift: by 10); Space sets a point, Enter ends, Backspace takes back, Esc drops."))
	}
}

// levelKeys is how many levels of a scale have a key.
const levelKeys = 6

// escape gives the pointer back to moving; then it gives up the chosen mark, marks of an older version and the chosen cell, one after
// the other. It never leaves the screen: pressed once too often it would lose how the specimens lie.
func (s *Screen) escape() {
	_, marked := s.editor.Model.Selected()
	switch {
	case s.viewer.Tool() != nil:
		s.pick(nil)
	case marked:
		s.editor.Model.Select("")
	case s.pair.fit != nil:
		s.dropFit()
	case s.pair.past != nil:
		s.today()
	case s.viewer.Chosen() != 0:
		s.viewer.Choose(0)
		s.figures.showCell()
	}
}

// Commands are what can be done at the microscope, for the palette, the sheet of keys and the keys themselves.
func (s *Screen) Commands() []palette.Command {
	all := s.viewCommands()
	all = append(all, s.lookCommands()...)
	all = append(all, s.markCommands()...)
	all = append(all, s.workCommands()...)
	return append(spoken(all), gestures()...)
}

func command(id, title string, do func(), keys ...palette.Key) palette.Command {
	return palette.Command{ID: "compare." + id, Title: title, Keys: keys, Run: do}
}

func (s *Screen) viewCommands() []palette.Command {
	all := []palette.Command{}
	for m := viewer.Split; m <= viewer.Blink; m++ {
		c := command("mode."+string(rune('1'+m)), modeName(m), func() { s.viewer.SetMode(m) }, palette.Press(fyne.KeyName(rune('1'+m))))
		c.Enabled = func() bool { return !s.bar.modes[m].Disabled() }
		all = append(all, c)
	}
	both := func(side viewer.Side) viewer.Side {
		if s.viewer.Stage().Absent[side] {
			return 1 - side
		}
		return side
	}
	align := command("align", lang.L("Align as computed"), func() { s.viewer.Align() }, palette.Press(fyne.KeyA))
	align.Enabled = func() bool { return s.viewer.CanAlign() }
	return append(all,
		align,
		command("fit", lang.L("Show both whole"), func() { s.viewer.Fit() }, palette.Press(fyne.KeyF)),
		command("actual", lang.L("One point per pixel"), func() { s.viewer.OneToOne() }, palette.Press(fyne.Key0)),
		command("larger", lang.L("Magnify"), func() { s.viewer.Magnify(1.25) }, palette.Press(fyne.KeyPlus), palette.Press(fyne.KeyEqual)),
		command("smaller", lang.L("Show more around"), func() { s.viewer.Magnify(0.8) }, palette.Press(fyne.KeyMinus)),
		command("swap", lang.L("Swap sides"), func() { s.viewer.Swap() }, palette.Press(fyne.KeyX)),
		command("link", lang.L("Link or free the two"), func() { s.viewer.SetLinked(!s.viewer.Stage().Linked) }, palette.Press(fyne.KeyL)),
		command("divider", lang.L("Split line upright or lying"), func() { s.viewer.SetHorizontal(!s.viewer.Stage().Horizontal) }, palette.Press(fyne.KeyH)),
		command("park-a", lang.L("See the second specimen whole"), func() { s.viewer.SetSplit(0) }, palette.Press(fyne.KeyHome)),
		command("park-b", lang.L("See the first specimen whole"), func() { s.viewer.SetSplit(1) }, palette.Press(fyne.KeyEnd)),
		command("middle", lang.L("Split line to the middle"), func() { s.viewer.SetSplit(0.5) }, palette.Press(fyne.KeyM)),
		command("mirror-a", lang.L("Mirror A or mirror it back (logged)"), func() { s.Flip(both(viewer.A)) }),
		command("mirror-b", lang.L("Mirror B or mirror it back (logged)"), func() { s.Flip(both(viewer.B)) }),
	)
}

func (s *Screen) lookCommands() []palette.Command {
	lift := func(by float64) func() {
		return func() { s.look.light(func(l *render.Light) { l.ElevationDeg += by }) }
	}
	turn := func(by float64) func() {
		return func() { s.look.light(func(l *render.Light) { l.AzimuthDeg, l.Ring = l.AzimuthDeg+by, false }) }
	}
	cells := func() bool { return s.hasCells() }
	outlines := command("cells", lang.L("Show congruent cells"), func() { s.viewer.SetOutlines(!s.viewer.Outlines()) }, palette.Press(fyne.KeyC))
	others := command("others", lang.L("Show the other cells with the reason"), func() { s.viewer.SetRejected(!s.viewer.Rejected()) }, palette.Shift(fyne.KeyC))
	outlines.Enabled, others.Enabled = cells, cells
	heat := command("heat", lang.L("Map of similarity or difference"), func() { s.nextHeat() }, palette.Press(fyne.KeyK))
	heat.Enabled = func() bool { return s.hasMaps() }
	presets := []palette.Command{}
	for i, l := range viewer.Presets() {
		presets = append(presets, command("preset."+string(rune('1'+i)), lang.L("Light: {{.Name}}", map[string]any{"Name": presetName(l)}), func() { s.look.light(func(to *render.Light) { *to = l }) }))
	}
	robust := command("robustness", lang.L("Threshold robustness: the count under other thresholds"), func() { s.showThresholds() })
	robust.Enabled = func() bool {
		return s.revealed() && s.pair.explanation != nil && len(s.pair.explanation.Thresholds) > 0
	}
	filters := command("filters", lang.L("The scores under other filters"), func() { s.ShowPage(pageFigures); s.computeFilters() })
	filters.Enabled = robust.Enabled
	return append(presets, []palette.Command{
		outlines, others, heat, robust, filters,
		command("light.left", lang.L("Turn the light back"), turn(-5), palette.Press(fyne.KeyComma)),
		command("light.right", lang.L("Turn the light on"), turn(5), palette.Press(fyne.KeyPeriod)),
		command("light.up", lang.L("Lift the light"), lift(5), palette.Press(fyne.KeyU)),
		command("light.down", lang.L("Lower the light"), lift(-5), palette.Press(fyne.KeyJ)),
		command("light.next", lang.L("Next light: oblique, ring, raking"), func() { s.viewer.Key(fyne.KeyG, 0) }, palette.Press(fyne.KeyG)),
		command("colour", lang.L("Relief or heights in colour"), func() {
			s.look.change(func(l *viewer.Look) { l.Colour = viewer.Height - l.Colour })
		}, palette.Press(fyne.KeyT)),
		command("raw", lang.L("Filtered or as recorded"), func() { s.setFiltered(!s.viewer.Look(s.look.shownSide()).Filtered) }, palette.Press(fyne.KeyR)),
		command("profile", lang.L("Draw a line: profile, distance, angle"), func() { s.toggleLine() }, palette.Press(fyne.KeyP)),
	}...)
}

func (s *Screen) markCommands() []palette.Command {
	records := func(c palette.Command) palette.Command {
		c.Records = true
		return c
	}
	mark := func(c palette.Command) palette.Command {
		c.Enabled = func() bool { return s.canMark() }
		return c
	}
	pen := func(id, title string, kind casefile.ShapeKind, k fyne.KeyName) palette.Command {
		return mark(command(id, title, func() { s.pickPen(kind) }, palette.Press(k)))
	}
	remove := command("remove", lang.L("Take away the chosen mark, or the line"), func() { s.remove() }, palette.Press(fyne.KeyDelete))
	remove.Enabled = func() bool { return s.canRemoveMark() || s.viewer.Line() != nil }
	today := command("today", lang.L("Back to today's marks"), func() { s.today() })
	today.Enabled = func() bool { return s.pair.past != nil }
	return []palette.Command{
		mark(command("select", lang.L("Choose and move marks"), func() { s.pickSelector() }, palette.Press(fyne.KeyQ))),
		pen("brush", lang.L("Mark with the brush"), casefile.Brush, fyne.KeyB),
		pen("polygon", lang.L("Mark with a polygon"), casefile.Polygon, fyne.KeyY),
		pen("ellipse", lang.L("Mark with an ellipse"), casefile.Ellipse, fyne.KeyE),
		pen("arrow", lang.L("Mark with an arrow"), casefile.Arrow, fyne.KeyW),
		records(mark(command("likeness", lang.L("Similar or dissimilar"), func() { s.otherLikeness() }, palette.Press(fyne.KeyZ)))),
		records(mark(command("character", lang.L("Class, subclass or individual"), func() { s.nextCharacter() }, palette.Press(fyne.KeyI)))),
		remove,
		today,
		command("fit.region", lang.L("Where the chosen mark fits best"), func() { s.BestFit() }),
	}
}

func (s *Screen) workCommands() []palette.Command {
	all := []palette.Command{}
	for i, key := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF6} {
		all = append(all, command("page."+string(rune('1'+i)), lang.L("page: {{.Name}}", map[string]any{"Name": pageNames()[i]}), func() { s.ShowPage(i) }, palette.Press(key)))
	}
	for i := range levelKeys {
		c := command("level."+string(rune('1'+i)), lang.L("Choose conclusion {{.N}} of the scale and give the reasons", map[string]any{"N": i + 1}), func() { s.ChooseLevel(i) },
			palette.Key{Name: fyne.KeyName(rune('1' + i)), Modifier: fyne.KeyModifierAlt})
		c.Enabled = func() bool { return s.decide.open() && i < len(s.decide.scale.Levels) }
		all = append(all, c)
	}
	listed := func(c palette.Command) palette.Command {
		c.Enabled, c.Records = func() bool { return s.leads.any() }, true
		return c
	}
	snapshot := command("snapshot", lang.L("Keep a snapshot"), func() { s.Snapshot() }, palette.Press(fyne.KeyS))
	snapshot.Records = true
	reveal := command("reveal", lang.L("Show the figures before committing (logged)"), func() { s.askReveal() })
	reveal.Enabled = func() bool { return s.pair.loaded && !s.revealed() && !s.verifying() }
	return append(all,
		command("panel", lang.L("Show or hide the panel"), func() { s.TogglePanel() }, palette.Press(fyne.KeyF9)),
		listed(command("strip", lang.L("Show or hide the candidates"), func() { s.ToggleStrip() }, palette.Press(fyne.KeyF8))),
		listed(command("next", lang.L("Next candidate"), func() { s.leads.step(1, "as the next candidate, by a key") }, palette.Press(fyne.KeyN), palette.Press(fyne.KeyPageDown))),
		listed(command("previous", lang.L("Candidate before"), func() { s.leads.step(-1, "as the candidate before, by a key") }, palette.Shift(fyne.KeyN), palette.Press(fyne.KeyPageUp))),
		listed(command("dismiss", lang.L("Dismiss the candidate"), func() { s.leads.setState(casefile.Dismissed) })),
		listed(command("hit", lang.L("Propose a hit"), func() { s.leads.setState(casefile.HitProposed) })),
		snapshot,
		command("commit", lang.L("Commit my view"), func() { s.ShowPage(pageDecide) }),
		reveal,
		command("conclude", lang.L("Conclude and report"), func() { s.p.Conclude(s.pair.id) }, palette.Press(fyne.KeyReturn)),
	)
}

// gestures are what the mouse does on the field, and the keys that the field handles itself.
func gestures() []palette.Command {
	g := func(id, gesture, title string) palette.Command {
		return palette.Command{ID: "compare." + id, Title: title, Gesture: gesture}
	}
	return []palette.Command{
		g("drag", lang.L("Drag"), lang.L("Move")),
		g("drag-line", lang.L("Drag the line"), lang.L("Move the split line")),
		g("turn", lang.L("Right or Shift drag"), lang.L("Turn")),
		g("wheel", lang.L("Wheel"), lang.L("Magnify")),
		g("shift-wheel", lang.L("Shift+wheel"), lang.L("Turn")),
		g("fine", "[  ]", lang.L("Turn by 0.1°, with Shift 1°")),
		g("less", ";  /", lang.L("Opacity of the overlay, rate of blinking")),
		g("light-fine", lang.L("Shift")+" , . U J", lang.L("Light by 1°")),
		g("arrows", lang.L("Arrow keys"), lang.L("Move by 1 pixel, with Shift by 10")),
		g("keys.move", lang.L("Arrow keys with a tool"), lang.L("Move the cross that draws and measures, with Shift by 10 pixels")),
		g("keys.set", lang.L("Space, Enter with a tool"), lang.L("Set a point; Enter closes a polygon")),
		g("keys.back", lang.L("Backspace, Esc with a tool"), lang.L("Take the last point back, drop the shape")),
		g("keys.size", "+  −  "+lang.L("Shift+arrows"), lang.L("Size an ellipse that is drawn by keys")),
	}
}
