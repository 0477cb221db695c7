package palette

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// Measures of the palette in units of the interface.
const (
	panelWidth  = 620
	panelHeight = 420
	panelMargin = 40
)

// Panel is the palette over a window: a field to type in and what matches. Its methods belong to the user-interface
// goroutine.
type Panel struct {
	// Ran is called with the id of a command before it runs; may be nil.
	Ran func(id string)

	groups []Group
	recent []string
	hits   []Hit
	chosen int
	field  *search
	list   *fw.List
	none   *fw.RichText
	pop    *fw.PopUp
	win    fyne.Window
}

// Open shows a palette of these groups over a window; recent are the ids of what was used last, the newest first.
func Open(win fyne.Window, groups []Group, recent []string) *Panel {
	p := &Panel{groups: groups, recent: recent, win: win}
	p.field = newSearch(p)
	p.none = widget.Muted(lang.L("No command is called so."))
	p.list = fw.NewList(func() int { return len(p.hits) }, newRow, p.fill)
	p.list.OnSelected = func(i int) {
		if i != p.chosen { // a click; the keys set chosen before they select
			p.chosen = i
			p.run()
		}
	}
	hint := widget.Caption(lang.L("Up and Down choose,  Enter does it,  Esc closes"))
	body := container.NewBorder(p.field, hint, nil, nil, container.NewStack(p.list, p.none))
	p.pop = fw.NewModalPopUp(widget.Inset(body, 6, 4), win.Canvas())
	room := win.Canvas().Size()
	p.pop.Resize(fyne.NewSize(min(panelWidth*uitheme.Scale(), room.Width-panelMargin), min(panelHeight*uitheme.Scale(), room.Height-panelMargin)))
	p.find("")
	p.pop.Show()
	win.Canvas().Focus(p.field)
	return p
}

// Close closes the palette.
func (p *Panel) Close() {
	p.pop.Hide()
	p.win.Canvas().Unfocus()
}

// Type enters text as if it was typed, in the place of what is there.
func (p *Panel) Type(s string) { p.field.SetText(s) }

// Hits returns what is listed, the best first.
func (p *Panel) Hits() []Hit { return p.hits }

// find lists what matches and chooses the first that can be done.
func (p *Panel) find(typed string) {
	p.hits, p.chosen = Search(p.groups, typed, p.recent), -1
	for i, h := range p.hits {
		if h.Command.Possible() {
			p.chosen = i
			break
		}
	}
	p.none.Hidden = len(p.hits) > 0
	p.none.Refresh()
	p.list.UnselectAll()
	p.list.Refresh()
	if p.chosen >= 0 {
		p.list.Select(p.chosen)
	} else {
		p.list.ScrollToTop()
	}
}

// step chooses the next command that can be done, by places up or down; it stays where there is none.
func (p *Panel) step(by int) {
	to, sign := p.chosen, 1
	if by < 0 {
		sign = -1
	}
	for i := p.chosen + sign; i >= 0 && i < len(p.hits); i += sign {
		if p.hits[i].Command.Possible() {
			to = i
			if (i-p.chosen)*sign >= by*sign {
				break
			}
		}
	}
	if to >= 0 && to < len(p.hits) {
		p.chosen = to
		p.list.Select(to)
	}
}

// run closes the palette and does what is chosen.
func (p *Panel) run() {
	if p.chosen < 0 || p.chosen >= len(p.hits) || !p.hits[p.chosen].Command.Possible() {
		return
	}
	c := p.hits[p.chosen].Command
	p.Close()
	if p.Ran != nil {
		p.Ran(c.ID)
	}
	c.Run()
}

// search is the palette's field: it keeps the focus, and the keys that choose go to the list.
type search struct {
	fw.Entry
	p *Panel
}

func newSearch(p *Panel) *search {
	s := &search{p: p}
	s.SetPlaceHolder(lang.L("Search commands"))
	s.ExtendBaseWidget(s)
	s.OnChanged = p.find
	return s
}

// pageStep is how far Page up and Page down go.
const pageStep = 8

// TypedKey implements fyne.Focusable.
func (s *search) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		s.p.step(1)
	case fyne.KeyUp:
		s.p.step(-1)
	case fyne.KeyPageDown:
		s.p.step(pageStep)
	case fyne.KeyPageUp:
		s.p.step(-pageStep)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.p.run()
	case fyne.KeyEscape:
		s.p.Close()
	default:
		s.Entry.TypedKey(e)
	}
}

// row is one line of the list.
type row struct {
	title, group, keys *fw.RichText
	box, side          *fyne.Container
}

func newRow() fyne.CanvasObject {
	r := &row{title: widget.MutedLine(""), group: widget.Caption(""), keys: widget.MutedLine("")}
	r.keys.Truncation = fyne.TextTruncateOff
	r.group.Truncation = fyne.TextTruncateOff
	r.side = container.NewHBox(r.group, r.keys)
	r.box = container.NewBorder(nil, nil, nil, r.side, r.title)
	return widget.NewRow(r.box, r)
}

// fill shows a hit in a row: the letters that were found in bold, what cannot be done now in grey.
func (p *Panel) fill(i int, o fyne.CanvasObject) {
	if i >= len(p.hits) {
		return
	}
	h, r := p.hits[i], widget.RowData[*row](o)
	colour := theme.ColorNameForeground
	if !h.Command.Possible() {
		colour = theme.ColorNameDisabled
	}
	r.title.Segments = segments(h.Command.Title, h.At, colour)
	r.title.Refresh()
	widget.SetText(r.group, h.Group)
	widget.SetText(r.keys, h.Command.Shortcut())
	r.box.Layout.Layout(r.box.Objects, r.box.Size()) // the texts are of another width now
	r.side.Layout.Layout(r.side.Objects, r.side.Size())
}

// segments parts a title into what was found, in bold, and the rest.
func segments(title string, at []int, colour fyne.ThemeColorName) []fw.RichTextSegment {
	found := map[int]bool{}
	for _, i := range at {
		found[i] = true
	}
	var out []fw.RichTextSegment
	runes := []rune(title)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && found[j] == found[i] {
			j++
		}
		out = append(out, &fw.TextSegment{Text: string(runes[i:j]), Style: fw.RichTextStyle{
			Inline: true, ColorName: colour, SizeName: theme.SizeNameText, TextStyle: fyne.TextStyle{Bold: found[i]}}})
		i = j
	}
	return out
}
