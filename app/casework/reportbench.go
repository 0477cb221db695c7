package casework

import (
	"context"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// benchFacts gathers what the notes of an examination hold of a comparison. Acts count up to until: looking at the case afterwards, to review it say,
// changes no notes; what was marked, kept or concluded afterwards does.
func benchFacts(ctx context.Context, s *store.Store, k casefile.Comparison, until time.Time) (*report.Bench, error) {
	b := &report.Bench{}
	var err error
	if b.Names, err = peopleNames(ctx, s); err != nil {
		return nil, err
	}
	for side, id := range []string{k.A, k.B} {
		if b.Masks[side], err = benchMasks(ctx, s, id, b.Names); err != nil {
			return nil, err
		}
	}
	newest, err := s.Markup(ctx, k.ID, 0)
	if err != nil {
		return nil, err
	}
	for v := 1; v <= newest.Version; v++ {
		m, err := s.Markup(ctx, k.ID, v)
		if err != nil {
			return nil, err
		}
		b.Markups = append(b.Markups, m)
	}
	if b.Commitments, err = s.Commitments(ctx, k.ID); err != nil {
		return nil, err
	}
	if b.Conclusions, err = s.Conclusions(ctx, k.ID); err != nil {
		return nil, err
	}
	if b.Snapshots, err = s.Snapshots(ctx, k.ID); err != nil {
		return nil, err
	}
	if b.Candidate, err = benchCandidate(ctx, s, k); err != nil {
		return nil, err
	}
	acts, err := s.Acts(ctx, "")
	if err != nil {
		return nil, err
	}
	subjects := []string{k.ID}
	if b.Candidate != nil {
		subjects = append(subjects, b.Candidate.List.ID, casefile.CandidateSubject(b.Candidate.List.ID, b.Candidate.Line.Key))
	}
	b.Acts = slices.DeleteFunc(acts, func(a casefile.Act) bool { return !slices.Contains(subjects, a.Subject) || a.Created.After(until) })
	return b, nil
}

// benchMasks returns every version of a capture's mask, the first first.
func benchMasks(ctx context.Context, s *store.Store, captureID string, names map[string]string) ([]casefile.MaskItem, error) {
	masks, err := s.Masks(ctx, captureID)
	if err != nil || len(masks) == 0 {
		return nil, err
	}
	c, err := s.Capture(ctx, captureID)
	if err != nil {
		return nil, err
	}
	var out []casefile.MaskItem
	for i, m := range masks {
		out = append(out, casefile.MaskItem{Mask: m, ByName: names[m.By], Share: shareOf(m, c), Current: i == len(masks)-1})
	}
	return out, nil
}

// benchCandidate finds the newest list of candidates before the comparison in which its pair stands, nil where there is none.
func benchCandidate(ctx context.Context, s *store.Store, k casefile.Comparison) (*report.BenchCandidate, error) {
	lists, err := s.Correlations(ctx, "")
	if err != nil {
		return nil, err
	}
	var found *report.BenchCandidate
	for _, l := range lists {
		if l.Created.After(k.Created) || found != nil && l.Created.Before(found.List.Created) {
			continue
		}
		for _, c := range l.Candidates {
			if slices.ContainsFunc(c.Marks, func(m casefile.CandidateMark) bool { return samePair(k, m.OwnCaptureSHA256, m.CaptureSHA256) }) {
				c.Key = keyOf(l.ID, c)
				list := l
				list.Candidates = nil
				found = &report.BenchCandidate{List: list, Line: c}
				break
			}
		}
	}
	return found, nil
}

// custodyRecords returns the chains of custody of exhibits. The chains are read once, however many exhibits there are.
func custodyRecords(ctx context.Context, s *store.Store, exhibits ...casefile.Exhibit) ([]casefile.CustodyRecord, error) {
	ids := make([]string, len(exhibits))
	for i, x := range exhibits {
		ids[i] = x.ID
	}
	chains, err := s.CustodiesOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	out := make([]casefile.CustodyRecord, 0, len(exhibits))
	for _, x := range exhibits {
		r := casefile.CustodyRecord{Exhibit: x, Names: names, Labels: map[string]string{}}
		r.Links, r.State = chains.Of(x.ID)
		named := []string{r.State.With, x.ParentID}
		for _, l := range r.Links {
			named = append(named, l.Of)
		}
		for _, id := range named {
			if id == "" || r.Labels[id] != "" {
				continue
			}
			other, err := s.Exhibit(ctx, id)
			if err != nil {
				return nil, err
			}
			r.Labels[id] = other.Label
		}
		out = append(out, r)
	}
	return out, nil
}
