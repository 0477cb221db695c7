package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"
)

// Segments is a row of choices of which one is taken, such as the names of a panel's pages.
type Segments struct {
	fw.BaseWidget
	// OnChanged is called when a person chose; not by Select.
	OnChanged func(at int)

	buttons []*Button
	at      int
	row     *fyne.Container
}

// NewSegments returns a row of equally wide choices, the first one taken.
func NewSegments(changed func(at int), names ...string) *Segments {
	s := &Segments{OnChanged: changed, row: container.NewGridWithColumns(max(len(names), 1))}
	for i, n := range names {
		b := NewButton(n, nil, func() {
			s.Select(i)
			if s.OnChanged != nil {
				s.OnChanged(i)
			}
		})
		b.Importance = fw.LowImportance
		s.buttons = append(s.buttons, b)
		s.row.Add(b)
	}
	s.ExtendBaseWidget(s)
	s.show()
	return s
}

// Selected returns which choice is taken.
func (s *Segments) Selected() int { return s.at }

// Select takes a choice.
func (s *Segments) Select(at int) {
	if at >= 0 && at < len(s.buttons) && at != s.at {
		s.at = at
		s.show()
	}
}

// SetText renames a choice.
func (s *Segments) SetText(at int, name string) { s.buttons[at].SetText(name) }

func (s *Segments) show() {
	for i, b := range s.buttons {
		to := fw.LowImportance
		if i == s.at {
			to = fw.HighImportance
		}
		if b.Importance != to {
			b.Importance = to
			b.Refresh()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer { return fw.NewSimpleRenderer(s.row) }
