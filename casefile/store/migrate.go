package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// Migrations are numbered from 0001 without gaps and never edited once released: the number of the last one applied is
// the database's user_version, and the log binds the schema that they made. A migration may add tables, indexes, triggers
// and columns that may be NULL; it never rewrites rows, which the log has bound as they are.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies the migrations that the case has not seen through the connection w, each in a transaction with its log
// record. by is who made the case; when it is brought up to date later, the program itself is named.
func (s *Store) migrate(ctx context.Context, w *sql.DB, by casefile.Person) error {
	names := migrationNames(s.opts.migrations)
	for {
		var have int
		if err := w.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
			return say(err, "read schema version")
		}
		if err := checkSchema(have, len(names)); err != nil { // the header may be older than the write-ahead log
			return err
		}
		if have == len(names) {
			return nil
		}
		if err := s.apply(ctx, w, have, names[have], by); err != nil {
			return err
		}
	}
}

// migrationNames returns the migrations in order. The pattern is right and the files are embedded: there is no error.
func migrationNames(from fs.FS) []string {
	names, _ := fs.Glob(from, "migrations/*.sql")
	return names
}

func checkSchema(have, latest int) error {
	if have <= latest {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "This case was written by a newer Tracemark",
		Do: "Install the newer version to open it", Cause: fmt.Errorf("open case: schema %d, known up to %d", have, latest)}
}

// apply applies the migration name to a case whose schema has the number have. When another process has done so in the
// meantime, it does nothing.
func (s *Store) apply(ctx context.Context, w *sql.DB, have int, name string, by casefile.Person) error {
	script, err := fs.ReadFile(s.opts.migrations, name)
	if err != nil {
		return fmt.Errorf("read migration: %w", err)
	}
	t, err := s.startOn(ctx, w)
	if err != nil {
		return err
	}
	defer t.Rollback()
	var now int
	if err := t.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&now); err != nil {
		return say(err, "read schema version")
	}
	if now != have {
		return nil
	}
	before, err := schema(ctx, t)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, string(script)); err != nil {
		return say(err, "apply "+name)
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, have+1)); err != nil {
		return say(err, "apply "+name)
	}
	if err := t.logSchema(ctx, before); err != nil {
		return err
	}
	t.actor = by
	if t.actor.Name == "" {
		t.actor = casefile.Person{Name: "Tracemark"}
	}
	return t.commit(ctx, "schema applied", fmt.Sprintf("number %d", have+1))
}

// logSchema notes what a migration added or altered, and what it took away as a row without a hash.
func (t *change) logSchema(ctx context.Context, before map[audit.Row]bool) error {
	after, err := schema(ctx, t)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	err = audit.Schema(ctx, t, func(r audit.Row) error {
		names[r.Table+" "+r.ID] = true
		if !before[r] {
			t.rows = append(t.rows, r)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("log schema: %w", err)
	}
	for r := range before {
		if !after[r] && !names[r.Table+" "+r.ID] {
			t.rows = append(t.rows, audit.Row{Table: r.Table, ID: r.ID})
		}
	}
	return nil
}

func schema(ctx context.Context, db audit.DB) (map[audit.Row]bool, error) {
	m := map[audit.Row]bool{}
	err := audit.Schema(ctx, db, func(r audit.Row) error { m[r] = true; return nil })
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	return m, nil
}
