package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"tracemark/casefile"
)

// Version is one state of something that may change, with who made it so, when and why.
type Version[T any] struct {
	Value  T
	N      int // from 1
	Reason string
	By     string // person id
	At     time.Time
}

// begin records the first person and the case itself.
func (s *Store) begin(ctx context.Context, c casefile.Case, by casefile.Person) error {
	t, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := t.addPerson(ctx, &by); err != nil {
		return say(err, "create case")
	}
	t.actor = by
	t.identify(&c.ID, &c.Created)
	if c.Status == "" {
		c.Status = casefile.CaseOpen
	}
	if err := t.writeCase(ctx, c, 1, ""); err != nil {
		return say(err, "create case")
	}
	return t.commit(ctx, "case created", c.Number)
}

const caseColumns = `id, number, title, agency, offence, status, handling_code, retain_until, review_on, related_json,
	facts_json, created, version, reason, by, at`

func scanCase(r scanner) (v Version[casefile.Case], err error) {
	c := &v.Value
	err = r.Scan(&c.ID, &c.Number, &c.Title, &c.Agency, &c.Offence, &c.Status, &c.HandlingCode, &c.RetainUntil,
		textOf{&c.ReviewOn}, jsonOrNull{&c.Related}, jsonOrNull{&c.Facts}, timeOf{&c.Created}, &v.N, &v.Reason, &v.By, timeOf{&v.At})
	return v, err
}

// Case returns the case as it is now.
func (s *Store) Case(ctx context.Context) (casefile.Case, error) {
	v, err := s.caseNow(ctx, s.read)
	return v.Value, err
}

func (s *Store) caseNow(ctx context.Context, db querier) (Version[casefile.Case], error) {
	v, err := scanCase(db.QueryRowContext(ctx, `SELECT `+caseColumns+` FROM case_version ORDER BY version DESC LIMIT 1`))
	if errors.Is(err, sql.ErrNoRows) {
		return v, &casefile.Error{Code: casefile.Damaged, What: "There is no case in this case's database",
			Do: "Restore the case from its last copy", Cause: err}
	}
	if err != nil {
		return v, say(err, "read case")
	}
	return v, nil
}

// CaseHistory returns every version of the case, the first one first.
func (s *Store) CaseHistory(ctx context.Context) ([]Version[casefile.Case], error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+caseColumns+` FROM case_version ORDER BY version`)
	out, err := collect(rows, err, scanCase)
	if err != nil {
		return nil, say(err, "read case history")
	}
	return out, nil
}

// UpdateCase records a new version of the case, with the reason for the change. Its id and date of creation stay.
func (s *Store) UpdateCase(ctx context.Context, actor string, c casefile.Case, reason string) error {
	return s.change(ctx, actor, "case changed", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		now, err := s.caseNow(ctx, t)
		if err != nil {
			return "", err
		}
		c.ID, c.Created = now.Value.ID, now.Value.Created
		return reason, t.writeCase(ctx, c, now.N+1, reason)
	})
}

func (t *change) writeCase(ctx context.Context, c casefile.Case, version int, reason string) error {
	if strings.TrimSpace(c.Number) == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The case has no number", Do: "Give it the agency's case number"}
	}
	if err := cmp.Or(checkName("case number", c.Number), checkName("case's title", c.Title), checkName("agency's name", c.Agency)); err != nil {
		return err
	}
	if err := c.Check(); err != nil {
		return err
	}
	facts, err := factsJSON(c.Facts)
	if err != nil {
		return err
	}
	related, err := jsonUnless(len(c.Related) == 0, c.Related)
	if err != nil {
		return err
	}
	return t.insert(ctx, "case_version", col{"version", version}, col{"id", c.ID}, col{"number", c.Number},
		col{"title", c.Title}, col{"agency", c.Agency}, col{"offence", c.Offence}, col{"status", c.Status},
		col{"handling_code", c.HandlingCode}, col{"retain_until", c.RetainUntil}, col{"review_on", optional(c.ReviewOn)},
		col{"related_json", related}, col{"facts_json", facts}, col{"created", stamp(c.Created)},
		col{"reason", reason}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

func needReason(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "A change needs a reason", Do: "Say why it is made"}
	}
	return nil
}
