package people

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/sqlite"
)

// FileName is the name of the file within a workstation's data folder.
const FileName = "people.db"

// applicationID marks the file: "TMpp" in ASCII.
const applicationID = 0x544d7070

//go:embed schema.sql
var schema string

const schemaVersion = 1

// Options are what a Book takes from outside. The zero Options are the ones to use but in tests.
type Options struct {
	Now   func() time.Time // time.Now when nil
	NewID func() string    // a UUID of version 7 when nil
	Cost  Cost             // of new hashes; DefaultCost when zero
}

// Book is a workstation's accounts and log. It is safe for concurrent use, also by several programs.
type Book struct {
	opts        Options
	write, read *sql.DB
	key         []byte // of the names in attempt
	station     string // the workstation's id
	dummy       string // a hash that no passphrase is known of
}

// Exists reports whether there is a book at path.
func Exists(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Size() > 0
}

// Open opens the book at path, and makes it where there is none.
func Open(ctx context.Context, path string, o Options) (*Book, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() } // fails only where the system has no randomness
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	// Made here and not by SQLite, so that nobody else may read it from its first byte on.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, say(err, "open accounts")
	}
	if err := f.Close(); err != nil {
		return nil, say(err, "open accounts")
	}
	w, err := sqlite.Open(path, sqlite.Write)
	if err != nil {
		return nil, say(err, "open accounts")
	}
	b := &Book{opts: o, write: w}
	if err := b.prepare(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	if b.read, err = sqlite.Open(path, sqlite.Read); err != nil {
		return nil, errors.Join(say(err, "open accounts"), w.Close())
	}
	if b.dummy, err = nobodys(o.Cost); err != nil {
		return nil, errors.Join(say(err, "open accounts"), b.Close())
	}
	return b, nil
}

// prepare makes the schema where the file is new and reads what the workstation made for itself.
func (b *Book) prepare(ctx context.Context) error {
	t, err := b.start(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	var id, version, tables int64
	for query, to := range map[string]*int64{`PRAGMA application_id`: &id, `PRAGMA user_version`: &version, `SELECT count(*) FROM sqlite_schema`: &tables} {
		if err := t.QueryRowContext(ctx, query).Scan(to); err != nil {
			return say(err, "read accounts")
		}
	}
	switch {
	case tables == 0:
		if err := t.build(ctx); err != nil {
			return say(err, "make accounts")
		}
		if err := t.commit(ctx, "workstation begun", ""); err != nil {
			return err
		}
	case id != applicationID:
		return &casefile.Error{Code: casefile.Damaged, What: "The file of the accounts belongs to another program", Do: "Restore it from its last copy"}
	case version > schemaVersion:
		return &casefile.Error{Code: casefile.Refused, What: "The accounts were written by a newer Tracemark", Do: "Install the newer version"}
	default:
		t.Rollback()
	}
	for name, to := range map[string]any{"key": &b.key, "id": &b.station} {
		if err := b.write.QueryRowContext(ctx, `SELECT value FROM workstation WHERE name = ?`, name).Scan(to); err != nil {
			return say(err, "read accounts")
		}
	}
	return nil
}

func (t *change) build(ctx context.Context) error {
	for _, s := range []string{schema, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), fmt.Sprintf(`PRAGMA user_version = %d`, schemaVersion)} {
		if _, err := t.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	if err := audit.Schema(ctx, t, func(r audit.Row) error { t.rows = append(t.rows, r); return nil }); err != nil {
		return err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	if err := t.insert(ctx, "workstation", col{"name", "key"}, col{"value", key}); err != nil {
		return err
	}
	return t.insert(ctx, "workstation", col{"name", "id"}, col{"value", []byte(t.b.opts.NewID())})
}

// Close closes the book.
func (b *Book) Close() error { return errors.Join(b.read.Close(), b.write.Close()) }

// change is one transaction under way, as in package store: rows are written through insert, which notes them for the log record.
type change struct {
	*sql.Tx
	b       *Book
	actorID string
	actor   string // the program itself when empty
	subject string
	at      time.Time
	rows    []audit.Row
}

type col struct {
	name  string
	value any
}

func (b *Book) start(ctx context.Context) (*change, error) {
	tx, err := b.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, say(err, "begin change")
	}
	return &change{Tx: tx, b: b, at: b.opts.Now().UTC().Round(0)}, nil
}

// change runs fn in a transaction by the account with the id by ("" for the program itself) and logs it as action.
func (b *Book) change(ctx context.Context, by, action string, fn func(t *change) (detail string, err error)) error {
	t, err := b.start(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if by != "" {
		a, err := account(ctx, t, by)
		if err != nil {
			return err
		}
		t.actorID, t.actor = a.ID, a.Name
	}
	detail, err := fn(t)
	if err != nil {
		return say(err, action)
	}
	return t.commit(ctx, action, detail)
}

func (t *change) insert(ctx context.Context, table string, cols ...col) error {
	names, marks, args := make([]string, len(cols)), make([]string, len(cols)), make([]any, len(cols))
	for i, c := range cols {
		names[i], marks[i], args[i] = c.name, "?", c.value
	}
	res, err := t.ExecContext(ctx, `INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`, args...)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	rowid, err := res.LastInsertId()
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	return audit.Rows(ctx, t, table, `rowid = ?`, []any{rowid}, func(r audit.Row) error { t.rows = append(t.rows, r); return nil })
}

func (t *change) commit(ctx context.Context, action, detail string) error {
	actor := t.actor
	if actor == "" {
		actor = "Tracemark"
	}
	_, err := audit.Append(ctx, t, audit.Record{Time: t.at, ActorID: t.actorID, Actor: actor, Action: action, Subject: t.subject, Detail: detail, Rows: t.rows})
	if err == nil {
		err = t.Commit()
	}
	if err != nil {
		return say(err, action)
	}
	return nil
}

// Note logs something that happened to the workstation and changed no account: a backup, a restored case, a screen that was
// locked. by is an account's id, or "" for the program itself; subject and detail may be empty.
func (b *Book) Note(ctx context.Context, by, action, subject, detail string) error {
	return b.change(ctx, by, action, func(t *change) (string, error) {
		t.subject = subject
		return detail, nil
	})
}

// Records returns up to n log records from number from on, in order.
func (b *Book) Records(ctx context.Context, from int64, n int) ([]audit.Record, error) {
	out, err := audit.Records(ctx, b.read, from, n)
	if err != nil {
		return nil, say(err, "read the workstation's log")
	}
	return out, nil
}

// Head returns the number of log records and the hash over all of them, to be kept elsewhere.
func (b *Book) Head(ctx context.Context) (tlog.Tree, error) {
	tx, err := b.read.BeginTx(ctx, nil) // one committed state, whatever is written meanwhile
	if err != nil {
		return tlog.Tree{}, say(err, "read the workstation's log")
	}
	defer tx.Rollback()
	head, err := audit.Head(ctx, tx)
	if err != nil {
		return tlog.Tree{}, say(err, "read the workstation's log")
	}
	return head, nil
}

// Station returns the workstation's id.
func (b *Book) Station() string { return b.station }

// Origin is the first line of the checkpoints of a workstation's log, as audit.Origin is of a case's.
func Origin(station string) string { return "tracemark/workstation/" + station }

// say turns whatever went wrong into an error for people. An Error stays what it is.
func say(err error, step string) error {
	var e *casefile.Error
	if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	cause := fmt.Errorf("%s: %w", step, err)
	switch {
	case sqlite.IsInterrupted(err):
		return fmt.Errorf("%s: %w", step, context.Canceled)
	case sqlite.IsBusy(err):
		return &casefile.Error{Code: casefile.Conflict, What: "Another program is changing the accounts", Do: "Try again when it has finished", Cause: cause}
	case sqlite.IsCorrupt(err):
		return &casefile.Error{Code: casefile.Damaged, What: "The file of the accounts is damaged", Do: "Restore it from its last copy", Cause: cause}
	case sqlite.IsFull(err):
		return &casefile.Error{Code: casefile.Failed, What: "The disk is full, nothing was changed", Do: "Make room and try again", Cause: cause}
	case errors.Is(err, fs.ErrPermission):
		return &casefile.Error{Code: casefile.Refused, What: "The accounts may not be read by this user of the machine", Do: "Use the user whose data folder it is", Cause: cause}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The accounts could not be read or written, nothing was changed",
		Do: "Check the disk and your rights on the data folder", Cause: cause}
}
