// Package shell is what every screen gets from the window around it: where to run work, where to say something, and the
// window to open dialogs over.
package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Shell is the window as a screen sees it. Its functions belong to the user-interface goroutine.
type Shell struct {
	Tasks  *task.Runner
	Window fyne.Window
	// Say shows a sentence across the window without blocking anything.
	Say func(t widget.Tone, sentence string)
	// Key handles a key that whatever has the focus had no use for.
	Key func(*fyne.KeyEvent)
	// Divider puts a divider where it was left when a screen with one of this name was last shown, and remembers where it
	// is when the screen is left. Call it when the divider is made; may be nil.
	Divider func(name string, s *container.Split)
}

// Fail shows an error's sentence; nothing where somebody only cancelled.
func (s *Shell) Fail(err error) {
	if err == nil || task.Cancelled(err) {
		return
	}
	s.Say(widget.Trouble, wording.Error(err))
}
