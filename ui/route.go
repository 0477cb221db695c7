package ui

// Place is one of the main screens.
type Place string

// The main screens, in the order of the main job.
const (
	Cases      Place = "cases"
	Case       Place = "case"
	Candidates Place = "candidates"
	Compare    Place = "compare"
	Conclude   Place = "conclude"
	Settings   Place = "settings"

	// Prepare is a capture's preparation and mask, reached from Case; it has no tab of its own.
	Prepare Place = "prepare"

	// Custody is an exhibit's custody, reached from Case; it has no tab either.
	Custody Place = "custody"

	// People is the list of accounts, reached from the menus and from the name at the top right; it has no tab either.
	People Place = "people"

	// Packages is where a case leaves and enters, reached from File; it has no tab either.
	Packages Place = "packages"

	// Audit is the log of a case, reached from the Case menu; it has no tab either.
	Audit Place = "audit"

	// Verifications is what a second examiner is asked about, reached from Case and Conclude; it has no tab either.
	Verifications Place = "verifications"

	// Search is the search of a case, reached from the menu and by Ctrl+F; it has no tab either.
	Search Place = "search"

	// Bulk is where a folder or a list is imported, reached from File; it has no tab either.
	Bulk Place = "bulk"

	// Reports is the reports of a case with their life, reached from Case and Conclude; it has no tab either.
	Reports Place = "reports"

	// CheckFile is where the file of a report is checked, reached from File, or by dropping it; it has no tab either.
	CheckFile Place = "check"

	// Guide is the user guide, reached from Help; it has no tab either.
	Guide Place = "guide"
)

// Places returns the main screens in the order of their tabs and of Ctrl+1 to Ctrl+6.
func Places() []Place { return []Place{Cases, Case, Candidates, Compare, Conclude, Settings} }

// Route says what to show: a screen, and what of.
type Route struct {
	Place       Place
	CasePath    string // for Case, Candidates, Compare and Conclude
	Exhibit     string // selected in Case; asks Candidates for its newest correlation
	Correlation string // shown in Candidates; "" = the newest
	Comparison  string // for Compare and Conclude
	Capture     string // for Prepare
	Report      string // shown first in Reports
	// Verification is the number of a verification: the one that Verifications shows first, or that Compare and Conclude are open for.
	Verification int
}

// possible reports whether a route names everything that its screen needs.
func (r Route) possible() bool {
	switch r.Place {
	case Case, Candidates, Audit, Search, Bulk, Verifications, Reports:
		return r.CasePath != ""
	case Custody:
		return r.CasePath != "" && r.Exhibit != ""
	case Prepare:
		return r.CasePath != "" && r.Capture != ""
	case Compare, Conclude:
		return r.CasePath != "" && r.Comparison != ""
	}
	return true
}

// maxHistory bounds how far back goes.
const maxHistory = 50
