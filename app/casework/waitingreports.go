package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
)

// WaitingReports returns the reports of all known cases whose next step the person at the desk may take, the longest waiting first. Their own
// drafts, which wait for nobody else, are left out. A case that cannot be read is left out: the list of cases says why.
func (d *Desk) WaitingReports(ctx context.Context) ([]casefile.WaitingReport, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	paths, err := d.known()
	if err != nil {
		return nil, err
	}
	out := []casefile.WaitingReport{}
	for _, path := range paths {
		list, err := d.waitingReportsIn(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			out = append(out, list...)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.WaitingReport) int { return a.Since.Compare(b.Since) })
	return out, nil
}

func (d *Desk) waitingReportsIn(ctx context.Context, path string) ([]casefile.WaitingReport, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	list, err := s.Reports(ctx)
	if err != nil || !slices.ContainsFunc(list, func(r casefile.Report) bool { return waits(r.State()) }) {
		return nil, err // most cases: nobody need be made a person of them for this
	}
	c, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := d.ReportLines(ctx, path)
	var out []casefile.WaitingReport
	for _, l := range lines {
		if waits(l.State) && slices.Contains(l.Mine, l.State.Next()) {
			out = append(out, casefile.WaitingReport{CasePath: path, CaseNumber: c.Number, ReportID: l.Report.ID, Number: l.Report.Number,
				Kind: l.Report.Kind, State: l.State, Since: l.Report.Steps[len(l.Report.Steps)-1].Created})
		}
	}
	return out, err
}

// waits reports whether a report of this state waits for somebody other than whoever writes it, or was given back to them.
func waits(s casefile.ReportState) bool {
	return !s.Ended() && s != casefile.ReportStateDraft
}
