package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// filesSize is how large a dialog for files opens: wide enough for long names beside the list of places.
var filesSize = fyne.NewSize(900, 600)

// ShowFiles shows a dialog for files or folders. It has no size to change before it is shown: fyne 2.8.1 would panic.
func ShowFiles(d *dialog.FileDialog) {
	d.Show()
	d.Resize(filesSize)
}
