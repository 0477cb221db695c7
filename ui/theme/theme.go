// Package theme is how the workstation looks: a calm dark and a light scheme around fyne's default theme, one for a dim
// room, the size of text, and the few colours with a fixed meaning.
//
// Congruent and rejected cells are blue and orange, a pair that people with the common colour-vision deficiencies tell
// apart (Okabe and Ito, "Color universal design", 2008), and their outlines differ as well.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is which scheme is used.
type Mode string

// The modes. System follows the desktop's setting.
const (
	System Mode = ""
	Dark   Mode = "dark"
	Light  Mode = "light"
	Dim    Mode = "dim" // for eyes that are used to the dark: very dark, hardly any blue, nothing bright
)

// Modes returns the modes in the order in which they are offered.
func Modes() []Mode { return []Mode{System, Light, Dark, Dim} }

// Scales returns the sizes of text that are offered, 1 being the usual one.
func Scales() []float32 { return []float32{1, 1.1, 1.25, 1.5, 1.75, 2} }

// LeastScale and MostScale bound the size of text.
const (
	LeastScale = 1
	MostScale  = 2
)

// Theme is a fyne.Theme.
type Theme struct {
	fyne.Theme
	mode  Mode
	scale float32
}

// New returns the theme in a mode, with text of the usual size.
func New(m Mode) *Theme { return Scaled(m, 1) }

// Scaled returns the theme in a mode with text scale times the usual size, within LeastScale and MostScale.
func Scaled(m Mode, scale float32) *Theme {
	if !(scale >= LeastScale) {
		scale = LeastScale
	}
	return &Theme{Theme: theme.DefaultTheme(), mode: m, scale: min(scale, MostScale)}
}

// Colours of the fields that pictures lie on and of what is drawn over them: the same in both schemes, because a
// specimen is judged against the same surround whatever the desktop's taste.
var (
	Field       = color.NRGBA{R: 0x10, G: 0x12, B: 0x14, A: 0xff}
	FieldText   = color.NRGBA{R: 0xf2, G: 0xf4, B: 0xf5, A: 0xff}
	FieldShade  = color.NRGBA{R: 0x00, G: 0x00, B: 0x00, A: 0xa8}
	Congruent   = color.NRGBA{R: 0x56, G: 0xb4, B: 0xe9, A: 0xff}
	Rejected    = color.NRGBA{R: 0xe6, G: 0x9f, B: 0x00, A: 0xff}
	Similar     = color.NRGBA{R: 0x56, G: 0xb4, B: 0xe9, A: 0xff} // Okabe and Ito's sky blue
	Dissimilar  = color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff} // and their vermilion
	SyntheticBG = color.NRGBA{R: 0xf0, G: 0xc5, B: 0x3a, A: 0xff}
	SyntheticFG = color.NRGBA{R: 0x2a, G: 0x20, B: 0x00, A: 0xff}
)

// ColorNameBanner is the surface of the sentence over a list of leads.
const ColorNameBanner fyne.ThemeColorName = "tracemarkBanner"

// ColorNameSynthetic and ColorNameOnSynthetic are the badge of simulated data beside pictures, and its word. In a picture that is
// kept it is SyntheticBG in every scheme, because such pictures are the same in all; on the screen it follows the scheme.
const (
	ColorNameSynthetic   fyne.ThemeColorName = "tracemarkSynthetic"
	ColorNameOnSynthetic fyne.ThemeColorName = "tracemarkOnSynthetic"
)

// ColorNameCard is the surface of a card on the background.
const ColorNameCard fyne.ThemeColorName = "tracemarkCard"

// ColorNameMuted is text of second rank.
const ColorNameMuted fyne.ThemeColorName = "tracemarkMuted"

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

var darkColours = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          rgb(0x15191d),
	theme.ColorNameForeground:          rgb(0xe4e9ec),
	theme.ColorNameButton:              rgb(0x2a323a),
	theme.ColorNameDisabledButton:      rgb(0x20262c),
	theme.ColorNameDisabled:            rgb(0x76828c),
	theme.ColorNamePrimary:             rgb(0x2b8ead),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameInputBackground:     rgb(0x1f252b),
	theme.ColorNameInputBorder:         rgb(0x3c4751),
	theme.ColorNamePlaceHolder:         rgb(0x8b98a2),
	theme.ColorNameSeparator:           rgb(0x2b333a),
	theme.ColorNameHeaderBackground:    rgb(0x1a1f24),
	theme.ColorNameMenuBackground:      rgb(0x1f252b),
	theme.ColorNameOverlayBackground:   rgb(0x1b2126),
	theme.ColorNameHover:               color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x12},
	theme.ColorNamePressed:             color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x22},
	theme.ColorNameSelection:           color.NRGBA{R: 0x2b, G: 0x8e, B: 0xad, A: 0x55},
	theme.ColorNameFocus:               color.NRGBA{R: 0x2b, G: 0x8e, B: 0xad, A: 0x66},
	theme.ColorNameError:               rgb(0xe5685f),
	theme.ColorNameWarning:             rgb(0xe0a93b),
	theme.ColorNameSuccess:             rgb(0x4fae7c),
	ColorNameBanner:                    rgb(0x3a3013),
	ColorNameCard:                      rgb(0x1c2227),
	ColorNameMuted:                     rgb(0x9aa7b0),
}

var lightColours = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          rgb(0xf3f5f7),
	theme.ColorNameForeground:          rgb(0x1b242b),
	theme.ColorNameButton:              rgb(0xe1e7eb),
	theme.ColorNameDisabledButton:      rgb(0xe9edf0),
	theme.ColorNameDisabled:            rgb(0x8b979f),
	theme.ColorNamePrimary:             rgb(0x1a6f8a),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameInputBackground:     rgb(0xffffff),
	theme.ColorNameInputBorder:         rgb(0xbfcad1),
	theme.ColorNamePlaceHolder:         rgb(0x6d7a83),
	theme.ColorNameSeparator:           rgb(0xd5dce1),
	theme.ColorNameHeaderBackground:    rgb(0xe9edf0),
	theme.ColorNameMenuBackground:      rgb(0xffffff),
	theme.ColorNameOverlayBackground:   rgb(0xffffff),
	theme.ColorNameHover:               color.NRGBA{R: 0x10, G: 0x2a, B: 0x36, A: 0x10},
	theme.ColorNamePressed:             color.NRGBA{R: 0x10, G: 0x2a, B: 0x36, A: 0x22},
	theme.ColorNameSelection:           color.NRGBA{R: 0x1a, G: 0x6f, B: 0x8a, A: 0x33},
	theme.ColorNameFocus:               color.NRGBA{R: 0x1a, G: 0x6f, B: 0x8a, A: 0x44},
	theme.ColorNameError:               rgb(0xb3352c),
	theme.ColorNameWarning:             rgb(0x9a6a00),
	theme.ColorNameSuccess:             rgb(0x2c7d50),
	ColorNameBanner:                    rgb(0xfff1c9),
	ColorNameCard:                      rgb(0xffffff),
	ColorNameMuted:                     rgb(0x5b6871),
}

// dimColours are those of the dim room. Blue light is what takes the eye's adaptation to the dark away, so every colour has
// little of it, and no surface is brighter than the dark of a room.
var dimColours = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          rgb(0x0b0806),
	theme.ColorNameForeground:          rgb(0xc2946a),
	theme.ColorNameButton:              rgb(0x20160e),
	theme.ColorNameDisabledButton:      rgb(0x150f0a),
	theme.ColorNameDisabled:            rgb(0x6b4f37),
	theme.ColorNamePrimary:             rgb(0x6e3d14),
	theme.ColorNameForegroundOnPrimary: rgb(0xe6bb8e),
	theme.ColorNameInputBackground:     rgb(0x150f0a),
	theme.ColorNameInputBorder:         rgb(0x3a291b),
	theme.ColorNamePlaceHolder:         rgb(0x8a6848),
	theme.ColorNameSeparator:           rgb(0x281c12),
	theme.ColorNameHeaderBackground:    rgb(0x100b08),
	theme.ColorNameMenuBackground:      rgb(0x150f0a),
	theme.ColorNameOverlayBackground:   rgb(0x120d09),
	theme.ColorNameHover:               color.NRGBA{R: 0xff, G: 0xa0, B: 0x50, A: 0x14},
	theme.ColorNamePressed:             color.NRGBA{R: 0xff, G: 0xa0, B: 0x50, A: 0x22},
	theme.ColorNameSelection:           color.NRGBA{R: 0x9a, G: 0x58, B: 0x20, A: 0x66},
	theme.ColorNameFocus:               color.NRGBA{R: 0x9a, G: 0x58, B: 0x20, A: 0x88},
	theme.ColorNameHyperlink:           rgb(0xd09a50),
	theme.ColorNameScrollBar:           color.NRGBA{R: 0xff, G: 0xa0, B: 0x50, A: 0x40},
	theme.ColorNameScrollBarBackground: color.NRGBA{R: 0xff, G: 0xa0, B: 0x50, A: 0x0a},
	theme.ColorNameShadow:              color.NRGBA{A: 0x99},
	theme.ColorNameError:               rgb(0xc9533f),
	theme.ColorNameWarning:             rgb(0xb87a1e),
	theme.ColorNameSuccess:             rgb(0x7d8a34),
	theme.ColorNameForegroundOnError:   rgb(0x120d09),
	theme.ColorNameForegroundOnWarning: rgb(0x120d09),
	theme.ColorNameForegroundOnSuccess: rgb(0x120d09),
	ColorNameBanner:                    rgb(0x261a08),
	ColorNameSynthetic:                 rgb(0x5a4410),
	ColorNameOnSynthetic:               rgb(0xe6c07a),
	ColorNameCard:                      rgb(0x120d09),
	ColorNameMuted:                     rgb(0x9a754f),
}

// Color returns the scheme's colour, or fyne's where the scheme has none.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	m := lightColours
	switch t.mode {
	case Light:
		v = theme.VariantLight
	case Dark, Dim:
		v = theme.VariantDark
	}
	if v == theme.VariantDark {
		m = darkColours
	}
	if t.mode == Dim {
		m = dimColours
	}
	if c, ok := m[name]; ok {
		return c
	}
	switch name {
	case ColorNameSynthetic:
		return SyntheticBG
	case ColorNameOnSynthetic:
		return SyntheticFG
	}
	return t.Theme.Color(name, v)
}

// Size returns fyne's sizes with a little less text and a little more calm. Icons grow with the text beside them; the room
// around things does not, so that large text takes no more of a small screen than it must.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13 * t.scale
	case theme.SizeNameHeadingText:
		return 21 * (1 + (t.scale-1)*0.6) // a heading is large already
	case theme.SizeNameSubHeadingText:
		return 16 * (1 + (t.scale-1)*0.8)
	case theme.SizeNameCaptionText:
		return 11 * t.scale
	case theme.SizeNameInlineIcon:
		return t.Theme.Size(name) * t.scale
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 4
	}
	return t.Theme.Size(name)
}

// Current returns a colour of the theme and scheme that the program uses at the moment.
func Current(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}

// Synthetic returns the badge of simulated data and its word as they are on the screen at the moment.
func Synthetic() (ground, word color.NRGBA) {
	s := fyne.CurrentApp().Settings()
	t, ok := s.Theme().(*Theme)
	if !ok {
		return SyntheticBG, SyntheticFG
	}
	solid := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(t.Color(name, s.ThemeVariant())).(color.NRGBA)
	}
	return solid(ColorNameSynthetic), solid(ColorNameOnSynthetic)
}

// Veil returns how far a picture that was made for other colours, such as the guide's, is to be seen through at the moment: 0 is
// not at all. In a dim room white letters on it would glare.
func Veil() float64 {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok && t.mode == Dim {
		return 0.45
	}
	return 0
}

// Scale returns how large text is at the moment, 1 being the usual size: for what must grow with it.
func Scale() float32 {
	if t, ok := fyne.CurrentApp().Settings().Theme().(*Theme); ok {
		return t.scale
	}
	return 1
}
