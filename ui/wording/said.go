package wording

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// Said returns a sentence of the domain, such as a level of the AFTE scale, or the name of a code, in the language of the screen. What it does not
// know, such as the levels of an agency's own scale, stays as it is. Reports say these sentences in English, and the case
// file keeps their ids.
func Said(s string) string {
	switch s {
	case casefile.LeadBanner:
		return lang.L("Leads for examination, not identifications.")
	case "this workstation": // the correlation service inside the program
		return lang.L("this workstation")
	case "AFTE Range of Conclusions":
		return lang.L("AFTE Range of Conclusions")
	case "Identification":
		return lang.L("Identification")
	case "Inconclusive (a)":
		return lang.L("Inconclusive (a)")
	case "Inconclusive (b)":
		return lang.L("Inconclusive (b)")
	case "Inconclusive (c)":
		return lang.L("Inconclusive (c)")
	case "Elimination":
		return lang.L("Elimination")
	case "Unsuitable":
		return lang.L("Unsuitable")
	case "All discernible class characteristics agree and individual characteristics agree to a sufficient extent.":
		return lang.L("All discernible class characteristics agree and individual characteristics agree to a sufficient extent.")
	case "Class characteristics agree; individual characteristics agree in part, not enough for an identification.":
		return lang.L("Class characteristics agree; individual characteristics agree in part, not enough for an identification.")
	case "Class characteristics agree; individual characteristics neither agree nor disagree, being absent, too few or not reproducible.":
		return lang.L("Class characteristics agree; individual characteristics neither agree nor disagree, being absent, too few or not reproducible.")
	case "Class characteristics agree; individual characteristics disagree, not enough for an elimination.":
		return lang.L("Class characteristics agree; individual characteristics disagree, not enough for an elimination.")
	case "Discernible class or individual characteristics disagree significantly.":
		return lang.L("Discernible class or individual characteristics disagree significantly.")
	case "The marks are not suitable for comparison.":
		return lang.L("The marks are not suitable for comparison.")
	}
	return named(s)
}

// named returns the name of a value from the lists of codes in the language of the screen.
func named(s string) string {
	if hour, ok := strings.CutSuffix(s, " o'clock"); ok {
		return lang.L("{{.N}} o'clock", map[string]any{"N": hour})
	}
	switch s {
	case "Parallel":
		return lang.L("Parallel")
	case "Arched":
		return lang.L("Arched")
	case "Circular":
		return lang.L("Circular")
	case "Cross-hatched":
		return lang.L("Cross-hatched")
	case "Granular":
		return lang.L("Granular")
	case "Smooth":
		return lang.L("Smooth")
	case "Hemispherical":
		return lang.L("Hemispherical")
	case "Elliptical":
		return lang.L("Elliptical")
	case "Rectangular":
		return lang.L("Rectangular")
	case "Truncated cone":
		return lang.L("Truncated cone")
	case "Flat":
		return lang.L("Flat")
	case "Rimfire bar":
		return lang.L("Rimfire bar")
	case "12 gauge":
		return lang.L("12 gauge")
	}
	return s
}
