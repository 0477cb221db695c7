package ui

import (
	"strings"

	"tracemark/casefile"
	"tracemark/ui/screen/search"
)

// search shows the search of the case, with the cursor in its field.
func (w *Window) search() {
	if w.at.Place != Search {
		r := w.at
		r.Place = Search
		w.Navigate(r)
	}
	if s, ok := w.current.(*search.Screen); ok {
		s.Focus()
	}
}

// bulk shows where a folder or a list is imported into the case.
func (w *Window) bulk() {
	r := w.at
	r.Place = Bulk
	w.Navigate(r)
}

// openFound shows where something that was found is to be seen.
func (w *Window) openFound(f casefile.Found) {
	r := Route{Place: Case, CasePath: w.at.CasePath, Exhibit: f.ExhibitID, Comparison: w.at.Comparison}
	if r.Exhibit == "" {
		r.Exhibit = w.at.Exhibit
	}
	table, _, _ := strings.Cut(f.Row, " ")
	switch {
	case f.Kind == "custody":
		r.Place = Custody
	case table == "mask":
		r.Place, r.Capture = Prepare, f.Subject
	case f.Kind == "verification":
		r.Place = Verifications
	case f.Kind == "candidate list":
		r.Place, r.Correlation = Candidates, f.Subject
	case f.ComparisonID != "":
		r.Place, r.Comparison = Compare, f.ComparisonID
		if f.Kind == "conclusion" || f.Kind == "report" || f.Kind == "hit" {
			r.Place = Conclude
		}
	}
	w.Navigate(r)
}
