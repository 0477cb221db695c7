package casework

import (
	"cmp"
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Lists, plain exports and packages hand out what is in the case's tables, beside every other way. They withhold the same from whoever
// is still to come to a view of their own: see withholding.go and duty.go.

// whole refuses to hand out a whole case to somebody who is still to verify something in it.
func (d *Desk) whole(ctx context.Context, s *store.Store, me string) error {
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return err
	}
	return l.unburdened()
}

// unburdened refuses whoever has a verification to answer.
func (l *looking) unburdened() error {
	if len(l.duties) == 0 {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "You are asked to verify what was concluded in this case: verification %[1]d",
		Do: "Open the verification and commit your view; then everything is handed out", Args: []any{l.duties[0].Request.Number}}
}

// tellingNothing are the lists that say nothing of the exhibits, of what was found out, nor who did.
var tellingNothing = []string{"case", "people"}

// figureColumns are the columns of lists that tell figures or an order by them; plainColumns those that tell nothing of what somebody
// says of a pair.
var (
	figureColumns = []string{"default_score", "results_json", "candidates_json", "left_out_json", "rank"}
	plainColumns  = []string{"id", "comparison_id", "report_id", "number", "version", "amends", "amends_sha256", "created"}
)

// withheldCell stands in a list for what is not shown yet, so that nobody takes it for missing.
const withheldCell = "[withheld until you commit a view]"

// rows returns what may be handed out of the list what: without figures that are not shown, and without what others say of a pair whose
// figures are not shown.
func (l *looking) rows(ctx context.Context, what string, header []string, rows [][]string) ([][]string, error) {
	if !slices.Contains(tellingNothing, what) {
		if err := l.unburdened(); err != nil {
			return nil, err
		}
	}
	of := func(row []string, column string) string {
		if i := slices.Index(header, column); i >= 0 {
			return row[i]
		}
		return ""
	}
	shown := map[string]bool{} // comparisons
	for _, k := range l.pairs {
		shown[k.ID] = l.shown(k.ID)
	}
	about := map[string]string{} // comparisons of reports
	if slices.Contains(header, "report_id") {
		reports, err := l.s.Reports(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range reports {
			about[r.ID] = r.ComparisonID
		}
	}
	for _, row := range rows {
		saidShown, said := shown[cmp.Or(of(row, "comparison_id"), about[of(row, "report_id")])]
		said = said && what != "issued_report" // they are listed everywhere; whoever opens one is noted
		pairShown, pair := shown[of(row, "id")]
		for i, column := range header {
			hide := false
			switch {
			case said:
				hide = !saidShown && of(row, "by") != l.me && !slices.Contains(plainColumns, column)
			case !slices.Contains(figureColumns, column):
			case pair:
				hide = !pairShown
			default:
				hide = !l.listShown(cmp.Or(of(row, "correlation_id"), of(row, "id")))
			}
			if hide && row[i] != "" {
				row[i] = withheldCell
			}
		}
	}
	if i := slices.Index(header, "candidate_exhibit_id"); i >= 0 && l.first { // in an order that tells nothing
		slices.SortStableFunc(rows, func(a, b []string) int {
			return slices.Compare([]string{of(a, "correlation_id"), of(a, "rank"), a[i]}, []string{of(b, "correlation_id"), of(b, "rank"), b[i]})
		})
	}
	return rows, nil
}
