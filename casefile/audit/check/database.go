package check

import (
	"context"
	"database/sql"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// checker is a check under way.
type checker struct {
	db       *sql.Tx
	dir      string
	progress casefile.Progress

	size     int64                    // records in the log
	hashes   []tlog.Hash              // recomputed, in tlog's storage order
	root     tlog.Hash                // of the recomputed tree
	recorded map[rowKey]recordedRow   // what the log says of each row
	names    map[string]originalNamed // by hash: what names an original
	named    int
	used     []Scale
	signed   []Checkpoint
	caseID   string

	problems []string
	more     int
	notes    []string
}

type rowKey struct{ table, id string }

type recordedRow struct {
	sha256 string
	record int64 // the latest that writes it
	seen   bool
}

func (c *checker) problem(format string, args ...any) {
	if len(c.problems) == maxProblems {
		c.more++
		return
	}
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *checker) note(format string, args ...any) {
	if len(c.notes) < maxProblems {
		c.notes = append(c.notes, fmt.Sprintf(format, args...))
	}
}

// file makes sure that this is a case at all.
func (c *checker) file(ctx context.Context) error {
	var id int64
	if err := c.db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return unreadable(err)
	}
	if id != applicationID {
		return &casefile.Error{Code: casefile.Invalid, What: "The folder is not a Tracemark case: its %[1]s belongs to another program", Do: "Choose the folder of a case", Args: []any{databaseName}}
	}
	return nil
}

// integrity runs SQLite's own checks.
func (c *checker) integrity(ctx context.Context) error {
	c.progress(0, 0, "Checking the database file")
	err := c.each(ctx, `PRAGMA integrity_check`, func(rows *sql.Rows) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		if s != "ok" {
			c.problem("The database file is damaged: %s.", s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	// An index that a key brought with it has no text of its own: the log binds the table's, and this the names.
	err = c.rules(ctx, []rule{{`SELECT name FROM sqlite_schema s WHERE sql IS NULL AND NOT (type = 'index'
		AND name GLOB 'sqlite_autoindex_' || tbl_name || '_[0-9]*'
		AND EXISTS (SELECT 1 FROM sqlite_schema t WHERE t.type = 'table' AND t.name = s.tbl_name))`,
		"The database's entry %s is not of a table that there is."}})
	if err != nil {
		return err
	}
	return c.each(ctx, `SELECT "table", parent FROM pragma_foreign_key_check`, func(rows *sql.Rows) error {
		var table, parent string
		if err := rows.Scan(&table, &parent); err != nil {
			return err
		}
		c.problem("A row of %s refers to a row of %s that is not there.", table, parent)
		return nil
	})
}

// rows compares every row and the schema with the log.
func (c *checker) rows(ctx context.Context) error {
	var tables []string
	err := c.each(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('log_record', 'log_hash') ORDER BY name`,
		func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables = append(tables, name)
			return err
		})
	if err != nil {
		return err
	}
	var done int64
	compare := func(r audit.Row) error {
		c.row(r)
		if done++; done%100 == 0 {
			c.progress(done, int64(len(c.recorded)), "Comparing the rows with the log")
		}
		return ctx.Err()
	}
	if err := audit.Schema(ctx, c.db, compare); err != nil {
		return err
	}
	for _, table := range tables {
		if err := audit.Rows(ctx, c.db, table, "", nil, compare); err != nil {
			return err
		}
	}
	c.missing()
	return nil
}

func (c *checker) row(r audit.Row) {
	key := rowKey{r.Table, r.ID}
	want, ok := c.recorded[key]
	switch {
	case !ok || want.sha256 == "":
		c.problem("%s is not in the log: it was added past it.", nameOf(key))
		return
	case want.sha256 != r.SHA256:
		c.problem("%s is not what log record %d says: it was altered.", nameOf(key), want.record)
	}
	want.seen = true
	c.recorded[key] = want
}

// missing reports the rows that the log knows and the case no longer has, in the order of their records.
func (c *checker) missing() {
	gone := map[int64][]rowKey{}
	for key, r := range c.recorded {
		if !r.seen && r.sha256 != "" {
			gone[r.record] = append(gone[r.record], key)
		}
	}
	for n := int64(0); n < c.size && len(gone) > 0; n++ {
		sortKeys(gone[n])
		for _, key := range gone[n] {
			c.problem("%s, which log record %d wrote, is missing.", nameOf(key), n)
		}
		delete(gone, n)
	}
}

// each runs query and calls fn for each row.
func (c *checker) each(ctx context.Context, query string, fn func(*sql.Rows) error) error {
	rows, err := c.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
