package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// visible is the sharing rule: whether the agency :me sees the exhibit e.
const visible = `(e.agency = :me OR e.sharing = 'all' OR (e.sharing = 'agencies' AND EXISTS
	(SELECT 1 FROM share s WHERE s.agency = e.agency AND s.exhibit = e.id AND s.with_agency = :me)))`

// PutExhibit stores a submission of the agency me. The same one again changes nothing; further captures are added.
func (s *Store) PutExhibit(ctx context.Context, me, id string, sub api.Submission) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var held string
		err := tx.QueryRowContext(ctx, `SELECT description FROM exhibit WHERE agency = ? AND id = ?`, me, id).Scan(&held)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			if err := s.insertExhibit(ctx, tx, me, id, sub); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("look up exhibit: %w", err)
		case !sameJSON[api.Description](held, sub.Description):
			return &casefile.Error{Code: casefile.Conflict, What: "An exhibit with this id was submitted before with other content",
				Do: "Correct its description, or submit another exhibit under a new id"}
		}
		for _, r := range sub.Captures {
			if err := s.putRecording(ctx, tx, me, id, r); err != nil {
				return err
			}
		}
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM capture WHERE agency = ? AND exhibit = ?`, me, id).Scan(&n); err != nil {
			return fmt.Errorf("count captures: %w", err)
		}
		if n > api.MaxCaptures {
			return &casefile.Error{Code: casefile.Invalid, What: "An exhibit may have %[1]d captures at most", Args: []any{api.MaxCaptures}}
		}
		return nil
	})
}

func (s *Store) insertExhibit(ctx context.Context, tx *sql.Tx, me, id string, sub api.Submission) error {
	text, err := json.Marshal(sub.Description)
	if err != nil {
		return fmt.Errorf("encode exhibit: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO exhibit (agency, id, event_id, description, sharing, created) VALUES (?, ?, ?, ?, 'private', ?)`,
		me, id, sub.EventID, string(text), s.stamp()); err != nil {
		return fmt.Errorf("insert exhibit: %w", err)
	}
	if sub.Sharing == nil {
		return nil
	}
	return setSharing(ctx, tx, me, id, *sub.Sharing)
}

func (s *Store) putRecording(ctx context.Context, tx *sql.Tx, me, exhibit string, r api.Recording) error {
	var held, of string
	err := tx.QueryRowContext(ctx, `SELECT recording, exhibit FROM capture WHERE agency = ? AND id = ?`, me, r.ID).Scan(&held, &of)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return fmt.Errorf("look up capture: %w", err)
	case of != exhibit || !sameJSON[api.Recording](held, r):
		return &casefile.Error{Code: casefile.Conflict, What: "A capture with the id %[1]s was submitted before with other content",
			Do: "Submit the changed capture under a new id", Args: []any{r.ID}}
	default:
		return nil
	}
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode capture: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO capture (agency, id, exhibit, recording, created) VALUES (?, ?, ?, ?, ?)`,
		me, r.ID, exhibit, string(text), s.stamp()); err != nil {
		return fmt.Errorf("insert capture: %w", err)
	}
	return nil
}

// sameJSON reports whether the stored text says what v says, as today's types understand it.
func sameJSON[T any](stored string, v T) bool {
	var was T
	if err := json.Unmarshal([]byte(stored), &was); err != nil {
		return false
	}
	a, err1 := json.Marshal(was)
	b, err2 := json.Marshal(v)
	return err1 == nil && err2 == nil && bytes.Equal(a, b)
}

// SetSharing changes who sees an exhibit of the agency me.
func (s *Store) SetSharing(ctx context.Context, me, id string, sharing api.Sharing) error {
	return s.tx(ctx, func(tx *sql.Tx) error { return setSharing(ctx, tx, me, id, sharing) })
}

func setSharing(ctx context.Context, tx *sql.Tx, me, id string, sharing api.Sharing) error {
	done, err := tx.ExecContext(ctx, `UPDATE exhibit SET sharing = ? WHERE agency = ? AND id = ?`, string(sharing.Rule), me, id)
	if err != nil {
		return fmt.Errorf("set sharing: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, notFound("exhibit", id))
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM share WHERE agency = ? AND exhibit = ?`, me, id); err != nil {
		return fmt.Errorf("set sharing: %w", err)
	}
	if sharing.Rule != api.Agencies {
		return nil
	}
	for _, with := range sharing.Agencies {
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO share (agency, exhibit, with_agency) VALUES (?, ?, ?)`, me, id, with); err != nil {
			return fmt.Errorf("set sharing: %w", err)
		}
	}
	return nil
}

// SetDescription corrects what is said of an exhibit of the agency me. Its captures stay what they are.
func (s *Store) SetDescription(ctx context.Context, me, id string, d api.Description) error {
	text, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode exhibit: %w", err)
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE exhibit SET event_id = ?, description = ? WHERE agency = ? AND id = ?`, d.EventID, string(text), me, id)
		if err != nil {
			return fmt.Errorf("set description: %w", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, notFound("exhibit", id))
		}
		return nil
	})
}

// Exhibit returns the exhibit id of the agency owner, as the agency me may see it.
func (s *Store) Exhibit(ctx context.Context, me, owner, id string) (api.Exhibit, error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment for the rule and what it protects
	if err != nil {
		return api.Exhibit{}, fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	x := api.Exhibit{Agency: owner, ID: id}
	var text, rule string
	var created int64
	err = tx.QueryRowContext(ctx, `SELECT a.name, e.description, e.sharing, e.created FROM exhibit e JOIN agency a ON a.id = e.agency
		WHERE e.agency = :owner AND e.id = :id AND `+visible, sql.Named("owner", owner), sql.Named("id", id), sql.Named("me", me)).
		Scan(&x.AgencyName, &text, &rule, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return api.Exhibit{}, notFound("exhibit", id)
	} else if err != nil {
		return api.Exhibit{}, fmt.Errorf("look up exhibit: %w", err)
	}
	if err := json.Unmarshal([]byte(text), &x.Description); err != nil {
		return api.Exhibit{}, fmt.Errorf("decode exhibit: %w", err)
	}
	x.Submitted = moment(created)
	if x.Captures, err = captures(ctx, tx, owner, id); err != nil {
		return api.Exhibit{}, err
	}
	if owner != me {
		x.EventID = ""
		return x, nil
	}
	x.Sharing = &api.Sharing{Rule: api.Rule(rule)}
	x.Sharing.Agencies, err = texts(ctx, tx, `SELECT with_agency FROM share WHERE agency = ? AND exhibit = ? ORDER BY 1`, owner, id)
	return x, err
}

func texts(ctx context.Context, q querier, query string, args ...any) (list []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, fmt.Errorf("query: %w", err)
		}
		list = append(list, t)
	}
	return list, rows.Err()
}
