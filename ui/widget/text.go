package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
)

// Heading returns the name of a screen.
func Heading(s string) *fw.RichText {
	return text(s, theme.ColorNameForeground, theme.SizeNameHeadingText, true)
}

// Subheading returns the name of a part of a screen.
func Subheading(s string) *fw.RichText {
	return text(s, theme.ColorNameForeground, theme.SizeNameSubHeadingText, true)
}

// Strong returns a line in bold that is cut with an ellipsis where it is too long.
func Strong(s string) *fw.Label {
	l := fw.NewLabelWithStyle(s, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	l.Truncation = fyne.TextTruncateEllipsis
	return l
}

// Muted returns text of second rank that wraps.
func Muted(s string) *fw.RichText {
	t := text(s, uitheme.ColorNameMuted, theme.SizeNameText, false)
	t.Wrapping = fyne.TextWrapWord
	return t
}

// MutedLine returns one line of second rank, cut with an ellipsis where it is too long.
func MutedLine(s string) *fw.RichText {
	t := text(s, uitheme.ColorNameMuted, theme.SizeNameText, false)
	t.Truncation = fyne.TextTruncateEllipsis
	return t
}

// Caption returns a small line of second rank, cut with an ellipsis where it is too long.
func Caption(s string) *fw.RichText {
	t := text(s, uitheme.ColorNameMuted, theme.SizeNameCaptionText, false)
	t.Truncation = fyne.TextTruncateEllipsis
	return t
}

// Wrapped returns plain text that wraps.
func Wrapped(s string) *fw.Label {
	l := fw.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// SetText replaces the text of what Heading, Subheading, Muted, MutedLine or Caption returned.
func SetText(t *fw.RichText, s string) {
	seg := t.Segments[0].(*fw.TextSegment)
	if seg.Text == s {
		return
	}
	seg.Text = s
	t.Refresh()
}

// SetToned changes the words and the colour of a text that has one style, such as a Caption; it returns whether they are new.
func SetToned(t *fw.RichText, s string, colour fyne.ThemeColorName) bool {
	seg := t.Segments[0].(*fw.TextSegment)
	if seg.Text == s && seg.Style.ColorName == colour {
		return false
	}
	seg.Text, seg.Style.ColorName = s, colour
	t.Refresh()
	return true
}

func text(s string, c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *fw.RichText {
	return fw.NewRichText(&fw.TextSegment{Text: s, Style: fw.RichTextStyle{
		ColorName: c, SizeName: size, TextStyle: fyne.TextStyle{Bold: bold},
	}})
}
