// Package shell is what every screen gets from the window around it: where to run work, where to say something, and the
// window to open dialogs over.
package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"tracemark/casefile"
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
	// May reports whether the role of whoever sits here includes an action, so that what is refused anyway need not be offered. May
	// be nil; then it does.
	May func(casefile.Action) bool
	// Sign asks for the passphrase of the signing identity where err says that it is closed, does again what needed it, and
	// reports whether it asked. May be nil.
	Sign func(err error, again func()) bool
}

// Allows reports whether the role of whoever sits here includes an action.
func (s *Shell) Allows(a casefile.Action) bool { return s.May == nil || s.May(a) }

// For returns b, disabled where the role of whoever sits here does not include what it is for. The window says on each screen what
// the role lacks.
func (s *Shell) For(a casefile.Action, b *widget.Button) *widget.Button {
	if !s.Allows(a) {
		b.Disable()
	}
	return b
}

// Signs reports whether err was only that the signing identity is closed: then its passphrase is asked for, and again is called.
func (s *Shell) Signs(err error, again func()) bool {
	return err != nil && s.Sign != nil && s.Sign(err, again)
}

// Fail shows an error's sentence; nothing where somebody only cancelled.
func (s *Shell) Fail(err error) {
	if err == nil || task.Cancelled(err) {
		return
	}
	s.Say(widget.Trouble, wording.Error(err))
}
