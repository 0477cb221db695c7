package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"
)

// List is fyne's list with the keyboard of a result list: up and down move the selection itself, Return opens it.
type List struct {
	fw.List
	OnOpen func(row int)
	// Other is given the keys that mean nothing to the list while it has the focus.
	Other func(*fyne.KeyEvent)

	selected int
}

// NewList returns a list of rows; length, create and update are fyne's.
func NewList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *List {
	l := &List{selected: -1}
	l.Length, l.CreateItem = length, create
	l.UpdateItem = update
	l.ExtendBaseWidget(l)
	return l
}

// SetOnSelected sets what is called when the selection changes.
func (l *List) SetOnSelected(f func(row int)) {
	l.OnSelected = func(row int) {
		l.selected = row
		f(row)
	}
	l.OnUnselected = func(int) {}
}

// Selected returns the selected row, -1 for none.
func (l *List) Selected() int { return l.selected }

// Clear takes the selection away.
func (l *List) Clear() {
	l.selected = -1
	l.UnselectAll()
}

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	if !l.Key(e.Name) && l.Other != nil {
		l.Other(e)
	}
}

// Key handles a key and reports whether it meant something here, so that a screen can hand over keys that were typed
// while nothing had the focus.
func (l *List) Key(k fyne.KeyName) bool {
	n := l.Length()
	if n == 0 {
		return false
	}
	to := l.selected
	switch k {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	case fyne.KeyPageDown:
		to += 8
	case fyne.KeyPageUp:
		to -= 8
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.selected >= 0 && l.selected < n && l.OnOpen != nil {
			l.OnOpen(l.selected)
		}
		return true
	default:
		return false
	}
	l.Select(min(max(to, 0), n-1))
	return true
}
