package theme_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	uitheme "tracemark/ui/theme"
)

// luminance and contrast are those of WCAG 2.1, "relative luminance" and "contrast ratio".
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Text must be readable: 4.5:1, level AA of WCAG 2.1 for text of this size.
func TestTextIsReadableOnEverySurface(t *testing.T) {
	surfaces := []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameHeaderBackground, theme.ColorNameInputBackground,
		theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground, uitheme.ColorNameCard}
	for _, m := range []uitheme.Mode{uitheme.Dark, uitheme.Light, uitheme.Dim} {
		th := uitheme.New(m)
		c := func(n fyne.ThemeColorName) color.Color { return th.Color(n, theme.VariantDark) }
		for _, s := range surfaces {
			for _, text := range []fyne.ThemeColorName{theme.ColorNameForeground, uitheme.ColorNameMuted} {
				if got := contrast(c(text), c(s)); got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.1f", m, text, s, got)
				}
			}
		}
		for _, pair := range [][2]fyne.ThemeColorName{
			{theme.ColorNameForeground, uitheme.ColorNameBanner}, {theme.ColorNameForeground, theme.ColorNameButton},
		} {
			if got := contrast(c(pair[0]), c(pair[1])); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.1f", m, pair[0], pair[1], got)
			}
		}
		// The words of a main button are bold, for which level AA asks 3:1 as for large text.
		if got := contrast(c(theme.ColorNameForegroundOnPrimary), c(theme.ColorNamePrimary)); got < 3 {
			t.Errorf("%s: a main button's words have a contrast of %.1f", m, got)
		}
	}
	if got := contrast(uitheme.SyntheticFG, uitheme.SyntheticBG); got < 7 {
		t.Errorf("the mark of synthetic data has a contrast of %.1f", got)
	}
}

func TestAModeOverridesTheDesktop(t *testing.T) {
	dark, light := uitheme.New(uitheme.Dark), uitheme.New(uitheme.Light)
	if dark.Color(theme.ColorNameBackground, theme.VariantLight) != dark.Color(theme.ColorNameBackground, theme.VariantDark) {
		t.Error("the dark mode follows the desktop")
	}
	system := uitheme.New(uitheme.System)
	if got, want := system.Color(theme.ColorNameBackground, theme.VariantLight), light.Color(theme.ColorNameBackground, theme.VariantLight); got != want {
		t.Errorf("on a light desktop the background is %v, want %v", got, want)
	}
}

// Every name of fyne's colours and ours, so that a colour that fyne adds is not forgotten in the dim room.
var everyColour = []fyne.ThemeColorName{
	theme.ColorNameBackground, theme.ColorNameButton, theme.ColorNameDisabled, theme.ColorNameDisabledButton, theme.ColorNameError,
	theme.ColorNameFocus, theme.ColorNameForeground, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnPrimary,
	theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning, theme.ColorNameHeaderBackground, theme.ColorNameHover,
	theme.ColorNameHyperlink, theme.ColorNameInputBackground, theme.ColorNameInputBorder, theme.ColorNameMenuBackground,
	theme.ColorNameOverlayBackground, theme.ColorNamePlaceHolder, theme.ColorNamePressed, theme.ColorNamePrimary,
	theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground, theme.ColorNameSelection, theme.ColorNameSeparator,
	theme.ColorNameShadow, theme.ColorNameSuccess, theme.ColorNameWarning, uitheme.ColorNameBanner, uitheme.ColorNameCard, uitheme.ColorNameMuted,
}

func TestTheDimRoomStaysDim(t *testing.T) {
	dim := uitheme.New(uitheme.Dim)
	surfaces := map[fyne.ThemeColorName]bool{theme.ColorNameBackground: true, theme.ColorNameHeaderBackground: true, theme.ColorNameInputBackground: true,
		theme.ColorNameMenuBackground: true, theme.ColorNameOverlayBackground: true, theme.ColorNameButton: true, theme.ColorNameDisabledButton: true,
		uitheme.ColorNameCard: true, uitheme.ColorNameBanner: true}
	for _, name := range everyColour {
		for _, v := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
			c := color.NRGBAModel.Convert(dim.Color(name, v)).(color.NRGBA)
			if 4*int(c.B) > 3*int(c.R) {
				t.Errorf("%s is %v: too blue", name, c)
			}
			if l := luminance(c); surfaces[name] && l > 0.013 || l > 0.6 {
				t.Errorf("%s has a luminance of %.3f", name, l)
			}
		}
	}
}

func TestTextGrowsWithTheScale(t *testing.T) {
	for _, name := range []fyne.ThemeSizeName{theme.SizeNameText, theme.SizeNameCaptionText, theme.SizeNameInlineIcon} {
		one, two := uitheme.New(uitheme.Dark).Size(name), uitheme.Scaled(uitheme.Dark, 2).Size(name)
		if two != 2*one {
			t.Errorf("%s is %g at 200 %% and %g at 100 %%", name, two, one)
		}
	}
	text := uitheme.New(uitheme.Dark).Size(theme.SizeNameText)
	for scale, want := range map[float32]float32{0: text, 9: 2 * text, float32(math.NaN()): text, 1.5: 1.5 * text} {
		if got := uitheme.Scaled(uitheme.Dark, scale).Size(theme.SizeNameText); got != want {
			t.Errorf("a scale of %g gives text of %g, want %g", scale, got, want)
		}
	}
}
