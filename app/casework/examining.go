package casework

import (
	"context"
	"errors"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Examination returns how far the person at the desk has got with a comparison. comparisonID is an id, a number or the
// beginning of an id, here and below.
func (d *Desk) Examination(ctx context.Context, path, comparisonID string) (casefile.Examination, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Examination{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparisonID)
	if err != nil {
		return casefile.Examination{}, err
	}
	e := casefile.Examination{ComparisonID: k.ID, Blind: l.blind(k.ID), Shown: l.shown(k.ID)}
	if v, mine, _ := l.duty(k.ID); mine {
		e.Verification = v.Request.Number
	}
	if v, ok := l.views[k.ID]; ok {
		e.Commitment, e.Exposed = &v, v.Exposed
	} else if e.Exposed, err = l.exposed(ctx, k); err != nil {
		return e, err
	}
	if e.Markup, err = s.Markup(ctx, k.ID, 0); err != nil {
		return e, err
	}
	if e.Snapshots, err = s.Snapshots(ctx, k.ID); err != nil {
		return e, err
	}
	e.Locked, err = s.Locked(ctx, k.ID)
	return e, err
}

// examining returns the open case, how far the person at the desk has got in it, and the comparison.
func (d *Desk) examining(ctx context.Context, path, comparison string) (*store.Store, *looking, casefile.Comparison, error) {
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, nil, casefile.Comparison{}, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return nil, nil, k, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, nil, k, err
	}
	return s, l, k, l.bystander(k.ID)
}

// SaveMarkup keeps all that is annotated on a comparison as its next version: undoing something is a version too. Once a signed
// report states the conclusion it is refused.
func (d *Desk) SaveMarkup(ctx context.Context, path, comparisonID string, list []casefile.Annotation) (casefile.Markup, error) {
	if err := d.allow(ctx, casefile.ExamineMarks); err != nil {
		return casefile.Markup{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparisonID)
	if err != nil {
		return casefile.Markup{}, err
	}
	if err := l.onlyVerifier(k.ID); err != nil {
		return casefile.Markup{}, err
	}
	return s.AddMarkup(ctx, l.me, k.ID, list)
}

// Markup returns a version of what was annotated on a comparison, the newest where version is 0: a snapshot is shown again with the
// version that its scene names.
func (d *Desk) Markup(ctx context.Context, path, comparisonID string, version int) (casefile.Markup, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Markup{}, err
	}
	s, _, k, err := d.examining(ctx, path, comparisonID)
	if err != nil {
		return casefile.Markup{}, err
	}
	return s.Markup(ctx, k.ID, version)
}

// Commit records the view that the person at the desk has of a comparison, or that none is stated (Skipped), with the reason.
// Only ComparisonID, Skipped, Value and Reason are taken from v; Scale may be empty or the agency's. What had been visible, and
// whether the figures were withheld, is computed from the case. Afterwards everything is handed out.
func (d *Desk) Commit(ctx context.Context, path string, v casefile.Commitment) (casefile.Commitment, error) {
	if err := d.allow(ctx, casefile.ExamineMarks); err != nil {
		return casefile.Commitment{}, err
	}
	s, l, k, err := d.examining(ctx, path, v.ComparisonID)
	if err != nil {
		return casefile.Commitment{}, err
	}
	if err := l.onlyVerifier(k.ID); err != nil {
		return casefile.Commitment{}, err
	}
	duty, _, onDuty := l.duty(k.ID)
	if onDuty && v.Skipped {
		return casefile.Commitment{}, &casefile.Error{Code: casefile.Refused, What: "A verification is a view of one's own: it cannot be skipped",
			Do: "Commit the view that you have, also where it is that the marks are unsuitable"}
	}
	c := casefile.Commitment{ComparisonID: k.ID, Skipped: v.Skipped, Reason: strings.TrimSpace(v.Reason), Blind: l.blind(k.ID)}
	if !v.Skipped {
		scale, err := d.levelOf(ctx, s, v.Scale, v.Value)
		if err != nil {
			return casefile.Commitment{}, err
		}
		c.Scale, c.Value, c.AsOf = scale.ID, v.Value, &scale
	}
	if c.Exposed, err = l.exposed(ctx, k); err != nil {
		return casefile.Commitment{}, err
	}
	if onDuty && duty.Request.ID != "" {
		answer, _, err := s.AnswerVerification(ctx, l.me, duty.Request.ID, c)
		return answer, err
	}
	return s.AddCommitment(ctx, l.me, c)
}

// Note records an act of looking: that a candidate or a comparison was looked at and for how long, or that a specimen was
// mirrored. ActRevealed asks for figures before a view is committed: afterwards the comparison, or the whole list of candidates
// by rank, is handed out, and the report says that it had been visible. Id, By, Created and Exposed are filled in here. Of whoever
// may only read the case nothing is recorded.
func (d *Desk) Note(ctx context.Context, path string, a casefile.Act) error {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return err
	}
	if p, err := d.presence(ctx); err != nil || p.reader() {
		return err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return err
	}
	act := casefile.Act{Kind: a.Kind, Subject: a.Subject, Detail: a.Detail, Seconds: a.Seconds}
	switch a.Kind {
	case casefile.ActViewedCandidate:
		list, key, _ := strings.Cut(a.Subject, "/")
		if _, err := candidateOf(ctx, s, list, key); err != nil {
			return err
		}
	case casefile.ActViewedComparison, casefile.ActFlipped:
		k, err := s.Comparison(ctx, a.Subject)
		if err != nil {
			return err
		}
		act.Subject = k.ID
	case casefile.ActRevealed:
		if act.Subject, act.Exposed, err = revealing(ctx, s, a.Subject); err != nil {
			return err
		}
		if _, _, duty := l.duty(act.Subject); duty {
			return &casefile.Error{Code: casefile.Refused, What: "The figures of a pair are not shown to whoever is to verify what was concluded from it",
				Do: "Commit your view; then everything is shown"}
		}
	}
	_, err = s.AddAct(ctx, me, act)
	if errors.Is(err, store.ErrReadOnly) && act.Kind != casefile.ActRevealed {
		return nil // see HoldCase
	}
	return err
}

// revealing says what is made visible where the figures of a list of candidates or of a comparison are asked for.
func revealing(ctx context.Context, s *store.Store, subject string) (string, []casefile.Exposure, error) {
	list, err := s.Correlation(ctx, subject)
	if err == nil {
		return list.ID, []casefile.Exposure{casefile.ExposedRank, casefile.ExposedScore}, nil
	}
	if casefile.CodeOf(err) != casefile.NotFound {
		return "", nil, err
	}
	k, err := s.Comparison(ctx, subject)
	return k.ID, figuresOf, err
}
