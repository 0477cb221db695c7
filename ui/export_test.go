package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"tracemark/ui/palette"
	"tracemark/ui/shell"
)

// Groups lets the tests see every command.
func (w *Window) Groups(all bool) []palette.Group { return w.groups(all) }

// Divider lets the tests use a divider as a screen does.
func (w *Window) Divider(name string, s *container.Split) { w.divider(name, s) }

// Body lets the tests measure the screen that is shown.
func (w *Window) Body() fyne.CanvasObject { return w.body }

// Shell lets the tests put a screen of their own into the window.
func (w *Window) Shell() *shell.Shell { return w.shell }
