package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"
)

// Tool is a small button of a toolbar: an icon, its key, and a sentence about it for the place where a screen says what is
// under the pointer. It gives the focus back like Button.
type Tool struct {
	Button
	Hint string
	// OnHint is called with Hint when the pointer comes, and with "" when it goes.
	OnHint func(hint string)
}

// NewTool returns a tool; key is what stands beside the icon, "" for nothing.
func NewTool(icon fyne.Resource, key, hint string, tapped func()) *Tool {
	t := &Tool{Hint: hint}
	t.Text, t.Icon, t.OnTapped, t.Importance = key, icon, tapped, fw.LowImportance
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *Tool) Tapped(e *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(t)
	t.Button.Button.Tapped(e)
	if c != nil && c.Focused() == fyne.Focusable(t) {
		c.Unfocus()
	}
}

// SetOn shows the tool as pressed in, or not.
func (t *Tool) SetOn(on bool) {
	to := fw.LowImportance
	if on {
		to = fw.HighImportance
	}
	if t.Importance != to {
		t.Importance = to
		t.Refresh()
	}
}

// SetEnabled makes the tool usable or not.
func (t *Tool) SetEnabled(on bool) {
	if on == t.Disabled() {
		if on {
			t.Enable()
		} else {
			t.Disable()
		}
	}
}

// MouseIn implements desktop.Hoverable.
func (t *Tool) MouseIn(e *desktop.MouseEvent) {
	t.Button.MouseIn(e)
	t.say(t.Hint)
}

// MouseOut implements desktop.Hoverable.
func (t *Tool) MouseOut() {
	t.Button.MouseOut()
	t.say("")
}

func (t *Tool) say(hint string) {
	if t.OnHint != nil {
		t.OnHint(hint)
	}
}
