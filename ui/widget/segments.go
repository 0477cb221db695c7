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

// NewSegments returns a row of choices, the first one taken. Each is as wide as its name needs; what is left is shared out evenly.
func NewSegments(changed func(at int), names ...string) *Segments {
	s := &Segments{OnChanged: changed, row: container.New(sharedOut{})}
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

// sharedOut lays objects beside each other, each with the width that it needs and an even share of what is left.
type sharedOut struct{}

func (sharedOut) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	need := sharedOut{}.MinSize(objects).Width
	more := (s.Width - need) / float32(max(len(objects), 1))
	x := float32(0)
	for _, o := range objects {
		w := o.MinSize().Width + more
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, s.Height))
		x += w
	}
}

func (sharedOut) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		n := o.MinSize()
		m.Width += n.Width
		m.Height = max(m.Height, n.Height)
	}
	return m
}
