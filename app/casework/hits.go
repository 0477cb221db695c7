package casework

import (
	"context"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Hits returns the case's hits, withdrawn ones too, by number.
func (d *Desk) Hits(ctx context.Context, path string) ([]casefile.HitItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	hits, err := s.Hits(ctx)
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	items, err := exhibitItems(ctx, s)
	if err != nil {
		return nil, err
	}
	of := map[string]casefile.ExhibitItem{}
	for _, i := range items {
		of[i.Exhibit.ID] = i
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	var out []casefile.HitItem
	for _, v := range hits {
		if !l.shown(v.Value.ComparisonID) && v.By != me { // a hit says what was concluded
			continue
		}
		k, err := s.Comparison(ctx, v.Value.ComparisonID)
		if err != nil {
			return nil, err
		}
		a, b := of[v.Value.ExhibitA], of[v.Value.ExhibitB]
		out = append(out, casefile.HitItem{Hit: v.Value, LabelA: a.Exhibit.Label, LabelB: b.Exhibit.Label, EventA: a.Event.Label, EventB: b.Event.Label,
			ComparisonNumber: k.Number, By: names[v.By], At: v.At, Reason: v.Reason})
	}
	return out, nil
}

// ConfirmHit confirms a link between the exhibits of a comparison, on the conclusion that holds for it. A conclusion whose
// verification is asked for and not agreed on supports no hit.
func (d *Desk) ConfirmHit(ctx context.Context, path, comparisonID, reason string) (casefile.Hit, error) {
	if err := d.allow(ctx, casefile.ConcludeMarks); err != nil {
		return casefile.Hit{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Hit{}, err
	}
	k, err := s.Comparison(ctx, comparisonID)
	if err != nil {
		return casefile.Hit{}, err
	}
	c, ok, err := s.CurrentConclusion(ctx, k.ID)
	if err != nil {
		return casefile.Hit{}, err
	}
	if !ok {
		return casefile.Hit{}, &casefile.Error{Code: casefile.Refused, What: "Nobody has concluded on this comparison", Do: "Conclude first: a score is a lead, never a hit"}
	}
	h := casefile.Hit{ComparisonID: k.ID, ConclusionID: c.ID}
	if h.Verification, err = d.verificationOf(ctx, s, c); err != nil {
		return casefile.Hit{}, err
	}
	return s.AddHit(ctx, me, h, reason)
}

// verificationOf returns the id of the verification that a conclusion passed, "" where none was asked for and the agency's rule
// does not want one.
func (d *Desk) verificationOf(ctx context.Context, s *store.Store, c casefile.Conclusion) (string, error) {
	of, err := d.verified(ctx, s, c)
	if err != nil {
		return "", err
	}
	asked := false
	for _, v := range of {
		switch v.State() {
		case casefile.VerificationAgreed:
			return v.Request.ID, nil
		case casefile.VerificationWithdrawn:
		default:
			asked = true
		}
	}
	if asked {
		return "", &casefile.Error{Code: casefile.Refused, What: "The conclusion is not verified yet, or the verifier disagrees", Do: "Wait for the verification, or settle the disagreement"}
	}
	return "", nil
}

// WithdrawHit records that a hit no longer counts, with the reason.
func (d *Desk) WithdrawHit(ctx context.Context, path, id, reason string) (casefile.Hit, error) {
	if err := d.allow(ctx, casefile.ConcludeMarks); err != nil {
		return casefile.Hit{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Hit{}, err
	}
	return s.WithdrawHit(ctx, me, id, reason)
}
