package check

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile/audit"
)

// log recomputes the whole tree from the records and compares it with the stored one.
func (c *checker) log(ctx context.Context) error {
	c.recorded = map[rowKey]recordedRow{}
	var total int64
	if err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM log_record`).Scan(&total); err != nil {
		return err
	}
	var last time.Time
	err := c.each(ctx, `SELECT n, record FROM log_record ORDER BY n`, func(rows *sql.Rows) error {
		var n int64
		var text string
		if err := rows.Scan(&n, &text); err != nil {
			return err
		}
		if n != c.size {
			c.problem("Log record %d is where record %d should be: records are missing.", n, c.size)
		}
		if err := c.record(c.size, text, &last); err != nil {
			return err
		}
		if c.size++; c.size%100 == 0 {
			c.progress(c.size, total, "Recomputing the log")
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if c.size == 0 {
		c.problem("The log is empty.")
	}
	if c.root, err = tlog.TreeHash(c.size, c.reader()); err != nil {
		return err
	}
	return c.storedHashes(ctx)
}

// record adds record n to the recomputed tree and to what is known of the rows.
func (c *checker) record(n int64, text string, last *time.Time) error {
	hashes, err := tlog.StoredHashes(n, []byte(text), c.reader())
	if err != nil {
		return err
	}
	c.hashes = append(c.hashes, hashes...)
	var r audit.Record
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		c.problem("Log record %d cannot be read: %v.", n, err)
		return nil
	}
	if r.N != n {
		c.problem("Log record %d says that it is record %d.", n, r.N)
	}
	if r.Time.Before(*last) {
		c.note("Log record %d is dated before the one ahead of it: the clock was set back.", n)
	}
	*last = r.Time
	for _, row := range r.Rows {
		key := rowKey{row.Table, row.ID}
		if _, twice := c.recorded[key]; twice && row.Table != audit.SchemaTable && row.Table != audit.PragmaTable {
			c.problem("%s was written a second time by log record %d; what is written is never changed.", nameOf(key), n)
		}
		c.recorded[key] = recordedRow{sha256: row.SHA256, record: n}
	}
	return nil
}

// storedHashes compares the stored tree with the recomputed one, hash by hash.
func (c *checker) storedHashes(ctx context.Context) error {
	next := int64(0)
	err := c.each(ctx, `SELECT idx, hash FROM log_hash ORDER BY idx`, func(rows *sql.Rows) error {
		var idx int64
		var hash []byte
		if err := rows.Scan(&idx, &hash); err != nil {
			return err
		}
		for ; next < idx && next < int64(len(c.hashes)); next++ {
			c.problem("The log's hash %d (%s) is missing.", next, place(next))
		}
		switch {
		case idx < 0 || idx >= int64(len(c.hashes)):
			c.problem("The log has a hash %d that belongs to no record: records are missing at its end.", idx)
		case string(hash) != string(c.hashes[idx][:]):
			c.problem("The log's hash %d (%s) does not follow from the records: one of them was altered.", idx, place(idx))
		}
		next = max(next, idx+1)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	for ; next < int64(len(c.hashes)); next++ {
		c.problem("The log's hash %d (%s) is missing.", next, place(next))
	}
	return nil
}

// heads looks for earlier heads in the recomputed history.
func (c *checker) heads(known []tlog.Tree) {
	for _, k := range known {
		if k.N > c.size {
			c.problem("The log had %d records once and has %d now: its end was cut off.", k.N, c.size)
			continue
		}
		h, err := tlog.TreeHash(k.N, c.reader())
		if err != nil || h != k.Hash {
			c.problem("The first %d log records are not those that there were once: the history was rewritten.", k.N)
		}
	}
}

// reader reads the recomputed hashes.
func (c *checker) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			if idx < 0 || idx >= int64(len(c.hashes)) {
				return nil, fmt.Errorf("no hash %d", idx)
			}
			out[i] = c.hashes[idx]
		}
		return out, nil
	})
}

// place says which part of the tree a hash stands for.
func place(idx int64) string {
	level, n := tlog.SplitStoredHashIndex(idx)
	if level == 0 {
		return fmt.Sprintf("record %d", n)
	}
	return fmt.Sprintf("records %d to %d", n<<level, (n+1)<<level-1)
}

// nameOf names a row for people.
func nameOf(k rowKey) string {
	if k.table == audit.SchemaTable || k.table == audit.PragmaTable {
		return fmt.Sprintf("The database's %s", k.id)
	}
	return fmt.Sprintf("The row %s of %s", k.id, k.table)
}

func sortKeys(keys []rowKey) {
	slices.SortFunc(keys, func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.id, b.id))
	})
}
