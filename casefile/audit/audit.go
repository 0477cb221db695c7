// Package audit is the tamper-evident log of a case: one record for every change, in a hash tree that binds each record
// to all those before it.
//
// # Records
//
// A record is one line of JSON: its number, time (UTC), who acted, what was done, and for every row the change wrote
// the row's table, its key and the SHA-256 of its canonical form (see Row). The log therefore binds the case's rows, and
// through the hashes in them the originals. A literal example, wrapped here:
//
//	{"n":3,"time":"2026-01-02T03:04:05.6Z","actor_id":"0192…","actor":"A. Examiner","action":"exhibit added",
//	 "detail":"A1","rows":[{"table":"exhibit","id":"0192…","sha256":"ab…"},…]}
//
// # Tree
//
// The tree is that of RFC 6962 as golang.org/x/mod/sumdb/tlog implements it: record n is in table log_record(n, record);
// its hash and those of the subtrees that it completes are in log_hash(idx, hash), in tlog's storage order. The hash over
// the whole tree (Head) is a fingerprint of everything that was ever done in the case. Append runs in the transaction of
// the change: there is no change without its record and no record without its change.
//
// # What it proves, and what it does not
//
// Whoever holds an earlier head (printed in a report, in a signed checkpoint, in another agency's mailbox) can tell that
// anything up to it was altered, removed or inserted. Whoever holds nothing can still find every alteration that was not
// made by somebody recomputing the entire log: a hash tree alone does not stop its owner from writing a new history.
// That is what checkpoints are for. Package audit/check does the finding.
package audit

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Record is one line of the log.
type Record struct {
	N       int64     `json:"n"` // from 0
	Time    time.Time `json:"time"`
	ActorID string    `json:"actor_id,omitempty"` // a person of the case; empty for the program itself
	Actor   string    `json:"actor"`              // the name at the time
	Action  string    `json:"action"`             // such as "exhibit added"
	Subject string    `json:"subject,omitempty"`  // key of what it is about, where no row was written: what was viewed
	Detail  string    `json:"detail,omitempty"`   // for people: label, number, reason
	Rows    []Row     `json:"rows,omitempty"`     // what was written, in the order of writing
}

// DB is what the log needs of a *sql.DB, a *sql.Tx or a *sql.Conn.
type DB interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Append adds r to the log within the transaction tx, giving it its number. Transactions that append must exclude each
// other from their beginning (immediate in SQLite).
func Append(ctx context.Context, tx DB, r Record) (Record, error) {
	n, err := Size(ctx, tx)
	if err != nil {
		return Record{}, err
	}
	r.N, r.Time = n, r.Time.UTC()
	text, err := encode(r)
	if err != nil {
		return Record{}, fmt.Errorf("encode log record: %w", err)
	}
	hashes, err := tlog.StoredHashes(n, text, Reader(ctx, tx))
	if err != nil {
		return Record{}, fmt.Errorf("hash log record: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO log_record (n, record) VALUES (?, ?)`, n, string(text)); err != nil {
		return Record{}, fmt.Errorf("append log record: %w", err)
	}
	first := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		if _, err := tx.ExecContext(ctx, `INSERT INTO log_hash (idx, hash) VALUES (?, ?)`, first+int64(i), h[:]); err != nil {
			return Record{}, fmt.Errorf("append log hash: %w", err)
		}
	}
	return r, nil
}

// Size returns the number of records.
func Size(ctx context.Context, db DB) (int64, error) {
	var n int64
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(n) + 1, 0) FROM log_record`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read log size: %w", err)
	}
	return n, nil
}

// Head returns the number of records and the hash over all of them.
func Head(ctx context.Context, db DB) (tlog.Tree, error) {
	n, err := Size(ctx, db)
	if err != nil {
		return tlog.Tree{}, err
	}
	h, err := tlog.TreeHash(n, Reader(ctx, db))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("read log head: %w", err)
	}
	return tlog.Tree{N: n, Hash: h}, nil
}

// Records returns up to n records from number from on, in order.
func Records(ctx context.Context, db DB, from int64, n int) ([]Record, error) {
	rows, err := db.QueryContext(ctx, `SELECT record FROM log_record WHERE n >= ? ORDER BY n LIMIT ?`, from, n)
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, fmt.Errorf("read log: %w", err)
		}
		var r Record
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return nil, fmt.Errorf("read log record %d: %w", from+int64(len(out)), err)
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	return out, nil
}

// Reader returns a reader of the stored hashes, for the functions of tlog.
func Reader(ctx context.Context, db DB) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			var b []byte
			if err := db.QueryRowContext(ctx, `SELECT hash FROM log_hash WHERE idx = ?`, idx).Scan(&b); err != nil {
				return nil, fmt.Errorf("read log hash %d: %w", idx, err)
			}
			if len(b) != tlog.HashSize {
				return nil, fmt.Errorf("read log hash %d: it has %d bytes", idx, len(b))
			}
			copy(out[i][:], b)
		}
		return out, nil
	})
}

// encode writes v as one line of JSON without escaping for HTML, which no reader of a log needs.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
