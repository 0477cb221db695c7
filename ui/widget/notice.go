package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

// Tone is how serious a notice is.
type Tone int

// The tones.
const (
	Info Tone = iota
	Good
	Trouble
)

// Notice is a sentence across the window that stays until it is closed and blocks nothing.
type Notice struct {
	fw.BaseWidget
	OnClosed func()

	icon *fw.Icon
	text *fw.Label
	body *fyne.Container
}

// NewNotice returns a hidden notice; closeHint is what a screen reader is told about its button.
func NewNotice() *Notice {
	n := &Notice{icon: fw.NewIcon(theme.InfoIcon()), text: Wrapped("")}
	n.text.Selectable = true
	shut := NewButton("", theme.CancelIcon(), func() {
		n.Hide()
		if n.OnClosed != nil {
			n.OnClosed()
		}
	})
	shut.Importance = fw.LowImportance
	n.body = container.NewBorder(nil, nil, Inset(n.icon, 10, 0), shut, n.text)
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Say shows a sentence.
func (n *Notice) Say(t Tone, sentence string) {
	switch t {
	case Trouble:
		n.icon.SetResource(theme.NewErrorThemedResource(theme.ErrorIcon()))
	case Good:
		n.icon.SetResource(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	default:
		n.icon.SetResource(theme.NewPrimaryThemedResource(theme.InfoIcon()))
	}
	n.text.SetText(sentence)
	n.Show()
	n.Refresh()
}

// Text returns the sentence shown last.
func (n *Notice) Text() string { return n.text.Text }

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(NewPanel(theme.ColorNameHeaderBackground, n.body))
}

// NewBanner returns a sentence that is always there, on a surface of its own.
func NewBanner(sentence string) fyne.CanvasObject {
	l := fw.NewLabelWithStyle(sentence, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	l.Wrapping = fyne.TextWrapWord // in another language, or larger, it may need two lines
	icon := fw.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon()))
	return NewPanel(uitheme.ColorNameBanner, container.NewBorder(nil, nil, Inset(icon, 10, 0), nil, l))
}

// NewBadge returns a short word in capitals on the colour that marks synthetic data.
func NewBadge(word string) fyne.CanvasObject {
	b := &badge{bg: canvas.NewRectangle(nil), text: canvas.NewText(word, nil)}
	b.bg.CornerRadius = 3
	b.text.TextSize = 10
	b.text.TextStyle.Bold = true
	b.colour()
	b.ExtendBaseWidget(b)
	return b
}

// badge follows the theme: in the dim room it is dim.
type badge struct {
	fw.BaseWidget
	bg   *canvas.Rectangle
	text *canvas.Text
}

func (b *badge) colour() {
	b.bg.FillColor, b.text.Color = uitheme.Current(uitheme.ColorNameSynthetic), uitheme.Current(uitheme.ColorNameOnSynthetic)
}

// Refresh implements fyne.Widget.
func (b *badge) Refresh() {
	b.colour()
	b.bg.Refresh()
	b.text.Refresh()
	b.BaseWidget.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *badge) CreateRenderer() fyne.WidgetRenderer {
	return fw.NewSimpleRenderer(container.NewStack(b.bg, Inset(b.text, 5, 1)))
}

// NewEmpty returns what an empty list shows: what belongs here, how to begin, and the actions to begin with.
func NewEmpty(title, teach string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	h := Subheading(title)
	t := Fixed(Muted(teach), 460, 0)
	buttons := container.NewHBox(actions...)
	return container.NewCenter(container.NewVBox(h, t, Inset(buttons, 7, 6)))
}
