package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/test"

	"tracemark/ui/widget"
)

func TestFileDialogsOpen(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.Muted(""))
	w.Resize(fyne.NewSize(1200, 800))
	for _, d := range []*dialog.FileDialog{
		dialog.NewFileOpen(func(fyne.URIReadCloser, error) {}, w),
		dialog.NewFolderOpen(func(fyne.ListableURI, error) {}, w),
	} {
		widget.ShowFiles(d)
		if w.Canvas().Overlays().Top() == nil {
			t.Error("no dialog is shown")
		}
		d.Hide()
	}
}
