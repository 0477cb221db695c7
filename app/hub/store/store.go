// Package store keeps what the correlation service knows: a SQLite database (hub.db) and beside it the originals by their
// SHA-256 (folder originals). Every record names its owning agency, and every method that serves something to an agency
// applies the sharing rule in its SQL, at the moment of serving.
//
// Correlations are durable jobs. Whoever works on one holds a lease that it renews; a job whose lease has run out, because
// its process was killed, is taken up again by the next Claim. Several processes may use one folder at the same time.
//
// Errors for people are casefile.Error: NotFound for what does not exist or is not visible (the two cannot be told
// apart), Conflict for other content under a used id.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"; no other file names it

	"tracemark/casefile"
	"tracemark/casefile/blob"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks the database file as a correlation service's: "TMHB" in ASCII.
const applicationID = 0x544d4842

// Store is an open service folder. It is safe for concurrent use.
type Store struct {
	write *sql.DB // one connection, immediate transactions
	read  *sql.DB // read-only pool
	blobs *blob.Store
	now   func() time.Time
}

// Open opens the service folder dir, creating and migrating it as needed.
func Open(ctx context.Context, dir string) (*Store, error) {
	dir, err := filepath.Abs(dir) // the database is named by a URL, in which a relative path would begin with a host
	if err != nil {
		return nil, openError(fmt.Errorf("find service folder: %w", err))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, openError(fmt.Errorf("make service folder: %w", err))
	}
	// What agencies submit is nobody else's on this machine, also in a folder that was there before.
	originals, file := filepath.Join(dir, "originals"), filepath.Join(dir, "hub.db")
	if err := private(originals, file); err != nil {
		return nil, openError(err)
	}
	blobs, err := blob.Open(originals)
	if err != nil {
		return nil, err
	}
	s := &Store{blobs: blobs, now: time.Now}
	if s.write, err = connect(file, "_txlock=immediate"); err != nil {
		return nil, openError(err)
	}
	s.write.SetMaxOpenConns(1)
	if err := s.migrate(ctx); err != nil {
		s.write.Close()
		return nil, openError(err)
	}
	if s.read, err = connect(file, "mode=ro", "_query_only=true"); err != nil {
		s.write.Close()
		return nil, openError(err)
	}
	s.read.SetMaxOpenConns(8)
	return s, nil
}

// private makes the folder of originals and the database file for their owner alone; SQLite gives its other files the
// rights of the database.
func private(originals, file string) error {
	if err := os.MkdirAll(originals, 0o700); err != nil {
		return fmt.Errorf("make folder of originals: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make database: %w", err)
	}
	return f.Close()
}

func connect(file string, more ...string) (*sql.DB, error) {
	dsn := (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String() +
		"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=true&_busy_timeout=10000"
	for _, m := range more {
		dsn += "&" + m
	}
	return sql.Open("sqlite3", dsn)
}

// Close closes the database.
func (s *Store) Close() error { return errors.Join(s.read.Close(), s.write.Close()) }

func openError(err error) error {
	var known *casefile.Error
	if errors.As(err, &known) {
		return err
	}
	return &casefile.Error{Code: casefile.Failed, What: "The data of the correlation service cannot be opened",
		Do: "Check that the disk has room and that the service's folder may be written to", Cause: err}
}

// migrate brings the database to the newest form, each step in a transaction of its own. The number of the last step
// is the database's user_version.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(files)
	for step, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			return err
		}
		if err := s.tx(ctx, func(tx *sql.Tx) error { return migrateStep(ctx, tx, step, len(files), string(text)) }); err != nil {
			return fmt.Errorf("migrate service database, step %d: %w", step+1, err)
		}
	}
	return nil
}

func migrateStep(ctx context.Context, tx *sql.Tx, step, steps int, text string) error {
	var id, version, tables int
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables); err != nil {
		return err
	}
	switch {
	case id != applicationID && (id != 0 || tables != 0):
		return &casefile.Error{Code: casefile.Refused, What: "This folder holds a database that is not a correlation service's",
			Do: "Choose another folder for the service"}
	case version > steps:
		return &casefile.Error{Code: casefile.Refused, What: "The data of the correlation service was written by a newer version of Tracemark",
			Do: "Install that version"}
	case version > step:
		return nil
	}
	if _, err := tx.ExecContext(ctx, text); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, step+1))
	return err
}

// tx runs f in a transaction of the writer.
func (s *Store) tx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// rollback ends a transaction; one that its context has ended already is no error.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

func (s *Store) stamp() int64 { return s.now().UnixMicro() }

func moment(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

func notFound(what, id string) error {
	return &casefile.Error{Code: casefile.NotFound, What: "There is no %[1]s %[2]s here that this agency may see", Args: []any{casefile.Word(what), id}}
}

// querier is what *sql.DB and *sql.Tx have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
