package casework

import (
	"context"
	"slices"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// reportFacts gathers all that a document states, from the case as it is now.
func (d *Desk) reportFacts(ctx context.Context, s *store.Store, r casefile.Report, progress casefile.Progress) (f report.Facts, err error) {
	content := r.Current().Content
	f = report.Facts{ReportID: r.ID, Issued: d.now().UTC().Truncate(time.Second), Software: version.Software(), Statements: content.Statements}
	if f.Case, err = s.Case(ctx); err != nil {
		return f, err
	}
	f.Agency = report.Agency{Name: f.Case.Agency, Address: d.Settings().Address}
	if f.Life, err = d.reportLife(ctx, s, r); err != nil {
		return f, err
	}
	p, err := reportParties(ctx, s, r)
	if err != nil {
		return f, err
	}
	if f.Examiner, err = s.Person(ctx, p.Examiner); err != nil {
		return f, err
	}
	f.Issuer = f.Examiner
	head, err := s.Head(ctx)
	if err != nil {
		return f, err
	}
	f.Log = report.LogState{Size: head.N, Root: head.Hash.String()}
	switch r.Kind {
	case casefile.ReportOfNotes:
		return f, d.notesFacts(ctx, s, r, &f, progress)
	case casefile.ReportOfVerification:
		return f, d.verificationRecordFacts(ctx, s, r, &f, progress)
	case casefile.ReportOfCustody:
		return f, d.custodyFacts(ctx, s, r, &f)
	}
	return f, d.comparisonFacts(ctx, s, r, &f, progress)
}

// comparisonFacts gathers what a report on a comparison states, but its figures.
func (d *Desk) comparisonFacts(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts, progress casefile.Progress) (err error) {
	if f.Conclusion, err = conclusionOf(ctx, s, r); err != nil {
		return err
	}
	if f.Scale, err = scaleOn(f.Conclusion.On()); err != nil {
		return err
	}
	if f.Corrected, err = corrected(ctx, s, f.Conclusion); err != nil {
		return err
	}
	if err := d.pairFacts(ctx, s, r, f); err != nil {
		return err
	}
	k := f.Comparison
	verifications, err := verificationsOf(ctx, s, f.Conclusion)
	if err != nil {
		return err
	}
	if f.Verifications, err = verificationFacts(ctx, s, verifications); err != nil {
		return err
	}
	if f.Examination, err = examinationFacts(ctx, d, s, k, f.Conclusion); err != nil {
		return err
	}
	f.Domain = analysis.Domain()
	if casefile.PairOf(f.A.Capture, f.B.Capture) != casefile.TwoTopographies {
		f.Domain = nil
	} else if f.Reference, err = Place(ctx, d.Settings().ReferenceSet, k, f.A.Capture, f.B.Capture, [2]*casefile.MaskItem{f.A.Mask, f.B.Mask}); err != nil {
		return err
	}
	e, err := d.explain(ctx, s, k, r.Current().Content.Filters, progress)
	f.Explanation = &e
	return err
}

// reportFigures draws the figures, whose titles name what the facts name. A record of custody has none, and that of a verification shows nothing that the
// first examiner chose.
func (d *Desk) reportFigures(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts) (err error) {
	if r.Kind == casefile.ReportOfCustody {
		return nil
	}
	if f.Figures, err = d.figures(ctx, s, *f); err != nil || r.Kind == casefile.ReportOfVerification {
		return err
	}
	chosen, err := snapshotFigures(ctx, s, *f)
	f.Figures = append(f.Figures, chosen...)
	return err
}

// pairFacts gathers the comparison with both its sides.
func (d *Desk) pairFacts(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts) (err error) {
	if f.Comparison, err = s.Comparison(ctx, r.ComparisonID); err != nil {
		return err
	}
	if f.A, err = reportItem(ctx, s, f.Comparison.A, f.Comparison.MaskA); err != nil {
		return err
	}
	if f.B, err = reportItem(ctx, s, f.Comparison.B, f.Comparison.MaskB); err != nil {
		return err
	}
	return itemCustody(ctx, s, f)
}

// conclusionOf returns the conclusion that a report is about, where it still holds.
func conclusionOf(ctx context.Context, s *store.Store, r casefile.Report) (casefile.Conclusion, error) {
	c, ok, err := s.CurrentConclusion(ctx, r.ComparisonID)
	if err != nil || ok && c.ID == r.ConclusionID {
		return c, err
	}
	return c, &casefile.Error{Code: casefile.Refused, What: "The conclusion that report %[1]d states was replaced", Do: "Withdraw the report and begin another one", Args: []any{r.Number}}
}

// verificationsOf returns the verifications of a conclusion.
func verificationsOf(ctx context.Context, s *store.Store, c casefile.Conclusion) ([]casefile.Verification, error) {
	list, err := s.Verifications(ctx)
	return slices.DeleteFunc(list, func(v casefile.Verification) bool { return v.Request.ConclusionID != c.ID }), err
}

// reportLife gathers how the report came to be what it is.
func (d *Desk) reportLife(ctx context.Context, s *store.Store, r casefile.Report) (*report.Life, error) {
	content := r.Current().Content
	life := &report.Life{Draft: true, Version: r.Current().Version, Waivers: content.Waivers}
	versions, err := s.PersonVersions(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range r.Steps {
		if x.Version != r.Current().Version {
			continue
		}
		p, err := s.Person(ctx, x.By)
		if err != nil {
			return nil, err
		}
		life.Steps = append(life.Steps, report.LifeStep{ReportStep: x, Person: p,
			Authenticated: slices.ContainsFunc(versions, func(v casefile.PersonVersion) bool { return v.ID == x.By })})
	}
	if r.Amends == "" {
		return life, nil
	}
	old, err := s.IssuedReport(ctx, r.Amends)
	if err != nil {
		return nil, err
	}
	life.Amends = &report.Amendment{ReportID: old.ID, SHA256: r.AmendsSHA256, Issued: old.Created, Reason: r.Reason}
	return life, nil
}

// corrected returns the conclusion that c replaces, nil where it replaces none.
func corrected(ctx context.Context, s *store.Store, c casefile.Conclusion) (*casefile.Conclusion, error) {
	if c.Supersedes == "" {
		return nil, nil
	}
	list, err := s.Conclusions(ctx, c.ComparisonID)
	if err != nil {
		return nil, err
	}
	for _, earlier := range list {
		if earlier.ID == c.Supersedes {
			return &earlier, nil
		}
	}
	return nil, &casefile.Error{Code: casefile.Damaged, What: "The conclusion that this one corrects is not in the case", Do: "Verify the case"}
}

func reportItem(ctx context.Context, s *store.Store, captureID, maskID string) (item report.Item, err error) {
	if item.Capture, err = s.Capture(ctx, captureID); err != nil {
		return item, err
	}
	if item.Mask, err = maskItem(ctx, s, item.Capture, maskID); err != nil {
		return item, err
	}
	if item.Exhibit, err = s.Exhibit(ctx, item.Capture.ExhibitID); err != nil {
		return item, err
	}
	if item.Exhibit.EventID != "" {
		e, err := s.Event(ctx, item.Exhibit.EventID)
		if err != nil {
			return item, err
		}
		item.Event = &e
	}
	if item.Exhibit.ParentID != "" {
		p, err := s.Exhibit(ctx, item.Exhibit.ParentID)
		if err != nil {
			return item, err
		}
		item.Parent = &p
	}
	return item, nil
}
