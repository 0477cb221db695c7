package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/imaging"
)

// Tool takes the pointer over from moving, for instance to draw. Its methods are called on the user-interface goroutine.
// The wheel, a drag with the middle button and a drag with Control held still move the specimens, and the split line can
// still be taken by its handle.
type Tool interface {
	Press(at Touch)
	Drag(at Touch)
	Release(at Touch)
	// Hover is called when the pointer moves with no button held.
	Hover(at Touch)
	// Key is offered every key first and reports whether it meant something.
	Key(k fyne.KeyName, m fyne.KeyModifier) bool
	Cursor() desktop.Cursor
}

// Touch is where the pointer is. From Press to Release Side stays the specimen that was pressed on, wherever the pointer
// goes, so that a shape begun on one specimen is not torn at the split line.
type Touch struct {
	Side     Side
	At       imaging.Point // in the specimen's frame
	Pixel    Pixel         // on the screen
	Button   desktop.MouseButton
	Modifier fyne.KeyModifier
	UMPerPx  float64
}

// SetTool gives the pointer to a tool; nil gives it back to moving.
func (v *Viewer) SetTool(t Tool) {
	v.tool = t
	v.gesture = gesture{}
	v.settled()
}

// Tool returns the tool that has the pointer, nil while it moves the specimens.
func (v *Viewer) Tool() Tool { return v.tool }

// SetLayers replaces what is drawn over the specimens, the last on top.
func (v *Viewer) SetLayers(l ...Layer) {
	v.layers = append([]Layer(nil), l...)
	v.settled()
}

// touch describes the pointer on a side at a pixel.
func (v *Viewer) touch(side Side, q Pixel, b desktop.MouseButton, m fyne.KeyModifier) Touch {
	return Touch{Side: side, At: v.stage.Specimen(side, q), Pixel: q, Button: b, Modifier: m, UMPerPx: v.stage.UMPerPx}
}
