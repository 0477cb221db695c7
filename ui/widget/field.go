package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"
)

// Field is fyne's entry that also tells of Escape, which an entry would swallow.
type Field struct {
	fw.Entry
	OnEscape func()
	// OnFunctionKey is told of F1 to F12, for which an entry has no use: the sheet of keys is for whoever writes too.
	OnFunctionKey func(*fyne.KeyEvent)
	// OnSave is told of Ctrl+S (Cmd+S on a Mac), which an entry would swallow like every shortcut that it has no use for.
	OnSave func()
}

// NewField returns an entry of one line; hint stands in it while it is empty.
func NewField(hint string) *Field {
	f := &Field{}
	f.SetPlaceHolder(hint)
	f.ExtendBaseWidget(f)
	return f
}

// NewTextField returns an entry of several lines that wrap.
func NewTextField(hint string, rows int) *Field {
	f := &Field{}
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapWord
	f.SetPlaceHolder(hint)
	f.ExtendBaseWidget(f)
	f.SetMinRowsVisible(rows)
	return f
}

// AcceptsTab implements fyne.Tabbable: Tab goes to the next field, from a text of several lines too. Nobody writes tabs in a reason, and who works
// with the keyboard alone would not get out of it.
func (f *Field) AcceptsTab() bool { return false }

// TypedShortcut implements fyne.Shortcutable.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(fyne.KeyboardShortcut); ok && f.OnSave != nil && k.Key() == fyne.KeyS && k.Mod() == fyne.KeyModifierShortcutDefault {
		f.OnSave()
		return
	}
	f.Entry.TypedShortcut(s)
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && f.OnEscape != nil {
		f.OnEscape()
		return
	}
	if n := e.Name; f.OnFunctionKey != nil && len(n) > 1 && n[0] == 'F' && n[1] >= '1' && n[1] <= '9' {
		f.OnFunctionKey(e)
		return
	}
	f.Entry.TypedKey(e)
}
