package audit

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows, to somebody who holds only a head of the log, that a record is in it, without handing over the log. It is
// checked with tlog.CheckRecord.
type Proof struct {
	Head      tlog.Tree        // the head that it is shown for
	N         int64            // the record shown to be in it
	Record    string           // its text
	Inclusion tlog.RecordProof // tlog.CheckRecord(Inclusion, Head.N, Head.Hash, N, tlog.RecordHash([]byte(Record)))
}

// Prove shows that record n is in the log as it is now.
func Prove(ctx context.Context, db DB, n int64) (Proof, error) {
	head, err := Head(ctx, db)
	if err != nil {
		return Proof{}, err
	}
	return prove(ctx, db, head, n)
}

// ProveIn shows that record n was in the log when it had size records.
func ProveIn(ctx context.Context, db DB, size, n int64) (Proof, error) {
	now, err := Size(ctx, db)
	if err != nil {
		return Proof{}, err
	}
	if size < 1 || size > now {
		return Proof{}, fmt.Errorf("prove log record: the log never had %d records", size)
	}
	head := tlog.Tree{N: size}
	if head.Hash, err = tlog.TreeHash(size, Reader(ctx, db)); err != nil {
		return Proof{}, fmt.Errorf("prove log record: %w", err)
	}
	return prove(ctx, db, head, n)
}

func prove(ctx context.Context, db DB, head tlog.Tree, n int64) (Proof, error) {
	if n < 0 || n >= head.N {
		return Proof{}, fmt.Errorf("prove log record: there is no record %d", n)
	}
	var err error
	p := Proof{Head: head, N: n}
	if err := db.QueryRowContext(ctx, `SELECT record FROM log_record WHERE n = ?`, n).Scan(&p.Record); err != nil {
		return Proof{}, fmt.Errorf("prove log record: %w", err)
	}
	if p.Inclusion, err = tlog.ProveRecord(head.N, n, Reader(ctx, db)); err != nil {
		return Proof{}, fmt.Errorf("prove log record: %w", err)
	}
	return p, nil
}

// ProveGrowth shows that the log as it is now continues the one that had n records: nothing of it was altered. The proof
// is checked with tlog.CheckTree(proof, head.N, head.Hash, n, hash).
func ProveGrowth(ctx context.Context, db DB, n int64) (head tlog.Tree, proof tlog.TreeProof, err error) {
	if head, err = Head(ctx, db); err != nil {
		return head, nil, err
	}
	if n < 1 || n > head.N {
		return head, nil, fmt.Errorf("prove growth of log: it never had %d records", n)
	}
	if proof, err = tlog.ProveTree(head.N, n, Reader(ctx, db)); err != nil {
		return head, nil, fmt.Errorf("prove growth of log: %w", err)
	}
	return head, proof, nil
}
