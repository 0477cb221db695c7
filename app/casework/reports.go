package casework

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// BeginReport begins a report: of a comparison (with the conclusion that holds), of notes on one, of a verification that was answered, or of
// the custody of an exhibit. Until it is issued every page of it says that it is a draft.
func (d *Desk) BeginReport(ctx context.Context, path string, n casefile.NewReport) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	r, err := d.reportAbout(ctx, s, me, n)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	asked := r
	asked.Versions = []casefile.ReportVersion{{Content: n.Content}}
	if _, err := d.reportStyle(asked); err != nil { // a report that nothing can draw is not begun
		return casefile.ReportDetail{}, err
	}
	if r, err = s.AddReport(ctx, me, r, n.Content); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.reportDetail(ctx, s, me, r)
}

// reportAbout finds what a new report is about.
func (d *Desk) reportAbout(ctx context.Context, s *store.Store, me string, n casefile.NewReport) (casefile.Report, error) {
	r := casefile.Report{Kind: n.Kind}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return r, err
	}
	switch n.Kind {
	case casefile.ReportOnComparison, casefile.ReportOfNotes:
		k, err := s.Comparison(ctx, n.About)
		if err != nil {
			return r, err
		}
		if err := l.bystander(k.ID); err != nil {
			return r, err
		}
		r.ComparisonID = k.ID
		if n.Kind == casefile.ReportOfNotes {
			return r, nil
		}
		c, ok, err := s.CurrentConclusion(ctx, k.ID)
		if err != nil {
			return r, err
		}
		if !ok {
			return r, &casefile.Error{Code: casefile.Conflict, What: "Nothing was concluded from comparison %[1]d yet",
				Do: "Record the conclusion first; a report states one", Args: []any{k.Number}}
		}
		r.ConclusionID = c.ID
		return r, nil
	case casefile.ReportOfVerification:
		v, c, err := answered(ctx, s, n.About)
		if err != nil {
			return r, err
		}
		r.VerificationID, r.ConclusionID, r.ComparisonID = v.Request.ID, c.ID, c.ComparisonID
		return r, l.bystander(c.ComparisonID)
	case casefile.ReportOfCustody:
		x, err := s.Exhibit(ctx, n.About)
		r.ExhibitID = x.ID
		return r, err
	}
	return r, &casefile.Error{Code: casefile.Invalid, What: "There is no kind of report %[1]q", Do: "Choose comparison, notes, verification or custody", Args: []any{string(n.Kind)}}
}

// ReportLines returns the reports that were begun in a case, newest first. Those on a pair that the person at the desk is still to verify are left out.
// Reports that an earlier version of this program issued are in Reports alone.
func (d *Desk) ReportLines(ctx context.Context, path string) ([]casefile.ReportLine, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	list, err := s.Reports(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := d.newLines(ctx, s, me)
	if err != nil {
		return nil, err
	}
	var out []casefile.ReportLine
	for _, r := range slices.Backward(list) {
		if l.reportOf(ctx, r) != nil {
			continue
		}
		line, err := lines.of(ctx, r, list)
		if err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, nil
}

// Report returns a report, by its number, its id or the beginning of one, with all that is to be known before the next step.
func (d *Desk) Report(ctx context.Context, path, ref string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.ReportDetail{}, err
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.reportDetail(ctx, s, me, r)
}

// reportAt returns the open case and a report in it that the person at the desk may see.
func (d *Desk) reportAt(ctx context.Context, path, ref string) (*store.Store, string, casefile.Report, error) {
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, "", casefile.Report{}, err
	}
	r, err := s.Report(ctx, ref)
	if err != nil {
		return nil, "", r, err
	}
	l, err := d.looking(ctx, s, me)
	if err == nil {
		err = l.reportOf(ctx, r)
	}
	if err != nil {
		return nil, "", r, err
	}
	return s, me, r, nil
}

// reportOf refuses a report on a pair that the person at the desk is still to verify, and on the custody of its specimens, whose labels are masked.
func (l *looking) reportOf(ctx context.Context, r casefile.Report) error {
	if r.ComparisonID != "" {
		return l.bystander(r.ComparisonID)
	}
	if len(l.duties) == 0 {
		return nil
	}
	of := map[string]bool{}
	for id := range l.specimens() {
		of[id] = true
	}
	if err := l.exhibitsOf(ctx, of); err != nil {
		return err
	}
	if of[r.ExhibitID] {
		return l.unburdened()
	}
	return nil
}

// ChangeReport records what people choose and write for a report as its next version, with the reason. What was reviewed of the version before counts no more.
func (d *Desk) ChangeReport(ctx context.Context, path, ref string, c casefile.ReportContent, reason string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	p, err := reportParties(ctx, s, r)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	asked := r
	asked.Versions = []casefile.ReportVersion{{Content: c}}
	if _, err := d.reportStyle(asked); err != nil {
		return casefile.ReportDetail{}, err
	}
	if r, err = s.AddReportVersion(ctx, me, r.ID, c, p, reason); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.reportDetail(ctx, s, me, r)
}

// AmendReport begins a new report in place of one that was issued, with what people wrote for it: it names the old one's id and the hash of its file,
// and shows what changed. The old one stays as it is.
func (d *Desk) AmendReport(ctx context.Context, path, ref, reason string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	old, r, content, err := d.amending(ctx, s, ref)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	l, err := d.looking(ctx, s, me)
	if err == nil {
		err = l.reportOf(ctx, r)
	}
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	r.Amends, r.AmendsSHA256, r.Reason = old.ID, old.SHA256, reason
	if r, err = s.AddReport(ctx, me, r, content); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.reportDetail(ctx, s, me, r)
}

// amending returns an issued report, and the one that begins in its place.
func (d *Desk) amending(ctx context.Context, s *store.Store, ref string) (old casefile.IssuedReport, r casefile.Report, c casefile.ReportContent, err error) {
	was, err := s.Report(ctx, ref)
	switch {
	case err == nil:
		issued, ok := was.Issued()
		if !ok {
			return old, r, c, &casefile.Error{Code: casefile.Conflict, What: "Report %[1]d is not issued", Do: "Change it, where it can still be changed", Args: []any{was.Number}}
		}
		old, c = issued, was.Current().Content
	case casefile.CodeOf(err) != casefile.NotFound:
		return old, r, c, err
	default: // one that an earlier version of this program issued
		if old, err = s.IssuedReport(ctx, ref); err != nil {
			return old, r, c, err
		}
	}
	r = casefile.Report{Kind: old.Kind, ComparisonID: old.ComparisonID, ConclusionID: old.ConclusionID, VerificationID: was.VerificationID, ExhibitID: was.ExhibitID}
	if r.Kind == casefile.ReportOnComparison { // it may have been replaced meanwhile: that is a reason to amend
		now, ok, err := s.CurrentConclusion(ctx, r.ComparisonID)
		if err != nil {
			return old, r, c, err
		}
		if ok {
			r.ConclusionID = now.ID
		}
	}
	return old, r, c, nil
}

// answered returns a verification that somebody answered, by its number or id, and what it is about.
func answered(ctx context.Context, s *store.Store, ref string) (casefile.Verification, casefile.Conclusion, error) {
	list, err := s.Verifications(ctx)
	if err != nil {
		return casefile.Verification{}, casefile.Conclusion{}, err
	}
	ref = strings.TrimSpace(ref)
	i := slices.IndexFunc(list, func(v casefile.Verification) bool {
		return v.Request.ID == ref || strconv.Itoa(v.Request.Number) == ref
	})
	if i < 0 {
		return casefile.Verification{}, casefile.Conclusion{}, &casefile.Error{Code: casefile.NotFound, What: "There is no such verification in this case"}
	}
	v := list[i]
	if v.View == nil {
		return v, casefile.Conclusion{}, &casefile.Error{Code: casefile.Conflict, What: "Verification %[1]d is not answered", Do: "Wait for the verifier's view", Args: []any{v.Request.Number}}
	}
	c, err := conclusionByID(ctx, s, v.Request.ConclusionID)
	return v, c, err
}

func conclusionByID(ctx context.Context, s *store.Store, id string) (casefile.Conclusion, error) {
	all, err := s.Conclusions(ctx, "")
	if err != nil {
		return casefile.Conclusion{}, err
	}
	i := slices.IndexFunc(all, func(c casefile.Conclusion) bool { return c.ID == id })
	if i < 0 {
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Damaged, What: "A conclusion that a record names is not in the case", Do: "Verify the case"}
	}
	return all[i], nil
}

// reportParties returns the people whose work a report states.
func reportParties(ctx context.Context, s *store.Store, r casefile.Report) (p casefile.ReportParties, err error) {
	switch r.Kind {
	case casefile.ReportOnComparison:
		c, err := conclusionByID(ctx, s, r.ConclusionID)
		if err != nil {
			return p, err
		}
		p.Examiner = c.By
		list, err := verificationsOf(ctx, s, c)
		if err != nil {
			return p, err
		}
		for _, v := range list {
			if v.View != nil {
				p.Others = append(p.Others, v.View.By)
			}
		}
	case casefile.ReportOfVerification:
		v, c, err := answered(ctx, s, r.VerificationID)
		if err != nil {
			return p, err
		}
		p.Examiner, p.Others = v.View.By, []string{c.By}
	default:
		p.Examiner = r.By
	}
	return p, nil
}
