package palette

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
)

// Command is something that a person can do.
type Command struct {
	// ID names the command for good: what was used last is remembered by it.
	ID string
	// Title says what it does, in the language of the screen.
	Title string
	// Words are others that people look for it by, in the language of the screen; they are never shown.
	Words string
	// Keys do it, the first one being shown; there may be none. Keys with Ctrl or Alt work while a field has the focus too.
	Keys []Key
	// Records is true for what writes to the case: its letter counts only where it stands alone, see Deliberate.
	Records bool
	// Enabled reports whether it can be done now; nil means always.
	Enabled func() bool
	// Run does it. Nil is a gesture of the mouse, which only the sheet shows, with Gesture in the place of the keys.
	Run     func()
	Gesture string
}

// Commander is a screen that has commands of its own. Commands is also called on a nil screen, for the sheet that lists
// every screen: it may touch the screen only in what Enabled and Run do later.
type Commander interface{ Commands() []Command }

// Group is the commands of one screen.
type Group struct {
	Title    string
	Commands []Command
}

// Possible reports whether a command can be done now.
func (c Command) Possible() bool { return c.Run != nil && (c.Enabled == nil || c.Enabled()) }

// Shortcut returns the keys of a command as people read them, "" where there are none.
func (c Command) Shortcut() string {
	if c.Gesture != "" {
		return c.Gesture
	}
	words := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		words[i] = k.String()
	}
	return strings.Join(words, ", ")
}

// Pressed reports whether a key with its modifiers is one of the command's.
func (c Command) Pressed(name fyne.KeyName, m fyne.KeyModifier) bool {
	for _, k := range c.Keys {
		if k.plain() == (Key{Name: name, Modifier: m}).plain() {
			return true
		}
	}
	return false
}

// Key is a key with its modifiers.
type Key struct {
	Name     fyne.KeyName
	Modifier fyne.KeyModifier
}

// Press returns a key without a modifier.
func Press(k fyne.KeyName) Key { return Key{Name: k} }

// Shift returns a key with Shift.
func Shift(k fyne.KeyName) Key { return Key{Name: k, Modifier: fyne.KeyModifierShift} }

// Ctrl returns a key with Ctrl, the Command key on a Mac.
func Ctrl(k fyne.KeyName) Key { return Key{Name: k, Modifier: fyne.KeyModifierShortcutDefault} }

// CtrlShift returns a key with Ctrl and Shift.
func CtrlShift(k fyne.KeyName) Key {
	return Key{Name: k, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// Combined reports whether the key works as a shortcut wherever the focus is, because of Ctrl, Alt or the like.
func (k Key) Combined() bool { return k.Modifier&^fyne.KeyModifierShift != 0 }

// FyneShortcut returns the key as a canvas and a menu want it, nil where it is not Combined.
func (k Key) FyneShortcut() fyne.Shortcut {
	switch { // fyne's driver turns these two into shortcuts of their own
	case !k.Combined():
		return nil
	case k == Ctrl(fyne.KeyZ):
		return &fyne.ShortcutUndo{}
	case k == Ctrl(fyne.KeyY):
		return &fyne.ShortcutRedo{}
	}
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Modifier}
}

// plain returns the key with the two Enter keys made one.
func (k Key) plain() Key {
	if k.Name == fyne.KeyEnter {
		k.Name = fyne.KeyReturn
	}
	return k
}

// String returns the key as it is written on keyboards of the language on the screen.
func (k Key) String() string {
	var parts []string
	for _, m := range []struct {
		bit  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierSuper, "Cmd"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, lang.L("Shift")}} {
		if k.Modifier&m.bit != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, keyName(k.plain().Name)), "+")
}

// keyName returns what stands on a key. Arrows are words: the interface's type has no arrows.
func keyName(k fyne.KeyName) string {
	switch k {
	case fyne.KeyReturn:
		return lang.L("Enter")
	case fyne.KeyEscape:
		return lang.L("Esc")
	case fyne.KeyBackspace:
		return lang.L("Backspace")
	case fyne.KeyDelete:
		return lang.L("Del")
	case fyne.KeySpace:
		return lang.L("Space")
	case fyne.KeyUp:
		return lang.L("Up")
	case fyne.KeyDown:
		return lang.L("Down")
	case fyne.KeyLeft:
		return lang.L("Left")
	case fyne.KeyRight:
		return lang.L("Right")
	case fyne.KeyHome:
		return lang.L("Home")
	case fyne.KeyEnd:
		return lang.L("End")
	case fyne.KeyPageUp:
		return lang.L("Page up")
	case fyne.KeyPageDown:
		return lang.L("Page down")
	}
	if utf8.RuneCountInString(string(k)) == 1 {
		return strings.ToUpper(string(k))
	}
	return string(k)
}
