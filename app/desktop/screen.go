package desktop

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"tracemark/casefile"
)

// screenRoom returns the part of the main screen that windows may take, in pixels, or a sentence where there is no screen
// at all. It asks GLFW, which fyne opens the window with but does not ask itself. It must be called on the main goroutine
// before fyne's app runs; fyne finds GLFW ready then.
func screenRoom() (fyne.Size, error) {
	if err := glfw.Init(); err != nil {
		return fyne.Size{}, &casefile.Error{Code: casefile.Failed, What: "There is no display to open the window on",
			Do: "Set DISPLAY to one, or use the command line, which needs none", Cause: err}
	}
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return fyne.Size{}, nil
	}
	_, _, w, h := m.GetWorkarea()
	return fyne.NewSize(float32(w), float32(h)), nil
}
