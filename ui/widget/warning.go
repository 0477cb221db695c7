package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

// NewWarning returns a sentence on the surface of a banner that wraps, for narrow places.
func NewWarning(sentence string) fyne.CanvasObject {
	l := Wrapped(sentence)
	l.TextStyle.Bold = true
	icon := fw.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon()))
	return NewPanel(uitheme.ColorNameBanner, container.NewBorder(nil, nil, Inset(icon, 6, 0), nil, l))
}
