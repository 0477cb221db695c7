package wording

import "fyne.io/fyne/v2/lang"

// unnamedAgency is what a workstation calls its agency until somebody names it.
const unnamedAgency = "Unnamed agency"

// Agency returns an agency's name as it was entered; that none was entered is said in the language of the screen.
func Agency(name string) string {
	if name == unnamedAgency {
		return lang.L("Unnamed agency")
	}
	return name
}
