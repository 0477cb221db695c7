package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// Tables that are not given out as rows. Everything else in the schema is, so that nothing is ever forgotten.
var notRows = map[string]string{
	"log_record": "the log is given out as its lines",
	"log_hash":   "the log's hashes are computed again from its lines",
}

// Dump is everything in a case at one moment.
type Dump struct {
	tx     *sql.Tx
	Head   tlog.Tree
	Schema int
	Tables []casefile.Table // each after those that it names
}

// Dump calls fn with the case as it is now; what is written meanwhile is not seen.
func (s *Store) Dump(ctx context.Context, fn func(*Dump) error) error {
	return s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		d := &Dump{tx: tx}
		if d.Head, err = audit.Head(ctx, tx); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&d.Schema); err != nil {
			return fmt.Errorf("read schema version: %w", err)
		}
		if d.Tables, err = tables(ctx, tx); err != nil {
			return err
		}
		return fn(d)
	})
}

// Rows calls yield for each row of the table, in the order in which they were written. The text is yield's to keep.
func (d *Dump) Rows(ctx context.Context, table string, yield func(casefile.TableRow) error) error {
	if !slices.ContainsFunc(d.Tables, func(t casefile.Table) bool { return t.Name == table }) {
		return fmt.Errorf("dump: there is no table %q", table)
	}
	return audit.Texts(ctx, d.tx, table, "", nil, func(r audit.Row, text []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return yield(casefile.TableRow{Table: r.Table, ID: r.ID, Text: text})
	})
}

// Log calls yield for each record of the log, in order, with its text.
func (d *Dump) Log(ctx context.Context, yield func(n int64, text string) error) error {
	rows, err := d.tx.QueryContext(ctx, `SELECT n, record FROM log_record ORDER BY n`)
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var text string
		if err := rows.Scan(&n, &text); err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		if err := yield(n, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Prove shows that record n is in the log.
func (d *Dump) Prove(ctx context.Context, n int64) (audit.Proof, error) {
	return audit.Prove(ctx, d.tx, n)
}

// tables returns the form of every table that is given out, each after those that it names.
func tables(ctx context.Context, db audit.DB) ([]casefile.Table, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	names, err := collect(rows, err, func(r scanner) (n string, err error) {
		err = r.Scan(&n)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	var all []casefile.Table
	for _, name := range names {
		if notRows[name] != "" {
			continue
		}
		t, err := table(ctx, db, name)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return parentsFirst(all), nil
}

func table(ctx context.Context, db audit.DB, name string) (casefile.Table, error) {
	t := casefile.Table{Name: name}
	rows, err := db.QueryContext(ctx, `SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid`, name)
	t.Columns, err = collect(rows, err, func(r scanner) (c casefile.Column, err error) {
		err = r.Scan(&c.Name, &c.Type, &c.Required, &c.Key)
		return c, err
	})
	if err != nil {
		return t, fmt.Errorf("read columns of %s: %w", name, err)
	}
	rows, err = db.QueryContext(ctx, `SELECT "from", "table", coalesce("to", 'id') FROM pragma_foreign_key_list(?) ORDER BY "from"`, name)
	t.Refs, err = collect(rows, err, func(r scanner) (f casefile.Ref, err error) {
		err = r.Scan(&f.Column, &f.Table, &f.To)
		return f, err
	})
	if err != nil {
		return t, fmt.Errorf("read references of %s: %w", name, err)
	}
	return t, nil
}

// parentsFirst sorts tables so that each comes after those that it names, by name where that leaves a choice. Tables that
// name each other keep the order of their names.
func parentsFirst(all []casefile.Table) []casefile.Table {
	depth := map[string]int{}
	for range all { // the longest way through n tables has n steps
		for _, t := range all {
			for _, r := range t.Refs {
				if r.Table != t.Name {
					depth[t.Name] = min(max(depth[t.Name], depth[r.Table]+1), len(all))
				}
			}
		}
	}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b casefile.Table) int {
		return cmp.Or(cmp.Compare(depth[a.Name], depth[b.Name]), cmp.Compare(a.Name, b.Name))
	})
	return out
}
