package desktop

import (
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/wedge"
)

// watchScanner puts a reader of scanned codes before everything in the window that takes keys. Fyne hands keys to whatever has the
// focus and offers no place before that; GLFW, which calls it, does. It must be called on the user-interface goroutine once the
// window is open; where fyne has no GLFW window it does nothing.
func watchScanner(w *ui.Window) {
	var window *glfw.Window
	if in, ok := w.Window().(interface{ RunWithContext(func()) }); ok {
		in.RunWithContext(func() { window = glfw.GetCurrentContext() })
	}
	if window == nil {
		return
	}
	r := &wedge.Reader{Prefix: casefile.LabelPrefix, Length: casefile.LabelLength, Found: w.Scanned, Broken: w.ScanBroken,
		After: func(after time.Duration, do func()) { time.AfterFunc(after, func() { fyne.Do(do) }) }}
	var key glfw.KeyCallback
	key = window.SetKeyCallback(func(g *glfw.Window, k glfw.Key, code int, a glfw.Action, m glfw.ModifierKey) {
		pass := func() { key(g, k, code, a, m) }
		switch {
		case k >= glfw.KeyLeftShift && k <= glfw.KeyRightSuper, k == glfw.KeyCapsLock, k == glfw.KeyNumLock:
			pass()
		case m&(glfw.ModControl|glfw.ModAlt|glfw.ModSuper) != 0:
			r.Other(pass)
		case a == glfw.Release:
			r.Release(pass)
		case k == glfw.KeyEnter, k == glfw.KeyKPEnter, k == glfw.KeyTab:
			r.End(pass)
		case k >= glfw.KeySpace && k < glfw.KeyEscape, k >= glfw.KeyKP0 && k <= glfw.KeyKPEqual:
			r.Press(pass)
		default:
			r.Other(pass)
		}
	})
	var char glfw.CharCallback
	char = window.SetCharCallback(func(g *glfw.Window, c rune) { r.Char(c, func() { char(g, c) }) })
}
