package guide

import (
	"bytes"
	"image"
	_ "image/png" // the guide's pictures
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/assets"
	"tracemark/ui/language"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell *shell.Shell
	// Commands are all that the program has, of every screen.
	Commands []palette.Command
}

// Screen shows the guide, with its sections at the left.
type Screen struct {
	p        Params
	scroll   *container.Scroll
	sections []fyne.CanvasObject
	root     fyne.CanvasObject
}

// columnWidth is that of the text, with text of the usual size: lines that are longer are hard to read.
const columnWidth = 760

// stepWidth is the room for a step's number.
const stepWidth = 30

// New returns the screen.
func New(p Params) *Screen {
	s := &Screen{p: p}
	blocks, err := Read(language.Current(), p.Commands)
	if err != nil {
		p.Shell.Fail(err)
	}
	contents := container.NewVBox(widget.Inset(widget.Subheading(lang.L("Guide")), 4, 4))
	column := container.New(&page{})
	for _, b := range blocks {
		o := show(b)
		if b.Kind == Section {
			at := len(s.sections)
			s.sections = append(s.sections, o)
			to := widget.NewButton(b.Plain(), nil, func() { s.Turn(at) })
			to.Alignment, to.Importance = fw.ButtonAlignLeading, fw.LowImportance
			contents.Add(to)
		}
		column.Add(o)
	}
	s.scroll = container.NewVScroll(widget.Inset(column, 18, 10))
	s.root = container.NewBorder(nil, nil,
		widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVScroll(widget.Inset(contents, 4, 4))), 210, 0), nil, s.scroll)
	return s
}

// Read returns the guide in a language, with the names and keys of commands put in; English where there is none.
func Read(t language.Tag, commands []palette.Command) ([]Block, error) {
	source, err := assets.Guide.ReadFile("guide/" + string(t) + ".md")
	if err != nil {
		if source, err = assets.Guide.ReadFile("guide/" + string(language.English) + ".md"); err != nil {
			return nil, err
		}
	}
	find := func(id string) (palette.Command, bool) {
		i := slices.IndexFunc(commands, func(c palette.Command) bool { return c.ID == id })
		if i < 0 {
			return palette.Command{}, false
		}
		return commands[i], true
	}
	return Parse(string(source), Words{
		Keys: func(id string) (string, bool) { c, ok := find(id); return c.Shortcut(), ok },
		Name: func(id string) (string, bool) { c, ok := find(id); return c.Title, ok },
		Text: said,
	})
}

// said returns a text of the interface as the interface says it; known is false where the interface never says it.
func said(english string) (text string, known bool) {
	const never = "\x00"
	if text = lang.X(english, never); text == never {
		return english, false
	}
	return text, true
}

// show returns what a block looks like.
func show(b Block) fyne.CanvasObject {
	switch b.Kind {
	case Title:
		return widget.Heading(b.Plain())
	case Section:
		return widget.Inset(widget.Subheading(b.Plain()), 0, 8)
	case Step:
		number := widget.Strong(b.Number)
		return container.NewBorder(nil, nil, widget.Fixed(container.NewVBox(number), stepWidth, 0), nil, rich(b.Text, fw.RichTextStyleInline))
	case Picture:
		data, err := assets.Guide.ReadFile("guide/" + b.File)
		if err != nil {
			return widget.Muted(b.Plain())
		}
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			return widget.Muted(b.Plain())
		}
		return widget.Inset(container.NewBorder(nil, widget.Muted(b.Plain()), nil, nil, newDrawing(img)), 0, 4)
	}
	return rich(b.Text, fw.RichTextStyleInline)
}

// rich returns text that wraps.
func rich(text []Span, style fw.RichTextStyle) *fw.RichText {
	t := fw.NewRichText()
	for _, x := range text {
		s := style
		s.TextStyle.Bold = x.Strong
		t.Segments = append(t.Segments, &fw.TextSegment{Text: x.Text, Style: s})
	}
	t.Wrapping = fyne.TextWrapWord
	return t
}

// newDrawing returns a picture at its own size or, where there is less room, smaller.
func newDrawing(img image.Image) fyne.CanvasObject {
	c := canvas.NewImageFromImage(img)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	c.Translucency = uitheme.Veil()
	return container.New(&drawing{size: fyne.NewSize(float32(img.Bounds().Dx()), float32(img.Bounds().Dy()))}, c)
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for: nothing.
func (s *Screen) Leave() {}

// Turn shows a section.
func (s *Screen) Turn(section int) {
	if section < 0 || section >= len(s.sections) {
		return
	}
	s.to(s.sections[section].Position().Y)
}

// to shows the guide from a height on, within its ends.
func (s *Screen) to(y float32) {
	most := s.scroll.Content.MinSize().Height - s.scroll.Size().Height
	s.scroll.Offset.Y = max(0, min(y, most))
	s.scroll.Refresh()
}

// lineStep is how far an arrow key goes.
const lineStep = 60

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, _ fyne.KeyModifier) bool {
	y, sheet := s.scroll.Offset.Y, s.scroll.Size().Height-lineStep
	switch k {
	case fyne.KeyUp:
		y -= lineStep
	case fyne.KeyDown:
		y += lineStep
	case fyne.KeyPageUp:
		y -= sheet
	case fyne.KeyPageDown, fyne.KeySpace:
		y += sheet
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = s.scroll.Content.MinSize().Height
	default:
		return false
	}
	s.to(y)
	return true
}
