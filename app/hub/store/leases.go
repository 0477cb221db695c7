package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tracemark/app/hub/api"
)

// maxAttempts is how often a correlation may be begun whose process then dies before it can be taken for the cause.
const maxAttempts = 3

// Task is a correlation that somebody works on.
type Task struct {
	Agency, ID string
	Holder     string // unlike that of every other claim
}

// Claim takes up the oldest correlation that nobody works on, under a name that no other claim has, until the
// lease ends. ok is false when there is none.
func (s *Store) Claim(ctx context.Context, holder string, lease time.Duration) (t Task, ok bool, err error) {
	t.Holder = holder
	now := s.now()
	if _, err = s.write.ExecContext(ctx, `UPDATE correlation SET state = 'failed', revision = revision + 1, holder = '',
		problem = 'The search was broken off three times by the end of the program: tell whoever runs the service.'
		WHERE state = 'running' AND lease_until < ? AND attempts >= ?`, now.UnixMicro(), maxAttempts); err != nil {
		return t, false, fmt.Errorf("give up correlations: %w", err)
	}
	err = s.write.QueryRowContext(ctx, `UPDATE correlation SET state = 'running', holder = ?, lease_until = ?, attempts = attempts + 1,
		revision = revision + 1, done = 0, total = 0, step = ''
		WHERE (agency, id) = (SELECT agency, id FROM correlation WHERE state = 'queued' OR (state = 'running' AND lease_until < ?)
			ORDER BY created, agency, id LIMIT 1)
		RETURNING agency, id`, holder, now.Add(lease).UnixMicro(), now.UnixMicro()).Scan(&t.Agency, &t.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return t, false, nil
	} else if err != nil {
		return t, false, fmt.Errorf("claim correlation: %w", err)
	}
	return t, true, nil
}

// ErrLost is the error of work on a correlation that another process has taken up since.
var ErrLost = errors.New("correlation was taken up by another process")

// held is the part of a statement that makes sure that the task is still its holder's.
const held = ` WHERE agency = :agency AND id = :id AND holder = :holder AND state = 'running'`

func (t Task) args(more ...any) []any {
	return append([]any{sql.Named("agency", t.Agency), sql.Named("id", t.ID), sql.Named("holder", t.Holder)}, more...)
}

// Beat renews the lease and records progress; cancelled is true when the agency wants the correlation stopped.
func (s *Store) Beat(ctx context.Context, t Task, lease time.Duration, p api.Progress) (cancelled bool, err error) {
	err = s.write.QueryRowContext(ctx, `UPDATE correlation SET lease_until = :until,
		revision = revision + (done <> :done OR total <> :total OR step <> :step), done = :done, total = :total, step = :step`+held+` RETURNING cancel`,
		t.args(sql.Named("until", s.now().Add(lease).UnixMicro()), sql.Named("done", p.Done), sql.Named("total", p.Total), sql.Named("step", p.Step))...).
		Scan(&cancelled)
	if errors.Is(err, sql.ErrNoRows) {
		return false, ErrLost
	} else if err != nil {
		return false, fmt.Errorf("renew lease: %w", err)
	}
	return cancelled, nil
}

// Release puts a correlation back for the next process to take up, as an orderly stop does.
func (s *Store) Release(ctx context.Context, t Task) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE correlation SET state = 'queued', holder = '', lease_until = 0, attempts = attempts - 1,
		revision = revision + 1`+held, t.args()...); err != nil {
		return fmt.Errorf("release correlation: %w", err)
	}
	return nil
}
