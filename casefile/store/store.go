package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"tracemark/casefile"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
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
	// Person and Program are what others are told who find the case claimed by this store; Program is the name of the running
	// program, with its verb, when empty.
	Person, Program string

	migrations fs.FS                   // folder migrations; the embedded ones when nil
	network    func(dir string) string // disk.Network when nil
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
	if o.network == nil {
		o.network = disk.Network
	}
	return o
}

// Store is an open case. It is safe for use by several goroutines.
type Store struct {
	dir    string
	opts   Options
	read   *sql.DB
	blobs  *blob.Store
	frozen *fileState // when it was opened, where the place cannot be written to, the disk is full or it is a backup; else nil
	full   bool       // the disk was full when it was opened
	backup bool

	claiming sync.Mutex // guards what follows
	write    *sql.DB    // one connection; nil while the case is not claimed
	lock     *disk.Lock // goes with it
	closed   bool
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
	err = appear(dir, func(err error) error { return folderError(dir, err) }, func(tmp string) error {
		if err := opts.checkNetwork(tmp); err != nil {
			return err
		}
		return build(ctx, tmp, c, by, opts)
	})
	if err != nil {
		return nil, err
	}
	return Open(ctx, dir, opts)
}

// build makes a whole case in the folder dir and closes it.
func build(ctx context.Context, dir string, c casefile.Case, by casefile.Person, opts Options) (err error) {
	blobs, err := blob.Open(filepath.Join(dir, OriginalsName))
	if err != nil {
		return err
	}
	w, err := sqlite.Open(filepath.Join(dir, DatabaseName), sqlite.Write)
	if err != nil {
		return say(err, "create case")
	}
	s := &Store{dir: dir, opts: opts, read: w, write: w, blobs: blobs}
	defer func() { err = errors.Join(err, w.Close()) }()
	// Outside any transaction, and before the first page of the log is written: see header.
	if _, err := w.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return say(err, "create case")
	}
	if err := s.migrate(ctx, w, by); err != nil {
		return err
	}
	return s.begin(ctx, c, by)
}

// Open opens the case in the folder dir for reading; the first change claims it (see Claim). A folder that is no case, a
// database of another program, a case written by a newer version and one on a network file system are refused with a
// sentence, and left untouched. An older case is claimed at once and brought up to date, which is logged.
//
// A backup is opened for reading. From a place that cannot be written to, or a full disk, a case that was closed in an orderly way is read as a file that nobody changes.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open case: %w", err)
	}
	opts = opts.withDefaults()
	if err := checkHeader(filepath.Join(dir, DatabaseName), len(migrationNames(opts.migrations))); err != nil {
		return nil, err
	}
	if err := opts.checkNetwork(dir); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, opts: opts}
	s.blobs = blob.At(filepath.Join(dir, OriginalsName), s.Claim)
	have, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx, have); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// connect opens the connections that read and returns the number of the case's schema.
func (s *Store) connect(ctx context.Context) (schema int, err error) {
	path := filepath.Join(s.dir, DatabaseName)
	before := stateOf(path)
	modes := []sqlite.Mode{sqlite.Read, sqlite.Frozen}
	if _, err := os.Stat(filepath.Join(s.dir, BackupName)); err == nil {
		s.backup, modes = true, modes[1:]
	}
	for _, mode := range modes {
		if s.read, err = sqlite.Open(path, mode); err != nil {
			return 0, say(err, "open case")
		}
		err = s.read.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&schema)
		if err == nil {
			if mode == sqlite.Frozen {
				s.frozen = &before
			}
			return schema, nil
		}
		s.read.Close()
		switch {
		case sqlite.IsFull(err) && !before.wal: // no room for what SQLite keeps beside the file, which nobody has open then
			s.full = true
		case !sqlite.IsReadOnly(err):
			return 0, say(err, "open case")
		case before.wal:
			return 0, &casefile.Error{Code: casefile.Refused,
				What: "The case lies where it cannot be written to, and it was not closed in an orderly way",
				Do:   "Copy its whole folder to a disk that can be written to, and open the copy", Cause: fmt.Errorf("open case: %w: %w", ErrReadOnly, err)}
		}
	}
	return 0, say(err, "open case")
}

// ready brings a schema that has the number have up to date and makes sure that there is a case inside.
func (s *Store) ready(ctx context.Context, have int) error {
	latest := len(migrationNames(s.opts.migrations))
	if err := checkSchema(have, latest); err != nil { // the header may be older than the write-ahead log
		return err
	}
	if have < latest {
		if err := s.Claim(ctx); errors.Is(err, ErrReadOnly) {
			if s.backup {
				return &casefile.Error{Code: casefile.Refused, What: "This backup was written by an older Tracemark and cannot be looked into",
					Do: "Restore it, and open the case that this makes", Cause: err}
			}
			return &casefile.Error{Code: casefile.Refused,
				What: "The case was written by an older Tracemark and has to be brought up to date before it can be opened, which is not possible now",
				Do:   "Close it where it is open, or copy it to a disk that can be written to and open the copy", Cause: err}
		} else if err != nil {
			return err
		}
	}
	_, err := s.Case(ctx)
	return err
}

// checkNetwork refuses a folder that lies on a network file system.
func (o Options) checkNetwork(dir string) error {
	name := o.network(dir)
	if name == "" {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "%[1]s lies on a network drive (%[2]s), where a case would not be safe from damage",
		Do: "Copy the case to a disk of this machine, or pass it on as a package", Args: []any{dir, name},
		Cause: errors.New("a write-ahead log needs a local disk")}
}

// Close closes the case and lets others claim it. What was acknowledged is on the disk already.
func (s *Store) Close() error {
	s.claiming.Lock()
	defer s.claiming.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.read.Close()
	if s.write != nil {
		// The writer last: only it may move the write-ahead log into the database, and it does so when it is the last. Nobody
		// else may claim the case before that is done.
		err = errors.Join(err, s.write.Close(), s.lock.Release())
		s.write = nil
	}
	if err != nil {
		return say(err, "close case")
	}
	return nil
}

// Dir returns the case's folder.
func (s *Store) Dir() string { return s.dir }

// Originals returns the case's originals. Put the bytes there first, then record them, as with Import or AddReportStep.
func (s *Store) Originals() *blob.Store { return s.blobs }

// now is the present in the form that is stored: UTC, without the monotonic clock.
func (s *Store) now() time.Time { return s.opts.Now().UTC().Round(0) }
