package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"tracemark/casefile"
	"tracemark/casefile/blob"
	"tracemark/casefile/sqlite"
)

// The names within a case's folder.
const (
	DatabaseName  = "case.db"
	OriginalsName = "originals"
)

// Options are what a store takes from outside. The zero Options are the ones to use but in tests.
type Options struct {
	Now   func() time.Time // the clock; time.Now when nil
	NewID func() string    // a new unique id; a UUID of version 7 when nil

	migrations fs.FS // folder migrations; the embedded ones when nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() } // fails only where the system has no randomness
	}
	if o.migrations == nil {
		o.migrations = migrations
	}
	return o
}

// Store is an open case. It is safe for use by several goroutines.
type Store struct {
	dir   string
	opts  Options
	write *sql.DB // one connection
	read  *sql.DB
	blobs *blob.Store
}

// Create makes the case c in the folder dir, with by as its first person and author. dir must not exist or be empty.
// Missing ids, times and the status "open" are filled in. The folder appears whole or not at all; only its owner may
// look into it, until they decide otherwise.
func Create(ctx context.Context, dir string, c casefile.Case, by casefile.Person, opts Options) (*Store, error) {
	opts = opts.withDefaults()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("create case: %w", err)
	}
	if err := checkVacant(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, folderError(dir, err)
	}
	// Everything is made beside the place and moved there at the end.
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".new-case-*")
	if err != nil {
		return nil, folderError(dir, err)
	}
	defer os.RemoveAll(tmp) // gone already when it was moved
	if err := build(ctx, tmp, c, by, opts); err != nil {
		return nil, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder, see checkVacant
		return nil, folderError(dir, err)
	}
	if err := errors.Join(blob.SyncDir(tmp), os.Rename(tmp, dir), blob.SyncDir(filepath.Dir(dir))); err != nil {
		return nil, folderError(dir, err)
	}
	return Open(ctx, dir, opts)
}

// build makes a whole case in the folder dir and closes it.
func build(ctx context.Context, dir string, c casefile.Case, by casefile.Person, opts Options) (err error) {
	s, err := connect(dir, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	// Outside any transaction, and before the first page of the log is written: see header.
	if _, err := s.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return say(err, "create case")
	}
	if err := s.migrate(ctx, by); err != nil {
		return err
	}
	return s.begin(ctx, c, by)
}

// Open opens the case in the folder dir. A folder that is no case, a database of another program and a case written by
// a newer version are refused with a sentence, and left untouched. An older case is brought up to date, which is logged.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open case: %w", err)
	}
	opts = opts.withDefaults()
	if err := checkHeader(filepath.Join(dir, DatabaseName), len(migrationNames(opts.migrations))); err != nil {
		return nil, err
	}
	s, err := connect(dir, opts)
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// ready brings the schema up to date and makes sure that there is a case inside.
func (s *Store) ready(ctx context.Context) error {
	if err := s.migrate(ctx, casefile.Person{}); err != nil {
		return err
	}
	_, err := s.Case(ctx)
	return err
}

func connect(dir string, opts Options) (*Store, error) {
	blobs, err := blob.Open(filepath.Join(dir, OriginalsName))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, DatabaseName)
	w, err := sqlite.Open(path, sqlite.Write)
	if err != nil {
		return nil, err
	}
	r, err := sqlite.Open(path, sqlite.Read)
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return &Store{dir: dir, opts: opts, write: w, read: r, blobs: blobs}, nil
}

// Close closes the case. What was acknowledged is on the disk already.
func (s *Store) Close() error {
	// The writer last: only it may move the write-ahead log into the database, and it does so when it is the last.
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return say(err, "close case")
	}
	return nil
}

// Dir returns the case's folder.
func (s *Store) Dir() string { return s.dir }

// Originals returns the case's originals. Put the bytes there first, then record them with Import or AddIssuedReport.
func (s *Store) Originals() *blob.Store { return s.blobs }

// now is the present in the form that is stored: UTC, without the monotonic clock.
func (s *Store) now() time.Time { return s.opts.Now().UTC().Round(0) }
