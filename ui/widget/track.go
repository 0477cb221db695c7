package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"
)

// Track returns a slider whose track is seen as far as it goes. Fyne paints the part behind the handle like the ground of a
// field, which on a card is the card's own colour.
func Track(s *fw.Slider) fyne.CanvasObject { return container.NewThemeOverride(s, trackTheme{}) }

// trackTheme is the program's theme of the moment with another ground of fields.
type trackTheme struct{}

func now() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color implements fyne.Theme.
func (trackTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground {
		name = theme.ColorNameInputBorder
	}
	return now().Color(name, v)
}

// Font implements fyne.Theme.
func (trackTheme) Font(s fyne.TextStyle) fyne.Resource { return now().Font(s) }

// Icon implements fyne.Theme.
func (trackTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return now().Icon(name) }

// Size implements fyne.Theme.
func (trackTheme) Size(name fyne.ThemeSizeName) float32 { return now().Size(name) }
