// Package sqlite opens SQLite files. It is the one place that names the driver (github.com/mattn/go-sqlite3, built with
// the tag sqlite_fts5), so that everybody else speaks database/sql and the few questions below.
//
// The driver silently ignores PRAGMA key: nothing here encrypts anything, and nobody may claim that it does.
package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"

	driver "github.com/mattn/go-sqlite3"

	"tracemark/casefile/disk"
)

// Mode is what a connection may do with a file.
type Mode int

const (
	// Write is one connection whose transactions are immediate: whoever begins one is the only writer, across
	// processes, until it ends. A second writer waits for BusyMillis. Every commit reaches the disk (synchronous FULL).
	Write Mode = iota
	// Read is a pool that sees the last committed state and cannot write.
	Read
	// Frozen reads a file that nobody is changing and that has no write-ahead log. No lock is taken and no file is
	// made beside it, so that it also works on a write-protected medium.
	Frozen
)

// BusyMillis is how long a writer waits for another process's transaction before it gives up. Transactions of a case
// take milliseconds; five seconds is long enough for a slow disk and short enough for a person at a screen.
const BusyMillis = 5000

const readers = 4 // connections of the read-only pool; a screen rarely asks for more at once

// Open opens the file at path. Only Write creates it when it is missing.
func Open(path string, mode Mode) (*sql.DB, error) {
	q := url.Values{"_busy_timeout": {fmt.Sprint(BusyMillis)}, "_foreign_keys": {"1"}}
	switch mode {
	case Write:
		q.Set("mode", "rwc")
		q.Set("_txlock", "immediate")
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "FULL")
	case Read:
		q.Set("mode", "ro")
		q.Set("_query_only", "1")
	case Frozen:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
		q.Set("_query_only", "1")
	}
	u, err := address(path, q)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", u)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if mode == Write {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(readers)
	}
	return db, nil
}

// address returns the URI of the file at path with the parameters q.
func address(path string, q url.Values) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("open database: %w", err)
	}
	abs = filepath.ToSlash(abs)
	if runtime.GOOS == "windows" {
		abs = "/" + abs
	}
	u := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	return u.String(), nil
}

// OpenScratch opens a database that holds nothing which cannot be made again, in the file at path, or in memory where path is "". One
// connection writes and reads it; a crash may lose what was written last, never more than that.
func OpenScratch(path string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: ":memory:"}
	if path != "" {
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
		abs = filepath.ToSlash(abs)
		if runtime.GOOS == "windows" {
			abs = "/" + abs
		}
		u = url.URL{Scheme: "file", Path: abs}
	}
	u.RawQuery = url.Values{"_busy_timeout": {fmt.Sprint(BusyMillis)}, "_journal_mode": {"WAL"}, "_synchronous": {"OFF"}}.Encode()
	db, err := sql.Open("sqlite3", u.String())
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// IsBusy reports whether err says that another process is writing.
func IsBusy(err error) bool {
	return has(err, driver.ErrBusy) || has(err, driver.ErrLocked)
}

// IsCorrupt reports whether err says that the file is not a sound database.
func IsCorrupt(err error) bool {
	return has(err, driver.ErrCorrupt) || has(err, driver.ErrNotADB)
}

// IsConstraint reports whether err says that a rule of the schema was broken.
func IsConstraint(err error) bool { return has(err, driver.ErrConstraint) }

// IsInterrupted reports whether err says that the query was stopped because its context ended.
func IsInterrupted(err error) bool { return has(err, driver.ErrInterrupt) }

// IsFull reports whether err says that the disk is full.
func IsFull(err error) bool {
	var e driver.Error
	return has(err, driver.ErrFull) || errors.As(err, &e) && e.SystemErrno != 0 && disk.IsFull(e.SystemErrno)
}

// IsReadOnly reports whether err says that the file, or what SQLite keeps beside it, may not be written to.
func IsReadOnly(err error) bool {
	return has(err, driver.ErrReadonly) || has(err, driver.ErrCantOpen) || has(err, driver.ErrPerm)
}

func has(err error, code driver.ErrNo) bool {
	var e driver.Error
	return errors.As(err, &e) && e.Code == code
}
