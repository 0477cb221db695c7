package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"
)

// Button is fyne's button, but it gives the focus back when it was clicked: keys are for the screen, and a button that
// keeps the focus would swallow them. Reached by Tab it has the focus as usual.
type Button struct{ fw.Button }

// NewButton returns a button; icon may be nil.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{}
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

// PrimaryButton returns the button of a screen's main action.
func PrimaryButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(text, icon, tapped)
	b.Importance = fw.HighImportance
	return b
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(e *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(b) // asked for first: the action may take the button off the screen
	b.Button.Tapped(e)
	if c != nil && c.Focused() == fyne.Focusable(b) {
		c.Unfocus()
	}
}

// GiveKeysBack takes the focus away from whatever has it on the canvas of o, so that keys are for the screen again.
func GiveKeysBack(o fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Unfocus()
	}
}
