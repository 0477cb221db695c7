package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
)

// exposed returns what has been visible to me of a comparison so far, by the acts that are on record: of the comparison, of any
// other of the same originals, of a list of candidates that the pair is in, and of lists of comparisons. Having decided on
// another comparison of the same originals counts as having seen its figures.
func (l *looking) exposed(ctx context.Context, k casefile.Comparison) ([]casefile.Exposure, error) {
	seen := map[casefile.Exposure]bool{}
	add := func(list []casefile.Exposure) {
		for _, e := range list {
			seen[e] = true
		}
	}
	if !l.first {
		add(figuresOf)
	}
	for _, other := range l.pairs {
		if !samePair(other, k.HashA, k.HashB) {
			continue
		}
		if other.ID != k.ID && l.decided(other.ID) {
			add(figuresOf)
		}
		for _, a := range l.acts {
			if a.Subject == other.ID || a.Subject == l.caseID && a.Created.After(other.Created) {
				add(a.Exposed)
			}
		}
	}
	for _, a := range l.acts {
		if len(a.Exposed) == 0 || seen[casefile.ExposedRank] || a.Subject == l.caseID || l.isComparison(a.Subject) {
			continue
		}
		list, err := l.s.Correlation(ctx, a.Subject)
		if casefile.CodeOf(err) == casefile.NotFound && err != nil {
			continue // an act on something else
		}
		if err != nil {
			return nil, err
		}
		if inList(list, k) {
			add(a.Exposed)
		}
	}
	var out []casefile.Exposure
	for _, e := range casefile.Exposures() {
		if seen[e] {
			out = append(out, e)
		}
	}
	return out, nil
}

func (l *looking) isComparison(id string) bool {
	return slices.ContainsFunc(l.pairs, func(k casefile.Comparison) bool { return k.ID == id })
}

// inList reports whether a list of candidates has the pair of a comparison.
func inList(list casefile.Correlation, k casefile.Comparison) bool {
	for _, c := range list.Candidates {
		for _, m := range c.Marks {
			if samePair(k, m.OwnCaptureSHA256, m.CaptureSHA256) {
				return true
			}
		}
	}
	return false
}
