package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	uitheme "tracemark/ui/theme"
)

// dialogMargin is what stays free around the largest dialog, in fyne units.
const dialogMargin = 40

// DialogSize returns the size of a dialog that is w×h fyne units large at the usual size of text: as much larger as the text is, but
// never larger than its window, so that with large text on a small screen the buttons below content that scrolls are still in it.
func DialogSize(in fyne.Window, w, h float32) fyne.Size {
	return in.Canvas().Size().SubtractWidthHeight(dialogMargin, dialogMargin).Min(fyne.NewSize(w*uitheme.Scale(), h*uitheme.Scale()))
}

// SizeDialog gives a dialog its DialogSize.
func SizeDialog(d dialog.Dialog, in fyne.Window, w, h float32) { d.Resize(DialogSize(in, w, h)) }
