package store

import (
	"context"
	"fmt"

	"tracemark/casefile"
)

// AskVerification records a request for a second examiner's conclusion. There is at most one open request to a conclusion, and none to
// one that was replaced.
func (s *Store) AskVerification(ctx context.Context, actor string, r casefile.VerificationRequest) (casefile.VerificationRequest, error) {
	err := s.change(ctx, actor, "verification asked", func(t *change) (string, error) { return t.ask(ctx, &r) })
	if err != nil {
		return casefile.VerificationRequest{}, err
	}
	return r, nil
}

// ask writes a request.
func (t *change) ask(ctx context.Context, r *casefile.VerificationRequest) (detail string, err error) {
	t.identify(&r.ID, &r.Created)
	if err := t.author(&r.By); err != nil {
		return "", err
	}
	comparison, err := t.verifiable(ctx, *r)
	if err != nil {
		return "", err
	}
	if err := t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM verification_request`).Scan(&r.Number); err != nil {
		return "", fmt.Errorf("number verification: %w", err)
	}
	return fmt.Sprintf("verification %d of comparison %d", r.Number, comparison), t.insert(ctx, "verification_request", col{"id", r.ID}, col{"number", r.Number},
		col{"conclusion_id", r.ConclusionID}, col{"comparison_id", r.ComparisonID}, col{"verifier", optional(r.Verifier)}, col{"sealed", r.Sealed},
		col{"note", r.Note}, col{"by", r.By}, col{"created", stamp(r.Created)})
}

// verifiable returns the number of the comparison that the request is about, or why it cannot be asked.
func (t *change) verifiable(ctx context.Context, r casefile.VerificationRequest) (number int, err error) {
	var by string
	var replaced, open, same, used bool
	err = t.QueryRowContext(ctx, `SELECT k.number, c.by, EXISTS (SELECT 1 FROM conclusion n WHERE n.supersedes = c.id),
		EXISTS (SELECT 1 FROM verification_request q WHERE q.conclusion_id = c.id
			AND NOT EXISTS (SELECT 1 FROM verification_view v WHERE v.request_id = q.id)
			AND NOT EXISTS (SELECT 1 FROM verification_step x WHERE x.request_id = q.id AND x.kind = 'withdrawal')),
		EXISTS (SELECT 1 FROM comparison o WHERE o.id = ?2 AND o.id <> k.id AND (o.a = k.a AND o.b = k.b OR o.a = k.b AND o.b = k.a)),
		EXISTS (SELECT 1 FROM commitment WHERE comparison_id = ?2) OR EXISTS (SELECT 1 FROM conclusion WHERE comparison_id = ?2)
		FROM conclusion c JOIN comparison k ON k.id = c.comparison_id WHERE c.id = ?1`, r.ConclusionID, r.ComparisonID).Scan(&number, &by, &replaced, &open, &same, &used)
	switch {
	case err != nil:
		return 0, oneError(err, "There is no such conclusion in this case", "read conclusion")
	case replaced:
		return 0, &casefile.Error{Code: casefile.Conflict, What: "This conclusion has been replaced", Do: "Ask for a verification of the one that stands"}
	case open:
		return 0, &casefile.Error{Code: casefile.Conflict, What: "A verification of this conclusion is open already", Do: "Wait for it, or withdraw it first"}
	case !same || used:
		return 0, &casefile.Error{Code: casefile.Invalid, What: "A verification needs a new comparison of the same two recordings", Do: "Make one and ask again"}
	case r.Verifier != "":
		if err := casefile.MayVerify(casefile.Conclusion{By: by}, r.Verifier); err != nil {
			return 0, err
		}
	}
	return number, nil
}

// AddVerificationView records which committed view answers a request. The view is by another person than the conclusion, on the
// comparison that was made for it, stated and not skipped; whether it agrees is computed here.
func (s *Store) AddVerificationView(ctx context.Context, actor string, v casefile.VerificationView) (casefile.VerificationView, error) {
	err := s.change(ctx, actor, "verification committed", func(t *change) (string, error) {
		if err := t.author(&v.By); err != nil {
			return "", err
		}
		return t.addView(ctx, &v)
	})
	if err != nil {
		return casefile.VerificationView{}, err
	}
	return v, nil
}

// AnswerVerification records a view and that it answers the request, both or neither.
func (s *Store) AnswerVerification(ctx context.Context, actor, request string, c casefile.Commitment) (casefile.Commitment, casefile.VerificationView, error) {
	v := casefile.VerificationView{RequestID: request}
	err := s.change(ctx, actor, "verification committed", func(t *change) (string, error) {
		if err := t.author(&c.By); err != nil {
			return "", err
		}
		said, err := t.addCommitment(ctx, &c)
		if err != nil {
			return "", err
		}
		v.CommitmentID, v.By = c.ID, c.By
		answers, err := t.addView(ctx, &v)
		return answers + "; " + said, err
	})
	if err != nil {
		return casefile.Commitment{}, casefile.VerificationView{}, err
	}
	return c, v, nil
}

// addView writes a view's answer to its request; who it is by is settled.
func (t *change) addView(ctx context.Context, v *casefile.VerificationView) (detail string, err error) {
	var at string // a view has no id of its own: it is the request's
	t.identify(&at, &v.Created)
	var number, answered int
	var first, mine casefile.Conclusion
	var comparison, comparisonMine, verifier string
	var skipped bool
	err = t.QueryRowContext(ctx, `SELECT q.number, coalesce(q.verifier, ''), c.by, c.scale, c.value, q.comparison_id,
		(SELECT count(*) FROM verification_view w WHERE w.request_id = q.id)
			+ (SELECT count(*) FROM verification_step x WHERE x.request_id = q.id AND x.kind = 'withdrawal')
		FROM verification_request q JOIN conclusion c ON c.id = q.conclusion_id WHERE q.id = ?`, v.RequestID).
		Scan(&number, &verifier, &first.By, &first.Scale, &first.Value, &comparison, &answered)
	if err != nil {
		return "", oneError(err, "There is no such verification in this case", "read verification")
	}
	err = t.QueryRowContext(ctx, `SELECT by, scale, value, comparison_id, skipped FROM commitment WHERE id = ?`, v.CommitmentID).
		Scan(&mine.By, &mine.Scale, &mine.Value, &comparisonMine, &skipped)
	if err != nil {
		return "", oneError(err, "There is no such committed view in this case", "read view")
	}
	if err := casefile.MayVerify(first, v.By); err != nil {
		return "", err
	}
	switch {
	case answered > 0:
		return "", &casefile.Error{Code: casefile.Conflict, What: "This verification is answered or withdrawn already", Do: "Look at it again"}
	case verifier != "" && verifier != v.By:
		return "", &casefile.Error{Code: casefile.Refused, What: "Somebody else was asked for this verification", Do: "Let that person answer, or have it withdrawn and ask again"}
	case mine.By != v.By || comparisonMine != comparison || skipped:
		return "", &casefile.Error{Code: casefile.Invalid, What: "This view does not answer the verification", Do: "Commit a view of the comparison that was made for it"}
	}
	v.Agrees = first.Scale == mine.Scale && first.Value == mine.Value
	said := "disagrees"
	if v.Agrees {
		said = "agrees"
	}
	t.subject = v.RequestID
	return fmt.Sprintf("verification %d: %s", number, said), t.insert(ctx, "verification_view", col{"request_id", v.RequestID},
		col{"commitment_id", v.CommitmentID}, col{"agrees", v.Agrees}, col{"sealed", v.Sealed}, col{"by", v.By}, col{"created", stamp(v.Created)})
}

// AddVerificationStep records what followed: a consultation or a resolution of a disagreement, the withdrawal of a request that nobody
// answered. Nothing follows a resolution or a withdrawal.
func (s *Store) AddVerificationStep(ctx context.Context, actor string, x casefile.VerificationStep) (casefile.VerificationStep, error) {
	if needReason(x.Text) != nil {
		return x, &casefile.Error{Code: casefile.Invalid, What: "Nothing is said about it", Do: "Say what was discussed, or the reason"}
	}
	v, err := s.Verification(ctx, x.RequestID)
	if err != nil {
		return x, err
	}
	err = s.change(ctx, actor, string(x.Kind)+" recorded", func(t *change) (string, error) {
		t.identify(&x.ID, &x.Created)
		if err := t.author(&x.By); err != nil {
			return "", err
		}
		if err := t.checkStep(ctx, v, x); err != nil {
			return "", err
		}
		t.subject = x.RequestID
		return fmt.Sprintf("verification %d", v.Request.Number), t.insert(ctx, "verification_step", col{"id", x.ID}, col{"request_id", x.RequestID},
			col{"kind", string(x.Kind)}, col{"text", x.Text}, col{"stands", string(x.Stands)}, col{"by", x.By}, col{"created", stamp(x.Created)})
	})
	if err != nil {
		return casefile.VerificationStep{}, err
	}
	return x, nil
}

func (t *change) checkStep(ctx context.Context, v casefile.Verification, x casefile.VerificationStep) error {
	conclusion, err := scanConclusion(t.QueryRowContext(ctx, `SELECT `+conclusionColumns+` FROM conclusion WHERE id = ?`, v.Request.ConclusionID))
	if err != nil {
		return err
	}
	state := v.State()
	switch {
	case x.Kind == casefile.Resolution && (x.Stands == casefile.FirstStands || x.Stands == casefile.VerifierStands || x.Stands == casefile.NeitherStands):
		return casefile.MayResolve(conclusion, v, x.By)
	case x.Kind == casefile.Consultation && x.Stands == "" && state == casefile.VerificationDisputed:
		return nil
	case x.Kind == casefile.Withdrawal && x.Stands == "" && state == casefile.VerificationOpen:
		return nil
	}
	return &casefile.Error{Code: casefile.Conflict, What: "That cannot follow in this verification, which is %[1]s", Do: "Look at it again",
		Args: []any{casefile.Word(state)}}
}

const requestColumns = `id, number, conclusion_id, comparison_id, verifier, sealed, note, by, created`

func scanRequest(r scanner) (q casefile.VerificationRequest, err error) {
	err = r.Scan(&q.ID, &q.Number, &q.ConclusionID, &q.ComparisonID, textOf{&q.Verifier}, &q.Sealed, &q.Note, &q.By, timeOf{&q.Created})
	return q, err
}

// Verifications returns the verifications of a case with what came of each, the first asked first.
func (s *Store) Verifications(ctx context.Context) ([]casefile.Verification, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+requestColumns+` FROM verification_request ORDER BY number`)
	requests, err := collect(rows, err, scanRequest)
	if err != nil {
		return nil, say(err, "read verifications")
	}
	out := make([]casefile.Verification, len(requests))
	for i, q := range requests {
		if out[i], err = s.whole(ctx, q); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Verification returns the verification whose request has the id.
func (s *Store) Verification(ctx context.Context, id string) (casefile.Verification, error) {
	q, err := scanRequest(s.read.QueryRowContext(ctx, `SELECT `+requestColumns+` FROM verification_request WHERE id = ?`, id))
	if err != nil {
		return casefile.Verification{}, oneError(err, "There is no such verification in this case", "read verification")
	}
	return s.whole(ctx, q)
}

// whole adds to a request what came of it.
func (s *Store) whole(ctx context.Context, q casefile.VerificationRequest) (v casefile.Verification, err error) {
	v.Request = q
	rows, err := s.read.QueryContext(ctx, `SELECT request_id, commitment_id, agrees, sealed, by, created FROM verification_view WHERE request_id = ?`, q.ID)
	views, err := collect(rows, err, func(r scanner) (w casefile.VerificationView, err error) {
		err = r.Scan(&w.RequestID, &w.CommitmentID, &w.Agrees, &w.Sealed, &w.By, timeOf{&w.Created})
		return w, err
	})
	if err != nil {
		return v, say(err, "read verification")
	}
	if len(views) > 0 {
		v.View = &views[0]
		c, err := scanCommitment(s.read.QueryRowContext(ctx, `SELECT `+commitmentColumns+` FROM commitment WHERE id = ?`, v.View.CommitmentID))
		if err != nil {
			return v, oneError(err, "The verifier's view is not in the case", "read view")
		}
		v.Commitment = &c
	}
	rows, err = s.read.QueryContext(ctx, `SELECT id, request_id, kind, text, stands, by, created FROM verification_step WHERE request_id = ? ORDER BY rowid`, q.ID)
	v.Steps, err = collect(rows, err, func(r scanner) (x casefile.VerificationStep, err error) {
		err = r.Scan(&x.ID, &x.RequestID, &x.Kind, &x.Text, &x.Stands, &x.By, timeOf{&x.Created})
		return x, err
	})
	if err != nil {
		return v, say(err, "read verification")
	}
	return v, nil
}
