package store

import (
	"context"
	"fmt"
	"strings"

	"tracemark/casefile"
)

// AddCommitment records a person's own view of a comparison, or that the person skipped it. There is at most one to a
// comparison and person, it comes before that person's conclusion, and it is never changed.
func (s *Store) AddCommitment(ctx context.Context, actor string, c casefile.Commitment) (casefile.Commitment, error) {
	err := s.change(ctx, actor, "view committed", func(t *change) (string, error) {
		if err := t.author(&c.By); err != nil {
			return "", err
		}
		return t.addCommitment(ctx, &c)
	})
	if err != nil {
		return casefile.Commitment{}, err
	}
	return c, nil
}

// addCommitment writes a view whose author is settled.
func (t *change) addCommitment(ctx context.Context, c *casefile.Commitment) (detail string, err error) {
	if c.Exposed == nil {
		c.Exposed = []casefile.Exposure{}
	}
	t.identify(&c.ID, &c.Created)
	number, err := comparisonNumber(ctx, t, c.ComparisonID)
	if err != nil {
		return "", err
	}
	if err := t.checkCommitment(ctx, *c); err != nil {
		return "", err
	}
	err = t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM markup WHERE comparison_id = ?`, c.ComparisonID).Scan(&c.Markup)
	if err != nil {
		return "", fmt.Errorf("count markups: %w", err)
	}
	exposed, err := toJSON(c.Exposed)
	if err != nil {
		return "", err
	}
	scale, err := scaleAsOf(c.AsOf, c.Scale, c.Value)
	if err != nil {
		return "", err
	}
	said := c.Value
	if c.Skipped {
		said = "skipped"
	}
	t.subject = c.ComparisonID
	return fmt.Sprintf("comparison %d: %s", number, said), t.insert(ctx, "commitment", col{"id", c.ID},
		col{"comparison_id", c.ComparisonID}, col{"skipped", c.Skipped}, col{"scale", c.Scale}, col{"value", c.Value},
		col{"reason", c.Reason}, col{"markup", c.Markup}, col{"exposed_json", exposed}, col{"blind", c.Blind}, col{"by", c.By},
		col{"created", stamp(c.Created)}, col{"scale_json", scale})
}

func (t *change) checkCommitment(ctx context.Context, c casefile.Commitment) error {
	switch {
	case c.Skipped && (c.Scale != "" || c.Value != ""):
		return &casefile.Error{Code: casefile.Invalid, What: "A view is either stated or skipped", Do: "Do one of both"}
	case !c.Skipped && (c.Scale == "" || c.Value == ""):
		return &casefile.Error{Code: casefile.Invalid, What: "The view is empty", Do: "Choose one of the scale, or skip expressly"}
	case strings.TrimSpace(c.Reason) == "":
		return &casefile.Error{Code: casefile.Invalid, What: "A view needs its reason", Do: "Say what agrees or disagrees, or why no view is stated"}
	}
	var views, conclusions int
	err := t.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM commitment WHERE comparison_id = ?1 AND by = ?2),
		(SELECT count(*) FROM conclusion WHERE comparison_id = ?1 AND by = ?2)`, c.ComparisonID, c.By).Scan(&views, &conclusions)
	if err != nil {
		return fmt.Errorf("count views: %w", err)
	}
	switch {
	case views > 0:
		return &casefile.Error{Code: casefile.Conflict, What: "A view of this comparison is recorded already, and is never changed",
			Do: "Record the conclusion, which may differ from it"}
	case conclusions > 0:
		return &casefile.Error{Code: casefile.Conflict, What: "A conclusion from this comparison is recorded already: a view that comes after it says nothing",
			Do: "Replace the conclusion if need be"}
	}
	return nil
}

const commitmentColumns = `id, comparison_id, skipped, scale, value, reason, markup, exposed_json, blind, by, created, scale_json`

func scanCommitment(r scanner) (c casefile.Commitment, err error) {
	err = r.Scan(&c.ID, &c.ComparisonID, &c.Skipped, &c.Scale, &c.Value, &c.Reason, &c.Markup, jsonOf{&c.Exposed}, &c.Blind, &c.By,
		timeOf{&c.Created}, scaleOf{&c.AsOf})
	return c, err
}

// Commitments returns the views of the comparison with the id, of all comparisons when it is "", the first one first.
func (s *Store) Commitments(ctx context.Context, comparisonID string) ([]casefile.Commitment, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+commitmentColumns+` FROM commitment WHERE ?1 = '' OR comparison_id = ?1 ORDER BY rowid`, comparisonID)
	out, err := collect(rows, err, scanCommitment)
	if err != nil {
		return nil, say(err, "read views")
	}
	return out, nil
}
