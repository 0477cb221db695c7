package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// NoteViewed logs that somebody looked at something: kind is what it is ("comparison"), id which one.
func (s *Store) NoteViewed(ctx context.Context, actor, kind, id string) error {
	return s.change(ctx, actor, kind+" viewed", func(t *change) (string, error) {
		t.subject = id
		return "", nil
	})
}

// Head returns the number of log records and the hash over all of them: the fingerprint of the case's whole history.
func (s *Store) Head(ctx context.Context) (tlog.Tree, error) {
	var tree tlog.Tree
	err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		tree, err = audit.Head(ctx, tx)
		return err
	})
	return tree, err
}

// Records returns up to n log records from number from on, in order.
func (s *Store) Records(ctx context.Context, from int64, n int) ([]audit.Record, error) {
	out, err := audit.Records(ctx, s.read, from, n)
	if err != nil {
		return nil, say(err, "read log")
	}
	return out, nil
}

// Checkpoint returns the log's head as text to be kept elsewhere, signed when key is not nil: see audit.Checkpoint.
func (s *Store) Checkpoint(ctx context.Context, key ed25519.PrivateKey) ([]byte, error) {
	c, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	text, err := audit.Checkpoint(audit.Origin(c.ID), head, key)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The checkpoint cannot be signed",
			Do: "Choose an Ed25519 key", Cause: err}
	}
	return text, nil
}

// Proof shows that log record n is in the log as it is now.
func (s *Store) Proof(ctx context.Context, n int64) (p audit.Proof, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		p, err = audit.Prove(ctx, tx, n)
		return err
	})
	return p, err
}

// GrowthProof shows that the log as it is now continues the one that had n records.
func (s *Store) GrowthProof(ctx context.Context, n int64) (head tlog.Tree, proof tlog.TreeProof, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		head, proof, err = audit.ProveGrowth(ctx, tx, n)
		return err
	})
	return head, proof, err
}

// snapshot runs fn on one committed state of the case, whatever is written meanwhile.
func (s *Store) snapshot(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return say(err, "read log")
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return say(err, "read log")
	}
	return nil
}

// Counts are how many of each there are in a case.
type Counts struct{ Exhibits, Captures, Comparisons, Reports int }

// Counts counts what a list of cases shows.
func (s *Store) Counts(ctx context.Context) (n Counts, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM exhibit), (SELECT count(*) FROM capture),
		(SELECT count(*) FROM comparison), (SELECT count(*) FROM issued_report) + (SELECT count(*) FROM report_step WHERE kind = 'issued')`).
		Scan(&n.Exhibits, &n.Captures, &n.Comparisons, &n.Reports)
	if err != nil {
		return n, say(err, "count")
	}
	return n, nil
}
