package store

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

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
	tree, err := audit.Head(ctx, s.read)
	if err != nil {
		return tree, say(err, "read log")
	}
	return tree, nil
}

// Records returns up to n log records from number from on, in order.
func (s *Store) Records(ctx context.Context, from int64, n int) ([]audit.Record, error) {
	out, err := audit.Records(ctx, s.read, from, n)
	if err != nil {
		return nil, say(err, "read log")
	}
	return out, nil
}
