package ui

import (
	"fyne.io/fyne/v2"

	"tracemark/ui/palette"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/exhibit"
)

// menu makes the menus of what can be done. Keys that no menu item can carry, because it has one already, are given to the
// canvas.
func (w *Window) menu() *fyne.MainMenu {
	main := fyne.NewMainMenu()
	for _, m := range w.acts() {
		menu := fyne.NewMenu(m.title)
		for _, a := range m.acts {
			menu.Items = append(menu.Items, w.item(a))
		}
		main.Items = append(main.Items, menu)
	}
	return main
}

func (w *Window) item(a act) *fyne.MenuItem {
	if a.ID == "" {
		return fyne.NewMenuItemSeparator()
	}
	i := fyne.NewMenuItem(a.Title, a.Run)
	i.IsQuit = a.ID == "quit"
	if action, known := needs[a.ID]; known && !w.who.May(action) {
		i.Disabled = true
	}
	for _, k := range a.Keys {
		s := k.FyneShortcut()
		switch {
		case s == nil: // see typed
		case i.Shortcut == nil:
			i.Shortcut = s
		default:
			w.win.Canvas().AddShortcut(s, func(fyne.Shortcut) { a.Run() })
		}
	}
	return i
}

// press does what a key without Ctrl is for, everywhere or on the screen that is shown, and reports whether it is for
// anything. Only what can be done now is.
func (w *Window) press(k fyne.KeyName, m fyne.KeyModifier) bool {
	for _, menu := range w.acts() {
		for _, a := range menu.acts {
			if a.place == "" && a.Pressed(k, m) && a.Possible() {
				a.Run()
				return true
			}
		}
	}
	if s, ok := w.current.(palette.Commander); ok {
		for _, c := range s.Commands() {
			if c.Pressed(k, m) && c.Possible() {
				c.Run()
				return true
			}
		}
	}
	return false
}

// adopt gives the canvas the shortcuts of the screen that is shown, in the place of those of the one before.
func (w *Window) adopt() {
	c := w.win.Canvas()
	for _, s := range w.adopted {
		c.RemoveShortcut(s)
	}
	w.adopted = nil
	s, ok := w.current.(palette.Commander)
	if !ok {
		return
	}
	for _, command := range s.Commands() {
		for _, k := range command.Keys {
			if short := k.FyneShortcut(); short != nil {
				c.AddShortcut(short, func(fyne.Shortcut) {
					if !w.barred() && command.Possible() {
						command.Run()
					}
				})
				w.adopted = append(w.adopted, short)
			}
		}
	}
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
