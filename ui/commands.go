package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/ui/language"
	"tracemark/ui/palette"
	"tracemark/ui/screen/audit"
	"tracemark/ui/screen/bulk"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/cases"
	"tracemark/ui/screen/checkfile"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/conclude"
	"tracemark/ui/screen/custody"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/screen/guide"
	"tracemark/ui/screen/packages"
	"tracemark/ui/screen/people"
	"tracemark/ui/screen/prepare"
	"tracemark/ui/screen/report"
	"tracemark/ui/screen/search"
	"tracemark/ui/screen/settings"
	"tracemark/ui/screen/verification"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// act is something that can be done, with the screen it belongs to: "" is everywhere. The zero act is a line in a menu.
type act struct {
	palette.Command
	place Place
}

// acts are the menus of the window with everything in them; menu, palette, sheet and keys are made of them.
func (w *Window) acts() []struct {
	title string
	acts  []act
} {
	menus := []struct {
		title string
		acts  []act
	}{
		{lang.L("File"), w.fileActs()}, {lang.L("Edit"), w.editActs()}, {lang.L("Case"), w.caseActs()}, {lang.L("View"), w.viewActs()},
		{lang.L("Specimens"), w.specimenActs()}, {lang.L("Language"), w.languageActs()}, {lang.L("Help"), w.helpActs()},
	}
	for _, m := range menus {
		for i := range m.acts {
			m.acts[i] = w.allowed(m.acts[i])
		}
	}
	return menus
}

// anywhere and of make an act; a key may be missing.
func anywhere(id, title string, do func(), keys ...palette.Key) act {
	return act{Command: palette.Command{ID: id, Title: title, Keys: keys, Run: do}}
}

func of(p Place, id, title string, do func(), keys ...palette.Key) act {
	a := anywhere(id, title, do, keys...)
	a.place = p
	return a
}

// when makes an act possible only where can says so.
func (a act) when(can func() bool) act {
	a.Enabled = can
	return a
}

func (w *Window) fileActs() []act {
	inCase := func() bool { return w.at.CasePath != "" }
	return []act{
		of(Cases, "case.new", lang.L("New case…"), func() { on(w, Cases, (*cases.Screen).NewCase) }, palette.Ctrl(fyne.KeyN)),
		of(Cases, "case.open", lang.L("Open case folder…"), func() { on(w, Cases, (*cases.Screen).OpenFolder) }, palette.Ctrl(fyne.KeyO)),
		{},
		anywhere("verification.sealed", lang.L("Open a sealed verification…"), w.openSealed),
		of(Case, "case.import", lang.L("Import…"), func() { on(w, Case, func(s *exhibit.Screen) { s.Import(nil) }) }, palette.Ctrl(fyne.KeyI)).when(inCase),
		anywhere("bulk", lang.L("Import in bulk…"), w.bulk, palette.CtrlShift(fyne.KeyI)).when(inCase),
		anywhere("packages", lang.L("Packages and exports…"), w.packages, palette.CtrlShift(fyne.KeyE)),
		anywhere("report.check", lang.L("Check a report…"), w.checkReport, palette.CtrlShift(fyne.KeyK)),
		{},
		w.sessionActs()[0], w.sessionActs()[1], w.sessionActs()[2], w.sessionActs()[3],
		{},
		anywhere("quit", lang.L("Quit"), w.close, palette.Ctrl(fyne.KeyQ)),
	}
}

// undoer is a screen with something to take back.
type undoer interface {
	Undo()
	Redo()
}

func (w *Window) editActs() []act {
	back := func(text fyne.Shortcut, do func(undoer)) func() {
		return func() {
			if f, ok := w.win.Canvas().Focused().(fyne.Shortcutable); ok { // a text has an undo of its own
				f.TypedShortcut(text)
			} else if s, ok := w.current.(undoer); ok {
				do(s)
			}
		}
	}
	return []act{
		anywhere("undo", lang.L("Undo"), back(&fyne.ShortcutUndo{}, undoer.Undo), palette.Ctrl(fyne.KeyZ)),
		anywhere("redo", lang.L("Redo"), back(&fyne.ShortcutRedo{}, undoer.Redo), palette.Ctrl(fyne.KeyY), palette.CtrlShift(fyne.KeyZ)),
	}
}

func (w *Window) caseActs() []act {
	inCase := func() bool { return w.at.CasePath != "" }
	inComparison := func() bool { return w.at.Comparison != "" }
	return []act{
		of(Case, "case.correlate", lang.L("Find candidates for the exhibit"), w.correlate, palette.Ctrl(fyne.KeyR)).when(inCase),
		of(Case, "case.describe", lang.L("Describe class characteristics…"), func() { on(w, Case, (*exhibit.Screen).Describe) }, palette.Ctrl(fyne.KeyJ)).when(inCase),
		of(Case, "case.prepare", lang.L("Preparation and mask of the recording"), func() { on(w, Case, (*exhibit.Screen).PrepareSelected) }, palette.Press(fyne.KeyP)).when(inCase),
		of(Case, "case.custody", lang.L("Custody of the exhibit"), w.custody, palette.Ctrl(fyne.KeyU)).when(inCase),
		of(Case, "case.label", lang.L("Print label…"), w.printLabel, palette.Ctrl(fyne.KeyB)).when(inCase),
		anywhere("label.find", lang.L("Find an exhibit by its label…"), w.FindLabel, palette.CtrlShift(fyne.KeyF)),
		anywhere("search", lang.L("Search the case…"), w.search, palette.Ctrl(fyne.KeyF)).when(inCase),
		of(Case, "case.compare", lang.L("Compare the two ticked captures"), func() { on(w, Case, (*exhibit.Screen).CompareTicked) }, palette.Ctrl(fyne.KeyD)).when(inCase),
		of(Candidates, "candidates.open", lang.L("Open the selected candidate"), func() { on(w, Candidates, (*candidates.Screen).Open) }, palette.Ctrl(fyne.KeyE)).when(inCase),
		{},
		of(Conclude, "conclude.record", lang.L("Record conclusion"), w.record, palette.Ctrl(fyne.KeyReturn)).when(inComparison),
		of(Conclude, "conclude.ask", lang.L("Ask for a verification…"), func() { on(w, Conclude, (*conclude.Screen).Ask) }).when(inComparison),
		anywhere("verifications", lang.L("Verifications"), func() { w.Go(Verifications) }, palette.CtrlShift(fyne.KeyR)).when(inCase),
		anywhere("reports", lang.L("Reports"), w.reports, palette.Ctrl(fyne.KeyP)).when(inCase),
		{},
		anywhere("case.log", lang.L("Log and checkpoints"), w.log, palette.CtrlShift(fyne.KeyG)).when(inCase),
		of(Case, "case.check", lang.L("Check case"), func() { on(w, Case, (*exhibit.Screen).Verify) }, palette.CtrlShift(fyne.KeyV)).when(inCase),
	}
}

// record commits or records what is stated where one is: on the microscope's own page, or else on the conclusion's.
func (w *Window) record() {
	if s, ok := w.current.(*compare.Screen); ok && s.Deciding() {
		s.Decide()
		return
	}
	on(w, Conclude, (*conclude.Screen).Record)
}

// placeNames are what the main screens are called.
func placeNames() map[Place]string {
	return map[Place]string{
		Cases: lang.L("Cases"), Case: lang.L("Exhibits"), Candidates: lang.L("Candidates"),
		Compare: lang.L("Compare"), Conclude: lang.L("Conclude and report"), Settings: lang.L("Settings"),
		Reports: lang.L("Reports"), CheckFile: lang.L("Check a report"), Prepare: lang.L("Preparation"), Custody: lang.L("Custody"), Verifications: lang.L("Verifications"), Packages: lang.L("Packages and exports"), Audit: lang.L("Log of the case"), Search: lang.L("Search"), Bulk: lang.L("Bulk import"), Guide: lang.L("Guide"), People: lang.L("People"),
	}
}

func (w *Window) viewActs() []act {
	var list []act
	for i, p := range Places() {
		list = append(list, anywhere("go."+string(p), placeNames()[p], func() { w.Go(p) }, palette.Ctrl(fyne.KeyName(rune('1'+i)))).when(func() bool {
			r := w.at
			r.Place = p
			return r.possible()
		}))
	}
	return append(list,
		anywhere("back", lang.L("Back"), w.Back, palette.Ctrl(fyne.KeyLeft), palette.Press(fyne.KeyEscape)),
		anywhere("refresh", lang.L("Read again"), func() { w.show(w.at) }, palette.Press(fyne.KeyF5)),
		act{},
		anywhere("colours.light", lang.L("Light colours"), func() { w.SetColours(uitheme.Light) }),
		anywhere("colours.dark", lang.L("Dark colours"), func() { w.SetColours(uitheme.Dark) }),
		anywhere("colours.dim", lang.L("Colours for a dim room"), func() { w.SetColours(uitheme.Dim) }),
		anywhere("colours.system", lang.L("Colours like the desktop"), func() { w.SetColours(uitheme.System) }),
		anywhere("colours.next", lang.L("Next colours"), w.nextColours, palette.CtrlShift(fyne.KeyL)),
		act{},
		anywhere("text.larger", lang.L("Larger text"), func() { w.stepScale(1) }, palette.Ctrl(fyne.KeyEqual), palette.Ctrl(fyne.KeyPlus)),
		anywhere("text.smaller", lang.L("Smaller text"), func() { w.stepScale(-1) }, palette.Ctrl(fyne.KeyMinus)),
		anywhere("text.usual", lang.L("Usual text size"), func() { w.SetScale(1) }, palette.Ctrl(fyne.Key0)),
		act{},
		anywhere("screen.whole", lang.L("Whole screen"), func() { w.win.SetFullScreen(!w.win.FullScreen()) }, palette.Press(fyne.KeyF11)),
		anywhere("task.stop", lang.L("Stop the running task"), func() { w.strip.stop() }, palette.Ctrl(fyne.KeyPeriod)))
}

// specimenMenu are the commands of the microscope that its menu offers, for people who look for them there; "" is a line.
var specimenMenu = []string{"compare.align", "compare.fit", "compare.actual", "", "compare.swap", "compare.link", "compare.divider", "compare.middle", "",
	"compare.cells", "compare.others", "compare.heat", "", "compare.profile", "compare.snapshot", "", "compare.mirror-a", "compare.mirror-b"}

// specimenActs are the microscope's own commands, which its keys do too.
func (w *Window) specimenActs() []act {
	var list []act
	for _, id := range specimenMenu {
		c, ok := find((*compare.Screen)(nil).Commands(), id)
		if !ok {
			list = append(list, act{})
			continue
		}
		title := c.Title
		if keys := c.Shortcut(); keys != "" {
			title += " (" + keys + ")"
		}
		list = append(list, of(Compare, id, title, func() {
			on(w, Compare, func(s *compare.Screen) {
				if c, ok := find(s.Commands(), id); ok && c.Possible() {
					c.Run()
				}
			})
		}))
	}
	return list
}

// find returns the command with this id.
func find(list []palette.Command, id string) (palette.Command, bool) {
	i := slices.IndexFunc(list, func(c palette.Command) bool { return c.ID == id && id != "" })
	if i < 0 {
		return palette.Command{}, false
	}
	return list[i], true
}

func (w *Window) languageActs() []act {
	list := []act{anywhere("language.system", lang.L("Language of the system"), func() { w.SetLanguage(language.System) }), {}}
	for _, l := range language.All() {
		list = append(list, anywhere("language."+string(l.Tag), l.Name, func() { w.SetLanguage(l.Tag) }))
	}
	return list
}

func (w *Window) helpActs() []act {
	return []act{
		anywhere("palette", lang.L("Search commands…"), w.ShowPalette, palette.Ctrl(fyne.KeyK)),
		anywhere("shortcuts", lang.L("Shortcuts"), w.ShowShortcuts, palette.Press(fyne.KeyF1), palette.Ctrl(fyne.KeySlash)),
		anywhere("guide", lang.L("Guide"), func() { w.Go(Guide) }, palette.Shift(fyne.KeyF1)),
		{},
		anywhere("about", lang.L("About Tracemark"), func() { w.Go(Settings) }),
	}
}

// gestures are what the mouse and the keys of lists do; only the sheet shows them.
func gestures() map[Place][]palette.Command {
	g := func(how, what string) palette.Command { return palette.Command{Title: what, Gesture: how} }
	list := g(lang.L("Up, Down, Home, End"), lang.L("Choose in a list"))
	enter := palette.Press(fyne.KeyReturn).String()
	return map[Place][]palette.Command{
		Cases:      {list, g(enter, lang.L("Open the case"))},
		Case:       {list, g(enter, lang.L("Find candidates"))},
		Candidates: {list, g(enter, lang.L("Compare the pair")), g("D", lang.L("Dismiss")), g("H", lang.L("Propose a hit"))},
		Conclude:   {g("1 … 6", lang.L("Choose a conclusion")), g(enter, lang.L("Write the reasons"))},
	}
}

// noScreens are the screens without anything in them, to ask what commands they have.
var noScreens = map[Place]screen{
	Cases: (*cases.Screen)(nil), Case: (*exhibit.Screen)(nil), Candidates: (*candidates.Screen)(nil),
	Compare: (*compare.Screen)(nil), Conclude: (*conclude.Screen)(nil), Settings: (*settings.Screen)(nil),
	Reports: (*report.Screen)(nil), CheckFile: (*checkfile.Screen)(nil), Prepare: (*prepare.Screen)(nil), Custody: (*custody.Screen)(nil), Verifications: (*verification.Screen)(nil), Packages: (*packages.Screen)(nil), Audit: (*audit.Screen)(nil), Search: (*search.Screen)(nil), Bulk: (*bulk.Screen)(nil), Guide: (*guide.Screen)(nil), People: (*people.Screen)(nil),
}

// everyPlace returns the main screens and those that are reached from one of them.
func everyPlace() []Place {
	return append(Places(), Prepare, Custody, Verifications, People, Packages, Reports, CheckFile, Audit, Search, Bulk, Guide)
}

// groups returns every command by screen. Where all is false, the commands of screens that are not shown, which could not be
// run, are left out, and so are gestures.
func (w *Window) groups(all bool) []palette.Group {
	by := map[Place][]palette.Command{}
	for _, p := range append([]Place{""}, everyPlace()...) {
		s := noScreens[p]
		if p == w.at.Place {
			s = w.current
		}
		if c, ok := s.(palette.Commander); ok && (all || p == w.at.Place) {
			by[p] = c.Commands()
		}
	}
	for _, m := range w.acts() {
		for _, a := range m.acts {
			if a.ID != "" && a.place != Compare { // the microscope lists its own
				by[a.place] = append(by[a.place], a.Command)
			}
		}
	}
	groups := []palette.Group{}
	names := placeNames()
	names[""] = lang.L("Everywhere")
	for _, p := range append([]Place{w.at.Place, ""}, everyPlace()...) { // what belongs to the screen that is seen comes first
		if list := by[p]; list != nil {
			if all {
				list = append(list, gestures()[p]...)
			}
			groups = append(groups, palette.Group{Title: names[p], Commands: list})
			delete(by, p)
		}
	}
	return groups
}

// commands returns every command there is.
func (w *Window) commands() (all []palette.Command) {
	for _, g := range w.groups(true) {
		all = append(all, g.Commands...)
	}
	return all
}

// Do does what the palette offers on the screen that is shown, by the command's name.
func (w *Window) Do(id string) error {
	if w.barred() {
		return fmt.Errorf("do %q: the window is closed to everybody who has not logged in", id)
	}
	for _, g := range w.groups(false) {
		for _, c := range g.Commands {
			if c.ID == id && c.Possible() {
				c.Run()
				return nil
			}
		}
	}
	return fmt.Errorf("do %q on the screen %q: there is no such command now", id, w.at.Place)
}

// Viewer returns the comparison view of the screen that is shown, nil where it has none.
func (w *Window) Viewer() *viewer.Viewer {
	if s, ok := w.current.(*compare.Screen); ok {
		return s.Viewer()
	}
	return nil
}

// ShowPalette shows the palette of commands.
func (w *Window) ShowPalette() {
	if w.barred() || w.win.Canvas().Overlays().Top() != nil { // keys are for the dialog
		return
	}
	keep := w.app.Preferences()
	p := palette.Open(w.win, w.groups(false), keep.StringList(prefRecent))
	p.Ran = func(id string) {
		keep.SetStringList(prefRecent, palette.Used(keep.StringList(prefRecent), id, mostRecent))
	}
}

// sheetColumn is the width of a column of the sheet with text of the usual size.
const sheetColumn = 380

// ShowShortcuts shows the sheet of shortcuts.
func (w *Window) ShowShortcuts() {
	if w.barred() || w.win.Canvas().Overlays().Top() != nil {
		return
	}
	room := w.win.Canvas().Size()
	size := fyne.NewSize(min(1240*uitheme.Scale(), room.Width-60), min(760*uitheme.Scale(), room.Height-50))
	sheet := palette.Sheet(w.groups(true), int(size.Width/(sheetColumn*uitheme.Scale())))
	d := dialog.NewCustom(lang.L("Shortcuts"), lang.L("Close"), container.NewVScroll(sheet), w.win)
	d.Resize(size)
	d.Show()
}

// log shows the log of the case that is shown.
func (w *Window) log() {
	r := w.at
	r.Place = Audit
	w.Navigate(r)
}

// reports shows the reports of the case that is shown.
func (w *Window) reports() {
	r := w.at
	r.Place = Reports
	w.Navigate(r)
}

// checkReport goes where the file of a report is checked.
func (w *Window) checkReport() {
	r := w.at
	r.Place = CheckFile
	w.Navigate(r)
}

// CheckReport checks the file of a report as its recipient would.
func (w *Window) CheckReport(file string) {
	on(w, CheckFile, func(s *checkfile.Screen) { s.Check(file) })
}

// packages shows where the case that is shown leaves and enters.
func (w *Window) packages() {
	r := w.at
	r.Place = Packages
	w.Navigate(r)
}
