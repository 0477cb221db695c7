package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// notesFacts gathers what examination notes state: the comparison with the conclusion that holds, and everything on record of the way to it.
func (d *Desk) notesFacts(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts, progress casefile.Progress) error {
	c, ok, err := s.CurrentConclusion(ctx, r.ComparisonID)
	if err != nil {
		return err
	}
	if !ok {
		return &casefile.Error{Code: casefile.Conflict, What: "Nothing was concluded from this comparison yet", Do: "Record the conclusion first; the notes say how it was reached"}
	}
	r.ConclusionID = c.ID
	if err := d.comparisonFacts(ctx, s, r, f, progress); err != nil {
		return err
	}
	f.Bench, err = benchFacts(ctx, s, f.Comparison, c.Created)
	return err
}

// verificationRecordFacts gathers what the record of a verification states: the comparison, the verification alone, and what the verifier did on the
// comparison of their own. What the first examiner marked is not drawn.
func (d *Desk) verificationRecordFacts(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts, progress casefile.Progress) error {
	if err := d.comparisonFacts(ctx, s, r, f, progress); err != nil {
		return err
	}
	f.Verifications = slices.DeleteFunc(f.Verifications, func(v report.Verification) bool { return v.Request.ID != r.VerificationID })
	f.Examination = nil
	if len(f.Verifications) != 1 || f.Verifications[0].View == nil {
		return nil
	}
	v := f.Verifications[0]
	own, err := s.Comparison(ctx, v.Request.ComparisonID)
	if casefile.CodeOf(err) == casefile.NotFound && err != nil {
		return nil // done at another workstation, where it is on record
	}
	if err != nil {
		return err
	}
	b, err := benchFacts(ctx, s, own, v.View.Created)
	if err != nil {
		return err
	}
	b.Own, b.Candidate, b.Conclusions, b.Commitments = &own, nil, nil, nil
	if own.HashA != f.Comparison.HashA {
		b.Masks[0], b.Masks[1] = b.Masks[1], b.Masks[0]
		b.Markups = exchanged(b.Markups)
		for i := range b.Snapshots {
			c := &b.Snapshots[i].Scene
			c.Sides[0], c.Sides[1], c.Swapped = c.Sides[1], c.Sides[0], !c.Swapped
		}
	}
	f.Bench = b
	return nil
}

// exchanged returns versions of what was marked with the two sides exchanged: the verifier saw them in an order left to chance.
func exchanged(list []casefile.Markup) []casefile.Markup {
	out := slices.Clone(list)
	for i, m := range out {
		out[i].Annotations = slices.Clone(m.Annotations)
		for j := range out[i].Annotations {
			a := &out[i].Annotations[j]
			a.A, a.B = a.B, a.A
		}
	}
	return out
}

// custodyFacts gathers what the record of an exhibit's custody states.
func (d *Desk) custodyFacts(ctx context.Context, s *store.Store, r casefile.Report, f *report.Facts) error {
	x, err := s.Exhibit(ctx, r.ExhibitID)
	if err != nil {
		return err
	}
	f.Custody, err = custodyRecords(ctx, s, x)
	return err
}

// itemCustody adds the chains of custody to both sides of a comparison, where anything is on record.
func itemCustody(ctx context.Context, s *store.Store, f *report.Facts) error {
	list, err := custodyRecords(ctx, s, f.A.Exhibit, f.B.Exhibit)
	if err != nil {
		return err
	}
	for n, i := range []*report.Item{&f.A, &f.B} {
		if len(list[n].Links) > 0 {
			i.Custody = &list[n]
		}
	}
	return nil
}
