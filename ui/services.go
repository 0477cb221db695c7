package ui

import (
	"tracemark/ui/screen/audit"
	"tracemark/ui/screen/bulk"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/cases"
	"tracemark/ui/screen/checkfile"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/conclude"
	"tracemark/ui/screen/custody"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/screen/packages"
	"tracemark/ui/screen/people"
	"tracemark/ui/screen/prepare"
	"tracemark/ui/screen/report"
	"tracemark/ui/screen/search"
	"tracemark/ui/screen/settings"
	"tracemark/ui/screen/verification"
)

// Services is everything that the screens ask for. Each screen declares its own part; where two screens need the same
// call its signature is the same, so one object serves all of them. Calls come from several goroutines at once.
type Services interface {
	audit.Service
	cases.Service
	checkfile.Service
	exhibit.Service
	candidates.Service
	compare.Service
	conclude.Service
	custody.Service
	LabelFinder
	packages.Service
	prepare.Service
	report.Service
	search.Service
	bulk.Service
	settings.Service
	people.Service
	verification.Service
}
