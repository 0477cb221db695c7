package wording

import (
	"fmt"
	"strconv"

	"tracemark/ui/language"
)

// Number writes a number with so many decimals as the language on the screen does.
func Number(v float64, decimals int) string {
	return language.Number(strconv.FormatFloat(v, 'f', decimals, 64))
}

// Signed is Number with a plus before what is not negative.
func Signed(v float64, decimals int) string {
	return language.Number(fmt.Sprintf("%+.*f", decimals, v))
}

// Figures writes a number with at most so many significant figures.
func Figures(v float64, figures int) string {
	return language.Number(strconv.FormatFloat(v, 'g', figures, 64))
}

// Percent writes a share of 1 as whole hundredths.
func Percent(share float64) string { return Number(100*share, 0) + " %" }

// Degrees writes an angle to a tenth of a degree.
func Degrees(deg float64) string { return Number(deg, 1) + "°" }

// Place writes a place on a surface in µm.
func Place(x, y float64) string {
	between := ", "
	if language.DecimalComma() {
		between = "; "
	}
	return Number(x, 0) + between + Number(y, 0) + " µm"
}
