package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// examinationFacts gathers how whoever concluded came to the conclusion, by what is on record up to then.
func examinationFacts(ctx context.Context, d *Desk, s *store.Store, k casefile.Comparison, conclusion casefile.Conclusion) (*report.Examination, error) {
	l, err := d.looking(ctx, s, conclusion.By)
	if err != nil {
		return nil, err
	}
	l.first = true // acts alone count: what the setting is today says nothing of that day
	l.acts = slices.DeleteFunc(l.acts, func(a casefile.Act) bool { return a.Created.After(conclusion.Created) })
	e := &report.Examination{}
	if v, ok := l.views[k.ID]; ok {
		e.Commitment, e.Exposed = &v, v.Exposed
		if !v.Skipped {
			if e.Scale, err = scaleOn(v.On()); err != nil {
				return nil, err
			}
		}
	} else if e.Exposed, err = l.exposed(ctx, k); err != nil {
		return nil, err
	}
	for _, a := range l.acts {
		if a.Subject != k.ID {
			continue
		}
		e.Seconds += a.Seconds
		if a.Kind == casefile.ActFlipped {
			e.Flips++
		}
	}
	e.Markup, err = s.Markup(ctx, k.ID, 0)
	return e, err
}

// snapshotFigures are the snapshots that were chosen for the report.
func snapshotFigures(ctx context.Context, s *store.Store, f report.Facts) ([]report.Figure, error) {
	list, err := s.Snapshots(ctx, f.Comparison.ID)
	if err != nil {
		return nil, err
	}
	var figures []report.Figure
	for _, n := range list {
		if !n.InReport {
			continue
		}
		figure := report.SnapshotFigure(n, f.A.Exhibit.Label, f.B.Exhibit.Label)
		if figure.Image, err = snapshotPicture(ctx, s, n); err != nil {
			return nil, err
		}
		figures = append(figures, figure)
	}
	return figures, nil
}

// noteReport notes that somebody saw a report, which states the figures, before committing a view of its comparison.
func (d *Desk) noteReport(ctx context.Context, s *store.Store, me, comparison string) error {
	if comparison == "" {
		return nil
	}
	l, err := d.looking(ctx, s, me)
	if err != nil || l.shown(comparison) {
		return err
	}
	if _, _, duty := l.duty(comparison); duty {
		return l.bystander(comparison)
	}
	return l.note(ctx, casefile.Act{Kind: casefile.ActRevealed, Subject: comparison, Exposed: figuresOf, Detail: "a report on it"})
}

// verificationFacts adds to verifications what a report says of them.
func verificationFacts(ctx context.Context, s *store.Store, list []casefile.Verification) (out []report.Verification, err error) {
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		r := report.Verification{Verification: v, Names: names}
		if v.View != nil {
			if r.Verifier, err = s.Person(ctx, v.View.By); err != nil {
				return nil, err
			}
			if r.Scale, err = scaleOn(v.Commitment.On()); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	return out, nil
}
