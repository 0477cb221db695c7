package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/cases"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/conclude"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/screen/settings"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// item is a menu item with Ctrl and a key; fyne calls it for the keys as well.
func item(label string, key fyne.KeyName, m fyne.KeyModifier, action func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(label, action)
	if key != "" {
		i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | m}
	}
	return i
}

func (w *Window) menu() *fyne.MainMenu {
	line := fyne.NewMenuItemSeparator
	quit := item(lang.L("Quit"), fyne.KeyQ, 0, w.close)
	quit.IsQuit = true
	file := fyne.NewMenu(lang.L("File"),
		item(lang.L("New case…"), fyne.KeyN, 0, func() { on(w, Cases, (*cases.Screen).NewCase) }),
		item(lang.L("Open case folder…"), fyne.KeyO, 0, func() { on(w, Cases, (*cases.Screen).OpenFolder) }),
		line(),
		item(lang.L("Import…"), fyne.KeyI, 0, func() { on(w, Case, func(s *exhibit.Screen) { s.Import(nil) }) }),
		item(lang.L("Check a report…"), fyne.KeyK, fyne.KeyModifierShift, func() { on(w, Settings, (*settings.Screen).PickReport) }),
		line(), quit)
	job := fyne.NewMenu(lang.L("Case"),
		item(lang.L("Find candidates for the exhibit"), fyne.KeyR, 0, w.correlate),
		item(lang.L("Describe class characteristics…"), fyne.KeyJ, 0, func() { on(w, Case, (*exhibit.Screen).Describe) }),
		item(lang.L("Compare the two ticked captures"), fyne.KeyD, 0, func() { on(w, Case, (*exhibit.Screen).CompareTicked) }),
		item(lang.L("Open the selected candidate"), fyne.KeyE, 0, func() { on(w, Candidates, (*candidates.Screen).Open) }),
		line(),
		item(lang.L("Record conclusion"), fyne.KeyReturn, 0, func() { on(w, Conclude, (*conclude.Screen).Record) }),
		item(lang.L("Issue signed report…"), fyne.KeyP, 0, func() { on(w, Conclude, (*conclude.Screen).Issue) }),
		line(),
		item(lang.L("Check case"), fyne.KeyK, 0, func() { on(w, Case, (*exhibit.Screen).Verify) }))
	names := map[Place]string{
		Cases: lang.L("Cases"), Case: lang.L("Exhibits"), Candidates: lang.L("Candidates"),
		Compare: lang.L("Compare"), Conclude: lang.L("Conclude and report"), Settings: lang.L("Settings"),
	}
	view := fyne.NewMenu(lang.L("View"))
	for i, p := range Places() {
		view.Items = append(view.Items, item(names[p], fyne.KeyName(rune('1'+i)), 0, func() { w.Go(p) }))
	}
	view.Items = append(view.Items, line(), item(lang.L("Back"), fyne.KeyLeft, 0, w.Back), w.specimenMenu(),
		line(),
		item(lang.L("Dark colours"), "", 0, func() { w.SetColours(uitheme.Dark) }),
		item(lang.L("Light colours"), "", 0, func() { w.SetColours(uitheme.Light) }),
		item(lang.L("Colours like the desktop"), "", 0, func() { w.SetColours(uitheme.System) }),
		item(lang.L("Whole screen"), "", 0, func() { w.win.SetFullScreen(!w.win.FullScreen()) }),
		item(lang.L("Stop the running task"), fyne.KeyPeriod, 0, w.strip.stop))
	help := fyne.NewMenu(lang.L("Help"),
		item(lang.L("Shortcuts"), fyne.KeySlash, 0, w.ShowShortcuts),
		item(lang.L("About Tracemark"), "", 0, func() { w.Go(Settings) }))
	return fyne.NewMainMenu(file, job, view, help)
}

// specimenMenu names what the keys do in the comparison, for people who look for it in a menu.
func (w *Window) specimenMenu() *fyne.MenuItem {
	i := fyne.NewMenuItem(lang.L("Specimens"), nil)
	key := func(label string, k fyne.KeyName) *fyne.MenuItem {
		return fyne.NewMenuItem(label, func() {
			on(w, Compare, func(s *compare.Screen) { s.Viewer().Key(k, 0) })
		})
	}
	i.ChildMenu = fyne.NewMenu("",
		key(lang.L("Align as computed (A)"), fyne.KeyA), key(lang.L("Fit (F)"), fyne.KeyF), key(lang.L("1:1 (1)"), fyne.Key1),
		key(lang.L("Swap sides (X)"), fyne.KeyX), key(lang.L("Link or free movements (L)"), fyne.KeyL),
		key(lang.L("Show or hide cells (C)"), fyne.KeyC), key(lang.L("Next view: split, side by side, overlay (V)"), fyne.KeyV))
	return i
}

// on does something on a main screen, going there first. Where that is not possible Go has said why.
func on[S screen](w *Window, p Place, do func(S)) {
	if w.at.Place != p {
		w.Go(p)
	}
	if s, ok := w.current.(S); ok {
		do(s)
	}
}

// correlate asks about the exhibit that is selected, or again about the one whose candidates are shown.
func (w *Window) correlate() {
	if s, ok := w.current.(*candidates.Screen); ok {
		s.Correlate()
		return
	}
	on(w, Case, (*exhibit.Screen).Correlate)
}

// ShowShortcuts shows the sheet of shortcuts.
func (w *Window) ShowShortcuts() {
	part := func(title string, pairs ...string) fyne.CanvasObject {
		return container.NewVBox(widget.Strong(title), widget.NewFacts(pairs...))
	}
	sheet := container.NewGridWithColumns(2,
		container.NewVBox(
			part(lang.L("Everywhere"),
				"Ctrl+1 … Ctrl+6", lang.L("the main screens"), "Esc, Ctrl+Left", lang.L("back"), "F1, Ctrl+/", lang.L("this sheet"),
				"F5", lang.L("read again"), "F11", lang.L("whole screen"), "Ctrl+.", lang.L("stop the running task"), "Ctrl+Q", lang.L("quit")),
			part(lang.L("Cases and exhibits"),
				"Ctrl+N", lang.L("new case"), "Ctrl+O", lang.L("open a case folder"), "Ctrl+I", lang.L("import recordings"),
				lang.L("Up, Down, Home, End"), lang.L("choose in a list"), "Enter", lang.L("open the case, or find candidates"),
				"Ctrl+R", lang.L("find candidates for the exhibit"), "Ctrl+J", lang.L("describe class characteristics"), "Ctrl+D", lang.L("compare the two ticked captures"), "Ctrl+K", lang.L("check the case")),
			part(lang.L("Candidates"),
				"Enter, Ctrl+E", lang.L("compare the pair"), "D", lang.L("dismiss"), "H", lang.L("propose a hit"))),
		container.NewVBox(
			part(lang.L("Comparison"),
				lang.L("Drag"), lang.L("move"), lang.L("Drag the line"), lang.L("move the split line"),
				lang.L("Right or Shift drag"), lang.L("turn"), lang.L("Wheel, + and -"), lang.L("magnify"), lang.L("Shift+wheel"), lang.L("turn"),
				"[  ]", lang.L("turn by 1°, with Shift 0.1°"), lang.L("Arrow keys"), lang.L("move, with Shift finely"),
				"A", lang.L("align as computed"), "F", lang.L("show both whole"), "1", lang.L("one point per pixel"), "X", lang.L("swap sides"),
				"L", lang.L("link or free the two"), "C", lang.L("show cells"), "V", lang.L("split, side by side, overlay"),
				"Home, End, M", lang.L("split line to an end or the middle"), "Enter", lang.L("conclude")),
			part(lang.L("Conclusion"),
				"1 … 6", lang.L("choose a conclusion"), "Enter", lang.L("write the reasons"), "Ctrl+Enter", lang.L("record it"), "Ctrl+P", lang.L("issue the signed report"))))
	d := dialog.NewCustom(lang.L("Shortcuts"), lang.L("Close"), container.NewVScroll(sheet), w.win)
	d.Resize(fyne.NewSize(860, 640))
	d.Show()
}
