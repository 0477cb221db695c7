package store

import (
	"context"
	"fmt"

	"tracemark/casefile"
)

// AddConclusion records what a person concludes from a comparison. The first conclusion of a comparison supersedes
// nothing; every later one must name the current one and say why it replaces it. That holds all the more once a report
// was issued on it: the report stays, and so does what it said.
func (s *Store) AddConclusion(ctx context.Context, actor string, c casefile.Conclusion) (casefile.Conclusion, error) {
	err := s.change(ctx, actor, "conclusion recorded", func(t *change) (string, error) {
		t.identify(&c.ID, &c.Created)
		if err := t.author(&c.By); err != nil {
			return "", err
		}
		if c.Scale == "" || c.Value == "" {
			return "", &casefile.Error{Code: casefile.Invalid, What: "The conclusion is empty", Do: "Choose one of the scale"}
		}
		number, err := comparisonNumber(ctx, t, c.ComparisonID)
		if err != nil {
			return "", err
		}
		scale, err := scaleAsOf(c.AsOf, c.Scale, c.Value)
		if err != nil {
			return "", err
		}
		if err := t.checkSuperseding(ctx, c); err != nil {
			return "", err
		}
		return fmt.Sprintf("comparison %d: %s", number, c.Value), t.insert(ctx, "conclusion", col{"id", c.ID},
			col{"comparison_id", c.ComparisonID}, col{"scale", c.Scale}, col{"value", c.Value}, col{"reason", c.Reason},
			col{"supersedes", optional(c.Supersedes)}, col{"by", c.By}, col{"created", stamp(c.Created)}, col{"scale_json", scale})
	})
	if err != nil {
		return casefile.Conclusion{}, err
	}
	return c, nil
}

func (t *change) checkSuperseding(ctx context.Context, c casefile.Conclusion) error {
	current, ok, err := currentConclusion(ctx, t, c.ComparisonID)
	if err != nil {
		return err
	}
	issued, err := countReports(ctx, t, current.ID)
	if err != nil {
		return err
	}
	switch {
	case !ok && c.Supersedes != "":
		return &casefile.Error{Code: casefile.Conflict, What: "The conclusion to be replaced is not one of this comparison"}
	case !ok:
		return nil
	case c.Supersedes == "" && issued > 0:
		return &casefile.Error{Code: casefile.Refused, What: "A report has been issued on this comparison's conclusion",
			Do: "Replace the conclusion expressly, with the reason"}
	case c.Supersedes != current.ID:
		return &casefile.Error{Code: casefile.Conflict, What: "This comparison has another conclusion by now",
			Do: "Look at it, then replace it with the reason"}
	}
	if needReason(c.Reason) != nil {
		return &casefile.Error{Code: casefile.Refused, What: "A conclusion is not replaced without a reason", Do: "Say why"}
	}
	return nil
}

const conclusionColumns = `id, comparison_id, scale, value, reason, supersedes, by, created, scale_json`

func scanConclusion(r scanner) (c casefile.Conclusion, err error) {
	err = r.Scan(&c.ID, &c.ComparisonID, &c.Scale, &c.Value, &c.Reason, textOf{&c.Supersedes}, &c.By, timeOf{&c.Created}, scaleOf{&c.AsOf})
	return c, err
}

// Conclusions returns all conclusions of the comparison with the id, of all comparisons when it is "", the first first.
func (s *Store) Conclusions(ctx context.Context, comparisonID string) ([]casefile.Conclusion, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+conclusionColumns+` FROM conclusion
		WHERE ?1 = '' OR comparison_id = ?1 ORDER BY rowid`, comparisonID)
	out, err := collect(rows, err, scanConclusion)
	if err != nil {
		return nil, say(err, "read conclusions")
	}
	return out, nil
}

// CurrentConclusion returns the conclusion that holds for the comparison with the id; ok is false when there is none.
func (s *Store) CurrentConclusion(ctx context.Context, comparisonID string) (c casefile.Conclusion, ok bool, err error) {
	return currentConclusion(ctx, s.read, comparisonID)
}

func currentConclusion(ctx context.Context, db querier, comparisonID string) (casefile.Conclusion, bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT `+conclusionColumns+` FROM conclusion c WHERE comparison_id = ?
		AND NOT EXISTS (SELECT 1 FROM conclusion n WHERE n.supersedes = c.id)`, comparisonID)
	found, err := collect(rows, err, scanConclusion)
	if err != nil {
		return casefile.Conclusion{}, false, say(err, "read conclusion")
	}
	if len(found) == 0 {
		return casefile.Conclusion{}, false, nil
	}
	return found[0], true, nil
}

func comparisonNumber(ctx context.Context, db querier, id string) (n int, err error) {
	err = db.QueryRowContext(ctx, `SELECT number FROM comparison WHERE id = ?`, id).Scan(&n)
	if err != nil {
		return 0, oneError(err, "There is no such comparison in this case", "read comparison")
	}
	return n, nil
}
