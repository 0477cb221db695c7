package widget

import (
	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"
)

// Row is an item of a list that carries its parts with it, so that filling it needs no search through containers.
type Row struct {
	fw.BaseWidget
	content fyne.CanvasObject
	data    any
}

// NewRow returns a row that shows content and carries data.
func NewRow(content fyne.CanvasObject, data any) *Row {
	r := &Row{content: content, data: data}
	r.ExtendBaseWidget(r)
	return r
}

// RowData returns what a row made by NewRow carries.
func RowData[T any](o fyne.CanvasObject) T { return o.(*Row).data.(T) }

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer { return fw.NewSimpleRenderer(r.content) }
