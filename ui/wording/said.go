package wording

import (
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// Said returns a sentence of the domain, such as a level of the AFTE scale, in the language of the screen. What it does not
// know, such as the levels of an agency's own scale, stays as it is. Reports say these sentences in English, and the case
// file keeps their ids.
func Said(s string) string {
	switch s {
	case casefile.LeadBanner:
		return lang.L("Leads for examination, not identifications.")
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
	return s
}
