package ui

import (
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/screen/audit"
	"tracemark/ui/screen/bulk"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/cases"
	"tracemark/ui/screen/checkfile"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/conclude"
	"tracemark/ui/screen/custody"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/screen/guide"
	"tracemark/ui/screen/packages"
	"tracemark/ui/screen/people"
	"tracemark/ui/screen/prepare"
	"tracemark/ui/screen/report"
	"tracemark/ui/screen/search"
	"tracemark/ui/screen/settings"
	"tracemark/ui/widget"
)

// build makes the screen of a route and ties its callbacks to the routes that follow.
func (w *Window) build(r Route) screen {
	switch r.Place {
	case Case:
		return exhibit.New(exhibit.Params{
			Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, ExhibitID: r.Exhibit,
			Selected: func(e casefile.Exhibit) { w.at.Exhibit = e.ID },
			Correlated: func(c casefile.Correlation) {
				if w.at.CasePath != r.CasePath || w.at.Place != Case {
					w.say(widget.Good, lang.L("The candidates have arrived: see Candidates."))
					return
				}
				w.Navigate(Route{Place: Candidates, CasePath: r.CasePath, Exhibit: c.ExhibitID, Correlation: c.ID, Comparison: w.at.Comparison})
			},
			OpenComparison: w.openComparison(r.CasePath),
			Prepare: func(e casefile.Exhibit, c casefile.Capture) {
				w.Navigate(Route{Place: Prepare, CasePath: r.CasePath, Exhibit: e.ID, Capture: c.ID, Comparison: w.at.Comparison})
			},
			Custody: func(e casefile.Exhibit) {
				w.Navigate(Route{Place: Custody, CasePath: r.CasePath, Exhibit: e.ID, Comparison: w.at.Comparison})
			},
			Loaded:  w.loaded,
			Reports: w.reports,
		})
	case Custody:
		return custody.New(custody.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, ExhibitID: r.Exhibit, Back: func() { w.Go(Case) }})
	case Audit:
		return audit.New(audit.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, Back: w.Back})
	case Bulk:
		return bulk.New(bulk.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, Back: w.Back})
	case Search:
		return search.New(search.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, Open: w.openFound, Back: w.Back, Kept: &w.searched})
	case Packages:
		return packages.New(packages.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, Open: w.openCase, Back: w.Back})
	case Prepare:
		key := r.CasePath + "/" + r.Capture
		return prepare.New(prepare.Params{
			Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, CaptureID: r.Capture,
			Back:  func() { w.Go(Case) },
			Draft: w.drafts[key],
			Keep: func(d *prepare.Draft) {
				if delete(w.drafts, key); d != nil {
					w.drafts[key] = d
				}
			},
		})
	case Candidates:
		return candidates.New(candidates.Params{
			Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, CorrelationID: r.Correlation, ExhibitID: r.Exhibit, ComparisonID: r.Comparison,
			OpenComparison: w.openComparison(r.CasePath),
			ToExhibits:     func() { w.Go(Case) },
			Wishes:         &w.wishes,
		})
	case Compare:
		return compare.New(compare.Params{
			Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, ComparisonID: r.Comparison,
			Conclude: func(string) { w.Go(Conclude) },
			Opened:   func(id string) { w.at.Comparison = id },
			Views:    &w.views,
			Verifies: w.verifies(r), Answered: w.answered(r.CasePath),
		})
	case Conclude:
		return conclude.New(conclude.Params{
			Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, ComparisonID: r.Comparison,
			Back:     func(string) { w.Go(Compare) },
			Verifies: w.verifies(r), Answered: w.answered(r.CasePath),
			Reports:         w.reports,
			AskVerification: func(id string) { w.askVerification(r.CasePath, id) },
			Verification: func(n int) {
				w.Navigate(Route{Place: Verifications, CasePath: r.CasePath, Comparison: r.Comparison, Verification: n})
			},
		})
	case Verifications:
		return w.verifications(r)
	case Reports:
		return report.New(report.Params{Shell: w.shell, Service: w.p.Services, CasePath: r.CasePath, ReportID: r.Report, ComparisonID: r.Comparison, OpenComparison: w.openComparison(r.CasePath), Check: w.CheckReport, Back: w.Back})
	case CheckFile:
		return checkfile.New(checkfile.Params{Shell: w.shell, Service: w.p.Services, Kept: &w.checked, Back: w.Back})
	case Settings:
		return settings.New(settings.Params{Shell: w.shell, Service: w.p.Services, Version: w.p.Version,
			Mode: w.colours, SetMode: w.SetColours, Scale: w.scale, SetScale: w.SetScale, Language: w.spoken, SetLanguage: w.SetLanguage, CheckReport: w.checkReport})
	case People:
		return people.New(people.Params{Shell: w.shell, Service: w.p.Services, Who: w.who, Begun: func() {
			w.leaveScreen()
			w.shut(casefile.WhoAmI{Accounts: true}, w.p.Services.LogOut)
		}})
	case Guide:
		return guide.New(guide.Params{Shell: w.shell, Commands: w.commands()})
	}
	return cases.New(cases.Params{Shell: w.shell, Service: w.p.Services, Open: w.openCase, OpenExhibit: func(path, id string) { w.Navigate(Route{Place: Custody, CasePath: path, Exhibit: id}) },
		OpenVerification: func(path string, n int) { w.Navigate(Route{Place: Verifications, CasePath: path, Verification: n}) },
		OpenReport:       func(path, id string) { w.Navigate(Route{Place: Reports, CasePath: path, Report: id}) }})
}

// openComparison returns what shows a comparison of a case, unless a person has gone to another case by the time that it
// is computed.
func (w *Window) openComparison(casePath string) func(string) {
	return func(id string) {
		if w.at.CasePath != casePath {
			w.say(widget.Good, lang.L("The comparison is finished and stored in its case."))
			return
		}
		r := w.at
		r.Place, r.Comparison = Compare, id
		w.Navigate(r)
	}
}

// openCase shows a case's exhibits.
func (w *Window) openCase(c casefile.CaseRef) {
	w.ref = c
	w.Navigate(Route{Place: Case, CasePath: c.Path})
}
