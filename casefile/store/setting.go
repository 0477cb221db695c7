package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tracemark/casefile"
)

// SetSetting sets the case's setting called name. Earlier values stay in the history.
func (s *Store) SetSetting(ctx context.Context, actor, name, value string) error {
	return s.change(ctx, actor, "setting changed", func(t *change) (string, error) {
		if name == "" {
			return "", &casefile.Error{Code: casefile.Invalid, What: "The setting has no name"}
		}
		var n int
		err := t.QueryRowContext(ctx, `SELECT count(*) FROM setting WHERE name = ?`, name).Scan(&n)
		if err != nil {
			return "", fmt.Errorf("read setting: %w", err)
		}
		return name + " = " + value, t.insert(ctx, "setting", col{"name", name}, col{"version", n + 1},
			col{"value", value}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})
	})
}

// Setting returns the case's setting called name; ok is false when it was never set.
func (s *Store) Setting(ctx context.Context, name string) (value string, ok bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ? ORDER BY version DESC LIMIT 1`, name).Scan(&value)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", false, nil
	case err != nil:
		return "", false, say(err, "read setting")
	}
	return value, true, nil
}

// Settings returns all settings of the case by name.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	type pair struct{ name, value string }
	rows, err := s.read.QueryContext(ctx, `SELECT name, value FROM setting ORDER BY name, version`)
	pairs, err := collect(rows, err, func(r scanner) (p pair, err error) {
		err = r.Scan(&p.name, &p.value)
		return p, err
	})
	if err != nil {
		return nil, say(err, "read settings")
	}
	out := make(map[string]string, len(pairs))
	for _, p := range pairs {
		out[p.name] = p.value // a later version after an earlier one
	}
	return out, nil
}
